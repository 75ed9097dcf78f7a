"""The page of documents: add, find, watch them being read, confirm labels, delete."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run, ui

from agent.words import LIBRARY
from trust.roles import Act
from trust.sources import Document
from web.documents import confirm, remove
from web.pages.adding import AddPanel, upload_owners
from web.pages.confirming import chosen_label, sure
from web.pages.frame import DRAWN, bar, head, not_for
from web.pages.shelf import Acts, Row, busy
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources

ALL = "all"
STEP = 40
QUICK, SLOW = 1.0, 6.0


def register(parts: Resources) -> None:
    @ui.page("/library", response_timeout=DRAWN)
    async def library_page(request: Request) -> Response | None:
        viewer = await run.io_bound(viewer_of, request, parts)
        if viewer is None:
            return RedirectResponse(SIGN_IN, 303)
        head(viewer.say("library"), viewer.language)
        bar(viewer, "/library")
        if not viewer.first.may(Act.ASK):
            not_for(viewer)
            return None
        await LibraryPage(viewer).refresh()
        return None


@dataclass(frozen=True)
class Shown:
    """One look at the list."""

    documents: tuple[Document, ...]
    more: bool


class LibraryPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._library, self._words, self._count = ALL, "", STEP
        self._rows: dict[str, Row] = {}
        self._acts = Acts(self._confirm, self._delete)
        with ui.element("div").classes("sy-main sy-shelf"):
            ui.label(viewer.say("library")).classes("sy-page-title")
            if upload_owners(viewer.first):
                AddPanel(viewer, self.refresh)
            self._filters()
            self._list = ui.element("ul").classes("sy-rows")
            self._empty = ui.label("").classes("sy-empty-line")
            self._more = ui.button(viewer.say("more"), on_click=self._longer).props("flat no-caps")
        self._timer = ui.timer(SLOW, self.refresh, immediate=False)

    def _filters(self) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-filters"):
            options = {ALL: viewer.say("all_libraries"), **{n: viewer.say(n) for n in LIBRARY}}
            toggle = ui.toggle(options, value=ALL, on_change=lambda e: self._chose(str(e.value)))
            toggle.props("no-caps unelevated toggle-color=primary").classes("sy-toggle")
            find = ui.input(placeholder=viewer.say("find_title"), on_change=lambda e: self._typed(str(e.value or "")))
            find.props("outlined dense clearable debounce=300").classes("sy-find")

    async def _chose(self, library: str) -> None:
        self._library, self._count = library, STEP
        await self.refresh()

    async def _typed(self, words: str) -> None:
        self._words, self._count = words.strip(), STEP
        await self.refresh()

    async def _longer(self) -> None:
        self._count += STEP
        await self.refresh()

    async def refresh(self) -> None:
        """Look again; rows that did not change stay as they are."""
        shown = await self._viewer.do(self._look)
        if shown is None:
            self._timer.deactivate()
            return
        if [d.id for d in shown.documents] == list(self._rows):
            for document in shown.documents:
                self._rows[document.id].show(document)
        else:
            self._list.clear()
            with self._list:
                self._rows = {d.id: Row(self._viewer, d, self._acts) for d in shown.documents}
        self._empty.set_text(self._viewer.say("no_match" if self._words else "no_documents"))
        self._empty.set_visibility(not shown.documents)
        self._more.set_visibility(shown.more)
        self._timer.interval = QUICK if any(map(busy, shown.documents)) else SLOW

    def _look(self) -> Shown:
        principal, scope = self._viewer.now()
        library = None if self._library == ALL else self._library
        found, more = self._viewer.parts.store.library.page(
            principal, scope, library=library, q=self._words or None, limit=self._count
        )
        return Shown(tuple(found), more is not None)

    async def _confirm(self, document: Document) -> None:
        label = await chosen_label(self._viewer, document)
        if label is None:
            return
        parts, who = self._viewer.parts, self._viewer
        done = await who.do(lambda: confirm(parts, who.now()[0], document.id, str(label), document.version))
        if done is not None:
            ui.notify(who.say("label_done"), type="positive", position="top")
        await self.refresh()

    async def _delete(self, document: Document) -> None:
        who = self._viewer
        if not await sure(who, who.say("delete_sure", title=document.title)):
            return
        if await who.carry_out(lambda: remove(who.parts, who.now()[0], document.id)):
            ui.notify(who.say("deleted"), type="positive", position="top")
        await self.refresh()
