"""A paper in Word as Chinese schools write it, its answer sheet on pages of its own. Knows python-docx.

Items are grouped by kind; within a kind their order is kept. Stem, options, key and explanation are read back from what
is seen (wordread.py); the rest stands as hidden text in the answer sheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from learning import basis
from learning.crediting import crediting
from learning.exercise import BLANK, KINDS, NAMES, OPEN, Exercise
from learning.worth import worth
from tools._formats.paper import LETTERS, File, Paper, Problem, carried, letters
from tools._formats.paperstyle import (
    ANSWER,
    HEADS,
    LEFT,
    OPTION,
    STEM,
    WIDTH,
    colored,
    columns,
    prepare,
    spread,
    stops,
    whole_rows,
)
from tools._formats.wordread import read

__all__ = ["read", "write"]

_NUMERALS = "一二三四五六七八九"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_MORE = ("spans", "about", "origins", "difficulty", "bloom", "points", "tags")
_ROOM = {"calculate": 4, "short": 5, "case": 8}
"""Lines to write on."""
Scored = tuple[Exercise, int]


def write(paper: Paper) -> File:
    document: Any = Document()
    prepare(document, paper.title, paper.metadata, paper.mark)
    problems, kept = [], []
    for n, item in enumerate(paper.items, 1):
        if len(item.options) > len(LETTERS) or _UNWRITABLE.search("".join(_words(item))):
            problems.append(Problem(f"第 {n} 题", "选项过多或含有 Word 存不下的字符"))
        else:
            kept.append((item, paper.worth[n - 1] if paper.worth else worth(item)))
    kept.sort(key=lambda scored: KINDS.index(scored[0].kind))
    by = basis.shared([item.stem for item, _ in kept])
    if paper.part != "answers":
        _head(document, paper, kept, by)
        _paper(document, kept, by)
    if paper.part == "whole":
        document.add_page_break()
    if paper.part != "paper":
        _answers(document, paper, kept, by)
    out = BytesIO()
    document.save(out)
    return File(out.getvalue(), tuple(problems))


def _answers(document: Any, paper: Paper, items: Sequence[Scored], by: str) -> None:
    if paper.part == "answers":
        document.add_heading(paper.title, 0)
        colored(document.add_paragraph(), paper.mark)
    document.add_heading("参考答案与评分标准", 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _sheet(document, [item for item, _ in items], by)
    _crediting(document, items)


def _words(item: Exercise) -> list[str]:
    return [item.stem, item.explanation, *item.options, *item.left, *item.key, *item.tags, *item.about, *item.origins,
            *(s.quote + s.passage_id for s in item.spans)]  # fmt: skip


def _head(document: Any, paper: Paper, items: Sequence[Scored], by: str) -> None:
    """Title, whose paper it is, the box for the marks, and the source that the questions share."""
    document.add_heading(paper.title, 0)
    colored(document.add_paragraph(), paper.mark)
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    line = document.add_paragraph("班级：____________　姓名：____________　学号：____________　得分：____________")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    kinds = _kinds(items)
    table = document.add_table(rows=3, cols=len(kinds) + 2, style="Table Grid")
    names = ["题号", *_NUMERALS[: len(kinds)], "总分"]
    marks = ["满分", *(str(sum(p for i, p in items if i.kind == k)) for k in kinds), str(sum(p for _, p in items))]
    blanks = ["得分", *[""] * (len(kinds) + 1)]
    for row, words in zip(table.rows, (names, marks, blanks), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    spread(table, [WIDTH / len(names)] * len(names))
    whole_rows(table)
    if by:
        document.add_paragraph(basis.told(by)).paragraph_format.space_before = Pt(6)


def _kinds(items: Sequence[Scored]) -> list[str]:
    return [k for k in KINDS if any(i.kind == k for i, _ in items)]


def _paper(document: Any, items: Sequence[Scored], by: str) -> None:
    kinds = _kinds(items)
    for n, (item, _) in enumerate(items, 1):
        if n == 1 or items[n - 2][0].kind != item.kind:
            each = [p for i, p in items if i.kind == item.kind]
            document.add_heading(f"{_NUMERALS[kinds.index(item.kind)]}、{NAMES[item.kind]}（{_scored(each)}）", 2)
        document.add_paragraph(f"{n}. {basis.shortened(item.stem, by)}", style=STEM)
        if item.kind == "judge":
            document.paragraphs[-1].add_run().add_text("　（　）")
        if item.kind == "match":
            _pairs(document, item)
        else:
            _options(document, item.options, 1 if item.kind == "order" else columns(item.options))
        _room(document, item)


def _scored(points: Sequence[int]) -> str:
    alike = f"每小题 {points[0]} 分，" if len(set(points)) == 1 and len(points) > 1 else ""
    return f"本大题共 {len(points)} 小题，{alike}共 {sum(points)} 分"


def _options(document: Any, options: Sequence[str], n: int) -> None:
    """`n` in a line, set off by tabs."""
    named = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False)]
    for at in range(0, len(named), n):
        paragraph = document.add_paragraph("\t".join(named[at : at + n]), style=OPTION)
        stops(paragraph, n)


def _pairs(document: Any, item: Exercise) -> None:
    """What is to be matched, side by side."""
    table = document.add_table(rows=0, cols=2)
    for n, (left, option) in enumerate(zip_longest(item.left, item.options), 1):
        cells = table.add_row().cells
        for cell, words, style in (
            (cells[0], left and f"（{n}）{left}", LEFT), (cells[1], option and f"{LETTERS[n - 1]}. {option}", OPTION)
        ):  # fmt: skip
            if words:
                cell.text, cell.paragraphs[0].style = words, style
                cell.paragraphs[0].paragraph_format.left_indent = Pt(0)
    spread(table, (WIDTH * 0.42, WIDTH * 0.58))
    whole_rows(table)


def _room(document: Any, item: Exercise) -> None:
    """Where the answer goes, when the question has no place for it."""
    if item.kind == "order":
        document.add_paragraph("正确次序：" + " → ".join(BLANK for _ in item.key), style=ANSWER)
    elif item.kind == "match":
        document.add_paragraph("　".join(f"（{n}）{BLANK}" for n in range(1, len(item.left) + 1)), style=ANSWER)
    for _ in range(_ROOM.get(item.kind, 0)):
        document.add_paragraph(style=ANSWER)


def _sheet(document: Any, items: Sequence[Exercise], by: str) -> None:
    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, HEADS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for n, item in enumerate(items, 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[3].text = str(n), NAMES[item.kind], item.explanation
        _several(cells[2], _key(item))
        _several(cells[4], [s.quote for s in item.spans])
        left_out = basis.shortened(item.stem, by) != item.stem
        hidden = cells[0].add_paragraph().add_run(carried(item, *_MORE, *(["stem"] if left_out else [])))
        hidden.font.hidden = True
    for run in (r for row in table.rows for cell in row.cells for p in cell.paragraphs for r in p.runs):
        run.font.size = Pt(9)
    spread(table, (1.2, 1.9, 3.9, 4.8, 4.8))
    whole_rows(table)


def _crediting(document: Any, items: Sequence[Scored]) -> None:
    """What a part of an answer earns, a line for the items of each rule."""
    rules: dict[tuple[str, str], list[str]] = {}
    for n, (item, points) in enumerate(items, 1):
        if rule := crediting(item.kind, points, len(item.key)):
            rules.setdefault((NAMES[item.kind], rule), []).append(str(n))
    if rules:
        document.add_heading("部分得分", 2)
    for (name, rule), numbers in rules.items():
        document.add_paragraph(f"{name}（第 {'、'.join(numbers)} 题）：{rule}。")


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
    if item.kind in OPEN and len(item.points) == len(item.key):
        return [f"{k}（{p} 分）" for k, p in zip(item.key, item.points, strict=True)]
    return list(item.key)
