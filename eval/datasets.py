"""A folder of questions and documents in API.md's layout, read and checked. Knows nothing of the product."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trust.errors import BadInput


@dataclass(frozen=True)
class Text:
    """A document or a question."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True)
class Dataset:
    """`relevant` holds graded document ids by question; `candidates`, `answers`, `unanswerable` may be empty."""

    name: str
    corpus: tuple[Text, ...]
    queries: tuple[Text, ...]
    relevant: dict[str, dict[str, float]]
    candidates: dict[str, frozenset[str]]
    answers: dict[str, tuple[str, ...]]
    sources: dict[str, str]
    unanswerable: tuple[Text, ...]


def load(folder: Path) -> Dataset:
    """Read a folder; BadInput names the file that is missing or malformed."""
    answers = _answers(folder)
    return Dataset(
        "/".join(folder.resolve().parts[-2:]),
        tuple(_texts(folder / "corpus.jsonl")),
        tuple(_texts(folder / "queries.jsonl")),
        _relevant(folder / "qrels.tsv"),
        {r["id"]: frozenset(map(str, r["candidates"])) for r in _rows(folder / "candidates.jsonl", optional=True)},
        {i: a for i, (_, a) in answers.items()},
        {i: d for i, (d, _) in answers.items()},
        tuple(_texts(folder / "unanswerable.jsonl", optional=True)),
    )


def _answers(folder: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = _rows(folder / "answers.jsonl", optional=True)
    return {str(r["id"]): (str(r.get("doc", "")), tuple(map(str, r["answers"]))) for r in rows}


def _texts(file: Path, *, optional: bool = False) -> Iterator[Text]:
    for row in _rows(file, optional=optional):
        yield Text(str(row["id"]), str(row["text"]), str(row.get("title") or ""))


def _rows(file: Path, *, optional: bool = False) -> Iterator[dict[str, Any]]:
    if optional and not file.exists():
        return
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
    except (OSError, ValueError) as error:
        raise _unreadable(file) from error


def _relevant(file: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                query, document, grade = line.split("\t")
                found.setdefault(query, {})[document] = float(grade)
    except (OSError, ValueError) as error:
        raise _unreadable(file) from error
    return {q: {d: g for d, g in documents.items() if g > 0} for q, documents in found.items()}


def _unreadable(file: Path) -> BadInput:
    return BadInput(f"读不了 {file.name}：缺失或格式不对", f"cannot read {file.name}: missing or malformed")
