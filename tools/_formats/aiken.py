"""Aiken: one plain single choice after another. It has no place for more.

It cannot hold: other kinds, line breaks, explanations, sources, difficulty, tags, or comments. What does not fit is
named; of what fits, stem, options and key come back. The mark of generated content stands before each stem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from learning.exercise import NAMES, Exercise
from tools._formats.paper import LETTERS, File, Imported, Paper, Problem, Unfit, chosen, gathered, letters

MARK = "【生成内容】"
_OPTION = re.compile(r"^([A-Za-z])[.)．、]\s*(.*)$")
_ANSWER = re.compile(r"^ANSWER\s*[:：]\s*(.*)$", re.IGNORECASE)


def write(paper: Paper) -> File:
    left_out, blocks = [], []
    for n, item in enumerate(paper.items, 1):
        if (why := _unfit(item)) is not None:
            left_out.append(Problem(f"第 {n} 题", why))
            continue
        lines = [f"{LETTERS[i]}. {option}" for i, option in enumerate(item.options)]
        blocks.append("\n".join([MARK + item.stem, *lines, f"ANSWER: {letters(item.options, item.key)}"]))
    return File(("\n\n".join(blocks) + "\n").encode(), tuple(left_out))


def _unfit(item: Exercise) -> str | None:
    if item.kind != "single":
        return f"Aiken 只能存单选题，存不下{NAMES[item.kind]}"
    texts = (item.stem, *item.options)
    if len(item.options) > len(LETTERS) or any(t != t.strip() or len(t.splitlines()) != 1 for t in texts):
        return "Aiken 的题干和选项各只能占一行，首尾不能有空格"
    return "题干像选项或答案行，Aiken 分不开" if _OPTION.match(item.stem) or _ANSWER.match(item.stem) else None


def read(data: bytes) -> Imported:
    return gathered(_questions(data.decode("utf-8-sig", errors="replace")))


def _questions(text: str) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    lines: list[str] = []
    begun, n = 1, 0
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip():
            begun = begun if lines else at
            lines.append(line.strip())
        if lines and (_ANSWER.match(line.strip()) or (not line.strip() and len(lines) > 1)):
            n += 1
            yield f"第 {n} 题（第 {begun} 行起）", partial(_item, lines)
            lines = []
    if lines:
        yield f"第 {n + 1} 题（第 {begun} 行起）", partial(_item, lines)


def _item(lines: list[str]) -> Exercise:
    options = [m for line in lines[1:] if (m := _OPTION.match(line))]
    answer = _ANSWER.match(lines[-1])
    if answer is None:
        raise Unfit("没有 ANSWER 行")
    if len(options) != len(lines) - 2 or [m[1].upper() for m in options] != list(LETTERS[: len(options)]):
        raise Unfit("选项应依次写成 A. B. C.，每项一行")
    texts = tuple(m[2] for m in options)
    if len(answer[1].strip()) != 1:
        raise Unfit("Aiken 每题只能有一个答案")
    return Exercise("single", lines[0].removeprefix(MARK), chosen(texts, answer[1]), (), "", texts)
