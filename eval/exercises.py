"""Exercises by rules, over the sample corpus and real documents: how many are accepted, and what the checks are worth.

Every document is read as the product reads it and asked for the same number of items. The blind solver answers choice
items from the cited passages; the habits of a test-wise guesser answer them from nothing. Because the verifier itself
asks the solver, its share is also told over what every other rule let through. Knows nothing of how items are made.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from demo.build import build
from demo.school import sources
from eval.report import show, write_json
from ingest.chunk import chunk
from ingest.confine import Confine
from ingest.limits import Limits
from learning.author import candidates, write
from learning.exercise import CHOICE, Exercise
from learning.guesser import HABITS, options, subsets
from learning.reasons import Reason
from learning.sourced import Source
from learning.verifier import answered, check, verify
from trust.errors import Fault
from trust.labels import parse
from trust.sources import Passage

REAL = Path("../shared/data/real")
SECONDS, MEMORY = 120, 2 * 1024**3
LABEL = parse("school/public")


@dataclass(frozen=True)
class Read:
    """One document's passages, and how long reading its file took."""

    name: str
    source: Source
    seconds: float


def read(real: Path) -> Iterator[Read]:
    """The sample corpus, then the folder's files that can be read."""
    files = [(s.key, s.title, s.filename, build(s)) for s in sources()]
    if real.is_dir():
        every = sorted(f for f in real.iterdir() if f.name != "manifest.csv")
        files += [(f.name, f.stem, f.name, f.read_bytes()) for f in every]
    with tempfile.TemporaryDirectory(prefix="exercises-") as folder:
        readers = Confine(Path(folder), Limits(SECONDS, MEMORY))
        try:
            for key, title, filename, data in track(files, "reading"):
                started = time.perf_counter()
                try:
                    parsed = readers.read(filename, data)
                except Fault:
                    continue
                made = tuple(
                    Passage(f"{key}#{c.ordinal}", key, title, c.text, c.locator, LABEL, "course", c.ordinal)
                    for c in chunk(parsed, title)
                )
                yield Read(key, Source(made), time.perf_counter() - started)
        finally:
            readers.close()


def measured(documents: Sequence[Read], count: int) -> dict[str, Any]:
    accepted: list[Exercise] = []
    rejected: Counter[str] = Counter()
    texts: dict[str, str] = {}
    took, drafts = [], 0
    for document in track(documents, "writing"):
        started = time.perf_counter()
        made = write(document.source, count)
        took.append(time.perf_counter() - started)
        accepted += made.accepted
        rejected.update(made.counts)
        drafts += len(made.accepted) + len(made.rejected)
        texts |= document.source.texts
    again = [i for d in documents for i in _failing(d, accepted)]
    return {
        "documents": len(documents),
        "documents_with_items": len({a.spans[0].passage_id.split("#")[0] for a in accepted}),
        "drafts": drafts, "accepted": len(accepted), "kinds": dict(Counter(a.kind for a in accepted)),
        "rejected": dict(rejected), "failing_verifier": len(again),
        "solved_with_sources": _share([answered(a, texts) for a in accepted if a.kind in CHOICE]),
        **_before(documents), **_guessed(accepted),
        "slowest_s": max(took), "writing_to_reading": sum(took) / sum(d.seconds for d in documents),
    }  # fmt: skip


def _failing(document: Read, accepted: Sequence[Exercise]) -> list[Exercise]:
    """The document's accepted items that do not pass when their set is verified anew."""
    texts = document.source.texts
    return [r.item for r in verify([a for a in accepted if a.spans[0].passage_id in texts], texts).rejected]


def _before(documents: Sequence[Read]) -> dict[str, Any]:
    """Every draft the rules can make: the solver's share where all other rules agree, and why the others fall."""
    solved, reasons, every = [], Counter[str](), 0
    for document in track(documents, "checking every draft"):
        for item in candidates(document.source):
            every += 1
            found = check(item, document.source.texts)
            reasons.update(r.name.lower() for r in found)
            if item.kind in CHOICE and not set(found) - {Reason.UNSOLVED}:
                solved.append(not found)
    return {"all_drafts": every, "all_rejected": dict(reasons.most_common()), "solved_before_verifier": _share(solved)}


def _guessed(items: Sequence[Exercise]) -> dict[str, Any]:
    """The best habit of each kind of choice beside chance."""
    figures: dict[str, Any] = {}
    for kind in ("single", "judge"):
        chosen = [i for i in items if i.kind == kind]
        shares = {name: _share([habit(i.asked) == i.key[0] for i in chosen]) for name, habit in HABITS.items()}
        figures |= _best(kind, shares, _mean([1 / len(options(i.asked)) for i in chosen]))
    several = [(i, subsets(i.asked)) for i in items if i.kind == "multiple"]
    names = list(several[0][1]) if several else []
    shares = {name: _share([set(s[name]) == set(i.key) for i, s in several]) for name in names}
    figures |= _best("multiple", shares, _mean([1 / _ways(len(i.options)) for i, _ in several]))
    return figures


def _best(kind: str, shares: dict[str, float], chance: float) -> dict[str, Any]:
    name = max(shares, key=lambda n: shares[n], default="")
    return {f"{kind}_chance": chance, f"{kind}_guessed": shares.get(name, 0.0), f"{kind}_habit": name}


def _ways(n: int) -> int:
    """How many proper sets of two or more."""
    return sum(comb(n, k) for k in range(2, n))


def _share(flags: Sequence[bool]) -> float:
    return _mean([float(f) for f in flags])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def register(app: typer.Typer) -> None:
    @app.command("exercises", help="exercises by rules: accepted, rejected and why, solved with and without sources")
    def exercises(
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        real: Annotated[Path, typer.Option(help="a folder of real documents, read besides the sample")] = REAL,
        count: Annotated[int, typer.Option(help="items asked of each document")] = 20,
    ) -> None:
        figures = measured(list(read(real)), count)
        show("习题 exercises", figures)
        write_json(json_file, figures)
