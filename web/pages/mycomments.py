"""The issued comments on oneself, as a student reads them: on their own page and in the portfolio."""

from __future__ import annotations

from nicegui import ui

from records.commentrows import Comment
from web.pages.commentparts import sentences, signatures, written
from web.pages.states import empty, failed
from web.pages.viewer import Viewer


async def my_comments(viewer: Viewer, level: int = 2) -> None:
    """In a box of its own, to be drawn again where it failed."""
    box = ui.element("section").classes("sy-grading sy-comment-mine")

    async def draw() -> None:
        found = await viewer.do(lambda: viewer.parts.store.comments.mine(*viewer.now()))
        box.clear()
        with box:
            ui.label(viewer.say("comments_mine")).classes("sy-strong").props(f'role="heading" aria-level="{level}"')
            ui.label(viewer.say("comments_mine_more")).classes("sy-small sy-muted")
            if found is None:
                failed(viewer, draw)
            elif not found:
                empty(viewer.say("comments_mine_none"), icon="rate_review")
            for one in found or ():
                _one(viewer, one)

    await draw()


def _one(viewer: Viewer, comment: Comment) -> None:
    with ui.element("article").classes("sy-card sy-grade-card").props(f'data-comment="{comment.id}"'):
        tone = viewer.say(f"comments_tone_{comment.tone}")
        ui.label(viewer.say("comments_mine_tone", tone=tone)).classes("sy-strong")
        written(viewer, comment)
        sentences(viewer, comment)
        signatures(viewer, comment)
