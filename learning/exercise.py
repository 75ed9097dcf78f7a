"""An exercise: what is asked, the key, where it stands in a source. Pure data.

One shape for all kinds, so that whatever reads or writes them needs no cases of its own. Does not know how an exercise
is made, judged or shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["single", "multiple", "judge", "fill", "order", "match", "calculate", "short", "case"]
Bloom = Literal["记忆", "理解", "应用", "分析", "评价", "创造"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: dict[Kind, str] = dict(
    zip(
        KINDS,
        ["单选题", "多选题", "判断题", "填空题", "排序题", "匹配题", "计算题", "简答题", "案例分析题"],
        strict=True,
    )
)
BLANK = "____"
RIGHT, WRONG = "对", "错"
CHOICE: tuple[Kind, ...] = ("single", "multiple", "judge")
OPEN: tuple[Kind, ...] = ("short", "case")


@dataclass(frozen=True)
class Span:
    """`quote` is verbatim text of the passage."""

    passage_id: str
    quote: str


@dataclass(frozen=True)
class Asked:
    """What somebody who answers sees: no key, no explanation, no source."""

    kind: Kind
    stem: str
    options: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """`key`, by kind: the right options; 对 or 错; an answer per blank; the options in their right order; the option of
    each of `left`; the result; the points of a good answer, worth `points` each.

    `about` is the fact asked for, thing and aspect; `origins` says of each option where it comes from; `difficulty`
    is 1 (easy) to 3.
    """

    kind: Kind
    stem: str
    key: tuple[str, ...]
    spans: tuple[Span, ...]
    explanation: str
    options: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    points: tuple[int, ...] = ()
    origins: tuple[str, ...] = ()
    about: tuple[str, str] = ("", "")
    difficulty: int = 1
    bloom: Bloom = "记忆"
    tags: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        return Asked(self.kind, self.stem, self.options, self.left)

    @property
    def quote(self) -> str:
        """All that is cited, one stretch a line."""
        return "\n".join(s.quote for s in self.spans)


def listed(key: Sequence[str]) -> str:
    """The parts of a key in one line."""
    return "；".join(part.rstrip("。；") for part in key)
