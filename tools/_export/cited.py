"""Citations on paper: `[3]` in the text, and a short list of which document and where. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from trust.sources import Citation, Locator


def marks(numbers: Iterable[int | None]) -> str:
    """`[1][4]`; nothing for None."""
    return "".join(f"[{n}]" for n in dict.fromkeys(numbers) if n is not None)


def places(citations: Sequence[Citation]) -> list[dict[str, str]]:
    """Neighbouring numbers of one place share a line."""
    rows = []
    for (title, where), group in groupby(sorted(citations, key=lambda c: c.n), lambda c: (c.title, place(c.locator))):
        numbers = [c.n for c in group]
        span = f"[{numbers[0]}]" if len(numbers) == 1 else f"[{numbers[0]}]–[{numbers[-1]}]"
        rows.append({"编号": span, "资料": title, "位置": where})
    return rows


def place(at: Locator) -> str:
    """Where in its file, in Chinese."""
    told = [f"第 {at.page} 页"] if at.page is not None else []
    told += [f"第 {at.slide} 张"] if at.slide is not None else []
    told += [f"工作表“{at.sheet}”"] if at.sheet else []
    return " · ".join([*told, at.heading] if at.heading else told)
