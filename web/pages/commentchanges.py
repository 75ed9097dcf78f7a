"""What differs from one edition of a comment to the next, as far as this reader sees both."""

from __future__ import annotations

from nicegui import ui

from records.commentrows import Comment
from web.commenting import compared
from web.pages.viewer import Viewer

BOTH = 2
_ICONS = {"added": "add", "removed": "remove", "same": "drag_handle"}


def changes_part(viewer: Viewer, comment: Comment) -> None:
    """To open; nothing for a first edition."""
    if comment.edition == 1:
        return
    made = ui.expansion(viewer.say("comments_changes"), icon="difference").classes("sy-wide sy-comment-changes")
    with made:
        box = ui.element("div").classes("sy-stack")

    async def look() -> None:
        if not made.value:
            return
        held = await viewer.do(lambda: viewer.parts.store.comments.editions(*viewer.now(), comment.id))
        box.clear()
        with box:
            _show(viewer, held or [])

    made.on_value_change(look)


def _show(viewer: Viewer, held: list[Comment]) -> None:
    if len(held) < BOTH:
        ui.label(viewer.say("comments_changes_first")).classes("sy-small sy-muted")
        return
    first, last, told = compared(held)
    ui.label(viewer.say("comments_changes_from", before=first, after=last)).classes("sy-small sy-muted")
    if all(one.kind == "same" for one in told):
        ui.label(viewer.say("comments_changes_none")).classes("sy-small sy-muted")
        return
    with ui.element("ul").classes("sy-comment-diff"):
        for one in told:
            with ui.element("li").classes(f"sy-comment-diff-{one.kind}").props(f'data-change="{one.kind}"'):
                ui.icon(_ICONS[one.kind]).props('aria-hidden="true"')
                ui.label(viewer.say(f"comments_change_{one.kind}")).classes("sy-comment-diff-word")
                ui.label(one.sentence.text).classes("sy-words").props('lang="zh-CN"')
