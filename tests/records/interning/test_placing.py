"""Placing: no veto is ever bypassed, nothing is told of who has not consented, nobody is placed out of sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from learning.alert import About
from learning.boundary import Viewer
from learning.evidence import Kind
from learning.placement import State
from learning.readiness import Requirement
from learning.usualregister import usual
from records.placements import Change
from records.schema import placements
from tests.records.cast import Cast
from tests.records.evidenced import agree, register, shared
from tests.records.interned import TODAY, WANTED, WHY, asked, examined, handed, placed, ready, walk, wanted
from trust.errors import BadInput, NotFound, Stale
from web.internshipwords import INTERNSHIP


def vetoed(cast: Cast, **changes: Any) -> None:
    with pytest.raises(Stale, match="否决"):
        placed(cast, despite="企业急需", **changes)
    assert rows(cast) == 0


def rows(cast: Cast) -> int:
    with cast.store.database.read() as conn:
        return int(conn.execute(select(func.count()).select_from(placements)).scalar_one())


def put(cast: Cast, version: int, wish: Requirement) -> None:
    cast.store.requirements.put(cast("teacher"), "shaft", version, wish)


def test_a_veto_stops_whom_a_project_without_requirement_would_take(cast: Cast) -> None:
    shared(cast)
    walk(cast, vetoes=1)
    vetoed(cast)
    walk(cast)
    assert placed(cast, despite="企业急需").despite == "企业急需"


def test_a_veto_stops_although_the_project_asks_for_other_processes(cast: Cast) -> None:
    shared(cast)
    asked(cast)
    walk(cast, vetoes=1)
    examined(cast)
    put(cast, 1, Requirement((), ("车间安全考核",), 60))
    vetoed(cast)
    (mine,) = cast.store.readying.page(cast("student"), cast.scope("student"), "shaft")[1]
    assert (mine.readiness.vetoed, mine.readiness.ready) == (True, False)


def test_a_veto_is_not_lifted_by_a_lower_line_and_the_board_judges_by_the_same(cast: Cast) -> None:
    shared(cast)
    asked(cast)
    examined(cast)
    walk(cast, vetoes=1)
    walk(cast, slips=4)
    put(cast, 1, replace(WANTED, line=Decimal("0.5")))
    vetoed(cast)
    walk(cast, slips=2)
    placed(cast)
    (line,) = cast.store.intern_watch.board(cast("teacher"), cast.scope("teacher"))
    assert About.VETO not in {a.about for a in line.alerts}


def test_a_veto_that_comes_while_somebody_is_placed_stops_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged again where it is written."""
    ready(cast)
    looked = cast.store.readying.one

    def meanwhile(*told: Any) -> Any:
        found = looked(*told)
        walk(cast, vetoes=1)
        return found

    monkeypatch.setattr(cast.store.readying, "one", meanwhile)
    vetoed(cast)


def told(cast: Cast, who: str, owner: str) -> list[tuple[str, Any]]:
    acts = cast.store.audit.read(cast(who), owner)[0]
    named = ("Placed", "PlacementChanged", "LogHandedIn")
    return [(a.act, a.body.get("ready")) for a in reversed(acts) if a.act in named]


@pytest.mark.parametrize("lacking", ["consent", "agreement"])
def test_the_enterprise_s_audit_tells_nothing_of_a_student_it_may_not_know(cast: Cast, lacking: str) -> None:
    ready(cast)
    if lacking == "consent":
        cast.store.enterprise_consents.withdraw(cast("student"), "acme")
    else:
        (held,) = cast.store.agreements.page(cast("steward"))
        cast.store.agreements.revoke(cast("steward"), held.id)
    held_ = placed(cast)
    handed(cast, held_)
    cast.store.placements.change(cast("teacher"), cast.scope("teacher"), held_.id, 1, Change(state=State.ENDED))
    assert told(cast, "acmesteward", "acme") == []
    assert told(cast, "steward", "school") == [("Placed", True), ("LogHandedIn", None), ("PlacementChanged", None)]


def test_the_enterprise_s_audit_never_tells_whether_somebody_was_ready(cast: Cast) -> None:
    ready(cast)
    placed(cast)
    assert told(cast, "acmesteward", "acme") == [("Placed", None)]
    assert told(cast, "steward", "school") == [("Placed", True)]
    assert cast.store.audit.verify() == []


def test_nobody_is_placed_where_the_register_hides_logs_from_teachers(cast: Cast) -> None:
    hidden = tuple(
        replace(e, seen_by=frozenset([Viewer.MENTOR])) if e.kind is Kind.INTERNSHIP else e for e in usual()
    )
    register(cast, hidden)
    agree(cast)
    cast.store.enterprise_consents.give(cast("student"), "acme")
    asked(cast)
    walk(cast)
    examined(cast)
    with pytest.raises(Stale, match="教师可见"):
        placed(cast)
    assert rows(cast) == 0


def test_days_out_of_the_calendar_are_bad_input(cast: Cast) -> None:
    ready(cast)
    for since in (date.max, date.min, TODAY + timedelta(days=4 * 366)):
        for who in ("teacher", "student"):
            person = cast(who)
            with pytest.raises(BadInput):
                cast.store.placements.place(person, cast.scope(who), wanted(cast, since=since, until=since), WHY)
    held = placed(cast)
    with pytest.raises(BadInput):
        cast.store.placements.change(cast("teacher"), cast.scope("teacher"), held.id, 1, Change(until=date.max))


def test_a_mentor_reads_no_project_of_another_enterprise(cast: Cast) -> None:
    """The school's of the course they were put in, and their own enterprise's."""
    people, requirements = cast.store.people, cast.store.requirements
    people.enrol(cast.ids["rivalmentor"], "cnc1", "mentor")
    people.add_project("secret", "acme", "保密工装", "cnc1")
    requirements.put(cast("teacher"), "secret", 0, WANTED)
    shown = {who: {a.project for a in requirements.page(cast(who))} for who in cast.ids}
    whole = {"shaft", "secret"}
    assert {who for who, seen in shown.items() if seen == whole} == {"teacher", "student", "mentor"}
    assert {who: seen for who, seen in shown.items() if seen and seen != whole} == {"rivalmentor": {"shaft"}}
    with pytest.raises(NotFound):
        cast.store.readying.page(cast("rivalmentor"), cast.scope("rivalmentor"), "secret", WHY)


def test_why_somebody_was_placed_although_not_ready_is_theirs_to_take_away(cast: Cast) -> None:
    """The right of access includes it; docs and the field's own words say so."""
    shared(cast)
    asked(cast)
    placed(cast, despite="企业急需，已口头培训")
    (told_,) = cast.store.personal.export(cast("student"), cast.scope("student"))["placements"]
    assert told_["despite"] == "企业急需，已口头培训"
    assert "导出" in INTERNSHIP["place_despite"][0]
    assert "export" in INTERNSHIP["place_despite"][1]


def test_a_standing_veto_stops_a_placement_from_being_lengthened(cast: Cast) -> None:
    ready(cast)
    held, teacher = placed(cast), (cast("teacher"), cast.scope("teacher"))
    walk(cast, vetoes=1)
    change = cast.store.placements.change
    with pytest.raises(Stale, match="否决"):
        change(*teacher, held.id, 1, Change(until=held.until + timedelta(days=90)))
    shorter = change(*teacher, held.id, 1, Change(until=held.until - timedelta(days=1)))
    walk(cast)
    longer = change(*teacher, held.id, shorter.version, Change(until=held.until))
    assert longer.until == held.until
