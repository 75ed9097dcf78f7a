"""Requirements against courses on the sample school, as its teacher asks: which rows are found, which cells are right.

Marked by hand, before any tuning, by reading demo/sources: one line of `eval/marks/matrix.jsonl` per line of a document
of requirements. `row` is a piece of it; `cover` are the modules that teach it (`source`, `source#project` of a course
standard, `source|word` where a cited passage must hold the word), `may` those where people would differ; `none` marks
lines that ask for nothing (formats, enrolment, days), `either` those that count neither way.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.school import sources
from eval.house import Caller, Running, running
from eval.report import show, write_json
from eval.rowverdict import differing, verdicts
from eval.sample import fill

MARKS = Path(__file__).parent / "marks" / "matrix.jsonl"
ASKER = "teacher1"
SPENT = {
    "试学钳工赛项规程（2023）": ("replaced", "● 能锉削平面，平面度不大于 0.05 mm。"),
    "试学钳工赛项规程（2025）": ("", "● 能锉削平面，平面度不大于 0.04 mm。"),
    "试学焊工职业技能等级标准": ("expired", "● 能焊接平板对接缝。\n本标准有效期至 2024 年 6 月 30 日。"),
    "试学铣工岗位能力要求": ("", "● 能按图样铣削平面。\n本要求有效期至 2099 年 12 月 31 日。"),
}  # fmt: skip
"""Documents put in beside the sample's, which are all in force: why each is out of date, and its text."""


@dataclass(frozen=True)
class Mark:
    """`kind`: row, none or either. A module is (source key, project's name or "", word or "")."""

    doc: str
    row: str
    kind: str
    cover: tuple[tuple[str, str, str], ...] = ()
    may: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Counted:
    """Names of rows and cells by what became of them."""

    rows: dict[str, list[str]] = field(default_factory=lambda: {k: [] for k in ("right", "missed", "false")})
    cells: dict[str, list[str]] = field(default_factory=lambda: {k: [] for k in ("right", "missed", "false")})
    cited: Counter[bool] = field(default_factory=Counter)
    verdicts: list[str] = field(default_factory=list)


def marks(file: Path = MARKS) -> list[Mark]:
    """All of them. Raises KeyError on a malformed line."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        said = json.loads(line)
        kind = next((k for k in ("none", "either") if said.get(k)), "row")
        cells = {n: tuple(_module(m) for m in said.get(n, ())) for n in ("cover", "may")}
        found.append(Mark(said["doc"], said["row"], kind, **cells))
    return found


def _module(text: str) -> tuple[str, str, str]:
    rest, _, word = text.partition("|")
    key, _, project = rest.partition("#")
    return key, project, word


def counted(answer: Mapping[str, Any], texts: Mapping[str, str], marked: Sequence[Mark], keys: Mapping[str, str],
            into: Counted) -> None:  # fmt: skip
    """One document's matrix against its marks. `texts`: passage id → heading and text; `keys`: title → source key."""
    result = answer["result"]
    cited = {c["n"]: c for c in answer["citations"]}
    modules = {m["n"]: (keys.get(m["title"], m["title"]), m["name"]) for m in result["modules"]}
    owed = [m for m in marked if m.kind == "row"]
    for row in result["requirements"]:
        mark = next((m for m in marked if _plain(m.row) in _plain(row["quote"])), None)
        if mark is None or mark.kind == "none":
            into.rows["false"].append(row["quote"])
        if mark not in owed:
            continue
        owed.remove(mark)
        into.rows["right"].append(mark.row)
        cells = [c for c in result["cells"] if c["requirement"] == row["n"]]
        held = {}
        for c in cells:
            passages = [texts[cited[n]["passage_id"]] for n in c["citations"]]
            held[modules[c["module"]]] = passages
        _cells(mark, held, into)
    for mark in owed:
        into.rows["missed"].append(mark.row)
        _cells(mark, {}, into)


def _cells(mark: Mark, held: Mapping[tuple[str, str], Sequence[str]], into: Counted) -> None:
    for key, project, word in mark.cover:
        passages = next((p for (k, name), p in held.items() if k == key and project in name), None)
        into.cells["missed" if passages is None else "right"].append(f"{mark.row} ← {key}#{project}")
        if passages is not None and word:
            into.cited[any(word in text for text in passages)] += 1
    for (key, name), passages in held.items():
        if not any(k == key and project in name for k, project, _ in (*mark.cover, *mark.may)):
            into.cells["false"].append(f"{mark.row} ← {name}: {passages[0][:60]!r}")


