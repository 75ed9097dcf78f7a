"""One document as a row of the list: what it is, who may know it, how far it is, and what may be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from trust.principal import Principal
from trust.roles import Act
from trust.sources import Document
from web.pages.frame import label_line
from web.pages.viewer import Viewer

Do = Callable[[Document], Awaitable[None]]
BUSY = ("received", "parsing", "indexing")
ICONS = {
    "pdf": "picture_as_pdf", "docx": "description", "pptx": "slideshow", "xlsx": "table_chart", "csv": "table_chart",
    "eml": "mail", "html": "web", "htm": "web",
}  # fmt: skip


@dataclass(frozen=True)
class Acts:
    """What the row's buttons call."""

    confirm: Do
    delete: Do


def busy(document: Document) -> bool:
    return document.state in BUSY


def may_delete(principal: Principal, document: Document) -> bool:
    return document.uploader == principal.id or principal.may(Act.CONFIRM_LABEL, document.owner)


class Row:
    """Redrawn only when its document has changed."""

    def __init__(self, viewer: Viewer, document: Document, acts: Acts) -> None:
        self._viewer, self._acts = viewer, acts
        self.document = document
        self._box = ui.element("li").classes("sy-row").props(f'data-id="{document.id}"')
        self._draw()

    def show(self, document: Document) -> None:
        if document != self.document:
            self.document = document
            self._draw()

    def _draw(self) -> None:
        self._box.clear()
        self._box.props(f'data-state="{self.document.state}"')
        with self._box:
            ui.icon(ICONS.get(self.document.filename.rpartition(".")[2].lower(), "article")).classes("sy-row-icon")
            with ui.element("div").classes("sy-row-main"):
                ui.label(self.document.title).classes("sy-row-title")
                self._meta()
                label_line(self.document.label, self._viewer.names, self._viewer.language)
                self._notes()
            self._state()
            self._menu()

    def _meta(self) -> None:
        d, viewer = self.document, self._viewer
        facts = [viewer.say(d.library), viewer.names.owner(d.owner), f"{d.created_at:%Y-%m-%d}"]
        if d.passages:
            facts.append(viewer.say("passages", n=d.passages))
        with ui.element("div").classes("sy-facts sy-small sy-muted"):
            for fact in facts:
                ui.label(fact)

    def _notes(self) -> None:
        d, viewer = self.document, self._viewer
        if d.error:
            ui.label(d.error_en or d.error if viewer.language == "en" else d.error).classes("sy-note sy-note-bad")
        if d.unread:
            ui.label(viewer.say("unread", what=d.unread.of(viewer.language))).classes("sy-note")
        if d.notes:
            ui.label(d.notes.of(viewer.language)).classes("sy-note")
        if d.proposed_label is not None and d.state == "awaiting_label":
            with ui.element("div").classes("sy-note"):
                ui.label(viewer.say("proposed"))
                label_line(d.proposed_label, viewer.names, viewer.language)

    def _state(self) -> None:
        d, viewer = self.document, self._viewer
        with ui.element("div").classes(f"sy-state sy-state-{d.state}"):
            ui.label(viewer.say(f"state_{d.state}"))
            if busy(d):
                bar = ui.linear_progress(round(d.progress, 2), show_value=False, size="4px").props("rounded")
                bar.props(f'aria-label="{viewer.say(f"state_{d.state}")}"')

    def _menu(self) -> None:
        d, viewer = self.document, self._viewer
        with ui.button(icon="more_vert").props("flat round dense").classes("sy-row-menu") as button, ui.menu().props(
            "auto-close"
        ):
            ui.menu_item(viewer.say("download"), lambda: ui.navigate.to(f"/api/documents/{d.id}/file"))
            if viewer.first.may(Act.CONFIRM_LABEL, d.owner):
                ui.menu_item(viewer.say("confirm_label"), lambda: self._acts.confirm(d))
            if may_delete(viewer.first, d):
                ui.menu_item(viewer.say("delete"), lambda: self._acts.delete(d))
        button.props(f'aria-label="{d.title}"')
