"""A learner's own evidence, their consents and who looked; and a learner's evidence for who teaches or mentors them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from records.enterpriseconsents import Consent
from records.evidencerows import Kept
from records.evidences import Wish
from records.looks import Look
from web.pages.confirming import sure
from web.pages.evidencecard import card, line, moment
from web.pages.learnerchoice import LearnerChoice
from web.pages.naming import person_name
from web.pages.objecting import OwnObjections, objected
from web.pages.toasts import toast
from web.pages.viewer import Viewer

EACH = 20


class OwnEvidence:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with card(viewer, "evidence_own", "evidence_own_more"):
            self._rows = Rows(viewer, viewer.first.id, "", self._object)
            ui.label(viewer.say("evidence_wrong")).classes("sy-small sy-muted")
            ui.link(viewer.say("evidence_export"), "/api/me/export")
        self._objections = OwnObjections(viewer)
        with card(viewer, "consent_title", "consent_more"):
            self._consents = ui.element("div").classes("sy-account-rows")
        with card(viewer, "looks_title"):
            self._looks = ui.element("ul").classes("sy-evidence-list")

    async def start(self) -> None:
        await self._rows.start()
        await self._objections.start()
        await self._refresh()

    async def _object(self, kept: Kept) -> None:
        if await objected(self._viewer, kept):
            await self._objections.start()

    async def _refresh(self) -> None:
        found = await self._viewer.do(self._look)
        if found is None:
            return
        partners, consents, looks = found
        for box in (self._consents, self._looks):
            box.clear()
        with self._consents:
            if not partners:
                ui.label(self._viewer.say("consent_none")).classes("sy-small sy-muted")
            for enterprise in partners:
                self._consent(enterprise, consents.get(enterprise))
        with self._looks:
            if not looks:
                with ui.element("li"):
                    ui.label(self._viewer.say("looks_none")).classes("sy-small sy-muted")
            for look, person in looks:
                told = {"at": moment(look.at), "person": person, "reason": look.reason}
                with ui.element("li").classes("sy-small"):
                    ui.label(self._viewer.say("looks_line", student=self._viewer.say("looks_me"), **told))

    def _look(self) -> tuple[list[str], dict[str, Consent], list[tuple[Look, str]]]:
        who, parts = self._viewer.now()[0], self._viewer.parts
        held = parts.store.enterprise_consents
        mine = [c for c in held.page(who) if c.student == who.id and c.withdrawn_at is None]
        looks = [look for look in parts.store.looks.page(who) if look.student == who.id]
        return (sorted({*held.partners(who), *(c.enterprise for c in mine)}), {c.enterprise: c for c in mine},
                [(look, person_name(parts, look.person)) for look in looks])  # fmt: skip

    def _consent(self, enterprise: str, held: Consent | None) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("div").classes("sy-account-row").props(f'data-enterprise="{enterprise}"'):
            with ui.element("div").classes("sy-account-named"):
                ui.label(viewer.names.owner(enterprise))
                told = say("consent_not") if held is None else say(
                    "consent_since", at=moment(held.given_at), basis=say(f"consent_basis_{held.basis}")
                )  # fmt: skip
                ui.label(told).classes("sy-small sy-muted")
            if held is None:
                made = ui.button(say("consent_give"), on_click=lambda: self._give(enterprise))
                made.props("outline no-caps dense")
            else:
                made = ui.button(say("consent_withdraw"), on_click=lambda: self._withdraw(enterprise))
                made.props("flat no-caps dense color=negative")

    async def _give(self, enterprise: str) -> None:
        viewer = self._viewer
        await viewer.do(lambda: viewer.parts.store.enterprise_consents.give(viewer.now()[0], enterprise))
        await self._refresh()

    async def _withdraw(self, enterprise: str) -> None:
        viewer = self._viewer
        asked = viewer.say("consent_withdraw_sure", enterprise=viewer.names.owner(enterprise))
        if not await sure(viewer, asked, "consent_withdraw"):
            return
        gone = await viewer.do(lambda: viewer.parts.store.enterprise_consents.withdraw(viewer.now()[0], enterprise))
        if gone is not None:
            toast(viewer.say("consent_withdrawn", n=gone))
        await self.start()


class LearnerPanel:
    """Of one of theirs, with the reason that is kept."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        LearnerChoice(viewer, self._show)

    async def _show(self, student: str, why: str) -> None:
        await Rows(self._viewer, student, why).start()


class Rows:
    """Latest first, a page at a time. `objecting` is offered on what somebody told."""

    def __init__(
        self, viewer: Viewer, student: str, reason: str, objecting: Callable[[Kept], Awaitable[None]] | None = None
    ) -> None:
        self._viewer, self._student, self._reason, self._objecting = viewer, student, reason, objecting
        self._cursor: str | None = None
        self._list = ui.element("ul").classes("sy-evidence-list")
        self._more = ui.button(viewer.say("evidence_more"), on_click=self._next).props("flat no-caps dense")
        self._more.set_visibility(False)

    async def start(self) -> None:
        self._cursor = None
        self._list.clear()
        await self._next()

    async def _next(self) -> None:
        viewer, wish = self._viewer, Wish(self._student, limit=EACH, cursor=self._cursor)

        def look() -> tuple[list[Kept], str | None]:
            return viewer.parts.store.evidences.page(*viewer.now(), wish, self._reason)

        found = await viewer.do(look)
        if found is None:
            return
        first = self._cursor is None
        shown, self._cursor = found
        with self._list:
            if first and not shown:
                with ui.element("li"):
                    ui.label(viewer.say("evidence_empty")).classes("sy-small sy-muted")
            for kept in shown:
                with line(viewer, kept):
                    self._flag(kept)
        self._more.set_visibility(self._cursor is not None)

    def _flag(self, kept: Kept) -> None:
        act = self._objecting
        if act is not None and kept.evidence.source != "own":
            made = ui.button(self._viewer.say("objection"), icon="flag", on_click=lambda: act(kept))
            made.props("flat no-caps dense size=sm").classes("sy-muted")
