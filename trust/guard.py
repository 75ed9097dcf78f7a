"""The guard between every person and every word: `admit` on the way in, `release` on the way out.

Pure. The second lock behind the filtered query: if it ever stops something, a query is wrong, so it raises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trust.errors import Leak
from trust.labels import Label, join
from trust.principal import Principal, Scope
from trust.sources import Answer, Passage


def admit(principal: Principal, scope: Scope, passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """All passages, or Leak: each label must be in today's visible set *and* readable by the atoms."""
    admitted = tuple(passages)
    for passage in admitted:
        if passage.label.id not in scope.labels or not principal.reads(passage.label):
            raise Leak()
    return admitted


def release(principal: Principal, answer: Answer, findings: Iterable[Passage], floor: Label) -> Answer:
    """The answer with its label raised to what it was made from, or Leak.

    Citations must point into `findings`, quotes be verbatim there, and the joined label (with `floor`, the
    asker's own) be readable by the asker.
    """
    by_id = {p.id: p for p in findings}
    for citation in answer.citations:
        passage = by_id.get(citation.passage_id)
        if passage is None or citation.document_id != passage.document_id:
            raise Leak()
        if not citation.quote or citation.quote not in passage.text:
            raise Leak()
    label = join([answer.label, floor, *(p.label for p in by_id.values())])
    if not principal.reads(label):
        raise Leak()
    return replace(answer, label=label)
