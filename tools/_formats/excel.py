"""The Excel template: one row per exercise under Chinese headers. Knows openpyxl and its traps, no other format.

A cell with several values has one a line; a line break inside a value is written `\\n`. A teacher's own sheet needs
题型, 题干, 答案 and the options alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import Any, get_args
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from learning.exercise import NAMES, Bloom, Exercise, Kind, Span
from tools._formats.paper import LETTERS, File, Imported, Paper, Problem, Unfit, chosen, gathered, letters
from trust.errors import Unreadable

OPTIONS = 8
LEVELS = {1: "易", 2: "中", 3: "难"}
BLOOM: tuple[Bloom, ...] = get_args(Bloom)
_FIELDS = (
    "题型", "题干", *(f"选项{c}" for c in LETTERS[:OPTIONS]), "左列", "答案", "分值", "解析", "难度", "认知层次",
    "标签", "出处段落", "出处原文", "考查对象", "考查方面", "选项来源",
)  # fmt: skip
_WIDE = {"题干": 50, "解析": 40, "出处原文": 40, "答案": 24}
_ALIASES = {
    "题目": "题干", "问题": "题干", "正确答案": "答案", "标准答案": "答案", "答案解析": "解析", "类型": "题型",
    "知识点": "标签",
}  # fmt: skip
_KIND_OF: dict[str, Kind] = {name.removesuffix("题"): kind for kind, name in NAMES.items()} | {
    "单项选择": "single", "选择": "single", "多项选择": "multiple", "是非": "judge", "案例": "case", "连线": "match",
    "问答": "short",
}  # fmt: skip
_RIGHT, _WRONG = ("对", "正确", "√", "T", "TRUE", "是", "A"), ("错", "错误", "×", "F", "FALSE", "否", "B")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
MOST = 32_767


def write(paper: Paper) -> File:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "习题"
    book.properties.title, book.properties.description = paper.title, paper.metadata
    book.properties.keywords, book.properties.creator = "生成内容", "Shuangyuan"
    _put(sheet, 1, [paper.mark])
    _put(sheet, 2, _FIELDS)
    problems, row = [], 3
    for n, item in enumerate(paper.items, 1):
        values = _values(item)
        if len(item.options) > OPTIONS or any(_UNWRITABLE.search(v) or len(v) > MOST for v in values):
            problems.append(Problem(f"第 {n} 题", "选项过多、文字过长或含有 Excel 存不下的字符"))
            continue
        _put(sheet, row, values)
        row += 1
    _dress(sheet)
    out = BytesIO()
    book.save(out)
    return File(out.getvalue(), tuple(problems))


def _put(sheet: Any, row: int, values: Sequence[str]) -> None:
    for column, value in enumerate(values, 1):
        if value:
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = "s"  # text that begins with `=` is no formula


def _dress(sheet: Any) -> None:
    sheet.cell(1, 1).font = Font(bold=True, color="B45309")
    for column, name in enumerate(_FIELDS, 1):
        head = sheet.cell(2, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="DCE6F1")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(name, 14)
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C3"


def _values(item: Exercise) -> list[str]:
    choice = item.kind in ("single", "multiple")
    options = [*item.options, *[""] * (OPTIONS - len(item.options))]
    return [
        NAMES[item.kind], item.stem, *options, _lines(item.left),
        letters(item.options, item.key) if choice else _lines(item.key), _lines(tuple(map(str, item.points))),
        item.explanation, LEVELS[item.difficulty], item.bloom, _lines(item.tags),
        _lines(tuple(s.passage_id for s in item.spans)), _lines(tuple(s.quote for s in item.spans)), *item.about,
        _lines(item.origins),
    ]  # fmt: skip


def _lines(values: tuple[str, ...]) -> str:
    return "\n".join(v.replace("\\", "\\\\").replace("\n", "\\n") for v in values)


def _unlined(text: str) -> tuple[str, ...]:
    unescaped = (re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], line) for line in text.split("\n"))
    return tuple(unescaped) if text else ()


def read(data: bytes) -> Imported:
    """Raises Unreadable when it is no workbook or has no header row."""
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        table = [["" if v is None else str(v) for v in line] for line in sheet.iter_rows(values_only=True)]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        raise Unreadable("不是能打开的 Excel 文件（.xlsx）", "Not an Excel workbook (.xlsx)") from None
    heads = [n for n, line in enumerate(table[:10]) if {"题干", "答案"} <= set(map(_head, line))]
    if not heads:
        raise Unreadable("没有找到表头：至少要有“题型、题干、答案”三列", "No header row with 题型, 题干 and 答案")
    return gathered(_rows(table, heads[0]))


def _head(text: str) -> str:
    name = re.sub(r"[\s*（(].*$", "", text.strip())
    return f"选项{name}" if re.fullmatch(r"[A-H]", name) else _ALIASES.get(name, name)


def _rows(table: list[list[str]], head: int) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    names = [_head(v) for v in table[head]]
    for n, line in enumerate(table[head + 1 :], head + 2):
        if any(v.strip() for v in line):
            yield f"第 {n} 行", partial(_item, dict(zip(names, line, strict=False)))


def _item(row: Mapping[str, str]) -> Exercise:
    kind = _KIND_OF.get(row.get("题型", "").strip().removesuffix("题"))
    if kind is None:
        raise Unfit(f"题型“{row.get('题型', '')[:20]}”不认识")
    options = tuple(v for c in LETTERS[:OPTIONS] if (v := row.get(f"选项{c}", "")))
    said = row.get("答案", "")
    return Exercise(
        kind, row.get("题干", ""), _key(kind, options, said), _spans(row), row.get("解析", ""), options,
        left=_unlined(row.get("左列", "")), points=_points(row.get("分值", "")),
        origins=_unlined(row.get("选项来源", "")), about=(row.get("考查对象", ""), row.get("考查方面", "")),
        difficulty=_level(row.get("难度", "")), bloom=_bloom(row.get("认知层次", "")),
        tags=_unlined(row.get("标签", "")),
    )  # fmt: skip


def _key(kind: Kind, options: tuple[str, ...], said: str) -> tuple[str, ...]:
    if not said.strip():
        raise Unfit("没有答案")
    if kind in ("single", "multiple"):
        return chosen(options, said)
    if kind == "judge":
        plain = said.strip().upper()
        if plain not in (*_RIGHT, *_WRONG):
            raise Unfit(f"判断题答案“{said[:20]}”不是对或错")
        return ("对",) if plain in _RIGHT else ("错",)
    return _unlined(said)


def _spans(row: Mapping[str, str]) -> tuple[Span, ...]:
    passages, quotes = _unlined(row.get("出处段落", "")), _unlined(row.get("出处原文", ""))
    if len(passages) != len(quotes):
        raise Unfit("出处段落与出处原文的条数不一致")
    return tuple(map(Span, passages, quotes))


def _points(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(float(p)) for p in text.split())
    except ValueError:
        raise Unfit(f"分值“{text[:20]}”不是数字") from None


def _level(text: str) -> int:
    names = {name: n for n, name in LEVELS.items()} | {"1": 1, "2": 2, "3": 3, "": 1, "容易": 1, "中等": 2, "困难": 3}
    if text.strip() not in names:
        raise Unfit(f"难度“{text[:20]}”应为易、中或难")
    return names[text.strip()]


def _bloom(text: str) -> Bloom:
    for level in BLOOM:
        if level == (text or BLOOM[0]):
            return level
    raise Unfit(f"认知层次“{text[:20]}”不认识")
