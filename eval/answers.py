"""Does what is quoted hold the answer, and is what cannot be answered refused? Through the product's own reading.

A quote counts when one of the gold answers stands in it, both normalised. Refusal is the reader's own decision
(`Findings.sure`), with the threshold it calibrates from the base itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.progress import track

from eval.bench import Bench, bench
from eval.datasets import Dataset, Text, load
from eval.report import show, write_json
from knowledge.reader import MOST
from knowledge.tokens import normalise
from trust.sources import Findings


def measured(dataset: Dataset, foreign: Dataset | None = None, most: int | None = None) -> dict[str, Any]:
    """The keys of API.md; shares are None where nothing was asked. `most` bounds the questions of each kind."""
    asked = _some([q for q in dataset.queries if q.id in dataset.answers], most)
    with bench(dataset.corpus) as base:
        read = [base.read(q.text) for q in track(asked, "questions")]
        unanswerable = _refused(base, _some(dataset.unanswerable, most), "unanswerable")
        strangers = _refused(base, _some(foreign.queries, most) if foreign else [], "foreign")
    held = [holds(quoted(found), dataset.answers[q.id]) for q, found in zip(asked, read, strict=True)]
    return {
        "quote_has_gold": _share(held),
        "false_refusals": _share(not found.sure for found in read),
        "refused_unanswerable": unanswerable,
        "refused_foreign": strangers,
        "n": len(asked),
    }


def quoted(found: Findings) -> str:
    """What is quoted, cut to what may be quoted."""
    return "\n".join(q.text for q in found.quotes)[: MOST + 1]


def holds(quote: str, answers: Iterable[str]) -> bool:
    return any(_bare(answer) in _bare(quote) for answer in answers)


def _bare(text: str) -> str:
    return "".join(normalise(text).split())


def _refused(base: Bench, questions: Sequence[Text], what: str) -> float | None:
    return _share(not base.read(q.text).sure for q in track(questions, what, disable=not questions))


def _some(questions: Sequence[Text], most: int | None) -> list[Text]:
    """All, or an even sample of `most`."""
    if most is None or len(questions) <= most:
        return list(questions)
    return [questions[i] for i in np.linspace(0, len(questions) - 1, most).astype(int)]


def _share(flags: Iterable[bool]) -> float | None:
    rows = list(flags)
    return sum(rows) / len(rows) if rows else None


def register(app: typer.Typer) -> None:
    @app.command("answers")
    def answers(
        data: Annotated[Path, typer.Option(help="as for retrieval, with answers.jsonl, perhaps unanswerable.jsonl")],
        foreign: Annotated[Path | None, typer.Option(help="a folder whose questions must be refused")] = None,
        most: Annotated[int | None, typer.Option(help="ask at most so many of each kind")] = None,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        """Quotes that hold the answer, refusals false and due."""
        dataset = load(data)
        figures = measured(dataset, load(foreign) if foreign else None, most)
        show(f"answers {dataset.name}", figures)
        write_json(json_file, figures)
