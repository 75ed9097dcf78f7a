"""The comments page: for teachers and mentors the class with each one's comment, for students the issued ones on
themselves. Holds no rules of its own.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from learning.commentwords import TONES, Tone
from records.comments import Line
from records.schemerows import DRAFT, Held
from trust.roles import Act, Role
from web.pages.commentbatch import BatchPanel
from web.pages.commentcard import CommentCard
from web.pages.entering import entered
from web.pages.frame import DRAWN, nav, titled
from web.pages.gradeparts import scheme_name
from web.pages.mycomments import my_comments
from web.pages.states import empty, failed, loading
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/comments", response_timeout=DRAWN)
    async def comments_page(
        request: Request, scheme: str = "", tone: str = "student", student: str = ""
    ) -> Response | None:
        viewer = await entered(
            request, parts, "/comments", "comments", "studio", "grading", "comments", may=_for_whom,
            unless="comments_none_for",
        )  # fmt: skip
        if not isinstance(viewer, Viewer):
            return viewer
        if viewer.first.may(Act.REVIEW):
            chosen: Tone = next((t for t in TONES if t == tone), "student")
            CommentsPage(viewer, scheme, chosen, student).start()
        else:
            with ui.element("div").classes("sy-main sy-grading"):
                titled(viewer.say("comments"))
                await my_comments(viewer)
        return None


def _for_whom(viewer: Viewer) -> bool:
    return Role.STUDENT.value in viewer.first.roles or viewer.first.may(Act.REVIEW)


class CommentsPage:
    """One scheme's class in one tone; one student open at a time."""

    def __init__(self, viewer: Viewer, wanted: str, tone: Tone, student: str) -> None:
        self._viewer, self._wanted, self._tone, self._open = viewer, wanted, tone, student
        with ui.element("div").classes("sy-main sy-grading"):
            titled(viewer.say("comments"))
            ui.label(viewer.say("comments_more")).classes("sy-muted sy-small")
            if viewer.language != "zh":
                ui.label(viewer.say("comments_chinese")).classes("sy-muted sy-small")
            self._main = ui.element("div").classes("sy-grading")

    def start(self) -> None:
        """The list comes after the page: of a large class it takes more than a moment."""
        with self._main:
            loading(self._viewer)
            ui.timer(0.05, self.draw, once=True)

    async def draw(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._main.clear()
        with self._main:
            if found is None:
                failed(viewer, self.draw)
                return
            schemes, held, lines = found
            if held is None:
                empty(viewer.say("grading_no_scheme"), viewer.say("grading_no_scheme_more"), icon="rule")
                return
            self._schemes(schemes, held)
            self._tones(held)
            if not lines:
                empty(viewer.say("comments_no_students"), icon="group_off")
                return
            self._class(held, lines)

    def _look(self) -> tuple[list[Held], Held | None, list[Line]]:
        store, (principal, scope) = self._viewer.parts.store, self._viewer.now()
        mine = [held for held in store.schemes.page(principal) if held.sides and held.state != DRAFT]
        held = next((h for h in mine if h.id == self._wanted), mine[0] if mine else None)
        return mine, held, store.comments.page(principal, scope, held.id, self._tone)[1] if held else []

    def _schemes(self, schemes: list[Held], held: Held) -> None:
        viewer = self._viewer
        if len(schemes) == 1:
            ui.label(scheme_name(viewer, held.scheme)).classes("sy-strong")
            return
        names = {h.id: scheme_name(viewer, h.scheme) for h in schemes}
        chosen = ui.select(names, value=held.id, label=viewer.say("scheme_choose"))
        chosen.props("outlined dense options-dense").classes("sy-wide")
        chosen.on_value_change(lambda e: ui.navigate.to(f"/comments?scheme={e.value}&tone={self._tone}"))

    def _tones(self, held: Held) -> None:
        viewer = self._viewer
        with nav(viewer.say("comments_tone")).classes("sy-grade-filters"):
            ui.label(viewer.say("comments_tone")).classes("sy-small sy-muted")
            for tone in TONES:
                there = f"/comments?scheme={held.id}&tone={tone}"
                link = ui.link(viewer.say(f"comments_tone_{tone}"), there).classes("sy-grade-filter")
                if tone == self._tone:
                    link.classes("sy-here").props('aria-current="page"')

    def _class(self, held: Held, lines: list[Line]) -> None:
        viewer, teaches = self._viewer, "school" in held.sides
        word = "comments_counts" if teaches else "comments_counts_mentor"
        ui.label(viewer.say(word, **counts(lines))).classes("sy-small sy-muted").props('role="status"')
        if teaches:
            BatchPanel(viewer, held, self._tone, lines, self.draw)
        if any(line.comment and line.comment.state == "issued" for line in lines):
            there = f"/api/comments/export?scheme={held.id}&tone={self._tone}"
            ui.link(viewer.say("comments_export"), there).props("download").classes("sy-grade-act")
        with ui.element("ul").classes("sy-grade-list"):
            for line in lines:
                CommentCard(viewer, held, self._tone, line, self._draw_open, line.student == self._open)

    async def _draw_open(self, student: str) -> None:
        """Anew, with this one open; none where it is empty."""
        self._open = student
        await self.draw()


def counts(lines: list[Line]) -> dict[str, int]:
    """By state; a stale one is counted as such alone."""
    made = dict.fromkeys(("draft", "signed", "issued", "stale", "none"), 0)
    for line in lines:
        made["none" if line.comment is None else "stale" if line.stale else line.comment.state] += 1
    return {"all": len(lines), **made}
