"""What the pages of grading share: a scheme's name, its card with the signatures, a report as cards. Knows looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal

from nicegui import ui

from learning.exact import plain
from learning.gradereport import CriterionShown, GradeReport
from learning.grading import Need
from learning.scheme import Scheme
from records.schemerows import DRAFT, Held
from trust.roles import Act
from web.pages.confirming import sure
from web.pages.viewer import Viewer

Again = Callable[[], Awaitable[None]]


def scheme_name(viewer: Viewer, scheme: Scheme) -> str:
    course = viewer.names.courses.get(scheme.course, scheme.course)
    return viewer.say("scheme_name", course=course, stage=viewer.say(f"stage_{scheme.stage}"), edition=scheme.version)


def percent(weight: Decimal | None) -> str:
    """Exact: 0.35 as 35%."""
    return "—" if weight is None else f"{plain(weight * 100)}%"


def span(low: Decimal | None, high: Decimal | None) -> str:
    if low is None or high is None:
        return "—"
    return str(low) if low == high else f"{low} – {high}"


def rubric(viewer: Viewer, scheme: Scheme) -> None:
    """Each criterion: weight, whose judgement counts how much, the levels, the line of safety."""
    say = viewer.say
    for c in scheme.criteria:
        with ui.element("div").classes("sy-grade-row"):
            with ui.element("div").classes("sy-grade-head"):
                ui.label(c.title).classes("sy-strong sy-words")
                ui.label(say(f"dimension_{c.dimension}")).classes("sy-grade-chip")
                ui.label(say("scheme_weight", weight=percent(c.weight))).classes("sy-grade-weight")
            shares = [
                say("scheme_share", side=say(f"side_{s.side}"), weight=percent(s.weight), raters=s.raters)
                for s in c.shares
            ]
            ui.label(" · ".join(shares)).classes("sy-small sy-muted")
            for level in c.levels:
                words = f"{level.name} ≥ {format(level.at_least, 'f')}：{level.descriptor}"
                ui.label(words).classes("sy-small sy-words")
            if c.unsafe_below is not None:
                line, cap = format(c.unsafe_below, "f"), format(scheme.cap, "f")
                ui.label(say("scheme_unsafe", line=line, cap=cap)).classes("sy-small sy-grade-bad")
            if c.process:
                ui.label(say("scheme_process", weight=percent(c.process))).classes("sy-small sy-muted")


def to_sign(viewer: Viewer, drafts: list[Held], again: Again) -> None:
    """Drafts with who has signed, and a button for whoever still may."""
    waiting = [held for held in drafts if held.state == DRAFT]
    if not waiting:
        return
    ui.label(viewer.say("scheme_to_sign")).classes("sy-strong")
    for held in waiting:
        made = ui.expansion(scheme_name(viewer, held.scheme), icon="draw").classes("sy-card sy-grade-new")
        with made.props(f'data-scheme="{held.id}"'):
            rubric(viewer, held.scheme)
            signed = {s.owner for s in held.signatures}
            for owner in (held.school, held.enterprise):
                word = "scheme_signed_by" if owner in signed else "scheme_unsigned_by"
                ui.label(viewer.say(word, owner=viewer.names.owner(owner))).classes("sy-small")
            if _may_sign(viewer, held, signed):
                act = ui.button(viewer.say("scheme_sign"), icon="draw")
                act.on_click(lambda h=held: _sign(viewer, h, again))
                act.props("unelevated no-caps color=primary").classes("sy-grade-act")


def _may_sign(viewer: Viewer, held: Held, signed: set[str]) -> bool:
    mine = {{"school": held.school, "enterprise": held.enterprise}[side] for side in held.sides}
    mine |= {o for o in (held.school, held.enterprise) if viewer.first.may(Act.APPROVE_RELEASE, o)}
    return bool(mine - signed) and viewer.first.id not in {s.person for s in held.signatures}


async def _sign(viewer: Viewer, held: Held, again: Again) -> None:
    if await sure(viewer, viewer.say("scheme_sign_sure"), "scheme_sign", "primary"):
        sign = viewer.parts.store.schemes.sign
        if await viewer.do(lambda: sign(viewer.now()[0], held.id, held.scheme.digest)) is not None:
            await again()


def need_words(viewer: Viewer, scheme: Scheme, needs: tuple[Need, ...]) -> list[str]:
    """What is still to come; what one side has yet to judge stands in one line."""
    titles = {c.id: c.title for c in scheme.criteria}
    sides = {n.side: viewer.say(f"side_{n.side}") for n in needs if n.side}
    unjudged = [n for n in needs if n.wanted == "judgement"]
    joined = ", " if viewer.language == "en" else "、"
    others = [
        viewer.say(f"need_{n.wanted}", title=titles.get(n.criterion, ""), side=sides.get(n.side, ""))
        for n in needs if n not in unjudged
    ]  # fmt: skip
    for side, words in sides.items():
        if named := [titles[n.criterion] for n in unjudged if n.side == side]:
            others.append(viewer.say("need_judgement", side=words, title=joined.join(named)))
    return others


def report_cards(viewer: Viewer, report: GradeReport) -> None:
    """What each criterion came to, and why."""
    if report.unsafe:
        with ui.element("div").classes("sy-grade-unsafe").props('role="status"'):
            ui.icon("warning").props('aria-hidden="true"')
            ui.label(viewer.say("grade_unsafe", cap=format(report.cap, "f")))
    for criterion in report.criteria:
        _criterion(viewer, criterion)


def _criterion(viewer: Viewer, c: CriterionShown) -> None:
    say = viewer.say
    with ui.element("div").classes("sy-grade-row"):
        with ui.element("div").classes("sy-grade-head"):
            ui.label(c.title).classes("sy-strong sy-words")
            ui.label(say(f"dimension_{c.dimension}")).classes("sy-grade-chip")
            ui.label(say("scheme_weight", weight=percent(c.weight))).classes("sy-grade-weight")
            ui.label(span(c.low, c.high)).classes("sy-grade-value")
        parts = [
            say("grade_side", side=say(f"side_{s.side}"), value=span(s.low, s.high), weight=percent(s.weight))
            for s in c.sides
        ]
        if c.process is not None:
            parts.append(say("grade_process", value=span(*c.process[1:]), weight=percent(c.process[0])))
        ui.label(" · ".join(parts)).classes("sy-small")
        alone = c.rule == "weighed" and len(c.sides) == 1
        told = [say("rule_alone", side=say(f"side_{c.sides[0].side}")) if alone else say(f"rule_{c.rule}")]
        if c.counted is not None and c.counted != c.weight:
            told.append(say("grade_counted", weight=percent(c.counted)))
        ui.label(" · ".join(told)).classes("sy-small sy-muted")
