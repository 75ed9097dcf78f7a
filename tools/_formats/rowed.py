"""One row of somebody's table of questions as an exercise, whatever the columns are called. Knows no files.

Our own template's columns first; else the names that schools and question platforms use. A row needs a stem and an
answer; its kind may follow from its options and answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from learning.exercise import NAMES, OPEN, RIGHT, WRONG, Bloom, Exercise, Kind, Span
from tools._formats.paper import LETTERS, Unfit, blanked, chosen

OPTIONS = 8
LEVELS = {1: "易", 2: "中", 3: "难"}
BLOOM: tuple[Bloom, ...] = get_args(Bloom)
_ALIASES = {
    name: known for known, names in {
        "题干": "题目 问题 试题 题目内容 试题内容 试题题干 题目题干 题目标题 内容 question",
        "答案": "正确答案 标准答案 参考答案 试题答案 题目答案 answer", "解析": "答案解析 试题解析 题目解析 解答 说明",
        "题型": "类型 试题类型 题目类型 type", "标签": "知识点 考点 章节 所属知识点",
        "选项": "备选项 答案选项 试题选项",
        "难度": "难易 难易度 难易程度 试题难度 难度等级 难度系数", "分值": "分数 得分 试题分数",
    }.items() for name in names.split()
}  # fmt: skip
KIND_OF: dict[str, Kind] = {name.removesuffix("题"): kind for kind, name in NAMES.items()} | {
    "单项选择": "single", "选择": "single", "多项选择": "multiple", "不定项选择": "multiple", "是非": "judge",
    "正误": "judge", "案例": "case", "连线": "match", "配对": "match", "问答": "short", "论述": "short",
    "名词解释": "short", "填充": "fill",
}  # fmt: skip
TRUE, FALSE = ("对", "正确", "√", "✓", "T", "TRUE", "是", "Y", "YES", "A", "1"), (
    "错", "错误", "×", "✗", "X", "F", "FALSE", "否", "N", "NO", "B", "0")  # fmt: skip


def head(text: str) -> str:
    """A column's name as ours."""
    name = re.sub(r"[\s*＊（(:：].*$", "", text.strip()).lower()
    letter = re.fullmatch(r"(?:选项|答案|option)?_?([a-h1-8])(?:选项)?", name)
    if letter:
        mark = letter[1].upper()
        return f"选项{LETTERS[int(mark) - 1] if mark.isdigit() else mark}"
    return _ALIASES.get(name, name)


def item(row: Mapping[str, str], usual: Kind | None = None) -> Exercise:
    """`usual` is the kind of a sheet that has no column for it. Unfit for what is no question."""
    stem, said = row.get("题干", ""), row.get("答案", "")
    options = tuple(v for c in LETTERS[:OPTIONS] if (v := row.get(f"选项{c}", ""))) or _split(row.get("选项", ""))
    kind = _kind(row.get("题型", ""), usual, options, said)
    key = _key(kind, options, said)
    if kind == "fill":
        stem, key = blanked(stem, key)
    if kind == "multiple" and len(key) == 1 and "出处段落" not in row:
        kind = "single"
    return Exercise(
        kind, stem, key, _spans(row), row.get("解析", ""), () if kind == "judge" else options,
        left=unlined(row.get("左列", "")), points=_shared(row.get("分值", ""), kind, key),
        origins=unlined(row.get("选项来源", "")), about=(row.get("考查对象", ""), row.get("考查方面", "")),
        difficulty=_level(row.get("难度", "")), bloom=_bloom(row.get("认知层次", "")),
        tags=unlined(row.get("标签", "")),
    )  # fmt: skip


def _kind(said: str, usual: Kind | None, options: tuple[str, ...], key: str) -> Kind:
    name = re.sub(r"[\s\d]", "", said).removesuffix("题")
    if name:
        if name not in KIND_OF:
            raise Unfit(f"题型“{said[:20]}”不认识")
        return KIND_OF[name]
    if usual:
        return usual
    letters = re.sub(r"[\s,，、;；]", "", key).upper()
    if options and letters and set(letters) <= set(LETTERS[: len(options)]):
        return "single" if len(letters) == 1 else "multiple"
    if key.strip().upper() in (*TRUE[:-2], *FALSE[:-2]):
        return "judge"
    raise Unfit("没有题型，从选项和答案也看不出")


def _split(text: str) -> tuple[str, ...]:
    """Options in one cell, one a line or set off by `|`."""
    parts = [re.sub(r"^\s*[A-H]\s*[.．、:：)）]\s*", "", p).strip() for p in re.split(r"\n|\||；(?=\s*[A-H])", text)]
    return tuple(p for p in parts if p)


def unlined(text: str) -> tuple[str, ...]:
    unescaped = (re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], line) for line in text.split("\n"))
    return tuple(unescaped) if text else ()


def _key(kind: Kind, options: tuple[str, ...], said: str) -> tuple[str, ...]:
    if not said.strip():
        raise Unfit("没有答案")
    if kind in ("single", "multiple"):
        return (said.strip(),) if said.strip() in options and len(said.strip()) > 1 else chosen(options, said)
    if kind == "judge":
        plain = said.strip().upper().rstrip("。")
        if plain not in (*TRUE, *FALSE):
            raise Unfit(f"判断题答案“{said[:20]}”不是对或错")
        return (RIGHT,) if plain in TRUE else (WRONG,)
    return unlined(said)


def _spans(row: Mapping[str, str]) -> tuple[Span, ...]:
    passages, quotes = unlined(row.get("出处段落", "")), unlined(row.get("出处原文", ""))
    if len(passages) != len(quotes):
        raise Unfit("出处段落与出处原文的条数不一致")
    return tuple(map(Span, passages, quotes))


def _points(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(float(p)) for p in text.split())
    except (ValueError, OverflowError):
        raise Unfit(f"分值“{text[:20]}”不是数字") from None


def _shared(text: str, kind: Kind, key: tuple[str, ...]) -> tuple[int, ...]:
    """Points of the parts of an open answer; what a whole question is worth is the paper's matter."""
    points = _points(text)
    return points if kind in OPEN and len(points) == len(key) else ()


def _level(text: str) -> int:
    names = {name: n for n, name in LEVELS.items()} | {
        "1": 1, "2": 2, "3": 3, "": 1, "容易": 1, "简单": 1, "较易": 1, "中等": 2, "一般": 2, "适中": 2,
        "困难": 3, "较难": 3,
    }  # fmt: skip
    if text.strip() not in names:
        raise Unfit(f"难度“{text[:20]}”应为易、中或难")
    return names[text.strip()]


def _bloom(text: str) -> Bloom:
    for level in BLOOM:
        if level == (text or BLOOM[0]):
            return level
    raise Unfit(f"认知层次“{text[:20]}”不认识")
