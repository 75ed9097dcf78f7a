"""Artefacts over HTTP: make one with a tool, list, look, edit, hand in, approve, publish, retire.

Who sees what and which move is allowed are records/artefacts.py's rules; results are made on the server, never sent in.
Learners see of a published set of exercises its questions alone.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, ValidationError

from records.artefactrows import DRAFT, PUBLISHED, RETIRED, Artefact
from records.generated import Rendition
from tools import allowed, artefact, call
from tools._rendition import PUBLISHED as PUBLISHED_AS
from tools._rendition import rendered, titled, without_keys
from trust.errors import BadInput, NotFound, Stale
from trust.principal import Principal, Scope
from trust.turn import Emit, silent
from web import studio
from web.files import kept as making
from web.identity import Sees, Who
from web.problems import request_id
from web.resources import Parts, Resources
from web.shapes import CitationOut, Strict

router = APIRouter(tags=["artefacts"])
State = Literal["draft", "in_review", "published", "retired"]


class Wanted(Strict):
    """The tool runs again on the server with these arguments; what it makes is kept."""

    tool: str = Field(min_length=1, max_length=64)
    arguments: dict[str, Any] = Field(default_factory=dict)
    title: str | None = Field(default=None, min_length=1, max_length=200)


class Change(Strict):
    """`version` as last seen. Content (`title`, `result`) or `state`, not both at once; `comment` with a `state`."""

    version: int
    title: str | None = Field(default=None, min_length=1, max_length=200)
    result: dict[str, Any] | None = None
    state: State | None = None
    comment: str = Field(default="", max_length=2000)


class Seen(Strict):
    version: int


class ChangedOut(BaseModel):
    """A cited passage that no longer stands; `gone`: its document is deleted."""

    passage_id: str
    document_id: str
    quote: str
    gone: bool


class RemarkOut(BaseModel):
    """What a reviewer said of an edition when sending it back."""

    person: str
    at: datetime
    edition: int
    text: str


class ArtefactRow(BaseModel):
    """`stale`: a source was replaced or deleted since. `edited`: a person changed what `written_by` made.
    `document_id`: where it stands in the library once published.
    """

    id: str
    tool: str
    title: str
    state: State
    label: str
    author: str
    version: int
    edition: int
    written_by: str
    edited: bool
    stale: bool
    made_at: datetime
    changed_at: datetime
    document_id: str | None

    @classmethod
    def of(cls, a: Artefact) -> ArtefactRow:
        told = {name: getattr(a, name) for name in ArtefactRow.model_fields}
        return cls.model_validate(told | {"label": str(a.label)})


class ArtefactOut(ArtefactRow):
    """`approved_by`: the enterprises whose mentors approved this edition; `waits_for`: those that have yet to.
    `comments` are for its author and reviewers.
    """

    result: dict[str, Any]
    citations: list[CitationOut]
    changed: list[ChangedOut]
    approved_by: list[str]
    waits_for: list[str]
    comments: list[RemarkOut]

    @classmethod
    def whole(cls, a: Artefact) -> ArtefactOut:
        return cls(
            **ArtefactRow.of(a).model_dump(), result=dict(a.result), citations=[CitationOut.of(c) for c in a.citations],
            changed=[ChangedOut(**vars(c)) for c in a.changed], approved_by=list(a.approved_by),
            waits_for=list(a.waits_for), comments=[RemarkOut(**vars(r)) for r in a.remarks],
        )  # fmt: skip


class ArtefactPage(BaseModel):
    items: list[ArtefactRow]
    next: str | None


@router.post("/api/artefacts", status_code=201, summary="Run a tool and keep what it makes as a draft")
def make(given: Wanted, request: Request, who: Who, sees: Sees, parts: Parts) -> ArtefactOut:
    return ArtefactOut.whole(kept(parts, who.principal, sees, given, request_id(request.scope)))


def kept(
    parts: Resources, principal: Principal, scope: Scope, given: Wanted, request: str, emit: Emit = silent
) -> Artefact:
    """What the tool makes now, kept as this person's draft."""
    tool = allowed(principal, parts.agent.tools).get(given.tool)
    if tool is None or artefact(tool) is None:
        raise NotFound()
    turn = parts.agent.turn(principal, scope, now=parts.now(), request_id=request, emit=emit)
    made = call(tool, turn, given.arguments)
    result = made.result.model_dump(mode="json")
    return parts.store.artefacts.keep(
        principal, scope, tool=tool.name, title=given.title or str(result.get("title", tool.name))[:200],
        result=result, citations=made.citations, sources=made.findings.passages, label=made.label,
        written_by=made.written_by, rests=made.findings.label,
    )  # fmt: skip


