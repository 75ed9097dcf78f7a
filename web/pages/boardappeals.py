"""The board's appeals: what students object to, and deciding as another assessor. The rules are the store's."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from records.appeals import Appeal
from records.schemerows import Held
from records.scores import LONGEST
from trust.day import CHINA
from web.pages.dialogs import answer, buttons, dialog
from web.pages.gradeparts import Again
from web.pages.viewer import Viewer


async def appeals_part(viewer: Viewer, held: Held, names: Mapping[str, str], again: Again) -> None:
    """Those of one scheme; `names` by student."""
    found = await viewer.do(lambda: viewer.parts.store.appeals.page(*viewer.now())) or []
    mine = [a for a in found if a.scheme == held.id]
    if not mine:
        return
    waiting = sum(a.decided_at is None for a in mine)
    with ui.element("section").classes("sy-stack"):
        ui.label(viewer.say("appeals", n=waiting)).classes("sy-strong")
        for appeal in mine:
            with ui.element("div").classes("sy-card sy-grade-card").props(f'data-appeal="{appeal.id}"'):
                ui.label(names.get(appeal.student, "—")).classes("sy-strong")
                appeal_lines(viewer, held, appeal)
                if appeal.decided_at is None:
                    made = ui.button(viewer.say("appeal_decide"), icon="gavel")
                    made.on_click(lambda a=appeal: _decide(viewer, held, a, again))
                    made.props("outline no-caps dense").classes("sy-grade-act")


def appeal_lines(viewer: Viewer, held: Held, appeal: Appeal) -> None:
    """What was objected, where it stands, the answer."""
    criterion = held.scheme.criterion(appeal.criterion)
    at = f"{appeal.at.astimezone(CHINA):%Y-%m-%d}"
    title = criterion.title if criterion else appeal.criterion
    ui.label(viewer.say("appeal_line", title=title, at=at, reason=appeal.reason)).classes("sy-words")
    if appeal.decided_at is None:
        ui.label(viewer.say("appeal_open")).classes("sy-grade-state sy-grade-queued")
        return
    word = "appeal_changed" if appeal.changed else "appeal_upheld"
    ui.label(viewer.say(word)).classes("sy-grade-state sy-grade-published")
    ui.label(viewer.say("appeal_answer", answer=appeal.answer or "")).classes("sy-words sy-small")


async def _decide(viewer: Viewer, held: Held, appeal: Appeal, again: Again) -> None:
    with dialog(viewer, viewer.say("appeal_decide")) as made:
        appeal_lines(viewer, held, appeal)
        points = ui.input(viewer.say("appeal_points")).props("outlined dense inputmode=decimal maxlength=8")
        reason = ui.textarea(viewer.say("appeal_reason")).props(f"outlined dense maxlength={LONGEST}")
        buttons(viewer, made, "appeal_decide", lambda: (points.value, reason.value))
    given: Any = await answer(made)
    if given is None:
        return
    try:
        anew = Decimal(str(given[0]).strip()) if str(given[0] or "").strip() else None
    except InvalidOperation:
        ui.notify(viewer.say("scoring_bad_points", title=""), type="warning", position="top")
        return
    decide = viewer.parts.store.appeals.decide
    why = str(given[1] or "")
    if await viewer.do(lambda: decide(*viewer.now(), appeal.id, appeal.version, anew, why)) is not None:
        ui.notify(viewer.say("appeal_decided"), type="positive", position="top")
        await again()
