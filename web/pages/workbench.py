"""The project workbench: choose a process document, look at its work orders beside the source, edit, hand in, export.

For reviewers. What is made is kept as the person's draft. Holds no rules.
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
from web.pages.orders import TOOL, Orders
from web.pages.viewer import Viewer
from web.resources import Resources

RECENT, DOCUMENTS, OFTEN = 6, 200, 0.2
STAGES = {"read": "workbench_read", "prerequisites": "workbench_prior"}
TIERS = ("first_year", "second_year", "on_post")


def register(parts: Resources) -> None:
    @ui.page("/workbench", response_timeout=DRAWN)
    async def workbench_page(request: Request, artefact: str | None = None) -> Response | None:
        viewer = await entered(request, parts, "/workbench", "workbench", "studio", "workbench", may=Act.REVIEW)
        if not isinstance(viewer, Viewer):
            return viewer
        await Workbench(viewer).start(artefact)
        return None


class Workbench:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._stage = "read"
        self._main = ui.element("div").classes("sy-main sy-studio sy-workbench")

    async def start(self, shown: str | None) -> None:
        viewer = self._viewer
        documents = await viewer.do(self._documents) or {}
        with self._main:
            titled(viewer.say("workbench"))
            ui.label(viewer.say("workbench_more")).classes("sy-muted sy-studio-more")
            self._form(documents)
            self._recent = nav(self._viewer.say("workbench_recent")).classes("sy-recent")
            self._orders = Orders(viewer)
        if shown and (found := await viewer.do(lambda: self._kept(shown))) is not None:
            await self._orders.show(found)
        await self._list()

    def _form(self, documents: dict[str, str]) -> None:
        say = self._viewer.say
        with ui.element("section").classes("sy-card sy-wish"):
            self._document = ui.select(documents, label=say("workbench_document"), with_input=True, clearable=True)
            self._document.props("outlined dense options-dense").classes("sy-wide")
            with ui.element("div").classes("sy-wish-row"):
                self._topic = ui.input(say("workbench_topic")).classes("sy-wish-kinds")
                self._topic.props("outlined dense maxlength=200").on("keydown.enter", self._asked)
                tiers = {t: say(f"workbench_{t}") for t in TIERS}
                self._tier = ui.select(tiers, value="second_year", label=say("workbench_tier"))
                self._tier.props("outlined dense options-dense").classes("sy-wish-small")
                self._school = ui.checkbox(say("workbench_school_rules")).props("dense").classes("sy-small")
                self._school.tooltip(say("workbench_school_rules_more"))
                self._button = ui.button(say("workbench_make"), icon="account_tree", on_click=self._asked)
                self._button.props("unelevated no-caps color=primary")
                with ui.element("div").classes("sy-progress") as self._progress:
                    ui.spinner("dots", size="1.6em")
                    self._told = ui.label("")
        self._progress.set_visibility(False)

    def _documents(self) -> dict[str, str]:
        """What people brought, the enterprises' first."""
        principal, scope = self._viewer.now()
        library = self._viewer.parts.store.library
        found = [
            d for name in ("enterprise", "training", "course")
            for d in library.page(principal, scope, library=name, state="ready", limit=DOCUMENTS)[0]
        ]  # fmt: skip
        return {d.id: d.title for d in found if d.made_from is None}

    def _kept(self, artefact_id: str) -> Artefact:
        found = self._viewer.parts.store.artefacts.get(*self._viewer.now(), artefact_id)
        if found.tool != TOOL:
            raise NotFound()
        return found

    def _busy(self, on: bool) -> None:
        self._progress.set_visibility(on)
        self._told.set_text(self._viewer.say(STAGES.get(self._stage, "workbench_decompose")) if on else "")
        self._button.set_enabled(not on)

    async def _asked(self) -> None:
        viewer, topic = self._viewer, str(self._topic.value or "").strip()
        if not self._document.value and len(topic) < 2:
            ui.notify(viewer.say("workbench_nothing"), type="warning", position="top")
            return
        wish: dict[str, Any] = {"tier": self._tier.value}
        wish |= {"school_rules": True} if self._school.value else {}
        wish |= {"document_ids": [self._document.value]} if self._document.value else {"query": topic}
        self._stage = "read"
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
            ui.navigate.history.replace(f"/workbench?artefact={made.id}")
            await self._orders.show(made)
            await self._list()

    async def _list(self) -> None:
        """One's own last projects, to go on with."""
        viewer = self._viewer

        def look() -> list[Artefact]:
            return viewer.parts.store.artefacts.page(*viewer.now(), tool=TOOL, limit=RECENT)[:RECENT]

        found = await viewer.do(look)
        self._recent.clear()
        if found:
            with self._recent:
                ui.label(viewer.say("workbench_recent")).classes("sy-small sy-muted")
                for one in found:
                    words = f"{one.title} · {viewer.say(f'state_{one.state}')}"
                    ui.link(words, f"/workbench?artefact={one.id}").classes("sy-recent-set")
