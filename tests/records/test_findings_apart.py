"""What could be put together: two courses, two readers, a lesson plan's record, a task's links, a lone answer."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from learning.suppression import Figure, K
from records.cells import Cell, Cells, Source, ToldTable
from records.classgroup import TEACHERS
from records.classtold import Drawn, sourced
from records.findings import Board
from records.schema import courses, revisions, told_people, told_tables
from records.telling import Telling
from tests.records.cast import PASSWORD, Cast
from tests.records.test_findings import WRONG, answer, joined, levels
from trust.labels import join, parse
from trust.roles import Role

EVERYBODY = ("student", "s1", "s2", "s3", "s4", "s5")
PUBLIC = replace(WRONG, label=parse("school/internal"))
RIGHT = replace(PUBLIC, right=True, points=1.0)


def looked(cast: Cast, course: str, who: str = "teacher") -> Board:
    return cast.store.findings.page(cast(who), cast.scope(who), course)


def record(cast: Cast) -> list[tuple[str, int, float]]:
    held = cast.store.classes.class_record(cast("teacher"), cast.scope("teacher"), "cnc1")
    return [] if held is None else [(one.competency, one.people, one.mean) for one in held.known]


def told(board: Board) -> list[Figure]:
    return [Figure(one.finding.people, one.finding.level or 0.0) for one in board.found]


def another_teacher(cast: Cast, course: str) -> Cast:
    ids, people = dict(cast.ids), cast.store.people
    ids["teacher2"], _ = people.add_person("teacher2", "t", "school", PASSWORD)
    people.add_membership(ids["teacher2"], "school", Role.TEACHER)
    people.enrol(ids["teacher2"], course, "teacher")
    return Cast(cast.store, ids)


@pytest.fixture
def both(cast: Cast) -> Cast:
    """Six of one course, five of them in another too, which other people teach; what they practised is open to all."""
    made = another_teacher(joined(cast, *EVERYBODY[1:]), "ecom1")
    for who in EVERYBODY:
        answer(made, who, RIGHT if who == "s5" else PUBLIC)
        if who != "s5":
            made.store.people.enrol(made.ids[who], "ecom1", "learner")
    return made


def test_the_teachers_of_two_courses_who_compare_notes_learn_nothing_of_the_one_they_do_not_share(both: Cast) -> None:
    [first] = told(looked(both, "cnc1"))
    assert first.people == K + 1
    assert looked(both, "ecom1", "teacher2").found == ()
    assert told(looked(both, "cnc1")) == [first]


def test_of_two_courses_looked_at_in_one_moment_one_is_told(both: Cast) -> None:
    with ThreadPoolExecutor(2) as pool:
        boards = pool.map(lambda of: looked(both, *of), (("cnc1", "teacher"), ("ecom1", "teacher2")))
        assert sorted(len(board.found) for board in boards) == [0, 1]


def test_whichever_course_is_looked_at_first_and_a_course_that_shares_all_is_told_the_same(both: Cast) -> None:
    [first] = told(looked(both, "ecom1", "teacher2"))
    assert first.people == K
    assert looked(both, "cnc1").found == ()
    both.store.people.enrol(both.ids["s5"], "ecom1", "learner")
    assert told(looked(both, "ecom1", "teacher2")) == [first]
    both.store.people.unenrol(both.ids["s5"], "cnc1")
    assert told(looked(both, "cnc1")) == [first]


def test_a_table_told_to_one_audience_holds_for_the_other(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:])

    def tell(audience: str, people: Iterable[str]) -> Figure | None:
        groups = {"2025": {made.ids[who]: (0.5,) for who in people}}
        cells = Cells("criterion", "key", "操作", parse("school/restricted+course:cnc1"), groups, 0.9)
        with made.store.database.write() as conn:
            course = conn.execute(select(courses).where(courses.c.id == "cnc1")).one()
            shown = Telling(made.store.findings._shelf).tell(conn, course, audience, [cells])[0]
        return shown.total and shown.total.figure

    assert tell(TEACHERS, EVERYBODY) == Figure(K + 1, 0.5)
    assert tell("acme", EVERYBODY[:K]) is None
    assert tell("acme", EVERYBODY) == Figure(K + 1, 0.5)


def test_what_a_destroyed_owner_s_course_was_told_still_protects_another_owner_s_learners(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:])
    made.store.people.add_course("works1", "acme", "厂内培训")
    telling = Telling(made.store.findings._shelf)

    def tell(course: str, people: Iterable[str], key: str = "key", of: str = "school") -> ToldTable:
        label = join([parse(f"{'acme' if course == 'works1' else 'school'}/internal"), parse(f"{of}/internal")])
        groups = {"2025": {made.ids[who]: (0.5,) for who in people}}
        cells = Cells("competency", key, "粗车", label, groups, 0.9, owners=frozenset({of}))
        with made.store.database.write() as conn:
            row = conn.execute(select(courses).where(courses.c.id == course)).one()
            return telling.tell(conn, row, TEACHERS, [cells])[0]

    theirs, own = tell("works1", EVERYBODY), tell("cnc1", EVERYBODY, "own")
    for course in ("works1", "cnc1"):
        assert tell(course, EVERYBODY, "of acme", "acme").total is not None
    assert tell("cnc1", EVERYBODY[:K]).total is None
    made.store.erasing.destroy_owner("acme")
    assert tell("cnc1", EVERYBODY[:K]).total is None, "the difference would be one learner's"
    with made.store.database.read() as conn:
        kept = {row.id: row.sealed_by for row in conn.execute(select(told_tables))}
        assert kept == dict.fromkeys((theirs.id, own.id), '["school"]')
        left = telling.at(conn, theirs.id)
        assert left is not None
        assert (left.total, dict(left.cohorts)) == (None, {}), "figures of a destroyed owner's course"
        assert telling.at(conn, own.id) == own
        ours = conn.execute(select(courses).where(courses.c.id == "cnc1")).one()
        person = telling._marks(conn, ours, [made.ids["s1"]])[made.ids["s1"]]
    assert (set(person.here.by), [set(one.by) for one in person.elsewhere]) == ({"own"}, [{"key"}])
    assert tell("cnc1", EVERYBODY).total == Cell(Figure(K + 1, 0.5), None, 0.0)
    made.store.erasing.destroy_owner("school")
    with made.store.database.read() as conn:
        assert conn.execute(select(told_tables.c.id)).all() == conn.execute(select(told_people.c.person)).all() == []


def test_a_lesson_plan_s_record_and_the_findings_together_tell_no_more_than_either(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:K])
    for who in EVERYBODY[:K]:
        answer(made, who)
    [first] = told(looked(made, "cnc1"))
    assert record(made) == [("粗车", first.people, first.mean)]
    made = joined(made, "s5")
    answer(made, "s5", replace(WRONG, right=True, points=1.0))
    assert record(made) == [("粗车", first.people, first.mean)]
    made.store.people.unenrol(made.ids["s5"], "cnc1")
    made.store.people.unenrol(made.ids["s4"], "cnc1")
    assert record(made) == []


def test_a_record_alone_asked_before_and_after_one_joins_tells_nothing_of_them(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:K])
    for who in EVERYBODY[:K]:
        answer(made, who)
    first = record(made)
    assert [people for _, people, _ in first] == [K]
    made = joined(made, "s5")
    answer(made, "s5")
    assert record(made) == first
    assert levels(looked(made, "cnc1")) == first


def test_a_task_shows_each_teacher_what_they_may_read_today_and_keeps_no_title(cast: Cast) -> None:
    made = another_teacher(joined(cast, *EVERYBODY[1:K]), "cnc1")
    made.store.people.enrol(made.ids["teacher"], "ecom1", "teacher")
    document = made.put("teacher", "school/internal+course:ecom1", ("密",), title="电商内部标题")
    for who in EVERYBODY[:K]:
        answer(made, who)
    board = looked(made, "cnc1")
    bare = replace(board.found[0], sources=(Source(document.id, "p", "密"),), nearest=True)
    [found] = made.store.findings.reached(made("teacher"), made.scope("teacher"), [bare])
    store = made.store.revisions
    task = store.make(made("teacher"), replace(board, found=(found,)), found.id)
    assert [link.title for link in task.links] == ["电商内部标题"]
    of = (made("teacher"), made.scope("teacher"), task.id)
    assert store.get(*of).links == task.links
    theirs = store.page(made("teacher2"), made.scope("teacher2"), "cnc1")
    assert [(one.id, one.links) for one in theirs] == [(task.id, ())]
    with made.store.database.read() as conn:
        row = conn.execute(select(revisions)).one()
        assert "电商内部标题" not in str(store._body(conn, row))
    changed = store.change(made("teacher"), made.scope("teacher"), task.id, 1, {"note": "改"})
    assert changed.links == task.links
    made.store.library.delete(made("teacher"), made.scope("teacher"), document.id)
    assert store.get(made("teacher"), made.scope("teacher"), task.id).links == ()


def test_a_link_of_an_owner_whose_key_is_destroyed_is_gone_from_a_task(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:K])
    document = made.put("mentor", "acme/internal|course:cnc1", ("工艺",), title="工艺卡标题")
    for who in EVERYBODY[:K]:
        answer(made, who, PUBLIC)
    board = looked(made, "cnc1")
    bare = replace(board.found[0], sources=(Source(document.id, "p", "工艺"),), nearest=True)
    [found] = made.store.findings.reached(made("teacher"), made.scope("teacher"), [bare])
    task = made.store.revisions.make(made("teacher"), replace(board, found=(found,)), found.id)
    assert [link.title for link in task.links] == ["工艺卡标题"]
    made.store.erasing.destroy_owner("acme")
    assert made.store.revisions.get(made("teacher"), made.scope("teacher"), task.id).links == ()


def test_a_task_found_before_any_cohort_is_told_calls_none_the_next(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:K])
    for who in EVERYBODY[:K]:
        answer(made, who)
    board = looked(made, "cnc1")
    untold = replace(board, found=(replace(board.found[0], cohorts={}),))
    store = made.store.revisions
    task = store.make(made("teacher"), untold, untold.found[0].id)
    assert task.cohort == ""
    done = store.change(made("teacher"), made.scope("teacher"), task.id, 1, {"state": "done"})
    came = store.effect(made("teacher"), made.scope("teacher"), done.id)[1]
    assert (came.before, came.after, came.why) == (None, None, "no_before")


def test_each_figure_says_when_it_was_told(cast: Cast) -> None:
    made = joined(cast, *EVERYBODY[1:K])
    for who in EVERYBODY[:K]:
        answer(made, who)
    board = looked(made, "cnc1")
    first = board.found[0].told_at
    assert first is not None
    task = made.store.revisions.make(made("teacher"), board, board.found[0].id)
    assert looked(made, "cnc1").found[0].told_at == first
    assert made.store.revisions.effect(made("teacher"), made.scope("teacher"), task.id)[1].before_at == first


def test_an_exercise_that_one_learner_alone_answered_is_no_link() -> None:
    told_of = ToldTable("t", Cell(Figure(K, 0.5)), {})
    nothing = replace(told_of, total=None)
    cells = Cells("competency", "k", "粗车", parse("school/internal"), {}, 0.9, items=("lone", "told"), origin="粗车")
    item = replace(cells, kind="item", items=("told",), sources=(Source("d", "p", "q"),))
    step = replace(item, kind="step", items=(), sources=(Source("d", "alone", "q"),))
    lone = replace(item, items=("lone",), sources=(Source("d", "lone", "q"),))
    [of, *_] = sourced([Drawn(cells, told_of), Drawn(item, told_of), Drawn(lone, nothing), Drawn(step, nothing)])
    assert of.cells.items == ("told",)
    assert [source.passage_id for source in of.cells.sources] == ["p"]
