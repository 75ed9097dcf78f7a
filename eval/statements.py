"""xAPI statements as another platform sends them: how long many take over HTTP in batches, and that each is kept once.

Every fifth batch is sent twice, as a client does that heard no answer. In a throw-away house.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.house import Caller, Running, running
from eval.report import show, write_json

BATCH = 500
HEADERS = {"X-Experience-API-Version": "1.0.3"}
VERBS = ("answered", "attempted", "completed", "passed", "failed")


def register_in_force(house: Running) -> None:
    """Without one nothing is kept."""
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    made = house.caller("steward1").post("/api/registers", school="school", enterprise="yuchuan", until=until)
    held = made.raise_for_status().json()
    signed = house.caller("steward2").post(f"/api/registers/{held['id']}/signature", hash=held["hash"])
    signed.raise_for_status()


def batches(count: int) -> Iterator[list[dict[str, Any]]]:
    """Of two learners, like a learning platform's."""
    for start in range(0, count, BATCH):
        yield [_statement(n) for n in range(start, min(start + BATCH, count))]


def _statement(n: int) -> dict[str, Any]:
    account = {"homePage": "https://lms.example.cn", "name": f"student{n % 2 + 1}"}
    name = {"zh-CN": f"实训任务 {n % 97}"}
    kind = "http://adlnet.gov/expapi/activities/simulation"
    return {
        "id": str(uuid.uuid4()), "actor": {"account": account},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{VERBS[n % len(VERBS)]}"},
        "object": {"id": f"https://lms.example.cn/tasks/{n % 97}", "definition": {"name": name, "type": kind}},
        "result": {"score": {"raw": n % 101, "min": 0, "max": 100}, "duration": f"PT{n % 59 + 1}M"},
        "timestamp": (datetime.now(UTC) - timedelta(seconds=n)).isoformat(),
    }  # fmt: skip


def measure(count: int) -> dict[str, Any]:
    """Keys: statements, sent (with repeats), kept, lost, seconds, page_ms (a page read back)."""
    with running() as house:
        register_in_force(house)
        caller = house.caller("teacher1")
        made = list(batches(count))
        started = time.perf_counter()
        sent = sum(_send(caller, batch, again=n % 5 == 0) for n, batch in enumerate(made))
        seconds = time.perf_counter() - started
        before = time.perf_counter()
        page = caller.client.get("/xapi/statements", params={"limit": BATCH}, headers=HEADERS).raise_for_status()
        page_ms = (time.perf_counter() - before) * 1000
        found = _all(caller)
    ids = {s["id"] for batch in made for s in batch}
    return {
        "statements": count, "sent": sent, "kept": len(found), "lost": len(ids - set(found)),
        "seconds": round(seconds, 1), "page_of": len(page.json()["statements"]), "page_ms": round(page_ms),
    }  # fmt: skip


def _all(caller: Caller) -> list[str]:
    """The ids of everything that is told back, following `more` to the end."""
    found: list[str] = []
    path = f"/xapi/statements?limit={BATCH}"
    while path:
        told = caller.client.get(path, headers=HEADERS).raise_for_status().json()
        found += [s["id"] for s in told["statements"]]
        path = told["more"]
    return found


def _send(caller: Caller, batch: list[dict[str, Any]], again: bool) -> int:
    for _ in range(2 if again else 1):
        answer = caller.client.post("/xapi/statements", json=batch, headers=HEADERS).raise_for_status()
        if answer.json() != [s["id"] for s in batch]:
            raise RuntimeError("ids came back in another order")
    return len(batch) * (2 if again else 1)


def register(app: typer.Typer) -> None:
    @app.command("statements", help="xAPI statements over HTTP in batches, some sent twice: seconds, each kept once")
    def statements(
        count: Annotated[int, typer.Option(help="how many")] = 10_000,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        result = measure(count)
        show("学习记录 xAPI statements", result)
        write_json(json_file, result)
        raise typer.Exit(0 if result["kept"] == count and not result["lost"] else 1)
