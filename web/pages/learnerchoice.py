"""Choosing one learner of one's own by user name, with the reason that is kept. Knows not what is shown of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from records.looks import LONGEST
from trust.errors import NotFound
from web.pages.evidencecard import card
from web.pages.viewer import Viewer

Show = Callable[[str, str], Awaitable[None]]
"""The learner's id, and why."""


class LearnerChoice:
    """`show` draws into a box of class `kind` below the card, or within it."""

    def __init__(self, viewer: Viewer, show: Show, kind: str = "", *, below: bool = False) -> None:
        self._viewer, self._show = viewer, show
        with card(viewer, "learner_title", "learner_more") as held, ui.element("div").classes("sy-account-new"):
            self._name = ui.input(viewer.say("consent_username")).props("outlined dense maxlength=128")
            self._why = ui.input(viewer.say("learner_reason")).props(f"outlined dense maxlength={LONGEST}")
            made = ui.button(viewer.say("learner_look"), icon="search", on_click=self._look)
            made.props("unelevated no-caps color=primary")
        if below:
            self._box = ui.element("div").classes(kind)
        else:
            with held:
                self._box = ui.element("div").classes(kind)

    async def _look(self) -> None:
        viewer, name, why = self._viewer, str(self._name.value or "").strip(), str(self._why.value or "")
        found = await viewer.do(lambda: _person(viewer, name))
        self._box.clear()
        if found is not None:
            with self._box:
                await self._show(found, why)


def _person(viewer: Viewer, username: str) -> str:
    """Nobody and somebody who is not theirs are told apart nowhere: the look itself decides."""
    found = viewer.parts.store.people.find(username)
    if found is None:
        raise NotFound()
    return found
