"""One exchange on the page: the question, and the answer as it grows, with its sources and its label."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from agent.events import Event
from trust.sources import Answer, Citation
from web.pages.answers import answer_html, place
from web.pages.frame import badge
from web.pages.how import how
from web.pages.viewer import Viewer

Open = Callable[[Citation], Awaitable[None]]
_PRESSED = "(e) => { const c = e.target.closest('[data-n]'); if (c) emit(Number(c.dataset.n)); }"


def asked(text: str) -> None:
    """What the person said."""
    with ui.element("div").classes("sy-asked"):
        ui.label(text)


def withheld(viewer: Viewer) -> None:
    """In place of an exchange that may no longer be read."""
    with ui.element("div").classes("sy-answer sy-withheld"):
        ui.icon("visibility_off")
        ui.label(viewer.say("withheld"))


class AnswerBubble:
    """Fed with the agent's events, or with a whole answer from a thread."""

    def __init__(self, viewer: Viewer, open_source: Open) -> None:
        self._viewer, self._open = viewer, open_source
        self._text = ""
        self._citations: dict[int, Citation] = {}
        with ui.element("article").classes("sy-answer").props('aria-live="polite"') as self._box:
            with ui.element("div").classes("sy-progress") as self._progress:
                ui.spinner("dots", size="1.6em")
                self._stage = ui.label(viewer.say("thinking"))
            self._body = ui.html("", sanitize=False).classes("sy-answer-text")
            self._body.on("click", self._pressed, js_handler=_PRESSED)
            self._foot = ui.element("div").classes("sy-answer-foot")

    def tell(self, event: Event) -> None:
        """One event of the stream."""
        if event.kind == "progress":
            self._stage.set_text(str(event.data.get("words", "")))
        elif event.kind == "sentence":
            self._text += str(event.data["text"])
            self._body.set_content(answer_html(self._text, (), quoted=True))
        elif event.answer is not None:
            self.show(event.answer, event.trace)

    def show(self, answer: Answer, trace: Mapping[str, Any]) -> None:
        """The whole answer."""
        self._progress.delete()
        self._citations = {c.n: c for c in answer.citations}
        if answer.refused:
            self._box.classes("sy-refused")
        quoted = answer.written_by == "extract"
        self._body.set_content(answer_html(answer.text, self._citations, quoted=quoted))
        with self._foot:
            self._sources()
            self._marks(answer)
            how(self._viewer, answer, trace)

    def offer(self, retry: Callable[[], Awaitable[None]]) -> ui.element:
        """A way to have it answered again."""
        with self._foot, ui.element("div").classes("sy-retry") as offered:
            ui.button(self._viewer.say("retry"), icon="refresh", on_click=retry).props("flat dense no-caps")
        return offered

    def broke(self) -> None:
        """The stream ended without an answer; the person has been told why."""
        self._box.delete()

    def _sources(self) -> None:
        for citation in self._citations.values():
            where = place(citation.locator, self._viewer.language)
            with ui.element("button").props('type="button"').classes("sy-cited") as row:
                ui.label(str(citation.n)).classes("sy-chip")
                ui.label(citation.title).classes("sy-cited-title")
                ui.label(where).classes("sy-cited-where")
            row.on("click", lambda _, c=citation: self._open(c))

    def _marks(self, answer: Answer) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-marks"):
            if answer.refused:
                ui.icon("search_off")
                ui.label(viewer.say("refused"))
            elif answer.citations:
                badge(answer.label, viewer.language)
            if answer.incomplete:
                ui.icon("link_off")
                ui.label(viewer.say("incomplete"))
            if answer.written_by != "extract":
                ui.label(viewer.say("written_model", model=answer.written_by))
            elif answer.citations:
                ui.label(viewer.say("written_extract"))

    async def _pressed(self, event: GenericEventArguments) -> None:
        citation = self._citations.get(int(event.args))
        if citation is not None:
            await self._open(citation)
