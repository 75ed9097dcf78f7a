"""Follow-ups keep their subject; a new subject inherits nothing."""

from __future__ import annotations

import pytest

from agent.followup import understand

TURNING = "粗车的主轴转速是多少？"
ENGLISH = "What is the spindle speed for rough turning?"

KEPT = [
    # pronouns
    (TURNING, "那它的公差呢？", ["粗车", "公差"]), (TURNING, "它用什么刀具？", ["粗车", "刀具"]),
    (TURNING, "那麼它的進給量是多少？", ["粗车", "进给量"]), (TURNING, "其公差是多少", ["粗车", "公差"]),
    (TURNING, "这道工序的注意事项有哪些", ["粗车", "注意事项"]), (TURNING, "该工序由谁负责", ["粗车", "负责"]),
    (TURNING, "这个转速适用于什么材料", ["粗车", "材料"]), (TURNING, "为什么这么高？", ["粗车", "主轴转速", "为什么"]),
    (TURNING, "上面说的有什么安全要求", ["粗车", "安全要求"]), (TURNING, "Ｉｔｓ tolerance?", ["粗车", "tolerance"]),
    # ellipsis
    (TURNING, "公差呢", ["粗车", "公差"]), (TURNING, "公差是多少？", ["粗车", "公差"]),
    (TURNING, "還有進給量呢？", ["粗车", "进给量"]),
    (TURNING, "冷却液呢", ["粗车", "冷却液"]), (TURNING, "and the tolerance?", ["粗车", "tolerance"]),
    ("番茄酱的灌装温度是多少？", "那杀菌温度呢？", ["番茄酱", "杀菌温度"]),
    ("退货要几天到账", "运费呢", ["退货", "运费"]),
    ("CA6140 的主轴箱用什么润滑油？", "多久换一次？", ["CA6140", "主轴箱", "换"]),
    ("数控铣工中级证的报考条件是什么", "考试时间呢", ["数控铣工中级证", "考试时间"]),
    # bare
    (TURNING, "为什么？", ["粗车", "主轴转速", "为什么"]), (TURNING, "多少？", ["粗车", "主轴转速"]),
    (TURNING, "详细一点", ["粗车", "主轴转速"]), (TURNING, "还有吗", ["粗车", "主轴转速"]),
    (TURNING, "举个例子", ["粗车", "例子"]),
    # another of the same kind
    (TURNING, "那精车呢？", ["精车", "主轴转速"]), (TURNING, "精车的呢", ["精车", "主轴转速"]),
    ("传动轴粗车外圆的进给量", "那精车呢？", ["传动轴", "精车外圆", "进给量"]),
    ("首件检验由谁做", "末件呢", ["末件检验由谁做"]), ("数控车床粗车的转速", "那精车呢", ["数控车床精车的转速"]),
    ("数控车床的日常保养有哪些要求？", "那数控铣床呢？", ["数控铣床", "保养"]),
    ("粗车铝合金的转速是多少", "那 45 钢呢", ["45 钢", "转速"]),
    # English
    (ENGLISH, "and the tolerance?", ["rough turning", "tolerance"]),
    (ENGLISH, "What about its feed rate?", ["rough turning", "feed rate"]),
    (ENGLISH, "And for finish turning?", ["finish turning", "spindle speed"]),
    (ENGLISH, "which tool does it use?", ["rough turning", "tool"]),
    (ENGLISH, "Why?", ["rough turning", "spindle speed", "why"]), (ENGLISH, "公差呢？", ["rough turning", "公差"]),
    ("what is the shelf life of tomato sauce", "and the storage temperature", ["tomato sauce", "storage temperature"]),
]  # fmt: skip

