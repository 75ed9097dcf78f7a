"""One item of the bank as a card, with what may be done to it. Which act is allowed is the store's rule."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nicegui import ui

from learning.exercise import NAMES, Exercise
from learning.itemstats import ItemStatistics
from records.bankrows import ACCEPTED, PUBLISHED, RETIRED, Banked
from tools._formats.paper import LETTERS
from tools.write_exercises import Item
from trust.roles import Act
from trust.sources import Citation, Passage
from web.pages.frame import label_line
from web.pages.itemcard import answer, facts, question, sources
from web.pages.viewer import Viewer

Do = Callable[[Banked], Awaitable[None]]
_ICONS = {ACCEPTED: "inventory_2", PUBLISHED: "check_circle", RETIRED: "archive"}


@dataclass(frozen=True)
class ItemActs:
    """What the page does when a card's button is pressed."""

    open_source: Callable[[Citation], Awaitable[None]]
    edit: Callable[[Banked], None]
    publish: Do
    retire: Do
    restore: Do
    approve: Do


def as_item(banked: Banked) -> Item:
    """In the shape that cards and the edit dialog know."""
    e = banked.item
    return Item(
        n=0, kind=e.kind, kind_name=NAMES[e.kind], stem=e.stem, options=list(e.options), left=list(e.left),
        key=list(e.key), points=list(e.points), explanation=e.explanation, difficulty=e.difficulty, bloom=e.bloom,
        tags=list(e.tags), origins=list(e.origins), about=e.about, citations=[], flags=[],
        written_by=banked.written_by,
    )  # fmt: skip


def changed(item: Exercise, change: Mapping[str, Any]) -> Exercise:
    """The exercise after the dialog; an option that stayed keeps where it came from."""
    origins = dict(zip(item.options, item.origins, strict=False))
    options = tuple(change["options"])
    return replace(
        item, stem=change["stem"], options=options, key=tuple(change["key"]), points=tuple(change["points"]),
        explanation=change["explanation"], difficulty=change["difficulty"],
        origins=tuple(origins.get(o, "教师修改") for o in options) if item.origins else (),
    )  # fmt: skip


def cited(banked: Banked, passages: Mapping[str, Passage]) -> list[Citation]:
    """What of its source stands where the reader can open it."""
    spans = [s for s in banked.item.spans if s.passage_id in passages]
    return [
        Citation(n, s.passage_id, (p := passages[s.passage_id]).document_id, p.title, p.locator, s.quote)
        for n, s in enumerate(spans, 1)
    ]


def card(
    viewer: Viewer, banked: Banked, passages: Mapping[str, Passage], used: ItemStatistics | None, acts: ItemActs
) -> None:
    shown = as_item(banked).model_dump()
    with (
        ui.element("article").classes("sy-item sy-banked").props(f'data-state="{banked.state}"'),
        ui.element("div").classes("sy-item-main"),
    ):
        with ui.element("div").classes("sy-banked-top"):
            facts(viewer, shown)
            _badges(viewer, banked)
        question(shown)
        answer(viewer, shown)
        _quotes(viewer, banked)
        _tags(banked)
        if banked.state != ACCEPTED:
            _statistics(viewer, banked, used)
        label_line(banked.label, viewer.names, viewer.language)
        with ui.element("div").classes("sy-item-foot"):
            sources(viewer, cited(banked, passages), acts.open_source)
            ui.space()
            for word, icon, do in _offered(viewer, banked, acts):
                button = ui.button(viewer.say(word), icon=icon, on_click=lambda _, d=do: d(banked))
                button.props("flat dense no-caps size=13px")


def _badges(viewer: Viewer, banked: Banked) -> None:
    with ui.element("span").classes(f"sy-state-badge sy-state-{banked.state}"):
        ui.icon(_ICONS[banked.state])
        ui.label(viewer.say(f"bank_{banked.state}"))
    if banked.stale:
        with ui.element("span").classes("sy-item-flag") as flag:
            ui.icon("update")
            ui.label(viewer.say("bank_stale"))
        flag.tooltip(viewer.say("bank_stale_more"))


def _quotes(viewer: Viewer, banked: Banked) -> None:
    if not banked.item.spans:
        ui.label(viewer.say("bank_no_source")).classes("sy-small sy-muted")
    for span in dict.fromkeys(s for s in banked.item.spans if s.quote not in banked.item.explanation):
        with ui.element("blockquote").classes("sy-banked-quote"):
            ui.label(span.quote).classes("sy-small sy-item-lines")


def _statistics(viewer: Viewer, banked: Banked, used: ItemStatistics | None) -> None:
    if used is None:
        ui.label(viewer.say("bank_few")).classes("sy-small sy-muted")
        return
    numbers = {"discrimination": used.discrimination, "rest": used.item_rest}
    told = {name: "—" if number is None else f"{number:.2f}" for name, number in numbers.items()}
    words = viewer.say("bank_used", people=used.people, facility=f"{used.facility:.0%}", **told)
    ui.label(words).classes("sy-small")
    if banked.item.kind in ("single", "multiple"):
        named = zip(LETTERS, banked.item.options, strict=False)
        counts = "，".join(f"{letter} {used.chosen.get(option, 0)}" for letter, option in named)
        ui.label(viewer.say("bank_chosen", counts=counts)).classes("sy-small")


def _tags(banked: Banked) -> None:
    with ui.element("div").classes("sy-banked-tags"):
        for tag in (*banked.item.tags, banked.item.bloom):
            ui.label(tag).classes("sy-rejection")


def waiting(viewer: Viewer, banked: Banked) -> list[str]:
    """The enterprises whose mentor has not approved this content yet."""
    return sorted((banked.label.owners & viewer.names.enterprises) - set(banked.approved_by))


def _offered(viewer: Viewer, banked: Banked, acts: ItemActs) -> Sequence[tuple[str, str, Any]]:
    """The acts that may make sense for this person now."""
    person, missing = viewer.first, waiting(viewer, banked)
    found: list[tuple[str, str, Any]] = []
    if banked.state == ACCEPTED and any(person.may(Act.REVIEW, owner) for owner in missing):
        found.append(("bank_approve", "thumb_up", acts.approve))
    if banked.state == ACCEPTED and person.may(Act.PUBLISH) and not banked.stale:
        found.append(("bank_publish", "publish", acts.publish))
    if banked.state != RETIRED:
        found += [("item_edit", "edit", acts.edit), ("bank_retire", "archive", acts.retire)]
    else:
        found.append(("bank_restore", "unarchive", acts.restore))
    return found
