"""Fits how sure an answer is (knowledge/sureness.py): on drcd/dev, cmrc2018/trial and the sample school's own cases.

Three kinds of question: answered by the base; the same with their document taken out of the candidates; questions of
another base. The cases set aside as unseen are never looked at, nor is cmrc2018/dev.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from demo.build import build
from demo.school import PEOPLE, accounts, enter_people, sources
from eval.datasets import Dataset, Text, load
from eval.fit_models import fit_sureness
from eval.memory import Memory, passages
from eval.report import show
from eval.sample import cases
from ingest.chunk import chunk
from ingest.confine import Confine
from ingest.limits import Limits
from knowledge.features import Candidate
from knowledge.learned import WEIGHTS, Learned
from knowledge.rank import TOP
from knowledge.reader import PLACES
from knowledge.sureness import Found, evidence
from records.store import Store
from trust.labels import parse
from trust.settings import Settings
from trust.sources import Passage

TRAINING = ("drcd/dev", "cmrc2018/trial")
ASKED, STRANGERS = 400, 250
SMALL = 120
"""Documents in a small base: most schools begin with few."""
Row = tuple[dict[str, float], bool, float]


def found_for(memory: Memory, learned: Learned, text: str, without: str | None = None) -> Found | None:
    """What the base holds for one question, with a document taken out of the candidates if one is named."""
    question = memory.question(text, learned.query)
    candidates: Sequence[Candidate] = memory.candidates(question, TOP + 8)
    kept = [c for c in candidates if c.passage.document_id != without][:TOP]
    ranked = learned.order(question, kept)
    if not ranked or question.total <= 0:
        return None
    prepared = [memory.joined(r.candidate.passage) for r in ranked[:PLACES]]
    near = [replace(r, candidate=replace(r.candidate, prepared=p)) for r, p in zip(ranked, prepared, strict=False)]
    chance = float(learned.reader.chances(question, near).max(initial=0.0))
    unknown = [t for t in question.mass if not memory.holding(t)]
    return Found(question, learned.lexicon.content(question.text), ranked, prepared, unknown, chance)


def rows_of(memory: Memory, learned: Learned, text: str, without: str | None = None) -> dict[str, float] | None:
    """The evidence for one question."""
    found = found_for(memory, learned, text, without)
    return None if found is None else evidence(found)


def foreign_rows(data: Path, learned: Learned, rng: random.Random) -> Iterator[Row]:
    """From the training sets, whole and in small bases; each kind weighs the same in each base."""
    sets = {name: load(data / name) for name in TRAINING}
    for name, dataset in sets.items():
        others = [q.text for other, d in sets.items() if other != name for q in d.queries]
        for corpus in _bases(dataset):
            keep = {d.id for d in corpus}
            memory = Memory(passages(corpus))
            own = [(q.text, next(iter(dataset.relevant[q.id]))) for q in dataset.queries if dataset.relevant.get(q.id)]
            own = [pair for pair in own if pair[1] in keep]
            own = rng.sample(own, min(ASKED, len(own)))
            yield from _weighed([rows_of(memory, learned, q) for q, _ in own], True, 1.0)
            yield from _weighed([rows_of(memory, learned, q, gold) for q, gold in own], False, 0.5)
            yield from _weighed([rows_of(memory, learned, q) for q in rng.sample(others, STRANGERS)], False, 0.5)


def _bases(dataset: Dataset) -> Iterator[Sequence[Text]]:
    yield dataset.corpus
    for start in range(0, len(dataset.corpus) - SMALL, max(SMALL, len(dataset.corpus) // 4)):
        yield dataset.corpus[start : start + SMALL]


def _weighed(found: Sequence[dict[str, float] | None], answered: bool, weight: float) -> Iterator[Row]:
    rows = [r for r in found if r is not None]
    yield from ((r, answered, weight / max(len(rows), 1)) for r in rows)


def sample_rows(learned: Learned) -> Iterator[Row]:
    """From the sample school's cases, as each person sees the school."""
    atoms, every = _school()
    memories = {who: Memory([p for p in every if p.label.readable_with(held)]) for who, held in atoms.items()}
    seen = [c for c in cases() if not c.unseen]
    for refused, weight in ((False, 4.0), (True, 4.0)):
        chosen = [c for c in seen if (c.refuse is not None) == refused]
        yield from _weighed([rows_of(memories[c.by], learned, c.q) for c in chosen], not refused, weight)


def _school() -> tuple[dict[str, frozenset[str]], list[Passage]]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Settings(data=Path(folder), database_url=None, key=None))
        people = enter_people(store, accounts(Path(folder)))
        atoms = {p.username: store.people.principal(people[p.username]).atoms for p in PEOPLE}
        store.close()
        confine = Confine(Path(folder) / "tmp", Limits(120, 2 * 1024**3))
        every = [
            Passage(f"{s.key}#{c.ordinal}", s.key, s.title, c.text, c.locator, parse(s.label), s.library, c.ordinal)
            for s in sources()
            for c in chunk(confine.read(s.filename, build(s)), s.title)
        ]
        confine.close()
    return atoms, every


def register(app: typer.Typer) -> None:
    @app.command("fit-sure")
    def fit_sure(
        data: Annotated[Path, typer.Option(help="the folder that holds drcd/dev and cmrc2018/trial")],
        out: Annotated[Path, typer.Option()] = WEIGHTS,
        seed: int = 1,
    ) -> None:
        """Fit how sure an answer is; write sureness.json."""
        learned = Learned.load()
        rows = [*foreign_rows(data, learned, random.Random(seed)), *sample_rows(learned)]
        names = sorted(rows[0][0])
        table = np.array([[row[n] for n in names] for row, _, _ in rows])
        answered, weights = np.array([y for _, y, _ in rows]), np.array([w for _, _, w in rows])
        model = fit_sureness(names, table, answered, weights)
        (out / "sureness.json").write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
        show("fit-sure", {"rows": len(rows), "trees": len(model["trees"]["trees"]), "bias": model["bias"]})
