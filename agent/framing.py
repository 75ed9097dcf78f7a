"""Quotes under the titles they come from: each document is named once, then its quotes follow, verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.draft import Sentence
from agent.words import say, titled
from trust.sources import Findings


def framed(findings: Findings, quotes: Sequence[tuple[int, str]], language: str) -> Iterator[Sentence]:
    """Each document's title once, then its quotes."""
    document = None
    for i, (at, text) in enumerate(quotes):
        passage = findings.passages[at]
        if passage.document_id != document:
            key = "source" if document is None else "also"
            yield Sentence(text=say(language, key, title=titled(passage.title)), sources=[])
            document = passage.document_id
        last = i + 1 == len(quotes)
        follows = not last and findings.passages[quotes[i + 1][0]].document_id == document
        yield Sentence(text=text + ("" if last else " " if follows and "\n" not in text else "\n"), sources=[at + 1])
