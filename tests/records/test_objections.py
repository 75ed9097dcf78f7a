"""Objections to evidence: the learner's own, one open at a time, answered once by another who sees the piece."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from learning.evidence import Result
from records.evidences import Wish
from records.objections import CHANGED, KEPT, Objection
from records.schema import objections
from tests.records.cast import Cast
from tests.records.evidenced import piece, register, shared
from trust.errors import BadInput, Forbidden, NotFound, Stale


def told(cast: Cast, **changes: object) -> str:
    return cast.store.evidences.keep(cast("teacher"), [piece(**changes)])[0].id


def objected(cast: Cast, evidence: str, who: str = "student", words: str = "那天我到了") -> Objection:
    return cast.store.objections.object(cast(who), cast.scope(who), evidence, words)


def answer(cast: Cast, made: Objection, outcome: str, words: str = "", who: str = "teacher") -> Objection:
    return cast.store.objections.answer(cast(who), cast.scope(who), made.id, outcome, words)


def seen(cast: Cast, who: str) -> list[str]:
    return [o.id for o in cast.store.objections.page(cast(who), cast.scope(who))]


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
    assert (done.outcome, done.answer, done.words) == (CHANGED, "已更正", "那天我到了")
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
    assert {made.id, about_acme.id} >= set(seen(cast, "teacher")) >= {made.id}
    for who in ("other", "rivalmentor", "staff", "steward", "admin"):
        assert seen(cast, who) == []
        with pytest.raises(NotFound):
            answer(cast, made, KEPT, "看不到", who=who)
    before = len(cast.store.looks.page(cast("student")))
    kept = cast.store.objections.piece(cast("teacher"), cast.scope("teacher"), made.id)
    assert kept is not None
    assert kept.evidence.id == mine
    assert len(cast.store.looks.page(cast("student"))) == before + 1


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
