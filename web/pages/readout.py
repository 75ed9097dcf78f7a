"""What was read of a document: its headings, steps and table rows, with a way to say that it was read badly."""

from __future__ import annotations

import json
import re
from itertools import groupby

from nicegui import ui

from ingest.outline import is_step
from trust.sources import Document, Passage
from web.pages.answers import place
from web.pages.tables import text_html
from web.pages.viewer import Viewer

MOST = 300
"""Passages shown; the rest is counted."""
_ROW = re.compile(r"^\s*\||\t|\s\|\s|^[^。；]{1,40}[:：][^；]{1,60}；[^；]{1,40}[:：]")
_SEND = """(async () => {
  const answer = await fetch(%s, {method: "POST", headers: {"Content-Type": "application/json", "X-CSRF-Token": %s},
    body: JSON.stringify(%s)});
  return answer.status;
})()"""


def kind(line: str) -> str:
    """`step`, `row` or `text`."""
    if is_step(line):
        return "step"
    return "row" if _ROW.search(line) else "text"


def _lines(told: str, lines: list[str]) -> None:
    """Rows as the table they are."""
    if told == "row":
        ui.html(text_html("\n".join(lines), None), sanitize=False).classes("sy-read-row")  # it escapes
        return
    for line in lines:
        ui.element("p").classes(f"sy-read-{told}")._text = line


class ReadOut:
    def __init__(self, viewer: Viewer, document: Document, passages: tuple[Passage, ...]) -> None:
        self._viewer, self._document = viewer, document
        with ui.element("section").classes("sy-doc-part"):
            ui.element("h2")._text = viewer.say("structure")
            ui.label(viewer.say("structure_more")).classes("sy-small sy-muted")
            if not passages:
                ui.label(viewer.say("structure_none")).classes("sy-muted")
                return
            lines = [kind(line) for p in passages for line in p.text.splitlines()]
            headings = {p.locator.heading for p in passages if p.locator.heading}
            counts = {"headings": len(headings), "steps": lines.count("step"), "rows": lines.count("row")}
            ui.label(viewer.say("structure_counts", **counts)).classes("sy-small")
            with ui.element("div").classes("sy-read").props('tabindex="0" role="region"') as box:
                box.props["aria-label"] = viewer.say("structure")
                for heading, held in groupby(passages[:MOST], key=lambda p: p.locator.heading):
                    self._under(heading, list(held))
                if len(passages) > MOST:
                    ui.label(f"… +{len(passages) - MOST}").classes("sy-muted")

    def _under(self, heading: str | None, passages: list[Passage]) -> None:
        if heading:
            ui.element("h3")._text = heading
        for passage in passages:
            with ui.element("div").classes("sy-read-passage"):
                with ui.element("div"):
                    for told, run in groupby(passage.text.splitlines(), key=kind):
                        _lines(told, list(run))
                made = ui.button(icon="flag", on_click=lambda p=passage: self._report(p)).props("flat round dense")
                made.props["aria-label"] = self._viewer.say("bad_reading")
                made.tooltip(self._viewer.say("bad_reading"))

    async def _report(self, passage: Passage) -> None:
        viewer = self._viewer
        with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
            ui.label(viewer.say("bad_reading")).classes("sy-dialog-title")
            ui.label(place(passage.locator, viewer.language)).classes("sy-small sy-muted")
            ui.label(viewer.say("bad_reading_more")).classes("sy-small sy-muted")
            note = ui.textarea(viewer.say("note")).props("outlined maxlength=1000").classes("sy-wide")
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
                made = ui.button(viewer.say("confirm"), on_click=lambda: dialog.submit(str(note.value or "")))
                made.props("unelevated no-caps color=primary")
        words = await dialog
        dialog.delete()
        if isinstance(words, str) and words.strip():
            await self._send(passage, words.strip())

    async def _send(self, passage: Passage, words: str) -> None:
        """Over the API, as any other program would."""
        body = {"note": words, "passage_id": passage.id}
        if passage.locator.page is not None:
            body["page"] = passage.locator.page  # type: ignore[assignment]
        address = f"/api/documents/{self._document.id}/reports"
        told = [json.dumps(value) for value in (address, self._viewer.csrf, body)]
        status = await ui.run_javascript(_SEND % tuple(told), timeout=20)
        done = isinstance(status, int) and status < 300
        word = "bad_reading_done" if done else "bad_reading_not"
        ui.notify(self._viewer.say(word), type="positive" if done else "warning", position="top")
