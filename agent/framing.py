"""Quotes under the titles they come from: each document is named once, then its quotes follow, verbatim.

A numbered step, a row of a table, or anything of several lines stands on lines of its own; sentences run on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.draft import Sentence
from agent.rows import is_row
from agent.words import say, titled
from ingest.outline import is_step
from trust.sources import Findings


def framed(findings: Findings, quotes: Sequence[tuple[int, str]], language: str) -> Iterator[Sentence]:
    """Each document's title once, then its quotes."""
    document = None
    for i, (at, text) in enumerate(quotes):
        passage = findings.passages[at]
        if passage.document_id != document:
            key = "source" if document is None else "also"
            named = say(language, key, title=titled(passage.title))
            yield Sentence(text=f"{named.rstrip()}\n" if _lined(text) else named, sources=[])
            document = passage.document_id
        last = i + 1 == len(quotes)
        follows = not last and findings.passages[quotes[i + 1][0]].document_id == document
        runs_on = follows and not _lined(text) and not _lined(quotes[i + 1][1])
        yield Sentence(text=text + ("" if last else " " if runs_on else "\n"), sources=[at + 1])


def _lined(text: str) -> bool:
    """It reads badly in the middle of a line."""
    return "\n" in text.strip() or is_row(text) or is_step(text)
