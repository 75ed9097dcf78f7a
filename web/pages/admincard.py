"""What the administrator's tabs share: a titled card, a picture of a state, a told-once password."""

from __future__ import annotations

from nicegui import ui

from web.pages.viewer import Viewer

__all__ = ["attr", "card", "done", "incomplete", "state", "told_once"]
ICONS = {"ok": "check_circle", "warn": "error", "bad": "cancel", "off": "remove_circle_outline"}


def card(title: str) -> ui.element:
    """A section with its heading; put the rest into it."""
    made = ui.element("section").classes("sy-admin-card")
    with made, ui.element("h2"):
        ui.label(title)
    return made


def state(kind: str, words: str) -> None:
    """Word, icon and colour: never colour alone."""
    with ui.element("span").classes(f"sy-admin-state sy-admin-{kind}"):
        ui.icon(ICONS[kind]).props('aria-hidden="true"')
        ui.label(words)


def attr(text: str) -> str:
    """Fit to stand within an attribute of props."""
    return text.replace("\\", " ").replace('"', "”")


def done(viewer: Viewer) -> None:
    ui.notify(viewer.say("admin_done"), type="positive", position="top")


def incomplete(viewer: Viewer) -> None:
    """Something was left empty."""
    ui.notify(viewer.say("people_incomplete"), type="warning", position="top")


async def told_once(viewer: Viewer, name: str, username: str, password: str) -> None:
    """A dialog with a password, gone with it."""
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(viewer.say("people_password", name=name, username=username))
        ui.label(password).classes("sy-admin-password").props('data-testid="password"')
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(viewer.say("close"), on_click=lambda: dialog.submit(None)).props(
                "unelevated no-caps color=primary"
            )
    await dialog
    dialog.delete()
