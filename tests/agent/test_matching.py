"""Which messages ask for requirements against courses, and of what."""

from __future__ import annotations

import pytest

from agent import exercises, tasks
from agent.matching import wanted


@pytest.mark.parametrize(
    ("message", "query", "kinds"),
    [
        ("把数控车工岗位要求和课程对照", "数控车工", ["post"]),
        ("请将网店运营赛项规程与课程对照一下", "网店运营", ["competition"]),
        ("把乳品加工职业技能等级证书的要求和课程对照", "乳品加工", ["certificate"]),
        ("做一份数控专业的岗课赛证对照表", "数控专业", None),
    ],
)
def test_a_comparison_is_asked_for(message: str, query: str, kinds: list[str] | None) -> None:
    found = wanted(message, ())
    assert found is not None
    assert (found["query"], found.get("kinds")) == (query, kinds)
    assert tasks.wanted(message, ()) is None
    assert exercises.wanted(message, ()) is None


@pytest.mark.parametrize(
    "message",
    ["数控车工的岗位要求是什么？", "课程和企业岗位怎样对接？", "什么是岗课赛证？", "粗车时主轴转速是多少？",
     "把法兰盘工艺规程分解成教学任务", "证书考试和课程有对应关系吗？"],
)  # fmt: skip
def test_a_question_is_not(message: str) -> None:
    assert wanted(message, ()) is None
