"""Whether what is told holds a number its sources do not: the law every extracted artefact keeps. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from learning.scan import quantities

_NUMBER = re.compile(r"(?<![\d.])\d+(?:[.,]\d+)*")


def foreign(texts: Iterable[str], sources: Iterable[str]) -> list[str]:
    """The numbers of `texts` that stand in no source, and the quantities that stand there otherwise, unit included."""
    every = "\n".join(sources)
    known = set(_NUMBER.findall(every))
    found: list[str] = []
    for text in texts:
        found += [number for number in _NUMBER.findall(text) if number not in known]
        found += [q.text for q in quantities(text) if re.search(r"\d", q.text) and q.text not in every]
    return found
