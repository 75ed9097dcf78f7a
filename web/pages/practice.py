"""The learner's page: exercises chosen for them, rehearsals, mastery and weak points. Holds no rules of its own."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run, ui

from trust.roles import Act
from web.pages.exercising import Exercising
from web.pages.frame import ASSETS, DRAWN, bar, head
from web.pages.progress import Progress
from web.pages.rehearse import Rehearsing
from web.pages.source import SourcePanel
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources

TABS = {"items": "edit_note", "rehearsal": "directions_walk", "progress": "insights"}


def register(parts: Resources) -> None:
    @ui.page("/practice", response_timeout=DRAWN)
    async def practice_page(
        request: Request, tab: str = "items", competency: str | None = None, document: str | None = None
    ) -> Response | None:
        viewer = await run.io_bound(viewer_of, request, parts)
        if viewer is None:
            return RedirectResponse(SIGN_IN, 303)
        head(viewer.say("practice"), viewer.language)
        changed = int((ASSETS / "practice.css").stat().st_mtime)
        ui.add_head_html(f'<link rel="stylesheet" href="/assets/practice.css?v={changed}">')
        bar(viewer, "/practice")
        if not viewer.first.may(Act.PRACTISE):
            with ui.element("div").classes("sy-main"), ui.element("div").classes("sy-empty"):
                ui.icon("school")
                ui.label(viewer.say("learners_only"))
            return None
        await PracticePage(viewer).start(tab if tab in TABS else "items", competency, document)
        return None


class PracticePage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._source = SourcePanel(viewer)

    async def start(self, tab: str, competency: str | None, document: str | None) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-main sy-practice"):
            with ui.element("nav").classes("sy-tabs"):
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
