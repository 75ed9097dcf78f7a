"""Lesson plans through the guard: whole, cited, labelled at least as their sources, worded safely by a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from agent.chat import Chat
from learning.tier import HOUR
from learning.verbatim import foreign
from tests.agent.conftest import filled
from tests.agent.school import School
from tests.fakes import ScriptedChat
from tests.learning.given import FLANGE
from tools import ToolResult, call, discover
from tools.plan_lesson import WordedStage, Wording
from trust.errors import NotEnough, NotFound
from trust.labels import join

TOOL = discover()["plan_lesson"]
TEXT = "\n\n".join(p.text for p in FLANGE)
COURSE = "装夹时软爪撑内孔，夹紧压力过大会使薄壁件变形。卡盘防护门与系统互锁，短接门开关属于严重违章。"
OURS = {"hours", "minutes", "points", "citation", "citations"}


@dataclass(frozen=True)
class Given:
    """A school with a process the mentor may read, and one they may not."""

    school: School
    flange: str
    secret: str


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    made = filled(School(tmp_path_factory.mktemp("lesson")))
    flange = made.put("法兰盘车铣复合工艺规程", TEXT, label="acme/internal")
    secret = made.put("机密工艺", "1. 甲。\n2. 乙。\n3. 丙。", label="beta/internal")
    made.put("校本教材 装夹", COURSE, label="school/public", library="course")
    yield Given(made, flange, secret)
    made.close()


def use(given: Given, chat: Chat | None = None, **arguments: Any) -> ToolResult:
    turn = given.school.turn(given.school.agent(chat), given.school.mentor)
    return call(TOOL, turn, arguments)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in pairs:
        if name not in OURS:
            yield from strings(item)


def words(text: str, count: int) -> Wording:
    stage = WordedStage(teacher=text, student="分组实施并记录。", intent="为了掌握规范。")
    return Wording(analysis=["学生会用卡尺。", "学生不熟悉软爪。"], stages=[stage] * count)


def test_a_plan_is_whole_and_its_minutes_and_points_add_up(given: Given) -> None:
    made = use(given, document_ids=[given.flange], hours=4, form="both")
    lesson = made.result.model_dump()
    plan, leaf = lesson["plan"], lesson["loose_leaf"]
    for part in ("analysis", "focus", "hard", "values", "stages", "assessment", "resources"):
        assert plan[part], part
    assert all(plan["goals"].values())
    assert plan["reflection"] == ""
    assert sum(s["minutes"] for s in plan["stages"] if s["phase"] == "during") == 4 * HOUR
    assert {s["phase"] for s in plan["stages"]} == {"before", "during", "after"}
    assert sum(a["points"] for a in plan["assessment"]) == 100
    assert sum(e["points"] for e in leaf["evaluation"]) == 100
    assert [s["number"] for s in leaf["guidance"]] == ["1", "2", "3", "1", "2", "3", "4", "5"]
    assert made.written_by == "extract"


def test_every_citation_is_verbatim_and_every_number_the_source_s(given: Given) -> None:
    made = use(given, document_ids=[given.flange], hours=4, form="both")
    passages = {p.id: p for p in made.findings.passages}
    assert all(c.quote in passages[c.passage_id].text for c in made.citations)
    sources = "\n".join(f"{p.title}\n{p.locator.heading or ''}\n{p.text}" for p in passages.values())
    literals = {"second_year", "before", "during", "after", given.flange, *passages,
    *(p.document_id for p in passages.values())}
    assert not [s for s in strings(made.result.model_dump()) if s not in literals and foreign(s, sources)]


def test_the_label_is_at_least_that_of_every_source_read(given: Given) -> None:
    made = use(given, document_ids=[given.flange])
    assert join(p.label for p in made.findings.passages).flows_to(made.label)


def test_what_may_not_be_read_is_as_absent(given: Given) -> None:
    for id_ in (given.secret, "0" * 32):
        with pytest.raises(NotFound):
            use(given, document_ids=[id_])
    with pytest.raises(NotEnough):
        use(given, query="量子纠缠与超导")


def test_a_topic_finds_its_document(given: Given) -> None:
    made = use(given, query="法兰盘工艺")
    assert made.result.model_dump()["sources"][0]["id"] == given.flange


def test_a_model_words_stages_and_invents_nothing(given: Given) -> None:
    plain = use(given, document_ids=[given.flange]).result.model_dump()["plan"]
    count = len(plain["stages"])
    made = use(given, ScriptedChat([words("示范软爪装夹，边做边说。", count)]), document_ids=[given.flange])
    plan = made.result.model_dump()["plan"]
    assert made.written_by == "scripted"
    assert {s["teacher"] for s in plan["stages"]} == {"示范软爪装夹，边做边说。"}
    assert [s["minutes"] for s in plan["stages"]] == [s["minutes"] for s in plain["stages"]]
    assert plan["analysis"][0] == plain["analysis"][0]
    bad = use(given, ScriptedChat([words("压力调到 9.9 MPa。", count)] * 3), document_ids=[given.flange])
    assert bad.written_by == "extract"
    assert bad.result.model_dump()["plan"] == plain


def test_what_is_hidden_changes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    results = []
    for hidden in (False, True):
        made = School(tmp_path_factory.mktemp("world"))
        made.put("法兰盘车铣复合工艺规程", TEXT, label="acme/internal")
        made.put("校本教材 装夹", COURSE, label="school/public", library="course")
        if hidden:
            made.put("法兰盘车铣复合工艺规程", TEXT.replace("1.6±0.1", "9.9±0.9"), label="beta/internal")
            made.put("装夹详解", COURSE + "装夹压力上限为 7 MPa。", label="beta/internal", library="course")
        asked = made.turn(made.agent(), made.mentor)
        wishes = ({"query": "法兰盘工艺规程"}, {"document_ids": ["document1"], "form": "both"})
        results.append([call(TOOL, asked, dict(w)) for w in wishes])
        made.close()
    for without, among in zip(*results, strict=True):
        assert without.result == among.result
        assert without.citations == among.citations
        assert str(without.label) == str(among.label)
