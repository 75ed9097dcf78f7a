"""What a tool is: a name, words on when to call it, checked arguments, and a result with its label.

Knows how a call is checked on the way in and guarded on the way out. Knows no tool, no model and no HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from trust.errors import BadInput, Leak, NotFound
from trust.guard import release
from trust.labels import Label
from trust.roles import Act
from trust.sources import Answer, Citation, Findings
from trust.turn import Turn


class Arguments(BaseModel):
    """Base of every tool's arguments: unknown names are refused, so no call can smuggle in a principal or a label."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True)
class ToolResult:
    """`result` is what was made, `findings` what from. `label` is at least their join and the asker's floor."""

    result: BaseModel
    findings: Findings
    citations: tuple[Citation, ...]
    label: Label
    written_by: str = "extract"


class Tool(Protocol):
    """One file in this folder = one class keeping this. Its docstring tells a model when to call it and when not."""

    name: ClassVar[str]
    needs: ClassVar[Act]
    arguments: ClassVar[type[Arguments]]

    def run(self, turn: Turn, arguments: Any) -> ToolResult:
        """Acts with the turn's principal and scope only. `arguments` is an instance of `self.arguments`."""
        ...


def call(tool: Tool, turn: Turn, arguments: Mapping[str, Any]) -> ToolResult:
    """Check the arguments, run, guard the result. Raises BadInput, NotFound (not this person's tool), Leak."""
    if not turn.principal.may(tool.needs):
        raise NotFound()
    try:
        checked = tool.arguments.model_validate(dict(arguments))
    except ValidationError as error:
        raise BadInput(*_words(error)) from None
    made = guarded(turn, tool.run(turn, checked))
    if artefact(tool) and any(p.made for p in made.findings.passages):
        raise BadInput("系统生成的资料不能再作来源，请改用它引用的原始资料", "Name the originals of what was generated")
    return made


def artefact(tool: Tool) -> type[BaseModel] | None:
    """The shape of what the tool makes, if that is worth keeping: a class attribute `result`."""
    return getattr(tool, "result", None)


def holds_keys(tool: Tool) -> bool:
    """Whether what it makes holds answers that learners must not read: a class attribute `keys`."""
    return bool(getattr(tool, "keys", False))


def guarded(turn: Turn, made: ToolResult) -> ToolResult:
    """The result with its label raised to all it rests on, or Leak."""
    if made.findings.label is not None and not made.findings.label.flows_to(made.label):
        raise Leak()
    answer = release(
        turn.principal, Answer("", made.citations, made.label), made.findings.passages, turn.floor
    )
    return replace(made, label=answer.label)


def _words(error: ValidationError) -> tuple[str, str]:
    """Which arguments are wrong, by name: never what was sent."""
    wrong = sorted({".".join(map(str, e["loc"])) or "?" for e in error.errors(include_input=False)})
    return f"参数有误：{'、'.join(wrong)}", f"wrong arguments: {', '.join(wrong)}"
