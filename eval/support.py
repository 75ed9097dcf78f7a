"""How well support by words tells what a source says from what it does not, over questions with known answers.

A true sentence is a question without its asking words, with its answer; a foreign one is that of another document; a
mixed one puts another document's answer to the question. Knows the retrieval data; agent/check.py uses the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from eval.datasets import Dataset, load
from eval.report import show, write_json
from learning.answerkey import topic
from learning.support import LEAST, support

LINES = (0.2, LEAST, 0.4, 0.5, 0.6)


def measure(data: Dataset, limit: int | None = None, seed: int = 1) -> dict[str, Any]:
    """Shares of sentences at or above each line, of `limit` questions."""
    chance = Random(seed)
    texts = {t.id: t.text for t in data.corpus}
    known = [(topic(q.text), data.sources[q.id], data.answers[q.id]) for q in data.queries if q.id in data.answers]
    known = known[:limit]
    true, foreign, mixed = [], [], []
    for about, document, answers in known:
        elsewhere, _, other = known[chance.randrange(len(known))]
        source = [texts[document]]
        true.append(support(about + answers[0], source))
        foreign.append(support(elsewhere + other[0], source))
        mixed.append(support(about + other[0], source))
    return {
        "sentences": len(known),
        **{f"{name}_at_{line}": _share(values, line) for line in LINES
           for name, values in (("true", true), ("foreign", foreign), ("mixed", mixed))},
    }  # fmt: skip


def _share(values: Sequence[float], line: float) -> float:
    return sum(v >= line for v in values) / max(1, len(values))


def register(app: typer.Typer) -> None:
    @app.command("support", help="sentences kept and dropped by the line that lexical support must reach")
    def run(
        data: Annotated[Path, typer.Option(help="a folder with corpus, queries and answers")],
        limit: Annotated[int | None, typer.Option()] = None,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        figures = measure(load(data), limit)
        show("support", figures)
        write_json(json_file, figures)
