"""For stewards: consents of learners, what was turned away, and who looked at whose evidence with which reason."""

from __future__ import annotations

from nicegui import ui

from records.enterpriseconsents import CONTRACT, GUARDIAN, Consent
from records.looks import Look
from records.registers import Refused
from trust.errors import NotFound
from trust.roles import Act
from web.pages.evidencecard import card, moment
from web.pages.naming import person_name
from web.pages.viewer import Viewer

SHOWN = 100


class ConsentsPanel:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        owners = [o for o in viewer.names.owners if viewer.first.may(Act.READ_AUDIT, o)]
        self._schools = [o for o in owners if o not in viewer.names.enterprises]
        with card(viewer, "consents_list"):
            if self._schools:
                self._form()
            self._consents = ui.element("ul").classes("sy-evidence-list")
        if self._schools:
            with card(viewer, "refused_title", "refused_more"):
                self._refused = ui.element("ul").classes("sy-evidence-list")
            with card(viewer, "looks_title"):
                self._looks = ui.element("ul").classes("sy-evidence-list")

    async def start(self) -> None:
        found = await self._viewer.do(self._look)
        if found is None:
            return
        consents, refused, looks = found
        self._filled(self._consents, [self._consent(*c) for c in consents], "consents_empty")
        if self._schools:
            self._filled(self._refused, [self._turned(r) for r in refused], "refused_none")
            self._filled(self._looks, [self._seen(*each) for each in looks], "looks_none")

    def _look(self) -> tuple[list[tuple[Consent, str]], list[Refused], list[tuple[Look, str, str]]]:
        who, parts = self._viewer.now()[0], self._viewer.parts
        store = parts.store
        consents = [(c, person_name(parts, c.student)) for c in store.enterprise_consents.page(who)[:SHOWN]]
        refused = [r for school in self._schools for r in store.registers.refused(who, school)][:SHOWN]
        looks = [
            (k, person_name(parts, k.person), person_name(parts, k.student)) for k in store.looks.page(who)[:SHOWN]
        ]
        return consents, refused, looks

    def _filled(self, box: ui.element, lines: list[str], empty: str) -> None:
        box.clear()
        with box:
            if not lines:
                with ui.element("li"):
                    ui.label(self._viewer.say(empty)).classes("sy-small sy-muted")
            for told in lines:
                with ui.element("li").classes("sy-small"):
                    ui.label(told).classes("sy-words")

    def _consent(self, c: Consent, student: str) -> str:
        say = self._viewer.say
        about = say("consent_line", student=student, enterprise=self._viewer.names.owner(c.enterprise))
        since = say("consent_since", at=moment(c.given_at), basis=say(f"consent_basis_{c.basis}"))
        ended = f" · {say('consent_ended', at=moment(c.withdrawn_at))}" if c.withdrawn_at else ""
        return f"{about} · {since}{ended}"

    def _turned(self, r: Refused) -> str:
        say = self._viewer.say
        return say("refused_line", day=r.day, kind=say(f"kind_{r.kind}"), why=say(f"turned_{r.why}"), n=r.count)

    def _seen(self, look: Look, person: str, student: str) -> str:
        told = {"at": moment(look.at), "person": person, "student": student, "reason": look.reason}
        return self._viewer.say("looks_line", **told)

    def _form(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        firms = {o: viewer.names.owner(o) for o in sorted(viewer.names.enterprises)}
        bases = {b: say(f"consent_basis_{b}") for b in (GUARDIAN, CONTRACT)}
        with (
            ui.expansion(say("consent_record"), icon="edit_document").classes("sy-agreement-new"),
            ui.element("div").classes("sy-account-new"),
        ):
            name = ui.input(say("consent_username")).props("outlined dense maxlength=128")
            firm = ui.select(firms, label=say("agreement_enterprise")).props("outlined dense options-dense")
            basis = ui.select(bases, value=GUARDIAN).props("outlined dense options-dense")
            made = ui.button(say("consent_record")).props("unelevated no-caps")

        async def record() -> None:
            person, enterprise = str(name.value or "").strip(), str(firm.value or "")
            if await viewer.do(lambda: _recorded(viewer, person, enterprise, str(basis.value))) is not None:
                ui.notify(say("consent_recorded"), type="positive", position="top")
                await self.start()

        made.on_click(record)


def _recorded(viewer: Viewer, username: str, enterprise: str, basis: str) -> Consent:
    student = viewer.parts.store.people.find(username)
    if student is None:
        raise NotFound()
    return viewer.parts.store.enterprise_consents.give(viewer.now()[0], enterprise, student, basis)
