"""What a line is by its own words: a numbered heading, a step, or running text. For files without styles.

Knows only text; a reader adds what it knows of fonts and styles.
"""

from __future__ import annotations

import re

LONGEST_HEADING = 40
_CHINESE = "一二三四五六七八九十百"
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第[{_CHINESE}\d]+[章篇编部]|(?:项目|模块|单元)[{_CHINESE}\d]+(?=[\s：:　])")),
    (2, re.compile(rf"第[{_CHINESE}\d]+节|(?:任务|课题|活动)[{_CHINESE}\d]+(?=[\s：:　])")),
    (2, re.compile(rf"[{_CHINESE}]+、")),
    (3, re.compile(rf"[（(][{_CHINESE}]+[）)]")),
)
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})(?:[\s　]+|(?=[\u4e00-\u9fff]))(?=\D)")
_STEP = re.compile(
    rf"(?:\d{{1,3}}[.．、)）](?!\d)|[（(]\d{{1,3}}[）)]|[①-⑳]|步骤\s*[{_CHINESE}\d]+|第[{_CHINESE}\d]+步|Step\s*\d+"
    r"|[•●◆■▪➢○◇□▶◎▲]\s*\S)",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_HYPHEN = re.compile(r"[A-Za-z]-$")
_CONTENTS = re.compile(r"目\s*[录次]|(?:table\s+of\s+)?contents", re.IGNORECASE)
_RUNNING = re.compile(r"[。；;！!？?，,：:…]$")


def heading_level(text: str) -> int | None:
    """1–5 when the line is numbered like a heading and short enough to be one, else None."""
    line = text.strip()
    if not line or len(line) > LONGEST_HEADING or _RUNNING.search(line) or "\n" in line:
        return None
    for level, pattern in _LEVELS:
        if pattern.match(line):
            return level
    decimal = _DECIMAL.match(line)
    if decimal and "." in decimal.group(1):
        return 1 + decimal.group(1).count(".")
    return None


def is_contents(text: str) -> bool:
    """The heading of a table of contents: with its lines gone, nothing stands under it."""
    return bool(_CONTENTS.fullmatch(text.strip()))


def is_step(text: str) -> bool:
    return bool(_STEP.match(text.strip()))


def is_list(texts: list[str]) -> bool:
    """Several numbered lines in a row are a list, not headings."""
    return len(texts) > 1 and all(is_step(t) for t in texts)


def join_lines(first: str, second: str) -> str:
    """Two lines of one paragraph: a space between words, none beside Chinese; a hyphen at a line's end stays."""
    if not first or not second:
        return first + second
    tight = _WIDE.match(first[-1]) or _WIDE.match(second[0]) or _HYPHEN.search(first)
    return first + ("" if tight else " ") + second
