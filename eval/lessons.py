"""Lesson plans of everything the sample school may teach from, and of real documents: whole, cited, adding up, in time.

Each sample document that the teacher reads is asked for over HTTP, for every tier; by its title once more. What is
looked at is what a plan promises (docs/teaching.md); nothing is judged by taste. Real documents are planned in process.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from demo.school import sources
from eval.house import Caller, Running, running
from eval.report import show, write_json
from eval.sample import fill
from ingest.chunk import chunk
from ingest.confine import Confine
from ingest.limits import Limits
from learning.lesson import Lesson, lesson
from learning.material import gathered
from learning.tier import HOUR, Tier
from learning.verbatim import foreign
from trust.errors import Fault
from trust.labels import parse
from trust.sources import Passage

ASKER, HOURS = "teacher1", 4
REAL = Path("../shared/data/real")
SECONDS, MEMORY = 120, 2 * 1024**3
THIN = {"试学值班电话": "值班电话 3021。", "试学空白表": "姓名：\n班级：\n日期：", "试学通知": "周五下午大扫除。"}
"""Documents put in beside the sample's that nothing can be taught from."""
_VERB = re.compile(
    r"^能(?:说出|指出|解释|说明|运用|结合岗位说明|用|对照|在教师提示下按|以小组为单位独立按|按企业要求独立按)|"
    r"^树立.{1,8}意识，(?:做到|能说出)|^能与同伴"
)
PARTS = ("analysis", "focus", "hard", "stages", "assessment", "resources")
_OURS = frozenset({"hours", "minutes", "points", "citation", "citations", "document_id", "passage_id", "tier", "phase"})


def faults(
    answer: Mapping[str, Any], texts: Mapping[str, Mapping[str, Any]], hours: int, topic: str = ""
) -> list[str]:  # fmt: skip
    """What a plan breaks of what plans promise. `texts`: passage id → the passage as its reader sees it; numbers of the
    `topic` asked for are the asker's.
    """
    plan, cited = answer["result"]["plan"], answer["citations"]
    found = [f"empty {part}" for part in PARTS if not plan[part]]
    found += [f"empty goals of {kind}" for kind, lines in plan["goals"].items() if not lines]
    found += [f"no row {p}" for p in ("before", "during", "after") if p not in {s["phase"] for s in plan["stages"]}]
    if sum(s["minutes"] for s in plan["stages"] if s["phase"] == "during") != hours * HOUR:
        found.append("minutes")
    if sum(a["points"] for a in plan["assessment"]) != 100:
        found.append("points")
    goals = [line for lines in plan["goals"].values() for line in lines]
    found += [f"verb: {g['text']}" for g in goals if not _VERB.search(g["text"])]
    uncited = [g for k in ("knowledge", "ability") for g in plan["goals"][k] if g["citation"] is None]
    found += [f"uncited goal: {g['text']}" for g in uncited]
    found += [f"not verbatim: {c['quote']}" for c in cited if c["quote"] not in texts[c["passage_id"]]["text"]]
    said = [f"{t['title']}\n{t['locator']['heading'] or ''}\n{t['text']}" for t in texts.values()]
    told = (_bare(text) for text in _strings(plan))
    return found + [f"number {n}" for n in foreign(told, [topic, *map(_bare, said)])]


