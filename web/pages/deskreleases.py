"""The desk's release requests: the frozen copy with what is taken out, who has approved, approve and refuse."""

from __future__ import annotations

from html import escape

from nicegui import ui

from records.asked import ASKED, BLACKED, Asked, Frozen
from trust.day import day
from trust.labels import parse
from trust.roles import Act
from web.files import CHINA
from web.levels import in_words
from web.pages.confirming import sure
from web.pages.naming import person_name
from web.pages.relocating import asked_for
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.releases import approved


async def releases_part(viewer: Viewer, owner: str) -> None:
    await _Releases(viewer, owner).show()


class _Releases:
    def __init__(self, viewer: Viewer, owner: str) -> None:
        self._viewer, self._owner = viewer, owner
        self._list = ui.element("div").classes("sy-stack")

    async def show(self) -> None:
        found = await self._viewer.do(self._look)
        self._list.clear()
        with self._list:
            if not found:
                say = self._viewer.say
                empty(say("desk_releases_none"), say("desk_releases_none_more"), icon="lock_open")
            for held, names in found or []:
                self._card(held, names)

    def _look(self) -> list[tuple[Asked, dict[str, str]]]:
        """With the names of who asked and approved."""
        parts = self._viewer.parts
        found = parts.store.declassifying.page(*self._viewer.now())
        mine = [a for a in found if self._owner in a.owners or a.requester == self._viewer.first.id]
        named = {p: person_name(parts, p) for a in mine for p in (a.requester, *(x.person for x in a.approvals))}
        return [(a, named) for a in mine]

    def _card(self, held: Asked, names: dict[str, str]) -> None:
        viewer, say = self._viewer, self._viewer.say
        state = held.state(day(viewer.parts.now()))
        with ui.element("section").classes("sy-card sy-desk-card").props(f'data-id="{held.id}"'):
            with ui.element("div").classes("sy-desk-head"):
                ui.link(held.title, f"/document?id={held.document}").classes("sy-strong sy-words")
                ui.label(say(f"release_state_{state}")).classes(f"sy-desk-state sy-desk-{state}")
            was = in_words(held.label, viewer.names, viewer.language)
            wanted = in_words(parse(held.wanted), viewer.names, viewer.language)
            ui.label(say("release_from_to", was=was, wanted=wanted))
            at = f"{held.at.astimezone(CHINA):%Y-%m-%d}"
            asked = say("release_asked_by", person=names[held.requester], at=at, until=held.until.isoformat())
            ui.label(asked).classes("sy-small sy-muted")
            ui.label(held.reason).classes("sy-words sy-desk-reason")
            for approval in held.approvals:
                who = {"person": names[approval.person], "owner": viewer.names.owner(approval.owner)}
                ui.label(say("release_approved", **who)).classes("sy-small")
            if state == ASKED:
                ui.label(self._waits(held)).classes("sy-small sy-muted")
            if held.refusal:
                ui.label(say("release_refused_why", why=held.refusal)).classes("sy-note sy-words")
            self._acts(held, state)

    def _waits(self, held: Asked) -> str:
        if not held.waits_for:
            return self._viewer.say("release_second", n=len(held.approvals))
        owners = "、".join(self._viewer.names.owner(o) for o in held.waits_for)
        return self._viewer.say("release_waits", owners=owners, n=len(held.approvals))

    def _acts(self, held: Asked, state: str) -> None:
        say, me = self._viewer.say, self._viewer.first
        with ui.element("div").classes("sy-doc-acts"):
            look = ui.button(say("release_look"), icon="difference", on_click=lambda: self._copy(held))
            look.props("flat no-caps dense")
            if held.copy is not None:
                copy = f"/document?id={held.copy}"
                ui.button(say("release_copy"), on_click=lambda: ui.navigate.to(copy)).props("flat no-caps dense")
            decides = any(me.may(Act.APPROVE_RELEASE, o) for o in held.owners)
            if state == ASKED and decides and me.id != held.requester:
                if me.id not in {a.person for a in held.approvals}:
                    made = ui.button(say("release_approve"), icon="done", on_click=lambda: self._approve(held))
                    made.props("unelevated no-caps dense color=primary")
                made = ui.button(say("release_refuse"), icon="block", on_click=lambda: self._refuse(held))
                made.props("flat no-caps dense color=negative")
            if state == ASKED and me.id == held.requester:
                ui.button(say("release_withdraw"), on_click=lambda: self._withdraw(held)).props("flat no-caps dense")

    async def _copy(self, held: Asked) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.declassifying.get(*viewer.now(), held.id))
        if found is None:
            return
        with ui.dialog(value=True) as dialog, ui.card().classes("sy-dialog sy-wide-dialog"):
            ui.label(viewer.say("release_look")).classes("sy-dialog-title")
            with ui.element("div").classes("sy-changes"):
                for passage in found.passages:
                    with ui.element("div").classes(f"sy-change {_look_of(passage)}"):
                        if passage.left_out:
                            ui.label(viewer.say("release_left_out")).classes("sy-small sy-strong")
                        ui.html(_redactions(passage, found.taken_out), sanitize=False)
            ui.button(viewer.say("close"), on_click=dialog.close).props("flat no-caps")

    async def _approve(self, held: Asked) -> None:
        """What is approved is looked up once more: its hash says that it is what stands there."""
        viewer = self._viewer
        if not await sure(viewer, viewer.say("release_approve_sure"), "release_approve", "primary"):
            return
        parts = viewer.parts

        def act() -> Asked:
            principal, scope = viewer.now()
            whole = parts.store.declassifying.get(principal, scope, held.id)
            return approved(parts, principal, scope, held.id, whole.hash)

        await viewer.do(act)
        await self.show()

    async def _refuse(self, held: Asked) -> None:
        viewer = self._viewer
        why = await asked_for(viewer, "release_refuse", "reason")
        if not why:
            return
        refuse = viewer.parts.store.declassifying.refuse
        done = await viewer.do(lambda: refuse(*viewer.now(), held.id, why))
        if done is not None:
            await self.show()

    async def _withdraw(self, held: Asked) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("release_withdraw_sure"), "release_withdraw"):
            return
        if await viewer.carry_out(lambda: viewer.parts.store.declassifying.withdraw(*viewer.now(), held.id)):
            await self.show()


def _look_of(passage: Frozen) -> str:
    if passage.left_out:
        return "sy-change-removed"
    return "sy-change-changed" if passage.before != passage.after else ""


def _redactions(passage: Frozen, taken_out: tuple[str, ...]) -> str:
    """The passage with what goes struck through and its mark beside it."""
    if passage.left_out:
        return f"<del>{escape(passage.before)}</del>"
    text = passage.before
    for n, stretch in enumerate(sorted(set(taken_out), key=len, reverse=True)):
        text = text.replace(stretch, f"\x00{n}\x01")
    html = escape(text)
    for n, stretch in enumerate(sorted(set(taken_out), key=len, reverse=True)):
        html = html.replace(f"\x00{n}\x01", f"<del>{escape(stretch)}</del><ins>{BLACKED}</ins>")
    return html
