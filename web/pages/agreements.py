"""The agreements page, for stewards: propose, read, sign, revoke, and see every use. Holds no rules of its own."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from learning.standing import PERSONAL, each_label
from records.agreementrows import Agreement
from records.agreements import Released
from records.twosided import ACTIVE, PROPOSED
from trust.day import day
from trust.errors import NotFound
from trust.labels import parse
from trust.roles import Act
from web.agreements import Proposal, TermIn, functions, proposed, revoked
from web.files import CHINA
from web.levels import in_words
from web.pages.confirming import sure
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.resources import Resources

USUAL = timedelta(days=180)


def register(parts: Resources) -> None:
    @ui.page("/agreements", response_timeout=DRAWN)
    async def agreements_page(request: Request) -> Response | None:
        viewer = await entered(
            request, parts, "/agreements", "agreements", "studio", "agreements", may=Act.APPROVE_RELEASE
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await AgreementsPage(viewer).start()
        return None


class AgreementsPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._people: dict[str, str] = {}
        self._main = ui.element("div").classes("sy-main sy-studio")

    async def start(self) -> None:
        viewer = self._viewer
        schools = [o for o in viewer.names.owners if o not in viewer.names.enterprises]
        self._schools = [o for o in schools if viewer.first.may(Act.APPROVE_RELEASE, o)]
        with self._main:
            titled(viewer.say("agreements"))
            ui.label(viewer.say("agreements_more")).classes("sy-muted sy-studio-more")
            if self._schools:
                self._form(self._schools[0])
            self._list = ui.element("div").classes("sy-stack")
        await self._show()

    def _form(self, school: str) -> None:
        viewer, say = self._viewer, self._viewer.say
        self._school = school
        known = {o: viewer.names.owner(o) for o in sorted(viewer.names.enterprises)}
        courses = {f"{school}/internal": say("agreement_school")}
        for course, title in sorted(viewer.names.courses.items()):
            courses[f"{school}/internal+course:{course}"] = say("agreement_inside", course=title)
        self._new = ui.expansion(say("agreement_new"), icon="edit_document").classes("sy-card sy-agreement-new")
        with self._new, ui.element("div").classes("sy-wish"):
            self._title = ui.input(say("agreement_title")).props("outlined dense maxlength=120").classes("sy-wide")
            with ui.element("div").classes("sy-wish-row"):
                self._enterprise = ui.select(known, label=say("agreement_enterprise"))
                self._enterprise.props("outlined dense options-dense").classes("sy-wish-kinds")
                until = (day(viewer.parts.now()) + USUAL).isoformat()
                self._until = ui.input(say("agreement_until"), value=until).props("outlined dense type=date")
            self._course = ui.select(courses, label=say("agreement_course"))
            self._course.props("outlined dense options-dense").classes("sy-wide")
            ui.label(say("agreement_functions")).classes("sy-strong")
            self._ticked: dict[str, ui.checkbox] = {}
            for function in functions(viewer.language):
                with ui.element("div").classes("sy-agreement-function"):
                    self._ticked[function.function] = ui.checkbox(function.title)
                    ui.label(function.passes).classes("sy-small sy-muted")
            ui.button(say("agreement_propose"), icon="draw", on_click=self._propose).props(
                "unelevated no-caps color=primary"
            )

    async def _propose(self) -> None:
        viewer = self._viewer
        wanted = [name for name, box in self._ticked.items() if box.value]
        title, until = str(self._title.value or "").strip(), str(self._until.value or "")
        if not (title and self._enterprise.value and self._course.value and until and wanted):
            ui.notify(viewer.say("agreement_incomplete"), type="warning", position="top")
            return
        label = str(self._course.value)
        given = Proposal(
            school=self._school, enterprise=str(self._enterprise.value), title=title, until=date.fromisoformat(until),
            releases=[TermIn(function=n, label=self._label_of(n, label)) for n in wanted],
        )
        if await viewer.do(lambda: proposed(viewer.parts, viewer.now()[0], given)) is not None:
            ui.notify(viewer.say("agreement_proposed_done"), type="positive", position="top")
            self._new.close()
            await self._show()

    def _label_of(self, function: str, label: str) -> str:
        """What is about a person is read under each one's own label, whatever class was chosen."""
        return each_label(self._school) if function in PERSONAL else label

    async def _show(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: self._named(viewer.parts.store.agreements.page(viewer.now()[0])))
        self._list.clear()
        with self._list:
            if not found:
                empty(viewer.say("agreement_none"), icon="handshake")
            for agreement in found or []:
                self._card(agreement)

    def _named(self, found: list[Agreement]) -> list[Agreement]:
        """With the names of those who signed at hand."""
        self._people |= {s.person: _name(self._viewer.parts, s.person) for a in found for s in a.signatures}
        return found

    def _card(self, held: Agreement) -> None:
        viewer, say, names = self._viewer, self._viewer.say, self._viewer.names
        state = held.state(day(viewer.parts.now()))
        with ui.element("section").classes("sy-card sy-agreement").props(f'data-agreement="{held.id}"'):
            with ui.element("div").classes("sy-agreement-head"):
                ui.label(held.title).classes("sy-strong")
                ui.label(say(f"agreement_state_{state}")).classes(f"sy-agreement-state sy-agreement-{state}")
            parties = say("agreement_between", school=names.owner(held.school), enterprise=names.owner(held.enterprise))
            ui.label(f"{parties} · {say('agreement_valid', until=held.until)}").classes("sy-small sy-muted")
            titles = {f.function: f for f in functions(viewer.language)}
            for term in held.terms:
                label = in_words(parse(term.label), names, viewer.language)
                ui.label(say("agreement_term", title=titles[term.function].title, label=label))
                ui.label(titles[term.function].passes).classes("sy-small sy-muted")
            for owner in (held.school, held.enterprise):
                ui.label(self._signature(owner, held)).classes("sy-small")
            ui.label(say("agreement_hash", hash=held.hash[:16])).classes("sy-small sy-muted")
            self._acts(held, state, {s.owner for s in held.signatures})

    def _signature(self, owner: str, held: Agreement) -> str:
        viewer, say = self._viewer, self._viewer.say
        found = next((s for s in held.signatures if s.owner == owner), None)
        name = viewer.names.owner(owner)
        if found is None:
            return say("agreement_waiting", owner=name)
        day = f"{found.at.astimezone(CHINA):%Y-%m-%d}"
        return say("agreement_signed", owner=name, person=self._people[found.person], at=day)

    def _acts(self, held: Agreement, state: str, signed: set[str]) -> None:
        viewer, say = self._viewer, self._viewer.say
        mine = {o for o in (held.school, held.enterprise) if viewer.first.may(Act.APPROVE_RELEASE, o)}
        with ui.element("div").classes("sy-agreement-acts"):
            if state == PROPOSED and mine - signed:
                made = ui.button(say("agreement_sign"), icon="draw", on_click=lambda: self._sign(held))
                made.props("unelevated no-caps color=primary")
            if state in (PROPOSED, ACTIVE):
                made = ui.button(say("agreement_revoke"), icon="block", on_click=lambda: self._revoke(held))
                made.props("flat no-caps color=negative")
            used = ui.button(say("agreement_uses"), icon="history").props("flat no-caps")
        uses = ui.element("ul").classes("sy-agreement-uses")
        used.on_click(lambda: self._uses(held, uses))

    async def _sign(self, held: Agreement) -> None:
        viewer = self._viewer
        if await sure(viewer, viewer.say("agreement_sign_sure"), "agreement_sign", "primary"):
            sign = viewer.parts.store.agreements.sign
            if await viewer.do(lambda: sign(viewer.now()[0], held.id, held.hash)) is not None:
                await self._show()

    async def _revoke(self, held: Agreement) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("agreement_revoke_sure"), "agreement_revoke"):
            return
        if await viewer.carry_out(lambda: revoked(viewer.parts, viewer.now()[0], held.id)):
            await self._show()

    async def _uses(self, held: Agreement, place: ui.element) -> None:
        viewer, say = self._viewer, self._viewer.say
        def look() -> list[Released]:
            found = viewer.parts.store.agreements.uses(viewer.now()[0], held.id)
            self._people.update({u.person: _name(viewer.parts, u.person) for u in found})
            return found

        found = await viewer.do(look)
        titles = {f.function: f.title for f in functions(viewer.language)}
        place.clear()
        with place:
            for use in found or []:
                label = in_words(parse(use.label), viewer.names, viewer.language)
                when = f"{use.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
                told = {"at": when, "person": self._people[use.person], "label": label}
                with ui.element("li").classes("sy-small"):
                    ui.label(say("agreement_use", function=titles.get(use.function, use.function), **told))
            if found == []:
                ui.label(say("agreement_no_uses")).classes("sy-small sy-muted")


def _name(parts: Resources, person: str) -> str:
    """Of somebody who may have left since."""
    try:
        return parts.store.people.principal(person).name
    except NotFound:
        return "—"
