"""A student's own internship: what they still need, the day's entry in a minute, the log. Made for a phone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nicegui import ui

from learning.placement import LONGEST_DID, LONGEST_NOTE, OPEN, Entry, Incident, State, Told
from records.internlogrows import Logged
from records.internwatch import Line
from records.placementrows import Placement
from records.readying import Standing
from records.requirements import Asked
from records.workplans import Plan
from trust.day import day
from web.pages.internparts import Known, alert_lines, entry_line, head, known, points
from web.pages.states import empty
from web.pages.viewer import Viewer

OTHER = -1


@dataclass(frozen=True)
class _Found:
    lines: list[Line]
    log: list[Logged]
    names: Known
    wanting: list[tuple[Asked, Standing]]
    consented: set[str]


class OwnPlacements:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._box = ui.element("div").classes("sy-stack")

    async def draw(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._box.clear()
        if found is None:
            return
        with self._box:
            if not found.lines:
                empty(viewer.say("intern_none_student"), viewer.say("intern_none_student_more"), icon="engineering")
            for line in found.lines:
                self._placement(line, found)
            for asked, mine in found.wanting:
                with ui.element("section").classes("sy-card sy-intern-card").props(f'data-project="{asked.project}"'):
                    title = ui.label(viewer.say("ready_mine", project=asked.title)).classes("sy-strong")
                    title.props('role="heading" aria-level="2"')
                    points(viewer, mine.readiness.points)

    def _look(self) -> _Found:
        viewer = self._viewer
        store, (principal, scope) = viewer.parts.store, viewer.now()
        lines = store.intern_watch.board(principal, scope)
        placed = {n.placement.project for n in lines if n.placement.state is State.ACTIVE}
        wanting = []
        for asked in store.requirements.page(principal):
            if asked.requirement is not None and asked.project not in placed:
                _, found = store.readying.page(principal, scope, asked.project)
                wanting += [(asked, s) for s in found if s.student == principal.id]
        consents = store.enterprise_consents.page(principal)
        consented = {c.enterprise for c in consents if c.student == principal.id and c.withdrawn_at is None}
        log = store.intern_logs.every(principal, scope)[::-1]
        names = known(viewer, [n.placement for n in lines], log)
        return _Found(lines, log, names, wanting, consented)

    def _placement(self, line: Line, found: _Found) -> None:
        viewer, held = self._viewer, line.placement
        running = held.state is State.ACTIVE
        log = [e for e in found.log if e.placement == held.id]
        with ui.element("section").classes("sy-card sy-intern-card").props(f'data-placement="{held.id}"'):
            head(viewer, held, found.names, "")
            if line.steps:
                progress = viewer.say("intern_progress", done=line.done, steps=line.steps)
                ui.label(progress).classes("sy-small")
            if held.enterprise not in found.consented and held.state is State.ACTIVE:
                ui.label(viewer.say("intern_no_consent")).classes("sy-note sy-words")
            alert_lines(viewer, line.alerts)
            form = EntryForm(viewer, held, found.names.plans[held.id], log, self.draw)
            if running:
                form.draw()
            ui.label(viewer.say("log_title")).classes("sy-strong").props('role="heading" aria-level="3"')
            if not log:
                ui.label(viewer.say("log_none")).classes("sy-muted")
            with ui.element("ul").classes("sy-intern-list"):
                for entry in log:
                    with ui.element("li").classes("sy-intern-line").props(f'data-entry="{entry.id}"'):
                        entry_line(viewer, entry, found.names.editions)
                        if entry.state is Entry.RETURNED or entry.again or (running and entry.state in OPEN):
                            act = ui.button(viewer.say("log_edit"), on_click=lambda e=entry: form.show(e.on))
                            act.props("flat no-caps dense").classes("self-start")


class EntryForm:
    """The entry of one day; the day's own where there is one."""

    def __init__(
        self, viewer: Viewer, held: Placement, plan: Plan | None, log: list[Logged],
        on_saved: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._viewer, self._held, self._on_saved = viewer, held, on_saved
        self._of = plan.of if plan else None
        self._tasks = plan.tasks if plan else ()
        self._log = {e.on: e for e in log}
        self._box = ui.element("div").classes("sy-intern-form")

    def draw(self) -> None:
        today = day(self._viewer.parts.now())
        self.show(min(max(today, self._held.since), self._held.until))

    def show(self, on: date) -> None:
        before = self._log.get(on)
        self._box.clear()
        with self._box:
            ui.label(self._viewer.say("log_write")).classes("sy-strong").props('role="heading" aria-level="3"')
            self._day = ui.input(self._viewer.say("log_day"), value=on.isoformat()).props("outlined dense type=date")
            self._day.on("change", self._moved)
            if before is not None and before.state not in OPEN:
                ui.label(self._viewer.say("log_done_today")).classes("sy-note")
                return
            self._fields(before)

    def _moved(self) -> None:
        try:
            self.show(date.fromisoformat(str(self._day.value)))
        except ValueError:
            ui.notify(self._viewer.say("log_bad_day"), type="warning", position="top")

    def _fields(self, before: Logged | None) -> None:
        say, told = self._viewer.say, before.told if before else None
        self._version = before.version if before else 0
        self._checked: dict[int, ui.checkbox] = {}
        names = {n: t.title for n, t in enumerate(self._tasks)} | {OTHER: say("log_other")}
        mine = told is not None and told.task in names and told.of == self._of
        task = told.task if told is not None and mine else OTHER
        self._task: Any = None
        if self._tasks:
            self._task = ui.select(names, value=task, label=say("log_task")).props("outlined dense options-dense")
            self._task.on_value_change(lambda: self._steps(()))
            self._steps_box = ui.element("div")
            self._steps(told.steps if told is not None and mine else ())
        self._did = ui.input(say("log_did"), value=told.did if told else "")
        self._did.props(f"outlined dense maxlength={LONGEST_DID}")
        with ui.element("div").classes("sy-intern-pair"):
            minutes = told.minutes if told else self._held.terms.minutes
            self._hours: Any = ui.number(say("log_hours"), value=minutes / 60, min=0.5, max=24, step=0.5)
            self._hours.props("outlined dense inputmode=decimal")
            kinds = {i.value: say(f"incident_{i.value}") for i in Incident}
            self._incident: Any = ui.select(
                kinds, value=told.incident.value if told else Incident.NONE.value, label=say("log_incident")
            )
            self._incident.props("outlined dense options-dense")
        self._safety = ui.input(say("log_safety"), value=told.safety if told else "")
        self._safety.props(f"outlined dense maxlength={LONGEST_NOTE}")
        self._note = ui.textarea(say("log_note"), value=told.note if told else "")
        self._note.props(f"outlined dense autogrow maxlength={LONGEST_NOTE}")
        with ui.element("div").classes("sy-intern-acts"):
            send = ui.button(say("log_hand_in"), icon="send", on_click=lambda: self._save(True))
            send.props("unelevated no-caps color=primary").classes("sy-intern-main")
            ui.button(say("log_draft"), on_click=lambda: self._save(False)).props("outline no-caps")

    def _steps(self, done: tuple[int, ...]) -> None:
        """Of the chosen task, to tick."""
        self._checked = {}
        self._steps_box.clear()
        if self._task.value == OTHER:
            return
        with self._steps_box, ui.element("fieldset").classes("sy-intern-steps"):
            with ui.element("legend"):
                ui.label(self._viewer.say("log_steps"))
            for n, words in enumerate(self._tasks[self._task.value].steps):
                self._checked[n] = ui.checkbox(words, value=n in done)

    async def _save(self, send: bool) -> None:
        viewer, held = self._viewer, self._held
        hours = self._hours.value
        if hours is None or not 0 < hours <= 24:
            ui.notify(viewer.say("log_bad_hours"), type="warning", position="top")
            return
        try:
            on = date.fromisoformat(str(self._day.value))
        except ValueError:
            ui.notify(viewer.say("log_bad_day"), type="warning", position="top")
            return
        version = self._version
        task = None if self._task is None or self._task.value == OTHER else int(self._task.value)
        steps = tuple(n for n, box in self._checked.items() if box.value)
        did, note, safety = (str(box.value or "").strip() for box in (self._did, self._note, self._safety))

        def act() -> Logged:
            store, (principal, scope) = viewer.parts.store, viewer.now()
            kind = Incident(self._incident.value)
            told = Told(did, round(hours * 60), task, steps, note, safety, kind)
            made = store.intern_logs.write(principal, scope, held.id, on, version, told)
            self._version = made.version
            scope = store.labels.scope(principal)
            return store.intern_logs.hand_in(principal, scope, made.id, made.version) if send else made

        if await viewer.do(act) is not None:
            ui.notify(viewer.say("log_sent" if send else "log_kept"), type="positive", position="top")
            await self._on_saved()
