"""What of a thread a model is shown: the last exchanges whole, earlier ones a line each, all within a budget of tokens.

Pure. Knows exchanges that their asker may read today; whatever it shows raises the label of what is made with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.state import Exchange
from trust.labels import Label, join

WHOLE, LINES = 1500, 400
"""Tokens for the exchanges that are shown whole, and for those that are told in a line."""
ANSWER, QUESTION, FIRST = 400, 60, 80
"""Characters of a whole answer, and of a question and an answer's first sentence in a line."""
_WORD, _MARK = re.compile(r"[A-Za-z0-9_]{1,4}|\S"), re.compile(r"\[\d+\]")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]?")


@dataclass(frozen=True)
class Memory:
    """`label` joins the labels of all that `text` tells; None when it tells nothing. `read`: what that was made of."""

    text: str
    label: Label | None
    read: tuple[str, ...] = ()


NOTHING = Memory("(none)", None)


def remembered(history: Sequence[Exchange], whole: int = WHOLE, lines: int = LINES) -> Memory:
    """Newest first as long as they fit, told oldest first. The last one is always told, if need be in a line."""
    shown = _fitting([_told(e) for e in reversed(history)], whole)
    earlier = history[: len(history) - len(shown)]
    least = 0 if shown or not earlier else tokens(_line(earlier[-1]))
    summed = _fitting([_line(e) for e in reversed(earlier)], max(lines, least))
    used = history[len(history) - len(shown) - len(summed) :]
    said = [*(["Earlier:", *reversed(summed)] if summed else ()), *reversed(shown)]
    labels = [e.label for e in used if e.label is not None]
    read = tuple(sorted({document for e in used for document in e.read}))
    return Memory("\n".join(said), join(labels) if labels else None, read) if said else NOTHING


def tokens(text: str) -> int:
    """About what a model counts: a sign of Chinese each, four letters or digits each."""
    return len(_WORD.findall(text))


def _fitting(texts: Sequence[str], budget: int) -> list[str]:
    fitting = list[str]()
    for text in texts:
        budget -= tokens(text)
        if budget < 0:
            break
        fitting.append(text)
    return fitting


def _told(exchange: Exchange) -> str:
    return f"Asked: {exchange.question}\nAnswered: {exchange.answer[:ANSWER]}"


def _line(exchange: Exchange) -> str:
    first = next((s for s in _SENTENCE.findall(_MARK.sub("", exchange.answer)) if s.strip()), "")
    return f"- {exchange.question[:QUESTION]} → {first.strip()[:FIRST]}".replace("\n", " ")
