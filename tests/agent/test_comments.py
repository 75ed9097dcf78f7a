"""Which messages ask for a comment on a student, on whom, and for which reader."""

from __future__ import annotations

import pytest

from agent import exercises, lessons, matching, tasks
from agent.comments import wanted


@pytest.mark.parametrize(
    ("message", "student", "tone"),
    [
        ("给林知夏写一份评语", "林知夏", "student"),
        ("请为林知夏同学起草一份给家长看的评语", "林知夏", "parent"),
        ("写一份林知夏的期末评语", "林知夏", "student"),
        ("帮林知夏写评价评语，给企业看", "林知夏", "enterprise"),
        ("Write a comment on Anna Berg for the parents", "Anna Berg", "parent"),
    ],
)
def test_a_comment_is_asked_for(message: str, student: str, tone: str) -> None:
    assert wanted(message, ()) == {"student": student, "tone": tone}
    assert [m for m in (exercises, lessons, matching, tasks) if m.wanted(message, ())] == []


@pytest.mark.parametrize(
    "message",
    ["评语怎么写？", "给全班写评语", "学生的评语有什么要求", "粗车时主轴转速是多少？", "写一份教案"],
)
def test_a_question_or_a_class_is_not(message: str) -> None:
    assert wanted(message, ()) is None
