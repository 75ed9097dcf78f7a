"""Deleting one document: first what rests on it, as far as the person may see that, then the question."""

from __future__ import annotations

from nicegui import ui

from records.dependants import Dependant
from trust.sources import Document
from web.documents import remove
from web.pages.viewer import Viewer
from web.words import WORDS

LISTED = 12


async def delete_asked(viewer: Viewer, document: Document) -> bool:
    """Whether it was deleted."""
    found = await viewer.do(lambda: viewer.parts.store.dependants.of(*viewer.now(), document.id))
    if found is None:
        return False
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(viewer.say("delete_sure", title=document.title)).classes("sy-words")
        if found:
            ui.label(viewer.say("depends_more")).classes("sy-small sy-muted")
            dependants(viewer, found)
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
            made = ui.button(viewer.say("delete"), on_click=lambda: dialog.submit("yes"))
            made.props("unelevated no-caps color=negative")
    answer = await dialog
    dialog.delete()
    if answer != "yes" or not await viewer.carry_out(lambda: remove(viewer.parts, viewer.now()[0], document.id)):
        return False
    ui.notify(viewer.say("deleted"), type="positive", position="top")
    return True


def dependants(viewer: Viewer, found: list[Dependant]) -> None:
    """As a list of kinds and titles."""
    with ui.element("ul").classes("sy-depends"):
        for one in found[:LISTED]:
            with ui.element("li"):
                kind = f"kind_{one.kind}" if f"kind_{one.kind}" in WORDS else "kind_artefact"
                ui.label(viewer.say(kind)).classes("sy-small sy-muted")
                ui.label(one.title).classes("sy-words")
        if len(found) > LISTED:
            ui.label(f"… +{len(found) - LISTED}").classes("sy-small sy-muted")
