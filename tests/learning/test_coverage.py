"""What counts for a cell: words that are not the same but mean it, the search's order, topics of a course's plan."""

from __future__ import annotations

from learning.closeness import near, of_trade
from learning.coverage import Sought, cells, names
from learning.kin import kin
from learning.module import modules
from learning.requirement import Requirement, requirements
from tests.learning.test_requirement import passage

ROWS = "一、能力要求\n● 能编写零件程序。\n● 能组织班组会议。"


def wanted(text: str = ROWS, title: str = "岗位画像：数控车工") -> tuple[Requirement, ...]:
    return requirements([passage(text, title)], "post")


def test_words_of_one_group_meet() -> None:
    assert kin("客服应答") == kin("接待顾客") != kin("粗车外圆")
    book = modules([passage("编程时把刀尖当成一个点。", "教材", 0), passage("铁屑要清理。", "教材", 1)])
    (cell,) = cells(wanted("一、能力要求\n能力: 程序；入职: 会改参数"), book)
    assert cell.quoted[0].text.startswith("编程")


def test_the_search_s_first_document_needs_fewer_words_than_one_it_does_not_find() -> None:
    first = modules([passage("零件的图样先看基准。", "甲", 0), passage("切屑缠绕要停机。", "甲", 1)])
    other = modules([passage("零件要擦净归位。", "乙", 0), passage("料斗要盖好。", "乙", 1)])
    rows = wanted("一、能力要求\n● 能按零件图样选基准。")
    taught = [*first, *other]
    liked = cells(rows, taught, Sought([{"甲": 0}], {"甲": 1.0, "乙": 0.1}))
    assert [c.module for c in liked] == [0]
    assert cells(rows, other, Sought([{}], {"乙": 0.1})) == ()


def test_a_project_covers_in_part_what_names_its_topic() -> None:
    plan = modules([passage(
        "模块: 商品与视觉；主要任务: 标题、主图、详情页；学时: 14\n模块: 交易与物流；主要任务: 库存、运费模板；学时: 8",
        "《网店运营》课程标准",
    )])  # fmt: skip
    found = cells(wanted("一、工作任务\n1. 负责商品的标题与价格。\n2. 关注规则变化。", "岗位画像：网店"), plan)
    assert [(c.requirement, c.module, c.strength) for c in found] == [(0, 0, "partial")]


def test_the_standard_of_the_trade_stays_and_the_close_book_is_the_closest() -> None:
    ours, theirs = passage("项目一", "《数控车削》课程标准"), passage("项目一", "《食品加工》课程标准")
    book = passage("零件程序与循环", "校本教材")
    rows = wanted()
    assert of_trade(rows, [(ours,), (theirs,), (book,)]) == [(ours,), (book,)]
    both = (*rows, *wanted(title="岗位画像：食品加工员"))
    assert of_trade(both, [(ours,), (theirs,)]) == [(ours,), (theirs,)]
    assert of_trade(wanted(title="微店创业项目"), [(ours,), (theirs,)]) == [(ours,), (theirs,)]
    close = near(rows, [(book,), (passage("酸奶发酵", "讲义"),)])
    assert (close["校本教材"], close["讲义"]) == (1.0, 0.0)
    assert near(rows, []) == {}


def test_a_short_name_at_the_head_is_taken_apart_and_a_code_is_none() -> None:
    (row, *_) = wanted("一、任务\n模块: 二；内容: 编程与仿真；分值: 25")
    assert names(row) == ("编程", "仿真")
    (line, *_) = wanted("一、任务\n1. 发现尺寸趋势异常时先停机再报班长。")
    assert names(line) == ()
