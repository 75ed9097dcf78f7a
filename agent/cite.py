"""From a draft to what is shown: [n] after each sentence, and a verbatim quote behind each n.

Knows drafts and findings. Does not judge a draft (check.py) nor decide who may read it (trust/guard.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.draft import Draft, Sentence
from knowledge.tokens import terms
from trust.sources import Citation, Findings, Passage

MERGED = 400
_MARK = re.compile(r"\s*[\[［【]\s*\d+(?:\s*[,，、]\s*\d+)*\s*[\]］】]")
_STRETCH = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")


@dataclass(frozen=True)
class Piece:
    """One sentence as it leaves, with the numbers of its citations. All pieces together are the answer's text."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Use:
    """One sentence resting on one stretch `[start, end)` of one passage."""

    sentence: int
    passage: Passage
    start: int
    end: int


def bind(draft: Draft, findings: Findings) -> tuple[tuple[Piece, ...], tuple[Citation, ...]]:
    """Number the citations in reading order. Sources outside the findings are dropped."""
    uses = [u for i, s in enumerate(draft.sentences) for u in _uses(i, s, findings)]
    spans = _spans(uses)
    citations = tuple(
        Citation(n, p.id, p.document_id, p.title, p.locator, p.text[start:end])
        for n, (p, start, end) in enumerate(spans, 1)
    )
    numbers = [
        tuple(sorted({_number(spans, u) for u in uses if u.sentence == i})) for i in range(len(draft.sentences))
    ]
    pieces = tuple(
        _piece(s.text, here, following)
        for s, here, following in zip(draft.sentences, numbers, [*numbers[1:], ()], strict=True)
    )
    return pieces, citations


def unmarked(text: str) -> str:
    """`text` without [n] a writer put in by hand."""
    return _MARK.sub("", text)


def _piece(text: str, numbers: tuple[int, ...], following: tuple[int, ...]) -> Piece:
    """Lines of a list that rest on the same source show it once, on the last of them."""
    body = text.rstrip().replace("![", "！[")  # a reader of Markdown would fetch the picture from wherever it says
    marks = "" if text.endswith("\n") and following == numbers else "".join(f"[{n}]" for n in numbers)
    return Piece(body + marks + text[len(body):], numbers)


def _uses(index: int, sentence: Sentence, findings: Findings) -> list[_Use]:
    uses = []
    for source in dict.fromkeys(sentence.sources):
        if 1 <= source <= len(findings.passages):
            passage = findings.passages[source - 1]
            start, end = _stretch(sentence.text.strip(), passage, findings)
            if start < end:
                uses.append(_Use(index, passage, start, end))
    return uses


def _stretch(said: str, passage: Passage, findings: Findings) -> tuple[int, int]:
    """Where in the passage the sentence comes from: itself if verbatim, else the reader's quote or closest sentence."""
    at = passage.text.find(said)
    if at >= 0:
        return at, at + len(said)
    quotes = [q.text for q in findings.quotes if q.passage_id == passage.id and q.text in passage.text]
    sentences = [m[0].strip() for m in _STRETCH.finditer(passage.text) if m[0].strip()]
    wanted = set(terms(said))
    best = max([*quotes, *sentences], key=lambda s: len(wanted & set(terms(s))) / (8 + len(s)) ** 0.5, default="")
    at = passage.text.find(best)
    return at, at + len(best)


def _spans(uses: Sequence[_Use]) -> list[tuple[Passage, int, int]]:
    """The quoted stretches in reading order; those of one passage become one while it stays short."""
    spans: list[tuple[Passage, int, int]] = []
    for use in uses:
        for i, (passage, start, end) in enumerate(spans):
            low, high = min(start, use.start), max(end, use.end)
            if passage.id == use.passage.id and (high - low <= MERGED or high - low == end - start):
                spans[i] = (passage, low, high)
                break
        else:
            spans.append((use.passage, use.start, use.end))
    return spans


def _number(spans: Sequence[tuple[Passage, int, int]], use: _Use) -> int:
    return next(
        n for n, (p, start, end) in enumerate(spans, 1)
        if p.id == use.passage.id and start <= use.start and use.end <= end
    )
