"""The learner's page: exercises chosen for them, rehearsals, mastery and weak points. Holds no rules of its own."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from trust.roles import Act
from web.pages.entering import entered
from web.pages.exercising import Exercising
from web.pages.frame import DRAWN, nav, titled
from web.pages.progress import Progress
from web.pages.rehearse import Rehearsing
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.resources import Resources

TABS = {"items": "edit_note", "rehearsal": "directions_walk", "progress": "insights"}


def register(parts: Resources) -> None:
    @ui.page("/practice", response_timeout=DRAWN)
    async def practice_page(
        request: Request, tab: str = "items", competency: str | None = None, document: str | None = None
    ) -> Response | None:
        viewer = await entered(
            request, parts, "/practice", "practice", "practice", may=Act.PRACTISE, unless="learners_only"
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await PracticePage(viewer).start(tab if tab in TABS else "items", competency, document)
        return None


class PracticePage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._source = SourcePanel(viewer)

    async def start(self, tab: str, competency: str | None, document: str | None) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-main sy-practice"):
            titled(viewer.say("practice")).classes("sy-unseen", remove="sy-page-title")
            with nav(viewer.say("practice")).classes("sy-tabs"):
                for name, icon in TABS.items():
                    link = ui.link(target=f"/practice?tab={name}").classes("sy-tab")
                    with link:
                        ui.icon(icon)
                        ui.label(viewer.say(f"tab_{name}"))
                    if name == tab:
                        link.classes("sy-tab-here").props('aria-current="page"')
            if tab == "items":
                await Exercising(viewer, self._source).start(competency)
            elif tab == "rehearsal":
                await Rehearsing(viewer, self._source).start(document)
            else:
                await Progress(viewer, self._source).start()
