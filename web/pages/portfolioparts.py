"""The parts of the portfolio page: radar, months, mastery, weak points, certificates, timeline. Each also as words."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from nicegui import ui

from learning.growth import Curve, Growth, Weak, share
from learning.mastery import MASTERED
from learning.portfolio import Figure, Portfolio
from records.portfolios import Folder
from web.pages.evidencecard import card, line
from web.pages.viewer import Viewer
from web.radar import growing, radar

EACH = 50


def files(viewer: Viewer, student: str | None) -> None:
    """Links to the files. A PDF only where this machine makes one; else that is said."""
    with ui.element("div").classes("sy-portfolio-files"):
        for form in ("docx", "pdf") if viewer.parts.printer.there else ("docx",):
            query = urlencode({"form": form} | ({"student": student} if student else {}))
            ui.link(viewer.say(f"portfolio_{form}"), f"/api/portfolio/file?{query}").props("download")
        if not viewer.parts.printer.there:
            ui.label(viewer.say("portfolio_no_pdf")).classes("sy-small sy-muted")


def dimensions(viewer: Viewer, told: Portfolio) -> None:
    say = viewer.say
    named = [(say(f"dimension_{d}"), f) for d, f in told.dimensions.items()]
    with card(viewer, "portfolio_dimensions"), ui.element("div").classes("sy-portfolio-radar"):
        words = " · ".join(f"{name} {figure(viewer, f)}" for name, f in named)
        axes = [(name, None if f.share is None else float(f.share)) for name, f in named]
        ui.html(radar(axes, words), sanitize=False)
        rows = [[name, figure(viewer, f)] for name, f in named]
        table(viewer, "portfolio_dimensions", ("portfolio_dimension", "portfolio_share"), rows)


def months(viewer: Viewer, told: Portfolio) -> None:
    if not told.months:
        return
    names = list(told.dimensions)
    rows = [[month, *(percent(viewer, held[d]) if d in held else "—" for d in names)]
            for month, held in reversed(told.months.items())]  # fmt: skip
    heads = ("portfolio_month", *(f"dimension_{d}" for d in names))
    with card(viewer, "portfolio_months"):
        table(viewer, "portfolio_months", heads, rows)


def mastery(viewer: Viewer, told: Growth) -> None:
    with card(viewer, "portfolio_mastery", "portfolio_mastery_more"):
        if not told.curves:
            _nothing(viewer, "portfolio_mastery_none")
        with ui.element("ul").classes("sy-evidence-list"):
            for curve in told.curves:
                _curve(viewer, curve)


def _curve(viewer: Viewer, curve: Curve) -> None:
    first, now = curve.steps[0], curve.now
    key = "portfolio_curve" if len(curve.steps) > 1 else "portfolio_curve_day"
    words = viewer.say(
        key, first=first.on, then=share(first.shown), on=now.on, now=share(now.shown), n=now.answers,
        right=curve.right,
    )  # fmt: skip
    since = curve.mastered_on
    reached = viewer.say("portfolio_mastered", on=since) if since else viewer.say("portfolio_not_mastered")
    with ui.element("li").classes("sy-portfolio-row") as row:
        row.props["data-competency"] = curve.competency
        with ui.element("div").classes("sy-evidence-words"):
            ui.label(curve.competency).classes("sy-strong").props('dir="auto"')
            ui.label(f"{words} {reached}").classes("sy-small")
        drawn = growing([s.shown for s in curve.steps], MASTERED, f"{curve.competency} {words}")
        ui.html(drawn, sanitize=False)


def weak(viewer: Viewer, told: Growth) -> None:
    with card(viewer, "portfolio_weak", "portfolio_weak_more"):
        if not told.weak:
            _nothing(viewer, "portfolio_weak_none")
        with ui.element("ul").classes("sy-evidence-list"):
            for one in told.weak:
                _weak(viewer, one)


def _weak(viewer: Viewer, one: Weak) -> None:
    say = viewer.say
    found = say("portfolio_weak_found", on=one.found, n=one.items)
    done = say("portfolio_weak_done", practised=one.practised, rehearsed=one.rehearsed)
    now = say("portfolio_weak_gone", on=one.gone) if one.gone else say("portfolio_weak_left", n=one.left)
    known = say("portfolio_weak_known", then=share(one.known_then), now=share(one.known_now))
    before = f" {say('portfolio_weak_before', n=one.before)}" if one.before else ""
    with ui.element("li").classes("sy-evidence-line") as row:
        row.props["data-weak"] = one.competency
        with ui.element("div").classes("sy-evidence-words"):
            ui.label(one.competency).classes("sy-strong").props('dir="auto"')
            ui.label(f"{found}{before} {done} {known}").classes("sy-small")
        ui.label(now).classes("sy-evidence-came")


def shown(viewer: Viewer, folder: Folder) -> None:
    with card(viewer, "portfolio_shown"):
        _lines(viewer, folder, [e.id for e in folder.figures.shown], "portfolio_shown_none")


def timeline(viewer: Viewer, folder: Folder) -> None:
    """Latest first; what is older comes when asked for."""
    ids = [e.id for e in folder.figures.timeline]
    with card(viewer, "portfolio_timeline"):
        _lines(viewer, folder, ids[:EACH], "evidence_empty")
        if ids[EACH:]:
            with ui.expansion(viewer.say("portfolio_older", n=len(ids) - EACH)).classes("sy-wide"):
                _lines(viewer, folder, ids[EACH : EACH * 10], "evidence_empty")


def _lines(viewer: Viewer, folder: Folder, ids: Sequence[str], none: str) -> None:
    if not ids:
        _nothing(viewer, none)
        return
    with ui.element("ul").classes("sy-evidence-list"):
        for one in ids:
            line(viewer, folder.kept[one])


def table(viewer: Viewer, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Plain, its columns named; it scrolls by itself where it is wider than a phone."""
    frame = ui.element("div").classes("sy-portfolio-table")
    frame.props(f'tabindex="0" role="region" aria-label="{viewer.say(name)}"')
    with frame, ui.element("table"):
        with ui.element("thead"), ui.element("tr"):
            for head in heads:
                with ui.element("th").props('scope="col"'):
                    ui.label(viewer.say(head))
        with ui.element("tbody"):
            for row in rows:
                with ui.element("tr"):
                    for n, cell in enumerate(row):
                        with ui.element("th" if n == 0 else "td").props('scope="row"' if n == 0 else ""):
                            ui.label(cell)


def figure(viewer: Viewer, one: Figure) -> str:
    if one.share is None:
        return viewer.say("portfolio_no_figure")
    return viewer.say("portfolio_figure", percent=int(one.share * 100), n=one.pieces)


def percent(viewer: Viewer, one: Figure) -> str:
    return viewer.say("portfolio_no_figure") if one.share is None else share(float(one.share))


def _nothing(viewer: Viewer, word: str) -> None:
    ui.label(viewer.say(word)).classes("sy-small sy-muted")
