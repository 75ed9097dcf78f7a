"""The tab of people: find, add, roles, deactivate, reset a password; many at once from a sheet (rosterpanel.py)."""

from __future__ import annotations

from nicegui import ui

from records.people import Listed
from trust.roles import ROLES, Role
from web.pages.admincard import attr, card, done, incomplete, told_once
from web.pages.confirming import sure
from web.pages.rosterpanel import RosterPanel
from web.pages.viewer import Viewer

STEP = 50


class AdminPeople:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._words, self._most = "", STEP
        owners = viewer.parts.store.people.owners()
        self._owners = {o.id: o.name for o in owners}
        self._kinds = {o.id: o.kind for o in owners}

    async def start(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        self._add_form()
        RosterPanel(viewer, self.refresh)
        with card(say("admin_tab_people")):
            find = ui.input(say("people_find"), on_change=lambda e: self._typed(str(e.value or "")))
            find.props("outlined dense clearable debounce=300")
            self._count = ui.label("").classes("sy-small sy-muted").props('role="status"')
            self._list = ui.element("ul").classes("sy-admin-list")
            self._more = ui.button(say("more"), on_click=self._longer).props("flat no-caps")
        await self.refresh()

    def _add_form(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        with card(say("people_add")), ui.element("div").classes("sy-admin-form"):
            self._username = ui.input(say("username")).props("outlined dense maxlength=128 autocomplete=off")
            self._name = ui.input(say("people_name")).props("outlined dense maxlength=100")
            home = viewer.first.home
            first = home if home in self._owners else next(iter(self._owners), None)
            self._home = ui.select(self._owners, value=first, label=say("people_home"), on_change=self._roles_anew)
            self._home.props("outlined dense options-dense")
            self._role = ui.select(self._roles(first), label=say("people_role")).props("outlined dense options-dense")
            ui.button(say("admin_add"), on_click=self._add).props("unelevated no-caps color=primary")

    def _roles(self, owner: str | None) -> dict[str, str]:
        kind = self._kinds.get(owner or "")
        return {r.value: self._viewer.say(f"role_{r.value}") for r in Role if ROLES[r].at in ("either", kind)}

    def _roles_anew(self) -> None:
        self._role.set_options(self._roles(self._home.value), value=None)

    async def _add(self) -> None:
        viewer, people = self._viewer, self._viewer.parts.store.people
        username, name = str(self._username.value or "").strip(), str(self._name.value or "").strip()
        home, role = self._home.value, self._role.value
        if not (username and name and home and role):
            return incomplete(viewer)

        def add() -> str:
            by = viewer.now()[0]
            person, password = people.add_person(username, name, home, by=by)
            people.add_membership(person, home, Role(role), by=by)
            return password

        password = await viewer.do(add)
        if password is not None:
            self._username.set_value("")
            self._name.set_value("")
            await self.refresh()
            await told_once(viewer, name, username, password)
        return None

    async def _typed(self, words: str) -> None:
        self._words, self._most = words.strip().casefold(), STEP
        await self.refresh()

    async def _longer(self) -> None:
        self._most += STEP
        await self.refresh()

    async def refresh(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.people.listed(viewer.now()[0]))
        if found is None:
            return
        chosen = [p for p in found if self._words in p.username.casefold() or self._words in p.name.casefold()]
        self._count.set_text(viewer.say("people_count", count=len(chosen)) if chosen else viewer.say("people_none"))
        self._more.set_visibility(len(chosen) > self._most)
        self._list.clear()
        with self._list:
            for person in chosen[: self._most]:
                self._row(person)

    def _row(self, person: Listed) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("li").props(f'data-person="{person.id}"'):
            with ui.element("div").classes("sy-admin-main"):
                ui.label(person.name or "—").classes("sy-strong")
                home = self._owners.get(person.home, person.home)
                ui.label(f"{person.username} · {home}").classes("sy-small sy-muted")
            if person.disabled:
                ui.label(say("people_disabled")).classes("sy-small sy-admin-bad")
            with ui.element("div").classes("sy-admin-chips"):
                for owner, role in person.roles:
                    self._chip(person, owner, role)
            named = attr(f"{say('more_pages')}：{person.name}")
            menu = ui.button(icon="more_vert").props(f'flat round dense aria-label="{named}"')
            with menu, ui.menu().props("auto-close"):
                ui.menu_item(say("people_give"), lambda: self._give(person))
                ui.menu_item(say("people_reset"), lambda: self._reset(person))
                if person.disabled:
                    ui.menu_item(say("people_enable"), lambda: self._carry(viewer.parts.store.people.enable, person))
                else:
                    ui.menu_item(say("people_disable"), lambda: self._disable(person))

    def _chip(self, person: Listed, owner: str, role: str) -> None:
        say = self._viewer.say
        words = say(f"role_{role}")
        with ui.element("span").classes("sy-admin-chip"):
            ui.label(say("role_at", role=words, owner=self._owners.get(owner, owner)))
            taken = ui.button(icon="close", on_click=lambda: self._take(person, owner, role))
            taken.props(f'flat round dense size=xs aria-label="{say("admin_take_role", role=words)}"')

    async def _take(self, person: Listed, owner: str, role: str) -> None:
        viewer, take = self._viewer, self._viewer.parts.store.people.remove_membership
        if await viewer.carry_out(lambda: take(person.id, owner, Role(role), by=viewer.now()[0])):
            done(viewer)
            await self.refresh()

    async def _give(self, person: Listed) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
            ui.label(f"{say('people_give')}：{person.name}").classes("sy-dialog-title")
            owner = ui.select(self._owners, value=person.home, label=say("admin_owners")).props("outlined dense")
            role = ui.select(self._roles(person.home), label=say("people_role")).props("outlined dense")
            owner.on_value_change(lambda: role.set_options(self._roles(owner.value), value=None))
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
                give = ui.button(say("admin_save"), on_click=lambda: dialog.submit((owner.value, role.value)))
                give.props("unelevated no-caps color=primary")
        picked = await dialog
        dialog.delete()
        if picked is None or picked[1] is None:
            return
        add = viewer.parts.store.people.add_membership
        if await viewer.carry_out(lambda: add(person.id, picked[0], Role(picked[1]), by=viewer.now()[0])):
            done(viewer)
            await self.refresh()

    async def _reset(self, person: Listed) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("people_reset_sure", name=person.name), "people_reset", "primary"):
            return
        reset = viewer.parts.store.people.reset_password
        password = await viewer.do(lambda: reset(person.id, viewer.now()[0]))
        if password is not None:
            await told_once(viewer, person.name, person.username, password)

    async def _disable(self, person: Listed) -> None:
        if await sure(self._viewer, self._viewer.say("people_disable_sure", name=person.name), "people_disable"):
            await self._carry(self._viewer.parts.store.people.disable, person)

    async def _carry(self, act: object, person: Listed) -> None:
        viewer = self._viewer
        if callable(act) and await viewer.carry_out(lambda: act(person.id, by=viewer.now()[0])):
            done(viewer)
            await self.refresh()
