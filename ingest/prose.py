"""Plain text → blocks: headings by their numbers (or `#`, where a text uses it), steps, paragraphs; lines wrapped by
hand are joined again.

Knows only text. Knows nothing of cutting or labels.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.decode import decoded
from ingest.outline import heading_level, is_step, join_lines
from ingest.parsed import Block, Kind, Parsed

_END = re.compile(r"[。！？!?；;：:.…”」』）)]$")
_MARKED = re.compile(r"(#{1,6})\s+(\S.*)")
_BULLET = re.compile(r"([-*])\s+(\S.*)")
NARROWEST_WRAP = 30


def read(data: bytes) -> Parsed:
    found = decoded(data)
    return replace(blocks_of(found.text), notes=found.notes)


def blocks_of(text: str) -> Parsed:
    lines = [line.rstrip() for line in text.replace("\f", "\n\n").split("\n")]
    width = _wrap_width(lines)
    marked = sum(bool(_MARKED.match(line)) for line in lines) > 1
    blocks: list[Block] = []
    open_line = False
    for raw in lines:
        line = raw.strip()
        if not line:
            open_line = False
        elif marked and (sign := _MARKED.match(line) or _BULLET.match(line)):
            depth = len(sign[1])
            kind: Kind = "heading" if sign[1].startswith("#") else "step"
            blocks.append(Block(kind, sign[2], depth if kind == "heading" else 0))
            open_line = False
        elif (level := heading_level(line)) is not None and not open_line:
            blocks.append(Block("heading", line, level))
        elif open_line and not is_step(line) and not raw.startswith(("　　", "    ", "\t")):
            blocks[-1] = Block(blocks[-1].kind, join_lines(blocks[-1].text, line))
            open_line = _is_full(raw, line, width)
        else:
            blocks.append(Block("step" if is_step(line) else "paragraph", line))
            open_line = _is_full(raw, line, width)
    return Parsed(tuple(blocks))


def _is_full(raw: str, line: str, width: int) -> bool:
    """The line reaches the width at which this text was wrapped and no sentence ends with it."""
    return bool(width) and len(raw) >= width * 0.85 and not _END.search(line)


def _wrap_width(lines: list[str]) -> int:
    """The width a text was wrapped at, 0 if it was not: most lines are then about as long as the longest."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 4:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    near = sum(1 for n in lengths if width * 0.85 <= n <= width * 1.05)
    return width if NARROWEST_WRAP <= width <= 120 and near * 2 > len(lengths) else 0
