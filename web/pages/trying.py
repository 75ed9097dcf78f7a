"""Search tried out: what is found, in which order and why; two wordings side by side. The same search as asking."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from knowledge.explain import Chosen, Explained
from web.pages.answers import place
from web.pages.entering import entered
from web.pages.frame import DRAWN, badge, titled
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.reading import Hit, address
from web.resources import Resources
from web.trying import tried
from web.wording import left, runs

_SHOWN = 160
"""Characters of a passage."""


def register(parts: Resources) -> None:
    @ui.page("/search", response_timeout=DRAWN)
    async def search_page(request: Request) -> Response | None:
        viewer = await entered(request, parts, "/search", "trying", "own")
        if not isinstance(viewer, Viewer):
            return viewer
        SearchPage(viewer)
        return None


class SearchPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with ui.element("div").classes("sy-main sy-trying"):
            titled(viewer.say("trying"))
            ui.label(viewer.say("trying_more")).classes("sy-muted")
            with ui.element("div").classes("sy-card sy-trying-form"):
                self._boxes = [self._box("trying_first"), self._box("trying_second")]
                ui.button(viewer.say("trying_go"), icon="search", on_click=self._go).props("unelevated no-caps")
            self._found = ui.element("div").classes("sy-trying-found").props('aria-live="polite"')
            with self._found:
                empty(viewer.say("trying_before"), icon="manage_search")

    def _box(self, word: str) -> ui.input:
        box = ui.input(self._viewer.say(word)).props("outlined dense maxlength=2000").classes("sy-trying-box")
        return box.on("keydown.enter", self._go)

    async def _go(self) -> None:
        asked = [text for box in self._boxes if (text := (box.value or "").strip())]
        viewer = self._viewer
        found = await viewer.do(lambda: [tried(viewer.parts, *viewer.now(), text) for text in asked])
        if found is None:
            return
        self._found.clear()
        with self._found:
            for n, (text, one) in enumerate(zip(asked, found, strict=True)):
                self._column(text, one, found[1 - n] if len(found) > 1 else None)

    def _column(self, text: str, found: Explained, other: Explained | None) -> None:
        viewer = self._viewer
        places = {c.passage.id: n for n, c in enumerate(other.chosen, 1)} if other else {}
        with ui.element("section").classes("sy-trying-column"):
            ui.label(text).classes("sy-strong sy-trying-asked").props('dir="auto"')
            known = [w for w in found.counted if w not in found.unknown]
            told = (("trying_counted", runs(text, known)), ("trying_unknown", left(text, known, found.unknown)))
            for word, terms in told:
                if terms:
                    ui.label(f"{viewer.say(word)}: {' · '.join(terms)}").classes("sy-small sy-muted")
            if not found.chosen:
                empty(viewer.say("trying_none"), icon="search_off")
            for n, chosen in enumerate(found.chosen, 1):
                self._one(text, n, chosen, places.get(chosen.passage.id))

    def _one(self, asked: str, n: int, chosen: Chosen, there: int | None) -> None:
        viewer, passage = self._viewer, chosen.passage
        with ui.element("article").classes("sy-card sy-trying-one"):
            with ui.element("div").classes("sy-trying-top"):
                ui.label(str(n)).classes("sy-chip")
                ui.link(passage.title, address(Hit(passage.id))).classes("sy-strong").props('dir="auto"')
                badge(passage.label, viewer.language)
            ui.label(place(passage.locator, viewer.language)).classes("sy-small sy-muted")
            more = "…" if len(passage.text) > _SHOWN else ""
            ui.label(passage.text[:_SHOWN] + more).classes("sy-trying-text").props('dir="auto"')
            why = [viewer.say("trying_place", n=chosen.lexical), *(viewer.say(f"trying_{w}") for w in chosen.why)]
            if there:
                why.append(viewer.say("trying_both", n=there))
            with ui.element("ul").classes("sy-trying-why"):
                for line in (*why, *self._words(asked, chosen)):
                    with ui.element("li"):
                        ui.label(line)

    def _words(self, asked: str, chosen: Chosen) -> list[str]:
        say = self._viewer.say
        missing = left(asked, chosen.held, chosen.missing)
        told = (("trying_held", runs(asked, chosen.held)), ("trying_missing", missing))
        return [say(key, words=" · ".join(words)) for key, words in told if words]
