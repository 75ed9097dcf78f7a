"""The three forms in which xAPI tells statements back (`format`): exact, canonical, ids. Knows JSON alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAPS = ("display", "name", "description")
_KEPT = {"Agent": ("objectType", "mbox", "mbox_sha1sum", "openid", "account"),
         "Group": ("objectType", "mbox", "mbox_sha1sum", "openid", "account", "member"),
         "Activity": ("objectType", "id"), "Verb": ("id",)}  # fmt: skip


def formed(statement: Mapping[str, Any], form: str, language: str) -> dict[str, Any]:
    """A copy in that form; `canonical` tells each language map in one language."""
    if form == "canonical":
        return {name: _one(name, value, language) for name, value in statement.items()}
    if form == "ids":
        return {name: _ids(name, value) for name, value in statement.items()}
    return dict(statement)


def _one(name: str, value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if name in MAPS and value and all(isinstance(v, str) for v in value.values()):
            best = next((t for t in value if t.lower().startswith(language)), next(iter(value)))
            return {best: value[best]}
        return {n: v if n == "extensions" else _one(n, v, language) for n, v in value.items()}
    if isinstance(value, list):
        return [_one(name, each, language) for each in value]
    return value


def _ids(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_ids(name, each) for each in value]
    if not isinstance(value, dict) or name in ("result", "extensions"):
        return value
    kind = _kind(name, value)
    if kind is None:
        return {n: _ids(n, v) for n, v in value.items()}
    return {n: _ids(n, v) for n, v in value.items() if n in _KEPT[kind]}


def _kind(name: str, value: Mapping[str, Any]) -> str | None:
    if name == "verb":
        return "Verb"
    if name in ("actor", "authority", "instructor", "team", "member"):
        return "Group" if value.get("objectType") == "Group" else "Agent"
    if name in ("object", "parent", "grouping", "category", "other"):
        told = str(value.get("objectType", "Activity"))
        return told if told in _KEPT else None
    return None
