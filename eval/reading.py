"""Everything people really upload, put through the whole product: what comes in, how long it takes, what is said of
the rest; how well pictures and old formats are read; what ingest costs beside parsing; whether people notice.

The files are of others (`../shared/data` or --data): of them this writes names and outcomes only.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.build import build
from demo.school import sources
from demo.source import Source
from eval import oldformats, scans
from eval.house import Caller, running
from eval.report import show, write_json
from ingest.aids import Aids
from ingest.chunk import chunk
from ingest.confine import Confine
from ingest.limits import Limits
from ingest.pipeline import Pipeline
from knowledge.engines import open_generations
from records.store import Store
from trust.errors import Fault
from trust.labels import parse
from trust.settings import Settings

FOLDERS = ("real", "odd")
SLOWEST = 60.0
ASKED = "主轴转速取多少"
ALL = "table,files,scans,formats,pace"
PAUSE = 0.3


@dataclass(frozen=True)
class Row:
    """What became of one file. `said` is the reason, or what was noted, in the uploader's language."""

    folder: str
    file: str
    state: str
    passages: int
    seconds: float
    said: str


def register(app: typer.Typer) -> None:
    app.command("reading")(reading)


def reading(
    data: Annotated[Path | None, typer.Option(help="folder with real/ and odd/")] = None,
    out: Annotated[Path, typer.Option(help="the table, one row a file")] = Path("docs/reading-files.md"),
    pages: Annotated[int, typer.Option(help="pages recognised, each way of worsening")] = 6,
    each: Annotated[int, typer.Option(help="files of each old format")] = 3,
    json: Annotated[Path | None, typer.Option(help="where to write the figures")] = None,
    at_once: Annotated[int, typer.Option(help="files read at a time for the table")] = 2,
    every: Annotated[int, typer.Option(help="each so-manieth file goes over HTTP while somebody searches")] = 1,
    parts: Annotated[str, typer.Option(help="which: table, files, scans, formats, pace")] = ALL,
) -> None:
    """Files in or with a reason, recognition, old formats, pace of ingest."""
    folder = data or Path(os.environ.get("SHUANGYUAN_TEST_DATA", "../shared/data"))
    figures: dict[str, Any] = {}
    if "table" in parts:
        rows = outcomes(folder, at_once)
        out.write_text(table(rows), "utf-8")
        figures["table"] = summed(rows)
    if "files" in parts:
        figures["files"] = files_in(folder, every)
    if "scans" in parts or "formats" in parts:
        figures |= pictures_and_formats(parts, pages, each)
    if "pace" in parts:
        figures["pace"] = pace(folder)
    for name, part in figures.items():
        show(name, part)
    write_json(json, figures)


def files_of(folder: Path) -> list[tuple[str, Path]]:
    return [(p, f) for p in FOLDERS for f in sorted((folder / p).iterdir()) if f.name != "manifest.csv"]


def outcomes(folder: Path, at_once: int) -> list[Row]:
    """Every file through the product's reader and cutter, as the pipeline has it read."""
    settings = Settings(database_url=None, key=None)
    limits = Limits(settings.parse_seconds, settings.parse_memory)
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as tmp, ThreadPoolExecutor(at_once) as pool:
        confine = Confine(Path(tmp), limits, aids=Aids.of(settings))
        try:
            confine.read("warm.txt", b"warm")
            return list(pool.map(lambda f: outcome(confine, *f), files_of(folder)))
        finally:
            confine.close()


def outcome(confine: Confine, folder: str, file: Path) -> Row:
    started = time.monotonic()
    try:
        parsed = confine.read(file.name, file.read_bytes())
    except Fault as fault:
        return Row(folder, file.name, "refused", 0, time.monotonic() - started, fault.zh)
    passages = len(chunk(parsed, file.stem))
    said = [f"未读：{n.zh}" for n in parsed.unread] + [n.zh for n in parsed.notes]
    return Row(folder, file.name, f"in ({parsed.language})", passages, time.monotonic() - started, "；".join(said))


def summed(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "files": len(rows), "in": sum(r.state.startswith("in") for r in rows),
        "slowest_s": max(r.seconds for r in rows), "over_60_s": sum(r.seconds > SLOWEST for r in rows),
        "refused_without_words": sum(len(r.said) < 8 for r in rows if r.state == "refused"),
    }  # fmt: skip


