"""What the sentence model looks at: one row of numbers per clause of the passages at hand.

Pure. Where the question's words are (here, around, in the same sentence), whether the clause looks like the asked kind
of answer, where it stands. Knows nothing of the model, of the index or of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.kinds import ANSWERS, ASKED
from knowledge.prepared import held_terms
from knowledge.question import Question
from knowledge.rank import Ranked

NAMES = (
    "gap", "place", "passage", "clause", "letters", "sentence", "clause_before", "clause_after", "before", "after",
    "of_best_clause", "of_best_sentence", "below_best", "around", "far_around", "elsewhere", "near", "sentence_near",
    "left", "right", "follow1", "follow2", "follow3", "new", "new_count", "looks", "sentence_looks", "number",
    "sentence_number", "title", "clause_no", "clauses", "sentence_no", "sentences", "position", "length",
    "sentence_length", "kind", "question_length", "asks_at",
)  # fmt: skip

_ASKS = re.compile(
    r"什么时候|为什么|什么|多少|多[大高长远重深宽厚快久]|几|哪[里儿些]|哪一?[个位种项类部座条家所届]?|何[时地处人]|为何|如何|何|谁"
    r"|怎么样?|怎样|吗|呢|[是为叫](?=[?？]?$)"
)
_EMPTY = "一个位种项类部座条家所次届些的?？"
_DIGIT = re.compile(r"\d")
_KINDS = tuple(ASKED)


@dataclass(frozen=True)
class Focus:
    """Where a question asks: the place of its question word, what stands right before and after, the terms near."""

    at: int
    left: str
    right: str
    following: tuple[str, ...]
    near: NDArray[np.bool_]

    @classmethod
    def of(cls, question: Question) -> Focus:
        text = question.text
        match = _ASKS.search(text)
        start, end = match.span() if match else (len(text), len(text))
        places = ((term, text.find(term)) for term in question.mass)
        near = [len(t) > 1 and (abs(at - start) <= 5 or abs(at - end) <= 4) for t, at in places]
        following = tuple(c for c in text[end : end + 6] if c not in _EMPTY)[:3]
        return cls(start, text[max(0, start - 2) : start], text[end : end + 2], following, np.array(near, bool))


def clues(question: Question, ranked: Sequence[Ranked]) -> NDArray[np.float32]:
    """Rows in the order of the passages' clauses; columns `NAMES`."""
    focus = Focus.of(question)
    tables = [_of_passage(question, focus, r) for r in ranked]
    for place, (table, one) in enumerate(zip(tables, ranked, strict=True)):
        table["place"] = np.full(len(table["clause"]), float(place))
        table["gap"] = np.full(len(table["clause"]), ranked[0].score - one.score)
    columns = {name: np.concatenate([t[name] for t in tables]) for name in tables[0]} if tables else {}
    if not tables or not len(columns["clause"]):
        return np.zeros((0, len(NAMES)), np.float32)
    columns["below_best"] = columns["sentence"] - columns["sentence"].max()
    return np.column_stack([columns[name] for name in NAMES]).astype(np.float32)


def _of_passage(question: Question, focus: Focus, ranked: Ranked) -> dict[str, NDArray[np.float64]]:
    cut = ranked.prepared.cut
    number = np.array([c.sentence for c in cut.clauses], np.intp)
    texts = [c.normal for c in cut.clauses]
    n = len(texts)
    length = np.array([len(t) for t in texts], float)
    known = set(question.text)
    new = np.array([sum(c not in known for c in t) for t in texts], float)
    first = np.searchsorted(number, number)
    count = np.bincount(number, minlength=len(cut.sentences)) if n else np.zeros(0, np.intp)
    return {
        **_cover(question, focus, ranked, number),
        **_looks(question, texts, cut.sentences, number),
        "left": _has(texts, focus.left),
        "right": _has(texts, focus.right),
        **{f"follow{i + 1}": _has(texts, "".join(focus.following[i : i + 1])) for i in range(3)},
        "new": new / np.maximum(length, 1),
        "new_count": new,
        "title": _title_share(ranked.prepared.title, texts),
        "clause_no": np.arange(n) - first,
        "clauses": count[number].astype(float),
        "sentence_no": number.astype(float),
        "sentences": np.full(n, float(len(cut.sentences))),
        "position": number / max(len(cut.sentences), 1),
        "length": length,
        "sentence_length": np.array([len(cut.sentences[s]) for s in number], float),
        "kind": np.full(n, float(_KINDS.index(question.kind)) if question.kind else -1.0),
        "question_length": np.full(n, float(len(question.text))),
        "asks_at": np.full(n, focus.at / max(len(question.text), 1)),
    }


def _cover(
    question: Question, focus: Focus, ranked: Ranked, number: NDArray[np.intp]
) -> dict[str, NDArray[np.float64]]:
    """Shares of the question's idf mass: in the clause, its sentence, the passage, and around."""
    names = list(question.mass)
    mass = np.array([question.mass[t] for t in names]) / max(question.total, 1e-9)
    held = held_terms(names, [c.normal for c in ranked.prepared.cut.clauses])
    n = len(held)
    starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]]) if n else np.zeros(0, np.intp)
    by_sentence = np.logical_or.reduceat(held, starts) if n else held
    single = np.array([len(t) == 1 for t in names], bool)
    near = mass * focus.near
    clause, sentence = held @ mass, by_sentence @ mass
    here = sentence[number]
    padded = np.r_[0.0, sentence, 0.0]
    return {
        "passage": np.full(n, float(held.any(axis=0) @ mass)),
        "clause": clause,
        "letters": (held & single).sum(axis=1) / max(int(single.sum()), 1),
        "sentence": here,
        "clause_before": np.r_[0.0, clause[:-1]][:n],
        "clause_after": np.r_[clause[1:], 0.0][:n],
        "before": padded[number],
        "after": padded[number + 2],
        "of_best_clause": clause / max(float(clause.max(initial=0.0)), 1e-9),
        "of_best_sentence": here / max(float(sentence.max(initial=0.0)), 1e-9),
        "around": _window(held, 1) @ mass,
        "far_around": _window(held, 3) @ mass,
        "elsewhere": here - clause,
        "near": held @ near / max(float(near.sum()), 1e-9),
        "sentence_near": (by_sentence @ near / max(float(near.sum()), 1e-9))[number],
    }


def _window(held: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Each row joined with its neighbours up to `reach` away."""
    wide = held.copy()
    for step in range(1, reach + 1):
        wide[step:] |= held[:-step]
        wide[:-step] |= held[step:]
    return wide


def _looks(
    question: Question, texts: Sequence[str], sentences: Sequence[str], number: NDArray[np.intp]
) -> dict[str, NDArray[np.float64]]:
    cue = ANSWERS[question.kind] if question.kind else None
    looks = np.array([bool(cue and cue.search(t)) for t in sentences], float)
    digits = np.array([bool(_DIGIT.search(t)) for t in sentences], float)
    return {
        "looks": np.array([bool(cue and cue.search(t)) for t in texts], float),
        "sentence_looks": looks[number],
        "number": np.array([bool(_DIGIT.search(t)) for t in texts], float),
        "sentence_number": digits[number],
    }


def _has(texts: Sequence[str], piece: str) -> NDArray[np.float64]:
    return np.array([bool(piece) and piece in t for t in texts], float)


def _title_share(title: str, texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([sum(c in t for c in title) / max(len(title), 1) for t in texts], float)
