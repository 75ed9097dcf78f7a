"""Whether a sentence is said by what it cites, also in another language than the source's. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agent.topic import words
from learning.support import LEAST, support

_CJK, _LATIN = re.compile(r"[㐀-鿿]"), re.compile(r"[A-Za-z]")


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
