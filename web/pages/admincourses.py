"""The tab of owners, courses and projects, and who takes part in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import ui

from records.principals import PARTS
from web.pages.admincard import attr, card, done, incomplete
from web.pages.viewer import Viewer


class AdminCourses:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer, self._people = viewer, viewer.parts.store.people

    async def start(self) -> None:
        self._place = ui.element("div").classes("sy-admin")
        await self._show()

    async def _show(self) -> None:
        viewer, people = self._viewer, self._viewer.parts.store.people

        def look() -> None:
            by = viewer.now()[0]
            self._owners = people.owners()
            self._courses, self._projects = people.courses(), people.projects()
            self._taking, self._assigned = people.taking_part(by), people.assigned(by)
            self._names = {p.id: f"{p.name}（{p.username}）" for p in people.listed(by) if not p.disabled}

        if not await viewer.carry_out(look):
            return
        self._place.clear()
        with self._place:
            self._show_owners()
            self._show_courses()
            self._show_projects()

    async def _incomplete(self) -> None:
        incomplete(self._viewer)

    async def _act(self, act: Callable[[], None]) -> None:
        if await self._viewer.carry_out(act):
            done(self._viewer)
            await self._show()

    def _show_owners(self) -> None:
        say, people = self._viewer.say, self._viewer.parts.store.people
        with card(say("admin_owners")):
            with ui.element("ul").classes("sy-admin-list"):
                for owner in self._owners:
                    with ui.element("li").props(f'data-owner="{owner.id}"'):
                        name = ui.input(say("owner_name"), value=owner.name)
                        name.props("outlined dense maxlength=100").classes("sy-admin-main")
                        ui.label(f"{owner.id} · {say(f'owner_{owner.kind}')}").classes("sy-small sy-muted")

                        def rename(owner_id: str = owner.id, field: ui.input = name) -> object:
                            words = str(field.value or "").strip()
                            by = self._viewer.now
                            return self._act(lambda: people.rename_owner(owner_id, words or owner_id, by=by()[0]))

                        ui.button(say("owner_rename"), on_click=rename).props("flat no-caps")
            with ui.element("div").classes("sy-admin-form"):
                new = ui.input(say("owner_id")).props("outlined dense maxlength=64")
                name = ui.input(say("owner_name")).props("outlined dense maxlength=100")
                kinds = {k: say(f"owner_{k}") for k in ("enterprise", "school")}
                kind = ui.select(kinds, value="enterprise", label=say("owner_kind")).props("outlined dense")

                def add() -> object:
                    words = str(new.value or "").strip(), str(name.value or "").strip(), str(kind.value)
                    if not all(words):
                        return self._incomplete()
                    return self._act(lambda: people.add_owner(*words, by=self._viewer.now()[0]))

                ui.button(say("owner_add"), on_click=add).props("unelevated no-caps color=primary")

    def _show_courses(self) -> None:
        say = self._viewer.say
        with card(say("admin_courses")):
            if not self._courses:
                ui.label(say("course_none")).classes("sy-muted")
            for course, owner, title in self._courses:
                members = [
                    (p, f"{self._names[p]} · {say(f'part_{part}')}", part)
                    for c, p, part in self._taking if c == course and p in self._names
                ]  # fmt: skip
                with self._group(course, title, owner, len(members)):
                    self._members(members, partial(self._unenrol, course))
                    self._join(say("course_join"), {p: say(f"part_{p}") for p in PARTS}, partial(self._enrol, course))
            self._new(say("course_add"), say("course_title"), None, self._add_course)

    def _show_projects(self) -> None:
        say = self._viewer.say
        with card(say("admin_projects")):
            if not self._projects:
                ui.label(say("project_none")).classes("sy-muted")
            for project, owner, title, _ in self._projects:
                members = [(p, self._names[p], "") for i, p in self._assigned if i == project and p in self._names]
                with self._group(project, title, owner, len(members)):
                    self._members(members, partial(self._unassign, project))
                    self._join(say("project_join"), {}, partial(self._assign, project))
            courses = {c: t for c, _, t in self._courses}
            self._new(say("project_add"), say("project_title"), courses, self._add_project)

    def _enrol(self, course: str, person: str, part: str) -> None:
        self._people.enrol(person, course, part, by=self._viewer.now()[0])

    def _unenrol(self, course: str, person: str, part: str) -> None:
        self._people.unenrol(person, course, part, by=self._viewer.now()[0])

    def _assign(self, project: str, person: str, _: str) -> None:
        self._people.assign(person, project, by=self._viewer.now()[0])

    def _unassign(self, project: str, person: str, _: str) -> None:
        self._people.unassign(person, project, by=self._viewer.now()[0])

    def _add_course(self, course: str, owner: str, title: str, _: str | None) -> None:
        self._people.add_course(course, owner, title, by=self._viewer.now()[0])

    def _add_project(self, project: str, owner: str, title: str, course: str | None) -> None:
        self._people.add_project(project, owner, title, course, by=self._viewer.now()[0])

    def _group(self, group: str, title: str, owner: str, count: int) -> ui.expansion:
        names = {o.id: o.name for o in self._owners}
        caption = f"{group} · {names.get(owner, owner)} · {self._viewer.say('course_people', count=count)}"
        return ui.expansion(title, caption=caption).props(f'dense-toggle data-group="{group}"')

    def _members(self, members: list[tuple[str, str, str]], take: Callable[[str, str], None]) -> None:
        say = self._viewer.say
        with ui.element("ul").classes("sy-admin-list"):
            for person, words, part in members:
                with ui.element("li"):
                    ui.label(words).classes("sy-admin-main")
                    label = attr(say("admin_take_person", name=words))
                    button = ui.button(icon="close").props(f'flat round dense aria-label="{label}"')
                    button.on_click(lambda p=person, a=part: self._act(lambda: take(p, a)))

    def _join(self, words: str, parts: dict[str, str], join: Callable[[str, str], None]) -> None:
        say = self._viewer.say
        with ui.element("div").classes("sy-admin-form"):
            person = ui.select(self._names, label=say("course_person"), with_input=True)
            person.props("outlined dense options-dense")
            part = ui.select(parts, value=next(iter(parts)), label=say("course_part")) if parts else None
            if part is not None:
                part.props("outlined dense options-dense")

            def add() -> object:
                if not person.value:
                    return self._incomplete()
                return self._act(lambda: join(str(person.value), str(part.value) if part else ""))

            ui.button(words, on_click=add).props("outline no-caps color=primary")

    def _new(
        self, words: str, title: str, courses: dict[str, str] | None,
        add: Callable[[str, str, str, str | None], None],
    ) -> None:  # fmt: skip
        say = self._viewer.say
        owners = {o.id: o.name for o in self._owners}
        with ui.element("div").classes("sy-admin-form"):
            new = ui.input(say("owner_id")).props("outlined dense maxlength=64")
            name = ui.input(title).props("outlined dense maxlength=100")
            owner = ui.select(owners, value=next(iter(owners), None), label=say("people_home")).props("outlined dense")
            course = None
            if courses is not None:
                course = ui.select(courses, label=say("project_course"), clearable=True).props("outlined dense")

            def made() -> object:
                given = str(new.value or "").strip(), str(owner.value or ""), str(name.value or "").strip()
                if not all(given):
                    return self._incomplete()
                return self._act(lambda: add(*given, course.value if course else None))

            ui.button(words, on_click=made).props("unelevated no-caps color=primary")
