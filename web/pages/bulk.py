"""What is selected in the library, and the acts on all of it: label, move, delete; each document with its outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from agent.words import LIBRARY
from trust.errors import Fault
from trust.roles import Act
from trust.sources import Document
from web.caring import Several, each
from web.levels import label_text, level_word
from web.pages.confirming import sure
from web.pages.relocating import picked
from web.pages.viewer import Viewer


class Bulk:
    def __init__(self, viewer: Viewer, done: Callable[[], Awaitable[None]], none: Callable[[], None]) -> None:
        self._viewer, self._done, self._none = viewer, done, none
        self._chosen: dict[str, Document] = {}
        self._bar = ui.element("div").classes("sy-bulk").props('role="toolbar"')
        self._draw()

    def choose(self, document: Document, on: bool) -> None:
        self._chosen.pop(document.id, None)
        if on:
            self._chosen[document.id] = document
        self._draw()

    def has(self, document_id: str) -> bool:
        return document_id in self._chosen

    def keep(self, shown: set[str]) -> None:
        """What has left the list is no longer selected: nobody acts on what they do not see."""
        if not self._chosen.keys() <= shown:
            self._chosen = {i: d for i, d in self._chosen.items() if i in shown}
            self._draw()

    def _draw(self) -> None:
        viewer = self._viewer
        self._bar.clear()
        self._bar.set_visibility(bool(self._chosen))
        with self._bar:
            ui.label(viewer.say("chosen", n=len(self._chosen))).classes("sy-strong")
            if all(viewer.first.may(Act.CONFIRM_LABEL, d.owner) for d in self._chosen.values()):
                ui.button(viewer.say("bulk_label"), icon="shield", on_click=self._label).props("flat no-caps dense")
            ui.button(viewer.say("move"), icon="drive_file_move", on_click=self._move).props("flat no-caps dense")
            gone = ui.button(viewer.say("delete"), icon="delete", on_click=self._delete)
            gone.props("flat no-caps dense color=negative")
            ui.space()
            ui.button(viewer.say("choose_none"), on_click=self._clear).props("flat no-caps dense")

    def _clear(self) -> None:
        self._chosen = {}
        self._none()
        self._draw()

    async def _label(self) -> None:
        viewer = self._viewer
        ranks = {rank: level_word(viewer.language, rank) for rank in range(4)}
        rank = await picked(viewer, "bulk_label", ranks, 1, "bulk_label_more")
        if rank is None:
            return
        failed: list[tuple[str, Fault | None]] = []
        for owner in sorted({d.owner for d in self._chosen.values()}):
            ids = [i for i, d in self._chosen.items() if d.owner == owner]
            failed += await self._carried_out(Several(act="label", ids=ids, label=label_text(owner, rank)))
        await self._tell(failed)

    async def _move(self) -> None:
        viewer = self._viewer
        library = await picked(viewer, "move", {n: viewer.say(n) for n in LIBRARY}, next(iter(LIBRARY)))
        if library is not None:
            await self._tell(await self._carried_out(Several(act="move", ids=[*self._chosen], library=library)))

    async def _delete(self) -> None:
        if await sure(self._viewer, self._viewer.say("bulk_delete_sure", n=len(self._chosen))):
            await self._tell(await self._carried_out(Several(act="delete", ids=[*self._chosen])))

    async def _carried_out(self, wish: Several) -> list[tuple[str, Fault | None]]:
        viewer = self._viewer
        return await viewer.do(lambda: each(viewer.parts, *viewer.now(), wish)) or []

    async def _tell(self, outcomes: list[tuple[str, Fault | None]]) -> None:
        viewer, titles = self._viewer, {i: d.title for i, d in self._chosen.items()}
        failed = [(titles[i], fault) for i, fault in outcomes if fault is not None]
        if len(outcomes) > len(failed):
            ui.notify(viewer.say("bulk_done", n=len(outcomes) - len(failed)), type="positive", position="top")
        self._clear()
        await self._done()
        if not failed:
            return
        with ui.dialog(value=True) as dialog, ui.card().classes("sy-dialog"):
            ui.label(viewer.say("bulk_not", n=len(failed))).classes("sy-dialog-title")
            for title, fault in failed:
                ui.label(f"{title}：{fault.detail(viewer.language)}").classes("sy-small")
            ui.button(viewer.say("close"), on_click=dialog.close).props("flat no-caps")
