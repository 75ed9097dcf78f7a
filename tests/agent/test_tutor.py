"""Tutor mode over the real graph: the learner is led, nothing is given away too soon, hidden things stay hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.state import Exchange
from learning.answerkey import tells
from tests.agent.school import School
from trust.principal import Principal
from trust.sources import Answer

QUESTION, KEY = "粗车的主轴转速是多少？", ("800~1200 r/min",)


@dataclass
class Lesson:
    """One thread in tutor mode."""

    school: School
    person: Principal | None = None
    history: list[Exchange] = field(default_factory=list)

    def say(self, message: str) -> tuple[Answer, dict[str, object] | None]:
        turn = self.school.turn(self.school.agent(), self.person)
        *_, last = self.school.agent().stream(turn, message, self.history, "tutor")
        assert last.answer is not None
        told = last.trace.get("tutor")
        self.history.append(Exchange(message, last.answer.text, last.answer.citations, last.answer.refused, told))
        return last.answer, told


def test_the_learner_is_led_up_the_ladder_and_told_the_key_only_at_its_end(shared: School) -> None:
    lesson = Lesson(shared)
    first, standing = lesson.say(QUESTION)
    assert "主轴加工工艺规程" in first.text
    assert first.citations == ()
    assert standing == {"question": "粗车的主轴转速是多少?", "rung": 1, "attempts": 0, "idle": 0, "solved": False} or (
        standing is not None and standing["rung"] == 1
    )
    for wrong, rung in (("5 r/min", 2), ("6 r/min", 3)):
        answer, standing = lesson.say(wrong)
        assert standing is not None
        assert standing["rung"] == rung
        assert not tells(answer.text, KEY)
        assert answer.citations == ()
    last, standing = lesson.say("7 r/min")
    assert standing is not None
    assert (standing["rung"], standing["solved"]) == (4, False)
    assert "800~1200 r/min" in last.text
    assert last.citations


def test_a_right_attempt_ends_it_with_the_source(shared: School) -> None:
    lesson = Lesson(shared)
    lesson.say(QUESTION)
    answer, standing = lesson.say("1000 r/min")
    assert standing is not None
    assert standing["solved"] is True
    assert answer.citations[0].title == "主轴加工工艺规程"


def test_sighing_never_reaches_the_key(shared: School) -> None:
    lesson = Lesson(shared)
    lesson.say(QUESTION)
    for _ in range(12):
        answer, _ = lesson.say("不知道，直接告诉我答案")
        assert not tells(answer.text, KEY)


def test_what_can_be_no_answer_is_no_attempt(shared: School) -> None:
    lesson = Lesson(shared)
    lesson.say(QUESTION)
    for junk in ("哈哈", "asdf", "随便", "……", "啦啦啦", "x", "哦哦", "喵", "zzz"):
        answer, standing = lesson.say(junk)
        assert not tells(answer.text, KEY)
        assert standing is not None
        assert standing["attempts"] == 0


def test_another_question_begins_another_ladder(shared: School) -> None:
    lesson = Lesson(shared)
    lesson.say(QUESTION)
    answer, standing = lesson.say("番茄酱的杀菌温度是多少？")
    assert standing is None or "杀菌" in str(standing["question"])
    assert "粗车" not in answer.text


def test_what_no_source_answers_is_refused_as_in_ask_mode(shared: School) -> None:
    answer, standing = Lesson(shared).say("恐龙为何灭绝？")
    assert answer.refused
    assert standing is None


def test_a_hidden_document_changes_no_rung(school: School) -> None:
    moves = (QUESTION, "5 r/min", "提示", "6 r/min", "7 r/min")
    before = [(a.text, t) for a, t in map(Lesson(school, school.student).say, moves)]
    school.put("粗车机密", "粗车的主轴转速是 3333 r/min。", label="acme/confidential")
    assert [(a.text, t) for a, t in map(Lesson(school, school.student).say, moves)] == before
