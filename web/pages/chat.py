"""The page for asking: threads at the side, the talk in the middle, the source of a quote beside it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run, ui
from nicegui.events import GenericEventArguments

from agent.state import Mode
from records.threads import Said
from trust.roles import Act
from web.commands import LONGEST
from web.pages.bubbles import AnswerBubble, asked, withheld
from web.pages.frame import DRAWN, bar, head, not_for
from web.pages.source import SourcePanel
from web.pages.threadlist import ThreadList
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources
from web.turns import Talk, kept, remembered

# Enter sends; not while an input method is still composing, and not with Shift.
_ENTER = """(e) => {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  if (e.target.value.trim()) emit(e.target.value);
}"""
_DOWN = "window.scrollTo({top: document.body.scrollHeight})"


def register(parts: Resources) -> None:
    @ui.page("/", response_timeout=DRAWN)
    async def chat_page(
        request: Request, thread: str | None = None, ask: str | None = None
    ) -> Response | None:
        viewer = await run.io_bound(viewer_of, request, parts)
        if viewer is None:
            return RedirectResponse(SIGN_IN, 303)
        head(viewer.say("ask"), viewer.language)
        own = bar(viewer, "/")
        if not viewer.first.may(Act.ASK):
            not_for(viewer)
            return None
        page = ChatPage(viewer, own)
        await page.start(thread, ask)
        return None


class ChatPage:
    def __init__(self, viewer: Viewer, own: ui.element) -> None:
        self._viewer = viewer
        self._thread: str | None = None
        self._busy = False
        self._last: ui.element | None = None
        self._offered: ui.element | None = None
        self._threads = ThreadList(viewer, own)
        self._source = SourcePanel(viewer)
        with ui.element("div").classes("sy-main sy-talk") as self._talk:
            self._hello = self._greeting()
        self._composer()

    async def start(self, thread: str | None, ask: str | None = None) -> None:
        """Show a thread that was asked for, if it is one's own. `ask` waits in the box: an address asks nothing."""
        self._input.set_value((ask or "")[:LONGEST])
        if thread:
            await self._open_thread(thread)
        await self._threads.refresh(self._thread)

    def _greeting(self) -> ui.element:
        viewer = self._viewer
        with ui.element("div").classes("sy-hello") as hello:
            ui.label(viewer.say("hello", name=viewer.first.name)).classes("sy-hello-name")
            ui.label(viewer.say("hello_more")).classes("sy-muted")
            with ui.element("div").classes("sy-hints"):
                for icon, word in (("straighten", "hint_value"), ("format_list_numbered", "hint_steps"),
                                   ("forum", "hint_follow")):  # fmt: skip
                    with ui.element("div").classes("sy-hint"):
                        ui.icon(icon)
                        ui.label(viewer.say(word))
            ui.label(viewer.say("promise")).classes("sy-small sy-muted")
        return hello

    def _composer(self) -> None:
        viewer = self._viewer
        with ui.footer(elevated=False).classes("sy-bottom"), ui.element("div").classes("sy-composer"):
            self._tutor = ui.switch(viewer.say("tutor")).props(f'dense title="{viewer.say("tutor_more")}"')
            self._tutor.classes("sy-tutor")
            self._input = ui.textarea(placeholder=viewer.say("placeholder")).props("autogrow borderless autofocus")
            self._input.classes("sy-composer-text").props(f'input-class="sy-input" aria-label="{viewer.say("ask")}"')
            self._input.on("keydown", self._entered, js_handler=_ENTER)
            send = ui.button(icon="arrow_upward", on_click=self._clicked).props("round unelevated")
            send.props(f'aria-label="{viewer.say("send")}"').classes("sy-send")

    async def _entered(self, event: GenericEventArguments) -> None:
        await self._ask(str(event.args))

    async def _clicked(self) -> None:
        await self._ask(self._input.value or "")

    async def _ask(self, text: str, retry: bool = False) -> None:
        if self._busy or not text.strip():
            return
        self._busy = True
        if not retry:
            self._input.set_value("")
        if self._offered:
            self._offered.delete()
            self._offered = None
        try:
            bubble = await self._answer(text.strip(), retry)
        finally:
            self._busy = False
        if bubble:
            self._offer(bubble, text)

    async def _answer(self, text: str, retry: bool) -> AnswerBubble | None:
        """The answer on the page, none where it broke."""
        self._hello.set_visibility(False)
        talk = await self._viewer.do(lambda: self._begin(text, retry))
        if talk is None:
            return None
        before, bubble = self._last, self._exchange(text)
        ui.run_javascript(_DOWN)
        stream, thread = kept(self._viewer.parts, talk), None
        while (step := await self._viewer.do(lambda: next(stream, None))) is not None:
            event, thread = step
            bubble.tell(event)
            ui.run_javascript(_DOWN)
        if thread is None:
            bubble.broke()
        elif retry and before:
            before.delete()
        if thread and thread != self._thread:
            self._thread = thread
            ui.navigate.history.replace(f"/?thread={thread}")
        await self._threads.refresh(self._thread)
        return bubble if thread else None

    def _exchange(self, text: str) -> AnswerBubble:
        """A question and room for its answer."""
        with self._talk, ui.element("section").classes("sy-exchange") as self._last:
            asked(text)
            return AnswerBubble(self._viewer, self._source.open)

    def _offer(self, bubble: AnswerBubble, text: str) -> None:
        """The last answer alone can be had again."""
        self._offered = bubble.offer(lambda: self._retry(text))

    async def _retry(self, text: str) -> None:
        with self._talk:  # the button that was pressed goes meanwhile
            await self._ask(text, retry=True)

    def _begin(self, text: str, retry: bool) -> Talk:
        """Everything that can be refused before a word is said."""
        principal, scope = self._viewer.now()
        parts = self._viewer.parts
        parts.chats.take(principal.id)
        history, place = remembered(parts, principal, self._thread, retry)
        mode: Mode = "tutor" if self._tutor.value else "ask"
        return Talk(principal, scope, text, self._viewer.request_id, self._thread, history, mode, place)

    async def _open_thread(self, thread_id: str) -> None:
        found = await self._viewer.do(lambda: self._read(thread_id))
        if found is None:
            return
        self._thread = thread_id
        self._hello.set_visibility(False)
        for n, said in enumerate(found, 1):
            if said.answer is None:
                with self._talk:
                    withheld(self._viewer)
                continue
            bubble = self._exchange(said.asked)
            bubble.show(said.answer, said.trace)
            if n == len(found):
                self._offer(bubble, said.asked)
        ui.run_javascript(_DOWN)

    def _read(self, thread_id: str) -> tuple[Said, ...]:
        return self._viewer.parts.store.threads.get(self._viewer.now()[0], thread_id).turns
