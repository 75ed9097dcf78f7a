"""The reader: a passage in its place, its page drawn with the quote marked, and why one may read it.

Addresses hold ids only; each look goes through web/reading.py under what its reader may read now.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run, ui

from ingest.drawing import Drawn
from trust.errors import NotFound
from trust.roles import Act
from trust.sources import Passage
from web.pages.answers import place
from web.pages.drawnpage import draw
from web.pages.frame import DRAWN, bar, head, label_line, nav, not_for, sheet, titled
from web.pages.states import nothing_readable
from web.pages.tables import text_html
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.reading import MOST_HITS, Hit, Opened, address, first_of, look, page_of
from web.resources import Resources
from web.whyread import why

_TO_QUOTE = """setTimeout(() => {
  const mark = document.querySelector(".sy-read-mark") ?? document.querySelector(".sy-read mark");
  if (mark) mark.scrollIntoView({block: "center", inline: "nearest"});
  else document.querySelector(".sy-read-passage ~ .sy-read-here")?.scrollIntoView({block: "start"});
}, 60)"""
"""To the quote; without one to the passage, unless it is the first that is shown."""


def register(parts: Resources) -> None:
    @ui.page("/read/document/{document_id}", response_timeout=DRAWN)
    async def from_the_start(request: Request, document_id: str) -> Response | None:
        viewer = await run.io_bound(viewer_of, request, parts)
        if viewer is None:
            return RedirectResponse(SIGN_IN, 303)
        try:
            first: Hit | None = await run.io_bound(lambda: first_of(parts, *viewer.now(), document_id))
        except NotFound:
            first = None
        if first is not None:
            return RedirectResponse(address(first), 303)
        await _page(viewer, Hit(""), ())
        return None

    @ui.page("/read/{passage_id}", response_timeout=DRAWN)
    async def read_page(request: Request, passage_id: str, at: str = "", hits: str = "") -> Response | None:
        viewer = await run.io_bound(viewer_of, request, parts)
        if viewer is None:
            return RedirectResponse(SIGN_IN, 303)
        listed = [Hit.parsed(text) for text in hits.split(",")[:MOST_HITS] if text]
        await _page(viewer, Hit.parsed(f"{passage_id}@{at}"), listed)
        return None


async def _page(viewer: Viewer, hit: Hit, hits: Sequence[Hit]) -> None:
    head(viewer.say("reader"), viewer.language)
    sheet("read.css")
    bar(viewer, "/read")
    if not viewer.first.may(Act.ASK):
        not_for(viewer)
        return
    shown = await viewer.do(lambda: look(viewer.parts, *viewer.now(), hit))
    with ui.element("div").classes("sy-main sy-read"):
        if shown is None or shown[0] is None:
            nothing_readable(viewer)
            return
        ReadPage(viewer, hit, hits, *shown)
    ui.run_javascript(_TO_QUOTE)


class ReadPage:
    def __init__(self, viewer: Viewer, hit: Hit, hits: Sequence[Hit], found: Opened, drawn: Drawn | None) -> None:
        self._viewer, self._found, self._drawn = viewer, found, drawn
        self._number = found.passage.locator.page or 1
        self._top(hit, hits)
        with ui.element("div").classes("sy-read-panes" + (" sy-read-drawn" if drawn else "")):
            if drawn:
                with ui.element("div").classes("sy-read-pages"):
                    self._pager(drawn)
            with ui.element("div").classes("sy-read-side"):
                self._about()
                if found.drawn and not drawn:
                    ui.label(viewer.say("reader_undrawn")).classes("sy-note")
                self._text()

    def _top(self, hit: Hit, hits: Sequence[Hit]) -> None:
        viewer, found = self._viewer, self._found
        with ui.element("div").classes("sy-read-top"):
            with ui.element("div").classes("sy-read-name"):
                titled(found.document.title)
                owner = viewer.names.owner(found.document.owner)
                where = [owner, viewer.say(found.document.library), place(found.passage.locator, viewer.language)]
                ui.label(" · ".join(filter(None, where))).classes("sy-small sy-muted")
            if len(hits) > 1 and hit in hits:
                self._steps(hits.index(hit), hits)

    def _steps(self, n: int, hits: Sequence[Hit]) -> None:
        viewer = self._viewer
        with nav(viewer.say("reader_hits")).classes("sy-read-steps"):
            ui.label(viewer.say("reader_hit", n=n + 1, of=len(hits))).classes("sy-small sy-muted")
            for step, icon, word in ((-1, "chevron_left", "reader_previous"), (1, "chevron_right", "reader_next")):
                if 0 <= n + step < len(hits):
                    link = ui.link(target=address(hits[n + step], hits)).classes("sy-read-step")
                    with link.props(f'aria-label="{viewer.say(word)}" title="{viewer.say(word)}"'):
                        ui.icon(icon)

    def _pager(self, drawn: Drawn) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-read-pager"):
            before = ui.button(icon="chevron_left", on_click=lambda: self._turn(-1)).props("flat round dense")
            before.props(f'aria-label="{viewer.say("reader_page_before")}"')
            self._of = ui.label("").classes("sy-small sy-muted")
            after = ui.button(icon="chevron_right", on_click=lambda: self._turn(1)).props("flat round dense")
            after.props(f'aria-label="{viewer.say("reader_page_after")}"')
        self._sheet = ui.element("div")
        self._draw(drawn)
        if not drawn.marks and self._found.quote:
            ui.label(viewer.say("reader_unmarked")).classes("sy-note")

    def _draw(self, drawn: Drawn) -> None:
        viewer, document = self._viewer, self._found.document
        self._of.set_text(viewer.say("reader_page", n=self._number, of=drawn.pages))
        self._sheet.clear()
        with self._sheet:
            draw(viewer, document.id, document.title, self._number, drawn)

    async def _turn(self, by: int) -> None:
        number, found, viewer = self._number + by, self._found, self._viewer
        if self._drawn is None or not 1 <= number <= self._drawn.pages:
            return
        quote = found.quote if number == found.passage.locator.page else None
        drawn = await viewer.do(
            lambda: page_of(viewer.parts, *viewer.now(), found.document.id, number, quote or "")
        )
        if drawn is not None:
            self._number, self._drawn = number, drawn
            self._draw(drawn)

    def _about(self) -> None:
        viewer, found = self._viewer, self._found
        with ui.element("section").classes("sy-card sy-read-about"):
            label_line(found.passage.label, viewer.names, viewer.language)
            ui.label(viewer.say("reader_why")).classes("sy-small sy-strong")
            for line in why(found.passage.label, viewer.first, viewer.names, viewer.language):
                ui.label(line).classes("sy-small sy-muted")
            with ui.element("div").classes("sy-read-acts"):
                ui.link(viewer.say("download"), f"/api/documents/{found.document.id}/file").classes("sy-small")
                if found.passage.ordinal:
                    ui.link(viewer.say("reader_whole"), f"/read/document/{found.document.id}").classes("sy-small")

    def _text(self) -> None:
        viewer, found = self._viewer, self._found
        if found.around and found.around[0].ordinal > 0:
            self._on(found.around[0], "reader_earlier")
        last = None
        for passage in found.around:
            heading = place(passage.locator, viewer.language)
            if heading and heading != last:
                ui.label(heading).classes("sy-read-heading")
            last = heading
            here = passage.id == found.passage.id
            box = ui.element("section").classes("sy-read-passage" + (" sy-read-here" if here else ""))
            with box.props('dir="auto"'):
                ui.html(text_html(passage.text, found.quote if here else None), sanitize=False)
        if found.around and found.around[-1].ordinal < found.document.passages - 1:
            self._on(found.around[-1], "reader_later")

    def _on(self, passage: Passage, word: str) -> None:
        ui.link(self._viewer.say(word), address(Hit(passage.id))).classes("sy-small sy-read-on")
