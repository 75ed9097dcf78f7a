"""Drafting a class's comments from the page: how many wait, how far it is, and what could not be written and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from learning.commentwords import Tone
from records.comments import Line
from records.schemerows import Held
from web.commenting import each
from web.pages.viewer import Viewer

OFTEN, SHOWN = 0.4, 5000
Told = list[dict[str, object]]


class BatchPanel:
    """`again` draws the list anew when it is over; what failed is told and stays until it is closed."""

    def __init__(
        self, viewer: Viewer, held: Held, tone: Tone, lines: list[Line], again: Callable[[], Awaitable[None]]
    ) -> None:
        self._viewer, self._held, self._tone, self._lines, self._again = viewer, held, tone, lines, again
        self._page = ui.context.client
        waiting = sum(line.comment is None or bool(line.stale) for line in lines)
        self._told: Told = []
        self._made = ui.button(viewer.say("comments_batch", n=waiting), icon="edit_note", on_click=self._draw)
        self._made.props("unelevated no-caps color=primary").classes("sy-grade-all")
        self._made.set_enabled(waiting > 0)
        self._box = ui.element("div").classes("sy-comment-batch").props('role="status"')

    async def _draw(self) -> None:
        viewer, self._told = self._viewer, []
        self._made.disable()
        with self._box:
            bar = ui.linear_progress(0, show_value=False).props("rounded")
            bar.props["aria-label"] = viewer.say("comments_batch", n=len(self._lines))
            words = ui.label()

        def show() -> None:
            if bar.is_deleted:  # over, while this call was on its way
                return
            done, total = len(self._told), len(self._lines)
            bar.value = round(done / total, 2)
            words.text = viewer.say("comments_batch_busy", done=done, total=total)

        show()
        timer = ui.timer(OFTEN, show)
        over = await viewer.carry_out(self._each)
        timer.cancel()
        with self._page:  # the list may have been drawn anew meanwhile, and this panel with it
            if over:
                self._tell()
            await self._again()

    def _each(self) -> None:
        """The list is read anew: another teacher may have drawn some meanwhile."""
        principal, scope = self._viewer.now()
        _, lines = self._viewer.parts.store.comments.page(principal, scope, self._held.id, self._tone)
        self._lines = lines
        for one in each(self._viewer.parts, principal, scope, self._held.id, self._tone, lines):
            self._told.append(one)

    def _tell(self) -> None:
        viewer, names = self._viewer, {line.student: line.name for line in self._lines}
        outcomes = [str(one["outcome"]) for one in self._told]
        told = {name: outcomes.count(name) for name in ("drawn", "kept", "none")}
        words = [viewer.say("comments_batch_done", **told)]
        why = "why" if viewer.language == "zh" else "why_en"
        words += [
            viewer.say("comments_batch_why", name=names[str(one["student"])], why=one[why])
            for one in self._told if one["outcome"] == "none"
        ]  # fmt: skip
        stays = viewer.say("close") if told["none"] else False
        ui.notify(
            "\n".join(words), type="warning" if stays else "positive", position="top", multi_line=True,
            classes="sy-comment-told", timeout=0 if stays else SHOWN, close_button=stays,
        )  # fmt: skip
