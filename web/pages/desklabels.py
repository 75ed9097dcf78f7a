"""The desk's labels to confirm: what was chosen, what is proposed, and the lines that caused it. Holds no rules."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from trust.sources import Document
from web.levels import level_word
from web.pages.confirming import label_asked
from web.pages.frame import label_line
from web.pages.states import empty
from web.pages.viewer import Viewer

MOST = 50


@dataclass(frozen=True)
class Waiting:
    document: Document
    reasons: list[tuple[str, int, str]]


async def labels_part(viewer: Viewer, owner: str) -> None:
    await _Labels(viewer, owner).show()


class _Labels:
    def __init__(self, viewer: Viewer, owner: str) -> None:
        self._viewer, self._owner = viewer, owner
        self._list = ui.element("div").classes("sy-stack")

    async def show(self) -> None:
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._list.clear()
        with self._list:
            if not found:
                empty(viewer.say("desk_labels_none"), viewer.say("desk_labels_none_more"), icon="verified_user")
            for waiting in found or []:
                self._card(waiting)

    def _look(self) -> list[Waiting]:
        principal, scope = self._viewer.now()
        library = self._viewer.parts.store.library
        listed, _ = library.page(principal, scope, state="awaiting_label", owner=self._owner, limit=MOST)
        return [Waiting(d, library.reasons(principal, scope, d.id)) for d in listed]

    def _card(self, waiting: Waiting) -> None:
        viewer, say, d = self._viewer, self._viewer.say, waiting.document
        with ui.element("section").classes("sy-card sy-desk-card").props(f'data-id="{d.id}"'):
            ui.link(d.title, f"/document?id={d.id}").classes("sy-strong sy-words")
            facts = [say(d.library), d.filename, f"{d.created_at:%Y-%m-%d}"]
            ui.label(" · ".join(facts)).classes("sy-small sy-muted sy-words")
            if d.proposed_label is not None:
                ui.label(say("proposed")).classes("sy-small sy-muted")
                label_line(d.proposed_label, viewer.names, viewer.language)
            ui.label(say("why_proposed")).classes("sy-small sy-muted")
            if not waiting.reasons:
                ui.label(say("why_unknown")).classes("sy-small")
            with ui.element("ul").classes("sy-desk-why"):
                for rule, level, line in waiting.reasons:
                    with ui.element("li"):
                        ui.label(f"{say(f'rule_{rule}')} → {level_word(viewer.language, level)}").classes("sy-small")
                        ui.label(line).classes("sy-desk-line sy-words")
            made = ui.button(say("confirm_label"), icon="verified_user", on_click=lambda: self._confirm(d))
            made.props("unelevated no-caps color=primary").classes("sy-desk-act")

    async def _confirm(self, d: Document) -> None:
        await label_asked(self._viewer, d)
        await self.show()
