"""Comments as stored: what they rest on, who sees which edition, two signatures, versions, staleness, erasure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from learning.commentcheck import Sentence, faults
from learning.commentdiff import changes
from learning.commentwords import write
from learning.evidence import Kind, Result
from records.commentbasis import Bases
from records.commentrows import Comment
from records.comments import Comments
from records.store import Store
from tests.prepared import CHEAP
from tests.records.conftest import Clock
from tests.records.evidenced import AT, agree, piece, register
from tests.records.graded import Graded, agreed, graded
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.settings import Settings


@pytest.fixture
def one(tmp_path: Path, clock: Clock) -> Iterator[Graded]:
    opened = Store.open(Settings(data=tmp_path / "data"), clock, passwords=CHEAP)
    yield graded(opened)
    opened.close()


def evidenced(house: Graded) -> Graded:
    """Two pieces of the school's; one of the enterprise's, with a word of its own."""
    register(house.cast)
    agree(house.cast)
    house.store.enterprise_consents.give(house.cast("student"), "acme")
    house.store.evidences.keep(house.cast("teacher"), [piece(1), piece(2, result=Result(Decimal(61), Decimal(100)))])
    theirs = piece(3, activity="秘密工装验收", kind=Kind.INTERNSHIP, enterprise="acme", key=("3",))
    came = house.store.evidences.keep(house.cast("mentor"), [theirs])
    assert came[0].outcome == "added"
    return house


def drawn(house: Graded, who: str = "teacher", version: int = 0, student: str = "student") -> Comment:
    comments, (principal, scope) = house.store.comments, caller(house, who)
    basis = comments.basis(principal, scope, house.held.id, house.cast.ids[student])
    return comments.enter(principal, scope, basis, "student", version, write(basis.found, "student"), "rules")


def caller(house: Graded, who: str) -> tuple[Any, Any]:
    return house.cast(who), house.cast.scope(who)


def sees(house: Graded, comment: Comment) -> set[str]:
    found = set()
    for who in house.cast.ids:
        try:
            house.store.comments.get(*caller(house, who), comment.id)
            found.add(who)
        except NotFound:
            pass
    return found


def whole(house: Graded) -> Comment:
    """Graded, released, drawn and signed by both."""
    evidenced(house)
    agreed(house.cast)
    house.whole()
    house.publish()
    made = drawn(house)
    for who in ("teacher", "mentor"):
        made = house.store.comments.sign(*caller(house, who), made.id, made.version)
    return made


def test_both_sides_sign_and_then_the_student_reads_it(store: Store) -> None:
    """On SQLite and on PostgreSQL."""
    house = graded(store)
    evidenced(house)
    agreed(house.cast)
    house.whole()
    house.publish()
    comments, made = store.comments, drawn(house)
    assert faults(made.sentences, made.facts) == []
    assert (made.state, made.joined) == ("draft", True)
    teachers, judges = {"teacher", "teacher2", "teacher3"}, {"mentor", "mentor2"}
    assert sees(house, made) == teachers | judges
    with pytest.raises(Stale):
        comments.sign(*caller(house, "mentor"), made.id, made.version)  # a teacher comes first
    once = comments.sign(*caller(house, "teacher"), made.id, made.version)
    with pytest.raises(Stale):
        comments.sign(*caller(house, "mentor"), made.id, made.version)  # it moved on
    assert comments.mine(*caller(house, "student")) == []
    both = comments.sign(*caller(house, "mentor"), made.id, once.version)
    assert both.state == "issued"
    assert sees(house, made) == teachers | judges | {"student"}
    assert [c.sentences for c in comments.mine(*caller(house, "student"))] == [made.sentences]
    assert store.mine.kept(house.cast("student")).comments == 1
    back = comments.unsign(*caller(house, "mentor"), made.id, both.version)
    assert back.state == "signed"
    assert comments.mine(*caller(house, "student")) == []
    assert store.mine.kept(house.cast("student")).comments == 0


def test_without_a_release_only_the_schools_part_is_told_and_no_mentor_reads_it(one: Graded) -> None:
    evidenced(one)
    one.whole()
    made = drawn(one)
    assert not made.joined
    assert sees(one, made) == {"teacher", "teacher2", "teacher3"}
    assert not any(f.id == "criterion:safety" or f.topic == "grade" for f in made.facts)
    skill = next(f for f in made.facts if f.id == "criterion:skill")
    assert (skill.value, skill.school_alone) == (Decimal("83"), True)
    assert sum(f.topic == "piece" for f in made.facts) == 2
    agreed(one.cast)
    assert one.store.comments.get(*caller(one, "teacher"), made.id).stale
    with pytest.raises(Stale):
        one.store.comments.sign(*caller(one, "teacher"), made.id, made.version)
    joined = drawn(one, version=made.version)
    assert joined.joined
    assert sum(f.topic == "piece" for f in joined.facts) == 3


def test_no_word_of_the_enterprises_work_is_said_not_even_by_hand(one: Graded) -> None:
    made = whole(one)
    assert "秘密工装" not in json.dumps([s.text for s in made.sentences], ensure_ascii=False) + repr(made.facts)
    for text in ("秘密工装验收做得好。", "比other的名字好。", "得 99 分。"):
        said = (replace(made.sentences[0], text=text), *made.sentences[1:])
        with pytest.raises(BadInput):
            one.store.comments.edit(*caller(one, "teacher"), made.id, made.version, said)


def test_what_the_enterprise_does_without_a_release_changes_no_letter(one: Graded) -> None:
    """Scores that the school may not see yet, and rows of the enterprise's."""
    evidenced(one)
    one.score("teacher", "skill", 80)
    before = one.store.comments.basis(*caller(one, "teacher2"), one.held.id, one.cast.ids["student"])
    assert not any(f.topic == "criterion" for f in before.found)  # not even the school's own, before both are in
    one.score("mentor", "skill", 20)
    theirs = piece(9, activity="另一项工装", kind=Kind.INTERNSHIP, enterprise="acme", key=("9",))
    one.store.evidences.keep(one.cast("mentor"), [theirs])
    after = one.store.comments.basis(*caller(one, "teacher2"), one.held.id, one.cast.ids["student"])
    assert before.found == after.found


