"""One exercise as a card: what is asked, the key, its source, what to look at. Knows looks and shapes, no acts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from learning.exercise import NAMES, listed
from learning.reasons import Flag
from tools._formats.paper import LETTERS
from trust.sources import Citation
from web.pages.answers import place
from web.pages.viewer import Viewer

Item = Mapping[str, Any]
_FLAG_KEYS = {f.value: f"flag_{f.name.lower()}" for f in Flag}


def facts(viewer: Viewer, item: Item) -> None:
    """Kind, difficulty, and what about it is worth a look."""
    with ui.element("div").classes("sy-item-facts"):
        ui.label(viewer.say(f"kind_{item['kind']}")).classes("sy-item-kind")
        ui.label(viewer.say(f"difficulty_{item['difficulty']}")).classes("sy-small sy-muted")
        by = item.get("written_by", "extract")
        if by not in ("extract", "import"):
            ui.label(viewer.say("written_model", model=by)).classes("sy-small sy-muted")
        for flag in item.get("flags", ()):
            with ui.element("span").classes("sy-item-flag"):
                ui.icon("flag")
                ui.label(viewer.say(_FLAG_KEYS[flag]) if flag in _FLAG_KEYS else str(flag))


def question(item: Item, n: int | None = None) -> None:
    """Stem, pairs, options; the right ones are marked, and read out as such."""
    number = f"{n}. " if n is not None else ""
    ui.label(f"{number}{item['stem']}").classes("sy-item-stem")
    if item["left"]:
        with ui.element("ul").classes("sy-item-options"):
            for m, left in enumerate(item["left"], 1):
                with ui.element("li"):
                    ui.label(f"（{m}）{left}")
    if item["options"]:
        with ui.element("ul").classes("sy-item-options"):
            for letter, option in zip(LETTERS, item["options"], strict=False):
                right = item["kind"] in ("single", "multiple") and option in item["key"]
                with ui.element("li").classes("sy-item-right" if right else ""):
                    ui.label(f"{letter}. {option}")
                    if right:
                        ui.icon("check").props('aria-label="✓"')


def answer(viewer: Viewer, item: Item) -> None:
    """Key and explanation."""
    with ui.element("div").classes("sy-item-answer"):
        ui.label(f"{viewer.say('item_key')}：").classes("sy-strong")
        ui.label(key_text(item)).classes("sy-item-key")
    if item["explanation"]:
        ui.label(item["explanation"]).classes("sy-small sy-muted sy-item-lines")


def key_text(item: Item) -> str:
    """The key as an answer sheet writes it."""
    options: Sequence[str] = item["options"]
    named = {option: letter for letter, option in zip(LETTERS, options, strict=False)}
    key: Sequence[str] = item["key"]
    if item["kind"] in ("single", "multiple"):
        return "".join(named.get(k, "") for k in sorted(key, key=lambda k: named.get(k, "")))
    if item["kind"] == "order":
        return " → ".join(named.get(k, k) for k in key)
    if item["kind"] == "match":
        return "，".join(f"（{n}）{named.get(k, k)}" for n, k in enumerate(key, 1))
    if len(item["points"]) == len(key):
        return "\n".join(f"{k}（{p} 分）" for k, p in zip(key, item["points"], strict=True))
    return listed(key)


def sources(viewer: Viewer, cited: Sequence[Citation], open_source: Callable[[Citation], Awaitable[None]]) -> None:
    """Each quoted stretch, a click away from its passage."""
    for citation in cited:
        where = " · ".join(filter(None, (citation.title, place(citation.locator, viewer.language))))
        with ui.element("button").props('type="button"').classes("sy-item-source") as row:
            ui.icon("format_quote")
            ui.label(where).classes("sy-small")
        row.on("click", lambda _, c=citation: open_source(c))


def kind_names(viewer: Viewer) -> dict[str, str]:
    return {kind: viewer.say(f"kind_{kind}") for kind in NAMES}
