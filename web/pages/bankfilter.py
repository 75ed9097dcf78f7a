"""The bank's filters as fields; what is chosen, as the store takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from records.bankrows import STATES, Wanted
from web.pages.itemcard import kind_names
from web.pages.viewer import Viewer


class BankFilter:
    """`changed` is told that another choice was made."""

    def __init__(self, viewer: Viewer, changed: Callable[[], Awaitable[None]]) -> None:
        self._viewer, self._changed = viewer, changed
        say = viewer.say
        with ui.element("section").classes("sy-card sy-bank-filter"):
            self._q = ui.input(placeholder=say("bank_find"), on_change=self._told)
            self._q.props(f'outlined dense clearable debounce=300 aria-label="{say("bank_find")}"').classes("sy-wide")
            with ui.element("div").classes("sy-bank-row"):
                self._tag = self._select("bank_tag", {})
                self._kind = self._select("bank_kind", kind_names(viewer))
                self._level = self._select("studio_difficulty", {n: say(f"difficulty_{n}") for n in (1, 2, 3)})
                self._state = self._select("bank_state", {s: say(f"bank_{s}") for s in STATES})
            self._stale = ui.checkbox(say("bank_only_stale"), on_change=self._told).props("dense")

    def tags(self, found: Sequence[tuple[str, int]]) -> None:
        """What there is to choose from."""
        self._tag.set_options({"": self._viewer.say("bank_any"), **{t: f"{t}（{n}）" for t, n in found}})

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            str(self._q.value or "").strip() or None, self._kind.value or None, self._level.value or None,
            self._tag.value or None, None, self._state.value or None, True if self._stale.value else None,
        )  # fmt: skip

    def _select(self, word: str, options: dict[Any, str]) -> ui.select:
        every = {"": self._viewer.say("bank_any"), **options}
        made = ui.select(every, value="", label=self._viewer.say(word), on_change=self._told)
        return made.props("outlined dense options-dense").classes("sy-bank-choice")

    async def _told(self) -> None:
        await self._changed()
