"""Many people asking at a time, without a model, for minutes: errors, times and memory of the house, over HTTP.

Everybody asks again as soon as an answer is whole; who asks shares only the machine with the house, from a process of
its own. Knows nothing of what the answers say.
"""

from __future__ import annotations

import multiprocessing
import random
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from demo.school import sources
from eval.house import Running, running
from eval.overhead import Visitors, resident
from eval.report import show, write_json
from eval.sample import fill

PARTS = 10
"""Of the time: memory is looked at after each."""
QUESTIONS = (
    "粗车外圆的主轴转速和进给量是多少？", "更换刀具前要先做什么？", "传动轴的表面粗糙度要求是多少？",
    "杀菌温度是多少？", "直播间的商品怎样上架？", "急停按钮在哪里？", "每班检查哪些项目？", "退换货怎样处理？",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question: seconds to the first event and to the end; what went wrong, if anything."""

    first: float
    last: float
    wrong: str = ""


def ask(client: httpx.Client, question: str) -> Asked:
    """Streamed, as the page does."""
    began, first, kind = time.monotonic(), 0.0, ""
    try:
        with client.stream(
            "POST", "/api/chat", json={"message": question}, headers={"Accept": "text/event-stream"}
        ) as answer:
            if answer.status_code != 200:
                return Asked(0.0, time.monotonic() - began, str(answer.status_code))
            for line in answer.iter_lines():
                kind = line.removeprefix("event: ") if line.startswith("event: ") else kind
                first = first or time.monotonic() - began
    except httpx.HTTPError as error:
        return Asked(first, time.monotonic() - began, type(error).__name__)
    return Asked(first, time.monotonic() - began, "" if kind == "done" else f"ended with {kind}")


def together(visitors: Visitors, people: int, seconds: float) -> list[Asked]:
    """So many at a time until the time is over; what was begun is finished."""
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    clients = [httpx.Client(base_url=visitors.url, headers=h, limits=limits, timeout=600) for h in visitors.headers]
    until = time.monotonic() + seconds

    def one(n: int) -> list[Asked]:
        draw, done = random.Random(n), list[Asked]()
        while time.monotonic() < until:
            done.append(ask(clients[n % len(clients)], draw.choice(QUESTIONS)))
        return done

    with ThreadPoolExecutor(people) as pool:
        return [asked for done in pool.map(one, range(people)) for asked in done]


def measured(people: int, seconds: float) -> dict[str, Any]:
    with running() as house, ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as away:
        fill(house, sources())
        visitors = Visitors.of(house)
        away.submit(together, visitors, people, 5.0).result()  # what a first question loads is loaded
        sizes, over = [resident()], threading.Event()
        watch = threading.Thread(target=_watch, args=(sizes, over, seconds / PARTS), daemon=True)
        watch.start()
        done = away.submit(together, visitors, people, seconds).result()
        over.set()
        watch.join()
        sizes.append(resident())
        return {"people": people, "seconds": seconds, "parts_up": _up(house), **_figures(done, sizes, seconds)}


def _watch(sizes: list[float], over: threading.Event, every: float) -> None:
    while not over.wait(every):
        sizes.append(resident())


def _up(house: Running) -> bool:
    return httpx.get(f"{house.url}/readyz", timeout=60).status_code == 200


def _figures(done: Sequence[Asked], sizes: Sequence[float], seconds: float) -> dict[str, Any]:
    whole = sorted(a.last for a in done if not a.wrong)
    first = sorted(a.first for a in done if not a.wrong)
    return {
        "answers": len(whole), "answers_a_second": len(whole) / seconds, "errors": sum(bool(a.wrong) for a in done),
        "kinds_of_error": ", ".join(sorted({a.wrong for a in done if a.wrong})),
        "first_event_p50": statistics.median(first), "first_event_p95": first[int(len(first) * 0.95)],
        "whole_p50": statistics.median(whole), "whole_p95": whole[int(len(whole) * 0.95)], "slowest": whole[-1],
        "resident_mib_start": sizes[0], "resident_mib_half": sizes[len(sizes) // 2], "resident_mib_end": sizes[-1],
    }  # fmt: skip


def register(app: typer.Typer) -> None:
    @app.command("chats", help="many chats at a time without a model, for minutes: errors, times, memory")
    def chats(
        people: Annotated[int, typer.Option(help="chats at a time")] = 200,
        seconds: Annotated[float, typer.Option(help="for how long")] = 300,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        figures = measured(people, seconds)
        show("同时提问 chats at a time", figures)
        write_json(json_file, figures)
