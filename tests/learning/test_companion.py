"""Papers of the same place: which belong to a piece of work, what each gives it, and what the course wants beside."""

from __future__ import annotations

import pytest

from learning import assessed
from learning.companion import Companion, Tie, belongs, ties
from learning.papers import Papers
from learning.project import outline
from learning.schoolrule import binding
from learning.workorder import WorkOrder, work_orders
from tests.learning.given import document
from trust.sources import Passage

CHAPTERS = ("一、首件", "二、加工中", "三、关机")
MACHINE = document(
    "首件单段运行，手不离急停。首件送检合格后，方可连续加工。",
    "防护门未关时互锁，不得短接门开关。每 20 件测一次尺寸。",
    "填写设备点检表。", title="XK7130 数控铣床作业指导书", name="m1", headings=CHAPTERS,
)  # fmt: skip
MILLING = document(
    "本规程用于 XK7130 数控铣床。\n一、步骤\n1. 粗铣：留 0.5 mm。\n2. 精铣：铣到 40±0.02 mm。", title="支座工艺规程"
)  # fmt: skip
PLAN = document(
    "适用产品：3 号灌装线橙汁。", "工序: 杀菌；潜在危害: 致病菌；控制: 联锁，CCP1",
    "CCP: CCP1 热处理；关键限值: 出口≥85 ℃；纠偏: 回流；隔离评估\n不得以限值当作目标值。CCP 记录当场填写。",
    title="橙汁 HACCP 计划", name="h1", headings=(None, "一、危害", "二、控制"),
)  # fmt: skip
JUICE = document(
    "适用于 3 号灌装线的橙汁。\n一、步骤\n1. 调配：搅拌 5 min。\n2. 杀菌：90±2 ℃，保持 30 s。", title="橙汁工艺规程"
)  # fmt: skip
PICTURES = document(
    "序号: 第 1 张；内容: 正面；要求: 占画面 70%\n禁用：最佳、第一。\n图片单张不大于 500 kB。",
    title="商品主图拍摄规范", name="p1", headings=("一、主图",),
)  # fmt: skip
SHOP = document("一、上新\n1. 建商品档案：类目、规格。\n2. 美工按主图规范出图。\n3. 上架。", title="网店上新流程")


def order(work: list[Passage], paper: list[Passage] | None = None, papers: Papers | None = None) -> WorkOrder:
    company = tuple(Companion(t, tuple(paper)) for t in ties(work) if belongs(t, paper, work)) if paper else ()
    return work_orders(outline(work), "second_year", (), papers or Papers(companions=company))[0]


@pytest.mark.parametrize(("work", "paper", "kind"), [
    (MILLING, MACHINE, "machine"), (JUICE, PLAN, "line"), (SHOP, PICTURES, "named"),
])  # fmt: skip
def test_a_paper_belongs_by_what_the_work_itself_names_and_to_no_other_work(
    work: list[Passage], paper: list[Passage], kind: str
) -> None:
    assert [t.kind for t in ties(work) if belongs(t, paper, work)] == [kind]
    for other in (MILLING, JUICE, SHOP):
        assert other is work or not any(belongs(t, paper, other) for t in ties(other))


def test_a_paper_of_the_same_line_for_another_product_does_not_belong() -> None:
    jam = document("适用产品：3 号灌装线草莓酱。", title="草莓酱 HACCP 计划", name="j1")
    assert not belongs(Tie("line", "3号灌装线"), jam, JUICE)


def test_the_machine_s_paper_gives_its_interlock_as_a_veto_its_first_piece_and_its_form() -> None:
    made = order(MILLING, MACHINE)
    told = {r.source.text: r for r in made.safety}
    assert told["防护门未关时互锁，不得短接门开关。"].vital
    assert {"首件单段运行，手不离急停。", "首件送检合格后，方可连续加工。"} <= set(told)
    assert "每 20 件测一次尺寸。" in [n.text for n in made.notes]
    assert "设备点检表" in [r.text for r in made.records]
    assert any(c.veto and "短接" in c.text for c in made.scoring)


