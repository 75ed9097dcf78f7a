"""The desk's retention and erasure: what is due for review, who asks to erase what; and the age of keys."""

from __future__ import annotations

from nicegui import ui

from records.erasures import Erasure
from records.keystate import KeyState
from trust.sources import Document
from web.desk import decided
from web.files import CHINA
from web.pages.confirming import sure
from web.pages.naming import person_name
from web.pages.viewer import Viewer


async def care_part(viewer: Viewer, owner: str) -> None:
    await _Care(viewer, owner).show()


class _Care:
    def __init__(self, viewer: Viewer, owner: str) -> None:
        self._viewer, self._owner = viewer, owner
        self._asked = ui.element("section").classes("sy-card sy-desk-card")
        self._due = ui.element("section").classes("sy-card sy-desk-card")

    async def show(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        if found is None:
            return
        asked, due = found
        self._asked.clear()
        with self._asked:
            ui.label(viewer.say("erasures")).classes("sy-strong")
            if not asked:
                ui.label(viewer.say("erasures_none")).classes("sy-muted")
            for one, name in asked:
                self._request(one, name)
        self._due.clear()
        with self._due:
            ui.label(viewer.say("overdue")).classes("sy-strong")
            if not due:
                ui.label(viewer.say("overdue_none")).classes("sy-muted")
            for d in due:
                with ui.element("div").classes("sy-desk-head"):
                    ui.link(d.title, f"/document?id={d.id}").classes("sy-words")
                    ui.label(viewer.say("review_due", at=d.review_by)).classes("sy-small sy-muted")

    def _look(self) -> tuple[list[tuple[Erasure, str]], list[Document]]:
        principal, scope = self._viewer.now()
        store = self._viewer.parts.store
        mine = [e for e in store.erasures.page(principal, scope) if e.owner == self._owner]
        named = [(e, person_name(self._viewer.parts, e.requester)) for e in mine]
        return named, store.erasures.overdue(principal, scope, self._owner)

    def _request(self, one: Erasure, name: str) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("div").classes("sy-desk-request").props(f'data-id="{one.id}"'):
            if one.document is None:
                ui.label(say("erasure_person", person=name))
            else:
                title = one.title or say("erasure_gone")
                ui.label(say("erasure_document", person=name, title=title)).classes("sy-words")
            ui.label(f"{one.at.astimezone(CHINA):%Y-%m-%d}").classes("sy-small sy-muted")
            if one.reason:
                ui.label(one.reason).classes("sy-desk-reason sy-words")
            if one.granted is not None:
                ui.label(say("erasure_granted" if one.granted else "erasure_refused")).classes("sy-small sy-strong")
            elif one.requester != viewer.first.id:
                with ui.element("div").classes("sy-doc-acts"):
                    made = ui.button(say("erasure_grant"), icon="delete_forever", on_click=lambda: self._do(one, True))
                    made.props("flat no-caps dense color=negative")
                    ui.button(say("erasure_refuse"), on_click=lambda: self._do(one, False)).props("flat no-caps dense")

    async def _do(self, one: Erasure, granted: bool) -> None:
        viewer = self._viewer
        if granted and not await sure(viewer, viewer.say("erasure_grant_sure"), "erasure_grant"):
            return
        await viewer.do(lambda: decided(viewer.parts, viewer.now()[0], one.id, granted))
        await self.show()


async def keys_part(viewer: Viewer, owner: str) -> None:
    found = await viewer.do(lambda: viewer.parts.store.key_states.of(viewer.now()[0], owner))
    with ui.element("section").classes("sy-card sy-desk-card"):
        ui.label(viewer.say("keys_more")).classes("sy-muted")
        if found is not None:
            _keys(viewer, found)


def _keys(viewer: Viewer, found: KeyState) -> None:
    made = f"{found.made_at.astimezone(CHINA):%Y-%m-%d}"
    days = (viewer.parts.now() - found.made_at).days
    told = {"days": days, "at": made, "version": found.version, "n": found.documents}
    ui.label(viewer.say("keys_owner", owner=viewer.names.owner(found.owner), **told))
    if found.oldest is not None:
        oldest = f"{found.oldest.astimezone(CHINA):%Y-%m-%d}"
        ui.label(viewer.say("keys_people", n=found.people, at=oldest))
