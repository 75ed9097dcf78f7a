"""Evidence: kept once, within the boundary, seen by whom the register names, gone with consent, key and time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from learning.boundary import Basis, Entry, Viewer
from learning.evidence import Evidence, Kind, Part, Result
from records.evidences import Wish
from records.schema import evidence
from tests.records.cast import Cast
from tests.records.conftest import Clock
from tests.records.evidenced import AT, agree, piece, register, shared
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.vault import Broken


def told(cast: Cast, who: str, of: str = "student", reason: str = "准备评价") -> Sequence[Evidence] | None:
    """What one sees of another; None for not found."""
    wish = Wish(cast.ids[of])
    try:
        return [k.evidence for k in cast.store.evidences.page(cast(who), cast.scope(who), wish, reason)[0]]
    except NotFound:
        return None


def test_the_same_told_again_is_kept_once_and_other_content_corrects_with_a_flag(cast: Cast) -> None:
    register(cast)
    teacher, keep = cast("teacher"), cast.store.evidences.keep
    brought = [piece(n) for n in range(3)]
    assert [c.outcome for c in keep(teacher, brought)] == ["added"] * 3
    again = keep(teacher, brought)
    assert [c.outcome for c in again] == ["unchanged"] * 3
    changed = piece(1, result=Result(Decimal(90), Decimal(100)))
    came = keep(teacher, [changed, piece(2), piece(2)])
    assert [c.outcome for c in came] == ["corrected", "unchanged", "unchanged"]
    seen = told(cast, "student")
    assert seen is not None
    assert {e.result.points for e in seen} == {Decimal("86.5"), Decimal(90)}
    flags = cast.store.evidences.flags(cast("student"), cast.scope("student"), cast.ids["student"], [came[0].id])
    assert [(f.version, f.why) for f in flags] == [(2, "corrected")]
    assert cast.store.audit.verify() == []


def test_what_the_register_does_not_name_is_turned_away_and_counted(cast: Cast) -> None:
    keep = cast.store.evidences.keep
    assert [c.why for c in keep(cast("teacher"), [piece()])] == ["kind"]
    narrow = Entry(Kind.ASSIGNMENT, frozenset([Part.ACTIVITY]), "用途", Basis.DUTY, 365, frozenset([Viewer.TEACHER]))
    register(cast, [narrow])
    late = piece(2, at=AT - timedelta(days=400), result=Result(), competencies=())
    soon = piece(3, at=AT + timedelta(days=9), result=Result(), competencies=())
    bare = piece(4, result=Result(), competencies=())
    came = keep(cast("teacher"), [piece(), late, soon, bare, replace(bare, kind=Kind.ATTENDANCE)])
    assert [c.why for c in came] == ["part", "old", "future", None, "kind"]
    counted = {(r.kind, r.why): r.count for r in cast.store.registers.refused(cast("steward"), "school")}
    assert counted == {
        ("assignment", "kind"): 1, ("assignment", "part"): 1, ("assignment", "old"): 1, ("assignment", "future"): 1,
        ("attendance", "kind"): 1,
    }  # fmt: skip
    for who in ("student", "teacher", "mentor", "acmesteward", "admin"):
        with pytest.raises(NotFound):
            cast.store.registers.refused(cast(who), "school")


@pytest.mark.parametrize(
    "who", ["student", "other", "mentor", "rivalmentor", "staff", "steward", "acmesteward", "admin"]
)
def test_nobody_tells_of_a_learner_who_is_not_theirs(cast: Cast, who: str) -> None:
    register(cast)
    assert [(c.outcome, c.why) for c in cast.store.evidences.keep(cast(who), [piece()])] == [("refused", "person")]


def test_a_stranger_and_nobody_get_one_answer(cast: Cast) -> None:
    register(cast)
    came = cast.store.evidences.keep(cast("teacher"), [piece(username="other"), piece(username="nobody")])
    assert [c.why for c in came] == ["person", "person"]


def test_who_sees_it_is_what_the_register_the_consent_and_the_agreement_say(cast: Cast) -> None:
    register(cast)
    cast.store.evidences.keep(cast("teacher"), [piece()])
    everybody = ("other", "mentor", "rivalmentor", "staff", "steward", "acmesteward", "admin")
    assert [w for w in everybody if told(cast, w) is not None] == []
    assert len(told(cast, "student") or ()) == 1
    assert len(told(cast, "teacher") or ()) == 1
    cast.store.enterprise_consents.give(cast("student"), "acme")
    assert told(cast, "mentor") is None, "no agreement yet"
    held = agree(cast)
    assert len(told(cast, "mentor") or ()) == 1
    assert [w for w in everybody if w != "mentor" and told(cast, w) is not None] == []
    cast.store.agreements.revoke(cast("steward"), held)
    assert told(cast, "mentor") is None


def test_a_register_may_keep_a_kind_from_mentors_and_from_teachers(cast: Cast) -> None:
    parts = frozenset(Part)
    nobody = Entry(Kind.ASSIGNMENT, parts, "用途", Basis.DUTY, 365, frozenset())
    teachers = Entry(Kind.COMPETITION, parts, "用途", Basis.DUTY, 365, frozenset([Viewer.TEACHER]))
    register(cast, [nobody, teachers])
    agree(cast)
    cast.store.enterprise_consents.give(cast("student"), "acme")
    cast.store.evidences.keep(cast("teacher"), [piece(1), piece(2, kind=Kind.COMPETITION)])
    assert [len(told(cast, w) or ()) for w in ("student", "teacher", "mentor")] == [2, 1, 0]


def test_another_enterprise_never_sees_what_concerns_this_one(cast: Cast) -> None:
    shared(cast)
    came = cast.store.evidences.keep(cast("mentor"), [piece(1, kind=Kind.INTERNSHIP)])
    assert [c.outcome for c in came] == ["added"]
    assert [e.enterprise for e in told(cast, "student") or ()] == ["acme"]
    people = cast.store.people
    people.enrol(cast.ids["rivalmentor"], "cnc1", "mentor")
    people.consent(cast.ids["student"], cast.ids["rivalmentor"])
    assert told(cast, "rivalmentor") is None


def test_an_enterprises_work_takes_the_learners_consent(cast: Cast) -> None:
    register(cast)
    agree(cast)
    log = piece(1, kind=Kind.INTERNSHIP, enterprise="acme")
    assert [c.why for c in cast.store.evidences.keep(cast("teacher"), [log])] == ["basis"]
    cast.store.enterprise_consents.give(cast("student"), "acme")
    assert [c.outcome for c in cast.store.evidences.keep(cast("teacher"), [log])] == ["added"]


def test_withdrawing_consent_makes_tombstones_and_ends_the_mentors_sight_at_once(cast: Cast) -> None:
    shared(cast)
    keep = cast.store.evidences.keep
    theirs = keep(cast("mentor"), [piece(1, kind=Kind.INTERNSHIP)])[0].id
    ours = keep(cast("teacher"), [piece(2)])[0].id
    cast.store.people.consent(cast.ids["student"], cast.ids["mentor"])
    assert cast.store.enterprise_consents.withdraw(cast("student"), "acme") == 1
    assert told(cast, "mentor") is None
    assert f"duty:{cast.ids['student']}" not in cast("mentor").atoms
    assert [e.id for e in told(cast, "teacher") or ()] == [ours]
    flags = cast.store.evidences.flags(cast("teacher"), cast.scope("teacher"), cast.ids["student"], [theirs, ours])
    assert [(f.evidence, f.why) for f in flags] == [(theirs, "withdrawn")]
    with cast.store.database.read() as conn:
        assert conn.execute(select(evidence.c.body).where(evidence.c.id == theirs)).scalar() is None
    assert keep(cast("mentor"), [piece(1, kind=Kind.INTERNSHIP)])[0].outcome == "refused"
    with pytest.raises(NotFound):
        cast.store.enterprise_consents.withdraw(cast("student"), "acme")


def test_consent_is_given_by_whom_it_is_about_or_recorded_by_their_steward(cast: Cast) -> None:
    give, student = cast.store.enterprise_consents.give, cast.ids["student"]
    for who in ("teacher", "mentor", "acmesteward", "admin", "other"):
        with pytest.raises(NotFound):
            give(cast(who), "acme", student, "guardian")
    with pytest.raises(BadInput):
        give(cast("steward"), "acme", student)
    assert give(cast("steward"), "acme", student, "guardian").basis == "guardian"
    with pytest.raises(Stale):
        give(cast("student"), "acme")
    with pytest.raises(BadInput):
        give(cast("student"), "school")
    pages = {w: len(cast.store.enterprise_consents.page(cast(w))) for w in cast.ids}
    assert {w for w, n in pages.items() if n} == {"student", "steward", "acmesteward"}


def test_staff_say_why_they_look_and_the_learner_reads_it(cast: Cast) -> None:
    register(cast)
    cast.store.evidences.keep(cast("teacher"), [piece()])
    with pytest.raises(BadInput):
        told(cast, "teacher", reason=" ")
    told(cast, "teacher", reason="期中评价")
    looks = {w: cast.store.looks.page(cast(w)) for w in cast.ids}
    assert [(x.person, x.reason) for x in looks["student"]] == [(cast.ids["teacher"], "期中评价")]
    assert {w for w, seen in looks.items() if seen} == {"student", "steward"}
    entries, _ = cast.store.audit.read(cast("steward"), "school")
    assert "期中评价" not in str(entries)
    assert any(e.act == "EvidenceLooked" for e in entries)


def test_a_piece_is_put_right_by_who_may_tell_of_it_and_by_version(cast: Cast) -> None:
    register(cast)
    piece_id = cast.store.evidences.keep(cast("teacher"), [piece()])[0].id
    right = Result(Decimal(95), Decimal(100))
    student, fix = cast.ids["student"], cast.store.evidence_correcting
    with pytest.raises(Forbidden):
        fix.correct(cast("student"), cast.scope("student"), student, piece_id, 1, right)
    for who in ("other", "mentor", "rivalmentor", "staff", "steward", "admin"):
        with pytest.raises(NotFound):
            fix.correct(cast(who), cast.scope(who), student, piece_id, 1, right)
    made = fix.correct(cast("teacher"), cast.scope("teacher"), student, piece_id, 1, right)
    assert (made.version, [e.result.points for e in told(cast, "student") or ()]) == (2, [Decimal(95)])
    with pytest.raises(Stale):
        fix.correct(cast("teacher"), cast.scope("teacher"), student, piece_id, 1, right)
    words = replace(right, words="不在登记范围的评语")
    with pytest.raises(Forbidden):
        fix.correct(cast("teacher"), cast.scope("teacher"), student, piece_id, 2, words)
    fix.take_out(cast("teacher"), cast.scope("teacher"), student, piece_id, 2)
    assert told(cast, "student") == []
    flags = cast.store.evidences.flags(cast("student"), cast.scope("student"), student, [piece_id])
    assert [f.why for f in flags] == ["corrected", "voided"]
    assert cast.store.audit.verify() == []


def test_what_was_kept_as_long_as_registered_becomes_a_tombstone(cast: Cast, clock: Clock) -> None:
    register(cast)
    cast.store.evidences.keep(cast("teacher"), [piece()])
    assert cast.store.evidences.expire() == 0
    clock.forward(days=3 * 365 + 1)
    assert cast.store.evidences.expire() == 1
    assert cast.store.evidences.expire() == 0
    assert told(cast, "student") == []


def test_erasing_the_learner_leaves_nothing_that_opens_and_the_export_held_it_all(cast: Cast) -> None:
    shared(cast)
    cast.store.evidences.keep(cast("mentor"), [piece(1, kind=Kind.INTERNSHIP)])
    cast.store.evidences.keep(cast("teacher"), [piece(2)])
    told(cast, "teacher", reason="期中评价")
    whole = json.dumps(cast.store.personal.export(cast("student"), cast.scope("student")), ensure_ascii=False)
    for kept in ("粗车外圆 1", "粗车外圆 2", "期中评价", "acme"):
        assert kept in whole
    with cast.store.database.read() as conn:
        rows = conn.execute(select(evidence)).all()
        assert not any("粗车".encode() in row.body for row in rows)
    cast.store.erasing.destroy_person(cast.ids["student"])
    with cast.store.database.read() as conn:
        assert conn.execute(select(evidence)).all() == []
    assert cast.store.audit.verify() == []


def test_one_owners_key_alone_opens_nothing_of_a_learner(cast: Cast) -> None:
    """Shredding: rows a backup brings back stay shut without the learner's key."""
    register(cast)
    cast.store.evidences.keep(cast("teacher"), [piece()])
    shelf = cast.store.library._shelf
    student, scope = cast("student"), cast.scope("student")
    with shelf.database.write() as conn:
        shelf.keys.destroy(conn, f"person:{student.id}")
    with pytest.raises(NotFound):
        cast.store.evidences.every(student, scope)