def test_a_limit_goes_to_the_step_of_its_code_and_makes_it_weigh_more() -> None:
    """Its row names the step only through another row with the same code; a cell has a semicolon of its own."""
    made, plain = order(JUICE, PLAN), order(JUICE)
    assert [[n.text[:9] for n in s.notes] for s in made.steps] == [[], ["CCP: CCP1"]]
    assert [s.critical for s in made.steps] == [False, True]
    points = [{c.text[:2]: c.points for c in o.scoring if c.area == "process"} for o in (made, plain)]
    assert points[0]["杀菌"] / points[0]["调配"] > points[1]["杀菌"] / points[1]["调配"]
    assert [r.text for r in made.records] == ["CCP 记录"]
    assert "不得以限值当作目标值。" in [r.source.text for r in made.safety]


def test_a_standard_that_a_step_names_says_what_its_result_must_come_to() -> None:
    made = order(SHOP, PICTURES)
    assert {c.acceptance for c in made.borrowed} == {"占画面 70%", "图片单张不大于 500 kB"}
    assert all(c.source.text in c.source.passage.text for c in made.borrowed)
    assert "禁用：最佳、第一。" in [r.source.text for r in made.safety]
    assert not any("合格标准" in m for m in made.missing)
    assert any("《商品主图拍摄规范》" in c.text for c in made.scoring)
    assert sum(c.points for c in made.scoring) == 100


STANDARD = document(
    "部分: 过程；权重: 20%；说明: 首件卡、刀补记录\n部分: 过程记录；权重: 20%；说明: 首件卡、刀补记录\n"
    "部分: 实训操作；权重: 30%；说明: 现场评分，卫生一票否决\n部分: 档案；权重: 30%；说明: 三份，缺一份记零",
    "进入车间须持有健康证明；过敏学生由教师登记。手机统一放入门口柜内。",
    title="课程标准", name="s1", headings=("一、考核", "二、安全"),
)  # fmt: skip


def test_the_course_s_forms_and_vetoes_stand_on_the_order_and_phones_ask_for_no_pictures() -> None:
    papers = Papers(assessed.forms(STANDARD), assessed.vetoes(STANDARD), assessed.phones(STANDARD))
    assert [f.text for f in papers.forms] == ["首件卡", "刀补记录", "档案"]
    assert [(v.source.text, v.vital, v.about) for v in papers.vetoes] == [("卫生一票否决", True, "实训操作")]
    made = order(JUICE, papers=papers)
    assert any(c.veto and c.text == "实训操作：卫生一票否决" for c in made.scoring)
    assert "填写完整的首件卡" in made.evidence
    assert not any("录屏" in e or "录像" in e for e in made.evidence)
    assert not any("手机" in c.text for c in made.scoring)


def test_a_rule_of_the_school_is_told_to_its_full_stop() -> None:
    assert "进入车间须持有健康证明；过敏学生由教师登记。" in [c.text for c in binding(STANDARD)]


def test_words_of_the_workshop_stay_out_of_work_on_a_screen() -> None:
    told = " ".join([*order(SHOP).remarks, *order(SHOP).competencies])
    assert not any(word in told for word in ("成批", "清场", "正确选用"))
    assert "成批加工" in " ".join(order(MILLING).remarks)


def test_what_is_titrated_counts_as_work_with_acid_and_asks_for_its_things() -> None:
    work = document(
        "一、步骤\n1. 原奶验收：逐车检。\n2. 杀菌：85 ℃。\n二、原料要求\n项目: 酸度；要求: 12~17 °T；检验方法: 滴定",
        title="牛奶工艺规程",
    )
    made = order(work)
    assert ["酸碱" in s.risks for s in made.steps] == [True, False]
    assert "滴定器材" in made.tools
