"""An English question finds Chinese documents by the trade's terms, and is not bent into another question."""

from __future__ import annotations

import pytest

from agent.glossary import in_chinese, read, readings

GLOSSARY = read()


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("What is the spindle speed for rough turning?", "粗车的主轴转速是什么"),
        ("How long is the shelf life of beef jerky?", "牛肉干的保质期是多少"),
        ("How often should the lathe be cleaned?", "车床清洁多久一次"),
        ("What's the coolant concentration", "冷却液浓度是什么"),
        ("CA6140 spindle speed", "ca6140 主轴转速"),
        ("How do I change the three-jaw chuck?", "更换三爪卡盘怎么做"),
        ("粗车 tolerance", "粗车公差"), ("How do I turn on the CNC lathe?", "开机数控车床怎么做"),
    ],
)
def test_terms_are_put_in_chinese(question: str, chinese: str) -> None:
    assert in_chinese(question, GLOSSARY) == chinese


@pytest.mark.parametrize(
    "question",
    ["What do swans eat?", "Which glazes did the Ming dynasty potters use", "temperature on Mars", "hello", ""],
)
def test_a_question_mostly_of_unknown_words_is_left_alone(question: str) -> None:
    assert in_chinese(question, GLOSSARY) is None


def test_a_mixed_question_is_first_searched_in_chinese() -> None:
    assert readings(["spindle speed"], GLOSSARY) == ("spindle speed", "主轴转速")
    assert readings(["What is the 粗车 speed of the lathe?"], GLOSSARY)[-1] == "What is the 粗车 speed of the lathe?"
    assert readings(["What do swans eat?"], GLOSSARY) == ("What do swans eat?",)


def test_every_line_of_the_glossary_is_a_pair() -> None:
    assert all(english == english.lower().strip() and chinese.strip() for english, chinese in GLOSSARY.items())
