"""Rows of a requirements matrix that nothing bears out: no module teaches them, or nothing told of the class speaks of
them. Pure; reads the matrix as tools/match_requirements.py makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from learning.module import asked

Reason = Literal["gap", "partly", "no_evidence"]
COSTS: dict[Reason, float] = {"gap": 3.0, "partly": 2.0, "no_evidence": 1.0}
NAMED = 0.5
"""The share of a name's telling words that a row must hold to be borne out by what is told under that name."""


@dataclass(frozen=True)
class Untaught:
    """`citation`: the number of what is quoted for the row; `modules`: documents of those that teach it."""

    text: str
    source: str
    reason: Reason
    citation: int
    modules: tuple[str, ...]


def untaught(matrix: Mapping[str, Any], told: Iterable[str]) -> list[Untaught]:
    """In the matrix's order. Rules and conditions of hiring are taught by no course. `told`: names of competencies,
    criteria and steps that a figure was told of.
    """
    names = [words for name in told if (words := asked(name))]
    aside = {*matrix.get("rules", ()), *matrix.get("conditions", ())}
    documents = {m["n"]: m["document_id"] for m in matrix["modules"]}
    made = []
    for row in matrix["requirements"]:
        n = row["n"]
        words = asked(row["text"])
        borne = any(len(name & words) >= NAMED * len(name) for name in names)
        reason: Reason | None = "gap" if n in matrix["gaps"] else "partly" if n in matrix["partly"] else None
        if reason is None and not borne:
            reason = "no_evidence"
        if n in aside or reason is None:
            continue
        taught = tuple(dict.fromkeys(documents[c["module"]] for c in matrix["cells"] if c["requirement"] == n))
        made.append(Untaught(row["text"], row["source"], reason, row["citation"], taught))
    return made
