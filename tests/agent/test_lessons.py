"""A lesson plan asked for in the chat: recognised, understood, told with its sources; questions about plans are not."""

from __future__ import annotations

from typing import Any

import pytest

from agent.lessons import wanted
from agent.state import Exchange
from trust.sources import Citation, Locator


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("帮我写一份搅拌型酸奶工艺的教案，4课时", {"query": "搅拌型酸奶工艺", "hours": 4, "tier": "second_year",
        "form": "plan"}),
        ("写一份“传动轴粗车”的教案（两课时，一年级）", {"query": "传动轴粗车", "hours": 2, "tier": "first_year",
        "form": "plan"}),
        ("请设计切削用量的教案", {"query": "切削用量", "hours": 2, "tier": "second_year", "form": "plan"}),
        ("给新员工做一份直播运营的教学设计，6学时", {"query": "直播运营", "hours": 6, "tier": "on_post",
        "form": "plan"}),
        ("编写对刀操作的活页教材", {"query": "对刀操作", "hours": 2, "tier": "second_year", "form": "loose_leaf"}),
        ("write a lesson plan about yogurt fermentation, 2 hours",
         {"query": "yogurt fermentation", "hours": 2, "tier": "second_year", "form": "plan"}),
    ],
)  # fmt: skip
def test_a_wish_for_a_lesson_is_understood(message: str, wish: dict[str, Any]) -> None:
    assert wanted(message, []) == wish


@pytest.mark.parametrize("message", ["教案怎么写？", "教案包括哪些部分", "粗车转速是多少", "出十道选择题",
"把规程分解成教学任务"])
def test_questions_and_other_wishes_are_no_wish_for_a_lesson(message: str) -> None:
    assert wanted(message, []) is None


def test_hours_beyond_the_tool_s_bounds_are_brought_back() -> None:
    found = wanted("写一份钳工的教案，40课时", [])
    assert found is not None
    assert found["hours"] == 16


def test_a_wish_about_this_means_the_document_just_cited() -> None:
    cited = Exchange("粗车转速", "650。", (Citation(1, "p", "d7", "规程", Locator(), "650"),))
    found = wanted("根据这份资料写一份教案", [cited])
    assert found is not None
    assert found["document_ids"] == ["d7"]
