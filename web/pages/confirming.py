"""The steward's two dialogs: confirm a label, and make sure before deleting."""

from __future__ import annotations

from nicegui import ui

from trust.errors import BadLabel
from trust.labels import Label, parse
from trust.sources import Document
from web.documents import confirm
from web.levels import in_words, label_text, level
from web.pages.viewer import Viewer


def candidates(document: Document) -> list[Label]:
    """Labels a steward may want: proposed, current, and each plain level with the same courses. When nothing is
    proposed only those at least as strict as now; the rules are the store's either way.
    """
    found = [document.proposed_label] if document.proposed_label else []
    found.append(document.label)
    opened, inside = _courses(document.label)
    for rank in range(4):
        try:
            plain = parse(label_text(document.owner, rank, opened, inside))
        except BadLabel:
            continue
        if document.proposed_label is not None or document.label.flows_to(plain):
            found.append(plain)
    return list({label.id: label for label in found}.values())


def _courses(label: Label) -> tuple[str | None, str | None]:
    """The course it is opened to, and the one it is kept inside."""
    opened = inside = None
    for clause in label.clauses:
        courses = [a.removeprefix("course:") for a in clause if a.startswith("course:")]
        if courses and len(clause) > 1:
            opened = courses[0]
        elif courses:
            inside = courses[0]
    return opened, inside


async def chosen_label(viewer: Viewer, document: Document) -> Label | None:
    """What the steward picked, or None."""
    offered = candidates(document)
    offered.sort(key=lambda label: (label != document.proposed_label, level(label)))
    words = {label.id: _line(viewer, document, label) for label in offered}
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(viewer.say("confirm_label")).classes("sy-dialog-title")
        ui.label(document.title).classes("sy-strong")
        ui.label(viewer.say("choose_label")).classes("sy-muted")
        radio = ui.radio(words, value=offered[0].id)
        ui.label(viewer.say("raise_only")).classes("sy-small sy-muted")
        _buttons(viewer, dialog, "confirm", lambda: radio.value)
    picked = await dialog
    dialog.delete()
    return next((label for label in offered if label.id == picked), None)


async def label_asked(viewer: Viewer, document: Document) -> bool:
    """Ask for the label and put it on."""
    label = await chosen_label(viewer, document)
    if label is None:
        return False
    parts, text = viewer.parts, str(label)
    done = await viewer.do(lambda: confirm(parts, viewer.now()[0], document.id, text, document.version))
    if done is not None:
        ui.notify(viewer.say("label_done"), type="positive", position="top")
    return done is not None


def _line(viewer: Viewer, document: Document, label: Label) -> str:
    notes = []
    if label == document.proposed_label:
        notes.append(viewer.say("proposed"))
    if label == document.label:
        notes.append(viewer.say("current_label"))
    words = in_words(label, viewer.names, viewer.language)
    return f"{words}（{'、'.join(notes)}）" if notes else words


async def sure(viewer: Viewer, words: str, act: str = "delete", colour: str = "negative") -> bool:
    """Whether the person means it; `act` is the word on the button."""
    with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
        ui.label(words)
        _buttons(viewer, dialog, act, lambda: "yes", colour)
    picked = await dialog
    dialog.delete()
    return bool(picked == "yes")


def _buttons(viewer: Viewer, dialog: ui.dialog, word: str, value: object, colour: str = "primary") -> None:
    with ui.element("div").classes("sy-dialog-buttons"):
        ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
        made = ui.button(viewer.say(word), on_click=lambda: dialog.submit(value() if callable(value) else value))
        made.props(f"unelevated no-caps color={colour}")
