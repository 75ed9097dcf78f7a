"""Short words that come and go on top of the page: done, told, warned, gone wrong."""

from __future__ import annotations

from typing import Any, Literal

from nicegui import ui

Kind = Literal["done", "told", "warned", "wrong"]
_LOOK: dict[Kind, tuple[str, str]] = {
    "done": ("positive", "check_circle"), "told": ("info", "info"), "warned": ("warning", "warning"),
    "wrong": ("negative", "error"),
}  # fmt: skip
_WRONG: dict[str, Any] = {"timeout": 8000}
"""What went wrong is read to its end."""


def toast(words: str, kind: Kind = "done") -> None:
    """Words in the reader's language. Read out by screen readers; it takes no focus."""
    colour, icon = _LOOK[kind]
    more = _WRONG if kind in ("warned", "wrong") else {}
    ui.notify(words, color=colour, icon=icon, text_color="white", position="top", multi_line=len(words) > 40, **more)
