"""What a step is called and how it is told: a row of a table as a sentence, a long step by its first clause. Pure."""

from __future__ import annotations

import re

from learning import clue
from learning.line import Line, bare

LONG, NAME = 60, 20
_DOING = re.compile(r"内容|操作|作业|动作|做法|活动|要领|任务")


def told(line: Line) -> str:
    """A row as a sentence: what is done, behind the row's name, the other cells in brackets; all else as it stands."""
    doing = next((v for h, v in line.cells[1:] if _DOING.search(h)), "")
    if not doing:
        return line.body
    others = "；".join(f"{h}：{v}" for h, v in line.cells[1:] if v != doing and clue.listed(v))
    return f"{line.cells[0][1]} {doing}" + (f"（{others}）" if others else "")


def under(line: Line) -> str:
    """The heading a line stands under."""
    return bare(line.section[-1]) if len(line.section) > 1 else ""


def timed(text: str) -> str:
    """The hour and the first clause behind it, of what is done at an hour; else nothing."""
    found = re.match(r"\d{1,2}[:：]\d{2}(?:\s?[-~—～至]\s?\d{1,2}[:：]\d{2})?\s[^：，。；（(]{2,24}", text)
    return found[0] if found else ""


def clock(text: str) -> str:
    """The hour a step begins with, of what is done at an hour; else nothing."""
    return text[:5].strip() if timed(text) else ""


def without_cells(text: str) -> str:
    """A told row without the cells in brackets behind it."""
    return re.sub(r"（[^（）：]{1,8}：[^（）]*）$", "", text)


def short(text: str) -> str:
    """A step's name, the first clause of a long one, or the first cell of a row: it fits a line of the sheet."""
    if at := timed(text):
        return at
    if name := re.match(r"([^：:，。；\d]{2,16}(?:\s?\d{1,3}\s?[^：:，。；\d]{1,12})?)(?:：|:(?!\d))", text):
        return name[1]
    if len(text) <= LONG:
        return text
    clause = re.match(r".{6,60}?[，。；：:；]", text)
    return clause[0][:-1] if clause else text


def name(text: str) -> str:
    """A step's name where it has a short one."""
    found = short(text)
    return found if len(found) <= NAME else ""
