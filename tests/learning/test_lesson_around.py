"""A lesson opens with a real record, teaches what is hard from the book's own section, and keeps to its minutes."""

from __future__ import annotations

from learning.around import Around, advice, bad, equipped, told, veto, vetoed
from learning.checks import Cited
from learning.example import example_of
from learning.lesson import Lesson, lesson, practised
from learning.looseleaf import GIVEN, leaf
from learning.material import Material, founded, gathered, marked
from learning.portion import lasting, within
from tests.agent.given import passage
from trust.sources import Passage

STEPS = (
    "三、操作步骤\n1. 净乳：离心净乳机转速稳定后进料，净乳后冷却到 4 ℃ 以下。\n2. 杀菌：95±2 ℃，保持 300 s。\n"
    "3. 接种：冷却到 43±1 ℃，低速搅拌 8 min 后静置。\n4. 发酵：保温 42±1 ℃，静置发酵 5 h。\n"
    "5. 终点判定：每 20 min 取样测一次 pH，pH 降到 4.55 时开始破乳。\n6. 灌装：杯盖封合温度 175 ℃。"
)
TROUBLE = "五、异常处理\n● 杀菌段断电超过 90 s：料液全部排回平衡缸。"
STANDARD = passage(
    20, "● 每个项目先看企业的检验记录，让学生说出最怕哪个尺寸超差。", title="《食品》课程标准", document="s",
    heading="五、教学建议",
)  # fmt: skip
MARKS = passage(
    21, "部分: 批次档案；权重: 35%；说明: 三份\n部分: 实训操作；权重: 30%；说明: 现场评分，卫生一票否决",
    title="《食品》课程标准", document="s", heading="五、考核",
)  # fmt: skip
RECORD = passage(
    22, "批号: R1；黏度: 2100；结论: 合格\n批号: R2；黏度: 1690；结论: 不合格，低于下限", title="检验记录",
    document="r",
)  # fmt: skip
ROOM = Cited("中试车间设 50 L 发酵罐 4 台、小型均质机 1 台、层炉 2 台", STANDARD)


def book(n: int, text: str, heading: str) -> Passage:
    return passage(n, text, title="校本教材 第三章 发酵乳的原理", document="b", heading=heading)


def material(*critical: str) -> Material:
    read = [passage(0, STEPS, heading="三、操作步骤"), passage(1, TROUBLE, heading="五、异常处理")]
    return marked(gathered(read, "second_year"), critical)


def made(one: Material, around: Around) -> Lesson:
    return lesson(one, "酸奶", 4, "second_year", [], [], around=around)


AROUND = Around(advice([STANDARD]), bad([RECORD]), veto([MARKS]), (ROOM,))


def test_the_standard_s_advice_a_bad_row_and_the_veto_are_found_verbatim() -> None:
    assert AROUND.advice is not None
    assert AROUND.advice.text in STANDARD.text
    assert AROUND.bad is not None
    assert told(AROUND.bad) == "批号 R2：不合格，低于下限"
    assert AROUND.veto is not None
    assert vetoed(AROUND.veto) == "卫生一票否决"
    assert bad([passage(3, "批号: R1；黏度: 2100；结论: 合格\n批号: R3；黏度: 2000；结论: 合格")]) is None


def test_the_opening_shows_the_record_and_the_marks_know_the_veto() -> None:
    plan = made(material("杀菌"), AROUND)
    opening = next(s for s in plan.stages if s.name == "情境导入")
    assert "R2：不合格，低于下限" in opening.teacher
    assert "最怕哪个尺寸超差" in opening.teacher
    assert AROUND.bad in opening.sources
    assert any("卫生一票否决" in a.standard for a in plan.assessment)
    plain = made(material("杀菌"), Around())
    assert "一票否决" not in "".join(a.standard for a in plain.assessment)


def test_what_papers_call_critical_is_done_by_hand_and_is_the_hard_point() -> None:
    one = material("杀菌")
    done = practised(within(one, 4, "second_year")[0], 4, "second_year")
    assert any(s.critical and "杀菌" in s.text for s in done)
    assert any("95±2 ℃" in p.text for p in made(one, Around()).hard)


def test_a_sentence_is_tied_to_the_step_its_heading_names_and_to_no_other() -> None:
    before = [(book(5, "二级均质把聚在一起的小脂肪球重新打散。", "3.4 均质"), "二级均质把聚在一起的小脂肪球重新打散。")]
    way = [(book(6, "温度和时间可以互换：温度低一些就要保持久一些。", "3.5 杀菌的作用"),
            "温度和时间可以互换：温度低一些就要保持久一些。")]  # fmt: skip
    plan = made(founded(material("杀菌"), before, way), Around())
    rows = {s.name: s.teacher for s in plan.stages if s.name.startswith("新知")}
    assert "保持久一些”（用在“杀菌”）" in rows["新知：杀菌的作用"]
    assert "发酵" not in rows["新知：杀菌的作用"]
    assert sum(s.minutes for s in plan.stages if s.phase == "during") == 180


def test_a_demonstration_names_all_heat_and_shows_no_more_than_its_minutes_hold() -> None:
    plan = made(material("杀菌"), Around())
    shows = [s for s in plan.stages if s.name.startswith("示范")]
    heat = "".join(s.teacher for s in shows)
    assert "95±2 ℃" in heat
    assert "175 ℃" in heat
    steps = [s for t in material().tasks for s in t.steps]
    for row in shows:
        seen = row.teacher.split("只讲做法")[0]
        assert sum(lasting(s) for s in steps if f"“{s.text[:2]}" in seen and "发酵" not in s.text) <= row.minutes


def test_the_leaf_names_gauge_and_limits_of_what_may_go_wrong() -> None:
    rows = "二、成品指标\n指标: 黏度；限值: 1800~2600 mPa·s\n指标: 酸度；限值: ≥70 °T"
    one = gathered([passage(0, STEPS, heading="三、操作步骤"), passage(1, TROUBLE, heading="五、异常处理"),
                    passage(2, rows, heading="二、成品指标")], "second_year")  # fmt: skip
    page = leaf(one, [], [s for t in one.tasks for s in t.steps], {}, AROUND.veto)
    assert page is not None
    assert any("杀菌段断电超过 90 s" in s.text for s in page.settings)
    assert {c.item for c in page.checks} >= {"黏度", "酸度"}
    assert all(not c.gauge for c in page.checks if c.item == "黏度")
    assert any(c.text.endswith(GIVEN) for c in page.evaluation if "黏度" in c.text)
    assert any("卫生一票否决" in a.text for a in page.analysis)


def test_rooms_list_what_the_steps_need_and_nobody_named() -> None:
    steps = [s for t in material().tasks for s in t.steps]
    assert equipped((ROOM,), steps, []) == ["50 L 发酵罐 4 台"]
    assert equipped((ROOM,), steps, ["50 L 发酵罐"]) == []
    assert not any("层炉" in e for e in equipped((ROOM,), steps, []))


def test_a_formula_s_worked_example_is_the_book_s_own() -> None:
    told_ = "例：访客 24000 人，成交 840 人，则转化率 3.5%。"
    text = f"成交额＝访客数×转化率×客单价\n{told_}\n练习"
    assert example_of(passage(0, text), "成交额＝访客数×转化率×客单价") == told_
    assert example_of(passage(0, "成交额＝访客数×客单价"), "成交额＝访客数×客单价") is None
