"""A work order: what stands beside a step, what things belong to, what is handed in, and what weighs how much."""

from __future__ import annotations

from dataclasses import replace

from learning.inspected import inspected
from learning.outcome import unmeasured
from learning.project import outline
from learning.rule import Rule
from learning.workorder import WorkOrder, binding, editions, measured, scored, work_orders
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


YOGURT = (
    "适用于 180 g 杯装的产品。\n一、原料要求\n项目: 酸度；要求: 12~17 °T；检验方法: 快检条，逐车检\n"
    "任何一项不合格，整车拒收，不得与合格乳混罐。\n"
    "二、操作步骤\n1. 杀菌：95±2 ℃，保持 300 s。记录仪断线视为未杀菌，料液回流重新处理。\n"
    "2. 发酵：静置发酵 4.5~5.5 h，每 20 min 测一次 pH。\n"
    "3. 后熟：入 2~6 ℃ 冷库。按检验卡逐项检验。\n"
    "三、成品指标\n指标: 酸度；限值: ≥70 °T\n指标: 保质期；限值: 2~6 ℃ 下 21 天\n"
    "四、异常处理\n- 断电超过 90 s：料液排回，重新灭菌。\n"
)


def test_a_setting_is_called_by_what_is_measured_and_a_condition_stays_with_its_value() -> None:
    named = {p.name: p.quote for p in order(YOGURT).parameters}
    assert {"杀菌温度", "保持时间", "静置发酵时间", "冷库温度", "杯装规格", "酸度", "保质期（2~6 ℃ 下）"} <= set(named)
    assert named["测 pH 频次"] == "每 20 min"
    assert "超过 90 s" not in named.values()
    turned = "1. 粗车：外圆留精车余量单边 0.4 mm，台阶面留 0.2 mm，伸出 60 mm。\n"
    turned += "2. 精车：刀片每加工 40 件换刃，淬火 48 HRC。"
    assert [p.name for p in order(f"一、工序\n{turned}").parameters] == [
        "外圆精车余量（单边）", "台阶面余量", "伸出长度", "刀片换刃间隔", "淬火硬度",
    ]  # fmt: skip


def test_a_bound_keeps_what_is_bound() -> None:
    said = "时刻: 14:00；动作: 查推广计划的消耗进度，超过当日预算 65% 时降价 10%；产出: 调整记录"
    told = order(f"每日\n{said}\n时刻: 15:00；动作: 核对库存预警，低于 3 天销量的商品报补货；产出: 补货单").parameters
    assert [(p.name, p.quote) for p in told] == [
        ("推广计划的消耗进度", "超过当日预算 65%"), ("降价", "10%"), ("库存预警", "低于 3 天销量"),
    ]  # fmt: skip


def test_rules_of_the_material_are_no_scenario_and_what_goes_wrong_within_a_step_is_a_trouble() -> None:
    made = order(YOGURT)
    assert [c.text for c in made.scenario] == ["适用于 180 g 杯装的产品。"]
    assert [(r.source.text[:6], r.vital) for r in made.safety] == [("任何一项不合", True)]
    assert "记录仪断线视为未杀菌，料液回流重新处理。" in [t.text for t in made.troubles]
    assert [r.text for r in made.records] == ["检验卡"]
    assert "快检条" in made.tools


def test_goal_competencies_and_gaps_are_the_task_s_own() -> None:
    made = order(YOGURT)
    assert "酸度 ≥70 °T" in made.goal
    assert any("静置发酵时间 4.5~5.5 h" in r for r in made.remarks)
    assert any("“断电超过 90 s”" in c for c in made.competencies)
    assert unmeasured(made.checks) == ("检验酸度用的量具或方法：本文件没有写明，请教师按本校条件指定。",)
    assert "材料" in order("一、步骤\n1. 看数据。\n2. 写结论。").missing[0]
    assert "酸度：≥70 °T" in [c.text for c in made.scoring]


