"""Who is ready, for teachers: what the project asks for, the list with its reasons, placing somebody. No rules here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from learning.readiness import LINE, MOST_DAYS, Requirement
from records.looks import LONGEST
from records.readying import Standing
from records.requirements import Asked
from web.pages.internparts import chip, points
from web.pages.internplace import PlaceDialog
from web.pages.viewer import Viewer

Redraw = Callable[[], Awaitable[None]]


class ReadyPanel:
    def __init__(self, viewer: Viewer, on_placed: Redraw) -> None:
        self._viewer, self._on_placed = viewer, on_placed
        self._box = ui.element("section").classes("sy-card sy-intern-card").props('data-part="ready"')
        self._chosen = ""

    async def draw(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        found = await viewer.do(lambda: viewer.parts.store.requirements.page(viewer.now()[0])) or []
        mine = {a.project: a for a in found if a.teaches}
        self._box.clear()
        with self._box:
            ui.label(say("ready_title")).classes("sy-strong").props('role="heading" aria-level="2"')
            ui.label(say("ready_more")).classes("sy-small sy-muted")
            if not mine:
                ui.label(say("ready_no_project")).classes("sy-muted").props('role="status"')
                return
            self._chosen = self._chosen if self._chosen in mine else next(iter(mine))
            with ui.element("div").classes("sy-intern-wish"):
                names = {key: a.title for key, a in mine.items()}
                project = ui.select(names, value=self._chosen, label=say("ready_project"))
                project.props("outlined dense options-dense")
                why = ui.input(say("ready_reason"), value=say("ready_reason_usual"))
                why.props(f"outlined dense maxlength={LONGEST}")
                look = ui.button(say("ready_look"), icon="fact_check")
                look.props("unelevated no-caps color=primary")
            self._list = ui.element("div").classes("sy-stack")
            self._need = ui.element("div")
            _need(viewer, mine[self._chosen], self._need, self.draw)
            look.on_click(lambda: self._show(str(why.value or "")))

            async def moved(chosen: str) -> None:
                self._chosen = chosen
                await self.draw()

            project.on_value_change(lambda e: moved(e.value))

    async def _show(self, reason: str) -> None:
        viewer, chosen = self._viewer, self._chosen
        page = viewer.parts.store.readying.page
        found = await viewer.do(lambda: page(*viewer.now(), chosen, reason))
        self._list.clear()
        if found is None:
            return
        asked, lines = found
        with self._list:
            if not lines:
                ui.label(viewer.say("ready_none")).classes("sy-muted").props('role="status"')
                return
            ready = sum(n.readiness.ready for n in lines)
            ui.label(viewer.say("ready_count", n=ready, all=len(lines))).classes("sy-strong").props('role="status"')
            with ui.element("ul").classes("sy-intern-list"):
                for line in lines:
                    self._line(asked, line, reason)

    def _line(self, asked: Asked, line: Standing, reason: str) -> None:
        viewer, found = self._viewer, line.readiness
        with ui.element("li").classes("sy-intern-line").props(f'data-student="{line.student}"'):
            with ui.element("div").classes("sy-intern-head"):
                ui.label(line.name).classes("sy-intern-name").props('dir="auto"')
                chip(viewer.say("ready_yes" if found.ready else "ready_no"), "good" if found.ready else "warn")
            points(viewer, found.points)
            if not found.vetoed:
                act = ui.button(viewer.say("place_open"), icon="person_add")
                act.props("outline no-caps dense").classes("self-start")
                act.on_click(lambda: PlaceDialog(viewer, asked, line, reason).ask(self._on_placed))


def _need(viewer: Viewer, asked: Asked, box: ui.element, saved: Redraw) -> None:
    """The form of what the project asks for; open while nothing is said."""
    say, held = viewer.say, asked.requirement
    box.clear()
    with (
        box, ui.expansion(say("need_title"), icon="rule", value=held is None).classes("sy-wide"),
        ui.element("div").classes("sy-intern-form"),
    ):  # fmt: skip
        processes = ui.textarea(say("need_processes"), value="\n".join(held.processes if held else ()))
        safety = ui.textarea(say("need_safety"), value="\n".join(held.safety if held else ()))
        for lines in (processes, safety):
            lines.props("outlined dense autogrow")
        with ui.element("div").classes("sy-intern-pair"):
            days: Any = ui.number(say("need_days"), value=held.days if held else 180, min=1, max=MOST_DAYS)
            line: Any = ui.number(say("need_line"), value=float((held.line if held else LINE) * 100))
            for one in (days, line):
                one.props("outlined dense inputmode=numeric")

        async def save() -> None:
            wish = _wish(processes.value, safety.value, days.value, line.value)
            if wish is None:
                ui.notify(say("need_bad"), type="warning", position="top")
                return
            put = viewer.parts.store.requirements.put
            made = await viewer.do(lambda: put(viewer.now()[0], asked.project, asked.version, Requirement(*wish)))
            if made is not None:
                ui.notify(say("need_saved"), type="positive", position="top")
                await saved()

        ui.button(say("need_save"), on_click=save).props("outline no-caps").classes("self-start")


def _wish(processes: str, safety: str, days: Any, line: Any) -> tuple[Any, ...] | None:
    """What stands in the fields, to be judged by the kernel; None for numbers that are none."""
    names = [tuple(w.strip() for w in str(said or "").splitlines() if w.strip()) for said in (processes, safety)]
    try:
        return (*names, int(days), Decimal(str(line)) / 100)
    except (TypeError, ValueError, InvalidOperation):
        return None
