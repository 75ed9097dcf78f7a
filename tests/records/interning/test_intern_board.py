"""The board of placements: no accident without an answer leaves it, and it costs the same whoever many it is about;
what is over goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from learning.alert import About
from learning.placement import Entry, Incident, Mark, State
from records import internlogs
from records import placements as placing
from records.placementrows import Placement
from records.placements import Change
from records.schema import internship_days, internship_marks, placements
from tests.records.cast import PASSWORD, Cast
from tests.records.conftest import Clock
from tests.records.interned import TODAY, WHY, decided, handed, placed, walk, wanted
from trust.roles import Role


def board(cast: Cast, who: str = "teacher") -> list[tuple[list[About], int]]:
    lines = cast.store.intern_watch.board(cast(who), cast.scope(who))
    return [([a.about for a in line.alerts], line.days) for line in lines]


def end(cast: Cast, held: Placement) -> None:
    teacher = cast("teacher"), cast.scope("teacher")
    cast.store.placements.change(*teacher, held.id, held.version, Change(state=State.ENDED))


def test_an_old_accident_stays_on_the_board_however_many_entries_follow(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed(cast, held, 5, safety="夹伤", incident=Incident.ACCIDENT)
    for ago in (4, 3, 2):
        handed(cast, held, ago)
    monkeypatch.setattr(internlogs, "MOST", 3)
    for who in ("teacher", "mentor", "student"):
        assert board(cast, who) == [([About.INCIDENT, About.REST], 4)]


def test_the_queue_of_a_mentor_has_the_first_entry_however_many_wait(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [handed(cast, held, ago).id for ago in (0, 1, 2)]
    monkeypatch.setattr(internlogs, "MOST", 1)
    found = cast.store.intern_logs.page(cast("mentor"), cast.scope("mentor"), None, Entry.HANDED_IN)
    assert [e.id for e in found] == waiting


def test_an_accident_without_an_answer_outlasts_its_placement(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = handed(cast, held, 5, safety="夹伤", incident=Incident.ACCIDENT)
    walk(cast, vetoes=1)
    assert board(cast) == [([About.INCIDENT, About.VETO], 1)]
    end(cast, held)
    monkeypatch.setattr(placing, "MOST", 0)
    for who in ("teacher", "mentor", "student"):
        assert board(cast, who) == [([About.INCIDENT], 1)], "of what is over the unanswered accident alone, always"
    decided(cast, entry, True, "已处理")
    assert board(cast) == []
    monkeypatch.undo()
    assert board(cast) == [([], 1)]


def test_an_accident_without_an_answer_outlasts_the_student_s_time_in_the_course(cast: Cast, held: Placement) -> None:
    handed(cast, held, 2, note="另一天")
    entry = handed(cast, held, 1, safety="夹伤", incident=Incident.ACCIDENT)
    cast.store.people.unenrol(cast.ids["student"], "cnc1", "learner")
    logs = cast.store.intern_logs
    for who in ("teacher", "mentor"):
        assert [alerts for alerts, _ in board(cast, who)] == [[About.INCIDENT]]
        assert [e.id for e in logs.page(cast(who), cast.scope(who))] == [entry.id], "nothing else of theirs"
        assert cast.store.placements.page(cast(who), cast.scope(who)) == []
    assert board(cast, "rivalmentor") == []
    cast.store.enterprise_consents.withdraw(cast("student"), "acme")
    assert (len(board(cast)), board(cast, "mentor")) == (1, [])
    cast.store.enterprise_consents.give(cast("student"), "acme")
    (entry,) = logs.page(cast("mentor"), cast.scope("mentor"))
    assert decided(cast, entry, True, "已处理").state is Entry.CONFIRMED
    for who in ("teacher", "mentor"):
        assert board(cast, who) == []
        assert logs.page(cast(who), cast.scope(who)) == []


def test_running_placements_are_never_cut_off(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    end(cast, held)
    walk(cast)
    running = placed(cast, since=TODAY - timedelta(days=30))
    monkeypatch.setattr(placing, "MOST", 1)
    for who in ("teacher", "student"):
        found = cast.store.placements.page(cast(who), cast.scope(who))
        assert [p.id for p in found] == [running.id, held.id]
    monkeypatch.setattr(placing, "MOST", 0)
    exported = cast.store.personal.export(cast("student"), cast.scope("student"))
    assert {p["id"] for p in exported["placements"]} == {running.id, held.id}


@contextmanager
def counted(cast: Cast) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(cast.store.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(cast.store.database.engine, "before_cursor_execute", note)


def joined(cast: Cast, name: str) -> Cast:
    """Another learner of the course, placed with a veto in the past, an entry and a mark."""
    made, _ = cast.store.people.add_person(name, f"{name}的名字", "school", PASSWORD)
    cast.store.people.add_membership(made, "school", Role.STUDENT)
    cast.store.people.enrol(made, "cnc1", "learner")
    more = Cast(cast.store, {**cast.ids, name: made})
    cast.store.enterprise_consents.give(more(name), "acme")
    walk(more, who=name)
    wish = wanted(more, student=made, despite="企业急需")
    held = cast.store.placements.place(more("teacher"), more.scope("teacher"), wish, WHY)
    cast.store.attendances.put(more("mentor"), more.scope("mentor"), held.id, TODAY, 0, Mark.PRESENT)
    return more


def test_a_board_of_more_students_takes_no_more_statements(cast: Cast, held: Placement) -> None:
    def cost(who: str) -> int:
        person, scope = cast(who), cast.scope(who)
        cast.store.intern_watch.board(person, scope)  # its looks are kept for an hour
        with counted(cast) as said:
            lines = cast.store.intern_watch.board(person, scope)
        assert all(n.days or n.mark for n in lines)
        return len(said)

    handed(cast, held)
    before = {who: cost(who) for who in ("teacher", "mentor")}
    for n in range(2):
        cast = joined(cast, f"pupil{n}")
    assert len(board(cast)) == 3
    assert {who: cost(who) for who in ("teacher", "mentor")} == before
    teacher, scope = cast("teacher"), cast.scope("teacher")
    with counted(cast) as said:
        assert len(cast.store.readying.page(teacher, scope, "shaft")[1]) == 3
    assert len(said) < 20
    looks = [look for look in cast.store.looks.page(cast("pupil0")) if look.person == cast.ids["mentor"]]
    assert [look.reason for look in looks] == ["实习管理"], "once an hour, and of each"


def test_looks_at_a_class_are_one_transaction(cast: Cast, held: Placement) -> None:
    cast = joined(cast, "pupil")
    person, scope = cast("mentor"), cast.scope("mentor")
    with counted(cast) as said:
        cast.store.intern_watch.board(person, scope)
    assert sum(s.startswith("INSERT INTO evidence_looks") for s in said) == 2
    if cast.store.database.sqlite:
        assert said.count("BEGIN IMMEDIATE") == 1


def kept(cast: Cast) -> tuple[int, int, int]:
    with cast.store.database.read() as conn:
        days, marks, placed_ = (
            int(conn.execute(select(func.count()).select_from(t)).scalar_one())
            for t in (internship_days, internship_marks, placements)
        )
    return days, marks, placed_


def test_a_placement_goes_when_its_last_day_s_time_is_over(cast: Cast, clock: Clock, held: Placement) -> None:
    """Three years by the register; the placement lasts for sixty days from today on."""
    for ago in (1, 0):
        decided(cast, handed(cast, held, ago))
    cast.store.attendances.put(cast("mentor"), cast.scope("mentor"), held.id, TODAY, 0, Mark.PRESENT)
    end(cast, held)
    for days, left in ((3 * 365 - 2, (2, 1, 1)), (1, (1, 1, 1)), (1, (0, 0, 1)), (58, (0, 0, 1)), (3, (0, 0, 0))):
        clock.forward(days=days)
        cast.store.intern_kept.expire()
        assert kept(cast) == left
    assert cast.store.intern_kept.expire() == 0


def test_expiry_takes_no_statement_for_a_day(cast: Cast, clock: Clock, held: Placement) -> None:
    for ago in range(6):
        handed(cast, held, ago)
    clock.forward(days=4 * 365)
    with counted(cast) as said:
        assert cast.store.intern_kept.expire() == 7
    assert sum(s.startswith("DELETE") for s in said) == 3
