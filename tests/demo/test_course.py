"""The sample's course under way: real rows by its people's own acts, once, and nothing of it another enterprise's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.course import CLASSMATES, begin
from demo.criteria import BASE, TRAINING
from demo.school import accounts, enter_people
from records.evidences import Wish
from records.store import Store
from trust.errors import NotFound
from trust.principal import Principal, Scope

OTHERS = ("mentor2", "steward3", "staff2")


class Begun:
    def __init__(self, store: Store, data: Path) -> None:
        self.store, self.people = store, enter_people(store, accounts(data))
        begin(store, self.people, datetime.now(UTC))

    def who(self, username: str) -> tuple[Principal, Scope]:
        person = self.store.people.principal(self.people[username])
        return person, self.store.labels.scope(person)


@pytest.fixture
def begun(sqlite_store: Store, tmp_path: Path) -> Begun:
    return Begun(sqlite_store, tmp_path)


def test_every_page_of_grading_has_something_to_show_and_a_second_start_adds_nothing(begun: Begun) -> None:
    store, (teacher, scope) = begun.store, begun.who("teacher1")
    student, own = begun.who("student1")

    def told() -> tuple[object, ...]:
        schemes = [h for h in store.schemes.page(teacher) if h.state == "signed"]
        training = next(h for h in schemes if h.scheme.stage == "training")
        _, rows = store.grades.board(teacher, scope, training.id)
        kept, _ = store.evidences.page(student, own, Wish(student.id))
        return (
            sorted(h.scheme.stage for h in schemes), sum(r.published is not None for r in rows),
            sum(r.queued for r in rows), len(rows), len(store.appeals.page(teacher, scope)), len(kept),
            [float(m.published.result["final"]) for m in store.grades.mine(student, own)],
            [a.title for a in store.agreements.page(teacher)], len(store.registers.page(student)),
        )  # fmt: skip

    first = told()
    assert first[:6] == (["base", "training"], 1, 1, 4, 1, 7)
    assert first[6:] == ([85.2], ["评价共审协议"], 1)
    begin(store, begun.people, datetime.now(UTC))
    assert told() == first
    assert store.audit.verify() == []
    assert [found.wrong for found in store.replaying.every()] == [(), (), ()]


def test_begun_again_on_another_day_it_gives_no_consent_anew_and_corrects_no_piece(begun: Begun) -> None:
    store, (student, own) = begun.store, begun.who("student1")
    begun.people["cnc2403"] = store.people.find("cnc2403") or ""
    classmate, _ = begun.who("cnc2403")

    def kept() -> list[tuple[str, int, datetime]]:
        found, _ = store.evidences.page(student, own, Wish(student.id))
        return [(one.evidence.id, one.version, one.evidence.at) for one in found]

    before = kept()
    store.enterprise_consents.withdraw(classmate, "yuchuan")
    begin(store, begun.people, datetime.now(UTC) + timedelta(days=1))
    assert kept() == before
    assert [c.withdrawn_at is None for c in store.enterprise_consents.page(classmate)] == [False]
    assert f"duty:{classmate.id}" not in begun.who("mentor1")[0].atoms


def test_a_scheme_of_a_person_s_own_is_neither_signed_nor_scored_and_the_agreement_lasts(
    sqlite_store: Store, tmp_path: Path
) -> None:
    people = enter_people(sqlite_store, accounts(tmp_path))
    teacher, today = sqlite_store.people.principal(people["teacher1"]), datetime.now(UTC).date()
    own = replace(TRAINING, criteria=BASE.criteria).scheme("cnc1", today, today + timedelta(days=30))
    mine = sqlite_store.schemes.draft(teacher, "yuchuan", own)
    begin(sqlite_store, people, datetime.now(UTC))
    held = sqlite_store.schemes.get(teacher, mine.id)
    assert (held.state, held.signatures) == ("draft", ())
    assert [h.scheme.stage for h in sqlite_store.schemes.page(teacher) if h.state == "signed"] == ["base"]
    [agreement] = sqlite_store.agreements.page(teacher)
    assert agreement.until - today > timedelta(days=1000)


def test_another_enterprise_gets_none_of_it_and_the_mentor_nothing_of_who_did_not_consent(begun: Begun) -> None:
    store = begun.store
    training = store.schemes.page(begun.who("teacher1")[0])[0].id
    for username in OTHERS:
        person, scope = begun.who(username)
        assert store.schemes.page(person) == []
        assert store.agreements.page(person) == []
        assert [r for r in store.registers.page(person) if r.enterprise != person.home] == []
        assert store.appeals.page(person, scope) == []
        with pytest.raises(NotFound):
            store.schemes.get(person, training)
    mentor, scope = begun.who("mentor1")
    _, sheet = store.scores.sheet(mentor, scope, training)
    assert {row.name for row in sheet} == {name for _, name in CLASSMATES}
    assert store.grades.mine(mentor, scope, begun.people["student1"]) == []
