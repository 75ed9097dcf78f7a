"""A base of passages in memory with the product's chunks, terms, document values and idf, for fitting and baselines.

The same numbers as the index gives (tests/eval hold the two together), without writing a folder. Knows nothing of
labels: everything in it is visible.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.datasets import Text
from ingest.chunk import chunk, plain
from knowledge.features import Candidate
from knowledge.joined import Joined
from knowledge.passages import AVERAGE, K1, B, search_text
from knowledge.prepared import Prepared, Shelf
from knowledge.question import QueryWeights, Question, idf
from knowledge.tokens import terms
from trust.labels import parse
from trust.sources import Passage

LABEL = "bench/public"


def passages(corpus: Iterable[Text]) -> list[Passage]:
    """The corpus cut by the product's chunker."""
    label = parse(LABEL)
    return [
        Passage(f"{d.id}#{c.ordinal}", d.id, d.title, c.text, c.locator, label, "course", c.ordinal)
        for d in corpus
        for c in chunk(plain(d.text), d.title)
    ]


def product_terms(passage: Passage) -> list[str]:
    heading = passage.locator.heading
    return terms(search_text(passage.title, [heading] if heading else [], passage.text))


class Memory:
    """Postings in numpy. A baseline brings its own `words`, and with them the mean length of what it holds."""

    def __init__(self, passages: Sequence[Passage], words: Callable[[Passage], list[str]] | None = None) -> None:
        self.passages = passages
        self.shelf = Shelf(2 * len(passages))
        self._placed = {(p.document_id, p.ordinal): p for p in passages}
        counted = [Counter((words or product_terms)(p)) for p in passages]
        mean = sum(c.total() for c in counted) / max(len(counted), 1)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, counts in enumerate(counted):
            for term, value in document_values(counts, mean if words else AVERAGE).items():
                postings[term].append((n, value))
        self._postings = {t: _columns(p) for t, p in postings.items()}

    def idf(self, wanted: Iterable[str]) -> dict[str, float]:
        return {t: idf(len(self.passages), self.holding(t)) for t in wanted}

    def holding(self, term: str) -> int:
        return len(self._postings[term][0]) if term in self._postings else 0

    def question(self, text: str, weights: QueryWeights) -> Question:
        return Question.of(text, weights, self.idf(terms(text)))

    def lexical(self, mass: Mapping[str, float], k: int) -> list[tuple[int, float]]:
        """Numbers of the k best passages with their scores, only above zero."""
        scores = np.zeros(len(self.passages))
        for term, weight in mass.items():
            if term in self._postings:
                numbers, found = self._postings[term]
                scores[numbers] += weight * found
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(n), float(scores[n])) for n in best if scores[n] > 0]

    def candidates(self, question: Question, k: int) -> list[Candidate]:
        found = self.lexical(question.mass, k)
        return [Candidate(self.shelf.prepare(self.passages[n]), score) for n, score in found]

    def joined(self, passage: Passage) -> Prepared:
        """The passage read together with its neighbours."""
        places = ((passage.document_id, passage.ordinal + step) for step in (-1, 1))
        near = [self._placed[place] for place in places if place in self._placed]
        return self.shelf.prepare(Joined.of(passage, near).whole)


def document_values(counts: Mapping[str, int], average: float) -> dict[str, float]:
    """BM25 as knowledge/passages.py has it, with the average length given."""
    slack = K1 * (1 - B + B * sum(counts.values()) / average)
    return {term: n * (K1 + 1) / (n + slack) for term, n in counts.items()}


def _columns(found: Sequence[tuple[int, float]]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    return np.array([n for n, _ in found], np.intp), np.array([v for _, v in found])
