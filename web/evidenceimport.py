"""Sheets of evidence over HTTP: the template, sending one (.xlsx or .csv), how far it is, what came of each row."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from tools._formats.evidencesheet import MOST_BYTES, template
from trust.errors import Forbidden
from trust.principal import Principal
from trust.roles import Act
from web.identity import Who
from web.intake import Taking
from web.language import Reads
from web.resources import Parts, Resources
from web.roster import sheet
from web.upload import FILE_ALONE, read_file

router = APIRouter(prefix="/api/evidence/import", tags=["evidence"])


class BadLine(BaseModel):
    """`row` as the sheet numbers it."""

    row: int
    username: str
    why: str


class IntakeReport(BaseModel):
    """`done` of `total` rows so far; `broken`: why the rest did not come in, where it broke off."""

    id: str
    total: int
    done: int
    over: bool
    added: int
    corrected: int
    unchanged: int
    bad: list[BadLine]
    broken: str | None

    @classmethod
    def of(cls, made: Taking, language: str) -> IntakeReport:
        n, english = made.counts, int(language == "en")
        bad = [BadLine(row=line.row, username=line.username, why=line.why[english]) for line in made.bad]
        return cls(
            id=made.id, total=len(made.rows), done=len(made.lines), over=made.over, added=n["added"],
            corrected=n["corrected"], unchanged=n["unchanged"], bad=bad,
            broken=made.broken[english] if made.broken else None,
        )  # fmt: skip


@router.get("/template", response_class=Response, summary="An empty sheet with one's courses and enterprises")
def empty(who: Who, parts: Parts) -> Response:
    return sheet(filled_in(parts, who.principal), "过程证据导入模板.xlsx")


def filled_in(parts: Resources, principal: Principal) -> bytes:
    """Names what this person may name: their courses, the enterprises they work with."""
    if not principal.may(Act.REVIEW):
        raise Forbidden("录入过程证据须由教师或企业导师进行", "Evidence is entered by teachers and mentors")
    mine = {a.removeprefix("course:") for a in principal.atoms if a.startswith("course:")}
    courses = [(c, title) for c, _, title in parts.store.people.courses() if c in mine]
    known = {m.owner for m in principal.memberships} | set(parts.store.enterprise_consents.partners(principal))
    firms = [(o.id, o.name) for o in parts.store.people.owners() if o.kind == "enterprise" and o.id in known]
    return template(courses, firms)


@router.post("", status_code=202, openapi_extra=FILE_ALONE, summary="Take in the rows of a sheet")
async def take(request: Request, who: Who, parts: Parts, reads: Reads) -> IntakeReport:
    """Good rows go in, bad ones are named; the same sheet again changes nothing."""
    _, data = await read_file(request, min(MOST_BYTES, parts.switches.max_upload))
    return IntakeReport.of(await run_in_threadpool(parts.intake.take, who.principal, data), reads)


@router.get("/{sheet_id}", summary="How far it is, and what came of it")
def report(sheet_id: str, who: Who, parts: Parts, reads: Reads) -> IntakeReport:
    return IntakeReport.of(parts.intake.taking(who.principal, sheet_id), reads)
