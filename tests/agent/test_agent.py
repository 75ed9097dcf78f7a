"""A question goes down once and up once: cited, guarded, in order, and never from beyond the asker's labels."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from agent.state import Exchange
from tests.agent.school import School
from trust.errors import Leak, PartDown
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.sources import Answer


def ask(school: School, message: str, *before: str, person: Principal | None = None) -> Answer:
    agent = school.agent()
    return agent.answer(school.turn(agent, person), message, [Exchange(q) for q in before])


def test_an_answer_is_quoted_from_the_document_with_its_source(shared: School) -> None:
    answer = ask(shared, "粗车的主轴转速是多少？")
    assert "粗车主轴转速为 800~1200 r/min。" in answer.text
    assert answer.text.startswith("根据《主轴加工工艺规程》：")
    assert (answer.refused, answer.written_by, answer.tool_calls) == (False, "extract", ("search",))
    assert answer.citations[0].title == "主轴加工工艺规程"


def test_marks_in_the_text_and_citations_are_the_same(shared: School) -> None:
    answer = ask(shared, "粗车和精车的主轴转速是多少？")
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {c.n for c in answer.citations}
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_every_quote_is_verbatim_in_the_passage_it_names(shared: School) -> None:
    scope = shared.house.store.labels.scope(shared.student)
    for question in ("粗车的主轴转速是多少？", "更换刀片的步骤", "番茄酱杀菌温度", "数控机床怎么开机"):
        for citation in ask(shared, question).citations:
            passage = shared.house.store.library.passage(shared.student, scope, citation.passage_id)
            assert citation.quote in passage.text
            assert (citation.title, citation.document_id) == (passage.title, passage.document_id)


def test_the_answer_is_as_strict_as_what_it_was_made_from_and_as_its_asker(shared: School) -> None:
    answer = ask(shared, "粗车的主轴转速是多少？")
    personal = f"school/self:{shared.student.id}"
    assert parse("school/internal").flows_to(answer.label)
    assert parse(personal).flows_to(answer.label)
    assert str(ask(shared, "你好").label) == personal


def test_what_is_hidden_is_refused_in_the_words_of_what_is_absent(school: School) -> None:
    question = "硼砂溅射靶材"
    absent = ask(school, question)
    school.put("镀膜", "硼砂溅射靶材用铟箔。", label="acme/confidential")
    assert ask(school, question) == absent
    assert absent.refused
    assert not absent.citations
    assert all(name in absent.text for name in ("企业工艺库", "课程资源库", "实训资源库", "赛证题库"))
    assert not re.search(r"\d|硼砂|溅射", absent.text)
    assert "铟箔" in ask(school, question, person=school.mentor).text


def test_refusals_and_framing_are_in_the_asker_s_language(shared: School) -> None:
    assert ask(shared, "Which birds eat fish underwater?").text.startswith("I found nothing in what you may read")
    assert ask(shared, "What is the 粗车主轴转速?").text.startswith("According to “主轴加工工艺规程”: ")
    assert "800~1200" in ask(shared, "粗車的主軸轉速是多少？").text
    assert "800~1200" in ask(shared, "粗车主轴转速８００ｒ／ｍｉｎ可以吗").text


def test_an_english_question_is_answered_from_a_chinese_document(shared: School) -> None:
    answer = ask(shared, "What is the spindle speed for rough turning?")
    assert answer.text.startswith("According to “主轴加工工艺规程”: 粗车主轴转速为 800~1200 r/min。")


def test_a_follow_up_is_searched_with_its_subject(shared: School) -> None:
    assert "0.2~0.3 mm/r" in ask(shared, "那它的进给量呢？", "粗车的主轴转速是多少？").text
    assert "121" in ask(shared, "那杀菌温度呢", "番茄酱的灌装温度是多少？").text
    assert "2. 松开刀片螺钉。" in ask(shared, "第二步呢？", "更换刀片的步骤是什么？").text
    assert "3. 换上新刀片并拧紧。" in ask(shared, "下一步", "更换刀片的步骤是什么？", "第二步呢？").text


def test_steps_are_listed_to_their_end_though_it_stands_in_another_passage(shared: School) -> None:
    text = ask(shared, "数控机床开机的步骤是什么？").text
    assert [line[:2] for line in text.split("\n")[-4:]] == ["1.", "2.", "3.", "4."]


def test_small_talk_searches_nothing_and_cites_nothing(shared: School) -> None:
    for message, refused in (("你好", False), ("谢谢", False), ("你能做什么", False), ("讲个笑话", True), ("", True)):
        answer = ask(shared, message)
        assert (answer.refused, answer.citations, answer.tool_calls) == (refused, (), ())
        assert answer.text


def test_events_come_in_order_and_the_sentences_are_the_answer(shared: School) -> None:
    agent = shared.agent()
    events = list(agent.stream(shared.turn(agent), "更换刀片的步骤是什么？"))
    kinds = [e.kind for e in events]
    assert kinds == sorted(kinds, key=["progress", "sentence", "citation", "done"].index)
    assert kinds.count("done") == 1
    answer = events[-1].answer
    assert answer is not None
    assert "".join(e.data["text"] for e in events if e.kind == "sentence") == answer.text
    assert [e.data["n"] for e in events if e.kind == "citation"] == [c.n for c in answer.citations]
    assert events[-1].trace["calls"][0]["tool"] == "search"
    assert not re.search("急停|螺钉", str(events[-1].trace))


@pytest.mark.parametrize("person", ["student", "mentor"])
def test_a_forged_scope_is_stopped_before_a_word_is_said(shared: School, person: str) -> None:
    agent, student = shared.agent(), shared.student
    wide = shared.house.store.labels.scope(shared.mentor)
    asker = student if person == "student" else shared.mentor
    forged = replace(shared.turn(agent), principal=student, scope=Scope(asker.id, wide.labels))
    said: list[str] = []
    events = agent.stream(forged, "传动轴渗碳淬火分几段")
    with pytest.raises(Leak):
        said.extend(event.kind for event in events)
    assert set(said) <= {"progress"}


def test_a_broken_index_is_said_not_hidden(school: School) -> None:
    agent = school.agent()
    turn = school.turn(agent)
    school.house.index.close()
    with pytest.raises(PartDown) as down:
        agent.answer(turn, "粗车转速")
    assert down.value.part == "index"


def test_one_agent_answers_many_people_at_once_and_apart(shared: School) -> None:
    agent = shared.agent()
    turns = [shared.turn(agent, person) for person in (shared.student, shared.mentor) * 8]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda turn: agent.answer(turn, "传动轴渗碳淬火分几段"), turns))
    assert not any("渗碳" in a.text for a in answers[::2])
    assert all("920 摄氏度" in a.text for a in answers[1::2])
    assert {a.text for a in answers[::2]} == {answers[0].text}


def test_a_stream_left_half_way_leaves_nothing_behind(shared: School) -> None:
    agent = shared.agent()
    events = agent.stream(shared.turn(agent), "粗车的主轴转速是多少？")
    assert next(events).kind == "progress"
    events.close()
    assert "800~1200" in agent.answer(shared.turn(agent), "粗车的主轴转速是多少？").text


@pytest.mark.slow
def test_without_a_model_its_client_is_not_even_loaded() -> None:
    asked = "import agent.flow, sys; sys.exit('langchain_openai' in sys.modules or 'openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@pytest.mark.slow
def test_the_graph_s_library_is_loaded_at_the_first_turn_not_with_the_server() -> None:
    asked = "import serve, sys; sys.exit(any(m in sys.modules for m in ('langgraph', 'qdrant_client', 'torch')))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
