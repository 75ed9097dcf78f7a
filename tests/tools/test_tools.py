"""Every tool in the folder keeps the contract: what it says, what it takes, what it gives."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from tests.agent.given import SCHOOL, findings, passage, student
from tools import Arguments, Tool, ToolResult, allowed, call, described, discover, guarded
from trust.errors import BadInput, Leak, NotFound
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.sources import Citation, Findings
from trust.turn import Turn, Written

TOOLS = discover()
FORBIDDEN = re.compile(r"principal|label|scope|url|owner|person|user|role|clearance|token|password", re.IGNORECASE)
TEXT = "粗车主轴转速为 800~1200 r/min。"
FOUND = findings(passage(0, TEXT), quotes=[(0, TEXT)])


class Nothing(BaseModel):
    """A result that says nothing."""


class Fixed:
    """A Search that always finds the same."""

    def __init__(self, found: Findings = FOUND) -> None:
        self.found = found

    def find(
        self, principal: Principal, scope: Scope, query: str, *, k: int = 8, library: str | None = None
    ) -> Findings:
        return replace(self.found, query=query)

    def read(self, principal: Principal, scope: Scope, query: str, findings: Findings) -> Findings:
        return findings


def no_writing(*_: Any) -> Written:
    raise AssertionError("this tool does not write")


def turn(found: Findings = FOUND) -> Turn:
    return Turn(
        student(), Scope("ann", {SCHOOL.id: 1}), Fixed(found), no_writing, None,  # type: ignore[arg-type]
        datetime(2026, 1, 1, tzinfo=UTC), "r",
    )


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


def test_smuggled_arguments_are_refused_and_not_repeated() -> None:
    for extra in ("principal", "label", "scope", "url"):
        with pytest.raises(BadInput) as refused:
            call(TOOLS["search"], turn(), {"query": "粗车", extra: "SECRET-VALUE"})
        assert extra in refused.value.en
        assert "SECRET-VALUE" not in refused.value.en + refused.value.zh


@pytest.mark.parametrize(
    "arguments", [{}, {"query": ""}, {"query": "  "}, {"query": "x", "k": 0}, {"query": "x", "k": 999},
                  {"query": "x", "library": "secrets"}, {"query": ["x"]}, {"query": "x" * 2001}],
)  # fmt: skip
def test_wrong_arguments_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        call(TOOLS["search"], turn(), arguments)


def test_search_gives_passages_quotes_and_at_least_their_label() -> None:
    made = call(TOOLS["search"], turn(), {"query": "粗车转速"})
    assert made.findings.label is not None
    assert made.findings.label.flows_to(made.label)
    assert turn().floor.flows_to(made.label)
    assert [(c.passage_id, c.quote) for c in made.citations] == [("p0", TEXT)]
    assert made.result.model_dump()["passages"][0]["text"] == TEXT


def test_a_result_resting_on_more_than_its_label_says_is_stopped() -> None:
    made = ToolResult(Nothing(), FOUND, (), parse("school/public"))
    with pytest.raises(Leak):
        guarded(turn(), made)


def test_a_result_the_asker_may_not_read_is_stopped() -> None:
    hidden = findings(passage(0, TEXT, label=parse("acme/confidential")), quotes=[])
    with pytest.raises(Leak):
        call(TOOLS["search"], turn(hidden), {"query": "x"})


def test_a_citation_that_is_not_verbatim_is_stopped() -> None:
    wrong = Citation(1, "p0", "d1", "t", FOUND.passages[0].locator, "转速 9000")
    with pytest.raises(Leak):
        guarded(turn(), ToolResult(Nothing(), FOUND, (wrong,), turn().floor | SCHOOL))


def test_a_person_without_the_role_has_no_such_tool() -> None:
    nobody = replace(student(), memberships=())
    assert allowed(nobody, TOOLS) == {}
    with pytest.raises(NotFound):
        call(TOOLS["search"], replace(turn(), principal=nobody), {"query": "x"})


def test_arguments_are_closed_by_default() -> None:
    assert Arguments.model_config["extra"] == "forbid"
