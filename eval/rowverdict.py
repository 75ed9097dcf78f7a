"""Each requirement's verdict in a matrix against our own by reading: covered, in part, a gap, a rule, a condition.

One line of `eval/marks/verdicts.jsonl` per row of the sample's documents: `verdict` and, under `or`, others that are
fair; `missing` words that must be named as still missing, `quote` a word that a quoted sentence must hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "marks" / "verdicts.jsonl"


def verdicts(file: Path = FILE) -> list[dict[str, Any]]:
    """All of them. Raises ValueError on a malformed line."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def differing(answer: Mapping[str, Any], ours: Sequence[Mapping[str, Any]]) -> list[str]:
    """The rows of one document's matrix that are judged otherwise, and those it does not have."""
    found = []
    for mark in ours:
        row = next((r for r in answer["result"]["requirements"] if _plain(mark["row"]) in _plain(r["quote"])), None)
        why = "no such row" if row is None else _wrong(answer, row["n"], mark)
        found += [f"{mark['row']}: {why}"] if why else []
    return found


def _wrong(answer: Mapping[str, Any], n: int, mark: Mapping[str, Any]) -> str:
    result, cited = answer["result"], {c["n"]: c["quote"] for c in answer["citations"]}
    told = next((name for name, numbers in _lists(result).items() if n in numbers), "full")
    if told not in (mark["verdict"], *mark.get("or", ())):
        return f"{told}, not {mark['verdict']}"
    if told not in ("full", "part"):
        return ""
    missing = "、".join(m for a in result["advice"] if a["requirement"] == n for m in a["missing"])
    if told == "part" and (lacking := [m for m in mark.get("missing", ()) if m not in missing]):
        return f"not named as missing: {lacking}"
    quotes = [cited[c] for cell in result["cells"] if cell["requirement"] == n for c in cell["citations"]]
    return "" if any(mark.get("quote", "") in q for q in quotes) else f"not quoted: {mark['quote']}"


def _lists(result: Mapping[str, Any]) -> dict[str, Sequence[int]]:
    return {
        "rule": result["rules"], "condition": result["conditions"], "gap": result["gaps"], "part": result["partly"],
    }  # fmt: skip


def _plain(text: str) -> str:
    return "".join(text.split())
