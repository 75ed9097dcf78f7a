"""The sample school asked over HTTP: are people answered from what they may read, and refused honestly?

A case is one line of `eval/cases/*.jsonl`: `{id, by, q, cite: [{doc, has}]}` for a question that `by` may have answered
(any of the named passages counts: the source with key `doc`, a passage of it holding the text `has`), or
`{id, by, q, refuse}` with the reason (`hidden`: somebody else could be answered; `absent`: nobody could).
`set: unseen` marks those set aside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.school import confirm, sources, upload
from demo.source import Source
from eval.house import Running, running
from eval.report import show, write_json
from knowledge.tokens import normalise
from trust.labels import parse
from trust.roles import Act

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    id: str
    by: str
    q: str
    cite: tuple[tuple[str, str], ...]
    refuse: str | None
    unseen: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a case. `beyond`: a citation whose label the asker may not read."""

    case: Case
    answered: bool
    right: bool
    verbatim: bool
    beyond: bool
    answer: str
    cited: tuple[str, ...]


def cases(folder: Path = CASES) -> list[Case]:
    """All cases, sorted by file and line. Raises KeyError on a malformed line."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                cite = tuple((c["doc"], c["has"]) for c in row.get("cite", ()))
                found.append(
                    Case(row["id"], row["by"], row["q"], cite, row.get("refuse"), row.get("set") == "unseen")
                )
    return found


def fill(house: Running, every: list[Source], seconds: float = 600) -> None:
    """Put the sample documents in and wait until each is ready. Raises TimeoutError."""
    parts = house.house.resources
    for _ in upload(parts.store, house.people, every, parts.workflow.enqueue):
        continue
    end = time.monotonic() + seconds
    while not confirm(parts.store, house.people, every, parts.workflow.enqueue_relabel):
        if time.monotonic() > end:
            raise TimeoutError("the sample documents did not become ready")
        time.sleep(0.2)


def ask(house: Running, case: Case, titles: dict[str, Source]) -> Outcome:
    """One question over HTTP, every citation opened and checked."""
    caller = house.caller(case.by)
    principal = house.house.resources.store.people.principal(house.people[case.by])
    answer = caller.post("/api/chat", message=case.q).raise_for_status().json()
    verbatim, beyond, right, cited = True, False, False, []
    for citation in answer["citations"]:
        passage = caller.get(f"/api/passages/{citation['passage_id']}")
        source = titles.get(citation["title"])
        if passage.status_code != 200 or source is None:
            verbatim = False
            continue
        text = passage.json()["text"]
        verbatim = verbatim and citation["quote"] in text
        beyond = beyond or not (principal.may(Act.ASK) and principal.reads(parse(source.label)))
        right = right or any(source.key == doc and _holds(text, has) for doc, has in case.cite)
        cited.append(f"{source.key}: {citation['quote']}")
    return Outcome(case, not answer["refused"], right, verbatim, beyond, answer["answer"], tuple(cited))


def _holds(text: str, has: str) -> bool:
    return "".join(normalise(has).split()) in "".join(normalise(text).split())


def figures(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Shares over answerable and unanswerable cases; `unseen_*` over those set aside; `by_role` answered right."""
    every = list(outcomes)
    out: dict[str, Any] = {"cases": len(every)}
    for name, unseen in (("", False), ("unseen_", True)):
        chosen = [o for o in every if o.case.unseen == unseen]
        able = [o for o in chosen if o.case.refuse is None]
        unable = [o for o in chosen if o.case.refuse is not None]
        out[f"{name}answerable"] = len(able)
        out[f"{name}answered_right"] = _share(o.answered and o.right for o in able)
        out[f"{name}unanswerable"] = len(unable)
        out[f"{name}refused"] = _share(not o.answered for o in unable)
    out["verbatim"] = _share(o.verbatim for o in every)
    out["beyond_label"] = sum(o.beyond for o in every)
    people = sorted({o.case.by for o in every})
    out["by_person"] = {
        p: _share(o.answered and o.right for o in every if o.case.by == p and o.case.refuse is None) for p in people
    }
    return out


def _share(flags: Iterable[bool]) -> float:
    rows = list(flags)
    return sum(rows) / len(rows) if rows else 1.0


def measure(folder: Path = CASES, unseen: bool = True) -> tuple[dict[str, Any], list[Outcome]]:
    """Start a house, fill it, ask every case."""
    every = sources()
    titles = {s.title: s for s in every}
    with running() as house:
        fill(house, every)
        outcomes = [ask(house, c, titles) for c in cases(folder) if unseen or not c.unseen]
    return figures(outcomes), outcomes


def register(app: typer.Typer) -> None:
    @app.command("sample", help="the sample school's questions over HTTP: answered, cited, refused")
    def sample(
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        misses: Annotated[bool, typer.Option(help="print the cases that went wrong, but no unseen ones")] = False,
        unseen: Annotated[bool, typer.Option(help="ask the cases set aside too")] = False,
    ) -> None:
        result, outcomes = measure(unseen=unseen)
        show("示例学校 sample school", result)
        for o in outcomes if misses else ():
            wrong = o.answered if o.case.refuse else not (o.answered and o.right)
            if wrong and not o.case.unseen:
                typer.echo(f"{o.case.id} {o.case.by} {o.case.q}\n  want {o.case.refuse or o.case.cite}")
                typer.echo(f"  got {o.answer!r}\n  cited {' / '.join(o.cited)}")
        write_json(json_file, result)
