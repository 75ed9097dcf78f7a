"""A file of exercises read for a teacher: what is in it, row by row what is not, and which to take on.

The file goes straight to the import call; what that answers is checked anew here. Nothing is kept before it is taken.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui
from pydantic import ValidationError

from learning.exercise import Exercise
from web.exercises import ExerciseIn, ImportOut
from web.pages.dropzone import Dropzone
from web.pages.itemcard import answer, facts, question
from web.pages.viewer import Viewer

SHOWN = 100


class ImportPanel:
    """`take` is told the chosen items."""

    def __init__(self, viewer: Viewer, take: Callable[[Sequence[Exercise]], Awaitable[None]]) -> None:
        self._viewer, self._take = viewer, take
        self._items: list[ExerciseIn] = []
        self._boxes: list[ui.checkbox] = []
        with ui.expansion(viewer.say("import_title"), icon="upload_file").classes("sy-add").props("dense-toggle"):
            Dropzone(viewer, self._received, self._told)
            self._report = ui.element("div").classes("sy-import")

    async def _received(self) -> None:
        """Dropzone's word that a file arrived; what it holds has been told."""

    def _told(self, body: object) -> None:
        try:
            found = ImportOut.model_validate(body)
        except ValidationError:
            return
        self._items = found.items
        self._report.clear()
        with self._report:
            self._show(found)

    def _show(self, found: ImportOut) -> None:
        say = self._viewer.say
        name, good, bad = say(f"format_{found.format}"), len(found.items), len(found.problems)
        ui.label(say("import_found", format=name, good=good, bad=bad)).classes("sy-strong sy-import-sum")
        if found.problems:
            with ui.element("table").classes("sy-table sy-import-problems"):
                with ui.element("tr"):
                    for word in ("import_where", "import_why"):
                        with ui.element("th"):
                            ui.label(say(word))
                for problem in found.problems[:SHOWN]:
                    with ui.element("tr"):
                        for text in (problem.where, problem.words):
                            with ui.element("td"):
                                ui.label(text)
        self._boxes = []
        if found.items:
            take = ui.button(say("studio_accept"), icon="playlist_add", on_click=self._taken)
            take.props("unelevated no-caps color=primary")
        for n, item in enumerate(found.items[:SHOWN], 1):
            self._card(n, item)

    def _card(self, n: int, item: ExerciseIn) -> None:
        shown = item.model_dump()
        with ui.element("article").classes("sy-item"):
            box = ui.checkbox(value=True).props(f'dense aria-label="{n}"')
            self._boxes.append(box)
            with ui.element("div").classes("sy-item-main"):
                facts(self._viewer, shown)
                question(shown, n)
                answer(self._viewer, shown)

    async def _taken(self) -> None:
        hidden = self._items[SHOWN:]
        chosen = [i for i, box in zip(self._items, self._boxes, strict=False) if box.value]
        if chosen or hidden:
            await self._take([i.item() for i in [*chosen, *hidden]])
        else:
            ui.notify(self._viewer.say("studio_choose"), type="warning", position="top")
