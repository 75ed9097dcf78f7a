"""The documents a lesson rests on, each once, with its first cited stretch and the rows it is used in. Pure.

Knows the citations of a plan that is made; makes no plan.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools import _lesson as out
from tools._prior import office
from tools._work_order import Numbered
from trust.sources import Citation

ROWS = 4


def resources(plan: out.LessonPlan | None, numbered: Numbered) -> list[out.Resource]:
    """In the order of their first citation."""
    first: dict[str, Citation] = {}
    for cited in numbered.made:
        first.setdefault(cited.document_id, cited)
    return [
        out.Resource(
            title=c.title, document_id=c.document_id, passage_id=c.passage_id, quote=c.quote, citation=c.n,
            use=_used(c.document_id, plan, numbered.made),
        )
        for c in first.values()
    ]  # fmt: skip


def links(every: Sequence[out.Resource], numbered: Numbered) -> list[out.Resource]:
    """Those that learners read on in: the course's books, no papers of the office; all where there are none."""
    books = {p.document_id for p in numbered.passages if p.library == "course" and not office(p.title)}
    kept = [r for r in every if r.document_id in books and "预约" not in r.title]
    return kept or list(every)


def _used(document: str, plan: out.LessonPlan | None, made: Sequence[Citation]) -> str:
    """The rows of the process table that cite it, else where else it is."""
    if plan is None:
        return ""
    here = {c.n for c in made if c.document_id == document}
    rows = [s.name.split("：")[0] for s in plan.stages if here & set(s.citations)]
    told = list(dict.fromkeys(rows))[:ROWS]
    return "、".join(told) or "教学准备、评价"
