"""Objections on the evidence page: a learner's own, with what came of each; and those a teacher or mentor answers.

Putting right, taking out and answering are the same acts as over HTTP. Holds nothing between two visits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from learning.evidence import MOST_POINTS, Result, fits
from learning.exact import plain
from records.evidencerows import Kept
from records.objections import CHANGED, KEPT, LONGEST, MOST, SHORTEST, Objection, Opened
from trust.errors import BadInput
from web.pages.dialogs import answer, buttons, dialog
from web.pages.evidencecard import card, line, moment
from web.pages.naming import person_name
from web.pages.toasts import toast
from web.pages.viewer import Viewer
from web.words import WORDS


async def objected(viewer: Viewer, kept: Kept) -> bool:
    """Ask what is wrong and say it; whether it was said."""
    with dialog(viewer, viewer.say("objection_title")) as asking:
        _shown(viewer, kept)
        words = ui.textarea(viewer.say("objection_words")).props(f"outlined autogrow maxlength={LONGEST}")
        words.classes("sy-wide")
        buttons(viewer, asking, "objection_send", lambda: str(words.value or ""))
    told = await answer(asking)
    if told is None:
        return False
    made = await viewer.do(lambda: viewer.parts.store.objections.object(*viewer.now(), kept.evidence.id, told))
    if made is not None:
        toast(viewer.say("objection_sent"))
    return made is not None


class OwnObjections:
    """What one objected to, and what came of it; not there while there is nothing."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with card(viewer, "objection_mine") as self._card:
            self._list = ui.element("ul").classes("sy-evidence-list")
        self._card.set_visibility(False)

    async def start(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.objections.page(*viewer.now()))
        mine = [o for o in found or () if o.student == viewer.first.id]
        self._card.set_visibility(bool(mine))
        self._list.clear()
        with self._list:
            for made in mine:
                self._row(made)
            _cut(viewer, found or ())

    def _row(self, made: Objection) -> None:
        say = self._viewer.say
        with ui.element("li").classes("sy-evidence-line").props(f'data-objection="{made.id}"'):
            ui.label(moment(made.at)).classes("sy-evidence-kind")
            with ui.element("div").classes("sy-evidence-words"):
                if made.words:
                    ui.label(made.words).classes("sy-words").props('dir="auto"')
                if made.answer:
                    ui.label(say("objection_answer", words=made.answer)).classes("sy-small sy-words")
            ui.label(say(f"objection_{made.outcome or 'open'}")).classes("sy-evidence-came")


