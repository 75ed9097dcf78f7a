"""The command bar: Ctrl-K or ⌘-K, type, Enter. Draws web/commands.py's goals; assets/look.js moves among them.

Made anew each time it is opened: it holds nothing while it is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from web.commands import Goal, Kind, goals
from web.pages.viewer import Viewer

_ICONS: dict[Kind, str] = {"pages": "web_asset", "threads": "forum", "documents": "description", "ask": "search"}


class CommandBar:
    """`pages` are `(path, name)` of what this person's roles have a use for."""

    def __init__(self, viewer: Viewer, pages: Sequence[tuple[str, str]]) -> None:
        self._viewer, self._pages = viewer, pages
        self._typed = ""
        made = ui.button(icon="search", on_click=self.open).props("flat no-caps dense")
        made.props(f'id="sy-command" aria-label="{viewer.say("commands")}" aria-keyshortcuts="Control+K Meta+K"')
        with made.classes("sy-command-open"):
            ui.label("Ctrl K").classes("sy-command-key").props('aria-hidden="true"')

    async def open(self) -> None:
        """With the pages and the latest conversations until something is typed."""
        viewer, self._typed = self._viewer, ""
        words = viewer.say("commands")
        made = ui.dialog().props(f'position=top role="dialog" aria-modal="true" aria-label="{words}"')
        with made as dialog, ui.card().classes("sy-command"):
            box = ui.input(placeholder=viewer.say("commands_hint"), on_change=self._changed)
            box.props(f'autofocus borderless debounce=120 aria-label="{viewer.say("commands_hint")}"')
            self._found = ui.element("div").classes("sy-command-found").props('aria-live="polite"')
            ui.label(viewer.say("commands_keys")).classes("sy-command-help sy-small sy-muted")
        await self._look()
        await dialog
        if not dialog.is_deleted:  # the page may be gone by now
            dialog.delete()

    async def _changed(self, event: ValueChangeEventArguments[str | None]) -> None:
        self._typed = event.value or ""
        await self._look()

    async def _look(self) -> None:
        typed, viewer = self._typed, self._viewer
        found = await viewer.do(lambda: goals(viewer.parts.store, *viewer.now(), self._pages, typed))
        if found is None or typed != self._typed or self._found.is_deleted:
            return
        self._found.clear()
        with self._found:
            for kind, several in groupby(found, lambda goal: goal.kind):
                self._group(kind, list(several))
            if not found:
                ui.label(viewer.say("commands_none")).classes("sy-command-none sy-muted")

    def _group(self, kind: Kind, found: Sequence[Goal]) -> None:
        viewer = self._viewer
        if kind != "ask":
            ui.label(viewer.say(f"commands_{kind}")).classes("sy-command-kind")
        for goal in found:
            with ui.link(target=goal.to).classes("sy-command-goal"):
                ui.icon(_ICONS[kind]).props('aria-hidden="true"')
                ui.label(viewer.say("commands_ask", text=goal.words) if kind == "ask" else goal.words)
