"""A work order: what stands beside a step, what things belong to, what is handed in, and what weighs how much."""

from __future__ import annotations

from learning.project import outline
from learning.workorder import WorkOrder, editions, work_orders
from tests.learning.given import document

SHAFT = (
    "文件编号 QD-07，第 2 版。适用于二车间。立式的另见其工艺卡，两者的参数不得混用。\n一、工序安排\n"
    "1. 下料：带锯下料，长度 90 mm。\n2. 粗车：一夹一顶，留余量 0.5 mm。\n3. 精车：双顶尖装夹，车到 φ20h7。\n"
    "二、切削参数\n工步: 粗车外圆；主轴转速 r/min: 600；刀具: 外圆刀\n工步: 倒角；主轴转速 r/min: 700；刀具: 45°刀\n"
    "三、检验\n项目: 轴径；要求: φ20h7（0/-0.021）；检验方法: 外径测微仪\n项目: 保质期；要求: 12 个月；检验方法: 目视\n"
    "四、注意事项\n- 精车前主轴空转到热稳定再对刀。\n- 车间每周清扫一次。\n"
)
SHOP = (
    "每日节奏\n时刻: 08:30；岗位: 运营；动作: 看昨日数据：访客、转化；产出: 一句话结论\n"
    "时刻: 09:00；岗位: 运营；动作: 核对库存预警；产出: 补货单\n"
)


def order(text: str) -> WorkOrder:
    return work_orders(outline(document(text)), "first_year")[0]


def test_rows_and_notes_that_are_plainly_a_step_s_stand_at_it_and_the_others_do_not() -> None:
    sawing, roughing, finishing = order(SHAFT).steps
    assert [(p.name, p.value) for p in roughing.beside] == [("粗车外圆 主轴转速", "600")]
    assert not sawing.beside
    assert not finishing.beside
    assert [n.text for n in finishing.notes] == ["精车前主轴空转到热稳定再对刀。"]
    assert not sawing.notes
    assert not roughing.notes


def test_settings_and_checks_say_under_which_step_or_heading_they_stand() -> None:
    made = order(SHAFT)
    assert {(p.name, p.under) for p in made.parameters} >= {("长度", "下料"), ("粗车外圆 主轴转速", "切削参数")}
    assert ("轴径", "检验") in {(c.item, c.under) for c in made.checks}


def test_a_size_a_table_gives_more_closely_is_checked_once_and_a_shelf_life_never() -> None:
    assert [c.acceptance for c in order(SHAFT).checks] == ["φ20h7（0/-0.021）"]


def test_instruments_of_the_checks_are_listed_and_words_for_looking_are_not() -> None:
    assert "外径测微仪" in order(SHAFT).tools
    assert "目视" not in order(SHAFT).tools


def test_what_another_document_is_for_is_no_rule_and_number_and_version_are_told() -> None:
    assert order(SHAFT).safety == ()
    assert [e.text for e in editions(outline(document(SHAFT)))] == ["文件编号 QD-07，第 2 版。"]


def test_a_timetable_reads_as_sentences_and_its_results_are_records_or_handed_in() -> None:
    made = order(SHOP)
    assert made.steps[0].text == "08:30 看昨日数据：访客、转化（岗位：运营；产出：一句话结论）"
    assert [r.text for r in made.records] == ["补货单"]
    assert "一句话结论" in made.evidence
    assert "填写完整的补货单" in made.evidence
    assert made.scoring[0].text == "08:30 看昨日数据"


def test_where_nobody_can_be_hurt_nothing_is_said_of_dangerous_steps() -> None:
    assert not order(SHOP).risky
    assert order("一、步骤\n1. 断电：先停机，防止夹手。\n2. 清理：用铁钩清理铁屑。").risky


def test_what_the_source_says_nothing_to_weighs_little_and_the_steps_take_the_rest() -> None:
    points = {c.area: sum(x.points for x in order(SHOP).scoring if x.area == c.area) for c in order(SHOP).scoring}
    assert points["safety"] == 10
    assert sum(points.values()) == 100
    assert points["process"] == 45 + 20
