"""The sample's bank: items written from the sample's own documents, accepted and published as its people would do it.

Knows which trade is whose. Runs once the sample can be asked; every step may be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from demo.source import Source
from learning.author import write
from learning.sourced import Source as Read
from records.bankrows import ACCEPTED, Banked, Wanted
from records.store import Store
from trust.errors import Stale
from trust.principal import Principal, Scope
from trust.sources import Document, Passage

TEACHER = "teacher1"
TRADES = (("cnc", "student1", "mentor1"), ("food", "student1", "mentor2"), ("ecom", "student2", "mentor2"))
"""Trade, somebody who learns it, and the mentor who approves what rests on the enterprise's documents."""
EACH, MOST = 6, 24
"""Items of one document, and of one trade."""
LIBRARIES = ("course", "training", "enterprise")
Find = Callable[[Store, Principal, Source], Document | None]


def stock(
    store: Store, people: Mapping[str, str], sources: Sequence[Source], find: Find, stopped: Callable[[], bool]
) -> int:
    """How many items were published. Ends early when `stopped`."""
    teacher = store.people.principal(people[TEACHER])
    published = 0
    for trade, learner, mentor in TRADES:
        for passages in _readings(store, teacher, store.people.principal(people[learner]), _of(sources, trade), find):
            if stopped() or len(_waiting(store, teacher)) >= MOST:
                break
            items = write(Read(passages), EACH, bank=store.bank.known(teacher, _scope(store, teacher))).accepted
            store.bank.accept(teacher, _scope(store, teacher), items)
        published += _publish(store, teacher, store.people.principal(people[mentor]), stopped)
    return published


def _of(sources: Sequence[Source], trade: str) -> list[Source]:
    """The trade's, courses first."""
    own = [s for s in sources if s.key.startswith(f"{trade}-") and s.library in LIBRARIES]
    return sorted(own, key=lambda s: LIBRARIES.index(s.library))


def _readings(
    store: Store, teacher: Principal, learner: Principal, sources: Sequence[Source], find: Find
) -> Iterator[tuple[Passage, ...]]:
    """The documents that both may read, whole."""
    for source in sources:
        document = find(store, teacher, source)
        if document is None or not learner.reads(document.label):
            continue
        passages = store.library.whole(teacher, _scope(store, teacher), document.id)
        if passages:
            yield passages


def _waiting(store: Store, teacher: Principal) -> list[Banked]:
    wanted = Wanted(state=ACCEPTED, stale=False)
    found = store.bank.page(teacher, _scope(store, teacher), wanted, limit=1000)
    return [b for b in found if b.author == teacher.id]


def _publish(store: Store, teacher: Principal, mentor: Principal, stopped: Callable[[], bool]) -> int:
    done = 0
    for banked in _waiting(store, teacher):
        if stopped():
            break
        try:
            version = banked.version
            if mentor.home in banked.label.owners:
                version = store.bank.approve(mentor, _scope(store, mentor), banked.id, version).version
            store.bank.move(teacher, _scope(store, teacher), banked.id, version, "published")
            done += 1
        except Stale:  # a person was quicker
            continue
    return done


def _scope(store: Store, principal: Principal) -> Scope:
    return store.labels.scope(principal)
