"""A model's items pass the same verifier as the rules': good ones in, bad ones counted, the rest by rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agent.chat import ModelDown
from tests.agent.school import School
from tests.fakes import ScriptedChat
from tests.tools.test_write_exercises import SHAFT, TOOL
from tools import ToolResult, call
from tools._drafted import DraftItem, Drafts

STEM = "按《传动轴车削工艺规程》，带锯下料，长度 ____。"
GOOD = DraftItem(
    kind="fill", stem=STEM, key=["188 mm"], explanation="原文写明长度。", passage=2, quote="带锯下料，长度 188 mm。",
)  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = School(tmp_path_factory.mktemp("drafts"))
    made.put("传动轴车削工艺规程", SHAFT)
    yield made
    made.close()


def use(school: School, chat: ScriptedChat | None, **arguments: Any) -> ToolResult:
    turn = school.turn(school.agent(chat))
    return call(TOOL, turn, {"document_ids": ["document1"], "count": 4, "kinds": ["fill"], **arguments})


def shown(made: ToolResult) -> tuple[list[tuple[str, str]], dict[str, int]]:
    result = made.result.model_dump()
    items = [(i["stem"], i["written_by"]) for i in result["items"]]
    return items, {r["reason"]: r["count"] for r in result["rejections"]}


def test_a_model_s_good_items_lead_and_the_rules_fill_up(school: School) -> None:
    made = use(school, ScriptedChat([Drafts(items=[GOOD])]))
    items, _ = shown(made)
    assert items[0] == (GOOD.stem, "scripted")
    assert {by for _, by in items[1:]} == {"extract"}
    assert (len(items), made.written_by) == (4, "scripted")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [({"key": ["199 mm"]}, "not_entailed"), ({"quote": "带锯下料，长度 199 mm。"}, "not_verbatim"),
     ({"passage": 99}, "incomplete"), ({"stem": f"{STEM}即 188 mm。"}, "stem_tells"),
     ({"stem": STEM.replace("，", "第 500 号，", 1)}, "numbers")],
)  # fmt: skip
def test_what_the_verifier_refuses_is_counted_and_never_shown(school: School, bad: dict[str, Any], reason: str) -> None:
    wrong = GOOD.model_copy(update=bad)
    made = use(school, ScriptedChat([Drafts(items=[wrong])] * 3))
    items, rejected = shown(made)
    assert rejected[reason] == 3
    assert {by for _, by in items} == {made.written_by} == {"extract"}


def test_a_refused_draft_is_told_why_and_may_be_mended(school: School) -> None:
    wrong = GOOD.model_copy(update={"key": ["199 mm"]})
    chat = ScriptedChat([Drafts(items=[wrong]), Drafts(items=[GOOD, wrong])])
    items, rejected = shown(use(school, chat))
    assert items[0][1] == "scripted"
    assert rejected["not_entailed"] == 2
    assert "not entailed" in chat.heard[1][-1].text


def test_kinds_that_were_not_asked_for_and_a_model_that_is_down_change_nothing(school: School) -> None:
    plain = shown(use(school, None, kinds=["single"]))[0]
    assert shown(use(school, ScriptedChat([Drafts(items=[GOOD])] * 3), kinds=["single"]))[0] == plain
    assert shown(use(school, ScriptedChat([ModelDown()] * 3), kinds=["single"]))[0] == plain
