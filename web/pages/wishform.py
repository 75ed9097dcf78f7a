"""What a teacher wishes for: a topic or documents, kinds, how many, how hard. Gives the tool's arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui

from web.pages.itemcard import kind_names
from web.pages.viewer import Viewer

USUAL, MOST = 10, 50
MOST_DOCUMENTS = 10


class WishForm:
    """`documents` are titles by id; `make` is told the arguments."""

    def __init__(
        self, viewer: Viewer, documents: Mapping[str, str], make: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        self._viewer, self._make = viewer, make
        say = viewer.say
        with ui.element("section").classes("sy-card sy-wish"):
            self._topic = ui.input(say("studio_topic"), placeholder=say("studio_topic_hint"))
            self._topic.props("outlined dense stack-label maxlength=200").classes("sy-wide")
            self._topic.on("keydown.enter", self._asked)
            self._documents = ui.select(dict(documents), multiple=True, label=say("studio_documents"), with_input=True)
            self._documents.props(f"outlined dense options-dense use-chips max-values={MOST_DOCUMENTS}")
            self._documents.classes("sy-wide")
            with ui.element("div").classes("sy-wish-row"):
                self._kinds = ui.select(kind_names(viewer), multiple=True, label=say("studio_kinds"))
                self._kinds.props("outlined dense options-dense use-chips").classes("sy-wish-kinds")
                self._count = ui.number(say("studio_count"), value=USUAL, min=1, max=MOST, precision=0)
                self._count.props("outlined dense").classes("sy-wish-small")
                levels = {0: say("level_any"), **{n: say(f"difficulty_{n}") for n in (1, 2, 3)}}
                self._difficulty = ui.select(levels, value=0, label=say("studio_difficulty"))
                self._difficulty.props("outlined dense options-dense").classes("sy-wish-small")
            with ui.element("div").classes("sy-wish-row"):
                self._button = ui.button(say("studio_make"), icon="auto_awesome", on_click=self._asked)
                self._button.props("unelevated no-caps color=primary")
                with ui.element("div").classes("sy-progress") as self._progress:
                    ui.spinner("dots", size="1.6em")
                    self._stage = ui.label("")
        self._progress.set_visibility(False)

    def busy(self, stage: str | None) -> None:
        """Show how far it is; None when it is over."""
        self._progress.set_visibility(stage is not None)
        self._stage.set_text(self._viewer.say(f"studio_{stage}") if stage else "")
        self._button.set_enabled(stage is None)

    async def _asked(self) -> None:
        topic, documents = str(self._topic.value or "").strip(), list(self._documents.value or [])
        if not documents and len(topic) < 2:
            ui.notify(self._viewer.say("studio_nothing"), type="warning", position="top")
            return
        wish: dict[str, Any] = {"count": max(1, min(MOST, int(self._count.value or USUAL)))}
        wish |= {"query": topic} if len(topic) > 1 else {}
        wish |= {"document_ids": documents} if documents else {}
        wish |= {"kinds": list(self._kinds.value)} if self._kinds.value else {}
        wish |= {"difficulty": self._difficulty.value} if self._difficulty.value else {}
        await self._make(wish)
