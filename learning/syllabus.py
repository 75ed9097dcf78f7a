"""What a course standard says around one lesson: which project it belongs to, what comes before, groups, place. Pure.

Every stretch is verbatim. Where several projects may be meant all of them are given: the teacher decides. Does not find
the standard, nor say who may read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.checks import Cited
from learning.line import lines
from learning.project import words
from learning.rule import whole
from learning.structure import Row, rows
from trust.sources import Passage

_HOURS = re.compile(r"学时|课时|理论|实训")
_WEEKS = re.compile(r"周")
_NUMBER = re.compile(r"^[\d.~～—-]+$")
_OVERALL = re.compile(r"综合$|综合项目|答辩|^总?复盘")
_GROUPS = re.compile(r"每组\s?\d|每\s?\d+\s?人组成|\d+\s?人一组|每人一机")
_PRIOR = re.compile(r"先修")
_PLACE = re.compile(r"实训室|中试车间|车间|机房|工作室|直播间")
_SEATS = re.compile(r"工位")
_EMPTY = words("加工、课程标准、技术、工艺、实训室")
MOST = 3


@dataclass(frozen=True)
class Syllabus:
    """`projects`: the row the lesson belongs to, or those it may; `place`: the row of a room, or a sentence on it."""

    projects: tuple[Cited, ...] = ()
    prior: Cited | None = None
    groups: Cited | None = None
    place: Cited | None = None


NONE = Syllabus()


def syllabus(
    standard: Sequence[Passage], title: str, work: str, rooms: Sequence[Passage] = (), taught: str = ""
) -> Syllabus:  # fmt: skip
    """`title` and `work` are what the lesson is on, `taught` what its new knowledge is on; `rooms` papers that list the
    school's rooms.
    """
    if not standard:
        return NONE
    said = [Cited(s, line.passage) for line in lines(standard) if line.kind != "heading" and not line.cells
            for s in whole(line.body or line.text)]  # fmt: skip
    groups = [c for c in said if _GROUPS.search(c.text)]
    return Syllabus(
        _projects(standard, title, work, taught), next((c for c in said if _PRIOR.search(c.text)), None),
        next((c for c in groups if "人" in c.text and "人一机" not in c.text), None) or next(iter(groups), None),
        _place(standard, rooms) or next((c for c in said if _PLACE.search(c.text) and c.text[0] != "进"), None),
    )  # fmt: skip


def told(cited: Cited) -> str:
    """A project's row in words: `项目三 传动轴综合加工（学时 28，周次 6~10）`."""
    found = next(iter(rows(cited.text)))
    names = " ".join(v for h, v in found.cells if not _HOURS.search(h) and not _WEEKS.search(h))
    counts = "，".join(f"{h} {v}" for h, v in found.cells if _HOURS.search(h) or _WEEKS.search(h))
    return f"{names}（{counts}）"


def seat(cited: Cited) -> str:
    """The room by its name; of a sentence what it says before."""
    found = next(iter(rows(cited.text)), None)
    if found is None:
        m = _PLACE.search(cited.text)
        return cited.text[: m.end()] if m else cited.text
    return found.name


def _projects(standard: Sequence[Passage], title: str, work: str, taught: str) -> tuple[Cited, ...]:
    """The one whose own words the title says, or that shares clearly most with the work; else those that share any,
    what the new knowledge is on in front.
    """
    on, about, known = words(title), words(work), words(taught)
    found: list[tuple[int, int, Cited]] = []
    for p in standard:
        for row in rows(p.text):
            name = _named(row)
            if name and not _OVERALL.search(name):
                found.append((len(words(name) & on), len(words(name) & about), Cited(row.text, p)))
    titled = sorted(found, key=lambda f: (-f[0], -f[1]))
    if titled and titled[0][0] and (len(titled) < 2 or titled[0][:2] != titled[1][:2]):
        return (titled[0][2],)
    shared = [f for f in sorted(found, key=lambda f: -f[1]) if f[1]]
    if len(shared) > 1 and shared[0][1] >= 2 * shared[1][1]:
        return (shared[0][2],)
    lead = [f for f in found if words(f[2].text) & known][:1]
    kept = [f for f in shared if f not in lead][: MOST - len(lead)]
    return tuple(f[2] for f in (*lead, *(f for f in found if f in kept)))


def _named(row: Row) -> str:
    """What a row with class hours is on; empty for any other."""
    counts = [v for h, v in row.cells[1:] if _HOURS.search(h)]
    if not counts or not all(_NUMBER.match(v.strip()) for v in counts):
        return ""
    return " ".join(v for h, v in row.cells if not _HOURS.search(h) and not _WEEKS.search(h))


def _place(standard: Sequence[Passage], rooms: Sequence[Passage]) -> Cited | None:
    """The row of the room that the course's name speaks of, by the kind of room that the standard speaks of."""
    course, kinds = words(standard[0].title) - _EMPTY, {m[0] for p in standard for m in _PLACE.finditer(p.text)}
    found = [(3 * len(words(row.name) & course) + any(k in row.name for k in kinds), Cited(row.text, p))
             for p in rooms for row in rows(p.text) if any(_SEATS.search(h) for h, _ in row.cells)]  # fmt: skip
    best = max(found, key=lambda f: f[0], default=None)
    return best[1] if best is not None and best[0] > 1 else None
