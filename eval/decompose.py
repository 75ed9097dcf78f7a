"""Processes into tasks: is any step lost or moved, is every number the source's, how long does it take?

The sample school is asked over HTTP, each document by its uploader or the first teacher or mentor who may read it; the
steps its sources mark as numbered lists are the reference. The real documents are read and decomposed in process, with
the time beside that of reading the same file. Knows nothing of how tasks are made.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.markup import Items, blocks
from demo.school import sources
from demo.source import Source
from eval.house import Running, running
from eval.report import show, write_json
from eval.sample import fill
from ingest.chunk import chunk
from ingest.confine import Confine
from ingest.limits import Limits
from learning.line import lines
from learning.project import outline
from learning.verbatim import foreign
from learning.workorder import work_orders
from trust.errors import Fault
from trust.labels import parse
from trust.sources import Passage

WORKERS = ("mentor1", "mentor2", "teacher1", "teacher2")
REAL = Path("../shared/data/real")
SECONDS, MEMORY = 120, 2 * 1024**3
PAGES, PAGE = 100, 800
"""Pages of the long document, and the characters of one."""
WORDED = {"goal", "introduction", "competencies", "evidence", "tiers", "prerequisites"}


@dataclass(frozen=True)
class Outcome:
    """Of one sample document: its marked steps, those found in order, steps cited, and numbers not in the source."""

    key: str
    marked: int
    found: int
    cited: bool
    hundred: bool
    foreign: tuple[str, ...]
    tasks: int
    seconds: float


def marked(source: Source) -> list[str]:
    """The steps the source itself marks."""
    return [_plain(i) for b in blocks(source.body) if isinstance(b, Items) and b.numbered for i in b.items]


def ask(house: Running, source: Source, document_id: str) -> Outcome | None:
    """None where nobody of the workers may read the document."""
    for username in (source.uploader, *WORKERS):
        if username not in house.passwords:
            continue
        started = time.perf_counter()
        caller = house.caller(username)
        answer = caller.post("/api/tools/decompose_project", document_ids=[document_id])
        seconds = time.perf_counter() - started
        if answer.status_code == 200:
            ids = {c["passage_id"] for c in answer.json()["citations"]}
            texts = [caller.get(f"/api/passages/{i}").raise_for_status().json() for i in sorted(ids)]
            said = [f"{t['title']}\n{t['locator']['heading']}\n{t['text']}" for t in texts]
            return _judged(source, answer.json(), said, seconds)
    return None


def _judged(source: Source, answer: dict[str, Any], texts: list[str], seconds: float) -> Outcome:
    result, quotes = answer["result"], {c["n"]: c["quote"] for c in answer["citations"]}
    steps = [step for task in result["tasks"] for step in task["steps"]]
    wanted, told = marked(source), [_plain(step["text"]) for step in steps]
    kept = [_kept(task) for task in result["tasks"]]
    return Outcome(
        source.key, len(wanted), _in_order(wanted, told), all(quotes[s["citation"]] == s["quote"] for s in steps),
        all(sum(c["points"] for c in task["scoring"]) == 100 for task in result["tasks"]),
        tuple(foreign(_strings(kept), [source.title, *texts])), len(result["tasks"]), seconds,
    )  # fmt: skip


def _kept(task: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in task.items() if name not in WORDED}


def _in_order(wanted: Sequence[str], told: Sequence[str]) -> int:
    """How many of `wanted` stand in `told`, each behind the one before."""
    found, reached = 0, 0
    for step in wanted:
        if step in told[reached:]:
            reached, found = told.index(step, reached) + 1, found + 1
    return found


def _plain(text: str) -> str:
    return "".join(text.split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(item)


def sample() -> tuple[dict[str, Any], list[Outcome]]:
    """Every sample document with marked steps, over HTTP."""
    every = [s for s in sources() if marked(s)]
    with running() as house:
        fill(house, sources())
        titles = {d["title"]: d["id"] for u in house.passwords for d in _documents(house, u)}
        outcomes = [o for s in every if s.title in titles and (o := ask(house, s, titles[s.title]))]
        long = _long(house, every)
    steps, found = sum(o.marked for o in outcomes), sum(o.found for o in outcomes)
    return {
        "documents": len(outcomes), "not_for_a_worker": len(every) - len(outcomes),
        "tasks": sum(o.tasks for o in outcomes),
        "steps": steps, "steps_in_order": found / steps, "cited": all(o.cited for o in outcomes),
        "sheets_of_100": all(o.hundred for o in outcomes), "foreign_numbers": sum(len(o.foreign) for o in outcomes),
        "slowest_s": max(o.seconds for o in outcomes), **long,
    }, outcomes  # fmt: skip


def _long(house: Running, every: Sequence[Source]) -> dict[str, Any]:
    """A document of a hundred pages out of the sample's own sections: time to read it in, and to decompose it."""
    bodies = [s.body for s in every if s.library in ("enterprise", "training")]
    text = ""
    for n in range(1000):
        text += f"# 第 {n + 1} 部分\n{bodies[n % len(bodies)]}\n"
        if len(text) > PAGES * PAGE:
            break
    caller = house.caller("mentor1")
    started = time.perf_counter()
    sent = caller.upload(text, owner="yuchuan", label="yuchuan/internal", name="汇编.md", title="作业指导书汇编")
    document: str = sent.raise_for_status().json()["id"]
    row = caller.settled(document, 300)
    reading, started = time.perf_counter() - started, time.perf_counter()
    answer = caller.post("/api/tools/decompose_project", document_ids=[document]).raise_for_status().json()
    seconds = time.perf_counter() - started
    return {
        "pages_100_passages": row["passages"], "pages_100_steps": answer["result"]["steps"],
        "pages_100_tasks": len(answer["result"]["tasks"]), "pages_100_s": seconds,
        "pages_100_to_reading": seconds / reading,
    }  # fmt: skip


