"""Objections to evidence: the learner's own, one open at a time, answered once by another who sees the piece."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from learning.evidence import Result, fits
from records.evidencekeeping import EXPIRED
from records.evidences import Wish
from records.objections import CHANGED, KEPT, Objection, Opened
from records.schema import objections
from tests.records.cast import Cast
from tests.records.conftest import Clock
from tests.records.evidenced import AT, piece, register, shared
from trust.errors import BadInput, Forbidden, NotFound, Stale

EARLY = AT - timedelta(days=300)


def told(cast: Cast, **changes: object) -> str:
    return cast.store.evidences.keep(cast("teacher"), [piece(**changes)])[0].id


def objected(cast: Cast, evidence: str, who: str = "student", words: str = "那天我到了") -> Objection:
    return cast.store.objections.object(cast(who), cast.scope(who), evidence, words)


def answer(cast: Cast, made: Objection, outcome: str, words: str = "", who: str = "teacher") -> Objection:
    return cast.store.objections.answer(cast(who), cast.scope(who), made.id, outcome, words)


def listed(cast: Cast, who: str) -> list[Objection]:
    return cast.store.objections.page(cast(who), cast.scope(who))


def seen(cast: Cast, who: str) -> list[str]:
    return [o.id for o in listed(cast, who)]


def read(cast: Cast, made: Objection, who: str = "teacher") -> Opened:
    return cast.store.objections.opened(cast(who), cast.scope(who), made.id)


def looks(cast: Cast) -> int:
    return len(cast.store.looks.page(cast("student")))


def test_an_objection_is_answered_once_the_piece_was_put_right(cast: Cast) -> None:
    register(cast)
    evidence = told(cast)
    made = objected(cast, evidence)
    with pytest.raises(Stale):
        objected(cast, evidence, words="再说一次")
    with pytest.raises(Stale):
        answer(cast, made, CHANGED)
    with pytest.raises(BadInput):
        answer(cast, made, KEPT)
    with pytest.raises(Forbidden):
        answer(cast, made, KEPT, "我说了算", who="student")
    fix = cast.store.evidence_correcting.correct
    fix(cast("teacher"), cast.scope("teacher"), cast.ids["student"], evidence, 1, Result(Decimal(90), Decimal(100)))
    done = answer(cast, made, CHANGED, "已更正")
    assert (done.outcome, done.answer, done.words) == (CHANGED, "已更正", "")
    assert [(o.words, o.answer) for o in listed(cast, "student")] == [("那天我到了", "已更正")]
    assert done.person == cast.ids["teacher"]
    with pytest.raises(Stale):
        answer(cast, made, KEPT, "不改了")
    again = objected(cast, evidence, words="还有一处")
    assert answer(cast, again, KEPT, "原件如此").outcome == KEPT
    assert cast.store.audit.verify() == []


def test_nobody_objects_to_another_s_and_only_who_sees_the_piece_sees_the_objection(cast: Cast) -> None:
    shared(cast)
    mine, theirs = told(cast), told(cast, enterprise="acme", n=2)
    for evidence, who in ((mine, "other"), (mine, "teacher"), ("nothing", "student")):
        with pytest.raises(NotFound):
            objected(cast, evidence, who)
    made, about_acme = objected(cast, mine), objected(cast, theirs, words="日志不是我的")
    assert set(seen(cast, "student")) == {made.id, about_acme.id}
    assert set(seen(cast, "teacher")) == {made.id, about_acme.id}
    assert set(seen(cast, "mentor")) == {made.id, about_acme.id}
    for who in ("other", "rivalmentor", "staff", "steward", "admin"):
        assert seen(cast, who) == []
        with pytest.raises(NotFound):
            answer(cast, made, KEPT, "看不到", who=who)


def test_staff_read_words_by_opening_alone_which_is_a_look(cast: Cast) -> None:
    shared(cast)
    evidence = told(cast)
    made = objected(cast, evidence, words="我那天住院了")
    before = looks(cast)
    for who in ("teacher", "mentor"):
        assert [(o.id, o.words, o.answer) for o in listed(cast, who)] == [(made.id, "", "")]
    assert looks(cast) == before
    opened = read(cast, made)
    assert opened.kept is not None
    assert (opened.words, opened.kept.evidence.id) == ("我那天住院了", evidence)
    assert looks(cast) == before + 1
    assert read(cast, made, "student").words == "我那天住院了"
    assert looks(cast) == before + 1
    assert answer(cast, made, KEPT, "原件如此").words == ""
    assert [(o.words, o.answer) for o in listed(cast, "teacher")] == [("", "")]


def test_of_a_piece_taken_out_staff_read_no_words_and_still_answer(cast: Cast) -> None:
    shared(cast)
    evidence = told(cast)
    made = objected(cast, evidence, words="我那天住院了")
    cast.store.evidence_correcting.take_out(cast("teacher"), cast.scope("teacher"), cast.ids["student"], evidence, 1)
    assert read(cast, made) == Opened("", None)
    assert answer(cast, made, CHANGED).outcome == CHANGED
    for who in ("teacher", "mentor"):
        assert listed(cast, who) == []
        with pytest.raises(NotFound):
            read(cast, made, who)
    assert [o.words for o in listed(cast, "student")] == ["我那天住院了"]


def test_with_the_evidence_expire_the_words_of_every_objection_to_it(cast: Cast, clock: Clock) -> None:
    shared(cast)
    evidence = told(cast)
    answer(cast, objected(cast, evidence, words="我那天住院了"), KEPT, "原件如此")
    objected(cast, evidence, words="我那天真的住院了")
    clock.forward(days=4000)
    assert cast.store.evidences.expire() == 1
    with cast.store.database.read() as conn:
        assert conn.execute(select(objections.c.body)).scalars().all() == [None, None]
    assert listed(cast, "teacher") == []
    mine = listed(cast, "student")
    assert {(o.words, o.answer, o.outcome) for o in mine} == {("", "", KEPT), ("", "", EXPIRED)}
    with pytest.raises(NotFound):
        answer(cast, mine[0], KEPT, "不改了")


def test_the_words_of_objections_expire_also_where_the_piece_itself_has_long_gone(cast: Cast, clock: Clock) -> None:
    shared(cast)
    out, withdrawn, fresh = told(cast, at=EARLY), told(cast, n=1, at=EARLY, enterprise="acme"), told(cast, n=2)
    made = {one: objected(cast, one, words=f"我那天住院了{n}") for n, one in enumerate((out, withdrawn, fresh))}
    answer(cast, made[out], KEPT, "原件如此")
    take_out = cast.store.evidence_correcting.take_out
    for one in (out, fresh):
        take_out(cast("teacher"), cast.scope("teacher"), cast.ids["student"], one, 1)
    cast.store.enterprise_consents.withdraw(cast("student"), "acme")
    assert cast.store.evidences.expire() == 0
    assert len(spoken(cast)) == 3, "none of it is over yet"
    clock.forward(days=1000)
    assert cast.store.evidences.expire() == 0, "no piece was left to become a tombstone"
    assert spoken(cast) == {fresh: None}
    assert {o.evidence: o.outcome for o in listed(cast, "student")} == {out: KEPT, withdrawn: EXPIRED, fresh: None}
    assert cast.store.evidences.expire() == 0


def spoken(cast: Cast) -> dict[str, str | None]:
    """Pieces with words of objections, and what came of each."""
    with cast.store.database.read() as conn:
        query = select(objections.c.evidence, objections.c.outcome).where(objections.c.body.is_not(None))
        return {row.evidence: row.outcome for row in conn.execute(query)}


def test_of_two_who_settle_one_the_second_changes_nothing(cast: Cast) -> None:
    shared(cast)
    evidence, right = told(cast), Result(Decimal(90), Decimal(100))
    made = objected(cast, evidence)
    answer(cast, made, KEPT, "原件如此", who="mentor")
    settle = cast.store.objections.settle
    for result in (right, None):
        with pytest.raises(Stale):
            settle(cast("teacher"), cast.scope("teacher"), made.id, 1, result, "已更正")
    again = objected(cast, evidence, words="还有一处")
    held = read(cast, again).kept
    assert held is not None
    assert (held.version, held.evidence.result) == (1, piece().result)
    for who, version, fault in (("teacher", 7, Stale), ("rivalmentor", 1, NotFound)):
        with pytest.raises(fault):
            settle(cast(who), cast.scope(who), again.id, version, right, "")
    assert settle(cast("teacher"), cast.scope("teacher"), again.id, 1, right, "已更正").outcome == CHANGED
    [kept] = cast.store.evidences.of(cast("student"), cast.scope("student"), cast.ids["student"], [evidence])
    assert (kept.version, kept.evidence.result) == (2, right)
    assert cast.store.audit.verify() == []


@pytest.mark.parametrize("number", ["9e99999", "1e-99999", "1000001", "-1", "NaN", "Infinity"])
def test_points_have_a_bound_wherever_they_come_from(number: str) -> None:
    with pytest.raises(ValueError, match="points"):
        Result(Decimal(number), Decimal(number))
    assert not fits(Decimal(number))


def test_an_objection_goes_with_its_learner_and_is_told_in_the_export(cast: Cast) -> None:
    register(cast)
    evidence = told(cast)
    objected(cast, evidence)
    export = cast.store.personal.export(cast("student"), cast.scope("student"))
    assert [o["words"] for o in export["objections"]] == ["那天我到了"]
    with cast.store.database.read() as conn:
        body = conn.execute(select(objections.c.body)).scalar_one()
    assert "那天".encode() not in body
    cast.store.erasing.destroy_person(cast.ids["student"])
    with cast.store.database.read() as conn:
        assert conn.execute(select(func.count()).select_from(objections)).scalar_one() == 0
    assert cast.store.evidences.page(cast("other"), cast.scope("other"), Wish(cast.ids["other"]))[0] == []
