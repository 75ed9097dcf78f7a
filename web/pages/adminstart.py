"""The first tab: what an empty platform still lacks, and whether anything is red."""

from __future__ import annotations

from nicegui import ui

from web.condition import condition
from web.pages.admincard import card, state
from web.pages.viewer import Viewer

WHERE = {
    "enterprise": "/admin?tab=courses", "people": "/admin?tab=people", "steward": "/admin?tab=people",
    "upload": "/library", "answer": "/",
}  # fmt: skip
OURS = ("enterprise", "people", "steward")
"""The steps an administrator takes; the others are for those who read and write."""


class AdminStart:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    async def start(self) -> None:
        viewer = self._viewer
        steps = await viewer.do(lambda: viewer.parts.store.first_steps.reached(viewer.now()[0]))
        if steps is not None and not all(steps.values()):
            with card(viewer.say("first_steps")).classes("sy-first-steps"):
                ui.label(viewer.say("first_steps_more")).classes("sy-muted")
                with ui.element("ol").classes("sy-admin-list"):
                    for step, taken in steps.items():
                        self._step(step, taken)
        await self.health()

    def _step(self, step: str, taken: bool) -> None:
        viewer = self._viewer
        with ui.element("li").props(f'data-step="{step}" data-taken="{str(taken).lower()}"'):
            state("ok" if taken else "off", viewer.say("first_taken" if taken else "first_open"))
            ui.label(viewer.say(f"first_{step}")).classes("sy-admin-main")
            if not taken and step in OURS:
                ui.link(viewer.say("first_go"), WHERE[step])

    async def health(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: condition(viewer.parts, viewer.now()[0]))
        with card(viewer.say("admin_health")), ui.element("ul").classes("sy-admin-list"):
            for part in found or []:
                with ui.element("li").props(f'data-part="{part.name}" data-state="{part.state}"'):
                    ui.label(viewer.say(f"part_{part.name}")).classes("sy-admin-main")
                    ui.label(part.detail).classes("sy-small sy-muted")
                    state(part.state, viewer.say(f"health_{part.state}"))
                    if part.state in ("warn", "bad"):
                        ui.label(viewer.say(f"remedy_{part.name}")).classes("sy-admin-remedy")
