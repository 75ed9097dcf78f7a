"""A paper in Word, its answer sheet on pages of its own. Items are grouped by kind; within a kind their order is kept.

Stem, options, key and explanation are read back from what is seen; the rest stands as hidden text in the answer sheet.
A paper somebody typed is read by its numbers (`1.`), letters (`A.`) and the words 答案 and 解析. Knows python-docx.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from learning.exercise import KINDS, NAMES, OPEN, RIGHT, WRONG, Exercise, Kind
from tools._formats.paper import (
    LETTERS,
    File,
    Imported,
    Paper,
    Problem,
    Unfit,
    carried,
    chosen,
    gathered,
    letters,
    restored,
)
from trust.errors import Unreadable

FONT = "Noto Sans CJK SC"
STEM, OPTION, LEFT = "题干", "选项", "配对项"
_NUMERALS = "一二三四五六七八九"
_HEADS = ("题号", "题型", "答案与评分", "解析", "出处原文")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_POINTS = re.compile(r"（\d+ 分）$")
_MORE = ("spans", "about", "origins", "difficulty", "bloom", "points", "tags")


def write(paper: Paper) -> File:
    document: Any = Document()
    _style(document, paper)
    document.add_heading(paper.title, 0)
    _colored(document.add_paragraph(), paper.mark)
    document.add_paragraph("班级：____________　姓名：____________　学号：____________　得分：____________")
    problems, kept = [], []
    for n, item in enumerate(paper.items, 1):
        if len(item.options) > len(LETTERS) or _UNWRITABLE.search("".join(_words(item))):
            problems.append(Problem(f"第 {n} 题", "选项过多或含有 Word 存不下的字符"))
        else:
            kept.append(item)
    kept.sort(key=lambda i: KINDS.index(i.kind))
    _paper(document, kept)
    document.add_page_break()
    document.add_heading("参考答案与解析", 1)
    _sheet(document, kept)
    out = BytesIO()
    document.save(out)
    return File(out.getvalue(), tuple(problems))


def _words(item: Exercise) -> list[str]:
    return [item.stem, item.explanation, *item.options, *item.left, *item.key, *item.tags, *item.about, *item.origins,
            *(s.quote + s.passage_id for s in item.spans)]  # fmt: skip


def _style(document: Any, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author, about.keywords = paper.title[:255], "Shuangyuan", "生成内容"
    about.comments = paper.metadata[:255]
    normal = document.styles["Normal"]
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.font.size = Pt(10.5)
    document.styles["Title"].font.size = Pt(20)
    for name, indent in ((STEM, 0.0), (OPTION, 0.8), (LEFT, 0.8)):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = normal
        made.paragraph_format.left_indent = Cm(indent)
        made.paragraph_format.space_after = Pt(2)
        made.paragraph_format.keep_with_next = name != OPTION
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    _colored(section.footer.paragraphs[0], paper.mark)


def _colored(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor(0xB4, 0x53, 0x09)


def _paper(document: Any, items: Sequence[Exercise]) -> None:
    kinds = [k for k in KINDS if any(i.kind == k for i in items)]
    for n, item in enumerate(items, 1):
        if n == 1 or items[n - 2].kind != item.kind:
            count = sum(i.kind == item.kind for i in items)
            numeral = _NUMERALS[kinds.index(item.kind)]
            document.add_heading(f"{numeral}、{NAMES[item.kind]}（共 {count} 题）", 2)
        blank = "（　）" if item.kind == "judge" else ""
        paragraph = document.add_paragraph(f"{n}. {item.stem}", style=STEM)
        if blank:
            paragraph.add_run().add_text("　" + blank)
        for m, left in enumerate(item.left, 1):
            document.add_paragraph(f"（{m}）{left}", style=LEFT)
        for letter, option in zip(LETTERS, item.options, strict=False):
            document.add_paragraph(f"{letter}. {option}", style=OPTION)
        for _ in range({"calculate": 3, "short": 4, "case": 6}.get(item.kind, 0)):
            document.add_paragraph()


def _sheet(document: Any, items: Sequence[Exercise]) -> None:
    table = document.add_table(rows=1, cols=len(_HEADS), style="Table Grid")
    widths = (Cm(1.2), Cm(1.9), Cm(3.5), Cm(5.0), Cm(5.0))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for n, item in enumerate(items, 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[3].text = str(n), NAMES[item.kind], item.explanation
        _several(cells[2], _key(item))
        _several(cells[4], [s.quote for s in item.spans])
        hidden = cells[0].add_paragraph().add_run(carried(item, *_MORE))
        hidden.font.hidden = True
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            for run in (r for p in cell.paragraphs for r in p.runs):
                run.font.size = Pt(9)


def _several(cell: Any, lines: Sequence[str]) -> None:
    cell.text = lines[0] if lines else ""
    for line in lines[1:]:
        cell.add_paragraph(line)


def _key(item: Exercise) -> list[str]:
    """The key as people write it, one paragraph a part."""
    if item.kind in ("single", "multiple"):
        return [letters(item.options, item.key)]
    if item.kind == "order":
        return ["→".join(LETTERS[item.options.index(k)] for k in item.key)]
    if item.kind == "match":
        return [f"（{n}）{LETTERS[item.options.index(k)]}" for n, k in enumerate(item.key, 1)]
    if len(item.points) == len(item.key):
        return [f"{k}（{p} 分）" for k, p in zip(item.key, item.points, strict=True)]
    return list(item.key)


def read(data: bytes) -> Imported:
    """Raises Unreadable when it is no Word file."""
    try:
        document: Any = Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise Unreadable("不是能打开的 Word 文件（.docx）", "Not a Word document (.docx)") from None
    sheet = next((t for t in document.tables if tuple(c.text for c in t.rows[0].cells) == _HEADS), None)
    if sheet is None:
        return gathered(_typed([p.text for p in document.paragraphs]))
    return gathered(_own(document, sheet))


def _own(document: Any, sheet: Any) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    asked: list[dict[str, list[str]]] = []
    for paragraph in document.paragraphs:
        style = paragraph.style.name
        if style == STEM:
            asked.append({STEM: [paragraph.text], LEFT: [], OPTION: []})
        elif style in (LEFT, OPTION) and asked:
            asked[-1][style].append(paragraph.text)
    rows = {row.cells[0].paragraphs[0].text: row.cells for row in sheet.rows[1:]}
    for n, parts in enumerate(asked, 1):
        yield f"第 {n} 题", partial(_item, parts, rows.get(str(n)))


def _item(parts: dict[str, list[str]], cells: Any) -> Exercise:
    if cells is None:
        raise Unfit("答案表里没有这一题")
    kind = next((k for k, name in NAMES.items() if name == cells[1].text), None)
    if kind is None:
        raise Unfit(f"题型“{cells[1].text[:20]}”不认识")
    more = restored(cells[0].paragraphs[1].text if len(cells[0].paragraphs) > 1 else "{}")
    stem = re.sub(r"^\d+\. ", "", parts[STEM][0])
    stem = stem.removesuffix("　（　）") if kind == "judge" else stem
    options = tuple(text[3:] for text in parts[OPTION])
    left = tuple(re.sub(r"^（\d+）", "", text) for text in parts[LEFT])
    said = [p.text for p in cells[2].paragraphs]
    fields = {"explanation": cells[3].text, "options": options, "left": left, "key": _read_key(kind, options, said)}
    return Exercise(**{"kind": kind, "stem": stem, "spans": (), **fields, **more})


def _read_key(kind: Kind, options: tuple[str, ...], said: list[str]) -> tuple[str, ...]:
    if kind in ("single", "multiple"):
        return chosen(options, said[0])
    if kind == "order":
        return chosen(options, said[0])
    if kind == "match":
        return tuple(chosen(options, re.sub(r"^（\d+）", "", line))[0] for line in said)
    return tuple(_POINTS.sub("", line) for line in said) if kind in OPEN else tuple(said)


def _typed(lines: Sequence[str]) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    """Questions by their numbers, each with the lines up to the next."""
    blocks: list[list[str]] = []
    for line in (part for text in lines for part in text.split("\n")):
        if re.match(r"\s*\d{1,3}\s*[.．、]\s*\S", line):
            blocks.append([line.strip()])
        elif blocks and line.strip():
            blocks[-1].append(line.strip())
    for n, block in enumerate(blocks, 1):
        yield f"第 {n} 题（{block[0][:16]}）", partial(_plain, block)


def _plain(block: list[str]) -> Exercise:
    text = "\n".join(block)
    key, note = re.search(r"(?:正确|参考)?答案\s*[:：]\s*(.+)", text), re.search(r"解析\s*[:：]\s*(.+)", text)
    if key is None:
        raise Unfit("没有“答案：”")
    asked = re.split(r"\n?(?:(?:正确|参考)?答案|解析)\s*[:：]", text)[0]
    stem, *rest = re.split(r"(?:^|\s)[A-H]\s*[.．、]\s*", asked)
    stem, said = re.sub(r"^\d+\s*[.．、]\s*", "", stem).strip(), key[1].strip()
    options, why = tuple(o.strip() for o in rest if o.strip()), note[1].strip() if note else ""
    if options:
        right = chosen(options, said)
        return Exercise("single" if len(right) == 1 else "multiple", stem, right, (), why, options)
    if said in ("对", "错", "√", "×", "正确", "错误"):
        return Exercise("judge", stem, (RIGHT if said in ("对", "√", "正确") else WRONG,), (), why)
    return Exercise("fill" if "____" in stem else "short", stem, (said,), (), why)
