"""What of a course book is taught: not what asks; where a module stands; a bare name of a requirement."""

from __future__ import annotations

from learning.coverage import cells
from learning.module import modules, place
from tests.learning.test_coverage import TELLING, wanted
from tests.learning.test_requirement import passage


def test_what_asks_teaches_nothing() -> None:
    (book,) = modules([passage("铰刀只切很薄的一层。\n铰孔余量取多少？\n3. 试比较钻孔与铰孔。", "教材")])
    assert [u.text for run in book.units for u in run] == ["铰刀只切很薄的一层。"]


def test_projects_stand_first_and_chapters_by_their_number() -> None:
    titles = ("校本教材 第十二章 磨削", "讲义", "校本教材 第三章 轴", "校本教材 第 1 章 公差")
    books = [m for title in titles for m in modules([passage("先看基准。", title)])]
    plan = modules([passage("项目: 项目一；内容: 轴\n项目: 项目二；内容: 盘", "《车削》课程标准")])
    ordered = sorted([*books, *plan], key=place)
    assert [m.title for m in ordered] == [plan[0].title] * 2 + [titles[n] for n in (3, 2, 0, 1)]


def test_a_bare_name_is_covered_in_part_by_the_book_that_speaks_of_it_and_never_by_a_heading() -> None:
    rows = wanted("一、模块\n模块: 一；内容: 工艺文件编制；时长: 60 min\n模块: 二；内容: 仿真；时长: 90 min")
    book = modules([
        passage("3.8 工艺卡\n把想法写成工艺卡，每道工序写清五样东西。", "教材", 0),
        passage("铁屑要及时清理，防止缠绕。", "教材", 1), passage("量具用后擦净归位，防止生锈。", "教材", 2),
    ])  # fmt: skip
    found = cells(rows, book, TELLING)
    assert [(c.requirement, c.strength) for c in found] == [(0, "partial")]
    assert found[0].quoted[0].text.startswith("把想法写成工艺卡")
