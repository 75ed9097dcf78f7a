"""The scoring sheet, for mentors and teachers, made for a phone: one student at a time. Holds no rules of its own."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.schemerows import DRAFT, Held
from records.scores import Learner
from trust.roles import Act
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.gradeparts import scheme_name, to_sign
from web.pages.scoresheet import ScoreSheet, asked
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/scoring", response_timeout=DRAWN)
    async def scoring_page(request: Request, scheme: str = "", student: str = "") -> Response | None:
        viewer = await entered(
            request, parts, "/scoring", "scoring", "studio", "grading", may=Act.REVIEW, unless="grading_judges_only"
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await ScoringPage(viewer).start(scheme, student)
        return None


class ScoringPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._main = ui.element("div").classes("sy-main sy-grading")
        self._wanted, self._student = "", ""

    async def start(self, scheme: str, student: str) -> None:
        self._wanted, self._student = scheme, student
        await self._draw()

    async def _draw(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.schemes.page(viewer.now()[0])) or []
        mine = [held for held in found if held.sides]
        open_ = [held for held in mine if held.state != DRAFT]
        self._main.clear()
        with self._main:
            titled(viewer.say("scoring"))
            ui.label(viewer.say("scoring_more")).classes("sy-muted sy-small")
            to_sign(viewer, mine, self._draw)
            if not open_:
                empty(viewer.say("grading_no_scheme"), viewer.say("grading_no_scheme_more"), icon="rule")
                return
            held = next((h for h in open_ if h.id == self._wanted), open_[0])
            if len(open_) > 1:
                names = {h.id: scheme_name(viewer, h.scheme) for h in open_}
                chosen = ui.select(names, value=held.id, label=viewer.say("scheme_choose"))
                chosen.props("outlined dense options-dense").classes("sy-wide")
                chosen.on_value_change(lambda e: ui.navigate.to(f"/scoring?scheme={e.value}"))
            else:
                ui.label(scheme_name(viewer, held.scheme)).classes("sy-strong")
            await _Class(viewer, held).start(self._student)


class _Class:
    """The students of one scheme as a line of names, and the sheet of the one that is open."""

    def __init__(self, viewer: Viewer, held: Held) -> None:
        self._viewer, self._held = viewer, held
        self._count = ui.label().classes("sy-small sy-muted").props('role="status"')
        self._names = ui.element("nav").classes("sy-grade-names")
        self._names.props["aria-label"] = viewer.say("scoring_students")
        self._sheet = ui.element("div").classes("sy-stack")

    async def start(self, student: str) -> None:
        rows = await self._rows()
        if not rows:
            empty(self._viewer.say("scoring_no_students"), icon="group_off")
            return
        waiting = next((r.id for r in rows if self._state(r) != "done" and not r.published), rows[0].id)
        await self.open(student if student in {r.id for r in rows} else waiting)

    async def open(self, student: str) -> None:
        """Draws the line of names anew and this one's sheet."""
        viewer = self._viewer
        rows = await self._rows()
        row = next((r for r in rows if r.id == student), None)
        self._line(rows, student)
        self._sheet.clear()
        if row is None:
            return
        asks = await viewer.do(lambda: asked(viewer, self._held, row))
        with self._sheet:
            ScoreSheet(viewer, self._held, row, asks or {}, self._next).draw()

    async def _next(self, student: str) -> None:
        """The next in line that is not done; else the same again."""
        rows = await self._rows()
        ids = [r.id for r in rows]
        at = ids.index(student) if student in ids else 0
        later = [r for r in rows[at + 1:] + rows[:at] if self._state(r) != "done" and not r.published]
        await self.open(later[0].id if later else student)

    async def _rows(self) -> list[Learner]:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.scores.sheet(*viewer.now(), self._held.id))
        return found[1] if found else []

    def _line(self, rows: list[Learner], open_: str) -> None:
        done = sum(self._state(r) == "done" for r in rows)
        self._count.text = self._viewer.say("scoring_done", n=done, all=len(rows))
        self._names.clear()
        with self._names:
            for row in rows:
                state = self._state(row)
                made = ui.button(row.name, on_click=lambda r=row: self.open(r.id)).props("flat no-caps dense")
                made.classes(f"sy-grade-name sy-grade-name-{state}")
                made.props(f'aria-pressed="{str(row.id == open_).lower()}"')
                with made:
                    ui.label(self._viewer.say(f"scoring_state_{state}")).classes("sy-grade-name-state")

    def _state(self, row: Learner) -> str:
        own = {c.id for c in self._held.scheme.criteria for s in c.shares if s.side in self._held.sides}
        given = {key for key, score in row.scores.items() if score.said.given}
        if own <= given:
            return "done"
        return "part" if row.scores else "open"
