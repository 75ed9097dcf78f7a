"""What counts for a cell: words that are not the same but mean it, the search's order, topics of a course's plan."""

from __future__ import annotations

from knowledge.words import Lexicon
from learning.closeness import near, of_trade
from learning.coverage import Coverage, Judged, Sought, cells
from learning.demand import items
from learning.kin import kin, meant
from learning.module import modules
from learning.requirement import Requirement, requirements
from tests.learning.test_requirement import passage

TELLING = Lexicon().telling
ROWS = "一、能力要求\n● 能编写零件程序。\n● 能组织班组会议。"


def wanted(text: str = ROWS, title: str = "岗位画像：数控车工") -> tuple[Requirement, ...]:
    return requirements([passage(text, title)], "post")


def test_words_of_one_group_meet() -> None:
    assert kin("客服应答") == kin("接待顾客") != kin("粗车外圆")
    book = modules([passage("程序先写轮廓，再写循环。程序写完要校验。", "教材", 0), passage("铁屑要清理。", "教材", 1)])
    (cell,) = cells(wanted("一、能力要求\n能力: 编程；入职: 会改参数"), book, TELLING)
    assert cell.quoted[0].text.startswith("程序")


def test_a_book_far_from_the_matter_that_the_search_does_not_find_needs_more_words() -> None:
    book = modules([passage("零件的图样先看基准，再看公差。", "甲", 0), passage("切屑缠绕要停机。", "甲", 1)])
    rows = wanted("一、能力要求\n● 能按图样选择设计基准。")
    assert [c.module for c in cells(rows, book, TELLING, Sought([{"甲": 0}], {"甲": 1.0}))] == [0]
    assert cells(rows, book, TELLING, Sought([{}], {"甲": 0.1})) == ()


def test_a_project_covers_in_part_what_names_its_topic() -> None:
    plan = modules([passage(
        "模块: 商品与视觉；主要任务: 标题、主图、详情页；学时: 14\n模块: 交易与物流；主要任务: 库存、运费模板；学时: 8",
        "《网店运营》课程标准",
    )])  # fmt: skip
    found = cells(wanted("一、工作任务\n1. 负责商品的标题与价格。\n2. 关注规则变化。", "岗位画像：网店"), plan, TELLING)
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


def judged(text: str, *taught: str, title: str = "岗位画像：车工") -> Judged:
    """One requirement against a book of these passages."""
    book = modules([passage(t, "教材", n) for n, t in enumerate(taught)])
    (one,) = Coverage(book, TELLING).judged(wanted(f"一、能力要求\n● {text}", title))
    return one


def missing(one: Judged) -> list[str]:
    return [i.text for i in one.missing]


OTHERS = ("铁屑要及时清理，防止缠绕。", "量具用后擦净归位，防止生锈。", "开机前检查油位。")


def test_a_requirement_is_taken_apart_and_a_list_of_kinds_is_each_kind() -> None:
    def asked(text: str) -> list[str]:
        (one,) = wanted(f"一、能力要求\n● {text}")
        return [i.text for i in items(one)]

    assert asked("编程与仿真，填写报告。") == ["编程", "仿真", "填写报告"]
    assert asked("完成轴、套、盘类零件的车削。") == ["完成轴类", "套类", "盘类零件的车削"]
    assert asked("与美工、客服协作。") == ["与美工、客服协作"]
    assert asked("安排钻、扩、铰、镗的顺序。") == ["安排钻、扩、铰、镗的顺序"]
    assert asked("根据材料与粗糙度要求选择用量。") == ["根据材料与粗糙度要求选择用量"]


def test_the_half_that_is_taught_is_covered_and_the_other_named() -> None:
    one = judged("会编程与装配。", "3.4 编程\n编程时先写出成品轮廓，程序再分层切除。", *OTHERS)
    assert [c.strength for c in one.cells] == ["partial"]
    assert missing(one) == ["装配"]


def test_a_head_that_no_course_says_is_a_gap_however_much_else_is_shared() -> None:
    book = ("推广投放看花费与成交，推广的花费除以点击。", "推广前先算毛利。")
    assert judged("信息流推广。", *book, *OTHERS).cells == ()
    assert judged("做发酵剂镜检。", "发酵剂要低温保存，发酵剂称好就用。", *OTHERS).cells == ()


def test_what_two_things_share_is_asked_of_each_and_what_is_handed_out_of_none() -> None:
    def asked(text: str, kind: str = "能力要求") -> list[str]:
        (one,) = wanted(f"一、{kind}\n{text}")
        return [i.text for i in items(one)]

    assert asked("● 判断刀具与装夹原因。") == ["判断刀具原因", "判断装夹原因"]
    assert asked("● 控制细长轴与薄壁零件的变形。") == ["控制细长轴的变形", "控制薄壁零件的变形"]
    assert asked("● 填写首件卡和交接本。") == ["填写首件卡", "填写交接本"]
    assert asked("● 说出乳的成分与性质。") == ["说出乳的成分", "说出乳的性质"]
    assert asked("● 给出流程图，找出缺陷。") == ["找出缺陷"]
    assert asked("模块: B 烘焙；内容: 现场抽题，酥性或曲奇类一种") == ["烘焙", "酥性", "曲奇类"]


