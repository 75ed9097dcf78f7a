"""The page of documents: add, find, watch them being read, act on one or several. Holds no rules of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from trust.day import day
from trust.sources import Document
from web.caring import holding, retried
from web.pages.adding import AddPanel, upload_owners
from web.pages.bulk import Bulk
from web.pages.confirming import label_asked
from web.pages.deleting import delete_asked
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.libraryfilter import Filter, Filters
from web.pages.relocating import move_asked
from web.pages.shelf import Acts, Row, busy
from web.pages.viewer import Viewer
from web.resources import Resources

STEP = 40
QUICK, SLOW = 1.0, 6.0
RECENT = timedelta(days=1)
_QUEUE = {"received": "busy", "parsing": "busy", "indexing": "busy", "ready": "ready", "failed": "failed",
          "awaiting_label": "awaiting"}  # fmt: skip


def register(parts: Resources) -> None:
    @ui.page("/library", response_timeout=DRAWN)
    async def library_page(request: Request) -> Response | None:
        viewer = await entered(request, parts, "/library", "library", "library")
        if not isinstance(viewer, Viewer):
            return viewer
        await LibraryPage(viewer).refresh()
        return None


@dataclass(frozen=True)
class Shown:
    """One look at the list; `queue` counts the person's own recent uploads by what they need."""

    documents: tuple[Document, ...]
    more: bool
    queue: dict[str, int]


class LibraryPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._filter, self._count = Filter(), STEP
        self._rows: dict[str, Row] = {}
        self._told: list[str] | None = None
        self._brings = bool(upload_owners(viewer.first))
        self._acts = Acts(self._confirm, self._delete, self._move, self._again, self._chosen)
        with ui.element("div").classes("sy-main sy-shelf"):
            titled(viewer.say("library"))
            if self._brings:
                AddPanel(viewer, self.refresh)
            self._queue = ui.element("div").classes("sy-queue").props('role="status"')
            Filters(viewer, self._filtered)
            self._bulk = Bulk(viewer, self.refresh, self._none)
            self._list = ui.element("ul").classes("sy-rows")
            self._empty = ui.label("").classes("sy-empty-line")
            self._more = ui.button(viewer.say("more"), on_click=self._longer).props("flat no-caps")
        self._timer = ui.timer(SLOW, self.refresh, immediate=False)

    async def _filtered(self, wanted: Filter) -> None:
        self._filter, self._count = wanted, STEP
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
        self._draw(shown)
        self._bulk.keep({d.id for d in shown.documents})
        self._tell(shown.queue)
        none = "no_documents" if not self._filter.words else "no_text_match" if self._filter.in_text else "no_match"
        self._empty.set_text(self._viewer.say(none))
        self._empty.set_visibility(not shown.documents)
        self._more.set_visibility(shown.more)
        self._timer.interval = QUICK if any(map(busy, shown.documents)) or shown.queue.get("busy") else SLOW

    def _draw(self, shown: Shown) -> None:
        """Rows that stay keep their place on the page; only what is new is drawn."""
        wanted = [d.id for d in shown.documents]
        if wanted[: len(self._rows)] != list(self._rows):
            self._list.clear()
            self._rows = {}
        for document in shown.documents:
            if document.id in self._rows:
                self._rows[document.id].show(document)
                continue
            with self._list:
                self._rows[document.id] = Row(self._viewer, document, self._acts, self._bulk.has(document.id))

    def _tell(self, queue: dict[str, int]) -> None:
        """Only what is new is told: who hears the page would hear it again at each look."""
        said = [self._viewer.say(f"queue_{kind}", n=n) for kind, n in queue.items() if n]
        if said == self._told:
            return
        self._told = said
        self._queue.clear()
        self._queue.set_visibility(bool(said))
        with self._queue:
            ui.label(self._viewer.say("queue_title")).classes("sy-strong")
            for words in said:
                ui.label(words).classes("sy-queue-part")

    def _look(self) -> Shown:
        principal, scope = self._viewer.now()
        wanted, library = self._filter, self._viewer.parts.store.library
        queue: dict[str, int] = {}
        if self._brings:
            for state, n in library.queue(principal, scope, self._viewer.parts.now() - RECENT).items():
                queue[_QUEUE[state]] = queue.get(_QUEUE[state], 0) + n
        if wanted.words and wanted.in_text:
            found = holding(self._viewer.parts, principal, scope, wanted.words, wanted.library)
            today = day(self._viewer.parts.now())
            return Shown(tuple(d for d in found if wanted.fits(d, principal.id, today)), False, queue)
        listed, more = library.page(
            principal, scope, library=wanted.library, state=wanted.state, owner=wanted.owner, late=wanted.late,
            uploader=principal.id if wanted.mine else None, q=wanted.words or None, limit=self._count,
        )  # fmt: skip
        return Shown(tuple(listed), more is not None, queue)

    def _chosen(self, document: Document, on: bool) -> None:
        self._bulk.choose(document, on)

    def _none(self) -> None:
        for row in self._rows.values():
            row.unchoose()

    async def _confirm(self, document: Document) -> None:
        await label_asked(self._viewer, document)
        await self.refresh()

    async def _delete(self, document: Document) -> None:
        if await delete_asked(self._viewer, document):
            await self.refresh()

    async def _move(self, document: Document) -> None:
        if await move_asked(self._viewer, document):
            await self.refresh()

    async def _again(self, document: Document) -> None:
        who = self._viewer
        if await who.do(lambda: retried(who.parts, *who.now(), document.id)) is not None:
            ui.notify(who.say("trying_again"), type="positive", position="top")
        await self.refresh()
