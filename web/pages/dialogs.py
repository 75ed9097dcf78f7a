"""A dialog: its title, its body, its buttons. Closes with Escape; the focus goes back to where it came from.

    with dialog(viewer, viewer.say("rename")) as asking:
        name = ui.input(…)
        buttons(viewer, asking, "save", lambda: name.value)
    given = await answer(asking)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui

from web.pages.viewer import Viewer


@contextmanager
def dialog(viewer: Viewer, title: str, *, wide: bool = False) -> Iterator[ui.dialog]:
    """What is made inside stands in it."""
    made = ui.dialog().props(f'role="dialog" aria-modal="true" aria-label="{_quoted(title)}"')
    with made, ui.card().classes("sy-dialog" + (" sy-dialog-wide" if wide else "")):
        with ui.element("div").classes("sy-dialog-top"):
            ui.label(title).classes("sy-dialog-title").props('role="heading" aria-level="2"')
            close = ui.button(icon="close", on_click=lambda: made.submit(None)).props("flat round dense")
            close.props(f'aria-label="{viewer.say("close")}"')
        yield made


def buttons(
    viewer: Viewer, made: ui.dialog, word: str, value: Callable[[], Any], colour: str = "primary"
) -> ui.button:
    """Cancel, and `word`, which gives `value()`; returns the latter."""
    with ui.element("div").classes("sy-dialog-buttons"):
        ui.button(viewer.say("cancel"), on_click=lambda: made.submit(None)).props("flat no-caps")
        act = ui.button(viewer.say(word), on_click=lambda: made.submit(value()))
        return act.props(f"unelevated no-caps color={colour}")


async def answer(made: ui.dialog) -> Any:
    """Opens it, waits, takes it away; what was given, None where it was closed."""
    given = await made
    made.delete()
    return given


def _quoted(text: str) -> str:
    """For a prop's value between double quotes."""
    return text.replace("\\", "").replace('"', "”")