OF_THEIR_OWN = [
    "那食品加工的杀菌温度是多少？", "杀菌温度是多少？", "淘宝直通车怎么出价？", "怎么对刀", "什么是公差",
    "公差是什么意思", "其他工序的转速", "我应该怎么准备考试",
    "工件松动了，这时怎么办", "退货流程是什么", "另外，番茄酱的杀菌温度是多少", "直播带货时主播不能说哪些话？",
    "学校的实训室几点开门", "数控铣工中级证的报考条件",
    "请介绍一下食品添加剂的使用标准", "客服应该怎么回复差评", "What is the pasteurization temperature of milk?",
    "what is tolerance?",
    "How do I sterilize tomato sauce bottles?", "is it safe to touch the chuck while rotating?",
    "List the safety rules of the workshop",
    "粗糙度 Ra1.6 用什么刀具可以达到", "与其买新车床不如大修吗", "电商运营岗位的能力要求有哪些",
]  # fmt: skip


@pytest.mark.parametrize(("before", "message", "kept"), KEPT)
def test_a_follow_up_keeps_its_subject(before: str, message: str, kept: list[str]) -> None:
    meant = understand(message, [before])
    assert meant.followed
    assert all(part in meant.queries[0] for part in kept), meant.queries


@pytest.mark.parametrize("message", OF_THEIR_OWN)
@pytest.mark.parametrize("before", [TURNING, ENGLISH])
def test_a_new_subject_inherits_nothing(before: str, message: str) -> None:
    meant = understand(message, [before])
    assert not meant.followed
    assert len(meant.queries) == 1
    assert not any(old in meant.queries[0] for old in ("粗车", "主轴", "rough", "spindle")), meant.queries


@pytest.mark.parametrize("message", ["换个问题，公差呢", "another question: its tolerance?", "不说这个，公差是多少"])
def test_saying_so_changes_the_subject(message: str) -> None:
    meant = understand(message, [TURNING])
    assert not meant.followed
    assert "粗车" not in meant.queries[0]


def test_another_of_the_same_kind_takes_the_place_of_the_whole_name() -> None:
    meant = understand("那老酸奶呢？", ["搅拌型酸奶的发酵终点pH是多少？"])
    assert meant.queries[0] == "老酸奶的发酵终点pH是多少？"


def test_nothing_is_inherited_from_an_empty_thread() -> None:
    assert understand("那它的公差呢？", []).queries == ("那它的公差呢？",)
    assert understand("那它的公差呢？", ["你好", "谢谢"]).queries == ("那它的公差呢？",)


def test_the_subject_outlives_several_follow_ups_and_small_talk() -> None:
    meant = understand("它的进给量呢", [TURNING, "那它的公差呢？", "为什么？", "谢谢", "好的"])
    assert "粗车" in meant.queries[0]
    assert "进给量" in meant.queries[0]


def test_the_last_subject_counts() -> None:
    assert "番茄酱" in understand("保质期呢", [TURNING, "番茄酱的灌装温度是多少？"]).queries[0]
    assert "精车" in understand("公差呢", [TURNING, "那精车呢？"]).queries[0]


def test_steps_are_counted_on_from_the_question_before() -> None:
    steps = "三爪卡盘更换的操作步骤是什么？"
    second = understand("第二步呢", [steps])
    assert (second.queries[0], second.topic.step) == (steps, 2)
    assert understand("下一步呢？", [steps, "第二步呢"]).topic.step == 3
    assert understand("上一步是什么", [steps, "第二步呢"]).topic.step == 1
    assert understand("最后一步呢", [steps, "第二步呢"]).topic.step == -1
    assert understand("第三步", ["粗车的主轴转速是多少"]).queries[0] == "粗车的主轴转速是多少 步骤"
    english = understand("what's the second step?", ["How do I change the chuck?"])
    assert (english.queries[0], english.topic.step) == ("How do I change the chuck?", 2)


def test_when_unsure_what_is_meant_the_readings_are_tried_in_order() -> None:
    meant = understand("what about finishing?", [ENGLISH])
    assert meant.queries == ("spindle speed finishing", "rough turning finishing", "finishing")
