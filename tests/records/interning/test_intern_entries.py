"""Entries of a log: what was handed in stays as told, an accident's words too; what a withdrawn consent takes along;
steps are of the work order they were written by.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from learning.alert import About
from learning.evidence import Kind
from learning.placement import Entry, Incident, Mark, State
from records import enterpriseconsents
from records.internlogrows import Logged
from records.placementrows import Placement
from records.placements import Change
from records.schema import evidence, internship_days, internship_editions, placements
from records.workplans import Plan, Task
from tests.records.cast import Cast
from tests.records.evidenced import piece
from tests.records.interned import TODAY, decided, handed, ready, written
from trust.errors import BadInput, NotFound, Stale


def reads(cast: Cast, who: str) -> list[Logged]:
    return cast.store.intern_logs.page(cast(who), cast.scope(who))


def alerts(cast: Cast, who: str = "teacher") -> list[About]:
    lines = cast.store.intern_watch.board(cast(who), cast.scope(who))
    return [a.about for line in lines for a in line.alerts]


def hand_in(cast: Cast, entry: Logged) -> Logged:
    return cast.store.intern_logs.hand_in(cast("student"), cast.scope("student"), entry.id, entry.version)


def mark(cast: Cast, held: Placement, version: int, said: Mark) -> int:
    return cast.store.attendances.put(cast("mentor"), cast.scope("mentor"), held.id, TODAY, version, said).version


def withdraw(cast: Cast) -> None:
    cast.store.enterprise_consents.withdraw(cast("student"), "acme")


def consent(cast: Cast) -> None:
    cast.store.enterprise_consents.give(cast("student"), "acme")


def pieces(cast: Cast) -> list[tuple[str, bool]]:
    with cast.store.database.read() as conn:
        rows = conn.execute(select(evidence).where(evidence.c.source == "log").order_by(evidence.c.kept_at)).all()
        return [(r.kind, r.withdrawn_at is not None) for r in rows]


def test_a_rewrite_is_its_student_s_alone_until_handed_in(cast: Cast, held: Placement) -> None:
    back = decided(cast, handed(cast, held, minutes=700, note="第一次写的"), False, "写清楚")
    before = {who: reads(cast, who) for who in ("teacher", "mentor")}
    mine = written(cast, held, version=back.version, minutes=300, note="写到一半")
    assert (mine.told.note, mine.rewriting, mine.earlier[-1].told.note) == ("写到一半", True, "第一次写的")
    assert reads(cast, "student") == [mine]
    assert {who: reads(cast, who) for who in ("teacher", "mentor")} == before, "to the last version number"
    assert About.HOURS_DAY in alerts(cast)
    with pytest.raises(Stale):
        written(cast, held, version=back.version, note="另一页")
    mine = written(cast, held, version=mine.version, minutes=310, note="写完了")
    sent = hand_in(cast, mine)
    for who in ("student", "teacher", "mentor"):
        (entry,) = reads(cast, who)
        assert (entry.state, entry.told.note, entry.version, entry.rewriting) == (
            Entry.HANDED_IN, "写完了", sent.version, False
        )  # fmt: skip
        assert [(e.told.note, e.remark) for e in entry.earlier] == [("第一次写的", "写清楚")]
    assert About.HOURS_DAY not in alerts(cast)


def test_the_words_of_an_accident_stay_however_often_it_is_rewritten(cast: Cast, held: Placement) -> None:
    entry = handed(cast, held, safety="手被夹伤送医", incident=Incident.ACCIDENT)
    for said in ("无", "没事"):
        back = decided(cast, entry, False, "再写")
        with pytest.raises(BadInput, match="险情"):
            written(cast, held, version=back.version, safety="小事", incident=Incident.NEAR)
        entry = hand_in(cast, written(cast, held, version=back.version, safety=said, incident=Incident.ACCIDENT))
    (entry,) = reads(cast, "teacher")
    assert [e.told.safety for e in entry.earlier] == ["手被夹伤送医", "无"]
    assert decided(cast, entry, True, "已处理").earlier == entry.earlier
    exported = cast.store.personal.export(cast("student"), cast.scope("student"))
    assert [e["told"]["safety"] for e in exported["internship_days"][0]["earlier"]] == ["手被夹伤送医", "无"]
    with cast.store.database.read() as conn:
        rows = conn.execute(select(internship_editions)).all()
    assert "手被夹伤送医".encode() not in b"".join(r.body for r in rows)
    cast.store.erasing.destroy_person(cast.ids["student"])
    with cast.store.database.read() as conn:
        assert conn.execute(select(internship_editions)).all() == []


def test_what_came_from_the_enterprise_goes_with_the_consent(cast: Cast, held: Placement) -> None:
    decided(cast, handed(cast, held, 2, note="我写的话"), True, "导师的话")
    decided(cast, handed(cast, held, 1, note="退回的话"), False, "导师的理由")
    waiting = handed(cast, held, 0, note="等着的话")
    mark(cast, held, 0, Mark.PRESENT)
    withdraw(cast)
    assert [(e.state, e.told.note) for e in reads(cast, "teacher")] == [(Entry.HANDED_IN, "等着的话")]
    assert cast.store.attendances.page(cast("teacher"), cast.scope("teacher"), held.id) == []
    mine = {e.told.note: (e.state, e.remark, e.decided_by, e.earlier) for e in reads(cast, "student")}
    gone = (Entry.DRAFT, "", None, ())
    assert mine == {"我写的话": gone, "退回的话": gone, "等着的话": (Entry.HANDED_IN, "", None, ())}
    assert pieces(cast) == [("internship", True), ("attendance", True)]
    consent(cast)
    assert [e.id for e in reads(cast, "mentor")] == [waiting.id], "what was confirmed is its student's to hand in"


def test_after_consenting_again_what_is_told_anew_is_evidence_again(cast: Cast, held: Placement) -> None:
    for again in (False, True, True):
        if again:
            withdraw(cast)
            consent(cast)
        draft = reads(cast, "student")
        entry = hand_in(cast, draft[0]) if draft else handed(cast, held)
        decided(cast, entry)
        assert mark(cast, held, 0, Mark.PRESENT) == 1
    assert sorted(pieces(cast)) == [("attendance", False), ("attendance", True), ("attendance", True),
                                    ("internship", False), ("internship", True), ("internship", True)]  # fmt: skip
    mark(cast, held, 1, Mark.LATE)
    own = cast.store.evidences.every(cast("student"), cast.scope("student"))
    assert [k.evidence.result.outcome for k in own if k.evidence.kind is Kind.ATTENDANCE and k.entered] == ["迟到"]


def before_the_upgrade(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A consent withdrawn by a version that left internships as they were."""
    with monkeypatch.context() as patched:
        patched.setattr(enterpriseconsents, "withdraw_internships", lambda *_: None)
        withdraw(cast)


