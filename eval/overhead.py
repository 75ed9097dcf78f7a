"""What the product adds to a model server: time to the first sentence, throughput of many streams, memory over time.

Side by side with calling the same paced server directly with the very prompt the product sends. Loopback only.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from eval.house import Running, running
from eval.paced import SENTENCES, TEXT
from eval.report import show, write_json

ASKED = "粗车外圆的主轴转速和进给量是多少？"
PAUSES = (0.05, 0.02)
"""Seconds between pieces of four characters: 80 characters a second is faster than anybody reads, 200 a fast server."""
PLACES, ALONE, STEADY = 128, 10, 40.0
MANY = httpx.Limits(max_connections=PLACES, max_keepalive_connections=PLACES)
RAMP = 1.2
PEOPLE = ("teacher1", "student1", "student2", "staff1", "staff2", "mentor1", "mentor2")


@dataclass(frozen=True)
class Took:
    """Seconds to the first sentence and to the end; `whole` when the answer said what the server wrote."""

    first: float
    last: float
    whole: bool


@contextmanager
def paced(pause: float) -> Iterator[str]:
    """The server's address, up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "eval.paced", str(port), str(pause)])  # noqa: S603 — our own
    try:
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(10)


@dataclass(frozen=True)
class Visitors:
    """Who asks, from a process of their own: the house's address and each person's headers."""

    url: str
    headers: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, house: Running) -> Visitors:
        signed = []
        for person in PEOPLE:
            client = house.caller(person).client
            cookies = "; ".join(f"{k}={v}" for k, v in client.cookies.items())
            signed.append({"X-CSRF-Token": client.headers["X-CSRF-Token"], "Cookie": cookies})
        return cls(house.url, tuple(signed))

    def together(self, people: int, times: int) -> list[Took]:
        clients = self._clients()
        with ThreadPoolExecutor(people) as pool:
            return list(pool.map(lambda n: through(clients[n % len(clients)]), range(times)))

    def steadily(self, people: int, seconds: float) -> float:
        clients = self._clients()
        return steady(lambda n: through(clients[n % len(clients)]), people, seconds)

    def _clients(self) -> list[httpx.Client]:
        return [httpx.Client(base_url=self.url, headers=h, limits=MANY, timeout=120) for h in self.headers]


def directly(url: str, times: int) -> list[Took]:
    with httpx.Client(limits=MANY, timeout=60) as client:
        return [direct(client, url, _prompt()) for _ in range(times)]


def directly_steady(url: str, people: int, seconds: float) -> float:
    prompt = _prompt()
    with httpx.Client(limits=MANY, timeout=60) as client:
        return steady(lambda _: direct(client, url, prompt), people, seconds)


def steady(ask: Callable[[int], Took], people: int, seconds: float) -> float:
    """Whole answers a second while so many ask without a break. They do not begin in step, as people do not: what is
    counted ends after the last of them has begun, and had an answer.
    """
    ramp = ask(0).last * RAMP
    begun = time.monotonic()
    counted, until = begun + 2 * ramp, begun + 2 * ramp + seconds

    def one(n: int) -> int:
        whole = 0
        time.sleep(ramp * n / people)
        while time.monotonic() < until:
            done = ask(n).whole
            whole += done and counted <= time.monotonic() < until
        return whole

    with ThreadPoolExecutor(people) as pool:
        return sum(pool.map(one, range(people))) / seconds


def direct(client: httpx.Client, url: str, prompt: dict[str, Any]) -> Took:
    """The same request without the product: the first sentence is there when its end is."""
    began, first, text = time.monotonic(), 0.0, ""
    with client.stream("POST", f"{url}/chat/completions", json=prompt) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: {"):
                text += json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
                if not first and text.count("}") > 0:
                    first = time.monotonic() - began
    return Took(first, time.monotonic() - began, SENTENCES[-1] in text)


def through(client: httpx.Client) -> Took:
    began, first, kind = time.monotonic(), 0.0, ""
    head = {"Accept": "text/event-stream"}
    with client.stream("POST", "/api/chat", json={"message": ASKED}, headers=head) as answer:
        for line in answer.iter_lines():
            kind = line.removeprefix("event: ") if line.startswith("event: ") else kind
            if not first and kind == "sentence":
                first = time.monotonic() - began
            if line.startswith("data: ") and kind == "done":
                told = json.loads(line[6:])
    said = kind == "done" and told["written_by"] == "paced" and not told.get("incomplete")
    return Took(first, time.monotonic() - began, said)


def measure(people: int, many: int, seconds: float) -> dict[str, float]:
    """At the first pace everything; at the others the throughput alone."""
    figures = measured(PAUSES[0], people, many, seconds)
    for pause in PAUSES[1:]:
        figures[f"throughput_of_direct_at_{1 / pause:.0f}_pieces"] = measured(pause, people)["throughput_of_direct"]
    return figures


def measured(pause: float, people: int, many: int = 0, seconds: float = 0.0) -> dict[str, float]:
    with (
        paced(pause) as url,
        running(llm_base_url=url, llm_model="paced", llm_places=PLACES) as house,
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as away,
    ):
        teacher = house.caller("teacher1")
        sent = teacher.upload(TEXT, owner="school", label="school/public", name="粗车.txt", title="粗车要点")
        teacher.settled(sent.json()["id"])
        visitors = Visitors.of(house)
        away.submit(visitors.together, 1, 2).result()
        theirs = [t.first for t in away.submit(directly, url, ALONE).result()]
        ours = [t.first for t in away.submit(visitors.together, 1, ALONE).result()]
        rates = [
            away.submit(directly_steady, url, people, STEADY).result(),
            away.submit(visitors.steadily, people, STEADY).result(),
        ]
        held = _held(lambda: away.submit(visitors.together, many, many).result(), seconds) if many else {}
    return {
        "direct_first_sentence_p50_ms": 1000 * statistics.median(theirs),
        "ours_first_sentence_p50_ms": 1000 * statistics.median(ours),
        "added_p50_ms": 1000 * (statistics.median(ours) - statistics.median(theirs)),
        "streams": people, "throughput_of_direct": rates[1] / rates[0], "held_streams": many, **held,
    }  # fmt: skip


def _held(act: Callable[[], list[Took]], seconds: float) -> dict[str, float]:
    """Round after round: how many chats were not whole, and the memory of the house after the first and the last."""
    until, chats, broken, sizes = time.monotonic() + seconds, 0, 0, list[float]()
    while len(sizes) < 2 or time.monotonic() < until:
        done = act()
        chats, broken = chats + len(done), broken + sum(not t.whole for t in done)
        sizes.append(resident())
    return {
        "held_chats": chats, "held_broken": broken, "resident_mib_first": sizes[0], "resident_mib_last": sizes[-1]
    }  # fmt: skip


def _prompt() -> dict[str, Any]:
    """The size of what the product sends is what counts: a prompt with its passages."""
    words = f"{ASKED}\n" + TEXT * 4
    return {"model": "paced", "messages": [{"role": "user", "content": words}], "stream": True}


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def register(app: typer.Typer) -> None:
    @app.command("overhead", help="what the product adds to a model server of a fixed pace")
    def overhead(
        people: Annotated[int, typer.Option(help="streams at a time")] = 32,
        many: Annotated[int, typer.Option(help="streams held for a while")] = 100,
        seconds: Annotated[float, typer.Option(help="how long they are held, at least")] = 300,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        figures = measure(people, many, seconds)
        show("模型之外的开销 overhead", figures)
        write_json(json_file, figures)
