"""The JSON shapes several nouns share. Knows how our own types look from outside; nothing of how they are found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from agent.words import LIBRARY
from trust.principal import Principal
from trust.sources import Citation, Locator, Passage


class Strict(BaseModel):
    """A request body: unknown names are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def files_of(media_types: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """For /openapi.json: the answer is a file of one of these kinds."""
    kinds = {kind.partition(";")[0] for kind in media_types}
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": "The file", "content": dict.fromkeys(sorted(kinds), schema)}}


def attachment(name: str) -> dict[str, str]:
    """The header that makes an answer a download of this name (RFC 6266, RFC 8187)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


class Place(BaseModel):
    """Where in its file a passage stands."""

    page: int | None = None
    heading: str | None = None
    sheet: str | None = None
    slide: int | None = None

    @classmethod
    def of(cls, locator: Locator) -> Place:
        return cls(page=locator.page, heading=locator.heading, sheet=locator.sheet, slide=locator.slide)


class CitationOut(BaseModel):
    """`quote` is verbatim text of that passage."""

    n: int
    passage_id: str
    document_id: str
    title: str
    locator: Place
    quote: str

    @classmethod
    def of(cls, c: Citation) -> CitationOut:
        return cls(
            n=c.n, passage_id=c.passage_id, document_id=c.document_id, title=c.title, locator=Place.of(c.locator),
            quote=c.quote,
        )


class PassageOut(BaseModel):
    """`integrity`: 0 from outside, 1 a member's upload, 2 reviewed, 3 curated."""

    id: str
    document_id: str
    title: str
    locator: Place
    text: str
    label: str
    integrity: int

    @classmethod
    def of(cls, p: Passage) -> PassageOut:
        return cls(
            id=p.id, document_id=p.document_id, title=p.title, locator=Place.of(p.locator), text=p.text,
            label=str(p.label), integrity=p.label.integrity,
        )  # fmt: skip


class MembershipOut(BaseModel):
    owner: str
    role: str


class PrincipalOut(BaseModel):
    id: str
    name: str
    roles: list[str]
    memberships: list[MembershipOut]
    language: str

    @classmethod
    def of(cls, p: Principal) -> PrincipalOut:
        memberships = [MembershipOut(owner=m.owner, role=m.role.value) for m in p.memberships]
        return cls(id=p.id, name=p.name, roles=list(p.roles), memberships=memberships, language=p.language)


def searched(library: str | None) -> list[str]:
    """The libraries a search went through: a function of the question alone, not of what is in them."""
    return [name for name in LIBRARY if library in (None, name)]
