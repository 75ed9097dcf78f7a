"""The evidence page: a learner's own, sheets for teachers and mentors, registers and consents for stewards.

Each part holds its own look; which parts there are follows the person's roles.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from trust.roles import Act
from web.pages.entering import entered
from web.pages.evidencecard import card
from web.pages.evidenceintake import IntakePanel
from web.pages.evidenceown import LearnerPanel, OwnEvidence
from web.pages.evidenceregister import RegisterPanel
from web.pages.evidencesteward import ConsentsPanel
from web.pages.frame import DRAWN, titled
from web.pages.objecting import ObjectionsPanel
from web.pages.viewer import Viewer
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/evidence", response_timeout=DRAWN)
    async def evidence_page(request: Request) -> Response | None:
        viewer = await entered(
            request, parts, "/evidence", "evidence_page", "studio", "agreements", "own", "evidence", may=for_whom,
            unless="evidence_none_for",
        )  # fmt: skip
        if not isinstance(viewer, Viewer):
            return viewer
        await _drawn(viewer)
        return None


def for_whom(viewer: Viewer) -> bool:
    """Learners of a school, teachers, mentors, stewards."""
    who = viewer.first
    return "student" in who.roles or who.may(Act.REVIEW) or who.may(Act.APPROVE_RELEASE)


async def _drawn(viewer: Viewer) -> None:
    who = viewer.first
    with ui.element("div").classes("sy-main sy-evidence"):
        titled(viewer.say("evidence_page"))
        if who.may(Act.REVIEW):
            await ObjectionsPanel(viewer).start()
            IntakePanel(viewer)
            LearnerPanel(viewer)
        if "student" in who.roles:
            with card(viewer, "portfolio", "portfolio_more"):
                ui.link(viewer.say("portfolio_open"), "/portfolio")
            await OwnEvidence(viewer).start()
        await RegisterPanel(viewer).start()
        if who.may(Act.APPROVE_RELEASE):
            await ConsentsPanel(viewer).start()
