"""Writing a set of exercises from passages, by rules alone: candidates of every kind, verified, evenly mixed. Pure.

The same passages and the same wish give the same set. Knows no people, no search and no files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from learning.alike import pairs
from learning.chance import shuffled
from learning.exercise import KINDS, Exercise, Kind
from learning.from_limits import from_limits
from learning.from_situations import from_situations
from learning.from_tables import from_tables
from learning.from_text import calculations, from_text
from learning.giveaway import keeping
from learning.picking import in_turn, picked
from learning.sets import Known
from learning.sourced import Source
from learning.verifier import Rejected, Verified, verify

ROUNDS, AHEAD = 12, 3
ABOUT = 0.5
"""The share of a topic's pairs of characters that an item must hold to be about it."""


def candidates(source: Source) -> Iterator[Exercise]:
    """All that the rules can ask about the passages, in their order; not yet verified."""
    for passage in source.asked_of():
        yield from from_tables(source, passage)
        yield from from_text(source, passage)
        yield from from_situations(passage)
        yield from from_limits(source, passage)
    for book in source.books:
        yield from calculations(book)


def write(
    source: Source, count: int, kinds: Sequence[Kind] = KINDS, difficulty: int | None = None,
    bank: Sequence[Exercise] = (), topic: str = "", first: Sequence[Exercise] = (), secret: Sequence[Exercise] = (),
) -> Verified:
    """Up to `count` accepted items about `topic`, kinds in turn, no fact asked twice while there are others. Best
    passages first. `first` are accepted items of another hand that the set begins with; of `secret` no key is told.
    """
    made = [c for c in candidates(source) if c.kind in kinds and difficulty in (None, c.difficulty)]
    made = about(source, keeping(made, secret), topic)
    waiting, known, texts = _spread(made, kinds, count, source.critical), Known(bank), source.texts
    accepted = tuple(first)[:count]
    rejected: list[Rejected] = []
    for _ in range(ROUNDS):
        missing = count - len(accepted)
        if not missing or not waiting:
            break
        batch, waiting = waiting[:missing], waiting[missing:]
        judged = verify([*accepted, *batch], texts, known)
        rejected += judged.rejected
        accepted = judged.accepted
    last = verify(accepted, texts, known)
    return Verified(last.accepted, (*rejected, *last.rejected), last.flagged)


def about(source: Source, made: Sequence[Exercise], topic: str) -> list[Exercise]:
    """Those whose own words, with their passage's title and heading, hold half of the topic; else those that hold most.

    A passage about the topic says other things too, and nobody asked about these.
    """
    wanted = pairs(topic)
    frames = {p.id: f"{p.title}{p.locator.heading or ''}" for p in (*source.passages, *source.books)}
    shares = [len(wanted & pairs(f"{frames[c.spans[0].passage_id]} {c.stem} {c.quote}")) for c in made]
    least = min(ABOUT * len(wanted), max(shares, default=0))
    return [c for c, share in zip(made, shares, strict=True) if share >= least and (share or not wanted)]


def _spread(
    made: Sequence[Exercise], kinds: Sequence[Kind], count: int, critical: frozenset[str]
) -> list[Exercise]:  # fmt: skip
    """Kinds in turn, within a kind the passages in turn; what asks again or tells another's key comes last. Beyond a
    few times `count` nobody looks.
    """
    columns = {kind: _in_turn([c for c in made if c.kind == kind]) for kind in kinds}
    first = picked(columns, AHEAD * count, critical)
    return _single([*first, *in_turn(list(columns.values()), {id(c) for c in first})])


def _single(items: Sequence[Exercise]) -> list[Exercise]:
    """Without the second of twins."""
    seen: set[tuple[str, tuple[str, str]]] = set()
    kept = []
    for item in items:
        fact = item.quote, item.about
        if item.kind != "judge" or fact not in seen:
            kept.append(item)
        if item.kind == "judge":
            seen.add(fact)
    return kept


def _in_turn(items: Sequence[Exercise]) -> list[Exercise]:
    """One of each passage, then the next of each; which one first is drawn by content."""
    by_passage: dict[str, list[Exercise]] = {}
    for item in items:
        by_passage.setdefault(item.spans[0].passage_id, []).append(item)
    columns = [shuffled(group, "turn", group[0].stem) for group in by_passage.values()]
    return [i for row in zip_longest(*columns) for i in row if i is not None]
