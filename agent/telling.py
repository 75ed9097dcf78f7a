"""How much of a question a text takes up, by its telling words: Latin and number words, and pairs of characters. Pure.

No weights and no statistics: it only compares stretches that search and reader have chosen already.
"""

from __future__ import annotations

from knowledge.tokens import terms
from trust.sources import Passage


def telling(text: str) -> frozenset[str]:
    """Words and pairs of characters; a single character says too little."""
    return frozenset(t for t in terms(text) if len(t) > 1 or t.isascii())


def taken_up(question: frozenset[str], passage: Passage, quote: str) -> float:
    """The share of the question's words in the quote, its title and its headings."""
    said = telling(f"{passage.title}\n{passage.locator.heading or ''}\n{quote}")
    return len(question & said) / max(1, len(question))
