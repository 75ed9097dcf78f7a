"""Does the right document come first? Documents are ranked by their best passages, through the product itself.

With `--baselines`, plain BM25 over the same chunks and terms, and over jieba's words, in the same run, with the paired
bootstrap.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.progress import track

from eval.bench import Bench, bench
from eval.datasets import Dataset, Text, load
from eval.memory import Memory, passages
from eval.metrics import DEPTH, bootstrap, measure
from eval.report import show, write_json
from knowledge.features import Candidate
from knowledge.passages import search_text
from knowledge.prepared import Shelf
from knowledge.question import Question, idf
from knowledge.rank import TOP
from knowledge.tokens import Terms, normalise, terms
from knowledge.words import Lexicon
from trust.sources import Passage

DEPTHS = (24, 100, 1000)
"""Passages asked for, one after the other until they are of ten distinct documents."""


def measured(dataset: Dataset, baselines: bool) -> dict[str, Any]:
    """All figures, by the names API.md gives them."""
    asked = [q for q in dataset.queries if dataset.relevant.get(q.id)]
    relevant = [dataset.relevant[q.id] for q in asked]
    with bench(dataset.corpus) as base:
        timed = [_timed(base, dataset, q) for q in track(asked, "questions")]
    values = measure([ranking for ranking, _ in timed], relevant)
    figures: dict[str, Any] = {name: float(found.mean()) for name, found in values.items()}
    for name, share in (("p50 ms", 50), ("p95 ms", 95)):
        figures[name] = float(np.percentile([ms for _, ms in timed], share))
    figures["n"] = len(asked)
    for name, rank in _baselines(dataset) if baselines else ():
        theirs = measure([rank(q) for q in track(asked, name)], relevant)
        for measured_by in ("R@1", "nDCG@10"):
            figures[f"{name} {measured_by}"] = float(theirs[measured_by].mean())
            figures[f"{name} {measured_by} p"] = bootstrap(values[measured_by], theirs[measured_by])
    return figures


def _timed(base: Bench, dataset: Dataset, query: Text) -> tuple[list[str], float]:
    start = time.perf_counter()
    only = dataset.candidates.get(query.id)
    found = _found(base, query.text) if only is None else among(base, query.text, only)
    ms = (time.perf_counter() - start) * 1000
    return documents(base.names[p.document_id] for p in found), ms


def _found(base: Bench, text: str) -> Sequence[Passage]:
    found: Sequence[Passage] = ()
    for k in DEPTHS:
        found = base.find(text, k).passages
        if len(found) < k or len({p.document_id for p in found}) >= DEPTH:
            break
    return found


def documents(names: Iterable[str]) -> list[str]:
    """The first ten distinct ones."""
    return list(dict.fromkeys(names))[:DEPTH]


def among(base: Bench, text: str, only: frozenset[str]) -> list[Passage]:
    """The passages of these documents alone, as the product's ranker would order them, idf from the whole base."""
    by_term = {t: Terms(base.store.vault.index_key).id(t) for t in terms(text)}
    visible, held = base.store.terms.frequencies(base.scope, sorted(set(by_term.values())))
    question = Question.of(text, base.learned.query, {t: idf(visible, held.get(i, 0)) for t, i in by_term.items()})
    ids = [i for name in sorted(only) for i in base.passages.get(name, ())]
    shelf = Shelf(0)
    prepared = [shelf.prepare(p) for p in base.store.library.passages(base.principal, base.scope, ids)]
    candidates = [Candidate(p, p.lexical(question.mass)) for p in prepared]
    candidates.sort(key=lambda c: (-c.score, c.passage.id))
    ranked = base.learned.order(question, candidates[:TOP])
    return [*(r.candidate.passage for r in ranked), *(c.passage for c in candidates[TOP:])]


def _baselines(dataset: Dataset) -> Sequence[tuple[str, Callable[[Text], list[str]]]]:
    """Plain BM25 (no learned weights, title once) on our terms and on jieba's words, over the same chunks."""
    lexicon = Lexicon()

    def jieba_words(text: str) -> list[str]:
        return [w for w in lexicon.cut(normalise(text)) if any(map(str.isalnum, w))]

    every = passages(dataset.corpus)
    ours = Memory(every, lambda p: terms(search_text("", [p.title], p.text)))
    theirs = Memory(every, lambda p: jieba_words(f"{p.title}\n{p.text}"))
    return (
        ("BM25", lambda q: _bm25(ours, terms(q.text), dataset.candidates.get(q.id))),
        ("jieba BM25", lambda q: _bm25(theirs, jieba_words(q.text), dataset.candidates.get(q.id))),
    )


def _bm25(memory: Memory, words: Sequence[str], only: frozenset[str] | None) -> list[str]:
    weights = memory.idf(words)
    mass: Mapping[str, float] = {t: words.count(t) * weights[t] for t in dict.fromkeys(words)}
    found = memory.lexical(mass, len(memory.passages))
    names = (memory.passages[n].document_id for n, _ in found)
    return documents(n for n in names if only is None or n in only)


def register(app: typer.Typer) -> None:
    @app.command("retrieval")
    def retrieval(
        data: Annotated[Path, typer.Option(help="corpus.jsonl, queries.jsonl, qrels.tsv, perhaps candidates.jsonl")],
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        baselines: Annotated[bool, typer.Option(help="BM25 on the same terms and on jieba's words")] = False,
    ) -> None:
        """Rank documents for questions: R@1, R@10, MRR@10, nDCG@10, p50 and p95 ms."""
        dataset = load(data)
        figures = measured(dataset, baselines)
        show(f"retrieval {dataset.name}", figures)
        write_json(json_file, figures)