def test_an_enterprise_that_leaves_takes_its_registers_and_its_evidence(cast: Cast) -> None:
    shared(cast)
    cast.store.evidences.keep(cast("mentor"), [piece(1, kind=Kind.INTERNSHIP)])
    cast.store.evidences.keep(cast("teacher"), [piece(2)])
    cast.store.erasing.destroy_owner("acme")
    assert cast.store.registers.page(cast("steward")) == []
    assert [e.activity for e in told(cast, "student") or ()] == ["粗车外圆 2"]


def test_a_byte_turned_over_is_found(cast: Cast) -> None:
    register(cast)
    cast.store.evidences.keep(cast("teacher"), [piece()])
    with cast.store.database.write() as conn:
        body = bytearray(conn.execute(select(evidence.c.body)).scalar_one())
        body[-1] ^= 1
        conn.execute(update(evidence).values(body=bytes(body)))
    with pytest.raises(Broken):
        told(cast, "student")


def test_pages_hold_everything_once_in_order(cast: Cast) -> None:
    register(cast)
    cast.store.evidences.keep(cast("teacher"), [piece(n, at=AT - timedelta(days=n % 4)) for n in range(11)])
    cursor, found = None, []
    while True:
        wish = Wish(cast.ids["student"], limit=3, cursor=cursor)
        shown, cursor = cast.store.evidences.page(cast("student"), cast.scope("student"), wish)
        found += [k.evidence for k in shown]
        if cursor is None:
            break
    assert len({e.id for e in found}) == len(found) == 11
    assert [e.at for e in found] == sorted((e.at for e in found), reverse=True)
