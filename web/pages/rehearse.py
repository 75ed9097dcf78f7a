"""Rehearsals: the tasks there are, one walk through a task stop by stop, and the look back at the end."""

from __future__ import annotations

from nicegui import ui

from learning.rehearsal import Outcome, Stop, stop, stops, told
from records.rehearsals import Walked
from web.pages.exercising import meter, sources
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.rehearsing import Offered, Summary, begin, moved, offered, summary


class Rehearsing:
    def __init__(self, viewer: Viewer, source: SourcePanel) -> None:
        self._viewer, self._source = viewer, source
        self._busy = False
        self._box = ui.element("div").classes("sy-stack")

    async def start(self, document: str | None) -> None:
        """The list of tasks, which takes a moment and comes once the page stands; at once the document asked for."""
        viewer = self._viewer
        with self._box:
            ui.label(viewer.say("rehearsal_more")).classes("sy-small sy-muted")
            self._find = ui.input(placeholder=viewer.say("rehearsal_find"), on_change=self._list)
            self._find.props("outlined dense clearable debounce=400").classes("sy-wide sy-find-task")
            self._list_box = ui.element("div").classes("sy-stack")
            self._walk = ui.element("div").classes("sy-stack").props('aria-live="polite"')
            ui.timer(0.05, self._list, once=True)
        if document:
            await self._begin(document, 0)

    async def _list(self) -> None:
        viewer, q = self._viewer, self._find.value or None
        self._list_box.clear()
        with self._list_box, ui.element("div").classes("sy-progress") as waiting:
            ui.spinner("dots", size="1.6em")
            ui.label(viewer.say("rehearsal_loading"))
        found = await viewer.do(lambda: self._every(q)) or []
        waiting.delete()
        with self._list_box:
            for one in found:
                self._offer(one)
            if not found:
                ui.label(viewer.say("rehearsal_none")).classes("sy-empty-line")

    def _every(self, q: str | None) -> list[Offered]:
        """All pages of them."""
        parts, (principal, scope) = self._viewer.parts, self._viewer.now()
        found, cursor = offered(parts, principal, scope, q)
        while cursor is not None:
            more, cursor = offered(parts, principal, scope, q, cursor)
            found += more
        return found

    def _offer(self, one: Offered) -> None:
        viewer = self._viewer
        with ui.element("section").classes("sy-card sy-offer"):
            ui.label(one.document.title).classes("sy-strong")
            for n, task in enumerate(one.tasks):
                with ui.element("div").classes("sy-offer-task"):
                    with ui.element("div"):
                        ui.label(task.title)
                        facts = {"steps": len(task.acts), "values": task.values, "dangers": task.dangers}
                        word = "rehearsal_task" if task.dangers else "rehearsal_task_safe"
                        ui.label(viewer.say(word, **facts)).classes("sy-small sy-muted")
                    button = ui.button(
                        viewer.say("rehearsal_begin"), on_click=lambda _, d=one.document.id, n=n: self._begin(d, n)
                    )
                    button.props(f'outline no-caps aria-label="{viewer.say("rehearsal_begin")} {_plain(task.title)}"')

    async def _begin(self, document: str, task: int) -> None:
        viewer = self._viewer
        begun = await viewer.do(lambda: begin(viewer.parts, *viewer.now(), document, task))
        if begun is not None:
            self._list_box.set_visibility(False)
            self._find.set_visibility(False)
            self._show(begun, task)

    def _leave(self) -> None:
        self._walk.clear()
        self._list_box.set_visibility(True)
        self._find.set_visibility(True)

    def _show(self, walked: Walked, task: int) -> None:
        """Where the walk stands: what came of the last move, and what is asked now."""
        viewer = self._viewer
        self._walk.clear()
        with self._walk:
            with ui.element("div").classes("sy-walk-top"):
                ui.label(walked.script.title).classes("sy-walk-title")
                ui.button(viewer.say("rehearsal_leave"), on_click=self._leave).props("flat dense no-caps")
            of = stops(walked.script)
            reached = viewer.say("rehearsal_progress", n=min(len(walked.said) + 1, of), of=of)
            ui.label(reached).classes("sy-small sy-muted")
            meter(len(walked.said) / of, reached)
            if walked.outcomes:
                self._outcome(told(walked.outcomes[-1], walked.state))
            asked = stop(walked.script, walked.state)
            if asked is not None:
                self._ask(walked, task, asked)
            if walked.state.acts and asked is not None:
                with ui.expansion(viewer.say("rehearsal_done")).classes("sy-done").props("dense"):
                    for n, act in enumerate(walked.script.acts[: walked.state.acts], 1):
                        ui.label(f"{n}. {act.shown}").classes("sy-small")

    def _outcome(self, outcome: Outcome) -> None:
        viewer = self._viewer
        state = "right" if outcome.right else "wrong"
        with ui.element("div").classes(f"sy-told sy-card sy-told-{state}").props('role="status"'):
            with ui.element("div").classes("sy-told-head"):
                ui.icon("check_circle" if outcome.right else "cancel")
                words = viewer.say("rehearsal_good") if outcome.right else viewer.say(f"slip_{outcome.slip}")
                ui.label(words).classes("sy-strong")
            if not outcome.right:
                ui.label(viewer.say("rehearsal_should", what=outcome.key))
            if outcome.quote:
                ui.label(outcome.quote).classes("sy-quoted")

    def _ask(self, walked: Walked, task: int, asked: Stop) -> None:
        viewer = self._viewer
        with ui.element("section").classes("sy-card sy-ask"):
            if asked.doing:
                ui.label(viewer.say("rehearsal_doing", what=asked.doing)).classes("sy-small sy-muted")
            words = viewer.say(f"rehearsal_{asked.asks}", **({"name": asked.name} if asked.asks == "value" else {}))
            ui.label(words).classes("sy-ask-stem")
            if asked.situation:
                ui.label(asked.situation).classes("sy-situation")
            if asked.asks == "value":
                self._value(walked, task)
            else:
                with ui.element("div").classes("sy-moves"):
                    for option in asked.options:
                        button = ui.element("button").props('type="button"').classes("sy-move")
                        with button:
                            ui.label(option)
                        button.on("click", lambda _, o=option: self._move(walked, task, o))

    def _value(self, walked: Walked, task: int) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-enter"):
            box = ui.input(label=viewer.say("practice_unit_hint")).props("outlined dense autofocus")
            box.classes("sy-blank")
            box.on("keydown.enter", lambda: self._move(walked, task, box.value or ""))
            ui.button(viewer.say("confirm"), on_click=lambda: self._move(walked, task, box.value or "")).props(
                "unelevated no-caps"
            )

    async def _move(self, walked: Walked, task: int, said: str) -> None:
        if self._busy:
            return
        viewer = self._viewer
        self._busy = True
        n = len(walked.said)
        now = await viewer.do(lambda: moved(viewer.parts, *viewer.now(), walked.id, n, said))
        self._busy = False
        if now is None:
            return
        self._show(now, task)
        if now.finished_at is not None:
            over = await viewer.do(lambda: summary(viewer.parts, *viewer.now(), now))
            if over is not None:
                self._over(now, task, over)

    def _over(self, walked: Walked, task: int, over: Summary) -> None:
        viewer = self._viewer
        slips = over.moves - over.right
        with self._walk, ui.element("section").classes("sy-card sy-over"):
            ui.label(viewer.say("rehearsal_over")).classes("sy-walk-title")
            with ui.element("div").classes("sy-figures"):
                time = viewer.say("minutes", m=over.seconds // 60, s=over.seconds % 60)
                right = f"{over.right}/{over.moves}"
                figures = {"time": time, "score": right, "slips": str(slips), "vetoes": str(over.vetoes)}
                for word, value in figures.items():
                    with ui.element("div").classes("sy-figure"):
                        ui.label(value).classes("sy-figure-value")
                        ui.label(viewer.say(f"rehearsal_{word}")).classes("sy-small sy-muted")
            if over.vetoes:
                ui.label(viewer.say("rehearsal_veto", n=over.vetoes)).classes("sy-note sy-note-bad")
            elif not slips:
                ui.label(viewer.say("rehearsal_clean")).classes("sy-note")
            for outcome, citation in over.slips:
                with ui.element("div").classes("sy-slip"):
                    ui.label(f"{viewer.say(f'slip_{outcome.slip}')}：{outcome.key}").classes("sy-strong sy-small")
                    ui.label(outcome.quote).classes("sy-quoted")
                    sources(viewer, self._source, (citation,) if citation else ())
            with ui.element("div").classes("sy-enter"):
                ui.button(
                    viewer.say("rehearsal_again"), on_click=lambda: self._begin(walked.document_id, task)
                ).props("unelevated no-caps")
                ui.link(viewer.say("tab_progress"), "/practice?tab=progress")


def _plain(text: str) -> str:
    return text.replace('"', "”")
