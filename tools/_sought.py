"""Documents that say what is asked for, and those that teach it: named by id, or found by a query. Judges nothing.

Everything goes through the turn's scope; hidden and absent are the same. Knows no matrix.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from learning.alike import pairs
from learning.requirement import Kind, Requirement, kind_of, requirements
from learning.validity import Standing, newer, standing
from tools._whole import read_whole
from trust.errors import NotFound
from trust.sources import Document, Passage
from trust.turn import Turn

WHERE: dict[str, Kind] = {"competition": "competition", "enterprise": "post", "training": "certificate"}
"""The libraries that requirements are looked for in, and what a document named there is taken for."""
FOUND, MOST, ABOUT = 20, 6, 0.5
"""Passages looked at per library; documents taken; the share of a query's pairs of characters one must hold."""
ASKED: dict[Kind, str] = {
    "post": "岗位 职责 能力要求", "competition": "赛项规程 竞赛内容 评分", "certificate": "职业技能等级 考核大纲 要求",
    "venture": "创新创业 要求",
}  # fmt: skip
GENERAL = pairs("职业技能等级标准考核大纲岗位画像能力要求赛项规程校内校赛")
"""What the name of any such document says, whatever its trade."""


@dataclass(frozen=True)
class Source:
    """One document of requirements; `replaced` is the title of its later version, if there is one."""

    document: Document
    passages: tuple[Passage, ...]
    rows: tuple[Requirement, ...]
    standing: Standing
    replaced: str | None


def sources(turn: Turn, query: str | None, document_ids: Sequence[str], kinds: Collection[Kind]) -> list[Source]:
    """Those with rows of these kinds. NotFound for an id that is not there."""
    if document_ids:
        named = [(i, whole(turn, i)) for i in dict.fromkeys(document_ids)]
        chosen = [(ps, kind_of(ps[0].title) or WHERE.get(ps[0].library, "post")) for _, ps in named]
    else:
        chosen = _found(turn, query or "", kinds)
    read = [(ps, requirements(ps, kind)) for ps, kind in chosen if kind in kinds]
    return [_source(turn, passages, rows) for passages, rows in read if rows]


def whole(turn: Turn, document_id: str) -> tuple[Passage, ...]:
    """All of it. Raises NotFound."""
    read = read_whole(turn, document_id)
    if not read:
        raise NotFound()
    return read


def _source(turn: Turn, passages: tuple[Passage, ...], rows: tuple[Requirement, ...]) -> Source:
    document = turn.records.document(turn.principal, turn.scope, passages[0].document_id)
    found = standing(
        document.title, document.filename, (p.text for p in passages), document.valid_from, document.review_by
    )
    others = turn.originals(document.title, k=FOUND, library=document.library).passages
    later = sorted({p.title for p in others if newer(document.title, p.title)})
    return Source(document, passages, rows, found, later[-1] if later else None)


def _found(turn: Turn, query: str, kinds: Collection[Kind]) -> list[tuple[tuple[Passage, ...], Kind]]:
    """Documents whose title says that they hold such requirements and that are about the query, best first."""
    wanted = pairs(query) - GENERAL or pairs(query)
    best: dict[str, float] = {}
    for kind in kinds:
        for library in WHERE:
            asked = f"{query} {ASKED[kind]}"
            for p in turn.originals(asked, k=FOUND, library=library).passages:
                if kind_of(p.title) == kind:
                    best.setdefault(p.document_id, _share(wanted, p.title))
    taken = []
    for document_id, _ in sorted(best.items(), key=lambda pair: (-pair[1], pair[0])):
        passages = whole(turn, document_id)
        title, said = passages[0].title, " ".join(f"{p.locator.heading or ''} {p.text}" for p in passages)
        kind_is = kind_of(title)
        if kind_is is not None and _share(wanted, f"{title} {said}") >= ABOUT:
            taken.append((passages, kind_is))
    return taken[:MOST]


def _share(wanted: frozenset[str], text: str) -> float:
    return len(wanted & pairs(text)) / len(wanted) if wanted else 0.0
