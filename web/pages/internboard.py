"""The board of placements for teachers and mentors: alerts, progress, today's attendance, the log."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from learning.placement import Mark, State
from records.internlogrows import Logged
from records.internwatch import Line
from records.placementrows import TEACHER, Placement
from records.placements import Change
from records.workplans import Of, Plan
from trust.day import day
from web.pages.dialogs import answer, buttons, dialog
from web.pages.internparts import Known, alert_lines, chip, editions_of, entry_line, head, known
from web.pages.states import empty
from web.pages.viewer import Viewer


class Board:
    def __init__(self, viewer: Viewer, none: str) -> None:
        """`none`: the word on what to do where nothing stands on it."""
        self._viewer, self._none = viewer, none
        self._box = ui.element("section").classes("sy-stack").props('data-part="board"')

    async def draw(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._box.clear()
        with self._box:
            ui.label(viewer.say("board_title")).classes("sy-strong").props('role="heading" aria-level="2"')
            if found is None or not found[0]:
                empty(viewer.say("intern_none"), viewer.say(self._none), icon="engineering")
                return
            lines, names = found
            for line in lines:
                with ui.element("div").classes("sy-card sy-intern-card").props(f'data-placement="{line.placement.id}"'):
                    self._line(line, names)

    def _look(self) -> tuple[list[Line], Known]:
        viewer = self._viewer
        lines = viewer.parts.store.intern_watch.board(*viewer.now())
        return lines, known(viewer, [n.placement for n in lines])

    def _line(self, line: Line, names: Known) -> None:
        viewer, held = self._viewer, line.placement
        head(viewer, held, names, held.name)
        with ui.element("div").classes("sy-intern-head"):
            chip(viewer.say("intern_days", n=line.days))
            if line.waiting:
                chip(viewer.say("intern_waiting", n=line.waiting), "warn")
            if line.steps:
                chip(viewer.say("intern_progress", done=line.done, steps=line.steps))
        if held.state is State.ACTIVE and not line.alerts:
            ui.label(viewer.say("alert_none")).classes("sy-small sy-muted")
        alert_lines(viewer, line.alerts)
        today = day(viewer.parts.now())
        if held.state is State.ACTIVE and held.since <= today <= held.until:
            self._marks(line)
        log = ui.element("ul").classes("sy-intern-list")
        with ui.element("div").classes("sy-intern-acts"):
            seen = ui.button(viewer.say("intern_log_open"), icon="list_alt").props("flat no-caps")
            seen.on_click(lambda: self._log(held, log))
            if TEACHER in held.sides and held.state is State.ACTIVE:
                ui.button(viewer.say("intern_end"), on_click=lambda: self._end(held)).props("flat no-caps")

    def _marks(self, line: Line) -> None:
        viewer = self._viewer
        group = ui.element("div").classes("sy-intern-marks").props('role="group"')
        group.props["aria-label"] = f"{viewer.say('mark_title')} {line.placement.name}"
        with group:
            ui.label(viewer.say("mark_title")).classes("sy-small sy-muted")
            for mark in Mark:
                on = mark is line.mark
                made = ui.button(viewer.say(f"mark_{mark.value}"), on_click=lambda m=mark: self._mark(line, m))
                made.props("no-caps dense " + ("unelevated color=primary" if on else "outline"))
                made.props(f'aria-pressed="{str(on).lower()}"')

    async def _mark(self, line: Line, mark: Mark) -> None:
        viewer = self._viewer
        put, today = viewer.parts.store.attendances.put, day(viewer.parts.now())
        done = await viewer.do(lambda: put(*viewer.now(), line.placement.id, today, line.mark_version, mark))
        if done is not None:
            ui.notify(viewer.say("mark_done"), type="positive", position="top")
            await self.draw()

    async def _log(self, held: Placement, box: ui.element) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: self._entries(held))
        box.clear()
        with box:
            if found is None or not found[0]:
                with ui.element("li"):
                    ui.label(viewer.say("log_none")).classes("sy-muted")
            for entry in found[0] if found else []:
                with ui.element("li").classes("sy-intern-line").props(f'data-entry="{entry.id}"'):
                    entry_line(viewer, entry, found[1] if found else {})

    def _entries(self, held: Placement) -> tuple[list[Logged], Mapping[Of, Plan]]:
        found = self._viewer.parts.store.intern_logs.page(*self._viewer.now(), held.id)
        return found, editions_of(self._viewer, found)

    async def _end(self, held: Placement) -> None:
        viewer = self._viewer
        with dialog(viewer, viewer.say("intern_end")) as asking:
            ui.label(viewer.say("intern_end_sure", name=held.name)).classes("sy-words")
            buttons(viewer, asking, "intern_end", lambda: True, "negative")
        if not await answer(asking):
            return
        change = viewer.parts.store.placements.change
        ended = Change(state=State.ENDED)
        if await viewer.do(lambda: change(*viewer.now(), held.id, held.version, ended)) is not None:
            ui.notify(viewer.say("intern_ended"), type="positive", position="top")
            await self.draw()
