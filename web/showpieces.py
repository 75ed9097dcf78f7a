"""Works in one's portfolio over HTTP: put in with a picture, changed, taken out; the picture for whom it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from records.showpieces import LONGEST_NOTE, LONGEST_TITLE, Picture, Showpiece, Words
from trust.errors import BadInput, Forbidden, UnsupportedType
from trust.principal import Principal
from trust.roles import Role
from web.evidence import Reason
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import Strict, files_of
from web.upload import read_with_words

router = APIRouter(tags=["evidence"])
LARGEST = 8 * 1024**2
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_SHOWN = {"self": (False, False), "teachers": (True, False), "mentors": (False, True), "both": (True, True)}
_FORM = {
    "type": "object", "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"}, "title": {"type": "string", "maxLength": LONGEST_TITLE},
        "note": {"type": "string", "maxLength": LONGEST_NOTE}, "shown_to": {"enum": list(_SHOWN)},
    },
}  # fmt: skip


class WorkOut(BaseModel):
    """`width` and `height` of the picture, which is a JPEG at `/api/portfolio/works/{id}/picture`."""

    id: str
    student: str
    at: datetime
    title: str
    note: str
    for_teachers: bool
    for_mentors: bool
    width: int
    height: int
    version: int

    @classmethod
    def of(cls, w: Showpiece) -> WorkOut:
        return cls(
            id=w.id, student=w.person, at=w.at, **vars(w.words), width=w.width, height=w.height, version=w.version
        )


class WorkIn(Strict):
    """Words as they ought to be; `version` is that which was read."""

    version: int = Field(ge=1)
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    for_teachers: bool = True
    for_mentors: bool = False


@router.post(
    "/api/portfolio/works", status_code=201, summary="Put a work with its picture into one's portfolio",
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)  # fmt: skip
async def add(request: Request, who: Who, parts: Parts) -> WorkOut:
    """Multipart `file` (PNG, JPEG or WebP up to 8 MB), `title` (else the file's name), `note`, `shown_to`: `self`,
    `teachers` (the usual), `mentors` or `both`. The picture is made anew: place, time and camera do not stay with it.
    """
    if Role.STUDENT.value not in who.principal.roles:
        raise Forbidden("只有学生可以在成长档案里放作品", "Only students put works into a portfolio")
    most = min(LARGEST, parts.settings.max_upload)
    name, data, told = await read_with_words(request, most, ("title", "note", "shown_to"))
    return WorkOut.of(await run_in_threadpool(put, parts, who.principal, name, data, told))


def put(parts: Resources, person: Principal, name: str, data: bytes, told: dict[str, str]) -> Showpiece:
    """Raises UnsupportedType, Unreadable, TooLarge, BadInput, Forbidden, Stale, OverQuota."""
    if not data.startswith(_KINDS):
        raise UnsupportedType("请用 PNG、JPEG 或 WebP 图片", "Use a PNG, JPEG or WebP picture")
    shown = _SHOWN.get(told.get("shown_to") or "teachers")
    if shown is None:
        raise BadInput("shown_to 只能是 self、teachers、mentors 或 both", "shown_to: self, teachers, mentors or both")
    title = told.get("title") or name.rpartition(".")[0][:LONGEST_TITLE] or "作品"
    words = Words(title, told.get("note", ""), *shown).checked()
    kept = parts.pictures.kept(data)
    picture = Picture(kept.data, kept.width, kept.height)
    return parts.store.showpieces.add(person, parts.store.labels.scope(person), words, picture)


@router.put("/api/portfolio/works/{work_id}", summary="Other words, or for others to see; 409 by version")
def change(work_id: str, given: WorkIn, who: Who, scope: Sees, parts: Parts) -> WorkOut:
    words = Words(given.title, given.note, given.for_teachers, given.for_mentors)
    return WorkOut.of(parts.store.showpieces.change(who.principal, scope, work_id, given.version, words))


@router.delete("/api/portfolio/works/{work_id}", status_code=204, summary="Take a work out, with its picture")
def remove(work_id: str, who: Who, scope: Sees, parts: Parts) -> None:
    parts.store.showpieces.remove(who.principal, scope, work_id)


@router.get(
    "/api/portfolio/works/{work_id}/picture", summary="The picture of a work", response_class=Response,
    responses=files_of(["image/jpeg"]),
)  # fmt: skip
def picture(
    work_id: str, who: Who, scope: Sees, parts: Parts, student: Annotated[str | None, Query(max_length=64)] = None,
    reason: Reason = "",
) -> Response:  # fmt: skip
    """Of somebody else's with `student` and a reason; a look at their portfolio within the hour stands for one."""
    data = parts.store.portfolios.picture(who.principal, scope, work_id, student, reason)
    return Response(data, media_type="image/jpeg", headers=_PRIVATE)


_PRIVATE: dict[str, Any] = {"Cache-Control": "private, no-store"}
