"""The agent's tools for direct calls: those the caller's roles allow. Checked and guarded by tools/."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel

from tools import ToolResult, allowed, call, described
from trust.errors import NotFound
from trust.principal import Principal, Scope
from web.identity import Sees, Who
from web.problems import request_id
from web.resources import Parts, Resources
from web.shapes import CitationOut
from web.shown import note_passages

router = APIRouter(tags=["talk"])


class ToolOut(BaseModel):
    """`parameters` is the JSON schema of the arguments."""

    name: str
    description: str
    parameters: dict[str, Any]


class ToolList(BaseModel):
    items: list[ToolOut]


class ToolAnswer(BaseModel):
    result: dict[str, Any]
    citations: list[CitationOut]
    label: str
    written_by: str

    @classmethod
    def of(cls, made: ToolResult) -> ToolAnswer:
        return cls(
            result=made.result.model_dump(mode="json"), citations=[CitationOut.of(c) for c in made.citations],
            label=str(made.label), written_by=made.written_by,
        )


def mine(parts: Resources, principal: Principal) -> list[ToolOut]:
    """What this person may call."""
    return [ToolOut(**described(t)) for t in allowed(principal, parts.agent.tools).values()]


def used(
    parts: Resources, principal: Principal, scope: Scope, name: str, arguments: dict[str, Any], request: str
) -> ToolAnswer:
    """One call. A tool that is not this person's is a tool that does not exist."""
    tool = parts.agent.tools.get(name)
    if tool is None:
        raise NotFound()
    turn = parts.agent.turn(principal, scope, now=parts.now(), request_id=request)
    made = call(tool, turn, arguments)
    note_passages(parts, principal, made.label, made.findings.passages)
    return ToolAnswer.of(made)


@router.get("/api/tools")
def listed(who: Who, parts: Parts) -> ToolList:
    return ToolList(items=mine(parts, who.principal))


@router.post("/api/tools/{tool}")
def use(
    tool: str, arguments: Annotated[dict[str, Any], Body()], request: Request, who: Who, sees: Sees, parts: Parts
) -> ToolAnswer:
    return used(parts, who.principal, sees, tool, arguments, request_id(request.scope))
