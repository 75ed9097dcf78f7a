"""The matrix page: choose requirements and courses, look at the matrix, open a cell's passages, take the Excel file.

For reviewers. What is made is kept as the person's draft, so that nothing is lost by a reload. Holds no rules.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.artefactrows import Artefact
from trust.errors import NotFound
from trust.roles import Act
from web.artefacts import Wanted, kept
from web.pages.entering import entered
from web.pages.frame import DRAWN, nav, titled
from web.pages.matrixview import TOOL, MatrixView
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.resources import Resources

RECENT, DOCUMENTS, OFTEN = 6, 200, 0.2
KINDS = ("post", "competition", "certificate", "venture")
STAGES = {"requirements": "matrix_requirements", "courses": "matrix_courses_read", "match": "matrix_match"}


def register(parts: Resources) -> None:
    @ui.page("/matrix", response_timeout=DRAWN)
    async def matrix_page(request: Request, artefact: str | None = None) -> Response | None:
        viewer = await entered(request, parts, "/matrix", "matrix", "studio", "matrix", may=Act.REVIEW)
        if not isinstance(viewer, Viewer):
            return viewer
        await MatrixPage(viewer).start(artefact)
        return None


class MatrixPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._stage = ""
        self._source = SourcePanel(viewer)
        self._main = ui.element("div").classes("sy-main sy-studio sy-matrix-page")

    async def start(self, shown: str | None) -> None:
        """Draw the page; open the matrix that was asked for, if it is one's to see."""
        viewer = self._viewer
        documents = await viewer.do(self._documents) or {}
        with self._main:
            titled(viewer.say("matrix"))
            ui.label(viewer.say("matrix_more")).classes("sy-muted sy-studio-more")
            self._form(documents)
            self._recent = nav(self._viewer.say("matrix_recent")).classes("sy-recent")
            self._view = MatrixView(viewer, self._source)
        if shown:
            found = await viewer.do(lambda: self._kept(shown))
            if found is not None:
                self._view.show(found)
        await self._list()

    def _form(self, documents: dict[str, dict[str, str]]) -> None:
        say = self._viewer.say
        asked = {i: t for library, rows in documents.items() if library != "course" for i, t in rows.items()}
        with ui.element("section").classes("sy-card sy-wish"):
            self._topic = ui.input(say("matrix_topic"), placeholder=say("matrix_topic_hint"))
            self._topic.props("outlined dense stack-label maxlength=200").classes("sy-wide")
            self._topic.on("keydown.enter", self._asked)
            self._wanted = self._choice("matrix_documents", asked, 10)
            self._courses = self._choice("matrix_courses", documents.get("course", {}), 20)
            with ui.element("div").classes("sy-wish-row"):
                kinds = {k: say(f"matrix_{k}") for k in KINDS}
                self._kinds = ui.select(kinds, multiple=True, label=say("matrix_kinds"))
                self._kinds.props("outlined dense options-dense use-chips").classes("sy-wish-kinds")
                self._button = ui.button(say("matrix_make"), icon="grid_on", on_click=self._asked)
                self._button.props("unelevated no-caps color=primary")
                with ui.element("div").classes("sy-progress") as self._progress:
                    ui.spinner("dots", size="1.6em")
                    self._told = ui.label("")
        self._progress.set_visibility(False)

    def _choice(self, word: str, titles: dict[str, str], most: int) -> ui.select:
        made = ui.select(titles, multiple=True, label=self._viewer.say(word), with_input=True)
        made.props(f"outlined dense options-dense use-chips max-values={most}").classes("sy-wide")
        return made

    def _documents(self) -> dict[str, dict[str, str]]:
        principal, scope = self._viewer.now()
        library = self._viewer.parts.store.library
        names = ("competition", "enterprise", "training", "course")
        pages = {n: library.page(principal, scope, library=n, state="ready", limit=DOCUMENTS)[0] for n in names}
        return {n: {d.id: d.title for d in found} for n, found in pages.items()}

    def _kept(self, artefact_id: str) -> Artefact:
        found = self._viewer.parts.store.artefacts.get(*self._viewer.now(), artefact_id)
        if found.tool != TOOL:
            raise NotFound()
        return found

    def _busy(self, on: bool) -> None:
        self._progress.set_visibility(on)
        self._told.set_text(self._viewer.say(STAGES.get(self._stage, "matrix_requirements")) if on else "")
        self._button.set_enabled(not on)

    async def _asked(self) -> None:
        viewer, topic, named = self._viewer, str(self._topic.value or "").strip(), list(self._wanted.value or [])
        if not named and len(topic) < 2:
            ui.notify(viewer.say("matrix_nothing"), type="warning", position="top")
            return
        wish: dict[str, Any] = {"query": topic} if len(topic) > 1 else {}
        wish |= {"document_ids": named} if named else {}
        wish |= {"course_document_ids": list(self._courses.value)} if self._courses.value else {}
        wish |= {"kinds": list(self._kinds.value)} if self._kinds.value else {}
        self._stage = "requirements"
        self._busy(True)
        timer = ui.timer(OFTEN, lambda: self._busy(True))

        def told(_: str, data: dict[str, Any]) -> None:
            self._stage = str(data.get("stage", self._stage))

        def make() -> Artefact:
            return kept(viewer.parts, *viewer.now(), Wanted(tool=TOOL, arguments=wish), viewer.request_id, told)

        made = await viewer.do(make)
        timer.delete()
        self._busy(False)
        if made is not None:
            self._view.show(made)
            ui.navigate.history.replace(f"/matrix?artefact={made.id}")
            await self._list()

    async def _list(self) -> None:
        """One's own last matrices, to go on with."""
        viewer = self._viewer

        def look() -> list[Artefact]:
            principal, scope = viewer.now()
            found = viewer.parts.store.artefacts.page(principal, scope, tool=TOOL, limit=RECENT)
            return [a for a in found[:RECENT] if a.author == principal.id]

        found = await viewer.do(look)
        self._recent.clear()
        if found:
            with self._recent:
                ui.label(viewer.say("matrix_recent")).classes("sy-small sy-muted")
                for one in found:
                    ui.link(one.title, f"/matrix?artefact={one.id}").classes("sy-recent-set")
