"""One exchange on the page: the question, and the answer as it grows, with its sources and its label."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from agent.events import Event
from trust.sources import Answer, Citation
from web.pages.answers import answer_html, place, with_sources
from web.pages.frame import badge
from web.pages.how import how
from web.pages.thumbs import Thumbs
from web.pages.toasts import toast
from web.pages.viewer import Viewer

Open = Callable[[Citation, Sequence[Citation]], Awaitable[None]]
"""A citation, and those of the same answer."""
Act = Callable[[], Awaitable[None]]
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
        quotes = {c.n: (c.title, c.quote) for c in answer.citations}
        self._body.set_content(answer_html(answer.text, self._citations, quoted=quoted, quotes=quotes))
        with self._foot:
            self._sources()
            self._marks(answer)
            how(self._viewer, answer, trace)
            self._acts = ui.element("div").classes("sy-acts")
        with self._acts:
            self._act("content_copy", "copy", lambda: self._copy(answer))

    def judged(self, turn: str, useful: bool | None) -> None:
        """Thumbs, for an exchange that is kept as `turn`."""
        with self._acts:
            Thumbs(self._viewer, turn, useful)

    def offer(
        self, retry: Act, edit: Act, following: Sequence[str], ask: Callable[[str], Awaitable[None]]
    ) -> ui.element:
        """For the last answer: to have it again, to ask otherwise, what to ask next."""
        viewer = self._viewer
        with self._foot, ui.element("div").classes("sy-offered") as offered:
            with ui.element("div").classes("sy-retry"):
                ui.button(viewer.say("retry"), icon="refresh", on_click=retry).props("flat dense no-caps")
                ui.button(viewer.say("edit"), icon="edit", on_click=edit).props("flat dense no-caps")
            if following:
                with ui.element("div").classes("sy-next"):
                    ui.label(viewer.say("next_title")).classes("sy-small sy-muted")
                    for question in following:
                        made = ui.element("button").props('type="button"').classes("sy-next-ask")
                        with made.on("click", lambda _, q=question: ask(q)):
                            ui.label(question)
        return offered

    def _act(self, icon: str, word: str, act: Callable[[], None]) -> None:
        words = self._viewer.say(word)
        button = ui.button(icon=icon, on_click=act).props("flat round dense size=sm")
        button.props(f'aria-label="{words}" title="{words}"')

    def _copy(self, answer: Answer) -> None:
        text = json.dumps(with_sources(answer, self._viewer.language))
        ui.run_javascript(f"syCopy({text})")
        toast(self._viewer.say("copied"))

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
            row.on("click", lambda _, c=citation: self._open(c, list(self._citations.values())))

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
            await self._open(citation, list(self._citations.values()))
