"""The panel beside the talk that shows one cited passage, its quote marked. Reads it anew each time it is opened."""

from __future__ import annotations

from nicegui import ui

from trust.errors import NotFound
from trust.labels import REVIEWED
from trust.sources import Citation, Passage
from web.pages.answers import place
from web.pages.frame import label_line, marked
from web.pages.viewer import Viewer

_TO_QUOTE = 'document.getElementById("sy-quote")?.scrollIntoView({block: "nearest", inline: "nearest"})'


class SourcePanel:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._dialog = ui.dialog().props("position=right full-height")
        with self._dialog, ui.element("div").classes("sy-source"):
            with ui.element("div").classes("sy-source-top"):
                ui.label(viewer.say("source")).classes("sy-strong")
                ui.space()
                close = ui.button(icon="close", on_click=self._dialog.close).props("flat round dense")
                close.props(f'aria-label="{viewer.say("close")}"')
            self._body = ui.element("div").classes("sy-source-body")

    async def open(self, citation: Citation) -> None:
        """Show the passage behind a citation, if it may still be read."""
        passage = await self._viewer.do(lambda: self._read(citation.passage_id))
        self._body.clear()
        with self._body:
            if passage is None:
                ui.label(self._viewer.say("source_gone")).classes("sy-note")
            else:
                self._show(passage, citation)
        self._dialog.open()
        ui.run_javascript(f"setTimeout(() => {_TO_QUOTE}, 250)")

    def _read(self, passage_id: str) -> Passage | None:
        principal, scope = self._viewer.now()
        try:
            return self._viewer.parts.store.library.passage(principal, scope, passage_id)
        except NotFound:
            return None

    def _show(self, passage: Passage, citation: Citation) -> None:
        viewer = self._viewer
        ui.label(passage.title).classes("sy-source-title")
        owners = [viewer.names.owner(o) for o in sorted(passage.label.owners)]
        where = [*owners, viewer.say(passage.library), place(passage.locator, viewer.language)]
        ui.label(" · ".join(filter(None, where))).classes("sy-small sy-muted")
        label_line(passage.label, viewer.names, viewer.language)
        if passage.label.integrity < REVIEWED:
            ui.label(viewer.say(f"integrity_{passage.label.integrity}")).classes("sy-small sy-muted")
        ui.html(marked(passage.text, citation.quote), sanitize=False).classes("sy-source-text")
        file = f"/api/documents/{passage.document_id}/file"
        ui.link(viewer.say("download"), file).classes("sy-small")
