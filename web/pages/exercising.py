"""Exercises one by one: what is asked and why now, the answer form, then the outcome with its source."""

from __future__ import annotations

import secrets

from nicegui import ui

from learning.exercise import listed
from learning.marking import empty
from trust.sources import Citation
from web.pages.answering import Read, form
from web.pages.answers import place
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.practising import Next, Told, answered, session

LISTED = ("order", "multiple", "short", "case")


class Exercising:
    def __init__(self, viewer: Viewer, source: SourcePanel) -> None:
        self._viewer, self._source = viewer, source
        self._competency: str | None = None
        self._busy = False
        self._box = ui.element("div").classes("sy-stack").props('aria-live="polite"')

    async def start(self, competency: str | None) -> None:
        self._competency = competency
        viewer = self._viewer
        with self._box:
            ui.label(viewer.say("practice_more")).classes("sy-small sy-muted")
            with ui.element("div").classes("sy-progress") as waiting:
                ui.spinner("dots", size="1.6em")
                ui.label(viewer.say("practice_loading"))
        found = await viewer.do(lambda: session(viewer.parts, *viewer.now(), competency, 1))
        waiting.delete()
        with self._box:
            self._card = ui.element("div").classes("sy-stack")
        self._ask(found[0] if found else None)

    def _ask(self, shown: Next | None) -> None:
        viewer = self._viewer
        self._card.clear()
        with self._card:
            if shown is None:
                ui.label(viewer.say("practice_done")).classes("sy-empty-line")
                return
            with ui.element("article").classes("sy-card sy-ask"):
                asked = shown.item.asked
                with ui.element("div").classes("sy-ask-top"):
                    ui.label(viewer.say(f"kind_{asked.kind}")).classes("sy-tag")
                    ui.label(shown.competency).classes("sy-small sy-muted")
                ui.label(asked.stem).classes("sy-ask-stem")
                read = form(viewer, shown)
                attempt = secrets.token_hex(16)
                submit = ui.button(viewer.say("practice_answer")).props("unelevated no-caps")
                submit.on_click(lambda: self._submit(shown, read, attempt, submit))
            with ui.element("div").classes("sy-why"):
                ui.icon("lightbulb")
                ui.label(f"{viewer.say('practice_why')}：{shown.why[viewer.language == 'en']}")

    async def _submit(self, shown: Next, read: Read, attempt: str, submit: ui.button) -> None:
        viewer, answer = self._viewer, read()
        if self._busy or empty(answer):
            ui.notify(viewer.say("practice_first"), position="top")
            return
        self._busy = True
        submit.props("loading")
        told = await viewer.do(lambda: answered(viewer.parts, *viewer.now(), shown.item.id, answer, attempt))
        self._busy = False
        submit.props(remove="loading")
        if told is not None:
            submit.delete()
            self._tell(shown, told)

    def _tell(self, shown: Next, told: Told) -> None:
        viewer, a = self._viewer, told.attempt
        state = "right" if a.points == a.out_of else "partly" if a.points else "wrong"
        with self._card, ui.element("section").classes(f"sy-card sy-told sy-told-{state}").props('role="status"'):
            with ui.element("div").classes("sy-told-head"):
                ui.icon({"right": "check_circle", "partly": "adjust", "wrong": "cancel"}[state])
                ui.label(viewer.say(f"practice_{state}")).classes("sy-strong")
                if state != "right" or a.out_of > 1:
                    points = viewer.say("practice_points", points=f"{a.points:g}", out_of=f"{a.out_of:g}")
                    ui.label(points).classes("sy-small sy-muted")
            if told.provisional:
                ui.label(viewer.say("practice_provisional")).classes("sy-note")
            if told.slip:
                ui.label(viewer.say("practice_slip", what=told.slip)).classes("sy-small")
            self._key(shown, told)
            if told.explanation:
                ui.label(told.explanation).classes("sy-small sy-muted sy-lines")
            sources(viewer, self._source, told.citations)
            for m in told.mastery:
                line = viewer.say("practice_mastery_now", name=m.competency, percent=round(m.state.shown * 100))
                ui.label(line).classes("sy-small")
                meter(m.state.shown, line)
            go = ui.button(viewer.say("practice_next"), on_click=lambda: self._ask(told.following))
            go.props("unelevated no-caps autofocus")

    def _key(self, shown: Next, told: Told) -> None:
        viewer, asked = self._viewer, shown.item.asked
        ui.label(f"{viewer.say('practice_key')}：").classes("sy-strong sy-small")
        key = [f"{a} → {b}" for a, b in zip(asked.left, told.key, strict=False)] if asked.kind == "match" else told.key
        if asked.kind not in (*LISTED, "match"):
            ui.label(listed(key)).classes("sy-key")
            return
        with ui.element("ol" if asked.kind == "order" else "ul").classes("sy-key"):
            for n, one in enumerate(key):
                good = told.parts[n] if n < len(told.parts) else True
                with ui.element("li"):
                    ui.label(f"{'✓' if good else '✗'} {one}")


def sources(viewer: Viewer, panel: SourcePanel, citations: tuple[Citation, ...]) -> None:
    """A button for each source."""
    for citation in citations:
        with ui.element("button").props('type="button"').classes("sy-cited") as row:
            ui.icon("menu_book")
            ui.label(citation.title).classes("sy-cited-title")
            ui.label(place(citation.locator, viewer.language)).classes("sy-cited-where")
        row.on("click", lambda _, c=citation: panel.open(c))


def meter(value: float, told: str) -> None:
    """A bar from nothing to everything, with the line of mastery on it."""
    percent = round(value * 100)
    said = told.replace('"', "”")
    with ui.element("div").classes("sy-meter").props(f'role="img" aria-label="{said}"'):
        ui.element("div").classes("sy-meter-fill").style(f"width: {percent}%")

