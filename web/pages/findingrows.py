"""One kind of findings as a card: ranked rows with bars, as a table, and what each row leads to. Looks only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from learning.cohort import EARLIER
from learning.finding import Kind
from learning.suppression import Figure
from records.findings import Found
from web.findings import href
from web.pages.evidencecard import card, moment
from web.pages.portfolioparts import table
from web.pages.viewer import Viewer

Make = Callable[[Found], Awaitable[None]]
_COLUMNS = ("rank", "about", "level", "people", "cost")
QUOTED = 80


def kind_card(viewer: Viewer, kind: Kind, found: Sequence[Found], make: Make | None) -> None:
    """`make`: what the button does that turns one into a task."""
    with card(viewer, f"findings_{kind}", f"findings_{kind}_by") as made:
        made.classes("sy-findings-kind").props(f'data-kind="{kind}"')
        with ui.element("ol").classes("sy-findings-list"):
            for rank, one in enumerate(found, 1):
                _row(viewer, rank, one, make)
        if kind != "requirement":
            with ui.expansion(viewer.say("findings_table")):
                _table(viewer, kind, found)


def cohort_name(viewer: Viewer, cohort: str) -> str:
    if not cohort:
        return viewer.say("findings_whole")
    return viewer.say("findings_earlier") if cohort == EARLIER else viewer.say("findings_year", year=cohort)


def level_words(kind: Kind, level: float) -> str:
    """A share as per cent; an item's discrimination as it is."""
    return f"{level:.2f}" if kind == "item" else f"{level:.0%}"


def _row(viewer: Viewer, rank: int, one: Found, make: Make | None) -> None:
    with ui.element("li").classes("sy-findings-row").props(f'data-finding="{one.id}"'):
        ui.label(str(rank)).classes("sy-findings-rank").props('aria-hidden="true"')
        ui.label(one.about).classes("sy-findings-about").props('dir="auto"')
        ui.label(_figure(viewer, one)).classes("sy-findings-figure")
        with ui.element("div").classes("sy-findings-rest"):
            if one.finding.level is not None:
                _bar(one.finding.level)
            _facts(viewer, one)
            with ui.expansion(viewer.say("findings_leads")):
                _leads(viewer, one)
            if make is not None:
                _button(viewer, one, make)


def _button(viewer: Viewer, one: Found, make: Make) -> None:
    async def act() -> None:
        await make(one)

    with ui.element("div").classes("sy-findings-acts"):
        made = ui.button(viewer.say("findings_to_task"), icon="add_task", on_click=act)
        made.props("flat no-caps dense color=primary")


def _figure(viewer: Viewer, one: Found) -> str:
    if one.finding.level is None:
        return viewer.say(f"findings_{one.reason}")
    key = "findings_tells" if one.finding.kind == "item" else "findings_level"
    return viewer.say(key, level=level_words(one.finding.kind, one.finding.level))


def _bar(level: float) -> None:
    """Only a picture of what stands beside it in words."""
    bar = ui.element("div").classes("sy-findings-bar").props('aria-hidden="true"')
    with bar:
        ui.element("div").style(f"width: {max(0.0, min(1.0, level)):.0%}")


def _facts(viewer: Viewer, one: Found) -> None:
    with ui.element("div").classes("sy-findings-facts"):
        if one.finding.level is None:
            ui.label(one.origin).props('dir="auto"')
            return
        ui.label(viewer.say("findings_people", n=one.finding.people))
        if one.told_at is not None:
            ui.label(viewer.say("findings_told_at", on=moment(one.told_at)))
        ui.label(viewer.say("findings_cost", cost=f"{one.finding.cost:.1f}"))
        for cohort, figure in one.cohorts.items():
            ui.label(_cohort(viewer, one.finding.kind, cohort, figure)).classes("sy-findings-chip")


def _cohort(viewer: Viewer, kind: Kind, cohort: str, figure: Figure) -> str:
    people = viewer.say("findings_people", n=figure.people)
    return f"{cohort_name(viewer, cohort)} {level_words(kind, figure.mean)} · {people}"


def _leads(viewer: Viewer, one: Found) -> None:
    if one.nearest:
        ui.label(viewer.say("findings_nearest")).classes("sy-small sy-muted")
    quoted = [s for s in one.sources if s.passage_id]
    if not quoted and not one.links:
        ui.label(viewer.say("findings_no_links")).classes("sy-small sy-muted")
    with ui.element("ul").classes("sy-findings-leads"):
        for source in quoted:
            short = source.quote if len(source.quote) <= QUOTED else f"{source.quote[:QUOTED]}…"
            with ui.element("li"):
                ui.link(viewer.say("findings_source", quote=short), f"/read/{source.passage_id}")
        for link in one.links:
            with ui.element("li"):
                ui.link(f"{viewer.say(f'findings_link_{link.kind}')}：{link.title}", href(link))


def _table(viewer: Viewer, kind: Kind, found: Sequence[Found]) -> None:
    rows = [
        [str(n), one.about, level_words(kind, one.finding.level or 0.0), str(one.finding.people),
         f"{one.finding.cost:.1f}"]
        for n, one in enumerate(found, 1)
    ]  # fmt: skip
    table(viewer, f"findings_{kind}", [f"findings_col_{c}" for c in _COLUMNS], rows)
