"""Every act the agent and the API can call: one file = one tool, found by `discover`. Knows no tool by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import getdoc, isclass
from pkgutil import iter_modules
from typing import Any, cast

from tools._tool import Arguments, Tool, ToolResult, artefact, call, guarded, holds_keys
from trust.principal import Principal

__all__ = [
    "Arguments", "Tool", "ToolResult", "allowed", "artefact", "call", "described", "discover", "guarded", "holds_keys",
]  # fmt: skip


def discover() -> dict[str, Tool]:
    """All tools by name. A file whose name starts with `_` is no tool."""
    found: dict[str, Tool] = {}
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            tool = _only_tool(module.name)
            found[tool.name] = tool
    return found


def allowed(principal: Principal, tools: dict[str, Tool]) -> dict[str, Tool]:
    """Those this person's roles may call."""
    return {name: tool for name, tool in tools.items() if principal.may(tool.needs)}


def described(tool: Tool) -> dict[str, Any]:
    """Name, when to call it, and the JSON schema of its arguments; not to be changed."""
    return _described(type(tool), tool.name, tool.arguments)


@cache  # every turn with a model tells of every tool
def _described(kind: type[Tool], name: str, arguments: type[Arguments]) -> dict[str, Any]:
    return {"name": name, "description": getdoc(kind) or "", "parameters": arguments.model_json_schema()}


def _only_tool(name: str) -> Tool:
    module = import_module(f"{__name__}.{name}")
    classes = [
        c for c in vars(module).values()
        if isclass(c) and c.__module__ == module.__name__ and hasattr(c, "run") and hasattr(c, "needs")
    ]
    if len(classes) != 1:
        raise TypeError(f"tools/{name}.py must hold exactly one tool, it holds {len(classes)}")
    return cast(Tool, classes[0]())
