"""What a tool reads before it makes something: found by a query, or named by document or passage.

Everything goes through the turn's scope; hidden and absent are the same. Knows no tool.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.alike import pairs
from trust.errors import NotEnough, NotFound
from trust.guard import admit
from trust.labels import join
from trust.sources import Findings, Passage
from trust.turn import Turn

FOUND, AROUND, MOST = 12, 2, 120
ABOUT = 0.5
"""The share of a topic's pairs of characters that a passage, its title and headings must hold to be about it."""


def reading(
    turn: Turn, query: str | None, document_ids: Sequence[str], passage_ids: Sequence[str], library: str | None = None
) -> Findings:
    """At most `MOST` passages, best first. Raises NotFound for an id that is not there, NotEnough for a topic nobody
    wrote about, PartDown.
    """
    if document_ids or passage_ids:
        passages = [*_named(turn, passage_ids), *(p for d in document_ids for p in _whole(turn, d))]
    else:
        passages = _found(turn, query or "", library)
    read = tuple({p.id: p for p in admit(turn.principal, turn.scope, passages)}.values())[:MOST]
    label = join([p.label for p in read]) if read else None
    return Findings(query or "", read, label, len(read), bool(read))


def _named(turn: Turn, ids: Sequence[str]) -> tuple[Passage, ...]:
    found = turn.records.passages(turn.principal, turn.scope, ids)
    if len(found) < len(set(ids)):
        raise NotFound()
    return found


def _whole(turn: Turn, document_id: str) -> tuple[Passage, ...]:
    found = turn.records.neighbours(turn.principal, turn.scope, document_id, 0, 100_000)
    if not found:
        raise NotFound()
    return found


def _found(turn: Turn, query: str, library: str | None) -> list[Passage]:
    """What search finds about the topic, each with its neighbours: a process goes on in the next passage."""
    wanted = pairs(query)
    best = [
        p for p in turn.originals(query, k=FOUND, library=library).passages
        if len(wanted & pairs(f"{p.title}{p.locator.heading or ''}{p.text}")) >= ABOUT * len(wanted)
    ]  # fmt: skip
    if not best:
        raise NotEnough(
            "在你有权阅读的资料里没有找到这个主题的内容。请换一种说法，写明产品、工序、设备或课程的名称，或直接指定资料。",
            "Nothing in what you may read is about this topic. Name the product, process, machine or course.",
        )
    near = [
        n for p in best
        for n in turn.records.neighbours(turn.principal, turn.scope, p.document_id, p.ordinal, AROUND)
    ]  # fmt: skip
    return [*best, *near]
