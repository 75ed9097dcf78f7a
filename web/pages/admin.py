"""The administrator's page: four tabs, one file each. Holds no rules of its own, and shows no content."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run, ui

from trust.roles import Act
from web.pages.admincourses import AdminCourses
from web.pages.adminpeople import AdminPeople
from web.pages.adminstart import AdminStart
from web.pages.adminsystem import AdminSystem
from web.pages.frame import DRAWN, bar, head, not_for
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources

TABS = {"start": "dashboard", "people": "group", "courses": "school", "system": "monitor_heart"}


def register(parts: Resources) -> None:
    @ui.page("/admin", response_timeout=DRAWN)
    async def admin_page(request: Request, tab: str = "start") -> Response | None:
        viewer = await run.io_bound(viewer_of, request, parts)
        if viewer is None:
            return RedirectResponse(SIGN_IN, 303)
        head(viewer.say("admin"), viewer.language)
        bar(viewer, "/admin")
        if not viewer.first.may(Act.MANAGE_PEOPLE):
            not_for(viewer, "admin_only")
            return None
        chosen = tab if tab in TABS else "start"
        with ui.element("div").classes("sy-main sy-admin"):
            ui.label(viewer.say("admin")).classes("sy-page-title").props('role="heading" aria-level="1"')
            ui.label(viewer.say("admin_more")).classes("sy-muted")
            with ui.element("nav").classes("sy-admin-tabs").props(f'aria-label="{viewer.say("admin")}"'):
                for name, icon in TABS.items():
                    with ui.link(target=f"/admin?tab={name}") as link:
                        ui.icon(icon).props('aria-hidden="true"')
                        ui.label(viewer.say(f"admin_tab_{name}"))
                    if name == chosen:
                        link.classes("sy-tab-here").props('aria-current="page"')
            await _tab(chosen, viewer).start()
        return None


def _tab(name: str, viewer: Viewer) -> AdminStart | AdminPeople | AdminCourses | AdminSystem:
    if name == "people":
        return AdminPeople(viewer)
    if name == "courses":
        return AdminCourses(viewer)
    return AdminSystem(viewer) if name == "system" else AdminStart(viewer)
