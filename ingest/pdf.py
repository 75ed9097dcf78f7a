"""PDF → pages of lines and tables. The only file that imports pdfplumber.

Knows glyphs, sizes and rules on the page; what they mean (headings, paragraphs) is `layout.py`'s, and pages that are
only a picture are drawn and recognised (drawn.py, sight.py).
unstructured's PDF path needs torch or loses tables, hence pdfplumber.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text
from pdfplumber.utils.exceptions import PdfminerException

from ingest import drawn, remarks
from ingest.aids import Aids
from ingest.columns import crosses, gutter
from ingest.items import mark_length
from ingest.layout import Grid, Line, Page, blocks_of
from ingest.outline import join_lines
from ingest.parsed import Block, Note, Parsed
from ingest.pdffields import Fields
from ingest.sight import Sight
from trust.errors import TooLarge, Unreadable
from trust.sources import Locator

_CID = re.compile(r"\(cid:\d+\)")
_SYMBOL = re.compile(r"[\uf000-\uf0ff]")  # bullets of symbol fonts
_HEAVY = re.compile(r"bold|heavy|black|simhei|heiti", re.IGNORECASE)
_BROKEN = (
    PDFSyntaxError, PDFPasswordIncorrect, PdfminerException, PSException, TypeError, AttributeError, LookupError,
    ValueError,
)  # fmt: skip
"""What pdfplumber and pdfminer raise at a file that does not keep the rules."""
MENDED = Note("文件有损坏，已尽量读出，请对照原件", "Damaged, read as far as could be: see the original")
MOST_TABLE_EDGES, MOST_PAGES = 3000, 5000
FEW_LETTERS, FILLED, MORE_LETTERS, WHOLE = 30, 0.3, 200, 0.8
"""On a page with fewer letters, pictures over that share of it are taken for a scan."""


@dataclass(frozen=True)
class PdfPage(Page):
    """`scanned`: what it says is in a picture; `filled`: its form's fields; `remarks`: comments on it."""

    scanned: bool = False
    filled: tuple[str, ...] = ()
    remarks: int = 0


def read(data: bytes, sight: Sight | None = None) -> Parsed:
    sight = sight or Sight(Aids())
    pages, mended = _mended(data)
    scanned = [n for n, page in enumerate(pages) if page.scanned]
    if scanned:
        _recognise(data, pages, scanned, sight)
    if not any(p.lines or p.tables or p.filled for p in pages):
        raise _without_text(sight, len(scanned))
    parsed = blocks_of(pages)
    blank = [_blank(p.number) for p in pages if not p.lines and not p.tables and not p.filled and not p.scanned]
    said = (*((MENDED,) if mended else ()), *remarks.unread(sum(p.remarks for p in pages)))
    return replace(
        parsed, blocks=_with_filled(parsed.blocks, pages), unread=(*blank, *sight.unread), notes=(*said, *sight.notes())
    )


def _with_filled(blocks: tuple[Block, ...], pages: list[PdfPage]) -> tuple[Block, ...]:
    """What was filled into a page's form stands after its text."""
    told = list(blocks)
    for page in (p for p in reversed(pages) if p.filled):
        at = next((n for n, b in enumerate(told) if (b.locator.page or 0) > page.number), len(told))
        told[at:at] = [Block("row", text, 0, Locator(page=page.number)) for text in page.filled]
    return tuple(told)


def _mended(data: bytes) -> tuple[list[PdfPage], bool]:
    """The pages; of a damaged file, those of what PDFium makes of it, and True."""
    try:
        if pages := _pages(data):
            return pages, False
        reason = Unreadable("PDF 里没有页面，文件可能已损坏", "The PDF has no pages; it may be damaged")
    except _BROKEN as fault:
        if _is_locked(fault):
            raise Unreadable(
                "PDF 设有打开密码，请取消密码后再上传", "The PDF has a password: remove it and upload again"
            ) from fault
        reason = Unreadable("PDF 已损坏，请重新导出后再上传", "Damaged PDF: export it again and upload that")
    try:
        if pages := _pages(drawn.rewritten(data)):
            return pages, True
    except (Unreadable, *_BROKEN):
        pass
    raise reason


def _pages(data: bytes) -> list[PdfPage]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > MOST_PAGES:
            raise TooLarge("PDF 页数过多，请拆成几份再上传", "Too many pages: split the PDF")
        fields = Fields(resolve1, decode_text)
        return [_page(page, fields) for page in document.pages]


def _recognise(data: bytes, pages: list[PdfPage], scanned: list[int], sight: Sight) -> None:
    """Pages that are pictures, drawn and read one after the other; a word or two of text on them is theirs too."""
    with drawn.Document(data) as document:
        for n in scanned:
            where = Note(f"第 {n + 1} 页", f"page {n + 1}")
            found = sight.page(partial(document.page, n), n + 1, where)
            if found.lines:
                pages[n] = replace(
                    pages[n], width=found.width, height=found.height, lines=found.lines, tables=[], scanned=True
                )


def _without_text(sight: Sight, scanned: int) -> Unreadable:
    if scanned and sight.blind:
        return Unreadable(
            "PDF 没有文字层（多半是扫描件），本系统未安装文字识别；请先做文字识别再上传",
            "The PDF holds no text (a scan?) and text recognition is not installed: recognise it first",
        )
    if scanned:
        return Unreadable(
            "PDF 是扫描件，没有认出文字；请换更清晰的扫描，或上传含文字的文件",
            "A scan in which no text was recognised: scan it more clearly, or upload a file with text",
        )
    return Unreadable("PDF 没有文字层，页面是空白的", "The PDF holds no text: its pages are blank")


def _blank(number: int) -> Note:
    return Note(f"第 {number} 页没有可读的文字", f"page {number}: no text")


