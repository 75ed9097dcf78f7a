"""Attempts: a person's own and nobody else's; counted once; mastery in one step, and the same when counted anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from learning.author import write
from learning.mastery import traced
from learning.project import outline
from learning.rehearsal import perfect
from learning.script import Script, scripts
from learning.sourced import Source
from records.attempts import ITEM, Attempt, Given
from records.rehearsals import Walked
from records.schema import attempts, audit, labels, mastery, rehearsals
from records.store import Store
from tests.learning.given import FLANGE
from tests.records.cast import Cast
from trust.errors import BadInput, NotFound, Stale
from trust.labels import parse, self_label

OPEN = parse("acme/internal|course:cnc1")
SECRET = "学生写下的答案"
RIGHT = Given(ITEM, "item1", OPEN, (SECRET,), True, 1.0, 1.0, ("粗车",), 0.25, {"seen": "讲评"})
WRONG = replace(RIGHT, right=False, points=0.0)


def keep(cast: Cast, who: str, given: Given = RIGHT, attempt: str | None = None) -> Attempt:
    return cast.store.attempts.keep(cast(who), cast.scope(who), attempt, given)


def weak(cast: Cast, who: str) -> list[str]:
    return [a.item for a in cast.store.attempts.weak(cast(who), cast.scope(who))]


def shown(cast: Cast, who: str) -> dict[str, float]:
    return {m.competency: m.state.shown for m in cast.store.attempts.mastery(cast(who), cast.scope(who))}


def learners(cast: Cast, n: int) -> list[str]:
    """More learners of the course, signed in as nobody."""
    names = [f"learner{i}" for i in range(n)]
    ids = dict(cast.ids)
    for name in names:
        ids[name], _ = cast.store.people.add_person(name, name, "school", "correct horse")
        cast.store.people.add_membership(ids[name], "school", cast("student").memberships[0].role)
        cast.store.people.enrol(ids[name], "cnc1", "learner")
    object.__setattr__(cast, "ids", ids)
    return names


def test_an_answer_comes_back_as_it_was_given(cast: Cast) -> None:
    made = keep(cast, "student")
    assert cast.store.attempts.get(cast("student"), cast.scope("student"), made.id) == made
    assert (made.answer, made.told) == ((SECRET,), {"seen": "讲评"})


def test_the_same_attempt_again_counts_once_and_an_id_serves_one_item(cast: Cast) -> None:
    first = keep(cast, "student", RIGHT, "a1")
    assert keep(cast, "student", WRONG, "a1") == first
    assert cast.store.attempts.mastery(cast("student"), cast.scope("student"))[0].state.answers == 1
    with pytest.raises(Stale):
        keep(cast, "student", replace(RIGHT, item="item2"), "a1")


def test_mastery_is_counted_answer_by_answer_and_the_same_when_counted_anew(cast: Cast) -> None:
    for given in (WRONG, RIGHT, replace(RIGHT, competencies=("粗车", "检验")), RIGHT):
        keep(cast, "student", given)
    before = cast.store.attempts.mastery(cast("student"), cast.scope("student"))
    expected = traced([(False, 0.25), (True, 0.25), (True, 0.25), (True, 0.25)])
    assert {m.competency: m.state for m in before}["粗车"] == expected
    cast.store.attempts.rebuild(cast("student"))
    assert cast.store.attempts.mastery(cast("student"), cast.scope("student")) == before


def test_what_was_wrong_last_is_weak_until_it_is_right(cast: Cast) -> None:
    keep(cast, "student", WRONG)
    keep(cast, "student", replace(WRONG, item="item2"))
    assert weak(cast, "student") == ["item2", "item1"]
    keep(cast, "student", RIGHT)
    assert weak(cast, "student") == ["item2"]


def test_other_people_s_answers_change_nothing_even_under_the_same_id(cast: Cast) -> None:
    keep(cast, "student", WRONG, "a1")
    before = shown(cast, "student"), weak(cast, "student")
    for given in (RIGHT, replace(WRONG, item="item9", competencies=("磨",))):
        keep(cast, "staff", given, "a1" if given is RIGHT else None)
    assert (shown(cast, "student"), weak(cast, "student")) == before
    assert weak(cast, "staff") == ["item9"]


def test_only_learners_practise(cast: Cast) -> None:
    for who in ("teacher", "mentor", "steward", "admin"):
        with pytest.raises(NotFound):
            keep(cast, who)
    assert keep(cast, "staff").right


def test_when_a_label_goes_out_of_reach_its_answers_go_too(cast: Cast) -> None:
    keep(cast, "student", WRONG, "a1")
    keep(cast, "student", replace(WRONG, item="item2", label=parse("school/internal"), competencies=("检验",)))
    cast.store.people.unenrol(cast.ids["student"], "cnc1")
    assert weak(cast, "student") == ["item2"]
    assert set(shown(cast, "student")) == {"检验"}
    assert cast.store.attempts.get(cast("student"), cast.scope("student"), "a1") is None


def test_answers_are_sealed_under_self_and_the_audit_tells_no_content(cast: Cast) -> None:
    keep(cast, "student")
    with cast.store.database.read() as conn:
        row = conn.execute(select(attempts)).one()
        text = conn.execute(select(labels.c.text).where(labels.c.id == row.label)).scalar_one()
        told = conn.execute(select(audit.c.body).where(audit.c.act == "Attempted")).scalars().all()
        sealed = [row.body, *conn.execute(select(mastery.c.body)).scalars()]
    assert parse(text) == self_label("school", cast.ids["student"]) | OPEN
    assert len(told) == 2
    assert not any("粗车" in body or SECRET in body or "item1" in body for body in told)
    assert not any(word.encode() in bytes(body) for body in sealed for word in (SECRET, "粗车"))


def test_a_class_is_told_of_from_five_people_on_and_to_its_teacher_only(cast: Cast) -> None:
    names = ["student", *learners(cast, 4)]
    for name in names[:4]:
        keep(cast, name, replace(RIGHT, label=parse("school/internal")))
    look = cast.store.classes.mastery
    assert look(cast("teacher"), cast.scope("teacher"), "cnc1") == []
    keep(cast, names[4], replace(WRONG, label=parse("school/internal")))
    keep(cast, "other", replace(WRONG, label=parse("school/internal")))
    (told,) = look(cast("teacher"), cast.scope("teacher"), "cnc1")
    assert (told.competency, told.people) == ("粗车", 5)
    for who in ("mentor", "student", "steward"):
        with pytest.raises(NotFound):
            look(cast(who), cast.scope(who), "cnc1")
    with pytest.raises(NotFound):
        look(cast("teacher"), cast.scope("teacher"), "ecom1")


def flange() -> Script:
    return scripts(outline(FLANGE))[0]


def begun(cast: Cast, who: str = "student") -> Walked:
    return cast.store.rehearsals.begin(cast(who), cast.scope(who), "d1", flange(), OPEN)


def test_a_rehearsal_goes_move_by_move_and_its_slips_are_weak_points(cast: Cast) -> None:
    walked = begun(cast)
    moves = perfect(flange())
    moves[1] = "70 mm"
    for n, said in enumerate(moves):
        walked = cast.store.rehearsals.move(cast("student"), cast.scope("student"), walked.id, n, said)
    assert walked.finished_at is not None
    assert cast.store.rehearsals.get(cast("student"), cast.scope("student"), walked.id) == walked
    (slip,) = cast.store.attempts.weak(cast("student"), cast.scope("student"))
    assert (slip.told["slip"], slip.told["key"]) == ("value", "φ62 mm")
    assert set(shown(cast, "student")) == {"装夹"}
    again = begun(cast)
    for n, said in enumerate(perfect(flange())):
        again = cast.store.rehearsals.move(cast("student"), cast.scope("student"), again.id, n, said)
    assert weak(cast, "student") == []


def test_a_move_made_twice_counts_once_and_one_out_of_turn_is_refused(cast: Cast) -> None:
    walked, moves = begun(cast), perfect(flange())
    go = cast.store.rehearsals.move
    first = go(cast("student"), cast.scope("student"), walked.id, 0, moves[0])
    assert go(cast("student"), cast.scope("student"), walked.id, 0, moves[0]) == first
    for n in (0, 2):
        with pytest.raises(Stale):
            go(cast("student"), cast.scope("student"), walked.id, n, "x")
    other = begun(cast)
    with pytest.raises(BadInput):
        go(cast("student"), cast.scope("student"), other.id, 0, "x")
    with cast.store.database.read() as conn:
        assert len(conn.execute(select(attempts)).all()) == 1


def test_a_rehearsal_is_one_s_own_and_gone_without_the_label(cast: Cast) -> None:
    walked = begun(cast)
    with pytest.raises(NotFound):
        cast.store.rehearsals.get(cast("staff"), cast.scope("staff"), walked.id)
    cast.store.people.unenrol(cast.ids["student"], "cnc1")
    with pytest.raises(NotFound):
        cast.store.rehearsals.get(cast("student"), cast.scope("student"), walked.id)


@pytest.mark.parametrize("what", ["person", "owner"])
def test_erasing_a_person_or_an_owner_erases_it(cast: Cast, store: Store, what: str) -> None:
    keep(cast, "student")
    begun(cast)
    keep(cast, "staff", replace(RIGHT, label=parse("acme/internal")))
    if what == "person":
        store.erasing.destroy_person(cast.ids["student"])
    else:
        store.erasing.destroy_owner("acme")
    with store.database.read() as conn:
        for table in (attempts, mastery, rehearsals):
            left = set(conn.execute(select(table.c.person)).scalars())
            assert cast.ids["student"] not in left
            assert (cast.ids["staff"] in left) == (what == "person" and table is not rehearsals)


def test_what_answers_say_of_an_item_is_told_to_reviewers_from_five_people_on(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal", ["粗车外圆时主轴转速取 820 r/min，进给量取 0.25 mm/r。"])
    read = cast.store.library.whole(cast("teacher"), cast.scope("teacher"), document.id)
    made = write(Source(read), 1, ["single"]).accepted
    (banked,) = cast.store.bank.accept(cast("teacher"), cast.scope("teacher"), made).taken.values()
    names = ["student", "other", *learners(cast, 3)]
    told = {"edition": banked.edition, "chosen": [banked.item.options[0]]}
    given = replace(RIGHT, item=banked.id, label=banked.label, told=told)
    look = cast.store.attempts.statistics
    for n, name in enumerate(names):
        assert look(cast("teacher"), cast.scope("teacher"), [banked.id]) == {}
        keep(cast, name, given if n else replace(given, right=False, points=0.0))
        keep(cast, name, given)
    found = look(cast("teacher"), cast.scope("teacher"), [banked.id])[banked.id]
    assert (found.people, found.facility, found.chosen) == (5, 0.8, {banked.item.options[0]: 5})
    assert look(cast("student"), cast.scope("student"), [banked.id]) == {}
    assert look(cast("rivalmentor"), cast.scope("rivalmentor"), [banked.id]) == {}
