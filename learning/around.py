"""What stands around a lesson's own sources: a record's bad reading, and what the course standard says to its teaching.

Pure: picks verbatim sentences and rows. Does not find the papers, nor say who may read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.checks import Cited
from learning.clue import sentences
from learning.line import lines
from learning.record import verdict
from learning.structure import row, rows
from learning.workorder import Step
from trust.sources import Passage

_TEACHING = re.compile(r"教学(?:建议|方法|组织)")
_RECORDS = re.compile(r"检验记录|不合格批|真实的?不合格|报废件|企业的?[\u4e00-\u9fff]{0,4}记录")
_VETO = re.compile(r"一票否决|一次严重违章记零")
_BAD = re.compile(r"不合格|超[上下]?差|降级|报废|让步")
_STANDS = re.compile(
    r"(?:^|[、，配设])\s?(?P<name>(?:\d+ L )?[A-Za-z0-9]*\s?[\u4e00-\u9fff]{2,8}?)\s(?P<count>\d+\s?[台套间])"
)
_SEEN = re.compile(r"^(?:现象|缺陷|不合格现象|问题)$")


@dataclass(frozen=True)
class Around:
    """`advice`: how the standard wants it taught; `bad`: a record's row to open with; `veto`: a row that vetoes;
    `rooms`: what there is to work with.
    """

    advice: Cited | None = None
    bad: Cited | None = None
    veto: Cited | None = None
    rooms: tuple[Cited, ...] = ()

    @property
    def used(self) -> tuple[Cited, ...]:
        return tuple(c for c in (self.advice, self.bad, self.veto) if c is not None)


NOTHING = Around()


def advice(standard: Sequence[Passage]) -> Cited | None:
    """The first sentence on teaching that wants an enterprise's records looked at."""
    found = (
        Cited(s, line.passage) for line in lines(standard)
        if line.kind != "heading" and not line.cells and any(_TEACHING.search(h) for h in line.section[1:])
        for s in sentences(line.body or line.text) if _RECORDS.search(s)
    )  # fmt: skip
    return next(found, None)


def veto(standard: Sequence[Passage]) -> Cited | None:
    """The row of the standard's marks that fails a learner at once."""
    found = (Cited(r.text, p) for p in standard for r in rows(p.text) if any(_VETO.search(v) for _, v in r.cells))
    return next(found, None)


def vetoed(cited: Cited) -> str:
    """The clause that vetoes: `卫生一票否决`."""
    return next((c for c in re.split(r"[；，:：]\s?", cited.text) if _VETO.search(c)), "")


def bad(records: Iterable[Passage]) -> Cited | None:
    """The first row that tells what was wrong with a batch, else the first that a record says is not good."""
    every = [(r, Cited(r.text, p)) for p in records for r in rows(p.text)]
    seen = (c for r, c in every if any(_SEEN.match(h) for h, _ in r.cells[1:]))
    return next(seen, None) or next((c for r, c in every if _BAD.search(verdict(r.text))), None)


def told(cited: Cited) -> str:
    """A record's row in a few words: what it is on, and what was seen or came of it."""
    found = row(cited.text)
    if found is None:
        return cited.text
    seen = next((v for h, v in found.cells if _SEEN.match(h)), "") or verdict(cited.text)
    return f"{found.cells[0][0]} {found.name}：{seen}"


def equipped(rooms: Sequence[Cited], steps: Sequence[Step], named: Iterable[str]) -> list[str]:
    """What the standard lists for these steps, and nobody has named yet: `小型均质机 1 台`."""
    work, known = " ".join(s.text for s in steps), " ".join(named)
    found = [(m["name"].strip(), m["count"]) for c in rooms for m in _STANDS.finditer(c.text)]
    return [f"{name} {count}" for name, count in found if _for(name, work) and name not in known]


def _for(name: str, work: str) -> bool:
    core = re.sub(r"^(?:\d+ L )?(?:小型|大型|立式|热风)?|[机罐炉箱台]$", "", name)
    return len(core) > 1 and core in work
