"""One's earlier conversations, beside the talk: looked through, named, pinned, deleted."""

from __future__ import annotations

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from records.threads import LONGEST_NAME, Thread
from web.pages.confirming import sure
from web.pages.dialogs import answer, buttons, dialog
from web.pages.viewer import Viewer


class ThreadList:
    """`own` is where the bar keeps the button that opens the list on a phone."""

    def __init__(self, viewer: Viewer, own: ui.element) -> None:
        self._viewer = viewer
        self._here: str | None = None
        self._words = ""
        self._drawer = ui.left_drawer(value=False, bordered=True, bottom_corner=True).classes("sy-threads")
        self._drawer.props("width=264 breakpoint=900 show-if-above")
        with own:
            button = ui.button(icon="menu", on_click=self._drawer.toggle).props("flat round dense")
            button.props(f'aria-label="{viewer.say("threads")}"')
        with self._drawer:
            new = ui.button(viewer.say("new_thread"), icon="add", on_click=lambda: ui.navigate.to("/"))
            new.props("flat no-caps align=left").classes("sy-new")
            find = ui.input(placeholder=viewer.say("find_thread"), on_change=self._typed)
            find.props(f'dense outlined clearable debounce=250 type=search aria-label="{viewer.say("find_thread")}"')
            ui.label(viewer.say("threads")).classes("sy-threads-title")
            self._rows = ui.element("div").classes("sy-thread-rows")

    async def _typed(self, event: ValueChangeEventArguments[str | None]) -> None:
        self._words = (event.value or "")[:200]
        await self.refresh(self._here)

    async def refresh(self, here: str | None) -> None:
        """Look again; `here` is the one that is open."""
        self._here, words, viewer = here, self._words, self._viewer
        found = await viewer.do(lambda: viewer.parts.store.threads.list(viewer.now()[0], q=words))
        if words != self._words or self._rows.is_deleted:
            return
        self._rows.clear()
        with self._rows:
            if not found:
                ui.label(viewer.say("no_thread_found" if words else "no_threads")).classes("sy-small sy-muted")
            for thread in found or ():
                self._row(thread)

    def _row(self, thread: Thread) -> None:
        viewer, title = self._viewer, thread.title or self._viewer.say("withheld_title")
        with ui.element("div").classes("sy-thread") as row:
            if thread.id == self._here:
                row.classes("sy-thread-here")
            with ui.link(target=f"/?thread={thread.id}").props('dir="auto"'):
                if thread.pinned:
                    ui.element("span").classes("sy-thread-pinned").props(f'role="img" aria-label="{viewer.say("pin")}"')
                ui.label(title)
            acts = ui.button(icon="more_vert").props("flat round dense size=sm")
            acts.props["aria-label"] = viewer.say("thread_acts", title=title)
            with acts, ui.menu().props("auto-close"):
                ui.menu_item(viewer.say("rename"), lambda: self._rename(thread))
                ui.menu_item(viewer.say("unpin" if thread.pinned else "pin"), lambda: self._pin(thread))
                ui.menu_item(viewer.say("delete_thread"), lambda: self._delete(thread.id))

    async def _rename(self, thread: Thread) -> None:
        viewer = self._viewer
        with self._drawer, dialog(viewer, viewer.say("rename")) as asking:
            name = ui.input(viewer.say("rename_hint"), value=thread.title or "")
            name.props(f"outlined autofocus maxlength={LONGEST_NAME}").classes("sy-wide")
            name.on("keydown.enter", lambda: asking.submit(name.value or ""))
            buttons(viewer, asking, "save", lambda: name.value or "")
        given = await answer(asking)
        if given is not None:
            await viewer.carry_out(lambda: viewer.parts.store.threads.rename(viewer.now()[0], thread.id, given))
            await self.refresh(self._here)

    async def _pin(self, thread: Thread) -> None:
        viewer, pinned = self._viewer, not thread.pinned
        await viewer.carry_out(lambda: viewer.parts.store.threads.pin(viewer.now()[0], thread.id, pinned))
        await self.refresh(self._here)

    async def _delete(self, thread_id: str) -> None:
        viewer = self._viewer
        with self._drawer:
            meant = await sure(viewer, viewer.say("delete_thread_sure"))
        if not meant:
            return
        await viewer.carry_out(lambda: viewer.parts.store.threads.delete(viewer.now()[0], thread_id))
        if thread_id == self._here:
            ui.navigate.to("/")
        else:
            await self.refresh(self._here)
