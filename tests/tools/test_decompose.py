"""A process decomposed through the guard: whole, cited, labelled at least as its sources, worded safely by a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from agent.chat import Chat
from learning.verbatim import foreign
from tests.agent.conftest import filled
from tests.agent.school import School
from tests.fakes import ScriptedChat
from tests.learning.given import FLANGE
from tools import ToolResult, call, discover
from tools._school import keeps_in
from tools._wording import Worded, Wording
from trust.errors import BadInput, NotEnough, NotFound
from trust.labels import join, parse

TOOL = discover()["decompose_project"]
TEXT = "\n\n".join(p.text for p in FLANGE)
LITERALS = {"first_year", "second_year", "on_post"}
COURSE = "装夹时软爪撑内孔，夹紧压力过大会使薄壁件变形。卡盘防护门与系统互锁，短接门开关属于严重违章。"


@dataclass(frozen=True)
class Given:
    """A school with a process the mentor may read, and one they may not."""

    school: School
    flange: str
    secret: str


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    made = filled(School(tmp_path_factory.mktemp("decompose")))
    flange = made.put("法兰盘车铣复合工艺规程", TEXT, label="acme/internal")
    secret = made.put("机密工艺", "1. 甲。\n2. 乙。", label="beta/internal")
    made.put("校本教材 装夹", COURSE, label="school/public", library="course")
    yield Given(made, flange, secret)
    made.close()


def use(given: Given, chat: Chat | None = None, **arguments: Any) -> ToolResult:
    turn = given.school.turn(given.school.agent(chat), given.school.mentor)
    return call(TOOL, turn, arguments)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def test_every_step_stands_in_order_with_its_passage(given: Given) -> None:
    made = use(given, document_ids=[given.flange])
    result = made.result.model_dump()
    assert result["steps"] == 8
    assert [s["number"] for t in result["tasks"] for s in t["steps"]] == ["1", "2", "3", "1", "2", "3", "4", "5"]
    cited = {c.n: c for c in made.citations}
    for task in result["tasks"]:
        assert sum(c["points"] for c in task["scoring"]) == 100
        for step in task["steps"]:
            assert cited[step["citation"]].quote == step["quote"]
            assert step["text"] in step["quote"]
    assert made.written_by == "extract"


def test_the_label_is_at_least_that_of_every_source_read(given: Given) -> None:
    made = use(given, document_ids=[given.flange])
    assert join(p.label for p in made.findings.passages).flows_to(made.label)
    assert {p.document_id for p in made.findings.passages} >= {given.flange}


def test_no_number_is_in_it_that_its_sources_do_not_say(given: Given) -> None:
    made = use(given, document_ids=[given.flange])
    result = made.result.model_dump(exclude={"sources": True, "tasks": {"__all__": {"prerequisites": True}}})
    sources = [f"{p.title}\n{p.text}" for p in made.findings.passages]
    assert foreign((t for t in strings(result) if t not in LITERALS), sources) == []


def test_what_to_know_first_is_found_in_the_course_library(given: Given) -> None:
    task = use(given, document_ids=[given.flange]).result.model_dump()["tasks"][0]
    assert {p["title"] for p in task["prerequisites"]} == {"校本教材 装夹"}
    assert all(p["quote"] in COURSE for p in task["prerequisites"])
    assert not any("必备知识" in m for m in task["missing"])


def test_a_query_finds_the_document_and_reads_all_of_it(given: Given) -> None:
    made = use(given, query="法兰盘车铣复合工艺规程", tier="on_post")
    assert made.result.model_dump()["sources"] == [{"id": given.flange, "title": "法兰盘车铣复合工艺规程"}]
    assert made.result.model_dump()["steps"] == 8


def test_the_document_that_bears_the_name_is_meant_not_one_that_speaks_of_it(given: Given) -> None:
    about = "1. 传动轴的工艺见传动轴工艺卡。\n2. 传动轴工艺规程另行发放。\n3. 传动轴工艺规程由工艺科保管。"
    given.school.put("套筒发放说明", about, label="acme/internal")
    shaft = given.school.put("传动轴工艺规程", "1. 下料。\n2. 车端面。\n3. 粗车外圆。", label="acme/internal")
    made = use(given, query="传动轴工艺规程").result.model_dump()
    assert [source["id"] for source in made["sources"]] == [shaft]


def test_hidden_and_absent_documents_are_the_same_answer(given: Given) -> None:
    for document in (given.secret, "nothing"):
        with pytest.raises(NotFound):
            use(given, document_ids=[document])
        with pytest.raises(NotFound):
            use(given, document_ids=[given.flange, document])
    with pytest.raises(NotFound):
        use(given, passage_ids=["nothing"])


def test_thin_sources_are_said_to_be_thin(given: Given) -> None:
    with pytest.raises(NotEnough) as refused:
        use(given, query="直播间灯光布置方案")
    assert "编号步骤" in refused.value.zh
    thin = given.school.put("车间简介", "本车间成立多年。设备齐全。", label="acme/internal")
    with pytest.raises(NotEnough):
        use(given, document_ids=[thin])
    with pytest.raises(BadInput):
        use(given)


def words(goal: str, count: int = 2) -> Wording:
    one = Worded(introduction="你接到一批法兰盘。", goal=goal, competencies=["能完成装夹。"])
    return Wording(tasks=[one] * count)


def test_a_model_words_the_openings_and_nothing_else(given: Given) -> None:
    plain = use(given, document_ids=[given.flange])
    count = len(plain.result.model_dump()["tasks"])
    made = use(given, ScriptedChat([words("独立完成装夹。", count)]), document_ids=[given.flange])
    assert made.written_by == "scripted"
    worded, extracted = made.result.model_dump()["tasks"][0], plain.result.model_dump()["tasks"][0]
    assert worded["goal"] == "独立完成装夹。"
    for name in ("steps", "parameters", "safety", "checks", "scoring", "records", "hours"):
        assert worded[name] == extracted[name]


def test_a_model_that_invents_numbers_or_links_is_not_heard(given: Given) -> None:
    count = len(use(given, document_ids=[given.flange]).result.model_dump()["tasks"])
    for bad in ("夹紧压力调到 9.9 MPa。", "见 https://evil.example/x"):
        chat = ScriptedChat([words(bad, count)] * 3)
        made = use(given, chat, document_ids=[given.flange])
        assert made.written_by == "extract"
        assert bad not in str(made.result.model_dump())
    made = use(given, ScriptedChat([words("好。", count + 1)] * 3), document_ids=[given.flange])
    assert made.written_by == "extract"


def test_passages_alone_may_be_decomposed(given: Given) -> None:
    whole = use(given, document_ids=[given.flange])
    passage = whole.result.model_dump()["tasks"][0]["steps"][0]
    cited = next(c for c in whole.citations if c.n == passage["citation"])
    part = use(given, passage_ids=[cited.passage_id]).result.model_dump()
    assert 0 < part["steps"] < 8




PIN = "一、步骤\n1. 粗车：留余量 0.5 mm。\n2. 精车：车到 φ20h7。\n3. 检验：逐项检验。"


def test_what_is_hidden_changes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same school twice; in one, documents the mentor may not read say the same things and more."""
    results = []
    for hidden in (False, True):
        made = School(tmp_path_factory.mktemp("world"))
        made.put("法兰盘车铣复合工艺规程", TEXT, label="acme/internal")
        made.put("小轴工艺规程", PIN, label="acme/internal")
        made.put("校本教材 装夹", COURSE, label="school/public", library="course")
        if hidden:
            made.put("法兰盘车铣复合工艺规程", TEXT.replace("1.6±0.1", "9.9±0.9"), label="beta/internal")
            made.put("装夹详解", COURSE + "装夹压力上限为 7 MPa。", label="beta/internal", library="course")
            made.put("小轴量具校验", "量具: 外径千分尺；校验日: 2025-05", label="beta/internal")
            made.put("轴颈的测量", "轴颈要用千分尺测。", label="beta/internal", library="course")
        asked = made.turn(made.agent(), made.mentor)
        wishes = ({"query": "法兰盘工艺规程"}, {"document_ids": ["document1"]}, {"document_ids": ["document2"]})
        results.append([call(TOOL, asked, dict(a)) for a in wishes])
        made.close()
    for without, among in zip(*results, strict=True):
        assert without.result == among.result
        assert without.citations == among.citations
        assert str(without.label) == str(among.label)


