"""A student's grades: what was judged, what counts and why, and appealing. Holds no rules of its own."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.appeals import WINDOW, Appeal
from records.grades import Mine
from records.schemerows import Held
from records.scores import LONGEST
from trust.day import CHINA
from trust.roles import Role
from web.pages.boardappeals import appeal_lines
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.gradeparts import report_cards, rubric, scheme_name
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/grades", response_timeout=DRAWN)
    async def grades_page(request: Request) -> Response | None:
        viewer = await entered(
            request, parts, "/grades", "my_grades", "studio", "grading", may=_learner, unless="grading_learners_only"
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await MyGrades(viewer).draw()
        return None


def _learner(viewer: Viewer) -> bool:
    return Role.STUDENT.value in viewer.first.roles


@dataclass(frozen=True)
class _Found:
    schemes: list[Held]
    grades: list[Mine]
    appeals: list[Appeal]


class MyGrades:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._main = ui.element("div").classes("sy-main sy-grading")

    async def draw(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._main.clear()
        with self._main:
            titled(viewer.say("my_grades"))
            ui.label(viewer.say("my_grades_more")).classes("sy-muted sy-small")
            ui.link(viewer.say("portfolio_open"), "/portfolio")
            if found is None or not (found.schemes or found.grades):
                empty(viewer.say("grade_none"), viewer.say("grade_none_more"), icon="school")
                return
            for held in found.schemes:
                mine = [m for m in found.grades if m.published.scheme_id == held.id]
                if mine or not held.replaced:
                    self._scheme(held, mine, [a for a in found.appeals if a.scheme == held.id])

    def _look(self) -> _Found:
        store, (principal, scope) = self._viewer.parts.store, self._viewer.now()
        schemes = [held for held in store.schemes.page(principal) if held.learns]
        return _Found(schemes, store.grades.mine(principal, scope), store.appeals.page(principal, scope))

    def _scheme(self, held: Held, mine: list[Mine], objected: list[Appeal]) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("section").classes("sy-card sy-grade-card").props(f'data-scheme="{held.id}"'):
            ui.label(scheme_name(viewer, held.scheme)).classes("sy-strong")
            if not mine:
                ui.label(say("grade_none")).classes("sy-muted")
                with ui.expansion(say("scheme_what_counts"), icon="rule").classes("sy-wide"):
                    rubric(viewer, held.scheme)
                return
            self._newest(held, mine[0])
            for appeal in objected:
                appeal_lines(viewer, held, appeal)
            if all(a.decided_at is not None for a in objected):
                self._appeal(held, mine[0])
            if mine[1:]:
                with ui.expansion(say("grade_earlier"), icon="history").classes("sy-wide"):
                    for old in mine[1:]:
                        told = {"edition": old.published.edition, "at": _day(old), "final": old.report.final}
                        ui.label(say("grade_earlier_line", **told)).classes("sy-small")

    def _newest(self, held: Held, one: Mine) -> None:
        say, p = self._viewer.say, one.published
        ui.label(say("grade_final", final=one.report.final)).classes("sy-grade-final")
        told = say("grade_edition", edition=p.edition, at=_day(one))
        ui.label(f"{told} {say('grade_from_appeal')}" if p.appeal else told).classes("sy-small sy-muted")
        if one.touched:
            ui.label(say("board_touched")).classes("sy-small sy-grade-bad")
        report_cards(self._viewer, one.report)
        with ui.expansion(say("scheme_what_counts"), icon="rule").classes("sy-wide"):
            rubric(self._viewer, held.scheme)
        ui.label(say("grade_proof", digest=p.digest[:16])).classes("sy-small sy-muted")

    def _appeal(self, held: Held, one: Mine) -> None:
        viewer, say = self._viewer, self._viewer.say
        until = one.published.at + WINDOW
        told = f"{until.astimezone(CHINA):%Y-%m-%d %H:%M}"
        if viewer.parts.now() > until:
            ui.label(say("appeal_over", until=told)).classes("sy-small sy-muted")
            return
        with ui.expansion(say("appeal"), icon="gavel").classes("sy-wide sy-grade-appeal"):
            ui.label(say("appeal_until", until=told)).classes("sy-small sy-muted")
            titles = {c.id: c.title for c in held.scheme.criteria}
            which = ui.select(titles, label=say("appeal_criterion")).props("outlined dense options-dense")
            why = ui.textarea(say("appeal_reason")).props(f"outlined dense maxlength={LONGEST}")
            for field in (which, why):
                field.classes("sy-wide")
            made = ui.button(say("appeal_send"), icon="send")
            made.on_click(lambda: self._send(one, str(which.value or ""), str(why.value or "")))
            made.props("unelevated no-caps color=primary")

    async def _send(self, one: Mine, criterion: str, reason: str) -> None:
        viewer = self._viewer
        if not criterion or not reason.strip():
            ui.notify(viewer.say("appeal_incomplete"), type="warning", position="top")
            return
        against = viewer.parts.store.appeals.raise_against
        if await viewer.do(lambda: against(*viewer.now(), one.published.id, criterion, reason)) is not None:
            ui.notify(viewer.say("appeal_sent"), type="positive", position="top")
            await self.draw()


def _day(one: Mine) -> str:
    return f"{one.published.at.astimezone(CHINA):%Y-%m-%d}"
