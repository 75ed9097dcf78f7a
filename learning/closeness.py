"""How close course documents are to a set of requirements as a whole, and which course standards are the trade's. Pure.

Cosine of the two texts' words, the courses' words weighed by how few of the documents hold them (tf-idf, Salton &
Buckley 1988), the title's counting more: single requirements of one trade sound like another's, all of them seldom do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from learning.module import asked, standard
from learning.project import words
from learning.requirement import Requirement
from trust.sources import Passage

TITLE = 3
_GENERAL = words("职业技能等级标准大纲岗位画像赛项规程校赛课程标准")


def near(wanted: Sequence[Requirement], read: Sequence[Sequence[Passage]]) -> dict[str, float]:
    """Document → closeness, that of the closest being 1."""
    told = Counter(w for r in wanted for w in asked(r.text))
    for title in {r.passage.title for r in wanted}:
        told.update(dict.fromkeys(words(title), TITLE))
    held = {ps[0].document_id: Counter(w for p in ps for w in words(f"{p.title} {p.text}")) for ps in read}
    frequency = Counter(w for counts in held.values() for w in counts)
    rare = {w: math.log((len(held) + 1) / (n + 0.5)) ** 2 for w, n in frequency.items()}
    made = {document: _cosine(told, counts, rare) for document, counts in held.items()}
    most = max(made.values(), default=0.0)
    return {document: value / most if most else 1.0 for document, value in made.items()}


def _cosine(told: Mapping[str, int], counts: Mapping[str, int], rare: Mapping[str, float]) -> float:
    """Without the told side's length, which is the same for all documents."""
    shared = sum(rare[w] * _times(n) * _times(counts[w]) for w, n in told.items() if w in counts)
    length = math.sqrt(sum(_times(n) ** 2 * rare[w] for w, n in counts.items()))
    return shared / length if length else 0.0


def _times(n: int) -> float:
    return 1 + math.log(n)


def of_trade(wanted: Sequence[Requirement], read: Sequence[tuple[Passage, ...]]) -> list[tuple[Passage, ...]]:
    """Without course standards, where some say of a document of requirements what its title says: those that say less
    of each title than another does.
    """
    plans = {ps[0].document_id: words(ps[0].title) for ps in read if standard(ps)}
    kept: set[str] = set()
    for title in {r.passage.title for r in wanted}:
        shared = {d: len((words(title) - _GENERAL) & said) for d, said in plans.items()}
        most = max(shared.values(), default=0)
        kept |= {d for d, n in shared.items() if n == most > 0}
    return [ps for ps in read if not kept or ps[0].document_id not in plans or ps[0].document_id in kept]
