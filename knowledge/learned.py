"""Everything that was learned, read from the JSON files beside this one.

Fitted by `python -m eval fit-rank` and `python -m eval fit-sure`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.question import QueryWeights
from knowledge.rank import Ranker
from knowledge.reader import Reader
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
    sureness: Sureness
    lexicon: Lexicon = field(default_factory=Lexicon)

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Learned:
        query, ranker, sentences, sure = (
            json.loads((folder / f"{name}.json").read_text("utf-8"))
            for name in ("query", "ranker", "sentences", "sureness")
        )
        sureness = Sureness(sure["weights"], sure["bias"], Trees.of(sure["trees"]))
        return cls(QueryWeights(query), Ranker(**ranker), Reader(Trees.of(sentences)), sureness)
