"""Everything that was learned, read from the JSON files beside this one. Fitted by `python -m eval fit-rank`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.question import QueryWeights
from knowledge.rank import Ranker
from knowledge.reader import Reader
from knowledge.sureness import Sureness
from knowledge.trees import Trees

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class Learned:
    """Load once, pass down."""

    query: QueryWeights
    ranker: Ranker
    reader: Reader
    sureness: Sureness

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Learned:
        query, ranker, sentences = (
            json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("query", "ranker", "sentences")
        )
        sure = folder / "sureness.json"
        sureness = Sureness(**json.loads(sure.read_text("utf-8")))
        return cls(QueryWeights(query), Ranker(**ranker), Reader(Trees.of(sentences)), sureness)
