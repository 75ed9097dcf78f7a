"""The steward's desk over HTTP: own people and grants, who reads what, the audit, erasures, keys, the leak report.

Everything is of an owner the caller is a steward of; anything else is the 404 of hidden things. Rules are records/'s.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from records import stewardacts
from records.audit import Entry, Wanted
from records.erasures import Erasure
from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Act
from web.caring import GroupOut
from web.documents import DocumentOut
from web.identity import Sees, Who
from web.language import Reads
from web.leakreport import Report
from web.resources import Parts, Resources
from web.shapes import Strict

CHINA = timezone(timedelta(hours=8))
MOST_ENTRIES = 50_000
_STEP = 500
Owner = Annotated[str, Query(min_length=1, max_length=64)]
router = APIRouter(tags=["desk"])


class GrantOut(BaseModel):
    level: int
    until: datetime | None


class MemberOut(BaseModel):
    id: str
    username: str
    name: str
    roles: list[str]
    courses: list[str]
    grant: GrantOut | None


class MemberList(BaseModel):
    items: list[MemberOut]


class GrantIn(Strict):
    """Levels 1 … `level` of the owner for a person, by user name; `until` is the last day."""

    username: str = Field(min_length=1, max_length=128)
    owner: str = Field(min_length=1, max_length=64)
    level: int = Field(ge=1, le=3)
    until: date | None = None


class ReadsOut(BaseModel):
    items: list[DocumentOut]
    more: bool


class ReaderOut(BaseModel):
    id: str
    name: str
    roles: list[str]


class ReadersOut(BaseModel):
    """`named` are the owner's own people; of everybody else only numbers."""

    named: list[ReaderOut]
    others: list[GroupOut]
    more: bool


class ReasonOut(BaseModel):
    """`rule` is mark, declared, circulation, title or personal."""

    rule: str
    level: int
    line: str


class ReasonList(BaseModel):
    items: list[ReasonOut]


class EntryOut(BaseModel):
    seq: int
    at: datetime
    act: str
    body: dict[str, object]

    @classmethod
    def of(cls, e: Entry) -> EntryOut:
        return cls(seq=e.seq, at=e.at, act=e.act, body=e.body)


class EntryPage(BaseModel):
    items: list[EntryOut]
    next: str | None


class Verified(BaseModel):
    """`broken_at`: the first entry that does not fit, or the missing one."""

    whole: bool
    broken_at: int | None


class ErasureIn(Strict):
    """Without a document: everything that is kept about the caller."""

    document_id: str | None = Field(default=None, min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=2000)


class DecisionIn(Strict):
    granted: bool


class ErasureOut(BaseModel):
    id: str
    owner: str
    document_id: str | None
    title: str | None
    requester: str
    at: datetime
    reason: str
    granted: bool | None
    decided_at: datetime | None

    @classmethod
    def of(cls, e: Erasure) -> ErasureOut:
        same = ("id", "owner", "title", "requester", "at", "reason", "granted", "decided_at")
        return cls.model_validate({**{n: getattr(e, n) for n in same}, "document_id": e.document})


class ErasureList(BaseModel):
    items: list[ErasureOut]


class KeyOut(BaseModel):
    owner: str
    made_at: datetime
    version: int
    documents: int
    people: int
    oldest_of_people: datetime | None


class ReportOut(BaseModel):
    """`state` is none, running, done or failed. `wrong` are the cells that differ from the role table."""

    state: str
    started_at: datetime | None
    seconds: float | None
    cells: int | None
    leaks: int | None
    losses: int | None
    wrong: list[dict[str, object]]

    @classmethod
    def of(cls, r: Report) -> ReportOut:
        return cls.model_validate(vars(r))


