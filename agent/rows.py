"""Which row of a table a question is about, by the words that tell the rows of that table apart. Pure.

The reader picks clauses by how answers usually look; in a table it may take the cell of the wrong row. Here a word
counts the more, the fewer rows of the same passage hold it: no statistic of anything else. Asked for the largest or
the smallest, it compares the column that the question names.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from agent.telling import telling
from knowledge.tokens import normalise

MOST, CLOSE = 2, 0.8
_ROW = re.compile(r"[|｜\t]|[：:=][^；;|]{1,40}[；;]")
_CELL = re.compile(r"([^:：；;]{1,24})[:：]\s*([^；;]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MOST = re.compile(r"(.{0,8}?)(?:的)?最(?:大|高|多|长|重|快|贵|好|深|宽|厚)")
_LEAST = re.compile(r"(.{0,8}?)(?:的)?最(?:小|低|少|短|轻|慢|便宜|差|浅|窄|薄)")


def is_row(line: str) -> bool:
    """Cells with their headers (`工序: 粗车；转速: 800`), or cells between bars."""
    return bool(_ROW.search(line))


def line_of(text: str, part: str) -> str:
    """The whole line of `text` in which `part` begins, if it ends there too; else `part`."""
    start = text.find(part)
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    line = text[low : high if high >= 0 else None]
    return line if part in line else part


def meant(text: str, question: str, taken: Sequence[str]) -> list[str]:
    """The rows of `text` that `question` is about, best first; `taken` unless others fit its words better."""
    rows = [line for line in text.split("\n") if is_row(line)]
    extreme = _extreme(rows, normalise(question))
    if extreme is not None:
        return [extreme]
    held = [telling(row) for row in rows]
    among = Counter(term for row in held for term in row)
    worth = {t: math.log(len(rows) / among[t]) for t in telling(question) if among[t]}
    scores = {row: sum(worth.get(t, 0.0) for t in own) for row, own in zip(rows, held, strict=True)}
    best = max(scores.values(), default=0.0)
    mine = max(scores.get(row, 0.0) for row in taken)
    if best <= mine:
        return [row for row in dict.fromkeys(taken) if scores.get(row, 0.0) > 0 or not mine]
    order = sorted(scores, key=lambda row: -scores[row])
    return [row for row in order[:MOST] if scores[row] >= CLOSE * best]


def _extreme(rows: Sequence[str], question: str) -> str | None:
    """The row with the largest (or smallest) number in the column named just before 最大, 最少 …"""
    for asked, pick in ((_MOST, max), (_LEAST, min)):
        found = asked.search(question)
        if found is None or not found[1]:
            continue
        numbers = {row: n for row in rows if (n := _number(row, found[1])) is not None}
        if len(numbers) > 1:
            return pick(numbers, key=lambda row: numbers[row])
    return None


def _number(row: str, named: str) -> float | None:
    """The number in the cell whose header ends what is `named`."""
    for header, value in _CELL.findall(normalise(row)):
        number = _NUMBER.search(value)
        if number and named.endswith(header.strip().split(" ")[0]):
            return float(number[0])
    return None
