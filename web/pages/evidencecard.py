"""One card of the evidence page, and one line of evidence. Looks only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from nicegui import ui

from learning.exact import plain
from records.evidencerows import Kept
from trust.day import CHINA
from web.pages.viewer import Viewer


@contextmanager
def card(viewer: Viewer, title: str, more: str = "") -> Iterator[ui.element]:
    with ui.element("section").classes("sy-card sy-evidence-card") as made:
        ui.label(viewer.say(title)).classes("sy-strong").props('role="heading" aria-level="2"')
        if more:
            ui.label(viewer.say(more)).classes("sy-small sy-muted")
        yield made


def line(viewer: Viewer, kept: Kept) -> ui.element:
    """What it was, what came of it, where it comes from."""
    e, r, say = kept.evidence, kept.evidence.result, viewer.say
    came = [r.outcome] if r.outcome else []
    if r.points is not None and r.out_of is not None:
        came.append(say("evidence_points", points=plain(r.points), out_of=plain(r.out_of)))
    if r.minutes is not None:
        came.append(say("evidence_minutes", n=r.minutes))
    about = [moment(e.at), *e.competencies, say(f"evidence_by_{e.source}")]
    about += [viewer.names.owner(e.enterprise)] if e.enterprise else []
    about += [say("evidence_version", n=kept.version - 1)] if kept.version > 1 else []
    with ui.element("li").classes("sy-evidence-line").props(f'data-evidence="{e.id}"') as made:
        ui.label(say(f"kind_{e.kind}")).classes("sy-evidence-kind")
        with ui.element("div").classes("sy-evidence-words"):
            ui.label(e.activity).classes("sy-words").props('dir="auto"')
            if r.words:
                ui.label(r.words).classes("sy-small sy-words").props('dir="auto"')
            ui.label(" · ".join(about)).classes("sy-small sy-muted")
        ui.label(" · ".join(came)).classes("sy-evidence-came")
    return made


def moment(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d}"