@router.get("/api/members")
def members(owner: Owner, who: Who, parts: Parts) -> MemberList:
    """An owner's people: roles there, its courses, and what is granted beyond the roles."""
    found = parts.store.members.page(who.principal, owner)
    return MemberList(items=[
        MemberOut(
            id=m.id, username=m.username, name=m.name, roles=list(m.roles), courses=list(m.courses),
            grant=None if m.grant is None else GrantOut(level=m.grant.level, until=m.grant.until),
        )
        for m in found
    ])  # fmt: skip


def granted(parts: Resources, by: Principal, given: GrantIn) -> None:
    """Until the end of the last day in China."""
    if not by.may(Act.GRANT, given.owner):
        raise NotFound()
    person = parts.store.people.find(given.username)
    if person is None:
        raise NotFound("没有这个用户", "No such user")
    ends = None if given.until is None else datetime.combine(given.until + timedelta(days=1), time(), CHINA)
    parts.store.people.grant(person, given.owner, given.level, ends, by=by)


@router.post("/api/grants", status_code=204)
def grant(given: GrantIn, who: Who, parts: Parts) -> None:
    granted(parts, who.principal, given)


def revoked(parts: Resources, by: Principal, person_id: str, owner: str) -> None:
    if not by.may(Act.GRANT, owner):
        raise NotFound()
    parts.store.people.revoke(person_id, owner, by=by)


@router.delete("/api/grants/{owner}/{person_id}", status_code=204)
def revoke(owner: str, person_id: str, who: Who, parts: Parts) -> None:
    revoked(parts, who.principal, person_id, owner)


@router.get("/api/members/{person_id}/reads")
def reads_what(person_id: str, owner: Owner, who: Who, sees: Sees, parts: Parts, reads: Reads) -> ReadsOut:
    """Which of the owner's documents a person of it reads today."""
    found, more = parts.store.members.reads(who.principal, sees, owner, person_id)
    return ReadsOut(items=[DocumentOut.of(d, reads) for d in found], more=more)


@router.get("/api/documents/{document_id}/readers")
def readers(document_id: str, who: Who, sees: Sees, parts: Parts) -> ReadersOut:
    """Who reads a document today (steward)."""
    found = parts.store.audience.readers(who.principal, sees, document_id)
    named = [ReaderOut(id=r.id, name=r.name, roles=list(r.roles)) for r in found.named]
    return ReadersOut(named=named, others=[GroupOut.of(g) for g in found.others], more=found.more)


@router.get("/api/documents/{document_id}/reasons")
def reasons(document_id: str, who: Who, sees: Sees, parts: Parts) -> ReasonList:
    """Why a stricter label was proposed (uploader, steward)."""
    found = parts.store.library.reasons(who.principal, sees, document_id)
    return ReasonList(items=[ReasonOut(rule=rule, level=level, line=line) for rule, level, line in found])


def wanted(act: str | None, about: str | None, since: date | None, until: date | None) -> Wanted:
    """Whole days in China."""
    start = None if since is None else datetime.combine(since, time(), CHINA)
    end = None if until is None else datetime.combine(until + timedelta(days=1), time(), CHINA)
    return Wanted(act or None, about or None, start, end)


Name = Annotated[str | None, Query(max_length=64)]


