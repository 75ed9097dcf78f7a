"""A teacher's button on a published artefact: release a copy to a class under an agreement in force. Holds no rules."""

from __future__ import annotations

from nicegui import ui

from records.agreementrows import Agreement
from records.artefactrows import PUBLISHED, Artefact
from records.twosided import ACTIVE
from trust.day import day
from trust.labels import parse
from trust.roles import Act
from web.agreements import functions, released
from web.levels import in_words
from web.pages.viewer import Viewer


def release_button(viewer: Viewer, artefact: Artefact) -> None:
    """Nothing where this person does not publish, where it is not published, or no release takes its kind."""
    kinds = {f.function for f in functions(viewer.language) if f.tool == artefact.tool}
    if artefact.state != PUBLISHED or not kinds or not viewer.first.may(Act.PUBLISH):
        return
    made = ui.button(viewer.say("release"), icon="groups", on_click=lambda: _released(viewer, artefact, kinds))
    made.props("flat no-caps")


async def _released(viewer: Viewer, artefact: Artefact, kinds: set[str]) -> None:
    found = await viewer.do(lambda: _offered(viewer, kinds))
    if found is None:
        return
    if not found:
        ui.notify(viewer.say("release_none"), type="info", position="top", multi_line=True)
        return
    picked = await _chosen(viewer, found)
    if picked is None:
        return
    agreement, function = found[picked]
    made = await viewer.do(lambda: released(viewer.parts, *viewer.now(), artefact.id, agreement.id, function))
    if made is not None:
        words = viewer.say("release_done", title=artefact.title) if made[1] else viewer.say("release_again")
        ui.notify(words, type="positive", position="top")


def _offered(viewer: Viewer, kinds: set[str]) -> list[tuple[Agreement, str]]:
    today = day(viewer.parts.now())
    live = [a for a in viewer.parts.store.agreements.page(viewer.now()[0]) if a.state(today) == ACTIVE]
    return [(a, t.function) for a in live for t in a.terms if t.function in kinds]


async def _chosen(viewer: Viewer, found: list[tuple[Agreement, str]]) -> int | None:
    told = {f.function: f for f in functions(viewer.language)}
    words = {}
    for n, (agreement, function) in enumerate(found):
        term = agreement.allows(function)
        label = in_words(parse(term.label), viewer.names, viewer.language) if term else ""
        words[n] = f"{told[function].title} → {label}（{agreement.title}）"
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(viewer.say("release")).classes("sy-dialog-title")
        ui.label(viewer.say("release_more")).classes("sy-muted")
        radio = ui.radio(words, value=0)
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
            made = ui.button(viewer.say("release"), on_click=lambda: dialog.submit(radio.value))
            made.props("unelevated no-caps color=primary")
    picked = await dialog
    dialog.delete()
    return picked if isinstance(picked, int) else None
