"""What changed between two versions of a text, passage by passage, and inside a changed passage word by word. Pure.

Python's difflib (Ratcliff and Obershelp's matching). Words are runs of Latin letters or digits, and single CJK signs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "added", "removed", "changed"]
ALIKE = 0.35
"""Share of words two passages have in common from which one counts as the other, edited."""
MOST_WORDS = 4_000
"""Past its square of word pairs a passage is shown whole: matching inside takes quadratic time."""
_WORDS = re.compile(r"[A-Za-z0-9.]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of a changed passage: in both (`same`), only before (`removed`), only after (`added`)."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One passage. `pieces` only where it is `changed`."""

    kind: Kind
    heading: str | None
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Stretch:
    text: str
    heading: str | None = None


def compare(before: Sequence[Stretch], after: Sequence[Stretch]) -> list[Change]:
    """In the order of the newer text; what was removed stands where it stood."""
    matcher = difflib.SequenceMatcher(None, [p.text for p in before], [p.text for p in after], autojunk=False)
    found: list[Change] = []
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        old, new = before[i1:i2], after[j1:j2]
        if [p.text for p in old] == [p.text for p in new]:
            found += [Change("same", p.heading, p.text, p.text) for p in new]
        else:
            found += _paired(old, new)
    return found


def _paired(old: Sequence[Stretch], new: Sequence[Stretch]) -> Iterator[Change]:
    """Neighbours that are alike enough are one passage, edited."""
    waiting = list(old)
    for stretch in new:
        match = next((n for n, o in enumerate(waiting) if alike(o.text, stretch.text) >= ALIKE), None)
        if match is None:
            yield Change("added", stretch.heading, "", stretch.text)
            continue
        for gone in waiting[:match]:
            yield Change("removed", gone.heading, gone.text, "")
        was = waiting[match]
        del waiting[: match + 1]
        yield Change("changed", stretch.heading, was.text, stretch.text, pieces(was.text, stretch.text))
    for gone in waiting:
        yield Change("removed", gone.heading, gone.text, "")


def alike(a: str, b: str) -> float:
    """Upper bound of the share of words in common, 0–1: cheap, for choosing what to compare."""
    return difflib.SequenceMatcher(None, _WORDS.findall(a), _WORDS.findall(b), autojunk=False).quick_ratio()


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    a, b = _WORDS.findall(before), _WORDS.findall(after)
    if len(a) * len(b) > MOST_WORDS**2:
        return (Piece("removed", before), Piece("added", after))
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(a[i1:i2])))
            continue
        if i1 < i2:
            found.append(Piece("removed", "".join(a[i1:i2])))
        if j1 < j2:
            found.append(Piece("added", "".join(b[j1:j2])))
    return tuple(found)
