"""The desk's people: what one person reads today, and the grants beyond roles. Holds no rules."""

from __future__ import annotations

from datetime import date

from nicegui import ui
from pydantic import ValidationError

from records.members import MOST, Grant, Member
from trust.sources import Document
from web.desk import GrantIn, granted, revoked
from web.files import CHINA
from web.levels import level_word
from web.pages.confirming import sure
from web.pages.frame import label_line
from web.pages.viewer import Viewer


async def people_part(viewer: Viewer, owner: str) -> None:
    await _People(viewer, owner).show()


class _People:
    def __init__(self, viewer: Viewer, owner: str) -> None:
        self._viewer, self._owner = viewer, owner
        with ui.element("section").classes("sy-card sy-desk-card"):
            ui.label(viewer.say("reads_pick")).classes("sy-strong")
            self._person = ui.select({}, label=viewer.say("reads_person"), with_input=True, on_change=self._picked)
            self._person.props("outlined dense options-dense").classes("sy-wide")
            self._reads = ui.element("div").classes("sy-stack").props('role="status"')
            ui.label(viewer.say("reads_document")).classes("sy-small sy-muted")
        self._grants = ui.element("section").classes("sy-card sy-desk-card")

    async def show(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.members.page(viewer.now()[0], self._owner)) or []
        self._person.set_options({m.id: self._line(m) for m in found}, value=self._person.value)
        self._grants.clear()
        with self._grants:
            ui.label(viewer.say("grants")).classes("sy-strong")
            held = [(m, m.grant) for m in found if m.grant is not None]
            if not held:
                ui.label(viewer.say("grants_none")).classes("sy-muted")
            for member, grant in held:
                self._grant(member, grant)
            self._form()

    def _line(self, m: Member) -> str:
        roles = "、".join(self._viewer.say(f"role_{r}") for r in m.roles)
        courses = f" · {'、'.join(m.courses)}" if m.courses else ""
        return f"{m.name}（{roles or m.username}）{courses}"

    async def _picked(self) -> None:
        viewer, person = self._viewer, self._person.value
        if not person:
            return
        members = viewer.parts.store.members
        found = await viewer.do(lambda: members.reads(*viewer.now(), self._owner, str(person)))
        self._reads.clear()
        if found is None:
            return
        with self._reads:
            self._listed(*found)

    def _listed(self, found: list[Document], more: bool) -> None:
        viewer = self._viewer
        if not found:
            ui.label(viewer.say("reads_none")).classes("sy-muted")
            return
        count = viewer.say("reads_many", n=MOST) if more else viewer.say("reads_count", n=len(found))
        ui.label(count).classes("sy-small")
        with ui.element("ul").classes("sy-rows sy-desk-reads"):
            for d in found:
                with ui.element("li"):
                    ui.link(d.title, f"/document?id={d.id}").classes("sy-words")
                    label_line(d.label, viewer.names, viewer.language)

    def _grant(self, member: Member, grant: Grant) -> None:
        viewer = self._viewer
        until = viewer.say("grant_for_ever")
        if grant.until is not None:
            until = viewer.say("grant_until", at=f"{grant.until.astimezone(CHINA):%Y-%m-%d %H:%M}")
        told = {"name": member.name, "username": member.username, "level": level_word(viewer.language, grant.level)}
        with ui.element("div").classes("sy-desk-head"):
            ui.label(viewer.say("grant_line", until=until, **told)).classes("sy-words")
            made = ui.button(viewer.say("grant_take"), on_click=lambda: self._take(member))
            made.props("flat no-caps dense color=negative")

    def _form(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("div").classes("sy-wish-row"):
            user = ui.input(say("grant_user")).props("outlined dense maxlength=128").classes("sy-wish-kinds")
            levels = {n: level_word(viewer.language, n) for n in (1, 2, 3)}
            level = ui.select(levels, value=1, label=say("grant_level"))
            level.props("outlined dense options-dense").classes("sy-wish-small")
            last = ui.input(say("grant_last")).props("outlined dense type=date stack-label")
            made = ui.button(
                say("grant_new"), icon="add",
                on_click=lambda: self._give(str(user.value or ""), int(level.value or 1), str(last.value or "")),
            )  # fmt: skip
            made.props("unelevated no-caps color=primary")

    async def _give(self, username: str, level: int, last: str) -> None:
        viewer = self._viewer
        try:
            until = date.fromisoformat(last) if last else None
            wish = GrantIn(username=username, owner=self._owner, level=level, until=until)
        except (ValidationError, ValueError):
            ui.notify(viewer.say("grant_user"), type="warning", position="top")
            return
        if await viewer.carry_out(lambda: granted(viewer.parts, viewer.now()[0], wish)):
            ui.notify(viewer.say("grant_done"), type="positive", position="top")
            await self.show()

    async def _take(self, member: Member) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("grant_take_sure", name=member.name), "grant_take"):
            return
        if await viewer.carry_out(lambda: revoked(viewer.parts, viewer.now()[0], member.id, self._owner)):
            ui.notify(viewer.say("grant_taken"), type="positive", position="top")
            await self.show()
