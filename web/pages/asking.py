"""What people ask of stewards about a document: a copy at a lower label, or its erasure. Holds no rules."""

from __future__ import annotations

from datetime import date, timedelta

from nicegui import ui

from trust.day import day
from trust.errors import BadLabel
from trust.labels import Label, parse
from trust.sources import Document
from web.levels import in_words, label_text
from web.pages.viewer import Viewer
from web.releases import ReleaseIn, asked

USUAL = timedelta(days=14)


def lower(document: Document) -> list[Label]:
    """Plain labels of its owner, and those opened to or kept in its courses, that are below what it has now."""
    courses = sorted({a.removeprefix("course:") for c in document.label.clauses for a in c if a.startswith("course:")})
    found: list[Label] = []
    for rank in range(4):
        texts = [label_text(document.owner, rank)]
        texts += [label_text(document.owner, rank, opened, None) for opened in courses]
        texts += [label_text(document.owner, rank, None, inside) for inside in courses]
        for text in texts:
            try:
                plain = parse(text)
            except BadLabel:
                continue
            if plain.flows_to(document.label) and not document.label.flows_to(plain):
                found.append(plain)
    return list({label.id: label for label in found}.values())


async def release_asked(viewer: Viewer, document: Document) -> None:
    say, offered = viewer.say, lower(document)
    if not offered:
        ui.notify(say("release_no_lower"), type="info", position="top")
        return
    words = {str(label): in_words(label, viewer.names, viewer.language) for label in offered}
    with ui.dialog() as dialog, ui.card().classes("sy-dialog sy-wide-dialog"):
        ui.label(say("ask_release")).classes("sy-dialog-title")
        ui.label(document.title).classes("sy-strong sy-words")
        ui.label(say("ask_release_more")).classes("sy-small sy-muted")
        wanted = ui.select(words, value=next(reversed(words)), label=say("release_wanted"))
        wanted.props("outlined dense options-dense").classes("sy-wide")
        why = ui.textarea(say("release_reason")).props("outlined autogrow maxlength=2000").classes("sy-wide")
        taken = ui.textarea(say("release_taken")).props("outlined autogrow").classes("sy-wide")
        until = ui.input(say("release_until"), value=(day(viewer.parts.now()) + USUAL).isoformat())
        until.props("outlined dense type=date")
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
            made = ui.button(say("release_send"), on_click=lambda: dialog.submit("yes"))
            made.props("unelevated no-caps color=primary")
    answer = await dialog
    given = (str(wanted.value), str(why.value or "").strip(), str(taken.value or ""), str(until.value or ""))
    dialog.delete()
    if answer == "yes":
        await _send(viewer, document, *given)


async def _send(viewer: Viewer, document: Document, label: str, why: str, taken: str, until: str) -> None:
    try:
        last = date.fromisoformat(until)
    except ValueError:
        last = None
    if not why or last is None:
        ui.notify(viewer.say("release_incomplete"), type="warning", position="top")
        return
    lines = [line for line in taken.splitlines() if line.strip()]
    wish = ReleaseIn(document_id=document.id, label=label, reason=why, until=last, taken_out=lines[:200])
    if await viewer.do(lambda: asked(viewer.parts, *viewer.now(), wish)) is not None:
        ui.notify(viewer.say("release_sent"), type="positive", position="top")


async def erasure_asked(viewer: Viewer, document: Document) -> None:
    say = viewer.say
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(say("ask_erasure")).classes("sy-dialog-title")
        ui.label(say("ask_erasure_more")).classes("sy-small sy-muted")
        why = ui.textarea(say("reason")).props("outlined autogrow maxlength=2000").classes("sy-wide")
        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
            made = ui.button(say("confirm"), on_click=lambda: dialog.submit(str(why.value or "").strip()))
            made.props("unelevated no-caps color=primary")
    reason = await dialog
    dialog.delete()
    if not reason:
        return
    ask = viewer.parts.store.erasures.ask
    if await viewer.do(lambda: ask(*viewer.now(), document.id, str(reason))) is not None:
        ui.notify(say("ask_erasure_sent"), type="positive", position="top")
