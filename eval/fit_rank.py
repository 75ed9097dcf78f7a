"""Fits the learned weights on drcd/dev and cmrc2018/trial, and nothing else; `--cross` says what they are worth there.

Every question is looked at with query weights that never saw its document's fold. lightgbm and scikit-learn are
needed here alone; what they find is written as JSON that numpy evaluates.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import track

from eval.datasets import Dataset, load
from eval.fit_models import fit_query_weights, fit_ranker, fit_trees
from eval.memory import Memory, passages, product_terms
from eval.report import show, write_json
from knowledge.clues import NAMES as CLUES
from knowledge.clues import clues
from knowledge.features import NAMES, Candidate, features
from knowledge.learned import WEIGHTS
from knowledge.question import QueryWeights, Question
from knowledge.rank import TOP, Ranked, Ranker
from knowledge.reader import PLACES, Reader
from knowledge.refine import FIRST, Refiner, rows
from knowledge.refine import NAMES as SECOND
from knowledge.tokens import terms
from knowledge.trees import Trees
from knowledge.words import Lexicon, Word

FOLDS = 5
FOUND = 8
TRAINING = ("drcd/dev", "cmrc2018/trial")
COSINE = {"cos": 2.0, "rr_cos": 0.3, "gap_cos": 2.0}
"""Set by hand until an embedder is at hand to fit them with: careful, a weak model must not hurt."""


@dataclass(frozen=True)
class Asked:
    """One training question: its fold, the document that answers it, its candidates' features, its clauses."""

    base: int
    fold: int
    text: str
    gold: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Training:
    """The bases with their questions, and each document's terms."""

    memories: tuple[Memory, ...]
    asked: tuple[Asked, ...]
    held: tuple[Mapping[str, frozenset[str]], ...]

    def query_weights(self, without: int | None = None) -> QueryWeights:
        return fit_query_weights(
            (frozenset(terms(a.text)), self.held[a.base][a.gold]) for a in self.asked if a.fold != without
        )


@dataclass(frozen=True)
class Looked:
    """A question with its candidates, their features, and which of them are of the gold document."""

    asked: Asked
    question: Question
    candidates: Sequence[Candidate]
    words: Sequence[Word]
    rows: NDArray[np.float64]
    gold: NDArray[np.bool_]


@dataclass(frozen=True)
class Order:
    """Ranker and refiner that never saw a fold."""

    ranker: Ranker
    refiner: Refiner

    def __call__(self, one: Looked, candidates: Sequence[Candidate]) -> tuple[Ranked, ...]:
        return self.refiner.order(one.question, one.words, self.ranker.order(one.question, candidates))


@dataclass(frozen=True)
class Read:
    """A question with the clauses the reader looks at: their features, and which hold the answer."""

    looked: Looked
    ranked: Sequence[Ranked]
    rows: NDArray[np.float32]
    holds: NDArray[np.bool_]


def fold(document: str) -> int:
    return zlib.crc32(document.encode()) % FOLDS


def training(data: Path) -> Training:
    sets = [load(data / name) for name in TRAINING]
    memories = tuple(Memory(passages(s.corpus)) for s in sets)
    held = tuple(_held(m) for m in memories)
    return Training(memories, tuple(a for n, s in enumerate(sets) for a in _asked(n, s)), held)


def _asked(base: int, dataset: Dataset) -> list[Asked]:
    return [
        Asked(base, fold(gold), q.text, gold, dataset.answers.get(q.id, ()))
        for q in dataset.queries
        for gold in dataset.relevant.get(q.id, {})
        if q.text.strip()
    ]


def _held(memory: Memory) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for passage in memory.passages:
        held.setdefault(passage.document_id, set()).update(product_terms(passage))
    return {d: frozenset(t) for d, t in held.items()}


def look(bases: Training) -> list[Looked]:
    """All questions with their candidates, each under query weights that never saw its fold."""
    weights = {f: bases.query_weights(without=f) for f in range(FOLDS)}
    lexicon = Lexicon()
    looked = []
    for asked in track(bases.asked, "candidates"):
        memory = bases.memories[asked.base]
        question = memory.question(asked.text, weights[asked.fold])
        candidates = memory.candidates(question, TOP)
        if candidates:
            gold = np.array([c.passage.document_id == asked.gold for c in candidates])
            words = lexicon.content(question.text)
            looked.append(Looked(asked, question, candidates, words, features(question, candidates), gold))
    return looked


def rankers(looked: Sequence[Looked]) -> dict[int | None, Ranker]:
    """The ranker of all questions (None), and for each fold the one that never saw it."""
    return {f: _ranker([k for k in looked if k.asked.fold != f]) for f in (None, *range(FOLDS))}


