"""The findings page: what is weak in a course, ranked, what it leads to, and revision tasks. For teachers and mentors.

Holds no rules; a mentor is told of published grades and requirements alone, and makes no task.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from learning.suppression import K
from records.findings import KINDS, Board, Found
from trust.roles import Act
from web.findings import board
from web.pages.dialogs import answer, buttons, dialog
from web.pages.entering import entered
from web.pages.findingrows import cohort_name, kind_card
from web.pages.findingtasks import TasksPart
from web.pages.frame import DRAWN, titled
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/findings", response_timeout=DRAWN)
    async def findings_page(request: Request, course: str = "", cohort: str = "") -> Response | None:
        viewer = await entered(
            request, parts, "/findings", "findings", "studio", "evidence", "portfolio", "findings", may=Act.REVIEW
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await FindingsPage(viewer, course[:64], cohort if cohort.isdigit() else "").draw()
        return None


@dataclass(frozen=True)
class _Seen:
    """`board` None: no course."""

    courses: dict[str, str]
    board: Board | None


class FindingsPage:
    def __init__(self, viewer: Viewer, course: str, cohort: str) -> None:
        self._viewer, self._course, self._cohort = viewer, course, cohort
        self._tasks: TasksPart | None = None
        self._main = ui.element("div").classes("sy-main sy-findings")

    async def draw(self) -> None:
        viewer = self._viewer
        seen = await viewer.do(self._look)
        self._main.clear()
        with self._main:
            titled(viewer.say("findings"))
            ui.label(viewer.say("findings_more")).classes("sy-muted sy-small")
            if seen is None:
                return
            if seen.board is None:
                empty(viewer.say("findings_no_course"), viewer.say("findings_no_course_more"), icon="insights")
                return
            self._choices(seen, seen.board)
            ui.label(viewer.say("findings_fewest", n=K)).classes("sy-small sy-muted sy-words")
            self._found(seen.board)
            if seen.board.audience == "teacher":
                self._tasks = TasksPart(viewer, seen.board.course)
                await self._tasks.draw()

    def _look(self) -> _Seen:
        store, (principal, scope) = self._viewer.parts.store, self._viewer.now()
        courses = dict(store.findings.courses(principal, scope))
        course = self._course if self._course in courses else next(iter(courses), "")
        if not course:
            return _Seen(courses, None)
        made = board(self._viewer.parts, principal, scope, course, self._cohort)
        self._course = course
        return _Seen(courses, made)

    def _choices(self, seen: _Seen, made: Board) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-findings-choose"):
            chosen = ui.select(seen.courses, value=made.course, label=viewer.say("findings_course"))
            chosen.props("outlined dense options-dense")
            chosen.on_value_change(lambda e: ui.navigate.to(_here(str(e.value))))
            names = {"": viewer.say("findings_whole")} | {c: cohort_name(viewer, c) for c in made.cohorts}
            if made.cohort not in names:
                names[made.cohort] = cohort_name(viewer, made.cohort)
            if len(names) > 1:
                of = ui.select(names, value=made.cohort, label=viewer.say("findings_cohort"))
                of.props("outlined dense options-dense")
                of.on_value_change(lambda e: ui.navigate.to(_here(made.course, str(e.value))))
            if made.found:
                query = urlencode({"course": made.course, "cohort": made.cohort})
                ui.link(viewer.say("findings_export"), f"/api/findings/export?{query}").props("download")

    def _found(self, made: Board) -> None:
        viewer = self._viewer
        if not made.found:
            why = "findings_none_more" if made.audience == "teacher" else "findings_none_mentor"
            empty(viewer.say("findings_none"), viewer.say(why, n=K), icon="insights")
        for kind in KINDS:
            found = [one for one in made.found if one.finding.kind == kind]
            if found:
                make = self._make if made.audience == "teacher" else None
                kind_card(viewer, kind, found, make)

    async def _make(self, one: Found) -> None:
        viewer = self._viewer
        with dialog(viewer, viewer.say("findings_to_task"), wide=True) as asking:
            ui.label(one.about).classes("sy-strong sy-words").props('dir="auto"')
            note = ui.textarea(viewer.say("findings_task_note")).props("outlined autogrow maxlength=1000")
            note.classes("sy-wide")
            mine = ui.checkbox(viewer.say("findings_task_mine"), value=True)
            buttons(viewer, asking, "findings_task_make", lambda: (str(note.value or ""), bool(mine.value)))
        given = await answer(asking)
        if given is None:
            return

        def act() -> None:
            principal, scope = viewer.now()
            made = board(viewer.parts, principal, scope, self._course, self._cohort)
            who = principal.id if given[1] else None
            viewer.parts.store.revisions.make(principal, made, one.id, note=given[0], who=who)

        if await viewer.carry_out(act):
            ui.notify(viewer.say("findings_task_made"), type="positive", position="top")
            if self._tasks is not None:
                await self._tasks.draw()


def _here(course: str, cohort: str = "") -> str:
    return f"/findings?{urlencode({'course': course} | ({'cohort': cohort} if cohort else {}))}"


