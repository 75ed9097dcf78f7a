"""The page for asking: threads at the side, the talk in the middle, the source of a quote beside it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run, ui

from agent.events import Event
from agent.state import Mode
from records.threads import Said
from trust.roles import Act
from web.own import next_questions
from web.pages.bubbles import AnswerBubble, asked, withheld
from web.pages.composer import Composer
from web.pages.frame import DRAWN, bar, head, not_for, titled
from web.pages.source import SourcePanel
from web.pages.threadlist import ThreadList
from web.pages.toasts import toast
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources
from web.turns import Talk, kept, remembered

Step = tuple[Event, str | None]
"""What an answer tells, and its thread once it is kept."""
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
        self._busy = self._stopped = self._again = False
        self._waiting = ""
        self._last: ui.element | None = None
        self._offered: ui.element | None = None
        self._threads = ThreadList(viewer, own)
        self._source = SourcePanel(viewer)
        with ui.element("div").classes("sy-main sy-talk") as self._talk:
            titled(viewer.say("ask")).classes("sy-unseen", remove="sy-page-title")
            self._hello = self._greeting()
        self._composer = Composer(viewer, self._ask, self._stop)

    async def start(self, thread: str | None, ask: str | None = None) -> None:
        """Show a thread that was asked for, if it is one's own. `ask` waits in the box: an address asks nothing."""
        self._composer.waiting(ask or "")
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

    async def _ask(self, text: str, retry: bool = False) -> None:
        if not text.strip():
            return
        if self._busy:  # what is asked meanwhile waits its turn
            self._waiting = text
            self._composer.clear()
            return
        retry = retry or self._again  # an edited question takes the place of the one it was
        self._busy, self._stopped, self._again = True, False, False
        self._composer.busy(True)
        self._composer.clear()
        if self._offered:
            self._offered.delete()
            self._offered = None
        try:
            bubble = await self._answer(text.strip(), retry)
            if bubble:
                await self._offer(bubble, text)
        finally:
            self._busy = False
            self._composer.busy(False)
        if waiting := self._waiting:
            self._waiting = ""
            await self._ask(waiting)

    def _stop(self) -> None:
        self._stopped = True

    async def _answer(self, text: str, retry: bool) -> AnswerBubble | None:
        """The answer on the page, none where it broke."""
        self._hello.set_visibility(False)
        talk = await self._viewer.do(lambda: self._begin(text, retry))
        if talk is None:
            return None
        before, bubble = self._last, self._exchange(text)
        ui.run_javascript(_DOWN)
        stream, thread = kept(self._viewer.parts, talk), None
        while not self._stopped and (step := await self._viewer.do(lambda: self._next(stream))) is not None:
            event, thread = step
            bubble.tell(event)
            ui.run_javascript(_DOWN)
        if self._stopped and thread is None:
            self._halted(text)
        if thread is None:
            self._gone(before)
        elif retry and before:
            before.delete()
        if thread and thread != self._thread:
            self._thread = thread
            ui.navigate.history.replace(f"/?thread={thread}")
        await self._threads.refresh(self._thread)
        return bubble if thread else None

    def _next(self, stream: Iterator[Step]) -> Step | None:
        """What is told next, to who is still signed in: nothing more is shown once that ends."""
        step = next(stream, None)
        if step is not None and step[0].kind != "progress":
            self._viewer.now()
        return step

    def _halted(self, text: str) -> None:
        """Nothing was kept: what was asked may be asked otherwise."""
        self._composer.put(text)
        toast(self._viewer.say("stopped"), "told")

    def _gone(self, before: ui.element | None) -> None:
        """An exchange that came to nothing leaves the page; the one before it is the last again."""
        if self._last:
            self._last.delete()
        self._last = before

    def _exchange(self, text: str) -> AnswerBubble:
        """A question and room for its answer."""
        with self._talk, ui.element("section").classes("sy-exchange") as self._last:
            asked(text)
            return AnswerBubble(self._viewer, self._source.open)

    async def _offer(self, bubble: AnswerBubble, text: str) -> None:
        """The last answer alone can be had again or asked otherwise; what one may ask next stands below it."""
        told = await self._viewer.do(self._after)
        if told is None:
            return
        last, following = told
        bubble.judged(last.id, last.useful)
        self._offered = bubble.offer(
            lambda: self._retry(text), lambda: self._edit(text), following, lambda q: self._follow(q)
        )
        ui.run_javascript(_DOWN)

    def _after(self) -> tuple[Said, tuple[str, ...]]:
        viewer, thread = self._viewer, self._thread or ""
        principal, scope = viewer.now()
        last = viewer.parts.store.threads.get(principal, thread).turns[-1]
        return last, next_questions(viewer.parts, principal, scope, thread, viewer.language)

    async def _retry(self, text: str) -> None:
        with self._talk:  # the button that was pressed goes meanwhile
            await self._ask(text, retry=True)

    async def _follow(self, text: str) -> None:
        with self._talk:
            await self._ask(text)

    async def _edit(self, text: str) -> None:
        self._again = True
        self._composer.put(text)

    def _begin(self, text: str, retry: bool) -> Talk:
        """Everything that can be refused before a word is said."""
        principal, scope = self._viewer.now()
        parts = self._viewer.parts
        parts.chats.take(principal.id)
        history, place = remembered(parts, principal, self._thread, retry)
        mode: Mode = "tutor" if self._composer.tutoring else "ask"
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
                await self._offer(bubble, said.asked)
            else:
                bubble.judged(said.id, said.useful)
        ui.run_javascript(_DOWN)

    def _read(self, thread_id: str) -> tuple[Said, ...]:
        return self._viewer.parts.store.threads.get(self._viewer.now()[0], thread_id).turns
