"""Why a passage was chosen, in words: which of the question's words it holds, and what else spoke for it. Pure.

Told from the ranker's own features; no score and no weight leaves. Knows nothing of people or of the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge.features import answer_type, longest_common
from knowledge.prepared import held_terms
from knowledge.question import Question
from knowledge.rank import Ranked
from trust.sources import Passage

Why = Literal["all_words", "in_title", "numbers", "answer_form", "long_run", "near_in_meaning"]
MOST_WORDS = 12
LONG_RUN = 6
"""Characters in a row that stand in the question and in the passage alike."""
NEAR = 3
"""Of the dense neighbours, the first."""


@dataclass(frozen=True)
class Chosen:
    """`held` are words of the question in the passage, the weightiest first; `lexical` its place by words alone."""

    passage: Passage
    held: tuple[str, ...]
    missing: tuple[str, ...]
    lexical: int
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Explained:
    """`counted` are the question's words that were looked for, the weightiest first; `unknown` those that nothing one
    may read holds.
    """

    counted: tuple[str, ...]
    unknown: tuple[str, ...]
    chosen: tuple[Chosen, ...]


def weightiest(question: Question) -> tuple[str, ...]:
    """Words and pairs of characters, single characters only where there is nothing else."""
    words = sorted(question.mass, key=lambda t: (-question.mass[t], t))
    telling = [t for t in words if len(t) > 1 or t.isascii()]
    return tuple((telling or words)[:MOST_WORDS])


def explained(question: Question, unknown: frozenset[str], ranked: Sequence[Ranked], k: int) -> Explained:
    """Of the first `k`, in the order they were found."""
    words = weightiest(question)
    by_words = sorted(ranked, key=lambda r: (-r.candidate.score, r.candidate.passage.id))
    lexical = {r.candidate.passage.id: n for n, r in enumerate(by_words, 1)}
    near = sorted((r for r in ranked if r.candidate.cosine is not None), key=lambda r: -(r.candidate.cosine or 0.0))
    nearest = {r.candidate.passage.id for r in near[:NEAR]}
    chosen = tuple(_chosen(question, words, r, lexical, nearest) for r in ranked[:k])
    return Explained(words, tuple(w for w in words if w in unknown), chosen)


def _chosen(
    question: Question, words: Sequence[str], one: Ranked, lexical: dict[str, int], nearest: set[str]
) -> Chosen:
    prepared, passage = one.prepared, one.candidate.passage
    there = held_terms(words, [prepared.text, prepared.title, prepared.heading])
    held = tuple(w for n, w in enumerate(words) if there[:, n].any())
    ones = held_terms(list(question.mass), prepared.cut.sentences) @ np.array(list(question.mass.values()))
    told: list[tuple[Why, bool]] = [
        ("all_words", len(held) == len(words)),
        ("in_title", any(w in prepared.title for w in words)),
        ("numbers", bool(question.words) and any(w in prepared.words for w in question.words)),
        ("answer_form", question.kind is not None and answer_type(question.kind, prepared.cut.sentences, ones) > 0),
        ("long_run", longest_common(question.text, prepared.text) >= LONG_RUN),
        ("near_in_meaning", passage.id in nearest),
    ]
    missing = tuple(w for w in words if w not in held)
    return Chosen(passage, held, missing, lexical[passage.id], tuple(name for name, so in told if so))
