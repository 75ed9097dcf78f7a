"""How search and memory grow with the base, drawn as one SVG without a plotting library. Knows no measurement.

Processor time, which tells the work also where other programs share the machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP = 860, 340, 62, 46, 52, 84
COLOURS = ("#1f5fa8", "#c2571a", "#2e7d4f", "#7a4fa3")
STYLE = "font-family='Noto Sans CJK SC, sans-serif' font-size='12' fill='#333'"
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One diagram: a line of points for each name, and a bound drawn across, if there is one."""

    title: str
    unit: str
    lines: Mapping[str, Points]
    bound: float | None = None


def curve(figures: Mapping[str, Mapping[str, float]]) -> str:
    """From figures by number of passages, as `python -m eval speed` gives them."""
    sizes = sorted(map(int, figures))

    def line(name: str) -> Points:
        return [(size, float(figures[str(size)][name])) for size in sizes]

    panels = (
        Panel(
            "一次检索的处理器时间 processor time of a search", "ms",
            {"p50": line("search_processor_p50"), "p95": line("search_processor_p95")}, 60,
        ),
        Panel("进程内存 memory of the process", "MiB", {"resident": line("memory_of_process")}, 1536),
    )  # fmt: skip
    inner = (WIDTH - 2 * LEFT - GAP) / 2
    drawn = "".join(_panel(panel, LEFT + n * (inner + GAP), inner, sizes) for n, panel in enumerate(panels))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'>"
        f"<rect width='100%' height='100%' fill='#fff'/>{drawn}</svg>\n"
    )


def _panel(panel: Panel, left: float, width: float, sizes: Sequence[int]) -> str:
    values = [y for points in panel.lines.values() for _, y in points] + [panel.bound or 0.0]
    most = _round_up(max(values))
    height = HEIGHT - TOP - BOTTOM
    low, high = math.log10(min(sizes)), math.log10(max(sizes))

    def at(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - low) / (high - low or 1) * width
        return round(left + across, 1), round(TOP + height * (1 - value / most), 1)

    parts = [f"<text x='{left}' y='{TOP - 24}' {STYLE} font-weight='bold'>{panel.title} ({panel.unit})</text>"]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = TOP + height * (1 - share)
        parts.append(f"<path d='M{left} {y:.1f}h{width:.1f}' stroke='#ddd'/>")
        parts.append(f"<text x='{left - 8}' y='{y + 4:.1f}' {STYLE} text-anchor='end'>{most * share:g}</text>")
    for size in sizes:
        x, _ = at(size, 0)
        parts.append(f"<text x='{x}' y='{HEIGHT - BOTTOM + 18}' {STYLE} text-anchor='middle'>{size // 1000}k</text>")
    if panel.bound is not None:
        ends = " ".join(f"{x},{y}" for x, y in (at(size, panel.bound) for size in (sizes[0], sizes[-1])))
        parts.append(f"<polyline points='{ends}' stroke='#b00' stroke-dasharray='5 4' fill='none'/>")
    for n, (name, points) in enumerate(panel.lines.items()):
        colour, key = COLOURS[n], left + n * width / 3
        places = [at(size, value) for size, value in points]
        drawn = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f"<polyline points='{drawn}' stroke='{colour}' stroke-width='2' fill='none'/>")
        parts += [f"<circle cx='{x}' cy='{y}' r='3' fill='{colour}'/>" for x, y in places]
        parts.append(f"<path d='M{key:.1f} {HEIGHT - 14}h16' stroke='{colour}' stroke-width='2'/>")
        parts.append(f"<text x='{key + 20:.1f}' y='{HEIGHT - 10}' {STYLE}>{name}</text>")
    return "".join(parts)


def _round_up(value: float) -> float:
    """To two figures, so that the quarters of it read well."""
    step = 4 * float(10 ** max(math.floor(math.log10(value or 1)) - 1, 0))
    return float(math.ceil(value / step) * step)
