"""The learning path of an enterprise's employee: their post, its steps, what they have learnt, whom they show it.

Both the API and the page come through here. Requirements and lessons are read under the caller's own scope each time:
a mentor who is shown a path learns of those steps whose requirement they may read themselves. Orders and judges nothing
(learning/path.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.path import Step
from learning.requirement import Requirement, kind_of
from records.paths import Mentor, companies
from tools._path import asked_of, path
from trust.errors import NotFound
from trust.labels import join
from trust.principal import Principal, Scope
from trust.roles import Role
from trust.sources import Citation, Document, Passage
from trust.turn import Emit, silent
from web.resources import Resources
from web.shown import note_passages

LISTED = 200
"""Documents looked at for profiles, a page at a time."""


@dataclass(frozen=True)
class Place:
    """One step with its name, what it rests on, and when it was learnt."""

    key: str
    step: Step
    asked: Citation
    lessons: tuple[Citation, ...]
    done: datetime | None


@dataclass(frozen=True)
class Looked:
    """A person's posts, and the path of the one that is open; none where their company has no profile they may read."""

    posts: tuple[Document, ...]
    post: Document | None
    places: tuple[Place, ...]

    @property
    def ahead(self) -> Place | None:
        """What to learn next: the first step not learnt that something teaches."""
        return next((p for p in self.places if p.done is None and p.lessons), None)


@dataclass(frozen=True)
class Shown:
    """What one employee shows of one post: requirements learnt, of how many."""

    person: str
    name: str
    post: Document
    learnt: tuple[Citation, ...]
    of: int


def posts(parts: Resources, principal: Principal, scope: Scope, owners: list[str]) -> list[Document]:
    """Profiles of posts of these companies that this person may read, by title."""
    found: list[Document] = []
    for owner in owners:
        cursor = None
        while True:
            page, cursor = parts.store.library.page(
                principal, scope, library="enterprise", state="ready", owner=owner, cursor=cursor, limit=LISTED
            )
            found += [d for d in page if d.made_from is None and kind_of(d.title) == "post"]
            if cursor is None:
                break
    return sorted(found, key=lambda d: (d.title, d.id))


def looked(
    parts: Resources, principal: Principal, scope: Scope, request: str, post: str | None = None, emit: Emit = silent
) -> Looked:
    """The path of one post, the first if none is named. NotFound for who is no employee, and for a post not theirs."""
    listed = posts(parts, principal, scope, companies(principal, Role.STAFF))
    chosen = next((d for d in listed if d.id == post), None) if post else next(iter(listed), None)
    if chosen is None:
        if post:
            raise NotFound()
        return Looked((), None, ())
    turn = parts.agent.turn(principal, scope, now=parts.now(), request_id=request, emit=emit)
    made, done = path(turn, chosen.id, chosen.owner), parts.store.paths.done(principal)
    places = tuple(_placed(parts, step, done) for step in made)
    seen = {p.id: p for step in made for p in _passages(step)}
    if seen:
        note_passages(parts, principal, join(p.label for p in seen.values()), seen.values())
    return Looked(tuple(listed), chosen, places)


def learn(parts: Resources, principal: Principal, scope: Scope, step: str, learnt: bool) -> None:
    """Keep that a step is learnt, or is not. NotFound for a step of no post one may read."""
    known = {key for d in posts(parts, principal, scope, companies(principal, Role.STAFF))
             for key in _keys(parts, principal, scope, d)}  # fmt: skip
    if step not in known:
        raise NotFound()
    (parts.store.paths.learn if learnt else parts.store.paths.unlearn)(principal, step)


def mentors(parts: Resources, principal: Principal) -> list[Mentor]:
    return parts.store.paths.mentors(principal)


def shown(parts: Resources, principal: Principal, scope: Scope) -> list[Shown]:
    """What a mentor's people show them, of the posts the mentor may read. NotFound for who is no mentor."""
    owners = companies(principal, Role.MENTOR)
    learners = parts.store.paths.shown(principal)
    if not learners:
        return []
    asked = [(d, _keys(parts, principal, scope, d)) for d in posts(parts, principal, scope, owners)]
    return [
        Shown(one.id, one.name, post, tuple(_cited(n, keys[k]) for n, k in enumerate(held, 1)), len(keys))
        for one in learners for post, keys in asked if (held := [k for k in keys if k in one.done])
    ]  # fmt: skip


def _keys(parts: Resources, principal: Principal, scope: Scope, post: Document) -> Mapping[str, Requirement]:
    """The steps of a post by name, in the profile's order."""
    turn = parts.agent.turn(principal, scope, now=parts.now(), request_id="")
    return {parts.store.paths.key(post.id, r.quote): r for r in asked_of(turn, post.id)}


def _placed(parts: Resources, step: Step, done: Mapping[str, datetime]) -> Place:
    asked = step.requirement
    key = parts.store.paths.key(asked.passage.document_id, asked.quote)
    lessons = tuple(
        Citation(n, u.passage.id, u.passage.document_id, u.passage.title, u.passage.locator, u.text)
        for n, u in enumerate((one.quoted[0] for one in step.lessons), 2)
    )
    return Place(key, step, _cited(1, asked), lessons, done.get(key))


def _cited(n: int, asked: Requirement) -> Citation:
    p = asked.passage
    return Citation(n, p.id, p.document_id, p.title, p.locator, asked.quote)


def _passages(step: Step) -> Iterator[Passage]:
    yield step.requirement.passage
    for lesson in step.lessons:
        yield from (u.passage for u in lesson.quoted[:1])
