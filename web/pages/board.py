"""The class's board: how everybody stands, who is in dispute, publishing, appeals, agreement of raters. No rules."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.grades import Standing
from records.schemerows import DRAFT, Held
from trust.roles import Act
from web.pages.boardappeals import appeals_part
from web.pages.boardquality import quality_part
from web.pages.confirming import sure
from web.pages.dialogs import dialog
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.gradeparts import need_words, report_cards, scheme_name, span, to_sign
from web.pages.schemeform import scheme_form
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.resources import Resources

ALL, QUEUE, READY, PUBLISHED = "all", "queue", "ready", "published"
FILTERS = (ALL, QUEUE, READY, PUBLISHED)


def register(parts: Resources) -> None:
    @ui.page("/board", response_timeout=DRAWN)
    async def board_page(request: Request, scheme: str = "", show: str = ALL) -> Response | None:
        viewer = await entered(
            request, parts, "/board", "board", "studio", "grading", may=Act.REVIEW, unless="grading_judges_only"
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await BoardPage(viewer, scheme, show if show in FILTERS else ALL).draw()
        return None


def state_of(one: Standing) -> str:
    """published, queued, ready or waiting."""
    if one.published is not None:
        return "published"
    if one.queued:
        return "queued"
    return "waiting" if one.report.final is None else "ready"


class BoardPage:
    def __init__(self, viewer: Viewer, wanted: str, show: str) -> None:
        self._viewer, self._wanted, self._show = viewer, wanted, show
        self._main = ui.element("div").classes("sy-main sy-grading")

    async def draw(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.schemes.page(viewer.now()[0])) or []
        mine = [held for held in found if held.sides]
        open_ = [held for held in mine if held.state != DRAFT]
        held = next((h for h in open_ if h.id == self._wanted), open_[0] if open_ else None)
        rows = await self._rows(held) if held else []
        self._main.clear()
        with self._main:
            titled(viewer.say("board"))
            ui.label(viewer.say("board_more")).classes("sy-muted sy-small")
            if viewer.first.may(Act.PUBLISH):
                newest = next((h for h in mine if "school" in h.sides), None)
                base = newest.scheme if newest else None
                scheme_form(viewer, newest.enterprise if newest else "", base, self.draw)
            to_sign(viewer, mine, self.draw)
            if held is None:
                empty(viewer.say("grading_no_scheme"), viewer.say("grading_no_scheme_more"), icon="rule")
                return
            names = {h.id: scheme_name(viewer, h.scheme) for h in open_}
            chosen = ui.select(names, value=held.id, label=viewer.say("scheme_choose"))
            chosen.props("outlined dense options-dense").classes("sy-wide")
            chosen.on_value_change(lambda e: ui.navigate.to(f"/board?scheme={e.value}"))
            if not held.released:
                ui.label(viewer.say("board_no_release")).classes("sy-note sy-words")
            ui.link(viewer.say("comments_open_page"), f"/comments?scheme={held.id}").classes("sy-grade-act")
            self._filters(held, rows)
            self._list(held, rows)
            await appeals_part(viewer, held, {r.student: r.name for r in rows}, self.draw)
            if "school" in held.sides:
                await quality_part(viewer, held)

    async def _rows(self, held: Held) -> list[Standing]:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.grades.board(*viewer.now(), held.id))
        return found[1] if found else []

    def _filters(self, held: Held, rows: list[Standing]) -> None:
        counts = {ALL: len(rows), **{f: sum(_in(f, r) for r in rows) for f in FILTERS[1:]}}
        with ui.element("nav").classes("sy-grade-filters") as made:
            for name in FILTERS:
                words = self._viewer.say(f"board_{name}", n=counts[name])
                link = ui.link(words, f"/board?scheme={held.id}&show={name}").classes("sy-grade-filter")
                if name == self._show:
                    link.classes("sy-here").props('aria-current="page"')
        made.props["aria-label"] = self._viewer.say("board")
        ready = [r for r in rows if _in(READY, r)]
        if ready and "school" in held.sides:
            words = self._viewer.say("board_publish_all", n=len(ready))
            act = ui.button(words, icon="publish", on_click=lambda: self._publish(held, ready))
            act.props("unelevated no-caps color=primary").classes("sy-grade-all")

    def _list(self, held: Held, rows: list[Standing]) -> None:
        shown = [r for r in rows if _in(self._show, r)]
        if not shown:
            ui.label(self._viewer.say("board_none")).classes("sy-empty-line")
        with ui.element("ul").classes("sy-grade-list"):
            for row in shown:
                self._row(held, row)

    def _row(self, held: Held, row: Standing) -> None:
        viewer, state = self._viewer, state_of(row)
        edition = row.published.edition if row.published else 0
        with ui.element("li").classes("sy-card sy-grade-line").props(f'data-student="{row.student}"'):
            with ui.element("div").classes("sy-grade-head"):
                ui.label(row.name).classes("sy-strong")
                words = viewer.say(f"board_state_{state}", edition=edition)
                ui.label(words).classes(f"sy-grade-state sy-grade-{state}")
                ui.label(span(row.report.low, row.report.high)).classes("sy-grade-value")
            if row.touched:
                ui.label(viewer.say("board_touched")).classes("sy-small sy-grade-bad")
            if state != "published":
                for words in need_words(viewer, held.scheme, row.needs):
                    ui.label(words).classes("sy-small sy-muted")
            with ui.element("div").classes("sy-grade-acts"):
                ui.button(viewer.say("board_look"), on_click=lambda: self._look(row)).props("flat no-caps dense")
                if state != "published":
                    there = f"/scoring?scheme={held.id}&student={row.student}"
                    score = ui.button(viewer.say("board_score"), on_click=lambda: ui.navigate.to(there))
                    score.props("flat no-caps dense")
                if state == "ready" and "school" in held.sides:
                    act = ui.button(viewer.say("board_publish"), on_click=lambda: self._publish(held, [row]))
                    act.props("flat no-caps dense color=primary")

    def _look(self, row: Standing) -> None:
        with dialog(self._viewer, row.name, wide=True) as made:
            report_cards(self._viewer, row.report)
        made.open()

    async def _publish(self, held: Held, rows: list[Standing]) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("board_publish_sure"), "board_publish", "primary"):
            return

        def act() -> int:
            for row in rows:
                viewer.parts.store.grades.publish(*viewer.now(), held.id, row.student)
            return len(rows)

        done = await viewer.do(act)
        if done is not None:
            ui.notify(viewer.say("board_published_done", n=done), type="positive", position="top")
        await self.draw()


def _in(name: str, row: Standing) -> bool:
    wanted = {QUEUE: "queued", READY: "ready", PUBLISHED: "published"}
    return name == ALL or state_of(row) == wanted[name]
