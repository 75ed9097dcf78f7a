"""Mastery per competency and the weak points, each with where to read and a way to practise it again."""

from __future__ import annotations

from urllib.parse import quote

from nicegui import ui

from records.masteries import Mastery
from web.pages.exercising import meter, sources
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.practising import WeakPoint, weak_points


class Progress:
    def __init__(self, viewer: Viewer, source: SourcePanel) -> None:
        self._viewer, self._source = viewer, source

    async def start(self) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-stack") as box:
            ui.spinner("dots", size="1.6em")
        found = await viewer.do(self._look)
        box.clear()
        with box:
            if found is not None:
                self._mastery(found[0])
                self._weak(found[1])

    def _look(self) -> tuple[list[Mastery], list[WeakPoint]]:
        principal, scope = self._viewer.now()
        parts = self._viewer.parts
        return parts.store.attempts.mastery(principal, scope), weak_points(parts, principal, scope)

    def _mastery(self, known: list[Mastery]) -> None:
        viewer = self._viewer
        with ui.element("section").classes("sy-card sy-stack"):
            ui.label(viewer.say("mastery_title")).classes("sy-walk-title")
            if not known:
                ui.label(viewer.say("mastery_none")).classes("sy-muted")
            for m in sorted(known, key=lambda m: (-m.state.shown, m.competency)):
                with ui.element("div").classes("sy-mastery"):
                    with ui.element("div").classes("sy-mastery-top"):
                        ui.label(m.competency).classes("sy-strong")
                        if m.state.mastered:
                            ui.label(viewer.say("mastery_reached")).classes("sy-tag sy-tag-good")
                        ui.space()
                        ui.label(f"{m.state.shown:.0%}").classes("sy-strong")
                    meter(m.state.shown, f"{m.competency} {m.state.shown:.0%}")
                    with ui.element("div").classes("sy-mastery-top"):
                        counted = viewer.say("mastery_answers", n=m.state.answers, right=m.state.right)
                        ui.label(counted).classes("sy-small sy-muted")
                        ui.space()
                        ui.link(viewer.say("weak_practise"), _again(m.competency)).classes("sy-small")
            if known:
                ui.label(viewer.say("mastery_how")).classes("sy-small sy-muted")

    def _weak(self, points: list[WeakPoint]) -> None:
        viewer = self._viewer
        with ui.element("section").classes("sy-card sy-stack"):
            ui.label(viewer.say("weak_title")).classes("sy-walk-title")
            if not points:
                ui.label(viewer.say("weak_none")).classes("sy-muted")
            for point in points:
                self._point(point)

    def _point(self, point: WeakPoint) -> None:
        viewer, told = self._viewer, point.attempt.told
        move = point.attempt.kind == "move"
        with ui.element("div").classes("sy-slip"):
            with ui.element("div").classes("sy-mastery-top"):
                word = f"slip_{told['slip']}" if move else "slip_item"
                ui.label(viewer.say(word)).classes("sy-tag sy-tag-bad")
                ui.label(point.text).classes("sy-strong")
            if move:
                ui.label(viewer.say("rehearsal_should", what=told["key"])).classes("sy-small")
                ui.label(str(told["quote"])).classes("sy-quoted")
            sources(viewer, self._source, point.citations)
            if move:
                target = f"/practice?tab=rehearsal&document={told['document_id']}"
                ui.link(viewer.say("weak_rehearse"), target).classes("sy-small")
            elif point.attempt.competencies:
                ui.link(viewer.say("weak_practise"), _again(point.attempt.competencies[0])).classes("sy-small")


def _again(competency: str) -> str:
    return f"/practice?competency={quote(competency)}"
