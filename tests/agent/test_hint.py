"""A model words what is said of a wrong attempt, and can give nothing away: it never sees the key, nor may it guess."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from agent.chat import ModelDown
from agent.hint import Hint, gives_away
from agent.state import Exchange
from learning.answerkey import tells
from tests.agent.school import School
from tests.fakes import ScriptedChat
from trust.sources import Answer

QUESTION, KEY = "粗车的主轴转速是多少？", ("800~1200 r/min",)
KIND = "你写的像是进给量。先找找哪一句说的是主轴？"


def tried(school: School, drafts: list[BaseModel | Exception | str]) -> tuple[Answer, ScriptedChat]:
    """What is said of a first wrong attempt, and what the model heard meanwhile."""
    asked = school.agent()
    *_, first = asked.stream(school.turn(asked), QUESTION, (), "tutor")
    assert first.answer is not None
    chat = ScriptedChat(drafts=list(drafts))
    agent = school.agent(chat)
    history = [Exchange(QUESTION, first.answer.text, (), False, first.trace["tutor"])]
    *_, last = agent.stream(school.turn(agent), "0.25 mm/r", history, "tutor")
    assert last.answer is not None
    return last.answer, chat


def test_the_model_s_words_stand_before_the_rung_which_stays(shared: School) -> None:
    plain, _ = tried(shared, [ModelDown()])
    answer, chat = tried(shared, [Hint(text=KIND)])
    assert answer.text.startswith(KIND)
    assert "____" in answer.text
    assert answer.written_by == "scripted"
    assert plain.written_by == "extract"
    assert plain.text != answer.text
    worded = chat.heard[-1][0].text
    assert "粗车的主轴转速是多少" in worded
    assert "0.25 mm/r" in worded


def test_the_model_never_hears_the_key(shared: School) -> None:
    _, chat = tried(shared, [Hint(text=KIND)])
    assert not tells(chat.heard[-1][0].text, KEY)


@pytest.mark.parametrize("said", [
    "应该是 800~1200 r/min。", "下限是八百，上限是一千二百。", "试试 1000 r/min？", "大约 ８００ 转每分。",
    "看 https://a.example/ 吧。",
])  # fmt: skip
def test_words_that_tell_or_guess_are_refused_and_the_rules_words_stand(shared: School, said: str) -> None:
    plain, _ = tried(shared, [ModelDown()])
    answer, chat = tried(shared, [Hint(text=said)] * 3)
    assert answer.text == plain.text
    assert answer.written_by == "extract"
    assert not tells("".join(m.text for heard in chat.heard for m in heard if m.role == "user"), KEY)


def test_an_option_is_not_named_by_letter_nor_by_words() -> None:
    options, known = ("先夹紧再对刀", "先对刀再夹紧"), ("夹紧和对刀哪个在先？",)
    assert gives_away("是不是先夹紧再对刀？", ("甲",), options, known)
    assert gives_away("再看看 B。", ("甲",), options, known)
    assert gives_away("先后次序再想想？", ("甲",), options, known) is None
