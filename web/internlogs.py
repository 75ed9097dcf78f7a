"""The internship log over HTTP: written and handed in by its student, confirmed or given back by the mentor."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from learning.placement import (
    LONGEST_DID,
    LONGEST_NOTE,
    LONGEST_WORD,
    MOST_MINUTES,
    MOST_STEPS,
    Entry,
    Incident,
    Told,
)
from records.internlogrows import Earlier, Logged
from web.identity import Sees, Who
from web.placementkey import Key
from web.resources import Parts
from web.schemes import Match, version_of
from web.shapes import Strict

router = APIRouter(prefix="/api/internships", tags=["internships"])


class EntryIn(Strict):
    """`task` and `steps` are places in the work order, from 0. An incident needs words in `safety`."""

    did: str = Field(min_length=1, max_length=LONGEST_DID)
    minutes: int = Field(ge=1, le=MOST_MINUTES)
    task: int | None = Field(default=None, ge=0, le=10_000)
    steps: list[int] = Field(default=[], max_length=MOST_STEPS)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    safety: str = Field(default="", max_length=LONGEST_NOTE)
    incident: Incident = Incident.NONE

    def told(self) -> Told:
        steps = tuple(sorted(set(self.steps)))
        return Told(self.did, self.minutes, self.task, steps, self.note, self.safety, self.incident)


class DecisionIn(Strict):
    """`remark` is needed to give it back, and to confirm an incident."""

    confirm: bool
    remark: str = Field(default="", max_length=LONGEST_WORD)


class EarlierOut(BaseModel):
    """What was told before, and why it was given back."""

    at: datetime
    did: str
    minutes: int
    note: str
    safety: str
    incident: Incident
    remark: str

    @classmethod
    def of(cls, e: Earlier) -> EarlierOut:
        t = e.told
        return cls(at=e.at, did=t.did, minutes=t.minutes, note=t.note, safety=t.safety, incident=t.incident,
                   remark=e.remark)  # fmt: skip


class EntryOut(BaseModel):
    """`task` and `steps` are places in `work_order`'s edition `work_order_edition`. `rewriting`: what its student, who
    alone reads it, has begun to write anew; what was handed in last ends `earlier`. `answered`: an incident that a
    mentor answered before the consent for the enterprise was withdrawn.
    """

    id: str
    placement: str
    student: str
    day: date
    state: Entry
    did: str
    minutes: int
    task: int | None
    steps: list[int]
    note: str
    safety: str
    incident: Incident
    remark: str
    decided_by: str | None
    changed_at: datetime
    version: int
    work_order: str | None
    work_order_edition: int | None
    earlier: list[EarlierOut]
    rewriting: bool
    answered: bool

    @classmethod
    def of(cls, e: Logged) -> EntryOut:
        t = e.told
        return cls(
            id=e.id, placement=e.placement, student=e.student, day=e.on, state=e.state, did=t.did, minutes=t.minutes,
            task=t.task, steps=list(t.steps), note=t.note, safety=t.safety, incident=t.incident, remark=e.remark,
            decided_by=e.decided_by, changed_at=e.changed_at, version=e.version,
            work_order=t.of[0] if t.of else None, work_order_edition=t.of[1] if t.of else None,
            earlier=[EarlierOut.of(b) for b in e.earlier], rewriting=e.rewriting, answered=e.answered,
        )  # fmt: skip


class EntryList(BaseModel):
    items: list[EntryOut]


def _out(made: Logged, response: Response) -> EntryOut:
    response.headers["etag"] = f'"{made.version}"'
    return EntryOut.of(made)


@router.get("/logs/all", summary="Entries of every placement one sees, latest day first")
def every(who: Who, sees: Sees, parts: Parts, state: Entry | None = None) -> EntryList:
    found = parts.store.intern_logs.page(who.principal, sees, None, state)
    return EntryList(items=[EntryOut.of(e) for e in found])


@router.get("/{placement_id}/log", summary="Of one placement, latest day first")
def page(placement_id: Key, who: Who, sees: Sees, parts: Parts) -> EntryList:
    return EntryList(items=[EntryOut.of(e) for e in parts.store.intern_logs.page(who.principal, sees, placement_id)])


@router.put("/{placement_id}/log/{day}", summary="Write a day, as its student; If-Match the version, 0 at first")
def write(
    placement_id: Key, day: date, given: EntryIn, response: Response, who: Who, sees: Sees, parts: Parts,
    if_match: Match = None,
) -> EntryOut:  # fmt: skip
    version = version_of(if_match)
    made = parts.store.intern_logs.write(who.principal, sees, placement_id, day, version, given.told())
    return _out(made, response)


@router.post("/logs/{entry_id}/handing-in", summary="Hand it in, as its student; If-Match its version")
def hand_in(
    entry_id: Key, response: Response, who: Who, sees: Sees, parts: Parts, if_match: Match = None
) -> EntryOut:
    made = parts.store.intern_logs.hand_in(who.principal, sees, entry_id, version_of(if_match))
    return _out(made, response)


@router.post("/logs/{entry_id}/decision", summary="Confirm or give back, as a mentor; If-Match its version")
def decide(
    entry_id: Key, given: DecisionIn, response: Response, who: Who, sees: Sees, parts: Parts, if_match: Match = None
) -> EntryOut:
    version, logs = version_of(if_match), parts.store.intern_logs
    return _out(logs.decide(who.principal, sees, entry_id, version, given.confirm, given.remark), response)


@router.delete("/logs/{entry_id}", status_code=204, summary="Take a draft of one's own away; If-Match its version")
def remove(entry_id: Key, who: Who, sees: Sees, parts: Parts, if_match: Match = None) -> None:
    parts.store.intern_logs.remove(who.principal, sees, entry_id, version_of(if_match))
