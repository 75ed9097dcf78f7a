"""Where a long paragraph may be cut: after a sentence, never inside a formula. Nothing is lost or changed.

Knows only text: the pieces joined give the paragraph back, character by character.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]{1,200}\$|\\\[.+?\\\]|\\\(.+?\\\)", re.DOTALL)
_END = re.compile(r"(?:[。！？!?；;…]+|(?<=[^\d\s])\.(?=\s)|\n)[”’」』》）\)\]\"']*\s*")
_PAUSE = re.compile(r"[，,、：:]\s*|\s+")


def sentences(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` where the text allows: ends first, then pauses, at last anywhere but in a formula."""
    guarded = [m.span() for m in _FORMULA.finditer(text)]
    pieces = _cut(text, 0, _END, guarded)
    result: list[str] = []
    at = 0
    for piece in pieces:
        result.extend(_shorten(piece, at, limit, guarded))
        at += len(piece)
    return result


def _cut(text: str, offset: int, mark: re.Pattern[str], guarded: list[tuple[int, int]]) -> list[str]:
    pieces, start = [], 0
    for match in mark.finditer(text):
        end = match.end()
        if end < len(text) and end > start and not _inside(offset + end, guarded):
            pieces.append(text[start:end])
            start = end
    return [*pieces, text[start:]] if text[start:] else pieces


def _inside(at: int, guarded: list[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in guarded)


def _shorten(piece: str, offset: int, limit: int, guarded: list[tuple[int, int]]) -> list[str]:
    if len(piece) <= limit:
        return [piece]
    result: list[str] = []
    for part in _gather(_cut(piece, offset, _PAUSE, guarded), limit):
        result.extend(_chop(part, offset, limit, guarded))
        offset += len(part)
    return result


def _gather(parts: list[str], limit: int) -> list[str]:
    """Clauses put back together up to the limit, so that a pause is a last resort and not a habit."""
    gathered: list[str] = []
    for part in parts:
        if gathered and len(gathered[-1]) + len(part) <= limit:
            gathered[-1] += part
        else:
            gathered.append(part)
    return gathered


def _chop(part: str, offset: int, limit: int, guarded: list[tuple[int, int]]) -> list[str]:
    result = []
    while len(part) > limit:
        end = next((n for n in range(limit, limit // 2, -1) if not _inside(offset + n, guarded)), 0)
        if not end:
            end = next(e for s, e in guarded if s < offset + limit < e) - offset
        if end >= len(part):
            break
        result.append(part[:end])
        part, offset = part[end:], offset + end
    return [*result, part] if part else result
