"""Word templates over HTTP: bring one, list, see what it asks for, delete; and our own forms to start from.

A template is a stranger's program: it is looked at and filled in the confined process (tools/_export/confined.py).
"""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from records.templates import Template
from tools._export import MEDIA
from tools._export import template as our_own
from tools._export.confined import MOST_BYTES
from tools._export.fields import Form, fitting, known, unknown
from trust.errors import BadInput, NotFound, UnsupportedType
from trust.principal import Principal
from trust.roles import Act
from web.files import attached
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import files_of
from web.upload import FILE_ALONE, read_with_words

router = APIRouter(tags=["templates"])
OUR_NAMES: dict[Form, str] = {"work_orders": "任务工单模板", "plan": "教案模板", "loose_leaf": "活页模板"}


class UnknownOut(BaseModel):
    """A placeholder that no export fills; `nearest` is what may have been meant, or empty."""

    name: str
    nearest: str


class TemplateRow(BaseModel):
    """`form` is the one most of its placeholders belong to; `unknown` counts those that do not."""

    id: str
    title: str
    owner: str
    brought_by: str
    brought_at: datetime
    form: Form
    unknown: int


class TemplateOut(BaseModel):
    """`placeholders` in the order they stand; `known` are all names of the form."""

    id: str
    title: str
    owner: str
    brought_by: str
    brought_at: datetime
    form: Form
    placeholders: list[str]
    unknown: list[UnknownOut]
    known: list[str]

    @classmethod
    def of(cls, t: Template) -> TemplateOut:
        form = fitting(t.asks)
        return cls(
            id=t.id, title=t.title, owner=t.owner, brought_by=t.brought_by, brought_at=t.brought_at, form=form,
            placeholders=[f"{rows}.{name}" if rows else name for rows, name in t.asks],
            unknown=[UnknownOut(name=u.name, nearest=u.nearest) for u in unknown(form, t.asks)], known=known(form),
        )  # fmt: skip


class TemplatePage(BaseModel):
    items: list[TemplateRow]


@router.post("/api/templates", status_code=201, summary="Bring a Word template", openapi_extra=FILE_ALONE)
async def bring(request: Request, who: Who, parts: Parts) -> TemplateOut:
    """Form fields `file`, optional `owner` and `title`. Refused with macros, links to outside, or other Jinja."""
    _maker(who.principal)
    limit = min(MOST_BYTES, parts.switches.max_upload)
    name, data, words = await read_with_words(request, limit, ("owner", "title"))
    kept = await run_in_threadpool(keep, parts, who.principal, name, data, words)
    return TemplateOut.of(kept)


def keep(parts: Resources, person: Principal, name: str, data: bytes, words: dict[str, str]) -> Template:
    """A template that was looked at. Raises UnsupportedType, Unreadable, BadInput."""
    if not name.lower().endswith(".docx") or not data.startswith(b"PK\x03\x04"):
        raise UnsupportedType("模板须是 Word 文件（.docx）", "A template is a Word document (.docx)")
    asks = parts.forms.look(data)
    if not asks:
        raise BadInput(
            "模板里没有占位符，如 {{ 课题 }}；可先下载内置模板参考",
            "The template has no placeholder such as {{ 课题 }}",
        )
    return parts.store.templates.add(
        person, parts.store.labels.scope(person), owner=words.get("owner") or person.home,
        title=words.get("title") or name.rpartition(".")[0], data=data, asks=asks,
    )  # fmt: skip


@router.get("/api/templates", summary="The templates of the caller's owners, newest first")
def page(who: Who, sees: Sees, parts: Parts) -> TemplatePage:
    _maker(who.principal)
    found = [TemplateOut.of(t) for t in parts.store.templates.page(who.principal, sees)]
    return TemplatePage(
        items=[TemplateRow(**t.model_dump(exclude={"unknown"}), unknown=len(t.unknown)) for t in found]
    )


@router.get("/api/templates/{template_id}", summary="What it asks for, and what of that nothing fills")
def one(template_id: str, who: Who, sees: Sees, parts: Parts) -> TemplateOut:
    return TemplateOut.of(parts.store.templates.get(who.principal, sees, template_id))


@router.delete("/api/templates/{template_id}", status_code=204, summary="By whoever brought it, or a steward")
def remove(template_id: str, who: Who, sees: Sees, parts: Parts) -> None:
    parts.store.templates.remove(who.principal, sees, template_id)


@router.get(
    "/api/forms/{form}", summary="Our own Word form, to make a template of", response_class=Response,
    responses=files_of([MEDIA["docx"]]),
)
def ours(form: Form, who: Who) -> Response:
    _maker(who.principal)
    return attached(our_own(form), "docx", OUR_NAMES[form])


def _maker(person: Principal) -> None:
    """Templates are not there for those who bring nothing."""
    if not person.may(Act.UPLOAD):
        raise NotFound()
