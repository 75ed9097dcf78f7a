"""A message that asks for exercises gets them, cited; questions about exercises are searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agent.exercises import TOOL, wanted
from agent.state import Exchange
from tests.agent.conftest import filled
from tests.agent.school import School
from tests.tools.test_write_exercises import SHAFT
from trust.sources import Citation, Locator

CITED = Exchange("粗车主轴转速多少", "650。", (Citation(1, "p", "d7", "规程", Locator(), "650"),))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = filled(School(tmp_path_factory.mktemp("exercises")))
    made.put("传动轴车削工艺规程", SHAFT)
    made.put("传动轴内控规程", SHAFT.replace("1200", "1350"), label="acme/confidential")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("根据传动轴工艺规程出10道选择题", {"query": "传动轴工艺规程", "kinds": ["single"], "count": 10}),
        ("帮我出五道关于切削参数的判断题和填空题", {"query": "切削参数", "kinds": ["judge", "fill"], "count": 5}),
        ("围绕酸奶发酵生成20道多选题", {"query": "酸奶发酵", "kinds": ["multiple"], "count": 20}),
        ("给法兰盘工艺规程编一套练习题", {"query": "法兰盘工艺规程", "count": 10}),
        ("按《CIP 清洗作业指导书》出三道简答题", {"query": "cip 清洗作业指导书", "kinds": ["short"], "count": 3}),
        ("请出10道数控车削的选择题", {"query": "数控车削", "kinds": ["single"], "count": 10}),
        ("来5道判断题，内容是机床安全", {"query": "机床安全", "kinds": ["judge"], "count": 5}),
        ("write 8 questions about the flange process", {"query": "the flange process", "count": 8}),
    ],
)
def test_a_wish_for_exercises_is_understood(message: str, arguments: dict[str, Any]) -> None:
    assert wanted(message, ()) == arguments


def test_some_exercises_are_a_wish_and_how_many_there_are_is_a_question() -> None:
    assert wanted("根据《钻孔攻丝工艺卡》出几道习题", ()) == {"query": "钻孔攻丝工艺卡", "count": 10}
    assert wanted("这次考试一共出几道判断题？", ()) is None


@pytest.mark.parametrize("message", ["出10道选择题", "根据这份资料出10道选择题", "就上面的内容出10道选择题"])
def test_without_a_topic_it_is_about_what_was_cited_last(message: str) -> None:
    assert wanted(message, (CITED,)) == {"document_ids": ["d7"], "kinds": ["single"], "count": 10}


@pytest.mark.parametrize(
    "message",
    ["选择题每题多少分", "理论考试有哪些题型", "粗车的主轴转速是多少", "出现振纹是什么问题", "出差津贴的标准", "你好",
     "判断题答错扣分吗", "做好防护", "编程时出现报警", "出库要求", "生产中出现异常的问题", "设计基准"],
)  # fmt: skip
def test_questions_are_not_taken_for_it(message: str) -> None:
    assert wanted(message, ()) is None


def test_exercises_come_with_keys_and_verbatim_sources(school: School) -> None:
    agent = school.agent()
    answer = agent.answer(school.turn(agent), "根据传动轴车削工艺规程出6道选择题")
    assert not answer.refused
    assert answer.tool_calls == (TOOL,)
    assert answer.written_by == "extract"
    assert "6.（单选题）" in answer.text
    assert "自动生成" in answer.text
    assert "参考答案" in answer.text
    assert "1350" not in answer.text
    assert all(c.quote in SHAFT for c in answer.citations)


def test_what_nobody_wrote_about_is_refused_in_words(school: School) -> None:
    agent = school.agent()
    answer = agent.answer(school.turn(agent), "根据量子色动力学重整化出6道选择题")
    assert answer.refused
    assert "没有找到这个主题" in answer.text
    assert agent.answer(school.turn(agent), "出10道选择题").refused
