"""Internships: placed when ready, never with a veto; seen as evidence is; confirmed once; erased and exported."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from learning.alert import About
from learning.evidence import CLEAN, VETOED, Kind
from learning.hazard import Hazard
from learning.placement import Entry, Incident, Mark, State
from learning.readiness import Requirement, Why
from learning.script import Act as Step
from learning.script import Script
from records.placements import Change
from records.schema import evidence, evidence_flags, internship_days, internship_marks, placements
from tests.records.cast import Cast
from tests.records.conftest import Clock
from tests.records.evidenced import shared
from tests.records.interned import (
    TODAY,
    WANTED,
    WHY,
    asked,
    decided,
    examined,
    handed,
    placed,
    ready,
    walk,
    wanted,
    written,
)
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.labels import parse

STRANGERS = ("other", "staff", "rivalmentor", "steward", "acmesteward", "admin")


def seen(cast: Cast, who: str) -> list[str]:
    return [p.id for p in cast.store.placements.page(cast(who), cast.scope(who))]


def told(cast: Cast, kind: Kind = Kind.INTERNSHIP) -> list[tuple[str, str, str]]:
    """One's own evidence of a kind: activity, outcome, words."""
    held = cast.store.evidences.every(cast("student"), cast.scope("student"))
    return [
        (k.evidence.activity, k.evidence.result.outcome, k.evidence.result.words)
        for k in held if k.evidence.kind is kind
    ]  # fmt: skip


def whys(cast: Cast, who: str = "teacher") -> dict[str, list[Why]]:
    _, found = cast.store.readying.page(cast(who), cast.scope(who), "shaft", WHY)
    return {s.student: [p.why for p in s.readiness.points] for s in found}


def test_readiness_is_told_to_who_teaches_mentors_or_learns_with_evidence_and_a_reason(cast: Cast) -> None:
    mine = cast.ids["student"]
    with pytest.raises(BadInput):
        cast.store.readying.page(cast("teacher"), cast.scope("teacher"), "shaft")
    assert whys(cast) == {mine: [Why.UNSTATED]}
    shared(cast)
    asked(cast)
    assert whys(cast) == {mine: [Why.MISSING, Why.MISSING]}
    veto = walk(cast, vetoes=1)
    examined(cast)
    _, (line,) = cast.store.readying.page(cast("teacher"), cast.scope("teacher"), "shaft", WHY)
    assert [p.why for p in line.readiness.points] == [Why.VETO, Why.MET]
    assert line.readiness.points[0].evidence == (veto,)
    assert line.name == "student的名字"
    walk(cast, slips=1)
    for who in ("teacher", "mentor", "student"):
        assert whys(cast, who) == {mine: [Why.MET, Why.MET]}
    reasons = [look.reason for look in cast.store.looks.page(cast("student"))]
    assert set(reasons) == {WHY}
    for who in STRANGERS:
        with pytest.raises(NotFound):
            cast.store.readying.page(cast(who), cast.scope(who), "shaft", WHY)
    cast.store.enterprise_consents.withdraw(cast("student"), "acme")
    assert whys(cast, "mentor") == {}


def test_requirements_are_the_teachers_to_set_by_the_version_they_read(cast: Cast) -> None:
    asked(cast)
    more = Requirement(("粗车外圆", "切断"), (), 30)
    with pytest.raises(Stale):
        cast.store.requirements.put(cast("teacher"), "shaft", 0, more)
    assert cast.store.requirements.put(cast("teacher"), "shaft", 1, more).requirement == more
    for who in ("student", "mentor"):
        with pytest.raises(Forbidden):
            cast.store.requirements.put(cast(who), "shaft", 2, WANTED)
        (held,) = cast.store.requirements.page(cast(who))
        assert (held.requirement, held.version, held.teaches) == (more, 2, False)
    for who in STRANGERS:
        with pytest.raises(NotFound):
            cast.store.requirements.put(cast(who), "shaft", 2, WANTED)
        assert [a for a in cast.store.requirements.page(cast(who)) if a.project == "shaft"] == []


def test_nobody_is_placed_with_a_veto_and_nobody_unready_without_a_reason(cast: Cast) -> None:
    with pytest.raises(Stale, match="尚未达到"):
        placed(cast)
    with pytest.raises(Stale, match="采集登记表"):
        placed(cast, despite="企业急需")
    shared(cast)
    asked(cast)
    walk(cast, vetoes=1)
    examined(cast)
    with pytest.raises(Stale, match="否决"):
        placed(cast, despite="企业急需")
    walk(cast, slips=4)
    with pytest.raises(Stale, match="否决"):
        placed(cast, despite="企业急需")
    walk(cast)
    held = placed(cast)
    assert (held.despite, held.state, held.sides) == ("", State.ACTIVE, ("teacher",))
    with pytest.raises(Stale, match="已在"):
        placed(cast)


