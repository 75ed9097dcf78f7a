"""The questions that close a lesson, with keys and sources: on what learners did, what matters most first.

Knows lessons and exercises; finds no passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from learning.author import write
from learning.checks import Cited
from learning.exercise import Exercise
from learning.importance import importance
from learning.material import Material, Section
from learning.sourced import Source
from learning.verbatim import foreign
from learning.workorder import Step, WorkOrder
from trust.sources import Passage

WRITTEN, ASKED, ASKED_OF = 40, 3, 24


def questions(
    material: Material, topic: str, done: Sequence[Step], critical: frozenset[str]
) -> list[tuple[str, Cited]]:  # fmt: skip
    """Questions that close the lesson, each with its source, those on what was done first; none that states a wrong
    value, as an item may: a plan's numbers are the sources'.
    """
    by_id = {p.id: p for p in material.passages}
    taught = {p.id for u in material.units for p in _places(u)}
    texts = [f"{p.title}\n{p.locator.heading or ''}\n{p.text}" for p in material.passages]
    source = Source(tuple(p for p in material.passages if p.id in taught)[:ASKED_OF])
    for wish in (topic, ""):
        written = write(source, WRITTEN, ("fill", "judge", "calculate"), topic=wish).accepted
        made = [e for e in written if not foreign([_ask(e), *e.key], texts)]
        if made:
            best = sorted(made, key=lambda e: (
                _aside(e, material, done), -importance(e, critical), not _valued(e), e.kind == "judge"))
            apart = list({e.spans[0].quote: e for e in reversed(best)}.values())[::-1][:ASKED]
            return [(_asked(e, n == 0), Cited(e.spans[0].quote, by_id[e.spans[0].passage_id]))
                    for n, e in enumerate(apart)]  # fmt: skip
    return []


def _valued(item: Exercise) -> bool:
    """Whether a value is asked for, and no name."""
    return any(c.isdigit() for c in item.key[0])


def _aside(item: Exercise, material: Material, done: Sequence[Step]) -> int:
    """0 for what learners do, 1 for what is explained, noted or checked in the lesson, 2 for the rest."""
    quote = item.spans[0].quote
    beside = {p.line for s in done for p in s.beside}
    if any(quote in s.source.text for s in done) or quote in beside:
        return 0
    noted = [c.text for t in material.tasks for c in (*t.notes, *(r.source for r in t.safety))]
    said = [*noted, *(c.text for s in material.sections for c in s.told)]
    return 1 if any(quote in text for text in said) else 2


def _places(unit: Section | WorkOrder) -> Iterator[Passage]:
    """Where what is taught or done stands."""
    if isinstance(unit, Section):
        yield from (c.passage for c in unit.told)
    else:
        yield from (s.source.passage for s in unit.steps)
        yield from (p.passage for p in unit.parameters)
        yield from (c.source.passage for c in unit.checks)


def _asked(item: Exercise, first: bool) -> str:
    """With its key, which only the teacher's column shows; the document is named once."""
    stem = _ask(item) if first else _BY.sub("", _ask(item))
    return f"{stem.rstrip('。')}（答案：{'；'.join(item.key)}）"


_BY = re.compile(r"按《[^》]*》，")


def _ask(item: Exercise) -> str:
    return f"判断对错——{item.stem}" if item.kind == "judge" else item.stem
