"""One kept set of exercises: its items to choose, edit and remove, what was rejected and why, and its files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from learning.exercise import Exercise
from learning.reasons import Reason
from tools._formats import FORMATS, Paper
from tools._formats.paper import File
from tools.write_exercises import Item
from web.pages.frame import label_line
from web.pages.itemcard import answer, facts, question, sources
from web.pages.itemedit import EditDialog
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.studio import Kept, edited, removed

NAMED = 5


class SetView:
    """`accept` is told the chosen items, each with who wrote it."""

    def __init__(
        self, viewer: Viewer, source: SourcePanel, accept: Callable[[Sequence[tuple[Exercise, str]]], Awaitable[None]]
    ) -> None:
        self._viewer, self._source, self._accept = viewer, source, accept
        self._kept: Kept | None = None
        self._chosen: set[int] = set()
        self._box = ui.element("section").classes("sy-set")
        self._aside = ui.element("div")

    def show(self, kept: Kept) -> None:
        """Another set, all its items chosen."""
        self._kept, self._chosen = kept, {i.n for i in kept.result.items}
        self._draw()

    def _draw(self) -> None:
        if self._kept is None:
            return
        self._box.clear()
        with self._box:
            self._head(self._kept)
            self._tools()
            for item in self._kept.result.items:
                self._card(self._kept, item)
            ui.label(self._kept.result.marked).classes("sy-small sy-muted")

    def _head(self, kept: Kept) -> None:
        say, result = self._viewer.say, kept.result
        ui.label(kept.artefact.title).classes("sy-set-title")
        missing = say("studio_missing", n=result.missing) if result.missing else ""
        ui.label(say("studio_found", n=len(result.items)) + missing).classes("sy-muted")
        label_line(kept.artefact.label, self._viewer.names, self._viewer.language)
        if kept.artefact.stale:
            ui.label(say("studio_stale")).classes("sy-note sy-note-bad").props('role="alert"')
        if result.rejections:
            with ui.element("div").classes("sy-rejections"):
                ui.label(say("studio_rejected", n=sum(r.count for r in result.rejections))).classes("sy-small")
                for r in sorted(result.rejections, key=lambda r: -r.count):
                    ui.label(f"{say(f'reason_{r.reason}')} × {r.count}").classes("sy-rejection")

    def _tools(self) -> None:
        say = self._viewer.say
        with ui.element("div").classes("sy-set-tools"):
            ui.button(say("studio_all"), on_click=lambda: self._choose_all(True)).props("flat dense no-caps")
            ui.button(say("studio_none"), on_click=lambda: self._choose_all(False)).props("flat dense no-caps")
            self._count = ui.label("").classes("sy-small sy-muted")
            ui.space()
            export = ui.button(say("studio_export"), icon="download").props("outline no-caps")
            with export, ui.menu().props("auto-close"):
                for name in FORMATS:
                    ui.menu_item(say(f"format_{name}"), lambda n=name: self._exported(n))
            accept = ui.button(say("studio_accept"), icon="playlist_add", on_click=self._accepted)
            accept.props("unelevated no-caps color=primary")
        self._tell()

    def _tell(self) -> None:
        self._count.set_text(self._viewer.say("studio_chosen", n=len(self._chosen)))

    def _card(self, kept: Kept, item: Item) -> None:
        say, shown = self._viewer.say, item.model_dump()
        with ui.element("article").classes("sy-item").props(f'data-n="{item.n}"'):
            box = ui.checkbox(value=item.n in self._chosen, on_change=lambda e: self._toggled(item.n, bool(e.value)))
            box.props(f'dense aria-label="{item.n}"')
            with ui.element("div").classes("sy-item-main"):
                facts(self._viewer, shown)
                question(shown, item.n)
                answer(self._viewer, shown)
                with ui.element("div").classes("sy-item-foot"):
                    cited = kept.cited
                    sources(self._viewer, [cited[n] for n in item.citations if n in cited], self._source.open)
                    ui.space()
                    for word, icon, act in (("item_edit", "edit", self._edit), ("item_remove", "close", self._remove)):
                        button = ui.button(say(word), icon=icon, on_click=lambda _, i=item, a=act: a(i))
                        button.props("flat dense no-caps size=13px")

    def _toggled(self, n: int, yes: bool) -> None:
        (self._chosen.add if yes else self._chosen.discard)(n)
        self._tell()

    def _choose_all(self, yes: bool) -> None:
        self._chosen = {i.n for i in self._kept.result.items} if yes and self._kept else set()
        self._draw()

    def _edit(self, item: Item) -> None:
        async def save(change: dict[str, Any]) -> Sequence[Reason] | None:
            kept = self._kept
            if kept is None:
                return None
            viewer = self._viewer
            done = await viewer.do(lambda: edited(viewer.parts, *viewer.now(), kept, item.n, change))
            if done is None:
                return None
            self._kept, reasons = done
            if not reasons:
                self._draw()
                ui.notify(viewer.say("item_saved"), type="positive", position="top")
            return reasons

        with self._aside:
            EditDialog(self._viewer, item, save)

    async def _remove(self, item: Item) -> None:
        kept, viewer = self._kept, self._viewer
        if kept is None:
            return
        left = await viewer.do(lambda: removed(viewer.parts, *viewer.now(), kept, item.n))
        if left is not None:
            self._kept = left
            self._chosen.discard(item.n)
            self._draw()

    def _picked(self) -> tuple[tuple[Exercise, str], ...]:
        """The chosen items with their writers, in the set's order; says so when there are none."""
        kept = self._kept
        chosen = [i for i in kept.result.items if i.n in self._chosen] if kept else []
        picked = tuple((kept.exercise(i), i.written_by) for i in chosen) if kept else ()
        if not picked:
            ui.notify(self._viewer.say("studio_choose"), type="warning", position="top")
        return picked

    async def _exported(self, name: str) -> None:
        items, kept = tuple(item for item, _ in self._picked()), self._kept
        if not items or kept is None:
            return
        made, paper = FORMATS[name], Paper(items, kept.artefact.title, kept.artefact.written_by)
        file: File | None = await self._viewer.do(lambda: made.write(paper))
        if file is None:
            return
        if file.left_out:
            what = "；".join(f"{p.where}：{p.words}" for p in file.left_out[:NAMED])
            ui.notify(self._viewer.say("studio_left_out", n=len(file.left_out), what=what), type="warning",
                      position="top", multi_line=True)  # fmt: skip
        ui.download.content(file.data, f"{kept.artefact.title}{made.suffix}", made.media_type)

    async def _accepted(self) -> None:
        items = self._picked()
        if items:
            await self._accept(items)
