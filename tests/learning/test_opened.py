"""Papers opened to a course: only those its label names, marked as another owner's, filling what no book says."""

from __future__ import annotations

from dataclasses import replace

from learning.coverage import Coverage
from learning.demand import items
from learning.module import modules
from learning.opened import filled, paper
from learning.requirement import requirements
from tests.learning.test_coverage import TELLING
from tests.learning.test_requirement import passage
from trust.labels import parse


def test_a_paper_opened_to_the_course_fills_what_the_book_leaves_out_and_says_whose_it_is() -> None:
    text = "发酵罐每 20 min 取样测一次终点 pH。"
    ours = [replace(passage(text, "酸奶工艺规程"), label=parse("acme/internal|course:food1"))]
    courses, home = frozenset({"course:food1"}), frozenset({"school"})
    (opened,) = paper(ours, courses, home)
    assert (opened.opened, opened.name) == (True, "企业资料 酸奶工艺规程")
    assert paper([replace(ours[0], label=parse("acme/internal"))], courses, home) == ()
    assert paper([replace(ours[0], title="检验记录")], courses, home) == ()
    rows = requirements([passage("一、能力要求\n● 终点取样。", "岗位画像：工艺员")], "post")
    coverage = Coverage(modules([passage("铁屑要清理。", "教材")]), TELLING)
    told = coverage.judged(rows)
    assert (len(told[0].missing), told[0].cells) == (1, ())
    (made,) = filled(coverage, rows, told, [opened])
    assert ([c.module for c in made.cells], made.missing) == ([1], ())


def test_a_list_that_says_how_many_it_names_is_cut_at_its_things() -> None:
    (one,) = requirements([passage("一、能力要求\n● 完成温度、感官和酒精试验三项。", "岗位画像：甲")], "post")
    assert [i.text for i in items(one)] == ["温度", "感官", "酒精试验"]