def test_only_who_teaches_the_course_places_and_only_who_belongs_there_is_placed(cast: Cast) -> None:
    ready(cast)
    for who in ("student", "mentor", *STRANGERS):
        with pytest.raises(NotFound):
            cast.store.placements.place(cast(who), cast.scope(who), wanted(cast), WHY)
    for wrong in ({"student": cast.ids["other"]}, {"student": "nobody"}, {"project": "nothing"}, {"work_order": "x"}):
        with pytest.raises(NotFound):
            placed(cast, **wrong)
    late = TODAY + timedelta(days=400)
    wrongs = (
        {"mentor": cast.ids["rivalmentor"]}, {"mentor": "nobody"}, {"enterprise": "rival"}, {"until": late},
        {"since": late}, {"despite": "长" * 301},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(BadInput):
            placed(cast, **wrong)


def test_a_placement_is_seen_as_evidence_is_and_a_stranger_learns_nothing(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    entry = handed(cast, held)
    for who, sides in (("student", ("student",)), ("teacher", ("teacher",)), ("mentor", ("mentor",))):
        found = cast.store.placements.get(cast(who), cast.scope(who), held.id)
        assert (found.sides, found.name) == (sides, "student的名字")
        assert [e.id for e in cast.store.intern_logs.page(cast(who), cast.scope(who))] == [entry.id]
    for who in STRANGERS:
        person, scope = cast(who), cast.scope(who)
        assert seen(cast, who) == []
        assert cast.store.intern_logs.page(person, scope) == []
        assert cast.store.intern_watch.board(person, scope) == []
        for act in (
            lambda p=person, s=scope: cast.store.placements.get(p, s, held.id),
            lambda p=person, s=scope: cast.store.placements.change(p, s, held.id, 1, Change()),
            lambda p=person, s=scope: cast.store.intern_logs.page(p, s, held.id),
            lambda p=person, s=scope: cast.store.intern_logs.decide(p, s, entry.id, entry.version, True),
            lambda p=person, s=scope: cast.store.intern_logs.hand_in(p, s, entry.id, entry.version),
            lambda p=person, s=scope: cast.store.intern_logs.remove(p, s, entry.id, entry.version),
            lambda p=person, s=scope: cast.store.attendances.put(p, s, held.id, TODAY, 0, Mark.PRESENT),
            lambda p=person, s=scope: cast.store.attendances.page(p, s, held.id),
        ):
            with pytest.raises(NotFound):
                act()
    cast.store.people.enrol(cast.ids["rivalmentor"], "cnc1", "mentor")
    assert seen(cast, "rivalmentor") == []
    cast.store.enterprise_consents.withdraw(cast("student"), "acme")
    assert seen(cast, "mentor") == []
    assert seen(cast, "student") == seen(cast, "teacher") == [held.id]
    cast.store.people.unenrol(cast.ids["teacher"], "cnc1")
    cast.store.people.enrol(cast.ids["teacher"], "ecom1", "teacher")
    cast.store.people.enrol(cast.ids["student"], "ecom1", "learner")
    assert seen(cast, "teacher") == [], "they teach the student, but not in this course"
    assert seen(cast, "student") == [held.id]


def test_a_draft_is_the_student_s_own(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    entry = written(cast, held)
    for who in ("teacher", "mentor"):
        assert cast.store.intern_logs.page(cast(who), cast.scope(who), held.id) == []
        with pytest.raises(NotFound):
            decided(cast, entry, who=who)
    again = written(cast, held, version=1, did="铣键槽")
    assert (again.id, again.version, again.told.did) == (entry.id, 2, "铣键槽")
    for stale in (0, 1):
        with pytest.raises(Stale):
            written(cast, held, version=stale)
    cast.store.intern_logs.remove(cast("student"), cast.scope("student"), entry.id, 2)
    assert cast.store.intern_logs.page(cast("student"), cast.scope("student")) == []


def test_a_confirmed_entry_is_evidence_once_however_often_it_is_confirmed(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    entry = handed(cast, held, safety="戴了护目镜")
    with pytest.raises(Stale):
        written(cast, held, version=entry.version)
    for who in ("student", "teacher"):
        with pytest.raises(Forbidden):
            decided(cast, entry, who=who)
    assert told(cast) == []
    made = decided(cast, entry)
    assert (made.state, made.decided_by) == (Entry.CONFIRMED, cast.ids["mentor"])
    assert decided(cast, entry) == decided(cast, made) == made
    assert told(cast) == [("粗车传动轴", "已确认", "换了一次刀片\n安全：戴了护目镜")]
    with cast.store.database.read() as conn:
        kept = conn.execute(select(evidence).where(evidence.c.kind == "internship")).all()
        assert [(k.source, k.course, k.enterprise, k.version) for k in kept] == [("log", "cnc1", "acme", 1)]
        assert conn.execute(select(func.count()).select_from(evidence_flags)).scalar_one() == 0
    with pytest.raises(Stale):
        decided(cast, made, False, "再改改")
    assert cast.store.audit.verify() == []


def test_what_is_given_back_says_why_and_comes_again(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    entry = handed(cast, held, safety="工件飞出，无人受伤", incident=Incident.NEAR)
    for confirm in (True, False):
        with pytest.raises(BadInput):
            decided(cast, entry, confirm, " ")
    back = decided(cast, entry, False, "写清楚怎么发生的")
    assert (back.state, back.remark) == (Entry.RETURNED, "写清楚怎么发生的")
    with pytest.raises(Stale):
        decided(cast, entry, False, "再退")
    with pytest.raises(BadInput, match="险情"):
        written(cast, held, version=back.version, incident=Incident.NONE)
    more = written(cast, held, version=back.version, safety="卡盘未夹紧，工件飞出", incident=Incident.ACCIDENT)
    again = cast.store.intern_logs.hand_in(cast("student"), cast.scope("student"), more.id, more.version)
    assert decided(cast, again, True, "已停机检查，重新培训").state is Entry.CONFIRMED
    assert len(told(cast)) == 1


def test_what_the_register_does_not_name_is_not_kept_and_counted(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    entry = handed(cast, held)
    (one,) = cast.store.registers.page(cast("steward"))
    cast.store.registers.revoke(cast("steward"), one.id)
    for refused in (lambda: written(cast, held, 1), lambda: placed(cast, despite="急")):
        with pytest.raises(Stale, match="采集登记表"):
            refused()
    assert seen(cast, "mentor") == seen(cast, "teacher") == []
    with pytest.raises(NotFound):
        decided(cast, entry)
    assert seen(cast, "student") == [held.id]
    counted = cast.store.registers.refused(cast("steward"), "school")
    assert [(r.kind, r.why, r.count) for r in counted] == [("internship", "kind", 1)]


def test_days_lie_in_the_placement_and_not_ahead(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    for ago in (8, -1):
        with pytest.raises(BadInput):
            written(cast, held, ago)
    with pytest.raises(BadInput, match="工单"):
        written(cast, held, task=0, steps=(0,))
    with pytest.raises(Forbidden):
        cast.store.intern_logs.write(
            cast("teacher"), cast.scope("teacher"), held.id, TODAY, 0, written(cast, held, 1).told
        )
    change = cast.store.placements.change
    teacher, scope = cast("teacher"), cast.scope("teacher")
    assert change(teacher, scope, held.id, 1, Change(until=TODAY)).version == 2
    with pytest.raises(Stale):
        change(teacher, scope, held.id, 1, Change(until=TODAY))
    with pytest.raises(Forbidden):
        change(cast("mentor"), cast.scope("mentor"), held.id, 2, Change(state=State.ENDED))
    assert change(teacher, scope, held.id, 2, Change(state=State.ENDED)).state is State.ENDED
    with pytest.raises(Stale):
        written(cast, held, 2)


def test_attendance_is_marked_once_and_put_right_with_a_flag(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)

    def mark(who: str, version: int, said: Mark) -> int:
        return cast.store.attendances.put(cast(who), cast.scope(who), held.id, TODAY, version, said).version

    with pytest.raises(Forbidden):
        mark("student", 0, Mark.PRESENT)
    assert mark("mentor", 0, Mark.PRESENT) == mark("mentor", 0, Mark.PRESENT) == 1
    with pytest.raises(Stale):
        mark("teacher", 0, Mark.LATE)
    assert mark("teacher", 1, Mark.LATE) == 2
    assert told(cast, Kind.ATTENDANCE) == [("实习出勤", "迟到", "")]
    with cast.store.database.read() as conn:
        assert [f.why for f in conn.execute(select(evidence_flags))] == ["corrected"]


def test_a_walked_rehearsal_keeps_whether_it_holds_a_veto(cast: Cast) -> None:
    shared(cast)
    danger = Hazard("严禁短接门开关。", "p1", "", "严禁短接门开关", ("严禁短接门开关", "可以短接门开关"), True)
    acts = tuple(Step(n, n, "p1", (), (danger,) if n == "关门" else ()) for n in ("开机", "回零", "关门"))
    for said, outcome in (("可以短接门开关", VETOED), ("严禁短接门开关", CLEAN)):
        student, scope = cast("student"), cast.scope("student")
        walked = cast.store.rehearsals.begin(student, scope, "d1", Script("粗车外圆", acts), parse("school/public"))
        for n, move in enumerate(("开机", "回零", "关门", said)):
            walked = cast.store.rehearsals.move(student, cast.scope("student"), walked.id, n, move)
        held = cast.store.evidences.every(cast("student"), cast.scope("student"))
        assert held[0].evidence.result.outcome == outcome


def test_the_board_tells_alerts_to_teacher_and_mentor(cast: Cast, clock: Clock) -> None:
    ready(cast)
    held = placed(cast)

    def board(who: str) -> list[About]:
        (line,) = cast.store.intern_watch.board(cast(who), cast.scope(who))
        assert line.placement.id == held.id
        return [a.about for a in line.alerts]

    assert board("teacher") == board("mentor") == [About.IDLE]
    handed(cast, held, 0, safety="差点夹手", incident=Incident.NEAR, minutes=500)
    walk(cast, vetoes=1)
    assert board("teacher") == board("mentor") == board("student") == [About.INCIDENT, About.VETO, About.HOURS_DAY]
    looks = [look.reason for look in cast.store.looks.page(cast("student")) if look.person == cast.ids["mentor"]]
    assert looks == ["实习管理"], "once an hour"


def test_internships_are_exported_counted_and_erased_with_the_rest(cast: Cast) -> None:
    ready(cast)
    held = placed(cast)
    decided(cast, handed(cast, held, note="只有我知道的话"))
    cast.store.attendances.put(cast("mentor"), cast.scope("mentor"), held.id, TODAY, 0, Mark.PRESENT)
    exported = cast.store.personal.export(cast("student"), cast.scope("student"))
    assert [p["id"] for p in exported["placements"]] == [held.id]
    assert [d["told"]["note"] for d in exported["internship_days"]] == ["只有我知道的话"]
    assert [m["mark"] for m in exported["internship_marks"]] == ["present"]
    assert cast.store.personal.export(cast("other"), cast.scope("other"))["placements"] == []
    kept = cast.store.mine.kept(cast("student"))
    assert (kept.placements, kept.internship_days, kept.internship_marks) == (1, 1, 1)
    cast.store.erasing.destroy_person(cast.ids["student"])
    with cast.store.database.read() as conn:
        for table in (placements, internship_days, internship_marks, evidence):
            assert conn.execute(select(func.count()).select_from(table)).scalar_one() == 0
    assert seen(cast, "teacher") == []


@pytest.mark.parametrize("owner", ["acme", "school"])
def test_an_owner_s_key_takes_internships_with_it(cast: Cast, owner: str) -> None:
    ready(cast)
    decided(cast, handed(cast, placed(cast)))
    cast.store.erasing.destroy_owner(owner)
    with cast.store.database.read() as conn:
        for table in (placements, internship_days, internship_marks):
            assert conn.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_the_log_goes_when_the_register_s_time_is_over(cast: Cast, clock: Clock) -> None:
    ready(cast)
    held = placed(cast)
    decided(cast, handed(cast, held))
    cast.store.attendances.put(cast("mentor"), cast.scope("mentor"), held.id, TODAY, 0, Mark.PRESENT)
    clock.forward(days=3 * 365 - 2)
    assert cast.store.intern_kept.expire() == 0
    clock.forward(days=3)
    assert cast.store.intern_kept.expire() == 2
    assert cast.store.intern_kept.expire() == 0


def test_rows_and_audit_hold_no_word_of_a_log(cast: Cast) -> None:
    ready(cast)
    entry = handed(cast, placed(cast), did="极少见的说法", note="另一句话")
    decided(cast, entry, True, "导师的话")
    with cast.store.database.read() as conn:
        for table in (placements, internship_days, evidence):
            for row in conn.execute(select(table)):
                body = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
                assert not any(said.encode() in body for said in ("极少见的说法", "另一句话", "导师的话"))
    acts = cast.store.audit.read(cast("acmesteward"), "acme")[0]
    assert {"Placed", "LogHandedIn", "LogDecided"} <= {e.act for e in acts}
    assert "导师的话" not in json.dumps([e.body for e in acts], ensure_ascii=False)