def _bare(text: str) -> str:
    """Without brackets, which we put around a value or the source does."""
    return re.sub(r"[（）()]", " ", text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in pairs:
        if name not in _OURS:
            yield from _strings(item)


def labelled(answer: Mapping[str, Any], texts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the plan's label is at least that of each passage it cites."""
    own = parse(answer["label"])
    return all(parse(t["label"]).flows_to(own) for t in texts.values())


def sample(house: Running) -> tuple[dict[str, Any], list[str]]:
    caller = house.caller(ASKER)
    counts: Counter[str] = Counter()
    seconds, wrong = [], []
    for document in _documents(caller):
        wishes = [{"document_ids": [document["id"]], "tier": t} for t in get_args(Tier)]
        for wish in (*wishes, {"query": document["title"][:200]}):
            started = time.perf_counter()
            asked = caller.post("/api/tools/plan_lesson", hours=HOURS, **wish)
            seconds.append(time.perf_counter() - started)
            if asked.status_code != 200:
                counts["refused" if asked.json()["type"].endswith("not-enough") else "failed"] += 1
                continue
            answer = asked.json()
            texts = {i: caller.get(f"/api/passages/{i}").raise_for_status().json()
                     for i in {c["passage_id"] for c in answer["citations"]}}  # fmt: skip
            broken = faults(answer, texts, HOURS, str(wish.get("query", "")))
            broken += [] if labelled(answer, texts) else ["label"]
            counts["whole" if not broken else "broken"] += 1
            counts["without_values"] += not answer["result"]["plan"]["values"]
            wrong += [f"{document['title']} {wish.get('tier', 'by title')}: {b}" for b in broken]
    seconds.sort()
    return {
        **{n: counts[n] for n in ("whole", "broken", "refused", "failed", "without_values")},
        "thin_planned": "、".join(_planned_though_thin(caller)) or "none", "thin": len(THIN),
        "p50_s": seconds[len(seconds) // 2],
        "p95_s": seconds[len(seconds) * 95 // 100],
    }, wrong  # fmt: skip


def _documents(caller: Caller) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = caller.get("/api/documents", limit=100, cursor=cursor).raise_for_status().json()
        yield from (d for d in page["items"] if d["library"] != "competition")
        if (cursor := page["next"]) is None:
            return


def _planned_though_thin(caller: Caller) -> Iterator[str]:
    for title, text in THIN.items():
        sent = caller.upload(text, owner="school", label="school/internal", name=f"{title}.txt", title=title)
        document = sent.raise_for_status().json()["id"]
        caller.settled(document)
        if caller.post("/api/tools/plan_lesson", document_ids=[document]).status_code == 200:
            yield title


def real(folder: Path) -> list[dict[str, Any]]:
    """One row per file: whether a plan came of it, what is wrong with it, seconds."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="lessons-") as scratch:
        readers = Confine(Path(scratch) / "tmp", Limits(SECONDS, MEMORY))
        try:
            for file in sorted(f for f in folder.iterdir() if f.name != "manifest.csv"):
                try:
                    parsed = readers.read(file.name, file.read_bytes())
                except Fault as fault:
                    rows.append({"file": file.name, "unread": fault.en})
                    continue
                label = parse("school/public")
                passages = [
                    Passage(f"p{c.ordinal}", "d", file.stem, c.text, c.locator, label, "course", c.ordinal)
                    for c in chunk(parsed, file.stem)
                ]
                rows.append({"file": file.name, **_planned(passages)})
        finally:
            readers.close()
    return rows


def _planned(passages: Sequence[Passage]) -> dict[str, Any]:
    started = time.perf_counter()
    material = gathered(passages, "second_year")
    if not material.units:
        return {"refused": True, "seconds": time.perf_counter() - started}
    made = lesson(material, material.title, HOURS, "second_year", [], [])
    seconds = time.perf_counter() - started
    return {"units": len(material.units), "left_out": len(made.left_out), "wrong": _wrong(made), "seconds": seconds}


def _wrong(made: Lesson) -> list[str]:
    cited = [s.source for s in (*made.knowledge, *made.ability)]
    quoted = [c for c in (*cited, *(c for s in made.stages for c in s.sources)) if c is not None]
    found = [] if sum(s.minutes for s in made.stages if s.phase == "during") == HOURS * HOUR else ["minutes"]
    found += [] if sum(a.points for a in made.assessment) == 100 else ["points"]
    found += [] if all(cited) else ["uncited goal"]
    found += [f"verb: {s.text}" for s in (*made.knowledge, *made.ability) if not _VERB.search(s.text)]
    return found + [f"not verbatim: {c.text}" for c in quoted if c.text not in c.passage.text]


def register(app: typer.Typer) -> None:
    @app.command("lessons", help="lesson plans: whole, cited, verbatim, adding up; refusals; time")
    def lessons(
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        data: Annotated[Path, typer.Option(help="a folder of real documents")] = REAL,
        misses: Annotated[bool, typer.Option(help="print what is wrong, plan by plan")] = False,
    ) -> None:
        with running() as house:
            fill(house, sources())
            figures, wrong = sample(house)
        rows = real(data) if data.is_dir() else []
        read = [r for r in rows if "unread" not in r]
        wrong += [f"{r['file']}: {w}" for r in read for w in r.get("wrong", ())]
        figures |= {
            "real_files": len(read), "real_refused": sum("refused" in r for r in read),
            "real_broken": sum(bool(r.get("wrong")) for r in read),
            "real_slowest_s": max((r["seconds"] for r in read), default=0.0),
        }  # fmt: skip
        show("教案 lesson plans", figures)
        for line in wrong if misses else ():
            typer.echo(line)
        write_json(json_file, figures)
