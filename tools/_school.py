"""What the school's own papers bid learners at some work: its course standard and the safety rules of its rooms.

Found by search, as far as the asker may read them. Knows where they stand; which sentences bind whom is learning's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning import assessed
from learning.allotted import Allotted, allotted
from learning.checks import Cited
from learning.papers import NONE, Papers
from learning.project import Outline, words
from learning.schoolrule import binding, equipment
from learning.workorder import WorkOrder
from tools._prior import KINDS
from tools._whole import read_whole
from trust.labels import Label, atom_implies, join
from trust.sources import Passage
from trust.turn import Turn

LOOKED, NEAR = 12, 2
"""Passages looked at in each library; pairs of characters a standard and the work must share."""
STANDARD = re.compile(r"课程标准|教学标准|教学大纲")
_SAFETY = re.compile(r"(?:实训|实验)[\u4e00-\u9fff]{0,6}(?:安全|守则|规则)|安全守则")
_GENERAL = words("课程标准、教学标准、教学大纲") | KINDS


@dataclass(frozen=True)
class School:
    """`rules`: the sentences that bind learners; `rooms`: what the course standard says there is to work with;
    `papers`: these and what it wants of every task, without companions; `hours`: what it allots to its units.
    """

    rules: tuple[Cited, ...] = ()
    rooms: tuple[Cited, ...] = ()
    papers: Papers = NONE
    hours: tuple[Allotted, ...] = ()


def school(turn: Turn, plan: Outline, own: Sequence[Passage], wanted: bool | None) -> School:
    """`wanted`: True takes its papers whoever may then read what is made, False none; None leaves out papers that would
    keep people of the process's owners from reading it.
    """
    if wanted is False or not plan.parts:
        return School()
    standard = _kept(_standard(turn, plan, own), own, wanted)
    papers = [*standard, *_kept(_safety(turn), own, wanted)]
    rooms = tuple(cited for paper in standard for cited in equipment(paper))
    return School(
        tuple(cited for paper in papers for cited in binding(paper)), rooms,
        Papers(
            tuple(cited for paper in standard for cited in assessed.forms(paper)),
            tuple(rule for paper in standard for rule in assessed.vetoes(paper)),
            next(filter(None, map(assessed.phones, papers)), None), rooms,
        ),
        tuple(row for paper in standard for row in allotted(paper)),
    )  # fmt: skip


def bidding(tasks: Iterable[WorkOrder], rules: Iterable[Cited]) -> list[Passage]:
    """Where those of the school's rules stand that are on a task."""
    told = {(r.source.passage.id, r.source.text) for task in tasks for r in task.safety}
    return [c.passage for c in rules if (c.passage.id, c.text) in told]


def _kept(
    papers: Sequence[tuple[Passage, ...]], own: Sequence[Passage], wanted: bool | None
) -> list[tuple[Passage, ...]]:
    held = join(p.label for p in own)
    return [paper for paper in papers if wanted or keeps_in(held, (p.label for p in paper))]


def _standard(turn: Turn, plan: Outline, own: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    """The one course standard that shares most words with the work, where it is about it at all."""
    work = words(" ".join([plan.title, *(p.text for p in own)])) - _GENERAL
    title = words(" ".join([plan.title, *(p.title for p in plan.parts)])) - _GENERAL
    found = [read_whole(turn, i) for i in _named(turn, f"{plan.title} 课程标准", "course", STANDARD)]
    said = [(paper, words(" ".join([paper[0].title, *(p.text for p in paper)]))) for paper in found if paper]
    near = [(len(told & work), paper) for paper, told in said if told & title and len(told & work) >= NEAR]
    return [max(near, key=lambda pair: pair[0])[1]] if near else []


def _safety(turn: Turn) -> list[tuple[Passage, ...]]:
    named = _named(turn, "实训室安全守则 安全教育", "training", _SAFETY)
    return [paper for i in named[:1] if (paper := read_whole(turn, i))]


def _named(turn: Turn, query: str, library: str, kind: re.Pattern[str]) -> list[str]:
    found = turn.originals(query, k=LOOKED, library=library).passages
    return list(dict.fromkeys(p.document_id for p in found if kind.search(p.title)))


def keeps_in(held: Label, others: Iterable[Label]) -> bool:
    """Whether what opens the process opens these too, so that its owners' people still read what is made of both."""
    opened = {atom for clause in held.clauses for atom in clause}
    added = [o for o in others if not o.owners <= held.owners]
    return all(
        any(atom_implies(a, b) for a in opened for b in clause) for other in added for clause in other.clauses
    )
