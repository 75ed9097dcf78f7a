"""PDF with a text layer → pages of lines and tables. The only file that imports pdfplumber.

Knows glyphs, sizes and rules on the page; what they mean (headings, paragraphs) is `layout.py`'s.
unstructured's PDF path needs torch or loses tables, hence pdfplumber. Pages without text are left empty here.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from ingest.items import mark_length
from ingest.layout import Grid, Line, Page, blocks_of
from ingest.outline import join_lines
from ingest.parsed import Parsed
from trust.errors import Unreadable

_CID = re.compile(r"\(cid:\d+\)")
_SYMBOL = re.compile(r"[\uf000-\uf0ff]")  # bullets of symbol fonts
_HEAVY = re.compile(r"bold|heavy|black|simhei|heiti", re.IGNORECASE)
MOST_TABLE_EDGES = 3000


def read(data: bytes) -> Parsed:
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [_page(page) for page in document.pages]
    except (PDFSyntaxError, PDFPasswordIncorrect, PdfminerException) as fault:
        raise _reason(fault) from fault
    if not pages:
        raise Unreadable("PDF 里没有页面，文件可能已损坏", "The PDF has no pages; it may be damaged")
    if not any(p.lines or p.tables for p in pages):
        raise Unreadable(
            "PDF 没有文字层（多半是扫描件），请先做文字识别再上传",
            "The PDF holds no text (a scan?): run text recognition first",
        )
    return blocks_of(pages)


def _reason(fault: Exception) -> Unreadable:
    inner = fault.args[0] if fault.args else fault
    if isinstance(fault, PDFPasswordIncorrect) or isinstance(inner, PDFPasswordIncorrect):
        return Unreadable("PDF 设有打开密码，请取消密码后再上传", "The PDF has a password: remove it and upload again")
    return Unreadable("PDF 已损坏，请重新导出后再上传", "Damaged PDF: export it again and upload that")


def _page(page: Any) -> Page:
    tables = [] if len(page.edges) > MOST_TABLE_EDGES or len(page.edges) < 4 else _tables(page)
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda o: o["object_type"] != "char" or not _within(o, boxes)) if boxes else page
    lines = [_line(raw) for raw in _doubled_out(rest).extract_text_lines(x_tolerance_ratio=0.15, return_chars=True)]
    text = "".join(line.text for line in lines)
    if len("".join(_CID.findall(text))) * 2 > len(text):
        lines = []
    grids = [Grid(table.bbox[1], table.bbox[3], _grid(table)) for table in tables]
    page.close()  # else every glyph of the document stays in memory
    return Page(page.page_number, float(page.width), float(page.height), lines, grids)


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
