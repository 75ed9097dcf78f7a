"""The steward's desk: its parts as tabs, each of one owner. Each part holds its own look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from trust.roles import Act
from web.pages.deskaudit import audit_part
from web.pages.deskcare import care_part, keys_part
from web.pages.desklabels import labels_part
from web.pages.deskleaks import leaks_part
from web.pages.deskpeople import people_part
from web.pages.deskreleases import releases_part
from web.pages.entering import entered
from web.pages.frame import DRAWN, nav, titled
from web.pages.viewer import Viewer
from web.resources import Resources

Part = Callable[[Viewer, str], Awaitable[None]]
PARTS: dict[str, tuple[str, str, Part]] = {
    "labels": ("desk_labels", "verified_user", labels_part),
    "releases": ("desk_releases", "lock_open", releases_part),
    "people": ("desk_people", "groups", people_part),
    "audit": ("desk_audit", "fact_check", audit_part),
    "leaks": ("desk_leaks", "policy", leaks_part),
    "care": ("desk_care", "auto_delete", care_part),
    "keys": ("desk_keys", "key", keys_part),
}


def register(parts: Resources) -> None:
    @ui.page("/desk", response_timeout=DRAWN)
    async def desk_page(request: Request, part: str = "labels", owner: str = "") -> Response | None:
        sheets = ("library", "studio", "desk")
        viewer = await entered(request, parts, "/desk", "desk", *sheets, may=Act.READ_AUDIT, unless="desk_not")
        if not isinstance(viewer, Viewer):
            return viewer
        owners = stewarded(viewer)
        await _desk(viewer, part if part in PARTS else "labels", owner if owner in owners else owners[0], owners)
        return None


def stewarded(viewer: Viewer) -> list[str]:
    """Owners this person is a steward of."""
    held = viewer.first.memberships
    return list(dict.fromkeys(m.owner for m in held if viewer.first.may(Act.READ_AUDIT, m.owner)))


async def _desk(viewer: Viewer, part: str, owner: str, owners: list[str]) -> None:
    with ui.element("div").classes("sy-main sy-desk"):
        titled(viewer.say("desk"))
        ui.label(viewer.say("desk_more", owners=viewer.names.owner(owner))).classes("sy-muted sy-small")
        if len(owners) > 1:
            choice = ui.select({o: viewer.names.owner(o) for o in owners}, value=owner, label=viewer.say("of_owner"))
            choice.props("outlined dense options-dense").classes("sy-filter-select")
            choice.on_value_change(lambda e: ui.navigate.to(f"/desk?part={part}&owner={e.value}"))
        with nav(viewer.say("desk")).classes("sy-desk-tabs"):
            for name, (word, icon, _) in PARTS.items():
                link = ui.link(target=f"/desk?part={name}&owner={owner}").classes("sy-desk-tab")
                if name == part:
                    link.classes("sy-here").props('aria-current="page"')
                with link:
                    ui.icon(icon)
                    ui.label(viewer.say(word))
        with ui.element("div").classes("sy-desk-part"):
            await PARTS[part][2](viewer, owner)
