"""A teacher's own words for a comment: each sentence with the facts it cites. The records check them."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from learning.commentcheck import LONGEST, Sentence
from records.commentrows import Comment
from web.pages.commentparts import named
from web.pages.dialogs import dialog
from web.pages.viewer import Viewer

Fields = list[tuple[Sentence, Any, Any]]


async def edited(viewer: Viewer, comment: Comment) -> bool:
    """Whether another edition was kept. A refusal leaves the dialog open with all that was typed."""
    facts = {f.id: f"{named(viewer, f)} {'、'.join(f.numbers)}".strip() for f in comment.facts}
    fields: Fields = []
    with dialog(viewer, viewer.say("comments_edit"), wide=True) as made:
        ui.label(viewer.say("comments_edit_more")).classes("sy-small sy-muted sy-words")
        for n, one in enumerate(comment.sentences, 1):
            part = viewer.say(f"comments_part_{one.part}")
            text = ui.textarea(viewer.say("comments_edit_text", part=part, n=n), value=one.text)
            text.props(f"outlined dense autogrow maxlength={LONGEST}").classes("sy-wide")
            cites = ui.select(facts, value=[c for c in one.cites if c in facts], multiple=True)
            cites.props("outlined dense options-dense").classes("sy-wide")
            cites.props["label"] = viewer.say("comments_edit_cites", n=n)
            fields.append((one, text, cites))

        async def save() -> None:
            edit, said = viewer.parts.store.comments.edit, _said(fields)
            if await viewer.do(lambda: edit(*viewer.now(), comment.id, comment.version, said)) is not None:
                ui.notify(viewer.say("comments_saved"), type="positive", position="top")
                made.submit(True)

        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(viewer.say("cancel"), on_click=lambda: made.submit(None)).props("flat no-caps")
            ui.button(viewer.say("save"), on_click=save).props("unelevated no-caps color=primary")
    given = await made
    made.delete()
    return bool(given)


def _said(fields: Fields) -> list[Sentence]:
    """What stands in the fields; an emptied sentence is dropped."""
    told = [(one, str(text.value or "").strip(), tuple(cites.value or ())) for one, text, cites in fields]
    return [Sentence(one.part, text, cites) for one, text, cites in told if text]
