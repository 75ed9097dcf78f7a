"""When two short texts are the same or nearly so: widths, case, space and punctuation do not count. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[^\w.%±~<>=+\-/°℃]+")
_TITLE = re.compile(r"《[^》]*》")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Half-width, lower case, no white space: what must be equal to be the same value."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


def named(header: str) -> str:
    """`bare` without brackets: a column's name, whichever way its unit stands in it."""
    return re.sub(r"[()]", "", bare(header))


def plain(text: str) -> str:
    """`bare` without punctuation and without a source's title."""
    return _SIGNS.sub("", bare(_TITLE.sub("", text)))


def pairs(text: str) -> frozenset[str]:
    """Neighbouring characters of the plain text; one alone stands for itself."""
    chars = plain(text)
    return frozenset(map("".join, pairwise(chars))) or frozenset(chars)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of pairs in common, 0 to 1."""
    return len(one & other) / len(one | other) if one | other else 1.0


def common(one: str, other: str) -> str:
    """The longest stretch that both plain texts hold."""
    a, b = plain(one), plain(other)
    best = ""
    for start in range(len(a)):
        while a[start : start + len(best) + 1] in b and start + len(best) < len(a):
            best = a[start : start + len(best) + 1]
    return best


def holds(text: str, value: str) -> bool:
    """Whether `value` stands in `text` as a whole: `800` does not stand in `1800`, `0.800` or `650~800`."""
    wanted, where = bare(value), bare(text)
    if not wanted or wanted not in where:  # most are not there at all: no pattern need be compiled
        return False
    return re.search(_before(wanted[0]) + re.escape(wanted) + _after(wanted[-1]), where) is not None


def _before(first: str) -> str:
    if first.isdigit():
        return r"(?<![\d.~\-–])"
    return r"(?<![a-z])" if first.isascii() and first.isalpha() else ""


def _after(last: str) -> str:
    if last.isdigit():
        return r"(?![\d~–]|\.\d|-\d)"
    return r"(?![a-z\d])" if last.isascii() and last.isalpha() else ""
