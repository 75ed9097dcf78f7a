"""The dialog in which a teacher places one student. Holds no rules of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from nicegui import ui

from learning.placement import DAY_MINUTES, LONGEST_WORD, WORKDAYS, Terms
from records.artefactrows import PUBLISHED
from records.placements import Mentor, Wanted
from records.readying import Standing
from records.requirements import Asked
from records.workplans import WORK_ORDER
from trust.day import day
from web.pages.dialogs import answer, buttons, dialog
from web.pages.viewer import Viewer

NONE = ""
USUAL = timedelta(days=90)


class PlaceDialog:
    def __init__(self, viewer: Viewer, asked: Asked, who: Standing, reason: str) -> None:
        self._viewer, self._asked, self._who, self._reason = viewer, asked, who, reason

    async def ask(self, done: Callable[[], Awaitable[None]]) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        if found is None:
            return
        mentors, orders = found
        if not mentors:
            ui.notify(viewer.say("place_no_mentor"), type="warning", position="top")
            return
        with dialog(viewer, viewer.say("place_title", name=self._who.name)) as asking:
            self._fields(mentors, orders)
            buttons(viewer, asking, "place_do", lambda: True)
        if not await answer(asking):
            return
        wanted = self._wanted(mentors)
        if wanted is None:
            ui.notify(viewer.say("place_incomplete"), type="warning", position="top")
            return
        place = viewer.parts.store.placements.place
        if await viewer.do(lambda: place(*viewer.now(), wanted, self._reason)) is not None:
            ui.notify(viewer.say("place_done"), type="positive", position="top")
            await done()

    def _look(self) -> tuple[list[Mentor], dict[str, str]]:
        """Mentors of the course, and published work orders this teacher reads, by title."""
        store, (principal, scope) = self._viewer.parts.store, self._viewer.now()
        orders = store.artefacts.page(principal, scope, tool=WORK_ORDER, state=PUBLISHED)
        return store.placements.mentors(principal, self._asked.project), {o.id: o.title for o in orders}

    def _fields(self, mentors: list[Mentor], orders: dict[str, str]) -> None:
        say, today = self._viewer.say, day(self._viewer.parts.now())
        names = {n: f"{self._viewer.names.owner(m.enterprise)} · {m.name}" for n, m in enumerate(mentors)}
        self._mentor: Any = ui.select(names, value=0, label=say("place_mentor")).props("outlined dense options-dense")
        with ui.element("div").classes("sy-intern-pair"):
            self._since = ui.input(say("place_since"), value=today.isoformat()).props("outlined dense type=date")
            self._until = ui.input(say("place_until"), value=(today + USUAL).isoformat())
            self._until.props("outlined dense type=date")
        kinds = {NONE: say("place_no_order")} | orders
        self._order: Any = ui.select(kinds, value=NONE, label=say("place_order"))
        self._order.props("outlined dense options-dense")
        self._hours: Any = ui.number(say("place_hours"), value=DAY_MINUTES / 60, min=1, max=DAY_MINUTES / 60, step=0.5)
        self._hours.props("outlined dense inputmode=decimal")
        self._saturday = ui.checkbox(say("place_saturday"))
        self._despite: Any = None
        if not self._who.readiness.ready:
            self._despite = ui.input(say("place_despite")).props(f"outlined dense maxlength={LONGEST_WORD}")

    def _wanted(self, mentors: list[Mentor]) -> Wanted | None:
        try:
            since, until = (date.fromisoformat(str(f.value)) for f in (self._since, self._until))
            mentor, minutes = mentors[int(self._mentor.value)], round(float(self._hours.value) * 60)
        except (TypeError, ValueError, IndexError):
            return None
        if not 0 < minutes <= DAY_MINUTES:
            return None
        terms = Terms(minutes, (*WORKDAYS, 6) if self._saturday.value else WORKDAYS)
        despite = "" if self._despite is None else str(self._despite.value or "")
        return Wanted(
            self._who.student, self._asked.project, mentor.enterprise, mentor.id, since, until,
            self._order.value or None, terms, despite,
        )  # fmt: skip