def _plain(text: str) -> str:
    return "".join(text.split())


def figures(into: Counted) -> dict[str, Any]:
    """Precision and recall; `cited`: of right cells marked with a word, those that cite a passage holding it."""
    out: dict[str, Any] = {}
    for name, counts in (("rows", into.rows), ("cells", into.cells)):
        right, missed, false = (len(counts[k]) for k in ("right", "missed", "false"))
        out |= {f"{name}_marked": right + missed, f"{name}_precision": _share(right, false)}
        out |= {f"{name}_recall": _share(right, missed)}
    return out | {"cited": _share(into.cited[True], into.cited[False])}


def _share(good: int, bad: int) -> float:
    return good / (good + bad) if good + bad else 1.0


def asked(house: Running, marked: Sequence[Mark]) -> tuple[Counted, list[float]]:
    """Every marked document asked for alone, its courses found by search; seconds of each."""
    caller, into, seconds = house.caller(ASKER), Counted(), []
    every = sources()
    keys, titles = {s.title: s.key for s in every}, {s.key: s.title for s in every}
    for doc in dict.fromkeys(m.doc for m in marked):
        started = time.perf_counter()
        answer = _match(caller, document_id(caller, titles[doc]))
        seconds.append(time.perf_counter() - started)
        into.verdicts += differing(answer, [v for v in verdicts() if v["doc"] == doc])
        counted(answer, _texts(caller, answer["citations"]), [m for m in marked if m.doc == doc], keys, into)
    return into, seconds


def _match(caller: Caller, document: str) -> dict[str, Any]:
    made: dict[str, Any] = caller.post(
        "/api/tools/match_requirements", document_ids=[document]
    ).raise_for_status().json()  # fmt: skip
    return made


def document_id(caller: Caller, title: str) -> str:
    """Of a document of exactly this title. Raises StopIteration."""
    items = caller.get("/api/documents", q=title, limit=50).raise_for_status().json()["items"]
    return next(str(d["id"]) for d in items if d["title"] == title)


def _texts(caller: Caller, citations: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    found = {}
    for one in {c["passage_id"] for c in citations}:
        passage = caller.get(f"/api/passages/{one}").raise_for_status().json()
        found[one] = f"{passage['locator']['heading'] or ''}\n{passage['text']}"
    return found


def spent(house: Running) -> tuple[int, int]:
    """How many of the documents out of date are named with the right reason, and how many others are named."""
    caller, ids = house.caller(ASKER), {}
    for title, (_, text) in SPENT.items():
        sent = caller.upload(f"能力要求\n{text}\n", owner="school", label="school/public", name=f"{title}.txt",
                             title=title, library="competition")  # fmt: skip
        ids[title] = str(sent.raise_for_status().json()["id"])
    for document in ids.values():
        caller.settled(document)
    named = {t: {o["reason"] for o in _match(caller, d)["result"]["outdated"]} for t, d in ids.items()}
    right = sum(bool(why) and named[t] == {why} for t, (why, _) in SPENT.items())
    return right, sum(bool(named[t]) and not why for t, (why, _) in SPENT.items())


def register(app: typer.Typer) -> None:
    @app.command("matrix", help="requirements against courses: rows, cells and what is out of date, against hand marks")
    def matrix(
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        misses: Annotated[bool, typer.Option(help="print the rows and cells that went wrong")] = False,
    ) -> None:
        marked = marks()
        with running() as house:
            fill(house, sources())
            into, seconds = asked(house, marked)
            outdated, wrongly = spent(house)
        result = figures(into) | {
            "outdated_found": outdated, "outdated_marked": sum(bool(why) for why, _ in SPENT.values()),
            "outdated_wrongly": wrongly, "verdicts": len(verdicts()),
            "verdicts_differing": len(into.verdicts), "slowest_s": max(seconds),
        }  # fmt: skip
        show("岗课赛证创 requirements and courses", result)
        for name, counts in (("rows", into.rows), ("cells", into.cells)) if misses else ():
            for kind in ("missed", "false"):
                typer.echo(f"--- {name} {kind}\n" + "\n".join(counts[kind]))
        if misses:
            typer.echo("--- verdicts\n" + "\n".join(into.verdicts))
        write_json(json_file, result)
