"""Marking an answer to an exercise of any kind, by rules alone. Pure.

The rules, told to the learner: several choices: any wrong one gives nothing, some of the right ones half. Blanks, pairs
and neighbouring steps count one by one; a value whose unit is missing counts half. A calculation may be 1 % off. Short
answers and cases are marked by the scoring points found in them, and that is provisional: the teacher decides.
Does not know who answered nor what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from learning.alike import bare, pairs
from learning.equivalent import measure, number, same, unitless
from learning.exercise import OPEN, RIGHT, WRONG, Exercise, Kind
from learning.numbers import unsupported
from learning.options import quantity

OFF = Decimal("0.01")
FOUND, PASSED, HALF = 0.5, Fraction(3, 5), Fraction(1, 2)
"""The share of a scoring point's pairs of characters that says it; the share of points that passes."""
_TOLD = {"对": RIGHT, "正确": RIGHT, "√": RIGHT, "✓": RIGHT, "true": RIGHT, "是": RIGHT,
         "错": WRONG, "错误": WRONG, "×": WRONG, "✗": WRONG, "false": WRONG, "否": WRONG}  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """`points` of `out_of`, in halves. `parts` says of each blank, pair, step or scoring point whether it was right;
    `chosen` are the numbers of the options taken (0-based). `provisional`: a teacher has the last word.
    """

    points: Decimal
    out_of: int
    right: bool
    parts: tuple[bool, ...] = ()
    chosen: tuple[int, ...] = ()
    provisional: bool = False


def mark(item: Exercise, answer: Sequence[str]) -> Marked:
    """`answer` has the shape of the key: the options chosen, a value per blank, the steps in order, the option of each
    of `left`, or one text. Too few or too many parts are wrong ones, never an error.
    """
    given = tuple(a.strip() for a in answer)
    share, parts = _MARKS[item.kind](item, given)
    provisional = item.kind in OPEN
    out_of = sum(item.points) or 1
    right = share >= PASSED if provisional else share == 1
    return Marked(_points(share, out_of), out_of, right, parts, _chosen(item, given), provisional)


def empty(answer: Sequence[str]) -> bool:
    """Nothing was tried."""
    return not any(bare(a) for a in answer)


def _points(share: Fraction, out_of: int) -> Decimal:
    """To the nearest half, never all of it for less than everything."""
    halves = (Decimal(share.numerator * out_of * 2) / share.denominator).quantize(Decimal(1), ROUND_HALF_UP)
    return min(halves, Decimal(out_of * 2 - 1)) / 2 if share < 1 else Decimal(out_of)


def option(item: Exercise, said: str) -> str:
    """The option meant by its text or its letter; what was said where it is neither."""
    for one in item.options:
        if bare(one) == bare(said):
            return one
    letter = ord(bare(said)) - ord("a") if len(bare(said)) == 1 else -1
    return item.options[letter] if 0 <= letter < len(item.options) else said


def _chosen(item: Exercise, given: Sequence[str]) -> tuple[int, ...]:
    taken = [option(item, said) for said in given]
    return tuple(dict.fromkeys(item.options.index(t) for t in taken if t in item.options))


_Judged = tuple[Fraction, tuple[bool, ...]]


def _single(item: Exercise, given: Sequence[str]) -> _Judged:
    right = len(given) == 1 and bare(option(item, given[0])) == bare(item.key[0])
    return Fraction(right), (right,)


def _judge(item: Exercise, given: Sequence[str]) -> _Judged:
    right = len(given) == 1 and _TOLD.get(bare(given[0]), "") == item.key[0]
    return Fraction(right), (right,)


def _multiple(item: Exercise, given: Sequence[str]) -> _Judged:
    taken = {bare(option(item, said)) for said in given if bare(said)}
    wanted = {bare(k) for k in item.key}
    parts = tuple(bare(k) in taken for k in item.key)
    if not taken or taken - wanted:
        return Fraction(0), parts
    return (Fraction(1) if taken == wanted else HALF), parts


def _fill(item: Exercise, given: Sequence[str]) -> _Judged:
    shares = [_blank(said, key) for said, key in zip(_filled(given, len(item.key)), item.key, strict=True)]
    return Fraction(sum(shares), len(shares)), tuple(s == 1 for s in shares)


def _blank(said: str, key: str) -> Fraction:
    if not bare(said):
        return Fraction(0)
    return Fraction(1) if same(said, key) else HALF if unitless(said, key) else Fraction(0)


def _order(item: Exercise, given: Sequence[str]) -> _Judged:
    """By the steps that are followed by their own next one. `parts`: whether each stands at its place."""
    told = [bare(option(item, said)) for said in given]
    key = [bare(k) for k in item.key]
    parts = tuple(n < len(told) and told[n] == k for n, k in enumerate(key))
    if told == key:
        return Fraction(1), parts
    wanted = set(pairwise(key))
    kept = len(wanted & set(pairwise(told))) if sorted(told) == sorted(key) else 0
    return Fraction(kept, max(1, len(key))), parts


def _match(item: Exercise, given: Sequence[str]) -> _Judged:
    told = _filled(given, len(item.key))
    parts = tuple(bare(option(item, said)) == bare(k) for said, k in zip(told, item.key, strict=True))
    return Fraction(sum(parts), len(parts)), parts


def _calculate(item: Exercise, given: Sequence[str]) -> _Judged:
    share = _blank(given[0], item.key[0]) if len(given) == 1 else Fraction(0)
    if len(given) == 1 and share != 1 and _near(given[0], item.key[0]):
        share = Fraction(1)
    return share, (share == 1,)


def _near(said: str, key: str) -> bool:
    """Within the tolerance; a unit that the key does not name may follow."""
    wanted, found = number(key), number(said)
    a, b = quantity(said), quantity(key)
    if wanted is not None and found is None and a is not None and a.value is not None:
        found = a.value
    if wanted is None or found is None:
        if a is None or b is None or measure(a.unit)[0] != measure(b.unit)[0] or a.value is None or b.value is None:
            return False
        found, wanted = a.value * measure(a.unit)[1], b.value * measure(b.unit)[1]
    return abs(found - wanted) <= abs(wanted) * OFF


def _told(item: Exercise, given: Sequence[str]) -> _Judged:
    text = "\n".join(given)
    parts = tuple(_found(point, text) for point in item.key)
    worth = item.points or (1,) * len(item.key)
    earned = sum(n for n, found in zip(worth, parts, strict=False) if found)
    return Fraction(earned, sum(worth) or 1), parts


def _found(point: str, text: str) -> bool:
    """It stands there as it is, or most of its words do and all of its numbers."""
    if bare(point) in bare(text):
        return True
    wanted = pairs(point)
    said = len(wanted & pairs(text)) / len(wanted) if wanted else 0.0
    return said >= FOUND and not unsupported(point, [text])


def _filled(given: Sequence[str], n: int) -> tuple[str, ...]:
    """As many parts as there should be; with too many nothing tells which was meant."""
    return (*given, *[""] * (n - len(given))) if len(given) <= n else ("",) * n


_MARKS: dict[Kind, Callable[[Exercise, Sequence[str]], _Judged]] = {
    "single": _single, "multiple": _multiple, "judge": _judge, "fill": _fill, "order": _order, "match": _match,
    "calculate": _calculate, "short": _told, "case": _told,
}  # fmt: skip