def test_a_gauge_of_another_paper_is_told_with_its_place_and_joins_the_label(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = School(tmp_path_factory.mktemp("gauges"))
    pin = made.put("小轴工艺规程", PIN, label="acme/internal")
    made.put("轴颈的测量", "轴颈要用千分尺测。", label="school/public", library="course")
    result = call(TOOL, made.turn(made.agent(), made.mentor), {"document_ids": [pin]})
    checks = [c for t in result.result.model_dump()["tasks"] for c in t["checks"]]
    (told,) = [c for c in checks if c["how_title"]]
    assert (told["how"], told["how_title"]) == ("千分尺", "轴颈的测量")
    assert next(c.quote for c in result.citations if c.n == told["how_citation"]) == "轴颈要用千分尺测。"
    assert join(p.label for p in result.findings.passages).flows_to(result.label)
    made.close()


def test_a_stricter_paper_of_the_same_owner_gives_its_gauge_only_where_that_is_wished(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Else the learners who read the process would not read the work order made of it."""
    made = School(tmp_path_factory.mktemp("stricter"))
    pin = made.put("小轴工艺规程", PIN, label="acme/internal")
    told = "量具: 外径千分尺；校验日: 2025-05。轴颈要用千分尺测。"
    made.put("小轴检验记录 量具校验", told, label="acme/confidential")
    labels = [
        call(TOOL, made.turn(made.agent(), made.mentor), {"document_ids": [pin], "school_rules": wish}).label
        for wish in (None, True)
    ]
    secret = parse("acme/confidential")
    assert [secret.flows_to(label) for label in labels] == [False, True]
    made.close()


GUARD = "每台机床两人一组，一人操作一人监护。"


def rules_of(made: ToolResult) -> set[str]:
    return {r["text"] for t in made.result.model_dump()["tasks"] for r in t["safety"]}


def test_the_school_s_rules_go_to_the_work_they_concern_and_can_be_left_out(given: Given) -> None:
    standard = f"一、安全\n{GUARD}不得独自操作旋转设备。\n二、考核\n不得迟到，迟到三次成绩记零。"
    paper = given.school.put("《法兰盘加工》课程标准", standard, label="school/public", library="course")
    made = use(given, document_ids=[given.flange])
    assert {GUARD, "不得独自操作旋转设备。"} <= rules_of(made)
    assert not any("迟到" in text for text in rules_of(made))
    assert paper in {p.document_id for p in made.findings.passages}
    assert join(p.label for p in made.findings.passages).flows_to(made.label)
    without = use(given, document_ids=[given.flange], school_rules=False)
    assert not {GUARD, "不得独自操作旋转设备。"} & rules_of(without)
    assert paper not in {p.document_id for p in without.findings.passages}


@pytest.mark.parametrize(("standard", "kept"), [
    ("school/public", True), ("school/internal|course:cnc1", True), ("school/internal", False),
    ("school/internal+course:cnc1", False), ("acme/internal", True),
])  # fmt: skip
def test_a_paper_that_would_shut_out_the_process_s_own_people_is_told_from_one_that_would_not(
    standard: str, kept: bool
) -> None:
    assert keeps_in(parse("acme/internal|course:cnc1"), [parse(standard)]) is kept


LATHE = "一、步骤\n1. 粗车：在 CK6140 数控车床上留余量 0.5 mm。\n2. 精车：车到 φ20h7。"
GATE = "一、加工中\n卡盘防护门未关时系统互锁，不得短接门开关。"


@pytest.mark.parametrize(("label", "used"), [
    ("acme/internal", True), ("acme/confidential", False), ("beta/internal", False),
])  # fmt: skip
def test_a_machine_s_paper_is_used_only_where_whoever_reads_the_process_reads_it_too(
    tmp_path_factory: pytest.TempPathFactory, label: str, used: bool
) -> None:
    """One that is stricter, or hidden from the asker, changes nothing at all, whatever is wished."""
    made = School(tmp_path_factory.mktemp("machine"))
    shaft = made.put("小轴工艺规程", LATHE, label="acme/internal")
    before = [call(TOOL, made.turn(made.agent(), made.mentor), _wish(shaft, w)) for w in (None, True)]
    made.put("CK6140 数控车床作业指导书", GATE, label=label, library="training")
    after = [call(TOOL, made.turn(made.agent(), made.mentor), _wish(shaft, w)) for w in (None, True)]
    for old, new in zip(before, after, strict=True):
        assert ("卡盘防护门未关时系统互锁，不得短接门开关。" in rules_of(new)) is used
        assert used or (old.result, old.citations, str(old.label)) == (new.result, new.citations, str(new.label))
        assert join(p.label for p in new.findings.passages).flows_to(new.label)
        assert str(old.label) == str(new.label)
    made.close()


def _wish(document_id: str, school_rules: bool | None) -> dict[str, Any]:
    return {"document_ids": [document_id], "school_rules": school_rules}
