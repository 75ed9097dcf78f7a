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
    move: Do
    again: Do
    choose: Callable[[Document, bool], None]


def busy(document: Document) -> bool:
    return document.state in BUSY


def may_delete(principal: Principal, document: Document) -> bool:
    return document.uploader == principal.id or principal.may(Act.CONFIRM_LABEL, document.owner)


class Row:
    """Redrawn only when its document has changed. Titles go in as values, never as markup or property text."""

    def __init__(self, viewer: Viewer, document: Document, acts: Acts, chosen: bool = False) -> None:
        self._viewer, self._acts, self._on = viewer, acts, chosen
        self._tick: ui.checkbox | None = None
        self.document = document
        self._box = ui.element("li").classes("sy-row").props(f'data-id="{document.id}"')
        self._draw()

    def show(self, document: Document) -> None:
        if document != self.document:
            self.document = document
            self._draw()

    def unchoose(self) -> None:
        self._on = False
        if self._tick is not None:
            self._tick.set_value(False)

    def _choice(self) -> None:
        """A box for those who may act on it; for others what kind of file it is."""
        d, viewer = self.document, self._viewer
        icon = ICONS.get(d.filename.rpartition(".")[2].lower(), "article")
        with ui.element("div").classes("sy-row-lead"):
            if may_delete(viewer.first, d):
                self._tick = ui.checkbox(value=self._on, on_change=lambda e: self._ticked(bool(e.value))).props("dense")
                self._tick.props["aria-label"] = viewer.say("choose_one", title=d.title)
            ui.icon(icon).classes("sy-row-icon")

    def _ticked(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self._acts.choose(self.document, on)

    def _draw(self) -> None:
        self._box.clear()
        self._box.props(f'data-state="{self.document.state}"')
        with self._box:
            self._choice()
            with ui.element("div").classes("sy-row-main"):
                ui.link(self.document.title, f"/document?id={self.document.id}").classes("sy-row-title")
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
        if d.made_from is not None:
            facts.append(viewer.say("generated_mark"))
        if d.review_by is not None:
            facts.append(viewer.say("review_due", at=d.review_by.isoformat()))
        with ui.element("div").classes("sy-facts sy-small sy-muted"):
            for fact in facts:
                ui.label(fact)

    def _notes(self) -> None:
        d, viewer = self.document, self._viewer
        if d.error:
            with ui.element("div").classes("sy-note sy-note-bad"):
                ui.label(d.error_en or d.error if viewer.language == "en" else d.error)
                if may_delete(viewer.first, d):
                    ui.label(viewer.say("what_to_do", what=viewer.say("advice_failed"))).classes("sy-small")
                    made = ui.button(viewer.say("try_again"), icon="refresh", on_click=lambda: self._acts.again(d))
                    made.props("flat no-caps dense")
        if d.unread:
            with ui.element("div").classes("sy-note"):
                ui.label(viewer.say("unread", what=d.unread.of(viewer.language)))
                ui.label(viewer.say("what_to_do", what=viewer.say("advice_unread"))).classes("sy-small")
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
            if may_delete(viewer.first, d) and d.made_from is None:
                ui.menu_item(viewer.say("move"), lambda: self._acts.move(d))
            if may_delete(viewer.first, d):
                ui.menu_item(viewer.say("delete"), lambda: self._acts.delete(d))
        button.props["aria-label"] = d.title
