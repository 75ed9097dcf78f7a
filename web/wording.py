"""Pairs of characters put together again as they stand in a question: 粗车, 车外, 外圆 → 粗车外圆. Pure.

Search cuts Chinese into pairs; a person reads words. What no held pair covers is what is missing, unless a single
character is left: that is the cut's, not the question's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

FEWEST = 2


def runs(question: str, words: Iterable[str]) -> list[str]:
    """The stretches of the question that these words cover, in its order; words that it does not hold as they are."""
    text, given = _plain(question), list(dict.fromkeys(words))
    covered = _covered(text, given)
    return [*_stretches(text, covered), *_elsewhere(text, given)]


def left(question: str, held: Iterable[str], missing: Iterable[str]) -> list[str]:
    """The stretches that only the missing words cover, of two characters at least."""
    text, given = _plain(question), list(dict.fromkeys(missing))
    found = _stretches(text, _covered(text, given) - _covered(text, held))
    return [*(s for s in found if len(s) >= FEWEST), *_elsewhere(text, given)]


def _elsewhere(text: str, words: Iterable[str]) -> list[str]:
    """Words that stand in the question in other characters; what runs over a space is the cut's again."""
    joined = "".join(text.split())
    return [w for w in words if w not in joined]


def _plain(question: str) -> str:
    return unicodedata.normalize("NFKC", question).lower()


def _covered(text: str, words: Iterable[str]) -> set[int]:
    return {
        n + k for word in words if word for n in range(len(text)) if text.startswith(word, n) for k in range(len(word))
    }


def _stretches(text: str, covered: set[int]) -> list[str]:
    found: list[str] = []
    last = -2
    for n in sorted(covered):
        if n == last + 1:
            found[-1] += text[n]
        else:
            found.append(text[n])
        last = n
    return list(dict.fromkeys(found))
