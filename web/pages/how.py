"""How an answer came about: what was looked up and read, by whom it was written, how long it took. For its asker alone.

Knows a turn's trace (agent/compose.py); shows no id and no score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nicegui import ui

from trust.sources import Answer
from web.pages.viewer import Viewer
from web.words import WORDS

TOPICS = ("query", "topic", "title")
"""Arguments that say what a call was about."""


def how(viewer: Viewer, answer: Answer, trace: Mapping[str, Any]) -> None:
    """Closed until somebody wants to know; nothing where nothing was looked up."""
    if not trace.get("calls"):
        return
    with (
        ui.expansion(viewer.say("how"), icon="route").classes("sy-how").props("dense dense-toggle"),
        ui.element("ul").classes("sy-how-steps"),
    ):
        for line in lines(viewer, answer, trace):
            with ui.element("li"):
                ui.label(line)


def lines(viewer: Viewer, answer: Answer, trace: Mapping[str, Any]) -> Iterator[str]:
    say = viewer.say
    if trace.get("followed"):
        yield say("how_meant", queries="；".join(trace["understood"]))
    for call in trace["calls"]:
        yield _call(viewer, call)
    yield say("how_read", n=len(trace["passages"]))
    yield say("how_rules") if answer.written_by == "extract" else say("how_model", model=answer.written_by)
    yield say("how_took", seconds=f"{sum(trace['milliseconds'].values()) / 1000:.1f}")


def _call(viewer: Viewer, call: Mapping[str, Any]) -> str:
    word, arguments = f"how_did_{call['tool']}", call["arguments"]
    if word not in WORDS:
        return viewer.say("how_refused", tool=str(call["tool"])[:40])
    about = next((str(arguments[name]) for name in TOPICS if arguments.get(name)), viewer.say("how_cited"))
    return viewer.say(word, query=about[:80]) + (viewer.say("how_model_asked") if call["by"] != "rules" else "")