def test_calculating_is_attested_by_a_formula_and_not_by_the_words_apart() -> None:
    apart = "6.7 刀柄\n刀柄把刀具和主轴连成一体，适合小直径高转速。表面有波纹时先降转速，再查主轴。"
    assert judged("换算主轴转速。", apart, *OTHERS).cells == ()
    one = judged("换算主轴转速。", f"{apart}\n转速与切削速度的关系是 n = 1000 v /(π d)，再换算成主轴转速。", *OTHERS)
    assert one.cells[0].quoted[0].text.startswith("转速与切削速度")


def test_a_reference_elsewhere_a_thing_that_is_not_there_and_a_scolded_phrase_attest_nothing() -> None:
    assert judged("支承细长轴。", "更长的细长轴怎样支承见第二章。", *OTHERS).cells == ()
    assert judged("用环规检验螺纹。", "没有环规时用三针测量螺纹中径，先放量针再读数。", *OTHERS).cells == ()
    assert judged("制作详情页。", "不写“优化详情页”之类谁都能写的话。", *OTHERS).cells == ()


def test_a_section_named_for_the_thing_teaches_it_by_its_measures() -> None:
    one = judged("写出商品标题。", "2.4 标题的写法\n先写三到四个与商品相符的词根，再排核心词。", *OTHERS)
    assert [c.strength for c in one.cells] == ["full"]
    assert one.cells[0].quoted[0].text.startswith("先写三到四个")


def test_what_one_sentence_only_mentions_is_told_as_a_hint_with_that_sentence() -> None:
    one = judged("会出价。", "先停掉没有成交的词，再把出价降到 0.90 元。", *OTHERS)
    assert (one.cells, [h.unit.text for h in one.hints]) == ((), ["先停掉没有成交的词，再把出价降到 0.90 元。"])


def test_what_a_job_only_likes_is_covered_or_wished_for_and_never_missing() -> None:
    table = "一、任职要求\n方面: 数字；必须: 能焊接管道；加分: 会织布"
    book = modules([passage(t, "教材", n) for n, t in enumerate(OTHERS)])
    (one,) = Coverage(book, TELLING).judged(wanted(table))
    assert [i.text for i in one.wished] == ["织布"]
    assert "织布" not in missing(one)


def test_another_meaning_in_passing_is_no_cover() -> None:
    assert judged("通知灌装。", "胀杯多见于果酱或灌装头。", *OTHERS).cells == ()


def test_a_measure_is_quoted_before_a_saying_and_goals_never() -> None:
    one = judged(
        "能编写工艺卡。", "学习本章后，你应当能够：编写工艺卡。\n3.8 工艺卡\n工艺卡是写给没有来问你的人看的。"
        "每道工序写清五样东西：机床、定位、刀具、尺寸、检查。", *OTHERS,
    )  # fmt: skip
    assert [c.strength for c in one.cells] == ["full"]
    assert one.cells[0].quoted[0].text.startswith("每道工序写清")


def test_how_a_contest_counts_and_whom_a_job_takes_are_no_gaps() -> None:
    rows = requirements([passage("三、评分\n● 撞刀一次扣 5 分。\n● 能找正工件。", "赛项规程")], "competition")
    assert [r.rule for r in rows] == [True, False]
    table = "一、任职要求\n方面: 学历；必须: 中专以上\n方面: 工具；必须: 表格软件"
    assert [r.condition for r in requirements([passage(table, "岗位画像")], "post")] == [True, False]
    assert [(j.cells, j.missing) for j in Coverage([], TELLING).judged(rows[:1])] == [((), ())]


def test_a_paragraph_of_wishes_gives_its_asking_sentence() -> None:
    text = "五、装修模块要求\n素材由赛场提供，不得联网下载。首页须有店招、导航。"
    text += "评判按规范 10 分、美观 8 分、说服力 7 分。"
    rows = requirements([passage(text, "赛项规程")], "competition")
    assert [(r.text, r.rule) for r in rows] == [
        ("素材由赛场提供，不得联网下载。", True), ("首页须有店招、导航。", False),
        ("评判按规范 10 分、美观 8 分、说服力 7 分。", True),
    ]  # fmt: skip


def test_a_longer_word_is_not_meant_by_what_it_holds() -> None:
    assert "程序" in meant("编程")
    assert meant("宏程序") == ()