@router.get("/api/artefacts")
def page(
    who: Who, sees: Sees, parts: Parts, tool: Annotated[str | None, Query(max_length=64)] = None,
    state: State | None = None, cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ArtefactPage:
    after = _position(cursor) if cursor else None
    found = parts.store.artefacts.page(who.principal, sees, tool=tool, state=state, after=after, limit=limit)
    more = _cursor(found[limit - 1]) if len(found) > limit else None
    return ArtefactPage(items=[ArtefactRow.of(a) for a in found[:limit]], next=more)


@router.get("/api/artefacts/{artefact_id}")
def one(
    artefact_id: str, who: Who, sees: Sees, parts: Parts, edition: Annotated[int | None, Query(ge=1)] = None
) -> ArtefactOut:
    """Its newest content, or an earlier edition."""
    found = parts.store.artefacts.get(who.principal, sees, artefact_id, edition)
    return ArtefactOut.whole(found if studio.whole_for(who.principal, found) else blind(found))


def blind(found: Artefact) -> Artefact:
    """A set of exercises as learners see it."""
    return replace(found, result=without_keys(found.result), citations=(), changed=(), remarks=())


@router.patch("/api/artefacts/{artefact_id}", summary="Edit, or move to another state")
def change(artefact_id: str, given: Change, who: Who, sees: Sees, parts: Parts) -> ArtefactOut:
    content = given.title is not None or given.result is not None
    if content == (given.state is not None):
        raise BadInput("请给出 title、result，或者 state", "Send title or result, or else state")
    if given.comment and given.state != DRAFT:
        raise BadInput("comment 只在退回（state: draft）时使用", "comment goes with state: draft alone")
    if given.state is not None:
        words = (given.version, given.state, given.comment)
        return ArtefactOut.whole(moved(parts, who.principal, sees, artefact_id, *words))
    return ArtefactOut.whole(edited(parts, who.principal, sees, artefact_id, given))


def edited(parts: Resources, principal: Principal, scope: Scope, artefact_id: str, given: Change) -> Artefact:
    """Its author's changed words as a new edition, in the shape its tool gives them."""
    held = parts.store.artefacts
    if given.result is not None:
        _check(parts, principal, held.get(principal, scope, artefact_id).tool, given.result)
    return held.edit(principal, scope, artefact_id, given.version, title=given.title, result=given.result)


def moved(
    parts: Resources, principal: Principal, scope: Scope, artefact_id: str, version: int, state: str,
    comment: str = "",
) -> Artefact:  # fmt: skip
    """Into another state. What is published enters its library, to be found and cited; what is retired leaves it."""
    words = _words(parts, principal, scope, artefact_id) if state == PUBLISHED else None
    done = parts.store.artefacts.move(principal, scope, artefact_id, version, state, words, comment.strip())
    if done.document_id:
        parts.workflow.enqueue(done.document_id, 1)
    if state == RETIRED:
        parts.workflow.enqueue_removals()
    return done


def _words(parts: Resources, principal: Principal, scope: Scope, artefact_id: str) -> Rendition:
    found = parts.store.artefacts.get(principal, scope, artefact_id)
    if found.tool == studio.TOOL:
        _check_banked(parts, principal, scope, studio.Kept.of(found))
    words = rendered(found.tool, found.result, making(parts, found).mark.line)
    return Rendition(PUBLISHED_AS[found.tool].library, titled(found.tool, found.title, found.written_by), words)


def _check_banked(parts: Resources, principal: Principal, scope: Scope, held: studio.Kept) -> None:
    """A set is published when each of its items is: from then on its keys are guarded like any item's."""
    banked = {(i.kind, i.stem) for i in parts.store.bank.published(principal, scope)}
    missing = [i.n for i in held.result.items if (i.kind, i.stem) not in banked]
    if missing:
        numbers, each = "、".join(map(str, missing[:20])), ", ".join(map(str, missing[:20]))
        raise Stale(
            f"习题集连同答案，发布前请先把每道题收入题库并发布；还差第 {numbers} 题",
            f"A set holds its keys: first publish each of its items in the bank; missing: {each}",
        )


@router.post("/api/artefacts/{artefact_id}/approval", summary="A mentor approves for their enterprise")
def approve(artefact_id: str, given: Seen, who: Who, sees: Sees, parts: Parts) -> ArtefactOut:
    return ArtefactOut.whole(parts.store.artefacts.approve(who.principal, sees, artefact_id, given.version))


def _check(parts: Resources, person: Principal, name: str, result: Mapping[str, Any]) -> None:
    """Edited content keeps the shape its tool gives it."""
    tool = allowed(person, parts.agent.tools).get(name)
    shape = artefact(tool) if tool else None
    if shape is None:
        raise NotFound()
    try:
        shape.model_validate(dict(result))
    except ValidationError as error:
        wrong = sorted({".".join(map(str, e["loc"])) for e in error.errors(include_input=False)})[:5]
        raise BadInput(f"内容的写法不对：{'、'.join(wrong)}", f"Not well formed: {', '.join(wrong)}") from None


def _cursor(last: Artefact) -> str:
    return base64.urlsafe_b64encode(json.dumps([last.made_at.isoformat(), last.id]).encode()).decode()


def _position(cursor: str) -> tuple[datetime, str]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at).astimezone(UTC), str(last)
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise BadInput("翻页位置无效，请从第一页重新开始", "Bad cursor, start from the first page") from None
