"""Every tool in the folder keeps the contract: what it says, what it takes, what it gives."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from tests.agent.given import SCHOOL, findings, passage
from tests.agent.school import School
from tools import Arguments, Tool, ToolResult, allowed, call, described, discover, guarded
from trust.classes import Classes
from trust.commenting import Comments
from trust.errors import BadInput, Leak, NotFound
from trust.labels import parse
from trust.sources import Citation
from trust.turn import Bank, Records, Search, Turn

TOOLS = discover()
FORBIDDEN = re.compile(r"principal|label|scope|url|owner|person|user|role|clearance|token|password", re.IGNORECASE)
TEXT = "粗车主轴转速为 800~1200 r/min。"
FOUND = findings(passage(0, TEXT), quotes=[(0, TEXT)])
TURNING = "粗车的主轴转速是多少"


class Nothing(BaseModel):
    """A result that says nothing."""


def turn(school: School) -> Turn:
    return school.turn(school.agent())


def fields(schema: dict[str, Any]) -> set[str]:
    names = set(schema.get("properties", {}))
    return names.union(*(fields(d) for d in schema.get("$defs", {}).values()))


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_a_tool_says_when_to_call_it_and_when_not(tool: Tool) -> None:
    words = described(tool)["description"]
    assert re.search(r"Call it when", words)
    assert re.search(r"Do not call", words)


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_no_argument_chooses_a_person_a_label_a_scope_or_an_address(tool: Tool) -> None:
    schema = described(tool)["parameters"]
    assert not [name for name in fields(schema) if FORBIDDEN.search(name)]
    assert schema["additionalProperties"] is False
    assert all("description" in field for field in schema["properties"].values())


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_a_tool_s_name_is_its_file_s(tool: Tool) -> None:
    assert type(tool).__module__ == f"tools.{tool.name}"


def test_smuggled_arguments_are_refused_and_not_repeated(shared: School) -> None:
    for extra in ("principal", "label", "scope", "url"):
        with pytest.raises(BadInput) as refused:
            call(TOOLS["search"], turn(shared), {"query": "粗车", extra: "SECRET-VALUE"})
        assert extra in refused.value.en
        assert "SECRET-VALUE" not in refused.value.en + refused.value.zh


@pytest.mark.parametrize(
    "arguments", [{}, {"query": ""}, {"query": "  "}, {"query": "x", "k": 0}, {"query": "x", "k": 999},
                  {"query": "x", "library": "secrets"}, {"query": ["x"]}, {"query": "x" * 2001}],
)  # fmt: skip
def test_wrong_arguments_are_refused(shared: School, arguments: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        call(TOOLS["search"], turn(shared), arguments)


def test_search_gives_passages_quotes_and_at_least_their_label(shared: School) -> None:
    asked = turn(shared)
    made = call(TOOLS["search"], asked, {"query": TURNING, "k": 3})
    assert made.findings.label is not None
    assert made.findings.label.flows_to(made.label)
    assert asked.floor.flows_to(made.label)
    result = made.result.model_dump()
    assert result["relevant"]
    assert "粗车主轴转速为 800~1200 r/min。" in result["passages"][0]["text"]
    assert made.citations[0].passage_id == result["passages"][0]["id"]


def test_search_may_be_told_which_library(shared: School) -> None:
    for library, titles in (("training", {"番茄酱作业指导书"}), ("enterprise", {"主轴加工工艺规程"})):
        made = call(TOOLS["search"], turn(shared), {"query": "番茄酱灌装温度、粗车主轴转速", "library": library})
        assert {p.title for p in made.findings.passages} == titles


def test_a_result_resting_on_more_than_its_label_says_is_stopped(shared: School) -> None:
    with pytest.raises(Leak):
        guarded(turn(shared), ToolResult(Nothing(), FOUND, (), parse("school/public")))


def test_a_result_the_asker_may_not_read_is_stopped(shared: School) -> None:
    hidden = findings(passage(0, TEXT, label=parse("acme/confidential")), quotes=[])
    label = parse("acme/confidential") | turn(shared).floor
    with pytest.raises(Leak):
        guarded(turn(shared), ToolResult(Nothing(), hidden, (), label))


def test_a_citation_that_is_not_verbatim_is_stopped(shared: School) -> None:
    wrong = Citation(1, "p0", "d1", "t", FOUND.passages[0].locator, "转速 9000")
    with pytest.raises(Leak):
        guarded(turn(shared), ToolResult(Nothing(), FOUND, (wrong,), turn(shared).floor | SCHOOL))


def test_a_person_without_the_role_has_no_such_tool(shared: School) -> None:
    nobody = replace(shared.student, memberships=())
    assert allowed(nobody, TOOLS) == {}
    assert set(allowed(shared.student, TOOLS)) == {"search", "write_exercises"}
    assert set(allowed(shared.mentor, TOOLS)) == set(TOOLS) - {"draft_comment"}
    with pytest.raises(NotFound):
        call(TOOLS["search"], replace(turn(shared), principal=nobody), {"query": "x"})


def test_arguments_are_closed_by_default() -> None:
    assert Arguments.model_config["extra"] == "forbid"


def test_no_tool_is_given_a_way_to_change_anything() -> None:
    """So nothing a model calls has a side effect: keeping, publishing and accepting are clicks of a person."""
    given = {
        Search: {"find", "read", "telling"}, Records: {"passages", "neighbours", "whole", "document"},
        Bank: {"known", "unanswered"}, Classes: {"class_record"},
        Comments: {"written_on", "basis"},
    }  # fmt: skip
    for protocol, reads in given.items():
        assert {name for name in vars(protocol) if not name.startswith("_")} == reads
    fields = {f.name for f in dataclasses.fields(Turn)}
    others = {"principal", "scope", "write", "now", "request_id", "emit", "model"}
    assert fields == {"search", "records", "bank", "classes", "comments"} | others
