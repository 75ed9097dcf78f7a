"""The board's look at how far raters agree: figures and hints, nothing that acts."""

from __future__ import annotations

from nicegui import ui

from records.raterquality import CriterionQuality
from records.schemerows import Held
from web.pages.naming import person_name
from web.pages.viewer import Viewer

Names = dict[str, str]


async def quality_part(viewer: Viewer, held: Held) -> None:
    def look() -> tuple[list[CriterionQuality], dict[str, float] | None, Names]:
        found, weighs = viewer.parts.store.rater_quality.of(*viewer.now(), held.id)
        known = {s.rater for q in found for s in q.raters} - {"school", "enterprise"}
        return found, weighs, {rater: person_name(viewer.parts, rater) for rater in known}

    told = await viewer.do(look)
    if told is None:
        return
    found, weighs, names = told
    say = viewer.say
    names |= {side: say(f"side_{side}") for side in ("school", "enterprise")}
    titles = {c.id: c.title for c in held.scheme.criteria}
    with ui.expansion(say("quality"), icon="balance").classes("sy-card sy-grade-quality"):
        ui.label(say("quality_more")).classes("sy-small sy-muted")
        for one in found:
            _criterion(viewer, one, names)
        for key, share in (weighs or {}).items():
            ui.label(say("quality_weighs", title=titles[key], share=f"{share:.0%}")).classes("sy-small")


def _criterion(viewer: Viewer, one: CriterionQuality, names: Names) -> None:
    say = viewer.say
    if one.icc is None and one.alpha is None:
        ui.label(say("quality_few", title=one.title)).classes("sy-small")
        return
    single = "—" if one.icc is None else f"{one.icc[0]:.2f}"
    alpha = "—" if one.alpha is None else f"{one.alpha:.2f}"
    ui.label(say("quality_line", title=one.title, works=one.works, icc=single, alpha=alpha))
    for rater in one.raters:
        words = say("quality_rater", rater=names[rater.rater], gap=rater.gap)
        if rater.drifting:
            words += say("quality_drift", drift=rater.drift)
        ui.label(words).classes("sy-small sy-muted")