def files_in(folder: Path, every: int) -> dict[str, Any]:
    """Each file uploaded by the school's steward, one after the other, while somebody goes on searching."""
    with running() as house:
        steward, seeker = house.caller("steward1"), house.caller("teacher1")
        text = "粗车外圆时主轴转速取 800 r/min。"
        first = seeker.upload(text, owner="school", label="school/internal", name="甲.txt")
        seeker.settled(first.raise_for_status().json()["id"], 120)
        idle = searches(seeker, lambda spent: len(spent) >= 60)
        busy: list[float] = []
        done = threading.Event()
        thread = threading.Thread(target=lambda: busy.extend(searches(seeker, lambda _: done.is_set())))
        thread.start()
        rows = []
        try:
            for part, file in files_of(folder)[::every]:
                rows.append(taken(steward, part, file))
        finally:
            done.set()
            thread.join()
    return {
        "files": len(rows), "in": sum(r.state != "failed" and r.state != "refused" for r in rows),
        "slowest_s": max(r.seconds for r in rows), "over_60_s": sum(r.seconds > SLOWEST for r in rows),
        "without_words": sum(len(r.said) < 8 for r in rows if r.state in ("failed", "refused")),
        "search_idle_p95_ms": p95(idle), "search_busy_p95_ms": p95(busy), "ratio": p95(busy) / p95(idle),
        "searches": len(busy),
    }  # fmt: skip


def taken(steward: Caller, folder: str, file: Path) -> Row:
    started = time.monotonic()
    sent = steward.client.post(
        "/api/documents", data={"owner": "school", "label": "school/internal", "library": "course"},
        files={"file": (file.name, file.read_bytes())}, timeout=120,
    )  # fmt: skip
    if sent.status_code >= 400:
        return Row(folder, file.name, "refused", 0, time.monotonic() - started, sent.json()["detail"])
    row = steward.settled(sent.json()["id"], 240)
    said = "；".join(filter(None, (row["error"], row["unread"] and f"未读：{row['unread']}", row["notes"])))
    return Row(folder, file.name, row["state"], row["passages"], time.monotonic() - started, said)


def searches(seeker: Caller, enough: Any) -> list[float]:
    """Milliseconds of each, until there are enough."""
    spent: list[float] = []
    while not enough(spent):
        started = time.perf_counter()
        seeker.get("/api/search", q=ASKED).raise_for_status()
        spent.append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
    return spent


def p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


def table(rows: Sequence[Row]) -> str:
    head = (
        "# Files of others, one by one\n\nWritten by `python -m eval reading --parts table`: every file of the "
        "test data through the product's reader.\nThe reasons are the words the uploader reads.\n\n"
        "| folder | file | outcome | passages | s | reason or note |\n|---|---|---|---|---|---|\n"
    )
    cells = ([r.folder, r.file, r.state, str(r.passages), f"{r.seconds:.1f}", shortened(r.said)] for r in rows)
    return head + "".join("| " + " | ".join(row) + " |\n" for row in cells)


def shortened(said: str, most: int = 120) -> str:
    flat = said.replace("|", "/").replace("\n", " ")
    return flat if len(flat) <= most else flat[:most] + "…"


def pictures_and_formats(parts: str, pages: int, each: int) -> dict[str, Any]:
    every: list[Source] = sources()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as tmp:
        confine = Confine(Path(tmp), Limits(120, 2 * 1024**3), aids=Aids.of(Settings()))
        try:
            if "scans" in parts:
                figures["scans"] = scans.measured(confine, [s.body for s in every], pages)
            if "formats" in parts:
                for name, part in oldformats.measured(confine, every, each).items():
                    figures[f"from .{name}"] = part
        finally:
            confine.close()
    return figures


def pace(folder: Path) -> dict[str, float]:
    """PDF and DOCX through the whole pipeline beside parsing them alone, in turns, on the same machine."""
    made = [(s.filename, build(s)) for s in sources() if s.format in ("pdf", "docx")][:12]
    made += [(p.name, p.read_bytes()) for p in (folder / "real").glob("197_*.pdf")]
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as tmp, ExitStack() as ends:
        settings = Settings(data=Path(tmp), database_url=None, key=None)
        store = Store.open(settings)
        ends.callback(store.close)
        generations = open_generations(settings)
        ends.callback(generations.close)
        confine = Confine(Path(tmp) / "tmp", Limits(120, 2 * 1024**3), aids=Aids.of(settings))
        ends.callback(confine.close)
        store.people.add_owner("school", "school", "school")
        pipeline = Pipeline(store, generations, settings, confine)
        confine.read("warm.txt", b"warm")
        parsing = ingesting = 0.0
        for name, data in made:
            spent = one(store, pipeline, confine, name, data)
            parsing, ingesting = parsing + spent[0], ingesting + spent[1]
    return {"files": len(made), "parsing_s": parsing, "ingest_s": ingesting, "share": parsing / ingesting}


def one(store: Store, pipeline: Pipeline, confine: Confine, name: str, data: bytes) -> tuple[float, float]:
    """Seconds to parse it alone and to take it in whole, the median of three each, in turns."""
    steward = store.people.steward("school")
    parsed, whole = [], []
    for n in range(3):
        started = time.perf_counter()
        confine.read(name, data)
        parsed.append(time.perf_counter() - started)
        document, _ = store.library.receive(
            steward, owner="school", library="course", label=parse("school/internal"), title=f"{name} {n}",
            filename=name, media_type="application/octet-stream", data=data + b"\n" * (n + 1),
        )  # fmt: skip
        started = time.perf_counter()
        pipeline.process(document.id, document.generation)
        whole.append(time.perf_counter() - started)
    return statistics.median(parsed), statistics.median(whole)
