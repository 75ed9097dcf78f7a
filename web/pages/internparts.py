"""Parts of internships' page: a placement's head, alerts, reasons of readiness, one entry of a log. Looks only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nicegui import ui

from learning.alert import Alert
from learning.placement import Entry, Incident, Told
from learning.readiness import Point, Why
from records.internlogrows import Logged
from records.placementrows import Placement
from records.workplans import Of, Plan
from web.pages.naming import person_name
from web.pages.viewer import Viewer

CHIPS = {Entry.CONFIRMED: "good", Entry.RETURNED: "bad", Entry.HANDED_IN: "warn"}


@dataclass(frozen=True)
class Known:
    """What placements are called: projects and mentors by id; by placement its work order as it stands, and each
    edition that entries were written by.
    """

    projects: dict[str, str]
    mentors: dict[str, str]
    plans: dict[str, Plan | None]
    editions: Mapping[Of, Plan]


def known(viewer: Viewer, placements: Sequence[Placement], entries: Sequence[Logged] = ()) -> Known:
    """Off the event loop."""
    store, (principal, scope) = viewer.parts.store, viewer.now()
    projects = {a.project: a.title for a in store.requirements.page(principal)}
    mentors = {m: person_name(viewer.parts, m) for m in {p.mentor for p in placements}}
    orders = {o: store.placements.plan(principal, scope, o) for o in {p.work_order for p in placements}}
    editions = editions_of(viewer, entries)
    return Known(projects, mentors, {p.id: orders[p.work_order] for p in placements}, editions)


def editions_of(viewer: Viewer, entries: Sequence[Logged]) -> Mapping[Of, Plan]:
    """Of the work orders that entries were written by, what this reader may read. Off the event loop."""
    return viewer.parts.store.placements.plans(*viewer.now(), {e.told.of for e in entries if e.told.of is not None})


def chip(words: str, kind: str = "") -> None:
    ui.label(words).classes("sy-intern-chip" + (f" sy-intern-{kind}" if kind else ""))


def head(viewer: Viewer, held: Placement, names: Known, title: str) -> None:
    """`title`: the student's name, or where it is."""
    say = viewer.say
    at = say("intern_at", enterprise=viewer.names.owner(held.enterprise), project=names.projects.get(held.project, "—"))
    with ui.element("div").classes("sy-intern-head"):
        ui.label(title or at).classes("sy-intern-name").props('role="heading" aria-level="3" dir="auto"')
        chip(say(f"intern_state_{held.state.value}"), "good" if held.state.value == "active" else "")
    about = [at] if title else []
    about += [say("intern_span", since=held.since, until=held.until)]
    about += [say("intern_mentor", name=names.mentors.get(held.mentor, "—"))]
    ui.label(" · ".join(about)).classes("sy-small sy-muted")
    if held.despite and "teacher" in held.sides:
        ui.label(say("intern_despite", why=held.despite)).classes("sy-small sy-words").props('dir="auto"')


def alert_lines(viewer: Viewer, alerts: Sequence[Alert]) -> None:
    """Each as icon, words and colour."""
    if not alerts:
        return
    with ui.element("ul").classes("sy-intern-alerts"):
        for one in alerts:
            made = ui.element("li").classes(f"sy-intern-alert sy-intern-{'bad' if one.unsafe else 'warn'}")
            with made.props(f'data-alert="{one.about.value}"'):
                ui.icon("gpp_maybe" if one.unsafe else "schedule").props('aria-hidden="true"')
                ui.label(viewer.say(f"alert_{one.about.value}", since=one.since))


def points(viewer: Viewer, found: Sequence[Point]) -> None:
    """Each requirement and how it stands."""
    with ui.element("ul").classes("sy-intern-points"):
        for one in found:
            kind = {Why.MET: "met", Why.VETO: "veto"}.get(one.why, "not")
            icon = {"met": "check_circle", "veto": "gpp_bad", "not": "radio_button_unchecked"}[kind]
            with ui.element("li").classes(f"sy-intern-{kind}").props(f'data-why="{one.why.value}"'):
                ui.icon(icon).props('aria-hidden="true"')
                what = viewer.say(f"what_{one.what}", name=one.name)
                ui.label(f"{what}：{viewer.say(f'why_{one.why.value}', on=one.on)}")


def entry_line(viewer: Viewer, entry: Logged, editions: Mapping[Of, Plan], who: str = "") -> None:
    """One day: what was done, the steps by name, safety, the mentor's word, what was told before."""
    say, told = viewer.say, entry.told
    with ui.element("div").classes("sy-intern-head"):
        ui.label(" · ".join(x for x in (who, entry.on.isoformat()) if x)).classes("sy-strong")
        ui.label(say("entry_hours", n=f"{told.minutes / 60:g}")).classes("sy-small sy-muted")
        chip(say(f"entry_{entry.state.value}"), CHIPS.get(entry.state, ""))
    if entry.rewriting:
        ui.label(say("entry_rewriting")).classes("sy-note sy-words")
    ui.label(told.did).classes("sy-words").props('dir="auto"')
    plan = editions.get(told.of) if told.of is not None else None
    if plan is not None and told.task is not None and told.task < len(plan.tasks):
        task = plan.tasks[told.task]
        steps = [task.steps[s] for s in told.steps if s < len(task.steps)]
        said = "；".join(words.strip().rstrip("。；;.") for words in (task.title, *steps))
        ui.label(said).classes("sy-small sy-muted").props('dir="auto"')
    _words(viewer, told)
    if entry.remark:
        ui.label(say("entry_remark", said=entry.remark)).classes("sy-small sy-words").props('dir="auto"')
    if entry.answered:
        ui.label(say("entry_answered")).classes("sy-small sy-muted sy-words")
    for n, before in enumerate(entry.earlier, 1):
        with ui.expansion(say("entry_earlier", n=n)).classes("sy-wide sy-small").props("dense"):
            ui.label(f"{before.told.did} · {say('entry_hours', n=f'{before.told.minutes / 60:g}')}").classes("sy-words")
            _words(viewer, before.told)
            if before.remark:
                said = say("entry_remark", said=before.remark)
                ui.label(said).classes("sy-small sy-words").props('dir="auto"')


def _words(viewer: Viewer, told: Told) -> None:
    """The note and what is said of safety."""
    say = viewer.say
    if told.note:
        ui.label(told.note).classes("sy-small sy-words").props('dir="auto"')
    if told.incident is not Incident.NONE:
        with ui.element("div").classes("sy-intern-alert sy-intern-bad"):
            ui.icon("gpp_maybe").props('aria-hidden="true"')
            ui.label(f"{say(f'incident_{told.incident.value}')}：{told.safety}").props('dir="auto"')
    elif told.safety:
        ui.label(f"{say('log_safety')}：{told.safety}").classes("sy-small sy-words").props('dir="auto"')
