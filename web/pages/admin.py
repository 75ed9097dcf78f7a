"""The administrator's page: four tabs, one file each. Holds no rules of its own, and shows no content."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from trust.roles import Act
from web.pages.admincourses import AdminCourses
from web.pages.adminpeople import AdminPeople
from web.pages.adminstart import AdminStart
from web.pages.adminsystem import AdminSystem
from web.pages.entering import entered
from web.pages.frame import DRAWN, nav, titled
from web.pages.viewer import Viewer
from web.resources import Resources

TABS = {"start": "dashboard", "people": "group", "courses": "school", "system": "monitor_heart"}


def register(parts: Resources) -> None:
    @ui.page("/admin", response_timeout=DRAWN)
    async def admin_page(request: Request, tab: str = "start") -> Response | None:
        viewer = await entered(request, parts, "/admin", "admin", may=Act.MANAGE_PEOPLE, unless="admin_only")
        if not isinstance(viewer, Viewer):
            return viewer
        chosen = tab if tab in TABS else "start"
        with ui.element("div").classes("sy-main sy-admin"):
            titled(viewer.say("admin"))
            ui.label(viewer.say("admin_more")).classes("sy-muted")
            with nav(viewer.say("admin")).classes("sy-admin-tabs"):
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