def _is_locked(fault: Exception) -> bool:
    return any(isinstance(one, PDFPasswordIncorrect) for one in (fault, *fault.args[:1]))


def _page(page: Any, fields: Fields) -> PdfPage:
    tables = [] if len(page.edges) > MOST_TABLE_EDGES or len(page.edges) < 4 else _tables(page)
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda o: o["object_type"] != "char" or not _within(o, boxes)) if boxes else page
    lines = _lines(_doubled_out(rest), float(page.width))
    text = "".join(line.text for line in lines)
    if len("".join(_CID.findall(text))) * 2 > len(text):
        lines = []
    grids = [Grid(table.bbox[1], table.bbox[3], _grid(table), table.bbox[0], table.bbox[2]) for table in tables]
    scanned = _is_picture(page, sum(len(line.text) for line in lines), bool(text) and not lines)
    before = fields.remarks
    filled = tuple(fields.on(page.page_obj.annots))
    page.close()  # else every glyph of the document stays in memory
    return PdfPage(
        page.page_number, float(page.width), float(page.height), lines, grids, scanned, filled,
        fields.remarks - before,
    )  # fmt: skip


def _is_picture(page: Any, letters: int, garbled: bool) -> bool:
    """Little or no text on a page that pictures (or drawn shapes) fill: a scan."""
    if garbled:
        return True
    if letters >= MORE_LETTERS:
        return False
    covered = sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images)
    if letters >= FEW_LETTERS:
        return bool(covered > page.width * page.height * WHOLE)
    drawn_shapes = len(page.curves) + len(page.rects) + len(page.lines) if not letters else 0
    return covered > page.width * page.height * FILLED or drawn_shapes > 0


def _lines(page: Any, width: float) -> list[Line]:
    """Lines from top to bottom; of two columns the left one first, between what stands across both."""
    whole = _extracted(page)
    middle = gutter([[(c["x0"], c["x1"]) for c in raw["chars"] if c["text"].strip()] for raw in whole], width)
    if middle is None:
        return [_line(raw) for raw in whole]
    across = [raw for raw in whole if crosses([(c["x0"], c["x1"]) for c in raw["chars"]], middle)]
    taken = {id(c) for raw in across for c in raw["chars"]}
    left, right = (
        _extracted(page.filter(lambda o, s=side: o["object_type"] == "char" and id(o) not in taken and s(o)))
        for side in (lambda o: o["x1"] <= middle, lambda o: o["x1"] > middle)
    )
    return _in_order([_line(raw) for raw in across], [_line(raw) for raw in left], [_line(raw) for raw in right])


def _extracted(page: Any) -> list[Any]:
    found: list[Any] = page.extract_text_lines(x_tolerance_ratio=0.15, return_chars=True)
    return found


def _in_order(across: list[Line], left: list[Line], right: list[Line]) -> list[Line]:
    ordered: list[Line] = []
    tops = [line.top for line in across]
    for begin, end, line in zip([0.0, *tops], [*tops, float("inf")], [*across, None], strict=True):
        for number, side in ((1, left), (2, right)):
            ordered += [replace(n, column=number) for n in side if begin <= n.top < end]
        ordered += [line] if line is not None else []
    return ordered


def _doubled_out(page: Any) -> Any:
    """Bold faked by printing glyphs twice is undone, where the page does that (the check is costly elsewhere)."""
    chars = [c for c in page.chars if c["text"].strip()]
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in chars}
    return page.dedupe_chars(tolerance=1) if len(places) < len(chars) * 0.9 else page


def _tables(page: Any) -> list[Any]:
    """Ruled grids of at least two rows and columns; a single frame around text is no table."""
    return [t for t in page.find_tables() if len(t.rows) > 1 and max(len(r.cells) for r in t.rows) > 1]


def _within(char: Any, boxes: list[Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def _line(raw: Any) -> Line:
    sizes = Counter(round(c["size"] * 2) / 2 for c in raw["chars"] if c["text"].strip())
    bold = sum(bool(_HEAVY.search(c["fontname"])) for c in raw["chars"])
    text = " ".join(_SYMBOL.sub("•", raw["text"]).split())
    return Line(
        text, raw["x0"], raw["x1"], raw["top"], raw["bottom"], sizes.most_common(1)[0][0] if sizes else 0.0,
        bold * 2 > len(raw["chars"]), _under(raw["chars"], mark_length(text)),
    )  # fmt: skip


def _under(chars: list[Any], mark: int) -> float | None:
    """Where the text after an item's mark begins, `mark` glyphs on."""
    for char in chars if mark else ():
        if char["text"].strip():
            if mark <= 0:
                return float(char["x0"])
            mark -= len(char["text"].strip())
    return None


def _grid(table: Any) -> list[list[str | None]]:
    """Texts of the cells; a cell merged down is repeated, one merged across is None where it is covered."""
    texts = table.extract(x_tolerance_ratio=0.15)
    columns = zip(*(row.cells for row in table.rows), strict=True)
    rights = [max((box[2] for box in column if box), default=0.0) for column in columns]
    grid: list[list[str | None]] = []
    for row, words in zip(table.rows, texts, strict=True):
        cells: list[str | None] = []
        reach = 0.0
        for n, word in enumerate(words):
            box = row.cells[n]
            reach = box[2] if box else reach
            if box:
                cells.append(_joined(word or ""))
            elif reach >= rights[n] - 1:
                cells.append(None)
            else:
                cells.append(grid[-1][n] if grid else "")
        grid.append(cells)
    return grid


def _joined(text: str) -> str:
    joined = ""
    for line in text.split("\n"):
        joined = join_lines(joined, line.strip())
    return joined