def test_what_a_withdrawal_left_marked_and_confirmed_is_evidence_anew_when_said_again(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = decided(cast, handed(cast, held))
    assert mark(cast, held, 0, Mark.PRESENT) == 1
    before_the_upgrade(cast, monkeypatch)
    consent(cast)
    for _ in range(2):
        assert mark(cast, held, 1, Mark.PRESENT) == 2
        assert decided(cast, entry) == entry
        assert sorted(pieces(cast)) == [("attendance", False), ("attendance", True),
                                        ("internship", False), ("internship", True)]  # fmt: skip


def test_what_an_earlier_version_kept_is_mended_once(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rewrite that staff saw, a consent withdrawn, an accident not yet found by a query."""
    back = decided(cast, handed(cast, held, 2, note="写到一半"), False, "导师的理由")
    decided(cast, handed(cast, held, 1, note="确认过"), True, "导师的话")
    handed(cast, held, 0, safety="夹手", incident=Incident.ACCIDENT)
    mark(cast, held, 0, Mark.PRESENT)
    with cast.store.database.write() as conn:
        mine = internship_days.c.id == back.id
        conn.execute(update(internship_days).where(mine).values(version=back.version + 1))
        conn.execute(update(internship_days).values(alarm=None))
    assert "写到一半" in [e.told.note for e in reads(cast, "teacher")]
    cast.store.intern_kept.expire()
    assert "写到一半" not in [e.told.note for e in reads(cast, "teacher")]
    with cast.store.database.write() as conn:
        assert sorted(conn.execute(select(internship_days.c.alarm)).scalars()) == [False, False, True]
        conn.execute(update(internship_days).where(mine).values(alarm=None))
    before_the_upgrade(cast, monkeypatch)
    for _ in range(2):
        cast.store.intern_kept.expire()
        assert [e.told.safety for e in reads(cast, "teacher")] == ["夹手"]
        assert cast.store.attendances.page(cast("teacher"), cast.scope("teacher"), held.id) == []
    assert {e.told.note for e in reads(cast, "student") if e.state is Entry.DRAFT} == {"写到一半", "确认过"}


def test_an_accident_stays_told_to_the_school_when_the_consent_is_withdrawn(cast: Cast, held: Placement) -> None:
    first = decided(cast, handed(cast, held, 1, safety="夹手", incident=Incident.ACCIDENT), False, "导师的理由")
    more = written(cast, held, 1, first.version, safety="夹手，送医", incident=Incident.ACCIDENT)
    decided(cast, hand_in(cast, more), True, "导师的处理")
    open_ = decided(cast, handed(cast, held, 0, safety="飞屑", incident=Incident.NEAR), False, "再写")
    draft = written(cast, held, 0, open_.version, safety="飞屑，无伤", incident=Incident.NEAR)
    withdraw(cast)
    near, accident = reads(cast, "teacher")
    assert (accident.told.safety, accident.remark, accident.answered) == ("夹手，送医", "", True)
    assert [(e.told.safety, e.remark) for e in accident.earlier] == [("夹手", "")]
    assert (near.state, near.told.safety, near.remark, near.answered) == (Entry.RETURNED, "飞屑", "", False)
    assert alerts(cast).count(About.INCIDENT) == 1, "what was answered stays answered"
    mine = reads(cast, "student")[0]
    assert (mine.told.safety, mine.version) == ("飞屑，无伤", draft.version + 1)
    consent(cast)
    made = decided(cast, accident, True, "再次处理")
    assert (made.state, made.remark, made.answered) == (Entry.CONFIRMED, "再次处理", False)
    assert pieces(cast) == [("internship", True), ("internship", False)]


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_a_withdrawal_made_a_draft_is_handed_in_again_also_after_the_end(
    cast: Cast, held: Placement, confirmed: bool
) -> None:
    decided(cast, handed(cast, held), confirmed, "导师的话")
    never = written(cast, held, 1)
    cast.store.placements.change(
        cast("teacher"), cast.scope("teacher"), held.id, held.version, Change(state=State.ENDED)
    )
    withdraw(cast)
    consent(cast)
    draft = next(e for e in reads(cast, "student") if e.id != never.id)
    draft = written(cast, held, 0, draft.version, note="重写")
    assert decided(cast, hand_in(cast, draft)).state is Entry.CONFIRMED
    with pytest.raises(Stale, match="结束"):
        hand_in(cast, never)


def test_a_tombstone_is_no_unchanged_piece(cast: Cast) -> None:
    ready(cast)
    told = piece(8, kind=Kind.INTERNSHIP, enterprise="acme", key=("8",))
    keep = cast.store.evidences.keep
    assert [(c.outcome, c.gone) for c in keep(cast("mentor"), [told])] == [("added", False)]
    assert [(c.outcome, c.gone) for c in keep(cast("mentor"), [told])] == [("unchanged", False)]
    withdraw(cast)
    consent(cast)
    assert [(c.outcome, c.gone) for c in keep(cast("mentor"), [told])] == [("unchanged", True)]


def test_a_stale_tab_takes_no_newer_draft_away(cast: Cast, held: Placement) -> None:
    entry = written(cast, held)
    newer = written(cast, held, version=1, note="新写的")
    remove = cast.store.intern_logs.remove
    with pytest.raises(Stale):
        remove(cast("student"), cast.scope("student"), entry.id, entry.version)
    assert reads(cast, "student") == [newer]
    remove(cast("student"), cast.scope("student"), entry.id, newer.version)


def test_steps_are_of_the_work_order_they_were_written_by(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = (Task("粗车", ("装夹", "车外圆")),)
    orders = {"a": Plan(("a", 1), tasks), "b": Plan(("b", 1), tasks), "b2": Plan(("b2", 2), tasks)}
    monkeypatch.setattr(cast.store.placements, "plan", lambda _p, _s, order: orders.get(order))
    monkeypatch.setattr(cast.store.placements, "_order", lambda *_: None)

    def go(order: str) -> tuple[int, int]:
        teacher = cast("teacher"), cast.scope("teacher")
        now = cast.store.placements.get(*teacher, held.id)
        cast.store.placements.change(*teacher, held.id, now.version, Change(work_order=order))
        (line,) = cast.store.intern_watch.board(*teacher)
        return line.done, line.steps

    assert go("a") == (0, 2)
    entry = handed(cast, held, task=0, steps=(0, 1))
    assert entry.told.of == ("a", 1)
    assert [go(o) for o in ("a", "b", "a")] == [(2, 2), (0, 2), (2, 2)]
    old = orders["a"]
    editions = {old.of: old}

    def plans(_principal: Any, _scope: Any, wanted: Any) -> Any:
        return {of: editions[of] for of in wanted if of in editions}

    monkeypatch.setattr(cast.store.placements, "plans", plans)
    orders["a"] = Plan(("a", 2), (Task("备料", ("领料",)), Task("粗车", ("车外圆", "测量", "装夹工件"))))
    assert go("a") == (1, 4), "of another edition the steps with the same words count on"
    assert reads(cast, "teacher")[0].told.of == ("a", 1)


def test_a_work_order_changed_while_one_writes_is_stale(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = {"a": Plan(("a", 1), (Task("粗车", ("装夹",)),))}
    monkeypatch.setattr(cast.store.placements, "plan", lambda *_: orders["a"])
    with pytest.raises(Stale):
        written(cast, held, task=0, steps=(0,))


def meanwhile(cast: Cast, monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Once, right before the transaction that writes."""
    locked, done = cast.store.placements.locked, []

    def first(*told: Any) -> Any:
        if not done:
            done.append(1)
            act(told[0])
        return locked(*told)

    monkeypatch.setattr(cast.store.placements, "locked", first)


def test_a_placement_that_ends_meanwhile_takes_no_more_entries(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(conn: Any) -> None:
        conn.execute(update(placements).values(state=State.ENDED.value))

    entry = written(cast, held, 1)
    meanwhile(cast, monkeypatch, end)
    with pytest.raises(Stale, match="结束"):
        written(cast, held, 0)
    meanwhile(cast, monkeypatch, end)
    with pytest.raises(Stale, match="结束"):
        hand_in(cast, entry)


def test_an_entry_that_goes_meanwhile_is_not_found(
    cast: Cast, held: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = handed(cast, held)
    meanwhile(cast, monkeypatch, lambda conn: conn.execute(internship_days.delete()))
    with pytest.raises(NotFound):
        decided(cast, entry)


def test_what_was_given_back_is_answered_also_after_the_end(cast: Cast, held: Placement) -> None:
    back = decided(cast, handed(cast, held, safety="夹手", incident=Incident.ACCIDENT), False, "再写")
    ended = Change(state=State.ENDED)
    cast.store.placements.change(cast("teacher"), cast.scope("teacher"), held.id, 1, ended)
    more = written(cast, held, version=back.version, safety="夹手，送医", incident=Incident.ACCIDENT)
    assert decided(cast, hand_in(cast, more), True, "已处理").state is Entry.CONFIRMED
    with pytest.raises(Stale, match="结束"):
        written(cast, held, 1)
