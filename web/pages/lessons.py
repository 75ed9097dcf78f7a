"""The page of lesson plans: make one, edit every field, save editions, hand in, publish, export. For reviewers.

Holds no rules of its own: what must add up is web/lessons.py's, who may do what records/artefacts.py's.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.artefactrows import Artefact
from trust.errors import Stale
from trust.roles import Act
from web.artefacts import Wanted, kept
from web.lessons import EDITABLE, TOOL, KeptLesson, kept_lesson, moved, saved
from web.pages.entering import entered
from web.pages.frame import DRAWN, label_line, nav, titled
from web.pages.handout import Handout, TemplatePanel
from web.pages.lessonedit import LessonEdit
from web.pages.lessonwish import LessonWish
from web.pages.releasing import release_button
from web.pages.viewer import Viewer
from web.resources import Resources

RECENT, DOCUMENTS, OFTEN = 8, 200, 0.2
MOVES = {"draft": ("in_review",), "in_review": ("published", "draft"), "published": ("retired",), "retired": ()}


def register(parts: Resources) -> None:
    @ui.page("/lessons", response_timeout=DRAWN)
    async def lessons_page(request: Request, id: str | None = None, edition: int | None = None) -> Response | None:
        viewer = await entered(
            request, parts, "/lessons", "lessons", "studio", "lessons", may=Act.REVIEW, unless="no_lessons"
        )
        if not isinstance(viewer, Viewer):
            return viewer
        await LessonsPage(viewer).start(id, edition)
        return None


class LessonsPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._stage = ""
        with ui.element("div").classes("sy-main sy-studio"):
            titled(viewer.say("lessons"))
            ui.label(viewer.say("lessons_more")).classes("sy-muted sy-studio-more")
            self._top = ui.element("div").classes("sy-lesson-top")
            self._recent = nav(self._viewer.say("lesson_recent")).classes("sy-recent")
            self._sheet = LessonSheet(viewer)

    async def start(self, shown: str | None, edition: int | None) -> None:
        viewer = self._viewer
        documents = await viewer.do(self._documents)
        with self._top:
            self._wish = LessonWish(viewer, documents or {}, sorted(viewer.names.courses.values()), self._make)
            templates = TemplatePanel(viewer, self._sheet.redraw)
        await templates.refresh()
        if shown:
            held = await viewer.do(lambda: kept_lesson(viewer.parts, *viewer.now(), shown, edition))
            if held is not None:
                await self._sheet.show(held)
        await self._list()

    def _documents(self) -> dict[str, str]:
        principal, scope = self._viewer.now()
        found, _ = self._viewer.parts.store.library.page(principal, scope, state="ready", limit=DOCUMENTS)
        return {d.id: d.title for d in found}

    async def _make(self, wish: dict[str, Any]) -> None:
        viewer = self._viewer
        self._stage = "read"
        self._wish.busy(self._stage)
        timer = ui.timer(OFTEN, lambda: self._wish.busy(self._stage))

        def told(_: str, data: dict[str, Any]) -> None:
            self._stage = str(data.get("stage", self._stage))

        def make() -> Artefact:
            return kept(viewer.parts, *viewer.now(), Wanted(tool=TOOL, arguments=wish), viewer.request_id, told)

        made = await viewer.do(make)
        timer.delete()
        self._wish.busy(None)
        if made is not None:
            held = await viewer.do(lambda: kept_lesson(viewer.parts, *viewer.now(), made.id))
            if held is not None:
                ui.navigate.history.replace(f"/lessons?id={made.id}")
                await self._sheet.show(held)
            await self._list()

    async def _list(self) -> None:
        viewer = self._viewer

        def look() -> list[Artefact]:
            return viewer.parts.store.artefacts.page(*viewer.now(), tool=TOOL, limit=RECENT)[:RECENT]

        found = await viewer.do(look)
        self._recent.clear()
        if found:
            with self._recent:
                ui.label(viewer.say("lesson_recent")).classes("sy-small sy-muted")
                for one in found:
                    words = f"{one.title} · {viewer.say(f'state_{one.state}')}"
                    ui.link(words, f"/lessons?id={one.id}").classes("sy-recent-set")


class LessonSheet:
    """One lesson, opened for editing or for reading."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._held: KeptLesson | None = None
        self._content: dict[str, Any] = {}
        self._dirty = False
        self._box = ui.element("div").classes("sy-lesson")

    async def show(self, held: KeptLesson) -> None:
        self._held, self._content, self._dirty = held, held.lesson.model_dump(mode="json"), False
        await self._draw()

    def redraw(self) -> None:
        """Templates have changed: offer them."""
        if self._held is not None and not self._dirty:
            ui.timer(0, self._draw, once=True)

    async def _draw(self) -> None:
        held, viewer = self._held, self._viewer
        if held is None:
            return
        a = held.artefact
        mine = a.author == viewer.first.id and a.state in EDITABLE
        editable = mine and a.edition == held.newest
        self._box.clear()
        with self._box:
            ui.label(a.title).classes("sy-set-title")
            self._facts(held)
            if a.stale:
                ui.label(viewer.say("lesson_stale")).classes("sy-note sy-note-bad").props('role="alert"')
            if not editable:
                ui.label(viewer.say("lesson_old" if mine else "lesson_locked")).classes("sy-note")
            with ui.element("div").classes("sy-lesson-tools"):
                self._acts(held, editable)
                handout = Handout(viewer, lambda: self._dirty)
                await handout.draw(held)
            self._conflict = ui.element("div").classes("sy-lesson-conflict")
            LessonEdit(viewer, self._content, self._touched, editable=editable)

    def _facts(self, held: KeptLesson) -> None:
        viewer, a = self._viewer, held.artefact
        label_line(a.label, viewer.names, viewer.language)
        with ui.element("div").classes("sy-facts sy-small sy-muted"):
            by = "written_extract" if a.written_by == "extract" else "written_model"
            for fact in (viewer.say(f"state_{a.state}"), viewer.say(by, model=a.written_by)):
                ui.label(fact)
        with nav(viewer.say("lesson_editions")).classes("sy-recent"):
            ui.label(viewer.say("lesson_editions")).classes("sy-small sy-muted")
            for n in range(1, held.newest + 1):
                link = ui.link(viewer.say("lesson_edition", n=n), f"/lessons?id={a.id}&edition={n}")
                link.classes("sy-recent-set" + (" sy-edition-here" if n == a.edition else ""))

    def _acts(self, held: KeptLesson, editable: bool) -> None:
        viewer, a = self._viewer, held.artefact
        if editable:
            save = ui.button(viewer.say("lesson_save"), icon="save", on_click=self._save)
            save.props("unelevated no-caps color=primary")
            self._state = ui.label("").classes("sy-small sy-muted")
        if a.edition == held.newest:
            release_button(viewer, a)
            for state in MOVES[a.state]:
                if self._allowed(a, state):
                    made = ui.button(viewer.say(f"move_{state}"), on_click=lambda _, s=state: self._move(s))
                    made.props("flat no-caps")

    def _allowed(self, a: Artefact, state: str) -> bool:
        """What is worth a button; the store judges."""
        person = self._viewer.first
        return person.may(Act.PUBLISH) if state == "published" else a.author == person.id or state == "draft"

    def _touched(self) -> None:
        self._dirty = True
        self._state.set_text(self._viewer.say("lesson_unsaved"))

    async def _save(self) -> None:
        held, viewer = self._held, self._viewer
        if held is None:
            return

        def save() -> KeptLesson | str:
            try:
                return saved(viewer.parts, *viewer.now(), held, self._content)
            except Stale:
                return "stale"

        done = await viewer.do(save)
        if isinstance(done, KeptLesson):
            ui.notify(viewer.say("lesson_saved", n=done.newest), type="positive", position="top")
            await self.show(done)
        elif done == "stale":
            self._tell_conflict(held)

    def _tell_conflict(self, held: KeptLesson) -> None:
        """Kindly: nothing is lost on either side."""
        self._conflict.clear()
        with self._conflict, ui.element("div").classes("sy-note sy-note-bad").props('role="alert"'):
            ui.label(self._viewer.say("lesson_conflict"))
            ui.link(self._viewer.say("lesson_newest"), f"/lessons?id={held.artefact.id}", new_tab=True)

    async def _move(self, state: str) -> None:
        held, viewer = self._held, self._viewer
        if held is None:
            return
        if self._dirty:
            ui.notify(viewer.say("export_save_first"), type="warning", position="top")
            return
        now = await viewer.do(lambda: moved(viewer.parts, *viewer.now(), held, state))
        if now is not None:
            ui.notify(viewer.say("moved", state=viewer.say(f"state_{now}")), type="positive", position="top")
            found = await viewer.do(lambda: kept_lesson(viewer.parts, *viewer.now(), held.artefact.id))
            if found is not None:
                await self.show(found)
