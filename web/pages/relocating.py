"""Dialogs with one choice: where to move a document, and the like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from nicegui import ui

from agent.words import LIBRARY
from trust.sources import Document
from web.caring import moved
from web.pages.viewer import Viewer

T = TypeVar("T", bound=str | int)


async def picked(viewer: Viewer, word: str, options: Mapping[T, str], value: T, more: str = "") -> T | None:
    """What the person chose, or None."""
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(viewer.say(word)).classes("sy-dialog-title")
        if more:
            ui.label(viewer.say(more)).classes("sy-muted")
        radio = ui.radio(dict(options), value=value)
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
            made = ui.button(viewer.say("confirm"), on_click=lambda: dialog.submit((radio.value,)))
            made.props("unelevated no-caps color=primary")
    answer = await dialog
    dialog.delete()
    return answer[0] if isinstance(answer, tuple | list) else None


async def move_asked(viewer: Viewer, document: Document) -> bool:
    """Ask where to, and move it."""
    options = {n: viewer.say(n) for n in LIBRARY if n != document.library}
    library = await picked(viewer, "move", options, next(iter(options)))
    if library is None:
        return False
    act = viewer.do(lambda: moved(viewer.parts, *viewer.now(), document.id, library, document.version))
    if await act is None:
        return False
    ui.notify(viewer.say("moved_done"), type="positive", position="top")
    return True


async def asked_for(viewer: Viewer, word: str, field: str) -> str:
    """A few words; empty where the person changed their mind."""
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(viewer.say(word)).classes("sy-dialog-title")
        words = ui.textarea(viewer.say(field)).props("outlined autogrow maxlength=2000").classes("sy-wide")
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
            made = ui.button(viewer.say("confirm"), on_click=lambda: dialog.submit(str(words.value or "").strip()))
            made.props("unelevated no-caps color=primary")
    answer = await dialog
    dialog.delete()
    return answer if isinstance(answer, str) else ""
