"""Small talk is answered at once; everything that might stand in a document is searched for."""

from __future__ import annotations

from time import perf_counter

import pytest

from agent.language import of
from agent.route import LIMIT, route
from agent.wants import Wants, wants

SMALL_TALK = {
    "greeting": ["你好", "您好！", "老师好", "早上好", "在吗？", "嗨～", "Hello!", "hi", "Good morning", "ＨＥＬＬＯ"],
    "thanks": [
        "谢谢", "謝謝！", "谢谢老师", "好的，谢谢你", "非常感谢", "明白了", "ok", "Thanks a lot!",
        "thank you very much", "thx",
    ],
    "bye": ["再见", "拜拜！", "bye", "See you"],
    "abilities": [
        "你能做什么？", "你會做什麼？", "您可以帮我做些什么", "你是谁", "你有什么功能？", "怎么用你",
        "请问你能回答哪些问题", "帮助",
        "What can you do?", "who are you", "How can you help me?", "你好，你能做什么？", "help",
    ],
    "outside": [
        "今天天气怎么样？", "北京天气如何", "明天会下雨吗", "讲个笑话吧", "給我講個笑話", "帮我写首诗", "现在几点了",
        "你喜欢什么颜色",
        "What's the weather like today?", "tell me a joke", "What time is it?",
    ],
    "empty": ["", "   ", "？？？", "。。。", "😀"],
}
QUESTIONS = [
    "粗车时主轴转速是多少？", "天气对发酵温度有什么影响", "高温天气下食品运输的要求", "写一段 Python 快速排序",
    "谢谢的英文怎么说", "你好评返现违规吗",
    "早强剂的作用", "用 G71 写一个外圆粗车循环程序", "What is the tolerance of the shaft?",
    "帮助文档在哪里查看设备报警代码",
    "直播开场怎么向观众说你好", "今天的首件检验由谁负责", "HRC58", "φ50h7", "故事化文案怎么写", "时间管理课程的学分",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "message"), [(k, m) for k, ms in SMALL_TALK.items() for m in ms])
def test_small_talk_is_known_by_the_whole_message(kind: str, message: str) -> None:
    assert route(message).kind == kind


@pytest.mark.parametrize("message", QUESTIONS)
def test_a_question_is_searched_whatever_it_mentions(message: str) -> None:
    assert route(message).kind == "search"
    assert route(message).text == message


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("你好，粗车转速是多少？", "粗车转速是多少?"), ("老师好！请问公差怎么标注", "公差怎么标注"),
        ("Hi, what is the feed rate?", "what is the feed rate?"), ("请问：卡盘怎么装", "卡盘怎么装"),
    ],
)
def test_a_greeting_in_front_is_taken_off(message: str, left: str) -> None:
    assert route(message).text == left


def test_too_long_is_said_not_searched() -> None:
    assert route("车" * (LIMIT + 1)).kind == "long"
    assert route("车" * LIMIT).kind == "search"


def test_no_message_makes_the_rules_slow() -> None:
    started = perf_counter()
    for message in ("今天" * 999, "你好" * 999, "谢谢你" * 600, "市的" * 999, "ok, " * 499, "是天气" * 600):
        route(message)
    assert perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("粗车转速是多少", "zh"), ("粗車轉速是多少", "zh"), ("CNC 主轴转速", "zh"), ("What is 主轴转速?", "en"),
        ("What does 粗车 mean?", "en"), ("SCL-90 是什么", "zh"), ("spindle speed?", "en"),
        ("how to align the tool", "en"),
        ("G71 指令的用法", "zh"), ("请解释 What is CNC 这句话", "zh"), ("tolerance", "en"),
        ("Excel 怎么用 VLOOKUP", "zh"),
    ],
)
def test_the_answer_is_in_the_asker_s_language(text: str, language: str) -> None:
    assert of(text, "zh") == language
    assert of(text, "en") == language


@pytest.mark.parametrize("text", ["CA6140", "G71", "12.5", "φ50h7"])
def test_a_bare_code_is_answered_in_the_usual_language(text: str) -> None:
    assert (of(text, "zh"), of(text, "en-GB")) == ("zh", "en")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("更换刀片的步骤", Wants(True)), ("怎么对刀？", Wants(True)), ("如何装夹工件", Wants(True)),
        ("退货流程", Wants(True)),
        ("第二步是什么", Wants(True, 2)), ("对刀的第十二步", Wants(True, 12)), ("第 3 步呢", Wants(True, 3)),
        ("最后一步", Wants(True, -1)),
        ("How do I change the chuck?", Wants(True)), ("what is step 4", Wants(True, 4)),
        ("the second step?", Wants(True, 2)),
        ("粗车转速是多少", Wants()), ("为什么要按这个步骤", Wants()), ("步距角是多少", Wants()),
        ("what is the tolerance", Wants()),
    ],
)  # fmt: skip
def test_the_shape_asked_for_is_known(question: str, wanted: Wants) -> None:
    assert wants(question) == wanted
