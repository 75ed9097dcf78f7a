"""Numbered steps in a passage's own lines. Knows how steps are numbered, not what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.wants import numeral
from trust.sources import Passage

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CN = r"十?[一二三四五六七八九]|十"
_ROW = re.compile(r"\s*(?:步骤|工步|工序|序号|顺序)(?:号|序号)?\s*[:：]\s*(\d{1,2})")
_MARKS = (
    _ROW,
    re.compile(r"\s*(?:第)?\s*(\d{1,2})\s*(?:[.．、)）:：](?!\d)|步[:：、，,\s]|\s(?=[\u4e00-\u9fff]))"),
    re.compile(r"\s*[(（](\d{1,2})[)）]"),
    re.compile(rf"\s*第({_CN})步"),
    re.compile(rf"\s*({_CN})[、.．]"),
    re.compile(rf"\s*[(（]({_CN})[)）]"),
    re.compile(rf"\s*([{_CIRCLED}])"),
    re.compile(r"\s*[Ss]tep\s+(\d{1,2})\b"),
)
_INLINE = re.compile(
    rf"(?<=[。；;：:，,\s])(?=(?:[(（]\d{{1,2}}[)）]|[{_CIRCLED}]|\d{{1,2}}[.、)）](?!\d)|第(?:{_CN})步))"
)


@dataclass(frozen=True)
class Step:
    """One numbered step, verbatim as it stands in `passage`."""

    number: int
    text: str
    passage: int


def steps(passages: Sequence[Passage], at: int) -> tuple[Step, ...]:
    """The steps of passage `at` (an index), carried on into the passages that follow it in its document."""
    found = list(_counted(passages[at].text, at))
    if len(found) < 2:
        return ()
    if found[0].number > 1:
        found = [*_before(passages, at, found[0].number), *found]
    here = passages[at]
    for ordinal in range(here.ordinal + 1, here.ordinal + 4):
        following = _at(passages, here.document_id, ordinal)
        more = [] if following is None else _counted(passages[following].text, following, found[-1].number + 1)
        if not more:
            break
        found.extend(more)
    return tuple(found)


def _before(passages: Sequence[Passage], at: int, number: int) -> list[Step]:
    """The steps that lead up to `number`, in the passage before, when it was found as well."""
    earlier = _at(passages, passages[at].document_id, passages[at].ordinal - 1)
    found = [] if earlier is None else _counted(passages[earlier].text, earlier)
    return found if found and found[-1].number == number - 1 else []


def _at(passages: Sequence[Passage], document: str, ordinal: int) -> int | None:
    return next((i for i, p in enumerate(passages) if p.document_id == document and p.ordinal == ordinal), None)


def _counted(text: str, at: int, first: int | None = None) -> list[Step]:
    """The longest run of consecutive numbers under one kind of mark, starting at `first` if given."""
    lines = [part for line in text.split("\n") for part in _INLINE.split(line)]
    best: list[Step] = []
    for mark in _MARKS:
        for run in _runs(lines, mark, at):
            fits = run[0].number == first if first is not None else len(run) > 1
            if fits and len(run) > len(best):
                best = run
    return best


def _runs(lines: Sequence[str], mark: re.Pattern[str], at: int) -> list[list[Step]]:
    runs: list[list[Step]] = []
    for line in lines:
        found = mark.match(line)
        if not found:
            continue
        step = Step(_value(found[1]), line.strip(), at)
        before = runs[-1][-1].number if runs else None
        if before is not None and (step.number == before + 1 or (mark is _ROW and step.number == before)):
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


def _value(mark: str) -> int:
    return _CIRCLED.index(mark) + 1 if mark in _CIRCLED else numeral(mark)
