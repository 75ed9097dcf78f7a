"""The exercise studio: wish for a set, look at it, edit, choose, export; or read somebody's file. For reviewers.

Sets are kept as the person's drafts, so that nothing is lost by a reload. Holds no rules of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from learning.exercise import Exercise
from records.artefactrows import Artefact
from tools._formats.paper import IMPORT
from trust.roles import Act
from web.artefacts import Wanted, kept
from web.pages.entering import entered
from web.pages.frame import DRAWN, nav, titled
from web.pages.importing import ImportPanel
from web.pages.setview import SetView
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.pages.wishform import WishForm
from web.resources import Resources
from web.studio import TOOL, Brought, Kept, brought, kept_set

RECENT, DOCUMENTS, OFTEN = 6, 200, 0.2


def register(parts: Resources) -> None:
    @ui.page("/studio", response_timeout=DRAWN)
    async def studio_page(request: Request, set: str | None = None) -> Response | None:
        viewer = await entered(request, parts, "/studio", "studio", "studio", may=Act.REVIEW)
        if not isinstance(viewer, Viewer):
            return viewer
        await StudioPage(viewer).start(set)
        return None


class StudioPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._source = SourcePanel(viewer)
        self._stage = ""
        self._main = ui.element("div").classes("sy-main sy-studio")

    async def start(self, shown: str | None) -> None:
        """Draw the page; open the set that was asked for, if it is one's to see."""
        viewer = self._viewer
        documents = await viewer.do(self._documents)
        with self._main:
            titled(viewer.say("studio"))
            ui.label(viewer.say("studio_more")).classes("sy-muted sy-studio-more")
            self._form = WishForm(viewer, documents or {}, self._make)
            ImportPanel(viewer, self._import)
            self._recent = nav(self._viewer.say("studio_recent")).classes("sy-recent")
            self._set = SetView(viewer, self._source, self._accept)
        if shown:
            found = await viewer.do(lambda: kept_set(viewer.parts, *viewer.now(), shown))
            if found is not None:
                self._set.show(found)
        await self._list()

    def _documents(self) -> dict[str, str]:
        principal, scope = self._viewer.now()
        found, _ = self._viewer.parts.store.library.page(principal, scope, state="ready", limit=DOCUMENTS)
        return {d.id: d.title for d in found}

    async def _make(self, wish: dict[str, Any]) -> None:
        viewer = self._viewer
        self._stage = "read"
        self._form.busy(self._stage)
        timer = ui.timer(OFTEN, lambda: self._form.busy(self._stage))

        def told(_: str, data: dict[str, Any]) -> None:
            self._stage = str(data.get("stage", self._stage))

        def make() -> Artefact:
            return kept(viewer.parts, *viewer.now(), Wanted(tool=TOOL, arguments=wish), viewer.request_id, told)

        made = await viewer.do(make)
        timer.delete()
        self._form.busy(None)
        if made is not None:
            self._set.show(Kept.of(made))
            ui.navigate.history.replace(f"/studio?set={made.id}")
            await self._list()

    async def _import(self, items: Sequence[Exercise]) -> None:
        await self._accept([(item, IMPORT) for item in items])

    async def _accept(self, items: Sequence[tuple[Exercise, str]]) -> None:
        """Into the bank; what it does not take is named with the reasons."""
        viewer = self._viewer
        done = await viewer.do(lambda: brought(viewer.parts, *viewer.now(), items))
        if done is None:
            return
        if done.taken:
            ui.notify(viewer.say("studio_accepted", n=done.taken), type="positive", position="top")
        if done.refused:
            with self._main:
                self._refused(done)

    def _refused(self, done: Brought) -> None:
        viewer = self._viewer
        with ui.dialog() as dialog, ui.card().classes("sy-dialog sy-item-dialog"):
            ui.label(viewer.say("studio_refused", n=len(done.refused))).classes("sy-dialog-title")
            with ui.element("ul").classes("sy-refused-list"):
                for stem, reasons in done.refused:
                    with ui.element("li"):
                        ui.label(stem)
                        words = "；".join(viewer.say(f"reason_{r.name.lower()}") for r in reasons)
                        ui.label(words).classes("sy-small sy-note-why")
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(viewer.say("close"), on_click=dialog.close).props("flat no-caps")
        dialog.on("hide", dialog.delete)
        dialog.open()

    async def _list(self) -> None:
        """One's own last sets, to go on with."""
        viewer = self._viewer

        def look() -> list[Artefact]:
            principal, scope = viewer.now()
            found = viewer.parts.store.artefacts.page(principal, scope, tool=TOOL, limit=RECENT)
            return [a for a in found[:RECENT] if a.author == principal.id]

        found = await viewer.do(look)
        self._recent.clear()
        if found:
            with self._recent:
                ui.label(viewer.say("studio_recent")).classes("sy-small sy-muted")
                for one in found:
                    ui.link(one.title, f"/studio?set={one.id}").classes("sy-recent-set")
