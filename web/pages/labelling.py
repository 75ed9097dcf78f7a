"""Choosing a label in plain words: who may know? Offers what the person may give, writes the label's text form."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from trust.principal import Principal
from web.levels import audience, label_text, level_word
from web.pages.frame import ICONS
from web.pages.viewer import Viewer

NONE, OPEN, INSIDE = "none", "open", "inside"


def courses_of(principal: Principal) -> list[str]:
    """Courses this person stands in."""
    return sorted(a.removeprefix("course:") for a in principal.atoms if a.startswith("course:"))


class LabelChoice:
    """Levels as cards and the course as a list; `changed` is told the text form."""

    def __init__(self, viewer: Viewer, owner: str, changed: Callable[[str], None]) -> None:
        self._viewer, self._changed = viewer, changed
        self._owner, self._rank, self._course = owner, 1, NONE
        ui.label(viewer.say("who_knows")).classes("sy-question")
        self._levels = ui.element("div").classes("sy-levels")
        self._levels.props(f'role="radiogroup" aria-label="{viewer.say("who_knows")}"')
        self._courses = ui.element("div").classes("sy-courses")
        self._draw()

    @property
    def text(self) -> str:
        kind, _, course = self._course.partition(":")
        return label_text(
            self._owner, self._rank, course if kind == OPEN else None, course if kind == INSIDE else None
        )

    def at(self, owner: str) -> None:
        """Another owner: its own levels and words."""
        self._owner = owner
        self._rank = min(self._rank, self._viewer.first.clearance(owner))
        self._draw()

    def _draw(self) -> None:
        self._levels.clear()
        with self._levels:
            for rank in range(self._viewer.first.clearance(self._owner) + 1):
                self._card(rank)
        self._courses.clear()
        options = self._relations()
        if len(options) > 1 and self._rank > 0:
            with self._courses:
                made = ui.select(options, value=self._course, on_change=self._narrowed)
                made.props("outlined dense options-dense").set_label(self._viewer.say("narrow"))
        self._changed(self.text)

    def _card(self, rank: int) -> None:
        viewer, chosen = self._viewer, rank == self._rank
        card = ui.element("button").classes(f"sy-level-card sy-level-{rank}")
        card.props(f'type="button" role="radio" aria-checked="{str(chosen).lower()}" data-level="{rank}"')
        with card:
            ui.icon(ICONS[rank])
            ui.label(level_word(viewer.language, rank)).classes("sy-strong")
            ui.label(audience(self._owner, rank, viewer.names, viewer.language)).classes("sy-small")
        card.on("click", lambda: self._picked(rank))

    def _picked(self, rank: int) -> None:
        self._rank = rank
        if rank == 0:
            self._course = NONE
        self._draw()

    def _narrowed(self, event: object) -> None:
        self._course = str(getattr(event, "value", NONE))
        self._changed(self.text)

    def _relations(self) -> dict[str, str]:
        viewer = self._viewer
        options = {NONE: viewer.say("narrow_none")}
        for course in courses_of(viewer.first):
            title = viewer.names.courses.get(course, course)
            options[f"{INSIDE}:{course}"] = viewer.say("narrow_inside", course=title)
            options[f"{OPEN}:{course}"] = viewer.say("narrow_open", course=title)
        return options
