"""What stands in place of a list: empty, loading, failed, or nothing one may read. One look for all pages.

Hidden and absent look the same here as everywhere: `nothing_readable` is for both.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from web.pages.viewer import Viewer

Act = tuple[str, Callable[[], Awaitable[None] | None]]
"""The word on a button, in the reader's language, and what it does."""


def state(icon: str, words: str, more: str = "", act: Act | None = None, kind: str = "empty") -> ui.element:
    """An icon, a line, what to do about it; told to screen readers when it appears."""
    with ui.element("div").classes(f"sy-state-box sy-state-box-{kind}").props('role="status"') as made:
        ui.icon(icon).props('aria-hidden="true"')
        ui.label(words).classes("sy-state-box-words")
        if more:
            ui.label(more).classes("sy-small sy-muted")
        if act:
            ui.button(act[0], on_click=act[1]).props("flat no-caps")
    return made


def empty(words: str, more: str = "", act: Act | None = None, icon: str = "inbox") -> ui.element:
    """Nothing there yet, and what one can do about it."""
    return state(icon, words, more, act)


def loading(viewer: Viewer, words: str = "") -> ui.element:
    """For whatever takes longer than a moment; delete it when it has come."""
    with ui.element("div").classes("sy-state-box sy-state-box-loading").props('role="status"') as made:
        ui.spinner("dots", size="2rem")
        ui.label(words or viewer.say("loading")).classes("sy-muted")
    return made


def failed(viewer: Viewer, again: Callable[[], Awaitable[None] | None], words: str = "") -> ui.element:
    """It went wrong, with a button to try again."""
    act = (viewer.say("again"), again)
    return state("cloud_off", words or viewer.say("load_failed"), act=act, kind="failed")


def nothing_readable(viewer: Viewer) -> ui.element:
    """Nothing here that this person may read, whatever else there is."""
    return state("visibility_off", viewer.say("nothing_readable"), viewer.say("nothing_readable_more"))
