"""One's earlier conversations, beside the talk."""

from __future__ import annotations

from nicegui import ui

from web.pages.confirming import sure
from web.pages.viewer import Viewer


class ThreadList:
    """`own` is where the bar keeps the button that opens the list on a phone."""

    def __init__(self, viewer: Viewer, own: ui.element) -> None:
        self._viewer = viewer
        self._here: str | None = None
        self._drawer = ui.left_drawer(value=False, bordered=True, bottom_corner=True).classes("sy-threads")
        self._drawer.props("width=264 breakpoint=900 show-if-above")
        with own:
            button = ui.button(icon="menu", on_click=self._drawer.toggle).props("flat round dense")
            button.props(f'aria-label="{viewer.say("threads")}"')
        with self._drawer:
            new = ui.button(viewer.say("new_thread"), icon="add", on_click=lambda: ui.navigate.to("/"))
            new.props("flat no-caps align=left").classes("sy-new")
            ui.label(viewer.say("threads")).classes("sy-threads-title")
            self._rows = ui.element("div")

    async def refresh(self, here: str | None) -> None:
        """Look again; `here` is the one that is open."""
        self._here = here
        found = await self._viewer.do(lambda: self._viewer.parts.store.threads.list(self._viewer.now()[0]))
        self._rows.clear()
        with self._rows:
            if not found:
                ui.label(self._viewer.say("no_threads")).classes("sy-small sy-muted")
            for thread in found or ():
                self._row(thread.id, thread.title or self._viewer.say("withheld_title"))

    def _row(self, thread_id: str, title: str) -> None:
        with ui.element("div").classes("sy-thread") as row:
            if thread_id == self._here:
                row.classes("sy-thread-here")
            ui.link(title, f"/?thread={thread_id}")
            delete = ui.button(icon="delete_outline", on_click=lambda: self._delete(thread_id))
            delete.props(f'flat round dense size=sm aria-label="{self._viewer.say("delete_thread")}"')

    async def _delete(self, thread_id: str) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("delete_thread_sure")):
            return
        await viewer.carry_out(lambda: viewer.parts.store.threads.delete(viewer.now()[0], thread_id))
        if thread_id == self._here:
            ui.navigate.to("/")
        else:
            await self.refresh(self._here)