def test_what_comes_in_is_marked_only_where_something_is_received() -> None:
    received = YOGURT.replace("1. 杀菌", "1. 生乳验收：逐车取样。\n2. 杀菌").replace("2. 发酵", "3. 发酵")
    for text, marked in ((YOGURT, False), (received, True)):
        texts = [c.text for c in order(text).scoring]
        assert ("原料要求 酸度：12~17 °T" in texts) is marked
        assert any("任何一项不合格" in t for t in texts) is marked


def test_a_flow_gives_the_taking_in_and_the_inspection_that_its_steps_leave_out() -> None:
    flow = "生乳验收 → 杀菌 → 发酵 → 后熟 → 检验出厂。"
    made = order(YOGURT.replace("一、原料要求", f"一、流程\n{flow}\n二、原料要求"))
    assert [s.text.split("：")[0] for s in made.steps] == ["生乳验收", "杀菌", "发酵", "后熟", "检验出厂"]
    assert any(c.veto and "任何一项不合格" in c.text for c in made.scoring)
    assert all(s.source.text in s.source.passage.text for s in made.steps)
    assert len(order(YOGURT).steps) == 3


def test_only_what_the_steps_done_allow_is_measured_and_binds() -> None:
    made = order(YOGURT)
    sterilising, _, ripening = made.steps
    assert not measured(made, [sterilising])
    assert [c.acceptance for c in measured(made, [ripening])] == ["≥70 °T"]
    assert sum(c.points for c in scored(made, [sterilising])) == 100
    assert not any("酸度" in c.text for c in scored(made, [sterilising]))


def test_what_is_checked_stands_at_its_step_and_at_the_last_inspection() -> None:
    made = order(
        "一、工序\n1. 研中心孔：接触面不少于 75%。\n2. 铣键槽：槽宽 8N9，对称度 0.04 mm。\n"
        "3. 终检：按检验卡逐项检验，入库。\n"
        "二、关键尺寸\n部位: 总长；尺寸: 185±0.2 mm\n部位: 台肩；尺寸: 42±0.05 mm"
    )
    grinding, milling, last = inspected(made)
    assert any("接触面" in i for i in grinding)
    assert {"槽宽", "对称度"} <= set(milling)
    assert {"总长", "台肩", "槽宽", "对称度"} <= set(last)
    assert not any("总长" in i for i in (*grinding, *milling))
    assert {i for items in (grinding, milling, last) for i in items} == {c.item for c in made.checks}


def test_a_limit_of_alarm_is_named_so_and_a_contradiction_in_a_step_is_told() -> None:
    alarm, torn = "1. 均质：总压 20 MPa，压力波动超过 2 MPa 应停机查阀。", "2. 调质：回厂逐件测硬度，每批抽 5 件。"
    made = order(f"一、工序\n{alarm}\n{torn}")
    assert ("压力波动（停机界限）", "超过 2 MPa") in [(p.name, p.quote) for p in made.parameters]
    assert any("逐件" in m and "核实" in m for m in made.missing)


def test_a_paper_is_judged_by_what_the_step_that_makes_it_asks_for() -> None:
    made = order("一、上新\n1. 建商品档案：类目、属性、条码。\n2. 出图，两人互审。\n3. 写一页复盘，决定加推或下架。")
    texts = [c.text for c in made.scoring if c.area == "quality"]
    assert texts == ["商品档案内容正确、完整（类目、属性、条码）", "一页复盘内容正确、完整（决定加推或下架）"]


def test_a_rule_scored_as_such_is_not_scored_with_its_step_again() -> None:
    made = order("一、上新\n1. 标签与实物核对，由品控签字，没有签字不得上架。\n2. 出图，两人互审；涉及功效的一律退回。")
    assert [c.text for c in made.scoring if c.area == "process"] == ["标签与实物核对，由品控签字", "出图，两人互审"]
    assert [c.text for c in made.scoring if "不得上架" in c.text] == ["标签与实物核对：没有签字不得上架"]


