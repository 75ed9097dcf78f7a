"""A question goes down once and up once: cited, guarded, in order, and never from beyond the asker's labels."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from agent.state import Exchange
from tests.agent.given import student
from tests.agent.school import School
from trust.errors import Leak, PartDown
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.sources import Answer, Findings

SPEC = (
    "粗车主轴转速为 800~1200 r/min。粗车进给量为 0.2~0.3 mm/r。\n\n精车主轴转速为 1600 r/min。\n\n"
    "更换刀片的步骤：\n1. 按下急停按钮。\n2. 松开刀片螺钉。\n3. 换上新刀片并拧紧。"
)
HIDDEN = "传动轴渗碳淬火温度为 920 摄氏度。渗碳时间为 6 小时。"


@pytest.fixture
def school() -> School:
    made = School()
    made.put("主轴加工工艺规程", SPEC)
    made.put("番茄酱作业指导书", "番茄酱灌装温度为 85 ℃。番茄酱杀菌温度为 121 ℃，保温 15 分钟。", library="training")
    made.put("传动轴热处理规程", HIDDEN, label="acme/confidential")
    return made


def ask(school: School, message: str, *before: str, person: Principal | None = None) -> Answer:
    agent = school.agent()
    return agent.answer(school.turn(agent, person or student()), message, [Exchange(q) for q in before])


def test_an_answer_is_quoted_from_the_document_with_its_source(school: School) -> None:
    answer = ask(school, "粗车的主轴转速是多少？")
    assert "粗车主轴转速为 800~1200 r/min。" in answer.text
    assert answer.text.startswith("根据《主轴加工工艺规程》：")
    assert (answer.refused, answer.written_by, answer.tool_calls) == (False, "extract", ("search",))
    assert answer.citations[0].title == "主轴加工工艺规程"


def test_marks_in_the_text_and_citations_are_the_same(school: School) -> None:
    answer = ask(school, "粗车和精车的主轴转速是多少？")
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {c.n for c in answer.citations}
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_the_answer_is_as_strict_as_what_it_was_made_from_and_as_its_asker(school: School) -> None:
    answer = ask(school, "粗车的主轴转速是多少？")
    assert parse("school/internal").flows_to(answer.label)
    assert parse("school/self:ann").flows_to(answer.label)
    assert str(ask(school, "你好").label) == "school/self:ann"


def test_what_is_hidden_is_refused_in_the_words_of_what_is_absent(school: School) -> None:
    question = "传动轴的渗碳淬火温度是多少？"
    hidden = ask(school, question)
    school.passages = [p for p in school.passages if p.text != HIDDEN]
    assert ask(school, question) == hidden
    assert hidden.refused
    assert not hidden.citations
    assert all(name in hidden.text for name in ("企业工艺库", "课程资源库", "实训资源库", "赛证题库"))
    assert not re.search(r"\d|920|渗碳|传动轴", hidden.text)


def test_refusals_and_framing_are_in_the_asker_s_language(school: School) -> None:
    assert ask(school, "What do swans like to eat in winter?").text.startswith("I found nothing in what you may read")
    assert ask(school, "What is the 粗车主轴转速?").text.startswith("According to “主轴加工工艺规程”: ")
    assert "800~1200" in ask(school, "粗車的主軸轉速是多少？").text


def test_a_follow_up_is_searched_with_its_subject(school: School) -> None:
    assert "0.2~0.3 mm/r" in ask(school, "那它的进给量呢？", "粗车的主轴转速是多少？").text
    assert "121" in ask(school, "那杀菌温度呢", "番茄酱的灌装温度是多少？").text
    assert "2. 松开刀片螺钉。" in ask(school, "第二步呢？", "更换刀片的步骤是什么？").text
    assert "3. 换上新刀片并拧紧。" in ask(school, "下一步", "更换刀片的步骤是什么？", "第二步呢？").text


def test_steps_are_listed_to_their_end_though_it_stands_in_another_passage(school: School) -> None:
    school.put("机床开机规程", "数控机床开机的步骤：\n1. 检查气压。\n2. 接通电源。\n\n3. 松开急停。\n4. 回参考点。")
    text = ask(school, "数控机床开机的步骤是什么？").text
    assert [line[:2] for line in text.split("\n")[1:]] == ["1.", "2.", "3.", "4."]


def test_small_talk_searches_nothing_and_cites_nothing(school: School) -> None:
    for message, refused in (("你好", False), ("谢谢", False), ("你能做什么", False), ("讲个笑话", True), ("", True)):
        answer = ask(school, message)
        assert (answer.refused, answer.citations, answer.tool_calls) == (refused, (), ())
        assert answer.text


def test_events_come_in_order_and_the_sentences_are_the_answer(school: School) -> None:
    agent = school.agent()
    events = list(agent.stream(school.turn(agent, student()), "更换刀片的步骤是什么？"))
    kinds = [e.kind for e in events]
    assert kinds == sorted(kinds, key=["progress", "sentence", "citation", "done"].index)
    assert kinds.count("done") == 1
    answer = events[-1].answer
    assert answer is not None
    assert "".join(e.data["text"] for e in events if e.kind == "sentence") == answer.text
    assert [e.data["n"] for e in events if e.kind == "citation"] == [c.n for c in answer.citations]
    assert events[-1].trace["calls"][0]["tool"] == "search"
    assert not re.search("急停|螺钉", str(events[-1].trace))


def test_nothing_is_said_before_the_guard_has_admitted_it(school: School) -> None:
    class Leaky(School):
        def find(
            self, principal: Principal, scope: Scope, query: str, *, k: int = 8, library: str | None = None
        ) -> Findings:
            hidden = tuple(p for p in self.passages if p.text == HIDDEN)
            return Findings(query, hidden, hidden[0].label, 1)

    leaky = Leaky(school.passages)
    agent = leaky.agent()
    said: list[str] = []
    events = agent.stream(leaky.turn(agent, student()), "渗碳温度")
    with pytest.raises(Leak):
        said.extend(event.kind for event in events)
    assert set(said) <= {"progress"}


def test_a_broken_index_is_said_not_hidden(school: School) -> None:
    class Broken(School):
        def find(
            self, principal: Principal, scope: Scope, query: str, *, k: int = 8, library: str | None = None
        ) -> Findings:
            raise PartDown("index")

    broken = Broken()
    agent = broken.agent()
    with pytest.raises(PartDown) as down:
        agent.answer(broken.turn(agent, student()), "粗车转速")
    assert down.value.part == "index"


def test_one_agent_answers_different_people_apart(school: School) -> None:
    agent = school.agent()
    mentor = replace(student("bob"), atoms=frozenset({"acme:1", "acme:2", "acme:3", "self:bob"}))
    for _ in range(3):
        assert agent.answer(school.turn(agent, student()), "传动轴的渗碳淬火温度是多少？").refused
        assert "920" in agent.answer(school.turn(agent, mentor), "传动轴的渗碳淬火温度是多少？").text


def test_without_a_model_its_client_is_not_even_loaded() -> None:
    asked = "import agent.graph, sys; sys.exit('langchain_openai' in sys.modules or 'openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
