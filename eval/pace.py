"""How long the teaching tools take without a model, over HTTP, each beside reading the same document in, in one run.

A document of a hundred pages out of the sample's own sections; the sample itself is in the house too, so that searching
for what to know first and for course modules costs what it costs people.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.school import sources
from demo.source import Source
from eval.house import Caller, Running, running
from eval.report import show, write_json
from eval.sample import fill

PAGES, PAGE, TIMES = 100, 800, 3
PROCESS = "传动轴 YC-2208 数控车削工艺规程"


def long_text(every: Sequence[Source]) -> str:
    """A hundred pages of the sample's own process documents."""
    bodies = [s.body for s in every if s.library in ("enterprise", "training")]
    text = ""
    for n in range(1000):
        text += f"# 第 {n + 1} 部分\n{bodies[n % len(bodies)]}\n"
        if len(text) > PAGES * PAGE:
            break
    return text


def read_in(caller: Caller, text: str) -> tuple[str, float]:
    """The document, and the seconds until it could be read."""
    started = time.perf_counter()
    sent = caller.upload(text, owner="yuchuan", label="yuchuan/internal", name="汇编.md", title="作业指导书汇编")
    document: str = sent.raise_for_status().json()["id"]
    caller.settled(document, 300)
    return document, time.perf_counter() - started


def timed(caller: Caller, tool: str, **arguments: Any) -> tuple[float, dict[str, Any]]:
    """The median of some calls, and what the last one made."""
    spent, result = [], {}
    for _ in range(TIMES):
        started = time.perf_counter()
        result = caller.post(f"/api/tools/{tool}", **arguments).raise_for_status().json()["result"]
        spent.append(time.perf_counter() - started)
    return statistics.median(spent), result


def measured(house: Running, every: Sequence[Source]) -> dict[str, Any]:
    mentor = house.caller("mentor1")
    document, reading = read_in(mentor, long_text(every))
    found = mentor.get("/api/documents", q=PROCESS).json()["items"]
    process = next(d["id"] for d in found if d["title"] == PROCESS)
    out: dict[str, Any] = {"reading_s": reading}
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "decompose_100_pages": ("decompose_project", {"document_ids": [document]}),
        "exercises_20_of_100_pages": ("write_exercises", {"document_ids": [document], "count": 20}),
        "exercises_20_of_one": ("write_exercises", {"document_ids": [process], "count": 20}),
        "lesson_of_100_pages": ("plan_lesson", {"document_ids": [document], "form": "both", "hours": 4}),
        "lesson_on_a_topic": ("plan_lesson", {"query": "传动轴车削", "form": "both", "hours": 4}),
        "matrix": ("match_requirements", {"query": "数控车工"}),
    }
    for name, (tool, arguments) in calls.items():
        seconds, result = timed(mentor, tool, **arguments)
        out |= {f"{name}_s": seconds, f"{name}_to_reading": seconds / reading}
        out |= {f"{name}_{key}": len(result[key]) for key in ("items", "requirements") if key in result}
    return out


def register(app: typer.Typer) -> None:
    @app.command("pace", help="the teaching tools beside reading the same document, seconds and ratios")
    def pace(json_file: Annotated[Path | None, typer.Option("--json")] = None) -> None:
        with running() as house:
            fill(house, every := sources())
            figures = measured(house, every)
        show("教学工具用时 pace of the tools", figures)
        write_json(json_file, figures)
