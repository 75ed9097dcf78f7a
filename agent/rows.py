"""Which row of a table a question is about, by the words that tell the rows of that table apart. Pure.

The reader picks clauses by how answers usually look; in a table it may take the cell of the wrong row. Here a word
counts the more, the fewer rows of the same passage hold it: no statistic of anything else.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from knowledge.tokens import terms

MOST, CLOSE = 2, 0.8
_ROW = re.compile(r"[|｜\t]|[：:=][^；;|]{1,40}[；;]")


def is_row(line: str) -> bool:
    """Cells with their headers (`工序: 粗车；转速: 800`), or cells between bars."""
    return bool(_ROW.search(line))


def line_of(text: str, part: str) -> str:
    """The whole line of `text` in which `part` begins, if it ends there too; else `part`."""
    start = text.find(part)
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    line = text[low : high if high >= 0 else None]
    return line if part in line else part


def meant(text: str, question: str) -> list[str]:
    """The rows of `text` that `question` is about, best first; none when its words do not tell rows apart."""
    rows = [line for line in text.split("\n") if is_row(line)]
    held = [set(terms(row)) for row in rows]
    among = Counter(term for row in held for term in row)
    wanted = {t for t in terms(question) if among[t] < len(rows)}
    worth = {t: math.log(1 + len(rows) / among[t]) for t in wanted if among[t]}
    scores = [sum(worth.get(t, 0.0) for t in row) for row in held]
    best = max(scores, default=0.0)
    if not best:
        return []
    order = sorted(range(len(rows)), key=lambda i: (-scores[i], i))
    return [rows[i] for i in order[:MOST] if scores[i] >= CLOSE * best]
