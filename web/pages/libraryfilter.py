"""The filters of the library: which library, whose, in which state, words in titles or text. Holds the choice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nicegui import ui

from agent.words import LIBRARY
from trust.sources import STATES, Document
from web.pages.viewer import Viewer

ALL = "all"


@dataclass(frozen=True)
class Filter:
    library: str | None = None
    state: str | None = None
    owner: str | None = None
    mine: bool = False
    late: bool = False
    words: str = ""
    in_text: bool = False

    def fits(self, document: Document, person: str, today: date) -> bool:
        """For what a search found: the same conditions the list's query has."""
        return (
            self.state in (None, document.state)
            and self.owner in (None, document.owner)
            and (not self.mine or document.uploader == person)
            and (not self.late or (document.review_by is not None and document.review_by < today))
        )


class Filters:
    def __init__(self, viewer: Viewer, changed: Callable[[Filter], Awaitable[None]]) -> None:
        self._viewer, self._changed, self._now = viewer, changed, Filter()
        with ui.element("div").classes("sy-filters"):
            self._libraries()
            self._words()
        with ui.element("div").classes("sy-filters sy-filters-more"):
            self._selects()

    def _libraries(self) -> None:
        viewer = self._viewer
        options = {ALL: viewer.say("all_libraries"), **{n: viewer.say(n) for n in LIBRARY}}
        toggle = ui.toggle(options, value=ALL, on_change=lambda e: self._set(library=_or_none(e.value)))
        toggle.props("no-caps unelevated toggle-color=primary").classes("sy-toggle")

    def _words(self) -> None:
        viewer = self._viewer
        with ui.element("div").classes("sy-find-box"):
            where = ui.select(
                {False: viewer.say("find_in_title"), True: viewer.say("find_in_text")}, value=False,
                on_change=lambda e: self._where(bool(e.value)),
            )  # fmt: skip
            where.props(f'outlined dense options-dense aria-label="{viewer.say("find_how")}"').classes("sy-find-where")
            self._find = ui.input(
                placeholder=viewer.say("find_title"), on_change=lambda e: self._set(words=str(e.value or "").strip())
            )
            self._find.props("outlined dense clearable debounce=300").classes("sy-find")

    def _selects(self) -> None:
        viewer = self._viewer
        states = {ALL: viewer.say("all_states"), **{s: viewer.say(f"state_{s}") for s in STATES if s != "deleted"}}
        self._select(states, "filter_state", "state")
        owners = {ALL: viewer.say("all_owners"), **viewer.names.owners}
        self._select(owners, "filter_owner", "owner")
        for word, field in (("filter_mine", "mine"), ("filter_late", "late")):
            ui.checkbox(viewer.say(word), on_change=lambda e, f=field: self._set(**{f: bool(e.value)})).props("dense")

    def _select(self, options: dict[str, str], word: str, field: str) -> None:
        chosen = lambda e: self._set(**{field: _or_none(e.value)})  # noqa: E731
        made = ui.select(options, value=ALL, label=self._viewer.say(word), on_change=chosen)
        made.props("outlined dense options-dense").classes("sy-filter-select")

    async def _where(self, in_text: bool) -> None:
        self._find.props(f'placeholder="{self._viewer.say("find_text" if in_text else "find_title")}"')
        await self._set(in_text=in_text)

    async def _set(self, **change: Any) -> None:
        self._now = replace(self._now, **change)
        await self._changed(self._now)


def _or_none(value: object) -> str | None:
    return None if value in (ALL, None) else str(value)
