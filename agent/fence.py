"""Passages as a model sees them: numbered, fenced as data, with where they stand and how far they are trusted.

Shows no id, label, owner or principal. A passage cannot close its own fence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trust.sources import Locator, Passage

INTEGRITY = ("outside", "member upload", "reviewed", "curated")
_FENCE = re.compile(r"<(?=\s*/?\s*passage\b)", re.IGNORECASE)


def fenced(passages: Sequence[Passage], first: int = 1) -> str:
    """Each passage between its tags; numbers start at `first`."""
    return "\n".join(_one(n, p) for n, p in enumerate(passages, first)) or "(none)"


def _one(n: int, passage: Passage) -> str:
    title, where = _attribute(passage.title), _attribute(_where(passage.locator))
    trusted = INTEGRITY[passage.label.integrity]
    text = _FENCE.sub("‹", passage.text)
    return f'<passage n="{n}" title="{title}" where="{where}" integrity="{trusted}">\n{text}\n</passage>'


def _attribute(text: str) -> str:
    return re.sub(r'[<>"\n]', " ", text).strip()


def _where(locator: Locator) -> str:
    parts = (
        locator.heading, f"page {locator.page}" if locator.page else None,
        f"sheet {locator.sheet}" if locator.sheet else None, f"slide {locator.slide}" if locator.slide else None,
    )
    return ", ".join(p for p in parts if p)
