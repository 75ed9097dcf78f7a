"""Everything that was learned, read from the JSON files beside this one.

Fitted by `python -m eval fit-rank` and `python -m eval fit-sure`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.features import Candidate
from knowledge.question import QueryWeights, Question
from knowledge.rank import Ranked, Ranker
from knowledge.reader import Reader
from knowledge.refine import Refiner
from knowledge.sureness import Sureness
from knowledge.trees import Trees
from knowledge.words import Lexicon

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class Learned:
    """Load once, pass down."""

    query: QueryWeights
    ranker: Ranker
    reader: Reader
    refiner: Refiner
    sureness: Sureness
    lexicon: Lexicon = field(default_factory=Lexicon)

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Learned:
        query, ranker, refiner, sentences, sure = (
            json.loads((folder / f"{name}.json").read_text("utf-8"))
            for name in ("query", "ranker", "refiner", "sentences", "sureness")
        )
        sureness = Sureness(sure["weights"], sure["bias"], Trees.of(sure["trees"]))
        return cls(QueryWeights(query), Ranker(**ranker), Reader(Trees.of(sentences)), Refiner(refiner), sureness)

    def order(self, question: Question, candidates: Sequence[Candidate]) -> tuple[Ranked, ...]:
        """Ranked, and the first of them refined."""
        words = self.lexicon.content(question.text)
        return self.refiner.order(question, words, self.ranker.order(question, candidates))
