"""The form to draft a grading scheme on, the newest one as its start. Percentages here, exact decimals below.

Knows the fields; what fits together is learning/scheme.py's rule, who may draft records/schemes.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from learning.exact import plain
from learning.scheme import DIMENSIONS, STAGES, Criterion, Scheme, Share
from trust.day import day
from trust.errors import BadInput
from web.pages.gradeparts import Again
from web.pages.viewer import Viewer
from web.schemes import CriterionIn, LevelIn, SchemeIn, ShareIn, drafted
from web.words import WORDS

USUAL = timedelta(days=365)


@dataclass(frozen=True)
class _Row:
    """The fields of one criterion."""

    title: Any
    dimension: Any
    weight: Any
    school: Any
    raters: Any
    mentors: Any
    unsafe: Any
    levels: Any


def scheme_form(viewer: Viewer, enterprise: str, base: Scheme | None, again: Again) -> None:
    """For a teacher; `base` and its `enterprise` fill it in."""
    _Form(viewer, enterprise, base, again).draw()


class _Form:
    def __init__(self, viewer: Viewer, enterprise: str, base: Scheme | None, again: Again) -> None:
        self._viewer, self._enterprise, self._base, self._again = viewer, enterprise, base, again
        self._rows: list[_Row] = []

    def draw(self) -> None:
        viewer, say, base = self._viewer, self._viewer.say, self._base
        mine = sorted(a.removeprefix("course:") for a in viewer.first.atoms if a.startswith("course:"))
        courses = {course: viewer.names.courses.get(course, course) for course in mine}
        partners = {owner: viewer.names.owner(owner) for owner in sorted(viewer.names.enterprises)}
        stages: dict[str, str] = {stage: say(f"stage_{stage}") for stage in STAGES}
        today = day(viewer.parts.now())
        with ui.expansion(say("scheme_new"), icon="edit_document").classes("sy-card sy-grade-new"):
            ui.label(say("scheme_new_more")).classes("sy-small sy-muted")
            with ui.element("div").classes("sy-grade-wish"):
                self._course = _choice(courses, say("scheme_course"), base.course if base else None)
                self._partner = _choice(partners, say("agreement_enterprise"), self._enterprise or None)
                self._stage = _choice(stages, say("scheme_stage"), base.stage if base else "training")
                self._threshold = _text(say("scheme_threshold"), format(base.threshold, "f") if base else "15")
                self._cap = _text(say("scheme_cap"), format(base.cap, "f") if base else "59")
                self._from = ui.input(say("scheme_from"), value=today.isoformat()).props("outlined dense type=date")
                until = (today + USUAL).isoformat()
                self._to = ui.input(say("scheme_to"), value=until).props("outlined dense type=date")
            self._place = ui.element("div").classes("sy-stack")
            for criterion in base.criteria if base else ():
                self._add(criterion)
            if not self._rows:
                self._add(None)
            with ui.element("div").classes("sy-grade-acts"):
                ui.button(say("scheme_add"), icon="add", on_click=lambda: self._add(None)).props("flat no-caps")
                act = ui.button(say("scheme_draft"), icon="draw", on_click=self._draft)
                act.props("unelevated no-caps color=primary")

    def _add(self, c: Criterion | None) -> None:
        say = self._viewer.say
        shares: dict[str, Share] = {s.side: s for s in c.shares} if c else {}
        school, mentors = shares.get("school"), shares.get("enterprise")
        kinds: dict[str, str] = {key: say(f"dimension_{key}") for key in DIMENSIONS}
        known = [f"{v.name} {format(v.at_least, 'f')} {v.descriptor}".strip() for v in c.levels] if c else []
        levels = "\n".join(known) if c else say("scheme_usual_levels")
        with self._place, ui.element("fieldset").classes("sy-grade-entry"):
            with ui.element("legend").classes("sy-strong"):
                ui.label(say("scheme_criterion", n=len(self._rows) + 1))
            with ui.element("div").classes("sy-grade-wish"):
                title = ui.input(say("scheme_title"), value=c.title if c else "").props("outlined dense maxlength=80")
                self._rows.append(_Row(
                    title, _choice(kinds, say("scheme_dimension"), c.dimension if c else "skill"),
                    _text(say("scheme_percent"), _percent(c.weight) if c else ""),
                    _text(say("scheme_school"), _percent(school.weight) if school else ("0" if c else "50")),
                    _text(say("scheme_raters"), str(school.raters) if school else "1"),
                    _text(say("scheme_mentors"), str(mentors.raters) if mentors else "1"),
                    _text(say("scheme_line"), format(c.unsafe_below, "f") if c and c.unsafe_below is not None else ""),
                    _lines(say("scheme_levels"), levels),
                ))  # fmt: skip

    async def _draft(self) -> None:
        viewer = self._viewer

        def act() -> object:
            return drafted(viewer.parts, viewer.now()[0], self._told())

        if await viewer.do(act) is not None:
            ui.notify(viewer.say("scheme_drafted"), type="positive", position="top")
            await self._again()

    def _told(self) -> SchemeIn:
        """Raises BadInput naming the first field that says nothing."""
        try:
            named = [(n, row) for n, row in enumerate(self._rows, 1) if str(row.title.value or "").strip()]
            return SchemeIn(
                course=str(self._course.value or ""), enterprise=str(self._partner.value or ""),
                stage=self._stage.value, criteria=[_criterion(n, row) for n, row in named],
                threshold=_plain(self._threshold.value), cap=_plain(self._cap.value),
                valid_from=date.fromisoformat(str(self._from.value)), valid_to=date.fromisoformat(str(self._to.value)),
            )  # fmt: skip
        except (ValueError, InvalidOperation):  # pydantic's is a ValueError
            raise BadInput(*WORDS["scheme_incomplete"]) from None


def _criterion(n: int, row: _Row) -> CriterionIn:
    school = Decimal(_plain(row.school.value)) / 100
    sides = [("school", school, row.raters.value), ("enterprise", 1 - school, row.mentors.value)]
    shares = [ShareIn.model_validate({"side": s, "weight": format(w, "f"), "raters": int(r)}) for s, w, r in sides if w]
    line = str(row.unsafe.value or "").strip()
    return CriterionIn(
        id=f"c{n}", title=str(row.title.value).strip(), dimension=row.dimension.value, shares=shares,
        weight=format(Decimal(_plain(row.weight.value)) / 100, "f"), levels=_levels(str(row.levels.value or "")),
        unsafe_below=line or None,
    )  # fmt: skip


def _levels(text: str) -> list[LevelIn]:
    """A line each: name, from how many points, what it looks like."""
    lines = [line.split(maxsplit=2) for line in text.splitlines() if line.strip()]
    if any(len(part) < 2 for part in lines):
        raise ValueError("a level without its points")
    return [LevelIn(name=part[0], at_least=part[1], descriptor="".join(part[2:])) for part in lines]


def _choice(words: dict[str, str], label: str, value: str | None) -> Any:
    made = ui.select(words, label=label, value=value if value in words else None)
    return made.props("outlined dense options-dense")


def _lines(label: str, value: str) -> Any:
    made = ui.textarea(label, value=value).props("outlined dense rows=3 maxlength=2000")
    return made.classes("sy-grade-levels-in")


def _text(label: str, value: str) -> Any:
    return ui.input(label, value=value).props("outlined dense inputmode=decimal maxlength=8")


def _plain(value: object) -> str:
    return str(value or "").strip().rstrip("%")


def _percent(weight: Decimal) -> str:
    return plain(weight * 100)