def test_new_evidence_makes_it_stale_and_what_was_issued_stays(one: Graded) -> None:
    made = whole(one)
    comments = one.store.comments
    assert comments.get(*caller(one, "teacher"), made.id).stale is False
    assert comments.get(*caller(one, "mentor"), made.id).stale is None
    one.store.evidences.keep(one.cast("teacher"), [piece(7, at=AT + timedelta(hours=1), key=("7",))])
    _, lines = comments.page(*caller(one, "teacher"), one.held.id, "student")
    assert [line.stale for line in lines if line.comment] == [True]
    with pytest.raises(Stale):
        comments.edit(*caller(one, "teacher"), made.id, made.version, made.sentences)
    basis = comments.basis(*caller(one, "teacher"), one.held.id, one.cast.ids["student"])
    summary = Sentence("summary", "这一阶段表现稳定。", ("grade",))
    # which phrases the rules take hangs on ids: one sentence kept and one anew are written here
    said = (summary, made.sentences[1], *write(basis.found, "student")[2:])
    anew = comments.enter(*caller(one, "teacher"), basis, "student", made.version, said, "rules")
    assert (anew.edition, anew.state) == (2, "draft")
    assert [c.edition for c in comments.mine(*caller(one, "student"))] == [1]
    old, new = comments.editions(*caller(one, "teacher"), made.id)
    assert {c.kind for c in changes(old.sentences, new.sentences)} == {"same", "added", "removed"}


def test_what_is_stale_is_issued_by_nobody_s_signature(one: Graded) -> None:
    made, comments = whole(one), one.store.comments
    back = comments.unsign(*caller(one, "mentor"), made.id, made.version)
    one.store.evidences.keep(one.cast("teacher"), [piece(7, at=AT + timedelta(hours=1), key=("7",))])
    for who in ("mentor", "mentor2"):
        with pytest.raises(Stale, match="轮不到"):
            comments.sign(*caller(one, who), made.id, back.version)
    assert comments.mine(*caller(one, "student")) == []
    made = drawn(one, version=back.version)
    for who in ("teacher", "mentor"):
        made = comments.sign(*caller(one, who), made.id, made.version)
    assert made.state == "issued"


def test_what_a_teacher_signed_who_teaches_no_more_is_signed_anew(one: Graded) -> None:
    made, comments = whole(one), one.store.comments
    back = comments.unsign(*caller(one, "mentor"), made.id, made.version)
    one.store.people.unenrol(one.cast.ids["teacher"], "cnc1")
    with pytest.raises(Stale, match="轮不到"):
        comments.sign(*caller(one, "mentor"), made.id, back.version)


