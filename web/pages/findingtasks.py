"""Revision tasks on the findings page: how far each is, who does it, what to change, what came of it. Looks only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from learning.effect import Effect
from records.revisions import MOST, STATES, Revision
from web.findings import href
from web.pages.evidencecard import card, moment
from web.pages.findingrows import cohort_name, level_words
from web.pages.naming import person_name
from web.pages.viewer import Viewer


class TasksPart:
    def __init__(self, viewer: Viewer, course: str) -> None:
        self._viewer, self._course = viewer, course
        self._names: Mapping[str, str] = {}
        with card(viewer, "findings_tasks"):
            self._box = ui.element("div")

    async def draw(self) -> None:
        """As they are now; nothing else of the page is drawn anew."""
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._box.clear()
        if found is None:
            return
        tasks, self._names = found
        with self._box:
            if not tasks:
                ui.label(viewer.say("findings_tasks_none")).classes("sy-muted sy-small")
            for task in tasks[:MOST]:
                self._task(task)
            if len(tasks) > MOST:
                ui.label(viewer.say("findings_tasks_cut", n=MOST)).classes("sy-small sy-muted")

    def _look(self) -> tuple[list[Revision], dict[str, str]]:
        """With the names of those who are to do them."""
        parts = self._viewer.parts
        tasks = parts.store.revisions.page(*self._viewer.now(), self._course)
        return tasks, {who: person_name(parts, who) for who in {task.who for task in tasks} if who}

    def _task(self, task: Revision) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("div").classes("sy-findings-task").props(f'data-task="{task.id}"'):
            ui.label(f"{say(f'findings_{task.kind}')}：{task.about}").classes("sy-strong sy-words").props('dir="auto"')
            found = say("findings_task_found", cohort=cohort_name(viewer, task.cohort), on=moment(task.made_at))
            name = self._names.get(task.who or "", "")
            who = say("findings_task_who", name=name) if name else say("findings_task_nobody")
            ui.label(f"{found} · {who}").classes("sy-small sy-muted")
            if task.note:
                ui.label(task.note).classes("sy-words").props('dir="auto"')
            self._links(task)
            with ui.element("div").classes("sy-findings-acts"):
                states = {state: say(f"findings_{state}") for state in STATES}
                state = ui.select(states, value=task.state, label=say("findings_task_state"))
                state.props("outlined dense options-dense").classes("sy-findings-state")
                state.on_value_change(lambda e: self._change(task, {"state": e.value}))
                if task.who != viewer.first.id:
                    mine = ui.button(say("findings_task_mine"), on_click=lambda: self._change(task, self._me()))
                    mine.props("flat no-caps dense")
                came = ui.button(say("findings_effect"), icon="trending_up").props("flat no-caps dense")
            told = ui.element("div").props('role="status"')
            came.on_click(lambda: self._effect(task, told))

    def _links(self, task: Revision) -> None:
        if not task.links:
            return
        with ui.element("ul").classes("sy-findings-leads"):
            for link in task.links:
                with ui.element("li"):
                    ui.link(f"{self._viewer.say(f'findings_link_{link.kind}')}：{link.title}", href(link))

    def _me(self) -> dict[str, Any]:
        return {"who": self._viewer.first.id}

    async def _change(self, task: Revision, given: dict[str, Any]) -> None:
        viewer = self._viewer

        def act() -> None:
            viewer.parts.store.revisions.change(*viewer.now(), task.id, task.version, given)

        await viewer.carry_out(act)
        await self.draw()

    async def _effect(self, task: Revision, told: ui.element) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.revisions.effect(*viewer.now(), task.id))
        told.clear()
        if found is None:
            return
        with told:
            for words in _words(viewer, *found):
                ui.label(words).classes("sy-small")


def _words(viewer: Viewer, task: Revision, came: Effect) -> list[str]:
    if came.before is None or came.after is None:
        return [f"{viewer.say('findings_not_yet')}：{viewer.say(f'findings_why_{came.why}')}"]
    line = viewer.say(
        "findings_effect_line", before_cohort=cohort_name(viewer, task.cohort),
        before=level_words(task.kind, came.before.mean), before_n=came.before.people,
        after_cohort=cohort_name(viewer, came.cohort), after=level_words(task.kind, came.after.mean),
        after_n=came.after.people, change=viewer.say(f"findings_effect_{came.change}"),
    )  # fmt: skip
    dates = [moment(at) for at in (came.before_at, came.after_at) if at is not None]
    on = viewer.say("findings_effect_on", before=dates[0], after=dates[-1]) if dates else ""
    return [line, *filter(None, [on]), viewer.say("findings_effect_care")]
