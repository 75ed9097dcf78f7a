"""What a teacher wants a lesson for: topic, documents, hours, tier, course and class. Gives the tool's arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui

from learning.tier import LEVELS
from web.pages.viewer import Viewer

USUAL, MOST, MOST_DOCUMENTS = 2, 16, 8


class LessonWish:
    """`documents` are titles by id, `courses` titles; `make` is told the arguments."""

    def __init__(
        self, viewer: Viewer, documents: Mapping[str, str], courses: list[str],
        make: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._viewer, self._make = viewer, make
        say = viewer.say
        with ui.element("section").classes("sy-card sy-wish"):
            self._topic = ui.input(say("lesson_topic"), placeholder=say("lesson_topic_hint"))
            self._topic.props("outlined dense stack-label maxlength=200").classes("sy-wide")
            self._topic.on("keydown.enter", self._asked)
            self._documents = ui.select(dict(documents), multiple=True, label=say("lesson_documents"), with_input=True)
            self._documents.props(f"outlined dense options-dense use-chips max-values={MOST_DOCUMENTS}")
            self._documents.classes("sy-wide")
            with ui.element("div").classes("sy-wish-row"):
                self._hours = ui.number(say("lesson_hours"), value=USUAL, min=1, max=MOST, precision=0)
                self._tier = self._select({t: say(f"tier_{t}") for t in LEVELS}, "second_year", "lesson_tier")
                forms = {f: say(f"lesson_form_{f}") for f in ("both", "plan", "loose_leaf")}
                self._form = self._select(forms, "both", "lesson_form")
                self._hours.props("outlined dense").classes("sy-wish-small")
            with ui.element("div").classes("sy-wish-row"):
                self._course = ui.input(say("lesson_course"), autocomplete=courses, value=courses[0] if courses else "")
                self._class = ui.input(say("lesson_class"))
                for field in (self._course, self._class):
                    field.props("outlined dense maxlength=60").classes("sy-wish-kinds")
                self._record = ui.checkbox(say("lesson_record"), value=True)
            with ui.element("div").classes("sy-wish-row"):
                self._button = ui.button(say("lesson_make"), icon="auto_awesome", on_click=self._asked)
                self._button.props("unelevated no-caps color=primary")
                with ui.element("div").classes("sy-progress") as self._progress:
                    ui.spinner("dots", size="1.6em")
                    self._stage = ui.label("")
        self._progress.set_visibility(False)

    def busy(self, stage: str | None) -> None:
        """Show how far it is; None when it is over."""
        self._progress.set_visibility(stage is not None)
        self._stage.set_text(self._viewer.say("lesson_read" if stage == "read" else "lesson_write") if stage else "")
        self._button.set_enabled(stage is None)

    def _select(self, options: dict[str, str], value: str, word: str) -> ui.select:
        made = ui.select(options, value=value, label=self._viewer.say(word))
        return made.props("outlined dense options-dense").classes("sy-wish-small sy-wish-wider")

    async def _asked(self) -> None:
        topic, documents = str(self._topic.value or "").strip(), list(self._documents.value or [])
        if not documents and len(topic) < 2:
            ui.notify(self._viewer.say("lesson_nothing"), type="warning", position="top")
            return
        wish: dict[str, Any] = {"hours": max(1, min(MOST, int(self._hours.value or USUAL)))}
        wish |= {"tier": self._tier.value, "form": self._form.value}
        wish |= {"query": topic} if len(topic) > 1 else {}
        wish |= {"document_ids": documents} if documents else {}
        for name, field in (("course", self._course), ("class_name", self._class)):
            wish |= {name: str(field.value).strip()} if str(field.value or "").strip() else {}
        await self._make(wish | {"class_record": bool(self._record.value)})