def _documents(house: Running, username: str) -> list[dict[str, Any]]:
    answer = house.caller(username).get("/api/documents", limit=200)
    items: list[dict[str, Any]] = answer.json()["items"] if answer.status_code == 200 else []
    return items


def real(folder: Path) -> list[dict[str, Any]]:
    """One row per file: how many tasks, steps and quantities, whether all steps were kept, and the times."""
    rows: list[dict[str, Any]] = []
    scratch = tempfile.TemporaryDirectory(prefix="decompose-")
    readers = Confine(Path(scratch.name) / "tmp", Limits(SECONDS, MEMORY))
    try:
        for file in sorted(f for f in folder.iterdir() if f.name != "manifest.csv"):
            started = time.perf_counter()
            try:
                parsed = readers.read(file.name, file.read_bytes())
            except Fault as fault:
                rows.append({"file": file.name, "unread": fault.en})
                continue
            reading = time.perf_counter() - started
            chunks = chunk(parsed, file.stem)
            passages = [
                Passage(f"p{c.ordinal}", "d", file.stem, c.text, c.locator, parse("school/public"), "course", c.ordinal)
                for c in chunks
            ]
            rows.append({"file": file.name, **_decomposed(passages), "reading_s": round(reading, 3)})
    finally:
        readers.close()
        scratch.cleanup()
    return rows


def _decomposed(passages: list[Passage]) -> dict[str, Any]:
    started = time.perf_counter()
    orders = work_orders(outline(passages), "second_year")
    seconds = time.perf_counter() - started
    wanted = [line.text for line in lines(passages) if line.kind == "step"]
    told = [step.source.text for order in orders for step in order.steps]
    sourced = all(s.source.text in s.source.passage.text for order in orders for s in order.steps)
    return {
        "passages": len(passages), "tasks": len(orders), "steps": len(told),
        "parameters": sum(len(order.parameters) for order in orders),
        "kept": sourced and (told == wanted if wanted else True), "decomposing_s": round(seconds, 3),
    }  # fmt: skip


def register(app: typer.Typer) -> None:
    @app.command("decompose", help="processes into tasks: steps kept and in order, numbers verbatim, time")
    def decompose(
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        data: Annotated[Path, typer.Option(help="a folder of real documents")] = REAL,
        misses: Annotated[bool, typer.Option(help="print the documents where something is wrong")] = False,
    ) -> None:
        figures, outcomes = sample()
        show("示例规程 sample processes", figures)
        for o in outcomes if misses else ():
            if o.found < o.marked or o.foreign or not o.cited:
                typer.echo(f"{o.key}: {o.found}/{o.marked} {o.foreign}")
        rows = real(data) if data.is_dir() else []
        for row in rows:
            typer.echo(" ".join(f"{name}={value}" for name, value in row.items()))
        read = [row for row in rows if "unread" not in row]
        reading = sum(row["reading_s"] for row in read)
        figures |= {
            "real_files": len(read), "real_tasks": sum(r["tasks"] for r in read),
            "real_steps": sum(r["steps"] for r in read), "real_kept": all(r["kept"] for r in read),
            "decomposing_to_reading": sum(r["decomposing_s"] for r in read) / reading if reading else 0.0,
        }  # fmt: skip
        write_json(json_file, figures)
        show("全部 all", figures)
