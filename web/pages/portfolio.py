"""The portfolio page: a learner's own; for teachers and mentors that of one of theirs, with the reason that is kept."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.portfolios import Folder
from trust.roles import Act, Role
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.learnerchoice import LearnerChoice
from web.pages.mycomments import my_comments
from web.pages.naming import person_name
from web.pages.portfolioparts import dimensions, files, mastery, months, shown, timeline, weak
from web.pages.portfolioworks import WorksPanel
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/portfolio", response_timeout=DRAWN)
    async def portfolio_page(request: Request) -> Response | None:
        viewer = await entered(
            request, parts, "/portfolio", "portfolio", "studio", "own", "evidence", "portfolio", "grading", "comments",
            may=_for_whom, unless="portfolio_none_for",
        )  # fmt: skip
        if not isinstance(viewer, Viewer):
            return viewer
        with ui.element("div").classes("sy-main sy-evidence"):
            titled(viewer.say("portfolio"))
            ui.label(viewer.say("portfolio_more")).classes("sy-muted sy-small")
            if Role.STUDENT.value in viewer.first.roles:
                await FolderPanel(viewer).start()
                await my_comments(viewer)
            else:
                Chooser(viewer)
        return None


def _for_whom(viewer: Viewer) -> bool:
    return Role.STUDENT.value in viewer.first.roles or viewer.first.may(Act.REVIEW)


class Chooser:
    """One of theirs, with the reason that is kept."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        LearnerChoice(viewer, self._show, "sy-evidence", below=True)

    async def _show(self, student: str, why: str) -> None:
        await FolderPanel(self._viewer, student, why).start()


class FolderPanel:
    """Everything of one learner, in one look."""

    def __init__(self, viewer: Viewer, student: str | None = None, reason: str = "") -> None:
        self._viewer, self._student, self._reason = viewer, student, reason
        self._box = ui.element("div").classes("sy-evidence")

    async def start(self) -> None:
        viewer = self._viewer

        def look() -> tuple[Folder, str]:
            folder = viewer.parts.store.portfolios.of(*viewer.now(), self._student, self._reason)
            return folder, person_name(viewer.parts, folder.student)

        found = await viewer.do(look)
        self._box.clear()
        if found is None:
            return
        folder, name = found
        with self._box:
            if self._student is not None:
                titled(name, 2)
            files(viewer, self._student)
            dimensions(viewer, folder.figures)
            months(viewer, folder.figures)
            mastery(viewer, folder.growth)
            weak(viewer, folder.growth)
            shown(viewer, folder)
            WorksPanel(viewer, folder.works, self._student, self.start)
            timeline(viewer, folder)
