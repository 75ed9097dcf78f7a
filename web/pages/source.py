"""The panel beside the talk that shows one cited passage: its page drawn where there is one, its quote marked, and the
way to the reader. Reads it anew each time it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from ingest.drawing import Drawn
from trust.labels import REVIEWED
from trust.sources import Citation
from web.pages.answers import place
from web.pages.drawnpage import draw
from web.pages.frame import label_line, marked
from web.pages.viewer import Viewer
from web.reading import Opened, address, hits_of, look

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

    async def open(self, citation: Citation, beside: Sequence[Citation] = ()) -> None:
        """Show the passage behind a citation, if it may still be read; `beside` are those of the same answer."""
        found = await self._viewer.do(lambda: self._read(citation))
        self._body.clear()
        with self._body:
            if found is None or found[0] is None:
                ui.label(self._viewer.say("source_gone")).classes("sy-note")
            else:
                self._show(*found, citation, beside)
        self._dialog.open()
        ui.run_javascript(f"setTimeout(() => {_TO_QUOTE}, 250)")

    def _read(self, citation: Citation) -> tuple[Opened, Drawn | None] | tuple[None, None]:
        principal, scope = self._viewer.now()
        held = hits_of(self._viewer.parts, principal, scope, [citation])
        return look(self._viewer.parts, principal, scope, held[0], 0) if held else (None, None)

    def _show(self, found: Opened, drawn: Drawn | None, citation: Citation, beside: Sequence[Citation]) -> None:
        viewer, passage = self._viewer, found.passage
        ui.label(passage.title).classes("sy-source-title").props('dir="auto"')
        owners = [viewer.names.owner(o) for o in sorted(passage.label.owners)]
        where = [*owners, viewer.say(passage.library), place(passage.locator, viewer.language)]
        ui.label(" · ".join(filter(None, where))).classes("sy-small sy-muted")
        label_line(passage.label, viewer.names, viewer.language)
        if passage.label.integrity < REVIEWED:
            ui.label(viewer.say(f"integrity_{passage.label.integrity}")).classes("sy-small sy-muted")
        if drawn and passage.locator.page:
            draw(viewer, passage.document_id, passage.title, passage.locator.page, drawn)
        ui.html(marked(passage.text, citation.quote), sanitize=False).classes("sy-source-text").props('dir="auto"')
        with ui.element("div").classes("sy-source-acts"):
            to_reader = ui.button(viewer.say("reader_open"), icon="menu_book")
            to_reader.on_click(lambda: self._reader(citation, beside)).props("unelevated no-caps dense")
            ui.link(viewer.say("download"), f"/api/documents/{passage.document_id}/file").classes("sy-small")

    async def _reader(self, citation: Citation, beside: Sequence[Citation]) -> None:
        """To the whole, with the answer's other quotes a step away."""
        viewer = self._viewer
        hits = await viewer.do(lambda: hits_of(viewer.parts, *viewer.now(), [citation, *beside]))
        if hits:
            ui.navigate.to(address(hits[0], hits[1:]))
