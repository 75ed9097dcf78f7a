"""How well what was found holds a question's content words: in one line, around it, in the passage, anywhere visible.

A line is read with its passage's title and heading. Features for sureness.py; pure. Knows nothing of scores.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.kinds import expected
from knowledge.prepared import Prepared
from knowledge.tokens import split
from knowledge.words import Word

READ = 3
"""Passages looked at."""
LATER = 0.05
"""What a line loses for each passage before its own."""
SCATTERED, IN_PAIRS = 0.4, 0.9
"""How far a word counts as held whose characters, or pairs of characters, stand in the text, but not together."""

REACHES = ("line", "framed", "around", "passage")
NAMES = (
    *(f"{kind}_{reach}" for reach in REACHES for kind in "cmx"), "k_framed", "n_framed", "k_passage", "n_passage",
    "typed", "typed_near", "held", "held_line",
)  # fmt: skip

_LINE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """The line that covers most: shares held by word in the line alone, with its frame, with its neighbours, and in
    its passage; `text` is the line, `near` it with its neighbours."""

    value: float
    rank: int
    line: Shares
    framed: Shares
    around: Shares
    passage: Shares
    text: str
    near: str


def cover(question: str, words: Sequence[Word], prepared: Prepared) -> dict[str, float]:
    """`NAMES` of one passage.

    For each reach (line, framed, around, passage): `c_` share of weight held, `m_` weight of words missing, `x_` the
    heaviest word missing; for framed and passage also `k_` codes and Latin words, `n_` numbers missing. `typed`: does
    the line (`typed_near`: with its neighbours) have the form that was asked for; `held`: the weight it holds, as log.
    """
    weight = _weights(words)
    return _features(question, words, weight, _place(words, weight, prepared, 0))


def coverage(
    question: str, words: Sequence[Word], near: Sequence[Prepared], unknown: Collection[str]
) -> dict[str, float]:
    """As `cover`, of the best line of the first passages, with `any` of them and the whole `base` as further reaches.

    `unknown` are the question's terms that nothing visible holds; `rank` is the passage of the line.
    """
    weight = _weights(words)
    places = [_place(words, weight, prepared, rank) for rank, prepared in enumerate(near[:READ])]
    nothing = np.zeros(len(words))
    best = max(places, key=lambda p: p.value, default=Place(0.0, 0, nothing, nothing, nothing, nothing, "", ""))
    anywhere = np.max([p.passage for p in places], axis=0) if places else nothing
    base = np.maximum(anywhere, [known(w, unknown) for w in words])
    return {
        **_features(question, words, weight, best),
        **_missing("any", words, weight, anywhere),
        **_missing("base", words, weight, base),
        "told": float(np.log1p(weight.sum())),
        "words": float(len(words)),
        "rank": float(best.rank),
    }


def _weights(words: Sequence[Word]) -> Shares:
    return np.array([w.weight for w in words], dtype=float)


def _features(question: str, words: Sequence[Word], weight: Shares, best: Place) -> dict[str, float]:
    pattern = expected(question)
    found: dict[str, float] = {}
    for name, shares in zip(REACHES, (best.line, best.framed, best.around, best.passage), strict=True):
        found |= _missing(name, words, weight, shares)
    return found | {
        "typed": 0.5 if pattern is None else float(bool(pattern.search(best.text))),
        "typed_near": 0.5 if pattern is None else float(bool(pattern.search(best.near))),
        "held": float(np.log1p(best.framed @ weight)),
        "held_line": float(np.log1p(best.line @ weight)),
    }


def _missing(name: str, words: Sequence[Word], weight: Shares, shares: Shares) -> dict[str, float]:
    lost = (1 - shares) * weight
    plain = np.array([w.kind == "word" for w in words], bool)
    number = np.array([w.kind == "number" for w in words], bool)
    found = {
        f"c_{name}": float(shares @ weight) / max(float(weight.sum()), 1e-9),
        f"m_{name}": float(lost[plain].sum()),
        f"x_{name}": float(lost[plain].max(initial=0.0)),
    }
    if name in ("framed", "passage", "base"):
        found |= {f"k_{name}": float(lost[~plain & ~number].sum()), f"n_{name}": float(lost[number].sum())}
    return found


def _place(words: Sequence[Word], weight: Shares, prepared: Prepared, rank: int) -> Place:
    """The best line of one passage: covered itself, its neighbours and its passage counting less."""
    frame = _held(words, f"{prepared.title}\n{prepared.heading}")
    whole = np.maximum(frame, _held(words, prepared.text))
    lines = _LINE.findall(prepared.text) or [""]
    alone = [_held(words, line) for line in lines]
    total = max(float(weight.sum()), 1e-9)
    places = []
    for n, line in enumerate(alone):
        framed = np.maximum(frame, line)
        around = np.max([framed, *alone[max(n - 1, 0) : n + 2]], axis=0)
        value = float((framed + 0.6 * around + 0.4 * whole + 0.3 * line) @ weight) / total - LATER * rank
        near = "".join(lines[max(n - 1, 0) : n + 2])
        places.append(Place(value, rank, line, framed, around, whole, lines[n], near))
    return max(places, key=lambda p: p.value)


def _held(words: Sequence[Word], text: str) -> Shares:
    return np.array([held(w, text) for w in words], dtype=float)


def held(word: Word, text: str) -> float:
    """0 … 1: how far a normalised text holds the word. A number must stand alone; a code may lose its hyphen."""
    if word.kind == "number":
        return float(bool(re.search(rf"(?<![\d.]){re.escape(word.text)}(?!\d)", text)))
    if word.text in text:
        return 1.0
    if word.kind == "code":
        return float(word.text.replace("-", "") in text.replace("-", "").replace(" ", ""))
    if word.kind == "latin" or len(word.text) == 1:
        return 0.0
    share = sum(c in text for c in word.text) / len(word.text)
    pairs = [word.text[i : i + 2] for i in range(len(word.text) - 1)]
    together = sum(p in text for p in pairs) / len(pairs) if len(word.text) > 2 else 0.0
    return max(SCATTERED * share**2, IN_PAIRS * together)


def known(word: Word, unknown: Collection[str]) -> float:
    """How far anything visible holds the word, as far as its search terms tell."""
    parts = split(word.text)
    if word.kind == "word" and len(word.text) > 1:
        parts = [p for p in parts if len(p) > 1]
    return sum(p not in unknown for p in parts) / len(parts) if parts else 1.0
