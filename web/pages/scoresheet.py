"""One student's scoring sheet: a level's button or a number per criterion, why there is none, a reason; one save.

Asks for no more than the rater may give: their side's criteria, and where they are called as a third or a moderator.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from learning.judged import MISSING
from learning.scheme import FULL, Criterion
from records.judgements import Score
from records.schemerows import Held
from records.scores import LONGEST, Learner
from web.pages.viewer import Viewer
from web.scores import ScoreIn, scored

Next = Callable[[str], Awaitable[None]]
NONE = "none"


def asked(viewer: Viewer, held: Held, row: Learner) -> dict[str, str]:
    """Criteria on which a third or a moderator is asked for, and which. Off the event loop."""
    principal, scope = viewer.now()
    standing = viewer.parts.store.grades.look(principal, scope, held.id, row.id)[1]
    mine = [n for n in standing.needs if n.wanted == "third" and n.side in held.sides]
    mine += [n for n in standing.needs if n.wanted == "moderator" and not row.scores]
    return {n.criterion: n.wanted for n in mine if n.criterion not in row.scores}


class ScoreSheet:
    def __init__(self, viewer: Viewer, held: Held, row: Learner, asks: dict[str, str], on_saved: Next) -> None:
        self._viewer, self._held, self._row = viewer, held, row
        self._asks, self._on_saved = asks, on_saved
        self._entries: list[_Entry] = []

    def draw(self) -> None:
        viewer, row = self._viewer, self._row
        with ui.element("section").classes("sy-card sy-grade-card").props(f'data-student="{row.id}"'):
            ui.label(row.name).classes("sy-grade-who").props('role="heading" aria-level="2"')
            if row.published:
                ui.label(viewer.say("scoring_published")).classes("sy-note")
            for criterion in self._criteria():
                before, asks = row.scores.get(criterion.id), self._asks.get(criterion.id)
                entry = _Entry(viewer, criterion, self._held.scheme.cap, before, asks)
                entry.draw(enabled=not row.published or criterion.id in self._asks)
                self._entries.append(entry)
            if not row.published or self._asks:
                made = ui.button(viewer.say("scoring_save"), icon="done", on_click=self._save)
                made.props("unelevated no-caps color=primary").classes("sy-grade-save")

    def _criteria(self) -> list[Criterion]:
        """One's own side's, those one has judged, those one is called for."""
        sides = self._held.sides
        return [
            c for c in self._held.scheme.criteria
            if any(s.side in sides for s in c.shares) or c.id in self._row.scores or c.id in self._asks
        ]  # fmt: skip

    async def _save(self) -> None:
        viewer = self._viewer
        changed: list[tuple[_Entry, ScoreIn]] = []
        for entry in self._entries:
            told = entry.told()
            if told is None:
                ui.notify(viewer.say("scoring_bad_points", title=entry.title), type="warning", position="top")
                return
            if entry.differs(told):
                changed.append((entry, told))
        if not changed:
            ui.notify(viewer.say("scoring_nothing"), position="top")
            await self._on_saved(self._row.id)
            return

        def act() -> int:
            principal, scope = viewer.now()
            for entry, told in changed:
                where = (self._held.id, self._row.id, entry.id, entry.version)
                entry.before = scored(viewer.parts, principal, scope, *where, told)
            return len(changed)

        done = await viewer.do(act)
        if done is not None:
            ui.notify(viewer.say("scoring_saved", n=done), type="positive", position="top")
            await self._on_saved(self._row.id)


class _Entry:
    """One criterion as it is being filled in. `before` is what is stored."""

    def __init__(
        self, viewer: Viewer, criterion: Criterion, cap: Decimal, before: Score | None, asked_as: str | None
    ) -> None:
        self._viewer, self._criterion, self._cap = viewer, criterion, format(cap, "f")
        self.before, self._asked_as = before, asked_as

    @property
    def id(self) -> str:
        return self._criterion.id

    @property
    def title(self) -> str:
        return self._criterion.title

    @property
    def version(self) -> int:
        return self.before.version if self.before else 0

    def draw(self, *, enabled: bool) -> None:
        say, c = self._viewer.say, self._criterion
        said = self.before.said if self.before else None
        with ui.element("fieldset").classes("sy-grade-entry").props(f'data-criterion="{c.id}"'):
            with ui.element("legend").classes("sy-strong"):
                ui.label(c.title)
            if self._asked_as:
                ui.label(say(f"scoring_called_{self._asked_as}")).classes("sy-grade-called")
            with ui.element("div").classes("sy-grade-levels"):
                for level, points in _steps(c):
                    made = ui.button(level.name, on_click=lambda p=points: self._fill(p)).props("outline no-caps dense")
                    made.props["title"] = level.descriptor
                    made.set_enabled(enabled)
            with ui.element("div").classes("sy-grade-fields"):
                text = "" if said is None or said.points is None else format(said.points, "f")
                self._points = ui.input(say("scoring_points"), value=text)
                self._points.props("outlined dense inputmode=decimal maxlength=8")
                kinds = {NONE: say("missing_none")} | {key: say(f"missing_{key}") for key in MISSING}
                value = said.missing if said and said.missing else NONE
                self._missing: Any = ui.select(kinds, value=value, label=say("scoring_missing"))
                self._missing.props("outlined dense options-dense")
                self._missing.on_value_change(lambda e: self._points.set_value("") if e.value != NONE else None)
            self._reason = ui.input(say("scoring_reason"), value=said.reason if said else "")
            self._reason.props(f"outlined dense maxlength={LONGEST}").classes("sy-wide")
            for field in (self._points, self._missing, self._reason):
                field.set_enabled(enabled)
            if c.unsafe_below is not None:
                line = format(c.unsafe_below, "f")
                ui.label(say("scheme_unsafe", line=line, cap=self._cap)).classes("sy-small sy-grade-bad")

    def told(self) -> ScoreIn | None:
        """What stands in the fields; None for points that are none. Empty is nothing said."""
        text = str(self._points.value or "").strip()
        missing = self._missing.value if self._missing.value != NONE and not text else None
        try:
            points = Decimal(text) if text else None
        except InvalidOperation:
            return None
        if points is not None and not (points.is_finite() and 0 <= points <= FULL and _places(points) <= 2):
            return None
        reason = str(self._reason.value or "").strip()
        evidence = list(self.before.said.evidence) if self.before else []
        return ScoreIn(points=None if points is None else format(points, "f"), missing=missing, reason=reason,
                       evidence=evidence)  # fmt: skip

    def differs(self, told: ScoreIn) -> bool:
        if told.points is None and told.missing is None:
            return False
        if self.before is None:
            return True
        said = self.before.said
        points = None if told.points is None else Decimal(told.points)
        return (points, told.missing, told.reason) != (said.points, said.missing, said.reason)

    def _fill(self, points: Decimal) -> None:
        self._missing.set_value(NONE)
        self._points.set_value(format(points, "f"))


def _places(points: Decimal) -> int:
    exponent = points.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _steps(c: Criterion) -> list[tuple[Any, Decimal]]:
    """Each level with the middle of its stretch."""
    above = FULL
    found = []
    for level in c.levels:
        found.append((level, ((level.at_least + above) / 2).quantize(Decimal(1))))
        above = level.at_least
    return found
