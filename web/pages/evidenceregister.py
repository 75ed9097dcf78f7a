"""Registers of what is kept, on the page: both houses read those that stand; stewards propose, sign and revoke.

Holds no rules of its own.
"""

from __future__ import annotations

from datetime import date, timedelta

from nicegui import ui

from learning.boundary import Entry
from learning.usualregister import usual
from records.registerrows import Register
from records.twosided import ACTIVE, PROPOSED
from trust.day import day
from trust.roles import Act
from web.pages.confirming import sure
from web.pages.evidencecard import card, moment
from web.pages.naming import person_name
from web.pages.viewer import Viewer

USUAL = timedelta(days=365)


class RegisterPanel:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        may = viewer.first.may
        schools = [o for o in viewer.names.owners if o not in viewer.names.enterprises]
        mine = [o for o in schools if may(Act.APPROVE_RELEASE, o)]
        with card(viewer, "register", "register_more"):
            if mine:
                self._form(mine[0])
            self._list = ui.element("div").classes("sy-account-rows")

    async def start(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._list.clear()
        with self._list:
            if not found:
                ui.label(viewer.say("register_none")).classes("sy-small sy-muted")
            for held, names in found or []:
                self._card(held, names)

    def _look(self) -> list[tuple[Register, dict[str, str]]]:
        viewer = self._viewer
        found = viewer.parts.store.registers.page(viewer.now()[0])
        return [(r, {s.owner: person_name(viewer.parts, s.person) for s in r.signatures}) for r in found]

    def _form(self, school: str) -> None:
        viewer, say = self._viewer, self._viewer.say
        known = {o: viewer.names.owner(o) for o in sorted(viewer.names.enterprises)}
        self._new = ui.expansion(say("register_new"), icon="edit_document").classes("sy-agreement-new")
        with self._new, ui.element("div").classes("sy-wish"):
            with ui.element("div").classes("sy-wish-row"):
                firm = ui.select(known, label=say("agreement_enterprise")).props("outlined dense options-dense")
                firm.classes("sy-wish-kinds")
                until = ui.input(say("agreement_until"), value=(day(viewer.parts.now()) + USUAL).isoformat())
                until.props("outlined dense type=date")
            ui.label(say("register_keep")).classes("sy-strong")
            ticked = {}
            for entry in usual():
                with ui.element("div").classes("sy-agreement-function"):
                    ticked[entry.kind] = ui.checkbox(say(f"kind_{entry.kind}"), value=True)
                    ui.label(self._told(entry)).classes("sy-small sy-muted")
            made = ui.button(say("register_propose"), icon="draw")
            made.props("unelevated no-caps color=primary")

        async def propose() -> None:
            entries = [e for e in usual() if ticked[e.kind].value]
            await self._propose(school, str(firm.value or ""), entries, str(until.value or ""))

        made.on_click(propose)

    async def _propose(self, school: str, enterprise: str, entries: list[Entry], until: str) -> None:
        viewer = self._viewer
        if not (enterprise and entries and until):
            ui.notify(viewer.say("agreement_incomplete"), type="warning", position="top")
            return
        last = date.fromisoformat(until)

        def propose() -> Register:
            made = viewer.parts.store.registers.propose
            return made(viewer.now()[0], school=school, enterprise=enterprise, entries=entries, until=last)

        if await viewer.do(propose) is not None:
            ui.notify(viewer.say("agreement_proposed_done"), type="positive", position="top")
            self._new.close()
            await self.start()

    def _told(self, entry: Entry) -> str:
        say = self._viewer.say
        seen = "、".join(say(f"seen_{v}") for v in sorted(entry.seen_by, reverse=True)) or say("seen_nobody")
        parts = "、".join(say(f"part_{p}") for p in sorted(entry.parts))
        years, rest = divmod(entry.days, 365)
        kept = say("register_days", n=entry.days) if rest else say("register_years", n=years)
        told = {"purpose": entry.purpose, "basis": say(f"basis_{entry.basis}"), "kept": kept}
        return say("register_line", parts=parts, seen=seen, **told)

    def _card(self, held: Register, signed: dict[str, str]) -> None:
        viewer, say, names = self._viewer, self._viewer.say, self._viewer.names
        state = held.state(day(viewer.parts.now()))
        with ui.element("div").classes("sy-agreement sy-evidence-register").props(f'data-register="{held.id}"'):
            with ui.element("div").classes("sy-agreement-head"):
                parties = {"school": names.owner(held.school), "enterprise": names.owner(held.enterprise)}
                ui.label(say("agreement_between", **parties)).classes("sy-strong")
                ui.label(say(f"agreement_state_{state}")).classes(f"sy-agreement-state sy-agreement-{state}")
            ui.label(say("agreement_valid", until=held.until)).classes("sy-small sy-muted")
            with ui.element("ul").classes("sy-evidence-list"):
                for entry in held.entries:
                    with ui.element("li"):
                        ui.label(say(f"kind_{entry.kind}"))
                        ui.label(self._told(entry)).classes("sy-small sy-muted")
            for s in held.signatures:
                told = {"owner": names.owner(s.owner), "person": signed[s.owner], "at": moment(s.at)}
                ui.label(say("agreement_signed", **told)).classes("sy-small")
            self._acts(held, state)

    def _acts(self, held: Register, state: str) -> None:
        viewer, say = self._viewer, self._viewer.say
        mine = {o for o in (held.school, held.enterprise) if viewer.first.may(Act.APPROVE_RELEASE, o)}
        with ui.element("div").classes("sy-agreement-acts"):
            if state == PROPOSED and mine - {s.owner for s in held.signatures}:
                made = ui.button(say("agreement_sign"), icon="draw", on_click=lambda: self._sign(held))
                made.props("unelevated no-caps color=primary")
            if mine and state in (PROPOSED, ACTIVE):
                made = ui.button(say("agreement_revoke"), icon="block", on_click=lambda: self._revoke(held))
                made.props("flat no-caps color=negative")

    async def _sign(self, held: Register) -> None:
        viewer = self._viewer
        if await sure(viewer, viewer.say("register_sign_sure"), "agreement_sign", "primary"):
            sign = viewer.parts.store.registers.sign
            await viewer.do(lambda: sign(viewer.now()[0], held.id, held.hash))
            await self.start()

    async def _revoke(self, held: Register) -> None:
        viewer = self._viewer
        if await sure(viewer, viewer.say("register_revoke_sure"), "agreement_revoke"):
            await viewer.carry_out(lambda: viewer.parts.store.registers.revoke(viewer.now()[0], held.id))
            await self.start()
