"""Where a question is written: the box, its mode, sending and stopping, and a picture read into it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from web.commands import LONGEST
from web.pages.toasts import toast
from web.pages.viewer import Viewer

# Enter sends; not while an input method is still composing, and not with Shift.
_ENTER = """(e) => {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  if (e.target.value.trim()) emit(e.target.value);
}"""
_PASTED = """(e) => {
  const file = [...(e.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
  if (!file) return;
  e.preventDefault();
  syPicture(file, CSRF, emit);
}"""
_CHOSEN = "(e) => { if (e.target.files[0]) syPicture(e.target.files[0], CSRF, emit); e.target.value = ''; }"


class Composer:
    """`ask` is told what was written; `stop` that it is enough."""

    def __init__(self, viewer: Viewer, ask: Callable[[str], Awaitable[None]], stop: Callable[[], None]) -> None:
        self._viewer, self._ask = viewer, ask
        with ui.footer(elevated=False).classes("sy-bottom"), ui.element("div").classes("sy-composer"):
            self._tutor = ui.switch(viewer.say("tutor")).props(f'dense title="{viewer.say("tutor_more")}"')
            self._tutor.classes("sy-tutor")
            self._input = ui.textarea(placeholder=viewer.say("placeholder")).props("autogrow borderless autofocus")
            self._input.classes("sy-composer-text").props(f'input-class="sy-input" aria-label="{viewer.say("ask")}"')
            self._input.on("keydown", self._entered, js_handler=_ENTER)
            self._input.on("paste", self._seen, js_handler=self._guarded(_PASTED))
            self._picture()
            send = ui.button(icon="arrow_upward", on_click=self._clicked).props("round unelevated")
            self._send = send.props(f'aria-label="{viewer.say("send")}"').classes("sy-send")
            halt = ui.button(icon="stop", on_click=stop).props(f'round unelevated aria-label="{viewer.say("stop")}"')
            self._stop = halt.classes("sy-send sy-stop")
        self.busy(False)

    @property
    def tutoring(self) -> bool:
        return bool(self._tutor.value)

    def busy(self, answering: bool) -> None:
        """While an answer is made the button stops it."""
        self._send.set_visibility(not answering)
        self._stop.set_visibility(answering)

    def put(self, text: str) -> None:
        """Text to be looked at before it is sent."""
        self._input.set_value(text)
        self._input.run_method("focus")

    def waiting(self, text: str) -> None:
        """The same when the page opens: an address asks nothing by itself."""
        self._input.set_value(text[:LONGEST])

    def clear(self) -> None:
        self._input.set_value("")

    def _picture(self) -> None:
        words = self._viewer.say("picture")
        with ui.element("label").classes("sy-picture").props(f'title="{words}"'):
            ui.icon("image").props('aria-hidden="true"')
            box = ui.element("input").props(f'type="file" accept="image/png,image/jpeg" aria-label="{words}"')
            box.on("change", self._seen, js_handler=self._guarded(_CHOSEN))

    def _guarded(self, handler: str) -> str:
        return handler.replace("CSRF", f'"{self._viewer.csrf}"')

    def _seen(self, event: GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, dict) else {}
        text = str(told.get("text") or "")
        if text:
            self.put(text)
            toast(self._viewer.say("picture_read"), "told")
        else:
            toast(str(told.get("detail") or self._viewer.say("picture_broken"))[:200], "warned")

    async def _entered(self, event: GenericEventArguments) -> None:
        await self._ask(str(event.args))

    async def _clicked(self) -> None:
        await self._ask(self._input.value or "")
