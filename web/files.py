"""Artefacts as files: Word, PowerPoint, Excel. Knows HTTP; what a file holds and looks like is tools/_export's.

Whoever may see the artefact may have it as a file; every file taken is in the owners' audit.
"""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Annotated

from fastapi import APIRouter, Query, Response

from records.artefactrows import Artefact
from tools._export import FORMS_OF, MEDIA, Kept, Mark, stamped, values, written
from tools._export.fields import Form, fitting, unknown
from tools._export.mark import sources_of
from tools._formats import FORMATS, Paper
from trust.errors import BadInput, NotFound
from trust.principal import Principal, Scope
from trust.roles import Act
from web import studio
from web.identity import Sees, Who
from web.resources import Parts, Resources
from web.shapes import attachment, files_of

router = APIRouter(tags=["artefacts"])
CHINA = timezone(timedelta(hours=8))


@router.get(
    "/api/artefacts/{artefact_id}/files/{suffix}", summary="The artefact as docx, pptx or xlsx",
    response_class=Response, responses=files_of(MEDIA.values()),
)
def file(
    artefact_id: str, suffix: str, who: Who, sees: Sees, parts: Parts,
    edition: Annotated[int | None, Query(ge=1)] = None, form: Form | None = None,
    template: Annotated[str | None, Query(max_length=64)] = None, skip: bool = False,
) -> Response:  # fmt: skip
    """Marked as generated on its first page and in its properties. `form` where a result has several; `template` for
    the school's own Word form; `skip` leaves empty what it asks for and nothing fills.
    """
    artefact = parts.store.artefacts.get(who.principal, sees, artefact_id, edition)
    forms = FORMS_OF.get(artefact.tool, ())
    if (form is not None and form not in forms) or (template is not None and (suffix != "docx" or not forms)):
        raise NotFound()
    try:
        if artefact.tool == studio.TOOL:
            data = _exercises(who.principal, kept(parts, artefact), artefact, suffix)
        elif template is None:
            data = written(kept(parts, artefact), suffix, form)
        else:
            data = _own_form(parts, who.principal, sees, artefact, template, form, skip)
    except KeyError:
        raise NotFound() from None
    parts.store.artefacts.taken(who.principal, artefact, suffix)
    return attached(data, suffix, artefact.title)


def _exercises(person: Principal, making: Kept, a: Artefact, suffix: str) -> bytes:
    """A set with its keys, for reviewers alone. KeyError for what is neither Word nor Excel."""
    if not person.may(Act.REVIEW):
        raise NotFound()
    made = studio.Kept.of(a)
    items = tuple(made.exercise(i) for i in made.result.items)
    file = FORMATS[{"docx": "word", "xlsx": "excel"}[suffix]].write(Paper(items, a.title, a.written_by))
    return stamped.paper(file.data, suffix, making.mark)


def _own_form(
    parts: Resources, person: Principal, sees: Scope, a: Artefact, template: str, form: Form | None, skip: bool
) -> bytes:
    """Into the school's own form. BadInput with the names that nothing fills, unless they are skipped."""
    held = parts.store.templates.get(person, sees, template)
    chosen = form or fitting(held.asks, FORMS_OF[a.tool])
    wrong = unknown(chosen, held.asks)
    if wrong and not skip:
        zh = "、".join(f"{u.name}（是否指“{u.nearest}”）" if u.nearest else u.name for u in wrong[:20])
        raise BadInput(f"模板里有填不了的占位符：{zh}", f"Nothing fills: {', '.join(u.name for u in wrong[:20])}")
    making = kept(parts, a)
    data = parts.store.templates.file(person, sees, template)
    return parts.forms.fill(data, values(making, chosen), making.mark)


def kept(parts: Resources, a: Artefact) -> Kept:
    """With the words of its mark."""
    editor = _name(parts, a.edition_by) if a.edited else ""
    date = f"{(a.edition_at or a.changed_at).astimezone(CHINA):%Y-%m-%d}"
    sources = sources_of([c.title for c in a.citations])
    mark = Mark(a.id, a.edition, a.title, a.written_by, editor, date, sources)
    return Kept(a.tool, a.result, a.citations, mark)


def _name(parts: Resources, person: str) -> str:
    """Of somebody who may have left since."""
    try:
        return parts.store.people.principal(person).name
    except NotFound:
        return "作者"


def attached(data: bytes, suffix: str, title: str) -> Response:
    """A download named after the artefact."""
    name = f"{title.replace('/', '／')[:80]}.{suffix}"
    return Response(data, media_type=MEDIA[suffix], headers=attachment(name))
