"""Practice of one learner: which items come, what is told after an answer, mastery and weak points.

Both the API and the page come through here. Before an answer an item is its `Asked` alone; the key is read by the
server for marking, and told with the outcome. Marks and chooses nothing itself (learning/marking.py,
learning/next_item.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learning.exercise import BLANK, Exercise
from learning.marking import empty, mark
from learning.mastery import GUESS, State
from learning.next_item import Chosen, Offer, choose
from records.attempts import ITEM, MOVE, Attempt, Given
from records.bankrows import AskedItem
from records.masteries import Mastery
from trust.errors import BadInput, NotEnough, NotFound
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Citation, Passage
from web.resources import Resources

GENERAL = "综合练习"
"""The competency of an item that names none."""
_NO_COMPETENCY = ("赛", "证", "岗", "课", "创")
MOST = 50


@dataclass(frozen=True)
class Next:
    """An item to answer, and why it comes. `blanks`: how many values a fill-in asks for."""

    item: AskedItem
    competency: str
    why: tuple[str, str]

    @property
    def blanks(self) -> int:
        return max(1, self.item.asked.stem.count(BLANK)) if self.item.asked.kind == "fill" else 1


@dataclass(frozen=True)
class Told:
    """What came of an answer. `slip` is where a wrong option comes from, if that is known."""

    attempt: Attempt
    key: tuple[str, ...]
    explanation: str
    provisional: bool
    parts: tuple[bool, ...]
    slip: str
    citations: tuple[Citation, ...]
    mastery: tuple[Mastery, ...]
    following: Next | None


@dataclass(frozen=True)
class WeakPoint:
    """Something last answered wrongly: an exercise's stem or a slip in a rehearsal, with the source's words."""

    attempt: Attempt
    text: str
    citations: tuple[Citation, ...]


def learner(principal: Principal) -> None:
    """NotFound for everybody else: for them there is no practice."""
    if not principal.may(Act.PRACTISE):
        raise NotFound()


def session(
    parts: Resources, principal: Principal, scope: Scope, competency: str | None = None, count: int = 5,
    but: str | None = None,
) -> list[Next]:  # fmt: skip
    """Items for this learner, best first; stores nothing. NotEnough where no published item may be read."""
    learner(principal)
    items = {i.id: i for i in parts.store.bank.asked(principal, scope) if i.id != but}
    mine = {i: competencies(items[i].tags)[0] for i in items}
    wanted = [i for i in items if competency is None or competency in competencies(items[i].tags)]
    if not wanted and but is None:
        raise NotEnough(
            "还没有你能练习的已发布习题。可以先做“虚拟预练”，或请老师发布习题。",
            "No published exercise you may read yet. Try a rehearsal, or ask a teacher to publish some.",
        )
    last = {a.item: a.right for a in parts.store.attempts.latest(principal, scope) if a.kind == ITEM}
    offers = [Offer(i, competency or mine[i], items[i].difficulty, last.get(i)) for i in wanted]
    chosen = choose(offers, states(parts, principal, scope), count)
    return [_next(items[c.id], c) for c in chosen]


def states(parts: Resources, principal: Principal, scope: Scope) -> dict[str, State]:
    return {m.competency: m.state for m in parts.store.attempts.mastery(principal, scope)}


def competencies(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(t for t in tags if t not in _NO_COMPETENCY) or (GENERAL,)


def answered(
    parts: Resources, principal: Principal, scope: Scope, item_id: str, answer: Sequence[str],
    attempt_id: str | None = None,
) -> Told:  # fmt: skip
    """Marks and keeps an answer; the same attempt again is told as it was. NotFound where the item is not visible."""
    learner(principal)
    if empty(answer):
        raise BadInput("请先作答", "Answer first")
    banked = parts.store.bank.item_for_marking(principal, scope, item_id)
    item = banked.item
    got = mark(item, answer)
    told = {
        "parts": list(got.parts), "provisional": got.provisional, "edition": banked.edition,
        "chosen": [item.options[n] for n in got.chosen if n < len(item.options)],
        "slip": "" if got.right else _origin(item, got.chosen),
    }  # fmt: skip
    given = Given(
        ITEM, item_id, banked.label, tuple(answer), got.right, float(got.points), float(got.out_of),
        competencies(item.tags), GUESS[item.kind], told,
    )  # fmt: skip
    kept = parts.store.attempts.keep(principal, scope, attempt_id, given)
    fresh = parts.store.labels.scope(principal)
    known = [m for m in parts.store.attempts.mastery(principal, fresh) if m.competency in kept.competencies]
    following = session(parts, principal, fresh, count=1, but=item_id)
    return Told(
        kept, item.key, item.explanation, bool(kept.told["provisional"]), tuple(kept.told["parts"]),
        str(kept.told["slip"]), cited(parts, principal, scope, _spans(item)), tuple(known),
        following[0] if following else None,
    )  # fmt: skip


def weak_points(parts: Resources, principal: Principal, scope: Scope) -> list[WeakPoint]:
    """Latest first. What rests on something no longer readable is left out."""
    learner(principal)
    found = []
    for attempt in parts.store.attempts.weak(principal, scope)[:MOST]:
        try:
            text, spans = _remembered(parts, principal, scope, attempt)
        except NotFound:
            continue
        citations = cited(parts, principal, scope, spans)
        if citations or not spans:
            found.append(WeakPoint(attempt, text, citations))
    return found


def cited(
    parts: Resources, principal: Principal, scope: Scope, spans: Sequence[tuple[str, str]]
) -> tuple[Citation, ...]:
    """The (passage id, quote) that may be read today, numbered."""
    ids = list(dict.fromkeys(passage for passage, _ in spans))
    read: Mapping[str, Passage] = {p.id: p for p in parts.store.library.passages(principal, scope, ids)}
    shown = [(read[i], quote) for i, quote in dict.fromkeys(spans) if i in read and quote in read[i].text]
    return tuple(Citation(n, p.id, p.document_id, p.title, p.locator, q) for n, (p, q) in enumerate(shown, 1))


def _remembered(
    parts: Resources, principal: Principal, scope: Scope, attempt: Attempt
) -> tuple[str, list[tuple[str, str]]]:
    told: Mapping[str, Any] = attempt.told
    if attempt.kind == MOVE:
        return str(told["task"]), [(str(told["passage_id"]), str(told["quote"]))]
    item = parts.store.bank.item_for_marking(principal, scope, attempt.item).item
    return item.stem, _spans(item)


def _spans(item: Exercise) -> list[tuple[str, str]]:
    return [(s.passage_id, s.quote) for s in item.spans]


def _origin(item: Exercise, chosen: Sequence[int]) -> str:
    """Where the wrong option that was taken comes from."""
    wrong = [n for n in chosen if n < len(item.origins) and item.options[n] not in item.key]
    return item.origins[wrong[0]] if wrong else ""


def _next(item: AskedItem, chosen: Chosen) -> Next:
    return Next(item, chosen.competency, chosen.why)
