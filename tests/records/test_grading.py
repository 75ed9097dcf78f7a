"""Grading as stored: schemes signed and frozen, scores blind and on seats, grades that replay, appeals, erasure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from records.schema import audit, grades, judgements, schemes
from records.store import Store
from tests.prepared import CHEAP
from tests.records.conftest import Clock
from tests.records.evidenced import piece, register
from tests.records.graded import SAFETY, SCHEME, SKILL, D, Graded, agreed, graded, signed
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.settings import Settings


@pytest.fixture
def both(store: Store) -> Graded:
    """On SQLite and on PostgreSQL."""
    return graded(store)


@pytest.fixture
def one(tmp_path: Path, clock: Clock) -> Iterator[Graded]:
    opened = Store.open(Settings(data=tmp_path / "data"), clock, passwords=CHEAP)
    yield graded(opened)
    opened.close()


def wrong(house: Graded) -> list[tuple[str, ...]]:
    return [found.wrong for found in house.store.replaying.every()]


def test_a_scheme_is_signed_by_both_sides_and_stands_once_somebody_is_scored(both: Graded) -> None:
    cast, held = both.cast, both.store.schemes
    made = held.draft(cast("teacher"), "acme", replace(SCHEME, threshold=D(20)))
    assert (made.scheme.version, made.state) == (2, "draft")
    with pytest.raises(Stale):
        held.sign(cast("mentor"), made.id, "0" * 64)
    once = held.sign(cast("mentor"), made.id, made.scheme.digest)
    with pytest.raises(Forbidden):
        held.sign(cast("mentor2"), made.id, made.scheme.digest)
    changed = held.change(cast("teacher2"), made.id, once.version, replace(SCHEME, threshold=D(25)))
    assert changed.signatures == ()
    with pytest.raises(Stale):
        held.change(cast("teacher"), made.id, once.version, SCHEME)
    with pytest.raises(Forbidden):
        held.change(cast("mentor"), made.id, changed.version, SCHEME)
    both.score("teacher", "skill", 80)
    first = held.get(cast("teacher"), both.held.id)
    assert first.frozen_at is not None
    with pytest.raises(Stale):
        held.change(cast("teacher"), first.id, first.version, SCHEME)


def test_each_sees_the_schemes_that_are_theirs(one: Graded) -> None:
    draft = one.store.schemes.draft(one.cast("teacher"), "acme", SCHEME)
    seen = {who: {h.id for h in one.store.schemes.page(one.cast(who))} for who in one.cast.ids}
    judges = {"teacher", "teacher2", "teacher3", "mentor", "mentor2", "steward", "acmesteward"}
    assert {who for who, ids in seen.items() if draft.id in ids} == judges
    assert {who for who, ids in seen.items() if one.held.id in ids} == {*judges, "student", "other"}


def test_a_new_version_changes_nothing_of_what_was_begun(one: Graded) -> None:
    agreed(one.cast)
    one.whole()
    before = one.publish()
    newer = signed(one.cast, replace(SCHEME, criteria=(replace(SKILL, weight=D(1)),)))
    assert one.store.schemes.get(one.cast("teacher"), one.held.id).state == "replaced"
    assert one.mine()[0].published == before
    with pytest.raises(NotFound):  # whom nobody judged yet is judged by the new one
        one.score("teacher", "skill", 70, student="other")
    after = Graded(one.cast, newer)
    after.score("teacher", "skill", 70, student="other")
    with pytest.raises(NotFound):  # and who was judged by the old one is not judged twice
        after.score("teacher2", "skill", 70)
    assert wrong(one) == [()]


def test_a_rater_is_blind_to_the_others_until_both_sides_are_in(both: Graded) -> None:
    agreed(both.cast)
    both.score("teacher", "skill", 80)
    empty = both.look("mentor").report
    both.score("mentor", "skill", 90)
    alone = both.look("teacher").report
    both.score("mentor", "skill", 55, version=1)
    assert both.look("teacher").report == alone
    both.score("teacher2", "skill", missing="pending")
    assert both.look("teacher").report == alone
    assert (empty.low, empty.high) == (D(0), D(100))
    both.score("teacher2", "skill", 86, version=1)
    shown = both.look("teacher").report.criteria[0]
    assert [(s.side, s.low) for s in shown.sides] == [("school", D(83)), ("enterprise", D(55))]
    assert both.look("teacher").queued


def test_without_an_agreement_neither_side_learns_the_others(one: Graded) -> None:
    one.whole()
    sides = {who: one.look(who).report.criteria[0].sides for who in ("teacher", "mentor")}
    assert [s.low for s in sides["teacher"]] == [D(83), D(0)]
    assert [s.low for s in sides["mentor"]] == [D(0), D(90)]
    with pytest.raises(Stale):
        one.publish()
    assert one.mine() == []
    held = agreed(one.cast)
    assert one.look("teacher").report.final == D("86.3")
    one.publish()
    assert [m.report.final for m in one.mine()] == [D("86.3")]
    one.store.agreements.revoke(one.cast("acmesteward"), held.id)
    assert one.mine() == []
    agreed(one.cast)
    assert len(one.mine()) == 1


def test_a_published_grade_outlives_the_day_its_agreement_ends(one: Graded, clock: Clock) -> None:
    agreed(one.cast)
    one.whole()
    one.publish()
    clock.forward(days=1100)
    assert len(one.mine()) == 1
    one.whole("other")
    with pytest.raises(Stale):
        one.publish(student="other")


def test_what_is_missing_is_typed_and_never_zero(both: Graded) -> None:
    agreed(both.cast)
    both.score("teacher", "skill", missing="not_due")
    both.score("teacher2", "skill", 86)
    both.score("mentor", "skill", 90)
    both.score("mentor", "safety", 85)
    found = both.look("teacher").report
    assert (found.low, found.high, found.final) == (D(34), D(94), None)
    with pytest.raises(BadInput):
        both.score("teacher", "skill", version=1, missing="excused")
    both.score("teacher", "skill", version=1, missing="absent")
    assert both.look("teacher").report.final is None
    with pytest.raises(Stale):
        both.publish()


def test_two_teachers_on_one_score_one_is_told_and_nothing_is_lost(both: Graded) -> None:
    first = both.score("teacher", "skill", 80)
    again = both.score("teacher", "skill", "81.5", version=first.version)
    with pytest.raises(Stale):
        both.score("teacher", "skill", 10, version=first.version)
    assert (again.version, again.said.points) == (2, D("81.5"))
    both.score("teacher2", "skill", 86)
    with pytest.raises(Stale):
        both.score("teacher3", "skill", 20)
    learners = both.store.scores.sheet(both.cast("teacher"), both.cast.scope("teacher"), both.held.id)[1]
    mine = next(one for one in learners if one.id == both.cast.ids["student"])
    assert mine.scores["skill"].said.points == D("81.5")


def test_a_third_of_the_side_and_a_moderator_of_neither_come_where_they_are_asked_for(one: Graded) -> None:
    agreed(one.cast)
    one.score("teacher", "skill", 60)
    one.score("teacher2", "skill", 86)
    assert one.score("teacher3", "skill", 62).seat == "third"
    one.score("mentor", "skill", 90)
    one.score("mentor", "safety", 85)
    assert one.look("teacher").queued
    assert one.score("mentor2", "skill", 80).seat == "moderator"
    assert one.look("teacher").report.criteria[0].moderated
    assert one.publish().replayed().final == D("82.0")


def test_an_unsafe_verdict_needs_its_reason_and_caps_the_grade(one: Graded) -> None:
    agreed(one.cast)
    with pytest.raises(BadInput):
        one.score("mentor", "safety", 40)
    one.whole(safety=40)
    one.publish()
    found = one.mine()[0].report
    assert (found.final, found.unsafe) == (D("59.0"), True)


def test_who_is_no_judge_of_the_student_finds_nothing(one: Graded) -> None:
    agreed(one.cast)
    one.whole()
    one.publish()
    for who in ("student", "other", "staff", "rivalmentor", "steward", "acmesteward", "admin"):
        with pytest.raises(NotFound):
            one.score(who, "skill", 50)
        with pytest.raises(NotFound):
            one.look(who)
        with pytest.raises(NotFound):
            one.publish(who)
        seen = one.mine(who, "student")
        assert [m.report.final for m in seen] == ([D("86.3")] if who == "student" else []), who
    for who in ("teacher", "teacher2", "mentor", "mentor2"):
        assert len(one.mine(who, "student")) == 1, who
    with pytest.raises(Forbidden):
        one.publish("mentor")
    one.store.people.withdraw_consent(one.cast.ids["student"], one.cast.ids["mentor2"])
    assert one.mine("mentor2", "student") == []


def test_published_grades_replay_and_a_change_anywhere_is_named(both: Graded) -> None:
    agreed(both.cast)
    both.whole()
    both.whole("other", mentor=88)
    made = both.publish()
    both.publish(student="other")
    assert wrong(both) == [(), ()]
    with both.store.database.write() as conn:
        kept = conn.execute(select(grades).where(grades.c.id == made.id)).one()
        flipped = bytes([kept.body[0]]) + bytes([kept.body[40] ^ 1]) + kept.body[2:]
        changes: tuple[tuple[Any, dict[str, Any], str], ...] = (
            (grades.c.id == made.id, {"body": flipped}, "unreadable"),
            (grades.c.id == made.id, {"edition": 9}, "columns"),
            (grades.c.id == made.id, {"person": both.cast.ids["mentor"]}, "columns"),
        )
    for where, change, name in changes:
        with both.store.database.write() as conn:
            conn.execute(update(grades).where(where).values(change))
        assert wrong(both) == [(name,), ()]
        with both.store.database.write() as conn:
            conn.execute(update(grades).where(where).values(body=kept.body, edition=kept.edition, person=kept.person))
    with both.store.database.write() as conn:
        row = conn.execute(select(judgements).where(judgements.c.student == made.student)).first()
        assert row is not None
        body = row.body[:-1] + bytes([row.body[-1] ^ 1])
        conn.execute(update(judgements).where(judgements.c.id == row.id).values(body=body))
    assert wrong(both) == [("judgements",), ()]


def test_a_published_score_stands(one: Graded) -> None:
    agreed(one.cast)
    one.whole()
    one.publish()
    with pytest.raises(Stale):
        one.score("teacher", "skill", 99, version=1)
    with pytest.raises(Stale):
        one.publish()


def test_an_appeal_is_decided_by_another_and_gives_a_new_edition(both: Graded, clock: Clock) -> None:
    cast, held = both.cast, both.store.appeals
    agreed(cast)
    both.whole()
    made = both.publish()
    with pytest.raises(Forbidden):
        held.raise_against(cast("teacher"), cast.scope("teacher"), made.id, "skill", "我不同意")
    with pytest.raises(NotFound):
        held.raise_against(cast("other"), cast.scope("other"), made.id, "skill", "我不同意")
    told = held.raise_against(cast("student"), cast.scope("student"), made.id, "skill", "操作是按规程做的")
    with pytest.raises(Stale):
        held.raise_against(cast("student"), cast.scope("student"), made.id, "safety", "还有")
    seen = {who for who in cast.ids if held.page(cast(who), cast.scope(who))}
    assert seen == {"student", "teacher", "teacher2", "teacher3", "mentor", "mentor2"}
    with pytest.raises(Forbidden):
        held.decide(cast("teacher"), cast.scope("teacher"), told.id, 1, None, "维持")
    with pytest.raises(NotFound):
        held.decide(cast("rivalmentor"), cast.scope("rivalmentor"), told.id, 1, None, "维持")
    decided, after = held.decide(cast("teacher3"), cast.scope("teacher3"), told.id, 1, D(90), "复核录像")
    assert after is not None
    assert (decided.assessor, after.edition, after.appeal) == (cast.ids["teacher3"], 2, told.id)
    with pytest.raises(Stale):
        held.decide(cast("mentor2"), cast.scope("mentor2"), told.id, 1, None, "维持")
    assert [m.report.final for m in both.mine()] == [D("87.0"), D("86.3")]
    assert wrong(both) == [(), ()]
    clock.forward(days=15)
    with pytest.raises(Stale):
        held.raise_against(cast("student"), cast.scope("student"), after.id, "skill", "再看")


def test_a_score_names_only_evidence_of_its_student_that_its_rater_sees(one: Graded) -> None:
    cast, keep = one.cast, one.store.evidences.keep
    register(cast)
    mine, alike, others = keep(cast("teacher"), [piece(0), piece(1), piece(2, username="other")])
    for named in ((others.id,), (mine.id, "nothing")):
        with pytest.raises(BadInput):
            one.score("teacher", "skill", 80, evidence=named)
    with pytest.raises(BadInput):  # without an agreement and a consent a mentor sees none of it
        one.score("mentor", "skill", 80, evidence=(mine.id,))
    score = one.score("teacher", "skill", 80, evidence=(mine.id, alike.id))
    one.store.evidence_correcting.take_out(cast("teacher"), cast.scope("teacher"), cast.ids["student"], mine.id, 1)
    again = one.score("teacher", "skill", 82, version=score.version, evidence=score.said.evidence)
    assert again.said.evidence == (mine.id, alike.id)  # what it named before may stay
    with pytest.raises(BadInput):
        one.score("teacher2", "skill", 82, evidence=(mine.id,))


def test_process_counts_once_its_recording_is_closed_and_withdrawing_never_raises_a_grade(one: Graded) -> None:
    agreed(one.cast)
    with_process = (replace(SKILL, process=D("0.1"), expected=D(40)), SAFETY)
    house = Graded(one.cast, signed(one.cast, replace(SCHEME, criteria=with_process)))
    cast, scores, student = house.cast, house.store.crediting, house.cast.ids["student"]

    def credit(who: str = "teacher", **told: Any) -> Any:
        return scores.credit(cast(who), cast.scope(who), house.held.id, student, "skill", **told)

    house.whole()
    register(cast)
    pieces = house.store.evidences.keep(cast("teacher"), [piece(0), piece(1)])
    first = credit(kind="earned", earned=D(20), evidence=pieces[0].id)
    credit(kind="earned", earned=D(10), evidence=pieces[1].id)
    with pytest.raises(Stale):
        house.publish()
    with pytest.raises(Forbidden):
        credit("mentor", kind="closed")
    credit(kind="closed")
    before = house.look("teacher").report.final
    assert before == D("85.6")
    house.publish()
    scores.withdraw(cast("teacher"), cast.scope("teacher"), house.held.id, student, first.id)
    assert house.mine()[0].touched
    assert house.mine()[0].report.final == before
    told = house.store.appeals.raise_against(
        cast("student"), cast.scope("student"), house.mine()[0].published.id, "skill", "请复核"
    )
    after = house.store.appeals.decide(cast("teacher3"), cast.scope("teacher3"), told.id, 1, None, "维持")[1]
    assert after is not None
    assert (after.replayed().final or D(100)) < before
    assert wrong(house) == [(), ()]


def test_what_is_kept_about_a_student_tells_their_grades_and_no_rater(one: Graded) -> None:
    agreed(one.cast)
    one.whole()
    made, student = one.publish(), one.cast("student")
    one.store.appeals.raise_against(student, one.cast.scope("student"), made.id, "skill", "请复核操作")
    told = one.store.personal.export(one.cast("student"), one.cast.scope("student"))
    assert [(g["edition"], g["report"]["final"]) for g in told["grades"]] == [(1, "86.3")]
    text = json.dumps(told, ensure_ascii=False)
    assert "请复核操作" in text
    assert not [who for who in ("teacher", "teacher2", "mentor") if one.cast.ids[who] in json.dumps(told["grades"])]
    assert "看过" not in text


def test_a_persons_grades_go_with_them_and_an_enterprises_with_its_key(one: Graded) -> None:
    agreed(one.cast)
    one.whole()
    one.whole("other")
    one.publish()
    one.publish(student="other")
    one.store.erasing.destroy_person(one.cast.ids["student"])
    with one.store.database.read() as conn:
        for table in (grades, judgements):
            assert set(conn.execute(select(table.c.student)).scalars()) == {one.cast.ids["other"]}
    one.store.erasing.destroy_owner("acme")
    with one.store.database.read() as conn:
        assert [conn.execute(select(table.c.id)).all() for table in (grades, judgements, schemes)] == [[], [], []]


@pytest.mark.parametrize("consenting", [True, False])
def test_the_enterprise_s_audit_tells_of_grades_only_while_the_consent_stands(one: Graded, consenting: bool) -> None:
    agreed(one.cast)
    student, appeals = one.cast("student"), one.store.appeals
    if consenting:
        one.store.enterprise_consents.give(student, "acme")
    one.whole()
    grade = one.publish()
    one.look("teacher")
    raised = appeals.raise_against(student, one.cast.scope("student"), grade.id, "skill", "请复核")
    appeals.decide(one.cast("teacher3"), one.cast.scope("teacher3"), raised.id, raised.version, D(90), "重看")
    one.store.audit.flush()
    named = (student.id, grade.id, raised.id)
    with one.store.database.read() as conn:
        told = {(r.chain, r.act) for r in conn.execute(select(audit)) if any(i in r.body for i in named)}
    acts = {"GradePublished", "GradesLooked", "AppealRaised", "AppealDecided"}
    assert {act for chain, act in told if chain == "school"} >= acts
    assert {act for chain, act in told if chain == "acme"} & acts == (acts if consenting else set())


def test_every_act_is_audited_by_ids_alone(one: Graded) -> None:
    agreed(one.cast)
    one.store.enterprise_consents.give(one.cast("student"), "acme")
    one.whole()
    one.look("teacher")
    one.publish()
    one.store.audit.flush()
    with one.store.database.read() as conn:
        found = [(r.chain, r.act, r.body) for r in conn.execute(select(audit))]
    by_act = {act: {chain for chain, name, _ in found if name == act} for _, act, _ in found}
    for act in ("SchemeDrafted", "SchemeSigned", "Scored", "GradePublished", "GradesLooked"):
        assert by_act[act] == {"school", "acme"}, act
    ours = [body for _, act, body in found if act in ("Scored", "GradePublished")]
    assert ours
    assert all("看过" not in body and "points" not in json.loads(body) for body in ours)
    scored_by = {json.loads(body)["person"] for chain, act, body in found if (chain, act) == ("school", "Scored")}
    assert one.cast.ids["mentor"] not in scored_by
    assert one.store.audit.verify() == []
