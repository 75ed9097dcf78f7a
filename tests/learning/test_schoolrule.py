"""What the school's own papers bid learners: which sentences bind, which tasks and steps they concern."""

from __future__ import annotations

from learning.project import outline
from learning.schoolrule import binding
from learning.workorder import WorkOrder, work_orders
from tests.learning.given import document

STANDARD = document(
    "本课程面向第三学期。", "- 真实店铺只作观摩，不让学生操作真实订单。\n- 教师每周开例会。",
    "迟到不得补考，成绩记零。",
    "涉及热和刀具的操作，未通过小测者只能观摩。品评样品须经教师确认后方可入口。",
    title="课程标准", name="s1", headings=("一、定位", "二、教学组织", "三、考核", "四、安全"),
)  # fmt: skip
SHOP = "时刻: 08:30；动作: 看访客与退款率；产出: 结论\n时刻: 17:30；动作: 核对未揽收单号；产出: 未揽收表"
MILK = "一、步骤\n1. 杀菌：95±2 ℃，保持 300 s。\n2. 冷却：冷却到 4 ℃。\n3. 记录：填写检验卡。"


def order(text: str) -> WorkOrder:
    return work_orders(outline(document(text)), "first_year", binding(STANDARD))[0]


def test_sentences_on_teaching_and_safety_bind_and_those_on_marks_do_not() -> None:
    assert [c.text for c in binding(STANDARD)] == [
        "真实店铺只作观摩，不让学生操作真实订单。", "涉及热和刀具的操作，未通过小测者只能观摩。",
        "品评样品须经教师确认后方可入口。",
    ]  # fmt: skip


def test_a_ban_on_real_orders_stands_on_the_task_and_at_the_steps_that_touch_them() -> None:
    made = order(f"每日节奏\n{SHOP}")
    (rule,) = made.safety
    assert (rule.vital, rule.entry, rule.about) == (True, False, "")
    assert [[n.text[:4] for n in s.notes] for s in made.steps] == [[], ["真实店铺"]]
    assert any(c.veto and "真实订单" in c.text for c in made.scoring)
    assert any("练习店" in r for r in made.remarks)


def test_a_condition_of_entry_is_told_for_the_hot_steps_and_never_marked() -> None:
    made = order(MILK)
    (rule,) = made.safety
    assert (rule.vital, rule.entry, rule.about) == (False, True, "杀菌")
    assert [len(s.notes) for s in made.steps] == [1, 0, 0]
    assert not any("小测" in c.text for c in made.scoring)
