"""The parameters of knowledge tracing fitted to answers, competency by competency, offline. Pure.

Expectation maximisation on the two-state hidden Markov model without forgetting that Corbett & Anderson (1995) trace
with (Baum et al., Annals of Mathematical Statistics 41, 1970); several starts, since the likelihood has several hills
(Pardos & Heffernan, EDM 2010). Guess and slip are bounded so that "knows" keeps its meaning (Beck & Chang, UM 2007). An
item's own chance of a lucky answer is taken as given. Knows no learner: a sequence is one person's answers in order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.mastery import USUAL, Parameters
from trust.errors import BadInput, NotEnough

Answers = Sequence[tuple[bool, float | None]]
"""Right or wrong, and the item's own chance of a lucky answer where it is known."""
LEARNERS, ANSWERS = 100, 4
"""Learners with so many answers each below which nothing is fitted: `python -m eval fit-mastery` shows why."""
GUESS, SLIP = 0.5, 0.3
"""The most that guess and slip may be."""
STARTS = (USUAL, Parameters(0.5, 0.3, 0.25, 0.1), Parameters(0.1, 0.05, 0.1, 0.2))
ROUNDS, STILL = 200, 1e-6
"""Rounds at most; a gain of log likelihood per answer below which it stands still."""
_LEAST = 0.01


@dataclass(frozen=True)
class Fitted:
    """`fit` is the mean log likelihood of an answer, `usual` the same under the parameters that are set."""

    parameters: Parameters
    learners: int
    answers: int
    fit: float
    usual: float


def fitted(sequences: Sequence[Answers]) -> Fitted:
    """Raises NotEnough with fewer than LEARNERS sequences of ANSWERS answers."""
    enough = [s for s in sequences if len(s) >= ANSWERS]
    if len(enough) < LEARNERS:
        raise NotEnough(
            f"作答记录不够：需要至少 {LEARNERS} 名学习者、每人至少 {ANSWERS} 次作答，现有 {len(enough)} 名。",
            f"Not enough answers: {LEARNERS} learners with {ANSWERS} answers each are needed, there are {len(enough)}.",
        )
    total = sum(map(len, enough))
    best = max((_climbed(enough, start, total) for start in STARTS), key=lambda pair: pair[1])
    return Fitted(best[0], len(enough), total, best[1] / total, _look(enough, USUAL).likelihood / total)


@dataclass
class _Sums:
    """What one look over all sequences expects: numerators and denominators of the four parameters."""

    likelihood: float = 0.0
    known_first: float = 0.0
    learnt: float = 0.0
    could_learn: float = 0.0
    slipped: float = 0.0
    known: float = 0.0
    guessed: float = 0.0
    unknown: float = 0.0


def _climbed(sequences: Sequence[Answers], start: Parameters, total: int) -> tuple[Parameters, float]:
    now, sums = start, _look(sequences, start)
    for _ in range(ROUNDS):
        new = _maximal(sums, now, len(sequences))
        looked = _look(sequences, new)
        if looked.likelihood - sums.likelihood < STILL * total:
            break
        now, sums = new, looked
    return now, sums.likelihood


def _maximal(sums: _Sums, now: Parameters, learners: int) -> Parameters:
    guess = sums.guessed / sums.unknown if sums.unknown > _LEAST else now.guess
    slip = sums.slipped / sums.known if sums.known > _LEAST else now.slip
    learn = sums.learnt / sums.could_learn if sums.could_learn > _LEAST else now.learn
    return Parameters(
        _within(sums.known_first / learners, 1 - _LEAST), _within(learn, 1 - _LEAST), _within(guess, GUESS),
        _within(slip, SLIP),
    )  # fmt: skip


def _within(value: float, most: float) -> float:
    return min(max(value, _LEAST), most)


def _look(sequences: Sequence[Answers], p: Parameters) -> _Sums:
    sums = _Sums()
    for answers in sequences:
        _count(answers, p, sums)
    return sums


def _count(answers: Answers, p: Parameters, sums: _Sums) -> None:
    """Forward and backward over one sequence; `a[t]`, `b[t]` are of (unknown, known) at answer t."""
    seen = [_seen(right, item, p) for right, item in answers]
    forward: list[tuple[float, float]] = []
    before = (1 - p.prior, p.prior)
    for unknown, known in seen:
        u, k = before[0] * unknown, before[1] * known
        scale = u + k
        sums.likelihood += math.log(scale)
        forward.append((u / scale, k / scale))
        before = (forward[-1][0] * (1 - p.learn), forward[-1][1] + forward[-1][0] * p.learn)
    after = (1.0, 1.0)
    for t in range(len(seen) - 1, -1, -1):
        u, k = forward[t][0] * after[0], forward[t][1] * after[1]
        knows = k / (u + k)
        right, item = answers[t]
        sums.known += knows
        sums.slipped += 0.0 if right else knows
        if item is None:
            sums.unknown += 1 - knows
            sums.guessed += 1 - knows if right else 0.0
        if t == 0:
            sums.known_first += knows
            break
        unknown, known = seen[t][0] * after[0], seen[t][1] * after[1]
        last = forward[t - 1]
        stays, learns, kept = last[0] * (1 - p.learn) * unknown, last[0] * p.learn * known, last[1] * known
        every = stays + learns + kept
        sums.could_learn += (stays + learns) / every
        sums.learnt += learns / every
        after = ((1 - p.learn) * unknown + p.learn * known, known)
        scale = after[0] + after[1]
        after = (after[0] / scale, after[1] / scale)


def _seen(right: bool, item: float | None, p: Parameters) -> tuple[float, float]:
    """The chance of this answer from somebody who does not know, and from one who does."""
    guess = p.guess if item is None else min(max(item, _LEAST), 0.99 - p.slip)
    return (guess, 1 - p.slip) if right else (1 - guess, p.slip)


def read(text: str) -> dict[str, Parameters]:
    """Competency → parameters, of a file that `written` made. Raises BadInput."""
    try:
        return {name: Parameters(*(float(row[n]) for n in _FIELDS)) for name, row in json.loads(text).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("掌握度参数文件写法有误", "malformed file of mastery parameters") from error


def written(found: Mapping[str, Fitted]) -> str:
    rows = {
        name: {n: round(getattr(f.parameters, n), 4) for n in _FIELDS} | {"learners": f.learners, "answers": f.answers}
        for name, f in sorted(found.items())
    }
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


_FIELDS = ("prior", "learn", "guess", "slip")


def sequences(lines: Iterable[str]) -> dict[str, list[list[tuple[bool, float | None]]]]:
    """Of JSON lines `{"competency": …, "answers": [[true, 0.25], [false, null]]}`, by competency. Raises BadInput."""
    found: dict[str, list[list[tuple[bool, float | None]]]] = {}
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers = [(bool(right), None if g is None else float(g)) for right, g in row["answers"]]
            found.setdefault(str(row["competency"]), []).append(answers)
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"第 {n} 行写法有误", f"line {n} is malformed") from error
    return found