def test_the_teacher_s_signature_taken_back_takes_the_mentor_s_along(one: Graded) -> None:
    made, comments = whole(one), one.store.comments
    back = comments.unsign(*caller(one, "teacher"), made.id, made.version)
    assert (back.state, back.signatures) == ("draft", ())
    with pytest.raises(Stale):
        comments.sign(*caller(one, "mentor"), made.id, back.version)
    again = comments.sign(*caller(one, "teacher2"), made.id, back.version)
    assert again.state == "signed", "the mentor has yet to sign what stands now"
    assert comments.mine(*caller(one, "student")) == []
    told = one.store.audit.read(one.cast("acmesteward"), "acme")[0]
    assert sorted(a.body["side"] for a in told if a.act == "CommentUnsigned") == ["enterprise", "school"]


def test_one_student_is_found_without_drawing_the_class(one: Graded, monkeypatch: pytest.MonkeyPatch) -> None:
    evidenced(one)
    one.whole()
    made, asked = drawn(one), []
    reports = Bases._reports
    monkeypatch.setattr(Bases, "_reports", lambda *told: asked.append(told[5]) or reports(*told))
    ((_, line),) = one.store.comments.written_on(*caller(one, "teacher"), "student的名字", "student")
    assert (line.student, line.comment, line.stale) == (one.cast.ids["student"], made, False)
    assert one.store.comments.written_on(*caller(one, "teacher"), "谁也不是", "student") == []
    assert asked == [[one.cast.ids["student"]]]


def test_an_edit_takes_the_signatures_away_and_two_editors_do_not_overwrite_each_other(one: Graded) -> None:
    made, comments = whole(one), one.store.comments
    said = (Sentence("summary", "这一阶段表现稳定。", ("grade",)), *made.sentences[1:])
    edited = comments.edit(*caller(one, "teacher"), made.id, made.version, said)
    assert (edited.state, edited.edited, edited.written_by, edited.sentences) == ("draft", True, "rules", said)
    with pytest.raises(Stale):
        comments.edit(*caller(one, "teacher2"), made.id, made.version, said)
    with pytest.raises(Forbidden):
        comments.edit(*caller(one, "mentor"), made.id, edited.version, said)
    with pytest.raises(Stale):
        drawn(one)


def test_a_consent_withdrawn_ends_what_mentors_read_and_a_revoked_agreement_what_anybody_reads(one: Graded) -> None:
    made = whole(one)
    one.store.enterprise_consents.withdraw(one.cast("student"), "acme")
    assert not sees(one, made) & {"mentor", "mentor2", "rivalmentor"}
    for agreement in one.store.agreements.page(one.cast("steward")):
        one.store.agreements.revoke(one.cast("steward"), agreement.id)
    assert sees(one, made) == set()


@pytest.mark.parametrize("consenting", [True, False])
def test_the_enterprise_s_audit_tells_of_comments_only_while_the_consent_stands(
    one: Graded, consenting: bool
) -> None:
    made, comments, student = whole(one), one.store.comments, one.cast.ids["student"]
    if not consenting:
        one.store.enterprise_consents.withdraw(one.cast("student"), "acme")

    def told(owner: str) -> list[tuple[str, Any]]:
        who = {"acme": "acmesteward", "school": "steward"}[owner]
        found = one.store.audit.read(one.cast(who), owner)[0]
        return [(a.act, a.body.get("student") or a.body["count"]) for a in found if a.act.startswith("Comment")]

    before = {owner: told(owner) for owner in ("acme", "school")}
    comments.taken(*caller(one, "teacher"), one.held.id, "student")
    drawn(one, version=made.version)
    fresh = {owner: told(owner)[: len(told(owner)) - len(before[owner])] for owner in before}
    assert ("CommentDrawn", student) in fresh["school"]
    assert ("CommentsTaken", 1) in fresh["school"]
    assert fresh["acme"] == (fresh["school"] if consenting else [])


def test_it_is_in_the_export_and_goes_with_its_student(one: Graded) -> None:
    made = whole(one)
    told = one.store.personal.export(*caller(one, "student"))
    assert [s["text"] for s in told["comments"][0]["sentences"]] == [s.text for s in made.sentences]
    comments: Comments = one.store.comments
    one.store.erasing.destroy_person(one.cast.ids["student"])
    with pytest.raises(NotFound):
        comments.get(*caller(one, "teacher"), made.id)
