"""One's own data: all that is kept about oneself, to take away, and the wish to be erased.

Nobody else's can be had here. Knows nothing of what the records keep.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from web.identity import Sees, Who
from web.personalwords import named, said
from web.resources import Parts

router = APIRouter(tags=["identity"])
_PICTURE = "（JSON / in the JSON export）"
"""Where a picture stands, in text to read."""


@router.get(
    "/api/me/export",
    summary="All that is kept about oneself, as JSON or as text to read",
    response_class=Response,
    responses={200: {"content": {"application/json": {}, "text/plain": {}}}},
)
def export(
    who: Who, scope: Sees, parts: Parts, form: Annotated[Literal["json", "text"], Query()] = "json"
) -> Response:
    told = parts.store.personal.export(who.principal, scope)
    ending, media = ("txt", "text/plain; charset=utf-8") if form == "text" else ("json", "application/json")
    body = as_text(told, who.principal.language) if form == "text" else json.dumps(told, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="my-data.{ending}"', "Cache-Control": "no-store"}
    return Response(body.encode(), media_type=media, headers=headers)


@router.post("/api/me/erasure", status_code=202, summary="Ask that all that is kept about oneself be erased")
def ask_erasure(who: Who, scope: Sees, parts: Parts) -> dict[str, str]:
    """A steward of one's own house decides. 409 while an earlier wish waits."""
    parts.store.erasures.ask(who.principal, scope, None, "")
    return {"state": "asked"}


def as_text(told: dict[str, Any], language: str) -> str:
    """Headed lists, one thing a line."""
    lines = [said(language), ""]
    for kind, content in told.items():
        lines += [f"== {named(kind, language)}", *_lines(content), ""]
    return "\n".join(lines)


def _lines(content: Any, depth: int = 0) -> list[str]:
    pad = "  " * depth
    if isinstance(content, dict):
        made = []
        for name, value in content.items():
            nested = isinstance(value, dict | list) and value
            made += [f"{pad}{name}:", *_lines(value, depth + 1)] if nested else [f"{pad}{name}: {_one(value)}"]
        return made
    if isinstance(content, list):
        return [line for each in content for line in ([f"{pad}-", *_lines(each, depth + 1)])] or [f"{pad}—"]
    return [f"{pad}{_one(content)}"]


def _one(value: Any) -> str:
    if isinstance(value, str) and value.startswith("data:image/"):
        return _PICTURE
    return "—" if value is None or value in ("", [], {}) else str(value)
