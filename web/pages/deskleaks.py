"""The desk's leak report: start it, watch it, read it. Knows nothing of how it is measured."""

from __future__ import annotations

from nicegui import ui

from web.desk import leak_report, leaks_started
from web.files import CHINA
from web.leakreport import Report
from web.pages.viewer import Viewer

EVERY = 3.0
SHOWN = 50


async def leaks_part(viewer: Viewer, _: str) -> None:
    await _Leaks(viewer).show()


class _Leaks:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with ui.element("section").classes("sy-card sy-desk-card"):
            ui.label(viewer.say("leaks_more")).classes("sy-muted")
            self._start = ui.button(viewer.say("leaks_start"), icon="policy", on_click=self._begin)
            self._start.props("unelevated no-caps color=primary").classes("sy-desk-act")
            self._said = ui.element("div").classes("sy-stack").props('role="status"')
        self._timer = ui.timer(EVERY, self.show, active=False)
        self._before: Report | None = None

    async def _begin(self) -> None:
        viewer = self._viewer
        await viewer.do(lambda: leaks_started(viewer.parts, viewer.now()[0]))
        await self.show()

    async def show(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: leak_report(viewer.parts, viewer.now()[0]))
        running = found is not None and found.state == "running"
        self._timer.active = running
        self._start.set_enabled(not running)
        if found is None or found == self._before:
            return
        self._before = found
        self._said.clear()
        with self._said:
            self._tell(found)

    def _tell(self, found: Report) -> None:
        say = self._viewer.say
        if found.state == "running" and found.started_at is not None:
            ui.label(say("leaks_running", at=f"{found.started_at.astimezone(CHINA):%H:%M}"))
            ui.linear_progress(show_value=False).props("indeterminate")
        elif found.state == "done":
            good = not found.leaks and not found.losses
            ui.label(say("leaks_good" if good else "leaks_bad")).classes("sy-note" if good else "sy-note sy-note-bad")
            told = {"cells": found.cells, "leaks": found.leaks, "losses": found.losses}
            ui.label(say("leaks_done", seconds=round(found.seconds or 0), **told))
            for cell in found.wrong[:SHOWN]:
                ui.label(" · ".join(f"{value}" for value in cell.values())).classes("sy-small sy-words")
        else:
            ui.label(say("leaks_failed" if found.state == "failed" else "leaks_none")).classes("sy-muted")