def test_a_row_gives_its_step_every_column_and_what_is_lacking_is_told_only_then() -> None:
    made = order(SHAFT)
    assert [f.quote for f in made.steps[1].fixtures] == ["刀具: 外圆刀"]
    assert not any("“粗车”" in m for m in made.missing)
    assert any("“倒角”" in m and "哪一步" in m for m in made.missing)


def test_each_side_keeps_its_each_and_a_centre_hole_its_designation() -> None:
    sawn = "1. 下料：带锯下料，两端留余量各 1.5 mm。"
    made = order(f"一、工序\n{sawn}\n2. 钻中心孔：车平端面后钻 A3.15 中心孔，主轴 900 r/min。")
    assert [(p.name, p.quote) for p in made.parameters] == [
        ("两端余量", "各 1.5 mm"), ("主轴转速", "900 r/min"), ("中心孔", "A3.15"),
    ]  # fmt: skip


def test_a_rule_without_its_subject_says_of_what_it_speaks() -> None:
    made = order(YOGURT)
    assert [r.about for r in made.safety] == ["原料要求（酸度）"]


def test_where_no_rule_keeps_people_from_harm_it_is_said_with_what_may_harm_them() -> None:
    made = order(YOGURT)
    (told,) = [m for m in made.missing if m.startswith("人身安全")]
    assert "高温（杀菌温度 95±2 ℃）" in told
    assert made.dangerous == ("杀菌",)
    assert not any(m.startswith("人身安全") for m in order(SHOP).missing)


def test_a_value_is_marked_once_a_wait_little_and_what_others_do_never() -> None:
    text = (
        "一、工序\n1. 调质：外协热处理，调质 220~250 HBW。\n2. 研孔：顶尖研修，接触面不少于 75%。\n"
        "3. 放置：静置 12 h。\n4. 精车：车到 φ20h7，主轴 900 r/min。\n"
        "二、检验\n项目: 轴径；要求: φ20h7（0/-0.021）\n项目: 总长；要求: 90±0.5 mm\n"
    )
    points = {c.text: c.points for c in order(text).scoring}
    assert {"研孔（顶尖研修）", "放置（设定与记录）", "精车（主轴转速 900 r/min）"} <= set(points)
    assert not any("调质" in t for t in points)
    assert points["轴径：φ20h7（0/-0.021）"] > points["总长：90±0.5 mm"]
    assert points["放置（设定与记录）"] < points["精车（主轴转速 900 r/min）"]


def test_a_day_by_the_clock_is_told_how_to_do_in_class() -> None:
    assert any("08:30 至 09:00" in r and "不等钟点" in r for r in order(SHOP).remarks)


def test_bans_of_sections_beside_the_tasks_stand_on_those_that_deal_with_it_with_their_heading() -> None:
    beside = "不以返现换取好评；不邀请亲友刷单，发现即停岗。每周汇总一次。"
    parts = document("1. 建档案。\n2. 出图。", "1. 看差评。\n2. 交接。", beside, headings=("上新", "值班", "评价维护"))
    made = work_orders(outline(parts), "first_year")
    assert [[(r.about, r.source.text) for r in o.safety] for o in made] == [
        [], [("评价维护", "不以返现换取好评；不邀请亲友刷单，发现即停岗。")],
    ]  # fmt: skip


def test_what_a_breach_costs_stands_on_the_order_and_earns_nobody_points() -> None:
    made = order("一、步骤\n1. 精车外圆。\n2. 检验。\n二、安全\n不得戴手套操作。")
    cost = Rule(replace(made.steps[0].source, text="一次严重违章记零"), vital=True)
    marked = binding(replace(made, safety=(*made.safety, cost)), made.steps)
    assert marked == binding(made, made.steps)
    assert cost.costs
