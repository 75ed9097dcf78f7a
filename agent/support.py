"""Whether a sentence is said by what it cites: the share of its pairs of characters that stand there. Pure.

Measured by `python -m eval support`. Sees words, not truth: what is said of the same words may still be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agent.topic import words
from learning.alike import pairs

LEAST = 0.3
_MARKS = str.maketrans("", "", "《》")
_CJK, _LATIN = re.compile(r"[㐀-鿿]"), re.compile(r"[A-Za-z]")


def support(text: str, sources: Sequence[str]) -> float:
    """0 to 1; signs alone say nothing and are not supported."""
    said = pairs(text.translate(_MARKS))
    held = frozenset[str]().union(*(pairs(s.translate(_MARKS)) for s in sources))
    return len(said & held) / len(said) if said else 0.0


def supported(text: str, sources: Sequence[str], glossary: Mapping[str, str]) -> bool:
    """With a glossary an English sentence may rest on a Chinese source that holds one of its terms."""
    if support(text, sources) >= LEAST:
        return True
    foreign = len(_LATIN.findall(text)) > 2 * len(_CJK.findall(text))
    return foreign and any(_CJK.search(s) and _anchored(text, s, glossary) for s in sources)


def _anchored(text: str, source: str, glossary: Mapping[str, str]) -> bool:
    spoken = words(text.lower())
    terms = [glossary[t] for t in spoken if t in glossary]
    terms += [glossary[t] for t in map(" ".join, pairwise(spoken)) if t in glossary]
    return any(len(t) > 1 and t in source for t in terms)
