"""What of a thread a model is shown: the newest, within a budget, under the label of all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.draft import Draft, Sentence
from agent.memory import NOTHING, remembered, tokens
from agent.state import Exchange
from tests.agent.school import School
from tests.fakes import ScriptedChat
from trust.errors import Leak
from trust.labels import join, parse
from trust.principal import Principal
from trust.sources import Answer

INTERNAL, SECRET = parse("school/internal"), parse("acme/confidential")
SPEED = "粗车主轴转速为 800~1200 r/min。"


def said(n: int, size: int = 20) -> Exchange:
    return Exchange(f"第{n}问", f"第{n}答。" + "字" * size, label=INTERNAL if n % 2 else SECRET)


def test_nothing_said_is_nothing_remembered() -> None:
    assert remembered(()) == NOTHING


def test_the_newest_stand_whole_and_earlier_ones_in_a_line() -> None:
    told = remembered([said(n) for n in range(6)], whole=110, lines=100)
    assert told.text.splitlines()[0] == "Earlier:"
    assert told.text.endswith("第5答。" + "字" * 20)
    assert "- 第0问 → 第0答。" in told.text
    assert told.text.index("第0问") < told.text.index("第4问") < told.text.index("第5问")


def test_marks_of_citations_are_not_repeated_in_a_line() -> None:
    long = Exchange("转速？", "800 r/min。[1] 另见手册。[2]" + "字" * 500, label=INTERNAL)
    assert remembered([long], whole=50).text == "Earlier:\n- 转速？ → 800 r/min。"


@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=600), st.booleans()), min_size=1, max_size=30))
def test_it_keeps_its_budget_and_carries_the_labels_of_what_it_tells(rows: list[tuple[str, str, bool]]) -> None:
    history = [Exchange(f"问{n} {q}", a, label=SECRET if s else INTERNAL) for n, (q, a, s) in enumerate(rows)]
    told = remembered(history, whole=300, lines=100)
    assert tokens(told.text) <= 300 + max(100, tokens("- ") + 60 + 80 + 2) + 2
    shown = [e for e in history if e.question.split(" ")[0] + " " in told.text]
    assert told.label is not None
    assert history[-1] in shown
    assert join([e.label for e in history[-1:] if e.label]).flows_to(told.label)
    assert told.label.flows_to(join([e.label for e in history if e.label]))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = School(tmp_path_factory.mktemp("memory"))
    made.put("主轴加工工艺规程", SPEED)
    made.put("主轴加工工艺卡", SPEED, "acme/internal")
    yield made
    made.close()


def ask(school: School, who: Principal, *before: Exchange) -> tuple[Answer, ScriptedChat]:
    chat = ScriptedChat([Draft(answered=True, sentences=[Sentence(text=SPEED, sources=[1])])])
    agent = school.agent(chat)
    return agent.answer(school.turn(agent, who), "粗车的主轴转速是多少？", before), chat


def test_what_a_model_writes_beside_a_conversation_is_under_its_label_too(school: School) -> None:
    before = Exchange("乳化液浓度？", "5%。", label=SECRET)
    alone, unheard = ask(school, school.mentor)
    beside, heard = ask(school, school.mentor, before)
    assert not SECRET.flows_to(alone.label)
    assert SECRET.flows_to(beside.label)
    assert ["乳化液" in str(chat.heard) for chat in (unheard, heard)] == [False, True]
    with pytest.raises(Leak):
        ask(school, school.student, before)
