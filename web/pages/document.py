"""One document's page: what it is, what was read of it, its versions, who reads it, what rests on it, and the acts."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.audience import Readers
from records.dependants import Dependant
from records.versions import Version
from trust.errors import Forbidden, NotFound
from trust.roles import Act
from trust.sources import Document, Passage
from web.files import CHINA
from web.pages.asking import erasure_asked, release_asked
from web.pages.confirming import label_asked
from web.pages.deleting import delete_asked, dependants
from web.pages.dropzone import Dropzone
from web.pages.entering import entered
from web.pages.frame import DRAWN, label_line
from web.pages.reach import group_words
from web.pages.readout import ReadOut
from web.pages.relocating import move_asked
from web.pages.shelf import may_delete
from web.pages.versioning import versions_list
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/document", response_timeout=DRAWN)
    async def document_page(request: Request, id: str = "") -> Response | None:
        viewer = await entered(request, parts, "/library", "library", "library")
        if not isinstance(viewer, Viewer):
            return viewer
        await DocumentPage(viewer, id[:64]).show()
        return None


@dataclass(frozen=True)
class Looked:
    """What this person may see of it; None where a part is not for them."""

    document: Document
    passages: tuple[Passage, ...]
    versions: list[Version] | None
    readers: Readers | None
    dependants: list[Dependant]


class DocumentPage:
    def __init__(self, viewer: Viewer, document_id: str) -> None:
        self._viewer, self._id = viewer, document_id
        self._main = ui.element("div").classes("sy-main sy-doc")

    async def show(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._main.clear()
        with self._main:
            back = ui.link(viewer.say("back_to_library"), "/library").classes("sy-small")
            if isinstance(found, Looked):
                self._head(found.document)
                ReadOut(viewer, found.document, found.passages)
                if found.versions is not None:
                    versions_list(viewer, found.document, found.versions, self.show)
                if found.readers is not None:
                    self._readers(found.readers)
                self._rests(found.dependants)
            else:
                ui.label(viewer.say("document_gone")).classes("sy-empty-line")
            back.props('rel="up"')

    def _look(self) -> Looked | bool:
        principal, scope = self._viewer.now()
        store = self._viewer.parts.store
        try:
            document = store.library.document(principal, scope, self._id)
        except NotFound:
            return False
        try:
            versions = store.versions.page(principal, scope, self._id)
        except Forbidden:
            versions = None
        steward = principal.may(Act.CONFIRM_LABEL, document.owner)
        readers = store.audience.readers(principal, scope, self._id) if steward else None
        passages = store.library.whole(principal, scope, self._id)
        return Looked(document, passages, versions, readers, store.dependants.of(principal, scope, self._id))

    def _head(self, d: Document) -> None:
        viewer = self._viewer
        with ui.element("section").classes("sy-doc-head"):
            ui.element("h1").classes("sy-doc-title")._text = d.title
            facts = [d.filename, viewer.say(d.library), viewer.names.owner(d.owner)]
            facts.append(viewer.say("uploaded_on", at=f"{d.created_at.astimezone(CHINA):%Y-%m-%d}"))
            facts.append(viewer.say(f"state_{d.state}"))
            if d.review_by is not None:
                facts.append(viewer.say("review_due", at=d.review_by.isoformat()))
            with ui.element("div").classes("sy-facts sy-small sy-muted"):
                for fact in facts:
                    ui.label(fact).classes("sy-words")
            label_line(d.label, viewer.names, viewer.language)
            if d.error:
                ui.label(d.error_en or d.error if viewer.language == "en" else d.error).classes("sy-note sy-note-bad")
            self._acts(d)

    def _acts(self, d: Document) -> None:
        viewer, say, mine = self._viewer, self._viewer.say, may_delete(self._viewer.first, d)
        steward = viewer.first.may(Act.CONFIRM_LABEL, d.owner)
        with ui.element("div").classes("sy-doc-acts"):
            self._button("download", "download", lambda: ui.navigate.to(f"/api/documents/{d.id}/file"))
            if mine and d.made_from is None:
                self._button("replace", "upload_file", lambda: self._replace(d))
                self._button("move", "drive_file_move", lambda: self._moved(d))
            if steward:
                self._button("confirm_label", "verified_user", lambda: self._confirm(d))
            if viewer.first.may(Act.UPLOAD, d.owner) and d.made_from is None and d.label.clauses:
                self._button("ask_release", "lock_open", lambda: release_asked(viewer, d))
            if mine:
                self._button("delete", "delete", lambda: self._delete(d))
            else:
                made = ui.button(say("ask_erasure"), icon="delete_sweep", on_click=lambda: erasure_asked(viewer, d))
                made.props("flat no-caps dense")

    def _button(self, word: str, icon: str, act: object) -> None:
        made = ui.button(self._viewer.say(word), icon=icon, on_click=act)  # type: ignore[arg-type]
        made.props("flat no-caps dense")

    def _replace(self, d: Document) -> None:
        viewer = self._viewer
        with ui.dialog(value=True) as dialog, ui.card().classes("sy-dialog"):
            ui.label(viewer.say("replace")).classes("sy-dialog-title")
            ui.label(viewer.say("replace_more")).classes("sy-small sy-muted")
            drop = Dropzone(viewer, self.show)
            drop.choose({
                "owner": d.owner, "library": d.library, "label": str(d.label), "replaces": d.id, "title": d.title,
            })  # fmt: skip
            ui.button(viewer.say("close"), on_click=dialog.close).props("flat no-caps")

    async def _confirm(self, d: Document) -> None:
        if await label_asked(self._viewer, d):
            await self.show()

    async def _moved(self, d: Document) -> None:
        if await move_asked(self._viewer, d):
            await self.show()

    async def _delete(self, d: Document) -> None:
        if await delete_asked(self._viewer, d):
            ui.navigate.to("/library")

    def _readers(self, found: Readers) -> None:
        viewer = self._viewer
        with part(viewer, "who_reads"):
            ui.label(viewer.say("who_reads_named")).classes("sy-small sy-muted")
            roles = {r.id: "、".join(viewer.say(f"role_{role}") for role in r.roles) for r in found.named}
            ui.label("，".join(f"{r.name}（{roles[r.id]}）" for r in found.named) or "—").classes("sy-words")
            if found.others:
                ui.label(viewer.say("who_reads_others")).classes("sy-small sy-muted")
                ui.label("，".join(group_words(viewer, g) for g in found.others))
            if found.more:
                ui.label(viewer.say("who_reads_more")).classes("sy-small sy-muted")

    def _rests(self, found: list[Dependant]) -> None:
        with part(self._viewer, "depends"):
            if found:
                dependants(self._viewer, found)
            else:
                ui.label(self._viewer.say("depends_none")).classes("sy-muted")


def part(viewer: Viewer, word: str) -> ui.element:
    """A card with a heading."""
    section = ui.element("section").classes("sy-doc-part")
    with section:
        ui.element("h2")._text = viewer.say(word)
    return section
