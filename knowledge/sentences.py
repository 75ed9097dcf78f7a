"""A passage cut for reading: lines, sentences and clauses as spans of the verbatim text, with their normal forms.

Every span can be quoted as it stands. Knows punctuation only; nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.tokens import normalise

_END = re.compile(r"(?:[。！？!?；;…]+|(?<=[^\d\s])\.(?=\s|$)|\n)[”’」』》）\)\]\"']*\s*")
_PAUSE = re.compile(r"(?:[，︰：]|[,:](?!\d)|——)[”’」』》）\)\]\"']*\s*")
_ANY_PAUSE = re.compile(r"[、\s]\s*")
_MARK = "\ue000"
LONG = 60


class Clause(NamedTuple):
    """`text[start:end]` of the passage, `normal` its normal form, `sentence` the number of its sentence."""

    start: int
    end: int
    sentence: int
    normal: str


@dataclass(frozen=True)
class Cut:
    """A passage's clauses in order and the normal forms of its sentences."""

    clauses: tuple[Clause, ...]
    sentences: tuple[str, ...]

    @property
    def normal(self) -> str:
        return "".join(self.sentences)


def cut(text: str) -> Cut:
    """All of `text`, in order; white space may stand at a span's ends."""
    spans = [(n, a, b) for n, (a, b) in enumerate(_sentences(text)) for a, b in _clauses(text, a, b)]
    if not spans:
        return Cut((), ())
    normals = normalise(_MARK.join(text[a:b].replace(_MARK, " ") for _, a, b in spans)).split(_MARK)
    clauses = tuple(Clause(a, b, n, normal) for (n, a, b), normal in zip(spans, normals, strict=True))
    sentences = [""] * (clauses[-1].sentence + 1)
    for clause in clauses:
        sentences[clause.sentence] += clause.normal
    return Cut(clauses, tuple(sentences))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    return _spans(text, 0, len(text), _END)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses of a sentence; one that is still long is cut at enumeration commas and spaces."""
    for a, b in _spans(text, start, end, _PAUSE):
        if b - a <= LONG:
            yield a, b
        else:
            yield from _spans(text, a, b, _ANY_PAUSE)


def _spans(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = start
    for match in mark.finditer(text, start, end):
        if text[at : match.end()].strip():
            yield at, match.end()
            at = match.end()
    if text[at:end].strip():
        yield at, end