class ObjectionsPanel:
    """Open ones to pieces this teacher or mentor sees; not there while there is none."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with card(viewer, "objection_theirs", "objection_theirs_more") as self._card:
            self._list = ui.element("ul").classes("sy-evidence-list")
        self._card.set_visibility(False)

    async def start(self) -> None:
        found = await self._viewer.do(self._look)
        held, names = found or ([], {})
        theirs = [o for o in held if o.student in names]
        self._card.set_visibility(bool(theirs))
        self._list.clear()
        with self._list:
            for made in theirs:
                self._row(made, names[made.student])
            _cut(self._viewer, held)

    def _look(self) -> tuple[list[Objection], dict[str, str]]:
        """All there are, and the names of learners with an open one."""
        who, scope = self._viewer.now()
        held = self._viewer.parts.store.objections.page(who, scope)
        held = [o for o in held if o.student == who.id or o.outcome is None]
        whose = {o.student for o in held if o.student != who.id}
        return held, {one: person_name(self._viewer.parts, one) for one in whose}

    def _row(self, made: Objection, name: str) -> None:
        with ui.element("li").classes("sy-evidence-line").props(f'data-objection="{made.id}"'):
            ui.label(name).classes("sy-evidence-kind")
            with ui.element("div").classes("sy-evidence-words"):
                ui.label(moment(made.at)).classes("sy-small sy-muted")
            act = ui.button(self._viewer.say("objection_handle"), on_click=lambda: self._handle(made))
            act.props("outline no-caps dense")

    async def _handle(self, made: Objection) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.objections.opened(*viewer.now(), made.id))
        if found is None:
            return
        told = await _asked(viewer, found)
        if told is not None and await viewer.carry_out(lambda: told.done(viewer, made, found.kept)):
            toast(viewer.say("objection_done"))
            await self.start()


class _Asked:
    """What the decider chose: `act` is points, out or stays."""

    def __init__(self, act: str, points: str, out_of: str, words: str) -> None:
        self.act, self.words = act, words.strip()
        self._points, self._out_of = points.strip(), out_of.strip()

    def done(self, viewer: Viewer, made: Objection, kept: Kept | None) -> None:
        """Put right or taken out and answered in one."""
        held, (who, scope) = viewer.parts.store.objections, viewer.now()
        if kept is not None and self.act in ("points", "out"):
            result = self._result(kept) if self.act == "points" else None
            held.settle(who, scope, made.id, kept.version, result, self.words)
        else:
            held.answer(who, scope, made.id, KEPT if self.act == "stays" else CHANGED, self.words)

    def _result(self, kept: Kept) -> Result:
        points, out_of = _number(self._points), _number(self._out_of)
        try:
            return replace(kept.evidence.result, points=points, out_of=out_of)
        except ValueError:
            raise BadInput(*WORDS["objection_bounds"]) from None


async def _asked(viewer: Viewer, found: Opened) -> _Asked | None:
    say, kept = viewer.say, found.kept
    with dialog(viewer, say("objection_title")) as asking:
        if found.words:
            ui.label(found.words).classes("sy-words sy-strong").props('dir="auto"')
        if kept is None:
            ui.label(say("objection_gone")).classes("sy-small sy-muted")
        else:
            _shown(viewer, kept)
        result = kept.evidence.result if kept else Result()
        with ui.element("div").classes("sy-account-new"):
            points = ui.input(say("objection_points"), value=_text(result.points), validation=_checked(viewer))
            out_of = ui.input(say("objection_out_of"), value=_text(result.out_of), validation=_checked(viewer))
            for field in (points, out_of):
                field.props("outlined dense inputmode=decimal maxlength=9").set_visibility(kept is not None)
        words = ui.textarea(say("objection_reply")).props(f"outlined autogrow maxlength={LONGEST}").classes("sy-wide")

        def chosen(act: str) -> None:
            if act == "stays" and len(str(words.value or "").strip()) < SHORTEST:
                toast(say("objection_why"), "warned")
                return
            if act == "points" and not (points.validate() and out_of.validate()):
                return
            asking.submit(_Asked(act, str(points.value or ""), str(out_of.value or ""), str(words.value or "")))

        with ui.element("div").classes("sy-dialog-buttons"):
            ui.button(say("objection_stays"), on_click=lambda: chosen("stays")).props("flat no-caps")
            if kept is not None:
                out = ui.button(say("objection_out"), on_click=lambda: chosen("out"))
                out.props("flat no-caps color=negative")
            right = ui.button(say("objection_right"), on_click=lambda: chosen("points" if kept else "gone"))
            right.props("unelevated no-caps color=primary")
    given: _Asked | None = await answer(asking)
    return given


def _shown(viewer: Viewer, kept: Kept) -> None:
    with ui.element("ul").classes("sy-evidence-list sy-wide"):
        line(viewer, kept)


def _cut(viewer: Viewer, held: Sequence[Objection]) -> None:
    if len(held) > MOST:
        ui.label(viewer.say("objection_cut", n=MOST)).classes("sy-small sy-muted")


def _checked(viewer: Viewer) -> Callable[[Any], str | None]:
    def wrong(text: Any) -> str | None:
        try:
            number = Decimal(str(text or "").strip() or "0")
        except InvalidOperation:
            number = Decimal(-1)
        return None if fits(number) else viewer.say("objection_number", most=MOST_POINTS)

    return wrong


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _text(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
