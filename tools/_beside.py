"""Papers on the same work that a set of exercises draws on: records of what was measured, plans of critical points.

Found by search, as far as the asker may read; only such of the same owner as every reader of the process reads too, so
that nobody loses the set for a record's sake. Knows where to look; what is asked from them is learning's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.formula import formulas
from learning.importance import critical
from learning.material import TOGETHER, listed
from learning.project import words
from learning.record import akin, recorded
from tools._elsewhere import narrows_nobody, own_paper
from tools._school import keeps_in
from tools._whole import read_whole
from trust.labels import join
from trust.sources import Passage
from trust.turn import Turn

LOOKED, DOCUMENTS, NEAR, LISTS = 10, 2, 2, 2
_PRACTICAL = ("enterprise", "training")


@dataclass(frozen=True)
class Beside:
    """`records` of the same work; `critical` names, and the `plans` that give them; `books` with formulas for what the
    work looks at.
    """

    records: tuple[Passage, ...] = ()
    critical: frozenset[str] = frozenset()
    plans: tuple[Passage, ...] = ()
    books: tuple[Passage, ...] = ()


def beside(turn: Turn, own: Sequence[Passage], books: bool = False) -> Beside:
    """Nothing for what is no process of one document. Raises PartDown."""
    first = own[0]
    if first.library not in _PRACTICAL or len({p.document_id for p in own}) > 1:
        return Beside(critical=critical(own))
    records = _records(turn, own)
    plans = [p for p in _found(turn, f"{first.title} 关键控制点 关键限值 CCP", own) if _on(p, own) and critical([p])]
    return Beside(tuple(records), critical([*own, *plans]), tuple(plans), tuple(_books(turn, own) if books else ()))


def _books(turn: Turn, own: Sequence[Passage]) -> list[Passage]:
    """Of the course's books that keep nobody out those with a formula over things that one line of the work lists."""
    held = join(p.label for p in own)
    lists = dict.fromkeys(
        tuple(listed(line)) for p in own for line in p.text.split("\n") if len(listed(line)) >= TOGETHER
    )
    for things in list(lists)[:LISTS]:
        found = turn.originals(" ".join(things)[:200], k=LOOKED, library="course").passages
        fit = [p for p in found if keeps_in(held, [p.label]) and any(
            sum(t in f.text for t in things) >= TOGETHER for f in formulas(p.text))]  # fmt: skip
        if fit:
            return fit[:1]
    return []


def _records(turn: Turn, own: Sequence[Passage]) -> list[Passage]:
    """Whole, of the documents found first."""
    found = _found(turn, f"{own[0].title} 检验记录 批号 实测 结论 不合格 措施", own)
    named = dict.fromkeys(p.document_id for p in found if recorded(p.title) and akin(own[0].title, p.title))
    return [p for document_id in list(named)[:DOCUMENTS] for p in read_whole(turn, document_id)]


def _found(turn: Turn, query: str, own: Sequence[Passage]) -> list[Passage]:
    held = join(p.label for p in own)
    theirs = {p.document_id for p in own}
    return [
        p for p in turn.originals(query[:200], k=LOOKED, library=own[0].library).passages
        if p.document_id not in theirs and own_paper(p, held) and narrows_nobody(p, held)
    ]  # fmt: skip


def _on(passage: Passage, own: Sequence[Passage]) -> bool:
    """A plan of the same work: its title shares words with the process's."""
    return len(words(passage.title) & words(own[0].title)) >= NEAR
