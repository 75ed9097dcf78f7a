"""A page of a document as a picture, with boxes over the quote. Knows how it looks; drawing is ingest/drawing.py's.

The picture comes from its own address, which checks again who asks for it.
"""

from __future__ import annotations

from nicegui import ui

from ingest.drawing import Drawn
from web.pages.viewer import Viewer

WIDTH = 1100
"""Pixels the picture is drawn in; it is shown as wide as there is room."""


def draw(viewer: Viewer, document_id: str, title: str, number: int, drawn: Drawn) -> ui.element:
    """The page and its marks, in place."""
    made = ui.element("div").classes("sy-read-sheet").style(f"aspect-ratio: 1 / {max(0.2, min(drawn.ratio, 5)):.4f}")
    with made:
        image = ui.element("img").props(f'src="/api/documents/{document_id}/pages/{number}?width={WIDTH}"')
        image.props["alt"] = viewer.say("reader_page_picture", title=title, n=number)
        for left, top, right, bottom in drawn.marks:
            ui.element("span").classes("sy-read-mark").style(
                f"left: {left:.4%}; top: {top:.4%}; width: {right - left:.4%}; height: {bottom - top:.4%}"
            )
    return made
