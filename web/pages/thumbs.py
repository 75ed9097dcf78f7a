"""Useful or not, and why: one's own word on an answer. Kept by records/feedback.py, seen by its person alone."""

from __future__ import annotations

from nicegui import ui

from web.pages.dialogs import answer, buttons, dialog
from web.pages.toasts import toast
from web.pages.viewer import Viewer


class Thumbs:
    """Two buttons; the pressed one stays marked and takes its word back when pressed again."""

    def __init__(self, viewer: Viewer, turn: str, useful: bool | None) -> None:
        self._viewer, self._turn, self._useful = viewer, turn, useful
        self._buttons = {choice: self._button(choice) for choice in (True, False)}
        self._mark()

    def _button(self, choice: bool) -> ui.button:
        words = self._viewer.say("useful" if choice else "useless")
        button = ui.button(icon="thumb_up" if choice else "thumb_down", on_click=lambda: self._pressed(choice))
        return button.props(f'flat round dense size=sm aria-label="{words}" title="{words}"')

    def _mark(self) -> None:
        for choice, button in self._buttons.items():
            pressed = choice is self._useful
            button.props(f'aria-pressed="{str(pressed).lower()}"')
            button.classes("sy-pressed") if pressed else button.classes(remove="sy-pressed")

    async def _pressed(self, choice: bool) -> None:
        viewer, kept = self._viewer, self._viewer.parts.store.feedback
        if choice is self._useful:
            if await viewer.carry_out(lambda: kept.take_back(viewer.now()[0], self._turn)):
                self._useful = None
                self._mark()
            return
        reason = "" if choice else await self._why()
        if reason is None:
            return
        if await viewer.carry_out(lambda: kept.give(viewer.now()[0], self._turn, choice, reason)):
            self._useful = choice
            self._mark()
            toast(viewer.say("word_kept"))

    async def _why(self) -> str | None:
        """None where the person thought better of it."""
        viewer = self._viewer
        with dialog(viewer, viewer.say("useless_why")) as asking:
            box = ui.textarea().props("outlined autogrow autofocus maxlength=1000").classes("sy-wide")
            box.props(f'aria-label="{viewer.say("useless_why")}"')
            ui.label(viewer.say("useless_more")).classes("sy-small sy-muted")
            buttons(viewer, asking, "save", lambda: box.value or "")
        given: str | None = await answer(asking)
        return given