@router.get("/api/audit")
def audit(
    owner: Owner, who: Who, parts: Parts, act: Name = None, about: Name = None, since: date | None = None,
    until: date | None = None, cursor: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> EntryPage:  # fmt: skip
    """The owner's chain, newest first."""
    found, more = parts.store.audit.read(
        who.principal, owner, cursor, limit, wanted(act, about, since, until)
    )
    return EntryPage(items=[EntryOut.of(e) for e in found], next=more)


@router.get("/api/audit/verification")
def verification(owner: Owner, who: Who, parts: Parts) -> Verified:
    """Walks the owner's chain."""
    broken = parts.store.audit.verify_of(who.principal, owner)
    return Verified(whole=broken is None, broken_at=None if broken is None else broken.seq)


@router.get("/api/audit/file", response_class=Response)
def audit_file(
    owner: Owner, who: Who, parts: Parts, act: Name = None, about: Name = None, since: date | None = None,
    until: date | None = None,
) -> Response:  # fmt: skip
    """The same as CSV (UTF-8 with a byte order mark, for Excel); at most MOST_ENTRIES, the newest."""
    entries = list(_all(parts, who.principal, owner, wanted(act, about, since, until)))
    parts.store.audit.record(owner, stewardacts.AuditTaken(who.principal.id, len(entries)))
    headers = {"Content-Disposition": f'attachment; filename="audit-{owner}.csv"'}
    return Response(as_csv(entries), media_type="text/csv; charset=utf-8", headers=headers)


def _all(parts: Resources, principal: Principal, owner: str, filtered: Wanted) -> Iterator[Entry]:
    cursor = None
    for _ in range(MOST_ENTRIES // _STEP):
        found, cursor = parts.store.audit.read(principal, owner, cursor, _STEP, filtered)
        yield from found
        if cursor is None:
            return


def as_csv(entries: list[Entry]) -> bytes:
    """No cell begins like a formula."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["seq", "at", "act", "body"])
    for e in entries:
        body = "; ".join(f"{name}={value}" for name, value in sorted(e.body.items()))
        rows.writerow([e.seq, e.at.isoformat(), e.act, f"'{body}" if body.startswith(("=", "+", "-", "@")) else body])
    return out.getvalue().encode("utf-8-sig")


@router.post("/api/erasures", status_code=201, summary="Ask for erasure")
def ask_erasure(given: ErasureIn, who: Who, sees: Sees, parts: Parts) -> ErasureOut:
    """Of one document, or of everything kept about the caller."""
    return ErasureOut.of(parts.store.erasures.ask(who.principal, sees, given.document_id, given.reason))


@router.get("/api/erasures")
def erasures(who: Who, sees: Sees, parts: Parts) -> ErasureList:
    """The caller's own, and those their owner decides."""
    return ErasureList(items=[ErasureOut.of(e) for e in parts.store.erasures.page(who.principal, sees)])


def decided(parts: Resources, who: Principal, request_id: str, granted: bool) -> Erasure:
    scope = parts.store.labels.scope(who)
    held = parts.store.erasures.decide(who, scope, request_id, granted)
    parts.workflow.enqueue_removals()
    return held


@router.post("/api/erasures/{request_id}/decision", summary="Grant or refuse (steward)")
def decide(request_id: str, given: DecisionIn, who: Who, parts: Parts) -> ErasureOut:
    return ErasureOut.of(decided(parts, who.principal, request_id, given.granted))


@router.get("/api/keys")
def keys(owner: Owner, who: Who, parts: Parts) -> KeyOut:
    """How old the owner's data key is."""
    k = parts.store.key_states.of(who.principal, owner)
    return KeyOut(
        owner=k.owner, made_at=k.made_at, version=k.version, documents=k.documents, people=k.people,
        oldest_of_people=k.oldest,
    )


def leak_report(parts: Resources, by: Principal) -> Report:
    if not by.may(Act.READ_AUDIT):
        raise NotFound()
    return parts.leaks.report


def leaks_started(parts: Resources, by: Principal) -> Report:
    """One at a time; told in the audit of each owner the person is a steward of."""
    leak_report(parts, by)
    if parts.leaks.start(parts.settings.data / "tmp", parts.now()):
        for owner in sorted({m.owner for m in by.memberships if by.may(Act.READ_AUDIT, m.owner)}):
            parts.store.audit.record(owner, stewardacts.LeaksMeasured(by.id))
    return parts.leaks.report


@router.get("/api/leak-report")
def report(who: Who, parts: Parts) -> ReportOut:
    """The last leak report of this process."""
    return ReportOut.of(leak_report(parts, who.principal))


@router.post("/api/leak-report", status_code=202, summary="Start a leak report")
def start_report(who: Who, parts: Parts) -> ReportOut:
    """On a throw-away house in a process of its own; holds nothing of this one's content."""
    return ReportOut.of(leaks_started(parts, who.principal))
