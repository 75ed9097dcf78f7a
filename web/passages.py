"""Single passages, and search over them. Knows the shapes; finding and judging are knowledge/'s."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from web.identity import Asker, Sees, Who
from web.resources import Parts
from web.shapes import PassageOut, searched
from web.shown import note_passages

Library = Literal["enterprise", "course", "training", "competition"]
router = APIRouter(tags=["library"])


class SearchOut(BaseModel):
    """Best first, no scores. `searched` names the libraries gone through, whatever is in them."""

    passages: list[PassageOut]
    searched: list[str]


@router.get("/api/passages/{passage_id}")
def passage(passage_id: str, who: Who, sees: Sees, parts: Parts) -> PassageOut:
    return PassageOut.of(parts.store.library.passage(who.principal, sees, passage_id))


@router.get("/api/search")
def search(
    principal: Asker, sees: Sees, parts: Parts,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    k: Annotated[int, Query(ge=1, le=50)] = 8,
    library: Library | None = None,
) -> SearchOut:
    found = parts.searcher.find(principal, sees, q, k=k, library=library)
    if found.label is not None:
        note_passages(parts, principal, found.label, found.passages)
    return SearchOut(passages=[PassageOut.of(p) for p in found.passages], searched=searched(library))
