"""A message that asks for teaching tasks gets them, from whoever may make them; other messages are searched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.state import Exchange
from agent.tasks import TOOL, wanted
from tests.agent.conftest import filled
from tests.agent.school import School
from tests.learning.given import FLANGE
from trust.sources import Citation, Locator

TITLE = "法兰盘车铣复合工艺规程"
CITED = Exchange("法兰盘怎么装夹", "用软爪。", (Citation(1, "p", "d7", TITLE, Locator(), "软爪"),))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = filled(School(tmp_path_factory.mktemp("tasks")))
    made.put(TITLE, "\n\n".join(p.text for p in FLANGE), label="acme/restricted")
    made.put("传动轴工艺规程", "1. 下料。\n2. 粗车。", label="acme/internal")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("message", "query"),
    [
        ("把法兰盘工艺规程分解成教学任务", "法兰盘工艺规程"), ("请将传动轴规程拆解为任务工单", "传动轴规程"),
        ("根据酸奶工艺规程设计实训任务", "酸奶工艺规程"),
        ("decompose the flange process into teaching tasks", "the flange process"),
    ],
)  # fmt: skip
def test_a_wish_for_tasks_names_its_document(message: str, query: str) -> None:
    assert wanted(message, ()) == {"query": query, "tier": "second_year"}


@pytest.mark.parametrize(
    "message", ["把这份规程分解成教学任务", "将该文件拆解为任务工单", "把上面的文件拆分成教学任务"]
)
def test_this_document_is_the_one_cited_last(message: str) -> None:
    found = wanted(message, (CITED,))
    assert found == {"document_ids": ["d7"], "tier": "second_year"}


def test_the_learners_are_understood() -> None:
    assert (wanted("把法兰盘规程分解成一年级的教学任务", ()) or {})["tier"] == "first_year"
    assert (wanted("把法兰盘规程分解成顶岗实习任务", ()) or {})["tier"] == "on_post"


@pytest.mark.parametrize(
    "message",
    ["法兰盘怎么装夹", "实训任务有哪些", "什么是项目分解", "粗车的主轴转速是多少", "任务工单怎么填写", "你好"],
)
def test_questions_are_not_taken_for_it(message: str) -> None:
    assert wanted(message, ()) is None


def test_a_mentor_gets_the_tasks_with_every_step_cited(school: School) -> None:
    agent = school.agent()
    answer = agent.answer(school.turn(agent, school.mentor), "把传动轴工艺规程分解成教学任务")
    assert not answer.refused
    assert answer.tool_calls == (TOOL,)
    assert "1. 下料。[1]" in answer.text
    assert [c.quote for c in answer.citations] == ["1. 下料。", "2. 粗车。"]


def test_a_student_asking_the_same_is_answered_by_search(school: School) -> None:
    agent = school.agent()
    answer = agent.answer(school.turn(agent), "把主轴加工工艺规程分解成教学任务")
    assert TOOL not in answer.tool_calls


def test_thin_sources_are_refused_with_what_is_needed(school: School) -> None:
    agent = school.agent()
    answer = agent.answer(school.turn(agent, school.mentor), "把激光焊接工艺规程分解成教学任务")
    assert answer.refused
    assert "编号步骤" in answer.text
