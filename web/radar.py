"""A radar of shares and a line of growth as SVG: pure words, in the page's own colours. Knows no dimension.

An axis without a figure is dashed and takes no part in the shape: nothing missing is drawn as zero. Both are
pictures with their words in `aria-label`; the numbers stand beside them in a table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

SIDE, RADIUS = 300, 100
WIDE, HIGH, PAD = 160, 44, 4
NAMED = 1.22
"""Where the names stand."""
RINGS = (0.25, 0.5, 0.75, 1.0)


def radar(axes: Sequence[tuple[str, float | None]], told: str) -> str:
    """`axes`: names and shares from 0 to 1, None without a figure; `told`: the same in words."""
    parts = [f'<polygon class="sy-radar-ring" points="{_ring(len(axes), r)}"/>' for r in RINGS]
    for n, (name, share) in enumerate(axes):
        x, y = _at(n, len(axes), 1.0)
        kind = "sy-radar-axis" if share is not None else "sy-radar-axis sy-radar-none"
        parts.append(f'<line class="{kind}" x1="{SIDE / 2}" y1="{SIDE / 2}" x2="{x:.1f}" y2="{y:.1f}"/>')
        parts.append(_name(n, len(axes), name))
    held = [(n, share) for n, (_, share) in enumerate(axes) if share is not None]
    spots = [_at(n, len(axes), share) for n, share in held]
    if len(spots) > 2:
        parts.append(f'<polygon class="sy-radar-area" points="{_points(spots)}"/>')
    elif len(spots) == 2:
        parts.append(f'<polyline class="sy-radar-area" points="{_points(spots)}"/>')
    parts += [f'<circle class="sy-radar-spot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in spots]
    tall = max(_at(n, len(axes), NAMED)[1] for n in range(len(axes))) + 20
    return _svg(SIDE, round(tall), told, "sy-radar", parts)


def growing(values: Sequence[float], line: float, told: str) -> str:
    """Shares from 0 to 1 in order, and a dashed `line` to reach."""
    step = (WIDE - 2 * PAD) / max(1, len(values) - 1)
    spots = [(PAD + n * step, _height(v)) for n, v in enumerate(values)]
    y = f"{_height(line):.1f}"
    aim = f'<line class="sy-radar-none" x1="{PAD}" x2="{WIDE - PAD}" y1="{y}" y2="{y}"/>'
    parts = [aim, f'<polyline class="sy-growth-line" points="{_points(spots)}"/>']
    parts.append('<circle class="sy-radar-spot" cx="{:.1f}" cy="{:.1f}" r="3"/>'.format(*spots[-1]))
    return _svg(WIDE, HIGH, told, "sy-growth", parts)


def _svg(width: int, height: int, told: str, kind: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}" role="img"'
    return f'{head} aria-label="{escape(told)}">{"".join(parts)}</svg>'


def _name(n: int, of: int, name: str) -> str:
    x, y = _at(n, of, NAMED)
    return f'<text class="sy-radar-name" x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">{escape(name)}</text>'


def _at(n: int, of: int, share: float) -> tuple[float, float]:
    """The first axis points up, the others follow clockwise."""
    turn = 2 * math.pi * n / of - math.pi / 2
    return SIDE / 2 + RADIUS * share * math.cos(turn), SIDE / 2 + RADIUS * share * math.sin(turn)


def _ring(of: int, share: float) -> str:
    return _points([_at(n, of, share) for n in range(of)])


def _points(spots: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def _height(value: float) -> float:
    return HIGH - PAD - value * (HIGH - 2 * PAD)
