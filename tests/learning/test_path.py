"""The order to learn in: what the courses teach as they go, then the company's own, then what nothing tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.coverage import Cell
from learning.module import modules
from learning.path import MOST, steps
from tests.learning.test_coverage import wanted
from tests.learning.test_requirement import passage

ROWS = wanted("一、能力要求\n● 会测量孔径。\n● 会编写程序。\n● 会交接班。\n● 会唱厂歌。")
FIRST = modules([passage("编写程序先看图样。", "第一章 编程", 0)])[0]
SECOND = modules([passage("测量孔径用内径表。", "第二章 测量", 0)])[0]
OWN = modules([passage("交接班写清楚。", "交接班规定", 0)])[0]
TAUGHT = (FIRST, SECOND, OWN)


def cell(row: int, module: int, strength: str = "full") -> Cell:
    return Cell(row, module, strength, TAUGHT[module].units[0])  # type: ignore[arg-type]


def test_courses_come_first_as_they_go_then_the_company_s_own_then_what_nothing_tells() -> None:
    found = (cell(0, 1), cell(1, 0), cell(2, 2))
    made = steps(ROWS, TAUGHT, found, {OWN.document_id})
    assert [s.requirement.text for s in made] == ["会编写程序。", "会测量孔径。", "会交接班。", "会唱厂歌。"]
    assert [bool(s.lessons) for s in made] == [True, True, True, False]
    assert [one.course for s in made for one in s.lessons] == [True, True, False]


def test_of_the_lessons_for_one_step_a_course_and_the_whole_come_first() -> None:
    found = (cell(0, 0, "partial"), cell(0, 1), cell(0, 2))
    (step,) = [s for s in steps(ROWS, TAUGHT, found, {OWN.document_id}) if s.lessons]
    assert [one.module.title for one in step.lessons] == ["第二章 测量", "第一章 编程", "交接班规定"]


@given(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from(["full", "partial"]))))
def test_every_requirement_is_one_step_and_no_lesson_is_made_up(drawn: set[tuple[int, int, str]]) -> None:
    once = {(r, m): s for r, m, s in sorted(drawn)}
    found = tuple(cell(r, m, s) for (r, m), s in once.items())
    made = steps(ROWS, TAUGHT, found, {OWN.document_id})
    assert sorted(s.requirement.quote for s in made) == sorted(r.quote for r in ROWS)
    told = {(ROWS.index(s.requirement), TAUGHT.index(one.module)) for s in made for one in s.lessons}
    assert told <= set(once)
    assert all(len(s.lessons) == min(MOST, sum(r == ROWS.index(s.requirement) for r, _ in once)) for s in made)