def _ranker(looked: Sequence[Looked]) -> Ranker:
    plain = fit_ranker([(k.rows, k.gold) for k in looked], NAMES)
    return Ranker(plain, plain | COSINE)


def refiners(looked: Sequence[Looked], rankers: Mapping[int | None, Ranker]) -> dict[int | None, Refiner]:
    """As `rankers`; every row comes from a ranker that never saw its question."""
    lists = []
    for one in track(looked, "second look"):
        first = rankers[one.asked.fold].order(one.question, one.candidates)[:FIRST]
        gold = np.array([r.candidate.passage.document_id == one.asked.gold for r in first])
        lists.append((one.asked.fold, rows(one.question, one.words, first), gold))
    return {
        f: Refiner(fit_ranker([(table, gold) for fold, table, gold in lists if fold != f and not gold.all()], SECOND))
        for f in (None, *range(FOLDS))
    }


def read(looked: Sequence[Looked], orders: Mapping[int | None, Order]) -> list[Read]:
    """The clauses of the passages the reader would look at, in an order that never saw the question's fold."""
    done = []
    for one in track(looked, "clauses"):
        order = orders[one.asked.fold]
        found = [r.candidate for r in order(one, one.candidates)[:FOUND]]
        ranked = order(one, found)[:PLACES]
        table = clues(one.question, ranked)
        done.append(Read(one, ranked, table, np.fromiter(_holds(one.asked, ranked), bool)))
    return done


def _holds(asked: Asked, ranked: Sequence[Ranked]) -> Iterator[bool]:
    """For each clause, whether it overlaps an answer in the gold document."""
    for one in ranked:
        passage = one.candidate.passage
        spans = [
            (m.start(), m.end())
            for a in asked.answers if passage.document_id == asked.gold
            for m in re.finditer(re.escape(a), passage.text)
        ]  # fmt: skip
        for clause in one.prepared.cut.clauses:
            yield any(start < clause.end and clause.start < end for start, end in spans)


def fit_reader(reads: Sequence[Read]) -> dict[str, Any]:
    return fit_trees(np.vstack([r.rows for r in reads]), np.concatenate([r.holds for r in reads]), CLUES)


def cross(looked: Sequence[Looked], reads: Sequence[Read], orders: Mapping[int | None, Order]) -> dict[str, float]:
    """What held-out folds get: first hits and quotes that hold an answer, per base."""
    figures: dict[str, list[float]] = {}
    for one in looked:
        best = orders[one.asked.fold](one, one.candidates)[0].candidate.passage
        name = TRAINING[one.asked.base]
        figures.setdefault(f"{name} R@1", []).append(best.document_id == one.asked.gold)
    for f in track(range(FOLDS), "folds"):
        reader = Reader(Trees.of(fit_reader([r for r in reads if r.looked.asked.fold != f])))
        for done in (r for r in reads if r.looked.asked.fold == f):
            asked = done.looked.asked
            quotes = reader.read(done.looked.question, done.ranked).quotes
            held = any(a in q.text for a in asked.answers for q in quotes)
            figures.setdefault(f"{TRAINING[asked.base]} quote_has_gold", []).append(held)
    return {name: float(np.mean(values)) for name, values in figures.items()}


def register(app: typer.Typer) -> None:
    @app.command("fit-rank")
    def fit_rank(
        data: Annotated[Path, typer.Option(help="folder with drcd/dev and cmrc2018/trial")],
        out: Annotated[Path, typer.Option(help="where the JSON files go")] = WEIGHTS,
        held_out: Annotated[bool, typer.Option("--cross", help="measure on held-out folds, write nothing")] = False,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        """Fit query weights, ranker, second look and sentence model; write them as JSON."""
        bases = training(data)
        looked = look(bases)
        by_fold = rankers(looked)
        second = refiners(looked, by_fold)
        orders = {f: Order(by_fold[f], second[f]) for f in by_fold}
        reads = read(looked, orders)
        if held_out:
            figures = cross(looked, reads, orders)
            show("held-out folds", figures)
            write_json(json_file, figures)
            return
        ranker = by_fold[None]
        _write(out / "query.json", dict(bases.query_weights().of))
        _write(out / "ranker.json", {"plain": ranker.plain, "with_cosine": ranker.with_cosine})
        _write(out / "refiner.json", second[None].weights)
        _write(out / "sentences.json", fit_reader(reads))


def _write(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    typer.echo(f"{file.name}: {file.stat().st_size / 1024:.0f} KB")
