"""People from an Excel sheet, over HTTP: the template, sending a sheet, how far it is, its first passwords."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from tools._formats.roster import MOST_BYTES, passwords, template
from web.language import Reads
from web.people import Manager
from web.resources import Parts
from web.shapes import attachment
from web.upkeep import Entering, reported
from web.upload import FILE_ALONE, read_file

router = APIRouter(prefix="/api/admin/people", tags=["administration"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BadRow(BaseModel):
    """`row` as the sheet numbers it."""

    row: int
    username: str
    why: str


class Report(BaseModel):
    """`done` of `total` rows so far; `passwords`: how many first passwords the sheet of them holds."""

    id: str
    total: int
    done: int
    over: bool
    added: int
    completed: int
    unchanged: int
    bad: list[BadRow]
    passwords: int

    @classmethod
    def of(cls, made: Entering, language: str) -> Report:
        n = made.counts
        bad = [BadRow(row=row, username=name, why=why) for row, name, why in reported(made, language)]
        return cls(
            id=made.id, total=len(made.rows), done=len(made.entered), over=made.over, added=n["added"],
            completed=n["completed"], unchanged=n["unchanged"], bad=bad, passwords=len(made.passwords),
        )  # fmt: skip


@router.get("/template", response_class=Response, summary="An empty sheet with this platform's owners and courses")
def empty(_: Manager, parts: Parts) -> Response:
    people = parts.store.people
    courses = [(course, title) for course, _, title in people.courses()]
    return sheet(template([(o.id, o.name) for o in people.owners()], courses), "人员导入模板.xlsx")


@router.post("/import", status_code=202, openapi_extra=FILE_ALONE, summary="Enter the people of a sheet")
async def enter(request: Request, by: Manager, parts: Parts, reads: Reads) -> Report:
    """Good rows go in, bad ones are named; the same sheet again changes nothing."""
    _, data = await read_file(request, min(MOST_BYTES, parts.switches.max_upload))
    return Report.of(await run_in_threadpool(parts.upkeep.enter, by, data), reads)


@router.get("/import/{list_id}", summary="How far it is, and what came of it")
def report(list_id: str, by: Manager, parts: Parts, reads: Reads) -> Report:
    return Report.of(parts.upkeep.entering(by, list_id), reads)


@router.get("/import/{list_id}/passwords", response_class=Response, summary="The sheet of first passwords")
def first(list_id: str, by: Manager, parts: Parts) -> Response:
    """Kept in memory alone: for an hour, or until forgotten."""
    return sheet(passwords(parts.upkeep.entering(by, list_id).passwords), "初始密码.xlsx")


@router.delete("/import/{list_id}", status_code=204, summary="Forget the report and its passwords now")
def forget(list_id: str, by: Manager, parts: Parts) -> None:
    parts.upkeep.forget(by, list_id)


def sheet(data: bytes, name: str) -> Response:
    """A download."""
    return Response(data, media_type=XLSX, headers=attachment(name))
