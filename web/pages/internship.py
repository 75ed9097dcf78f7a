"""The page of internships: the student's own log, the mentor's queue, the teacher's board. Says who gets which."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from trust.roles import Act, Role
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.internboard import Board
from web.pages.internown import OwnPlacements
from web.pages.internqueue import Queue
from web.pages.internready import ReadyPanel
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/internship", response_timeout=DRAWN)
    async def internship_page(request: Request) -> Response | None:
        viewer = await entered(
            request, parts, "/internship", "internship", "studio", "internship", may=_for_whom,
            unless="internship_none_for",
        )  # fmt: skip
        if not isinstance(viewer, Viewer):
            return viewer
        with ui.element("div").classes("sy-main sy-intern"):
            titled(viewer.say("internship"))
            await _parts(viewer)
        return None


async def _parts(viewer: Viewer) -> None:
    held = {m.role for m in viewer.first.memberships}
    if Role.STUDENT in held:
        ui.label(viewer.say("internship_more_student")).classes("sy-muted sy-small")
        await OwnPlacements(viewer).draw()
    elif viewer.first.may(Act.PUBLISH):
        ui.label(viewer.say("internship_more_teacher")).classes("sy-muted sy-small")
        queue = Queue(viewer) if Role.MENTOR in held else None  # 双师: a teacher who mentors for an enterprise too
        board = Board(viewer, "intern_none_teacher_more")
        if queue is not None:
            await queue.draw(board.draw)
        await board.draw()
        await ReadyPanel(viewer, board.draw).draw()
    else:
        ui.label(viewer.say("internship_more_mentor")).classes("sy-muted sy-small")
        queue = Queue(viewer)
        board = Board(viewer, "intern_none_mentor_more")
        await queue.draw(board.draw)
        await board.draw()


def _for_whom(viewer: Viewer) -> bool:
    return Role.STUDENT.value in viewer.first.roles or viewer.first.may(Act.REVIEW)
