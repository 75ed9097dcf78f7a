"""How many people could read under a label, in words, before it is given. Counted anew for every choice."""

from __future__ import annotations

from nicegui import ui

from records.audience import Group
from trust.labels import parse
from web.pages.viewer import Viewer


def count_readers(viewer: Viewer, place: ui.element, owner: str, label: str) -> None:
    """Fill `place`; a later choice wins."""
    place.clear()
    with place:
        words = ui.label(viewer.say("could_read_counting")).classes("sy-small sy-muted")

        async def count() -> None:
            found = await viewer.do(lambda: viewer.parts.store.audience.of(viewer.now()[0], owner, parse(label)))
            if found is not None and not words.is_deleted:
                words.set_text(told(viewer, *found))

        ui.timer(0.05, count, once=True)


def told(viewer: Viewer, groups: list[Group], total: int) -> str:
    if not total:
        return viewer.say("could_read_none")
    return viewer.say("could_read", n=total, who=_joined(viewer, groups))


def group_words(viewer: Viewer, group: Group) -> str:
    role = viewer.say(f"role_{group.role}")
    if group.owner is None:
        return viewer.say("group_other", role=role, n=group.people)
    return viewer.say("group_own", owner=viewer.names.owner(group.owner), role=role, n=group.people)


def _joined(viewer: Viewer, groups: list[Group]) -> str:
    return ("; " if viewer.language == "en" else "，").join(group_words(viewer, g) for g in groups)
