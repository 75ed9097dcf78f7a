"""The introduction: five steps for a person's role, in a small panel that is in nobody's way. Asks for nothing.

Where it stands is kept per person (records/tours.py); Escape or 不再显示 ends it. The document it names is one the
person may read.
"""

from __future__ import annotations

from nicegui import ui

from trust.principal import Principal
from trust.roles import Role
from web.pages.viewer import Viewer

Step = tuple[str, str]
"""The key of its words, and the page it is about."""
LEARNER = (("tour_ask", "/"), ("tour_cite", "/"), ("tour_tutor", "/"), ("tour_practise", "/practice"))
STEPS: dict[Role, tuple[Step, ...]] = {
    Role.STUDENT: (*LEARNER, ("tour_shelf", "/library")),
    Role.STAFF: (*LEARNER[:2], ("tour_path", "/path"), *LEARNER[3:], ("tour_own", "/library")),
    Role.TEACHER: (
        ("tour_ask", "/"), ("tour_add", "/library"), ("tour_lessons", "/lessons"), ("tour_studio", "/studio"),
        ("tour_review", "/review"),
    ),
    Role.MENTOR: (
        ("tour_ask", "/"), ("tour_add", "/library"), ("tour_workbench", "/workbench"), ("tour_review", "/review"),
        ("tour_shelf", "/library"),
    ),
    Role.STEWARD: (
        ("tour_ask", "/"), ("tour_shelf", "/library"), ("tour_label", "/library"), ("tour_add", "/library"),
        ("tour_agreements", "/agreements"),
    ),
    Role.ADMIN: (
        ("tour_admin_start", "/admin"), ("tour_admin_people", "/admin?tab=people"),
        ("tour_admin_courses", "/admin?tab=courses"), ("tour_admin_system", "/admin?tab=system"),
        ("tour_admin_none", "/admin"),
    ),
}  # fmt: skip


def steps_for(principal: Principal) -> tuple[Step, ...]:
    """Of the role that comes first in STEPS."""
    held = {m.role for m in principal.memberships}
    return next((steps for role, steps in STEPS.items() if role in held), ())


class Tour:
    """Looks up whether to show itself once the page is there, so that the page is no later for it."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer, self._steps, self._at, self._title = viewer, steps_for(viewer.first), 0, ""
        self._panel = ui.element("aside").classes("sy-tour")
        self._panel.props(f'role="complementary" aria-label="{viewer.say("tour")}"').set_visibility(False)
        self._panel.on("keydown.escape", self._end)
        if self._steps:
            ui.timer(0.2, self._look, once=True)

    async def _look(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._found)
        if found:
            self._at, self._title = found
            self._show()

    def _found(self) -> tuple[int, str] | None:
        """The step and a readable document's title; None once it is over."""
        viewer = self._viewer
        principal, scope = viewer.now()
        step = viewer.parts.store.tours.step(principal)
        if step is None:
            return None
        documents, _ = viewer.parts.store.library.page(principal, scope, state="ready", limit=1)
        return min(step, len(self._steps) - 1), documents[0].title if documents else viewer.say("tour_some")

    def _show(self) -> None:
        say, (words, page) = self._viewer.say, self._steps[self._at]
        last = self._at == len(self._steps) - 1
        self._panel.clear()
        self._panel.set_visibility(True)
        with self._panel:
            with ui.element("div").classes("sy-tour-head"):
                ui.label(say("tour")).classes("sy-strong")
                ui.label(say("tour_step", n=self._at + 1, of=len(self._steps))).classes("sy-small sy-muted")
            ui.label(say(words, title=self._title)).props('role="status" aria-live="polite"')
            with ui.element("div").classes("sy-tour-acts"):
                ui.button(say("tour_end"), on_click=self._end).props("flat no-caps dense")
                if self._at:
                    ui.button(say("tour_before"), on_click=lambda: self._go(self._at - 1)).props("flat no-caps dense")
                ui.button(say("tour_go"), on_click=lambda: ui.navigate.to(page)).props("flat no-caps dense")
                act = self._end if last else lambda: self._go(self._at + 1)
                ui.button(say("tour_last" if last else "tour_next"), on_click=act).props(
                    "unelevated no-caps dense color=primary"
                )

    async def _go(self, step: int) -> None:
        viewer = self._viewer
        self._at = step
        if await viewer.carry_out(lambda: viewer.parts.store.tours.go(viewer.now()[0], step)):
            self._show()

    async def _end(self) -> None:
        viewer = self._viewer
        self._panel.set_visibility(False)
        await viewer.carry_out(lambda: viewer.parts.store.tours.end(viewer.now()[0]))
