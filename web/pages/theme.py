"""Light, dark, or as the system: the style sheet of the names, and the switch, kept per browser in a cookie.

Knows web/look.py's sheet and the framework's dark mode; no page.
"""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from nicegui import ui

from web.look import THEMES, Theme, edition, stylesheet, theme_of
from web.words import say

THEME_COOKIE = "shuangyuan_theme"
_DARK: dict[Theme, bool | None] = {"auto": None, "light": False, "dark": True}
_ICONS: dict[Theme, str] = {"auto": "brightness_auto", "light": "light_mode", "dark": "dark_mode"}


def routes(app: FastAPI) -> None:
    """The sheet itself. It changes its address when it changes, so it may be kept."""

    @app.get("/look.css", include_in_schema=False)
    def look(theme: str = "auto") -> Response:
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(stylesheet(theme_of(theme)), media_type="text/css", headers=kept)


def chosen(request: Request | None) -> Theme:
    """What this browser was told."""
    return theme_of(request.cookies.get(THEME_COOKIE)) if request else "auto"


def link(theme: Theme) -> str:
    """The tag that loads the sheet; the theme stands from the first paint on."""
    return f'<link rel="stylesheet" href="/look.css?theme={theme}&v={edition()}">'


def themed(theme: Theme) -> None:
    """Tells the framework's own parts; the page is as the system where nothing was chosen."""
    if theme != "auto":
        ui.dark_mode(_DARK[theme])


def switch(language: str, now: Theme) -> None:
    """Three choices; assets/look.js carries them out without loading the page again."""
    with ui.element("div").classes("sy-theme").props(f'role="radiogroup" aria-label="{say(language, "theme")}"'):
        for theme in THEMES:
            words = say(language, f"theme_{theme}")
            made = ui.element("button").classes("sy-theme-choice")
            made.props(f'type="button" role="radio" data-theme-to="{theme}" aria-checked="{str(theme == now).lower()}"')
            with made.props(f'title="{words}" aria-label="{words}"'):
                ui.icon(_ICONS[theme])
