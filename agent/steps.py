"""Numbered lists in a passage's own lines. Knows how steps are numbered, not what they say.

A step reaches from its number to the next one's, so sub-steps and explanations in between stay with it. Chinese
numerals with anything between them (`一、准备` above its paragraphs) are headings, not steps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.wants import numeral
from trust.sources import Passage

LONGEST = 300
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CN = r"十?[一二三四五六七八九]|十"
_ROW = re.compile(r"\s*(?:步骤|工步|工序|序号|顺序)(?:号|序号)?\s*[:：]\s*(\d{1,2})")
_CHINESE = re.compile(rf"\s*({_CN})[、.．]")
_MARKS = (
    _ROW,
    re.compile(r"\s*(?:第)?\s*(\d{1,2})\s*(?:[.．、)）:：](?!\d)|步[:：、，,\s]|\s(?=[\u4e00-\u9fff]))"),
    re.compile(r"\s*[(（](\d{1,2})[)）]"),
    re.compile(rf"\s*第({_CN})步"),
    re.compile(rf"\s*[(（]({_CN})[)）]"),
    re.compile(rf"\s*([{_CIRCLED}])"),
    re.compile(r"\s*[Ss]tep\s+(\d{1,2})\b"),
    _CHINESE,
)
_BREAK = re.compile(
    rf"\n|(?<=[。；;：:，,\s])(?=(?:[(（]\d{{1,2}}[)）]|[{_CIRCLED}]|\d{{1,2}}[.、)）](?!\d)|第(?:{_CN})步))"
)


@dataclass(frozen=True)
class Step:
    """One numbered step, verbatim as it stands in `passage`."""

    number: int
    text: str
    passage: int


@dataclass(frozen=True)
class Listed:
    """Steps that belong together, and the line above the first of them (empty when there is none)."""

    head: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Run:
    """Consecutive numbers under one kind of mark: where each line begins, and its number."""

    mark: re.Pattern[str]
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def end(self) -> int:
        return self.ends[-1]

    def steps(self, text: str, at: int) -> tuple[Step, ...]:
        reach = pairwise((*self.starts, self.end))
        return tuple(Step(n, _held(text[a:b].strip()), at) for n, (a, b) in zip(self.numbers, reach, strict=True))

    @property
    def wide(self) -> bool:
        """Whether something stands between its lines."""
        return any(a != b for a, b in zip(self.ends[:-1], self.starts[1:], strict=True))


def lists(passages: Sequence[Passage], at: int) -> tuple[Listed, ...]:
    """The lists of passage `at` (an index) in order; one that runs over its end or start is completed from there."""
    text, found = passages[at].text, []
    for run in _chosen(text):
        steps = (*_before(passages, at, run), *run.steps(text, at), *_after(passages, at, run))
        if len(steps) > 1:
            found.append(Listed(_head(text, run.starts[0]), steps))
    return tuple(found)


def _before(passages: Sequence[Passage], at: int, run: _Run) -> tuple[Step, ...]:
    """The steps that lead up to the run's first, in the passage before, when that was found as well."""
    earlier = _at(passages, passages[at].document_id, passages[at].ordinal - 1)
    if run.numbers[0] == 1 or earlier is None:
        return ()
    text = passages[earlier].text
    leading = [r for r in _chosen(text) if r.mark is run.mark and r.numbers[-1] == run.numbers[0] - 1]
    return leading[-1].steps(text, earlier) if leading else ()


def _after(passages: Sequence[Passage], at: int, run: _Run) -> list[Step]:
    """The steps that go on from the run's last in the passages that follow, as far as they were found."""
    found: list[Step] = []
    here, number = passages[at], run.numbers[-1]
    for ordinal in range(here.ordinal + 1, here.ordinal + 4):
        following = _at(passages, here.document_id, ordinal)
        text = "" if following is None else passages[following].text
        more = [r for r in _chosen(text) if r.mark is run.mark and r.numbers[0] == number + 1]
        if following is None or not more:
            break
        found += more[0].steps(text, following)
        number = more[0].numbers[-1]
    return found


def _at(passages: Sequence[Passage], document: str, ordinal: int) -> int | None:
    return next((i for i, p in enumerate(passages) if p.document_id == document and p.ordinal == ordinal), None)


def _head(text: str, start: int) -> str:
    return next((line.strip() for line in reversed(text[:start].split("\n")) if line.strip()), "")


def _chosen(text: str) -> list[_Run]:
    """The runs of a text that are lists, in order: longer ones first, none inside another."""
    runs = [run for mark in _MARKS for run in _runs(text, mark) if mark is not _CHINESE or not run.wide]
    chosen: list[_Run] = []
    for run in sorted(runs, key=lambda r: (-len(r.starts), r.starts)):
        if all(run.end <= other.starts[0] or other.end <= run.starts[0] for other in chosen):
            chosen.append(run)
    return sorted(chosen, key=lambda r: r.starts)


def _runs(text: str, mark: re.Pattern[str]) -> list[_Run]:
    """Numbers that follow one another; in a table, rows of one number stay together."""
    breaks = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    runs: list[list[tuple[int, int, int]]] = []
    for start, end in pairwise(breaks):
        found = mark.match(text, start, end)
        if not found:
            continue
        number = _CIRCLED.index(found[1]) + 1 if found[1] in _CIRCLED else numeral(found[1])
        before = runs[-1][-1][1] if runs else None
        if before is not None and (number == before + 1 or (mark is _ROW and number == before)):
            runs[-1].append((start, number, end))
        else:
            runs.append([(start, number, end)])
    return [_Run(mark, *(tuple(column) for column in zip(*run, strict=True))) for run in runs]


def _held(step: str) -> str:
    """A step with what stands under it; only its own line when that is a section and no step."""
    return step if len(step) <= LONGEST else step.split("\n")[0]
