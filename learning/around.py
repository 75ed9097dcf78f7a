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
from learning.structure import Row, row, rows
from learning.syllabus import NONE as UNTOLD
from learning.syllabus import Syllabus
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
_CAUSE, _REMEDY = re.compile(r"原因"), re.compile(r"措施|处理|处置")


@dataclass(frozen=True)
class Around:
    """`advice`: how the standard wants it taught; `bad`: a record's row to open with, `again`: what the record says
    came of it; `veto`: a row that vetoes; `rooms`: what there is to work with; `owed`: what every learner has to do
    once. `setting`, `first`, `ending`: what the machine's instruction bids for tools, first piece and the end.
    """

    advice: Cited | None = None
    bad: Cited | None = None
    veto: Cited | None = None
    rooms: tuple[Cited, ...] = ()
    again: Cited | None = None
    owed: Cited | None = None
    setting: tuple[Cited, ...] = ()
    first: tuple[Cited, ...] = ()
    ending: tuple[Cited, ...] = ()
    syllabus: Syllabus = UNTOLD
    holding: tuple[Cited, ...] = ()
    """What the enterprise's courseware says to the way the hardest step holds or does its work."""
    practice: tuple[tuple[str, str, Cited], ...] = ()
    """Of a formula a question of the same book, with its printed answer: (formula, answer, question)."""

    @property
    def used(self) -> tuple[Cited, ...]:
        one = (self.advice, self.bad, self.veto, self.again, self.owed)
        told = self.syllabus
        more = (*told.projects, told.prior, told.groups, told.place)
        bench = (*self.holding, *self.setting, *self.first, *self.ending)
        return tuple(c for c in (*one, *(q for _, _, q in self.practice), *bench, *more) if c is not None)


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


def again(records: Iterable[Passage], first: Cited) -> Cited | None:
    """What the record says came of it: its own row where that tells the cause, else the row of the measuring again."""
    found = row(first.text)
    if found is None:
        return None
    if causes(first):
        return first
    every = [(r, Cited(r.text, p)) for p in records for r in rows(p.text) if verdict(r.text)]
    return next((c for r, c in every if r.name != found.name and r.name.startswith(found.name)), None)


def causes(cited: Cited) -> tuple[tuple[str, str], ...]:
    """The cells of a row that tell why it came so and what was done: what learners are to find out first."""
    found = row(cited.text)
    cells = found.cells if found else ()
    return tuple((h, v) for h, v in cells if _CAUSE.search(h) or _REMEDY.search(h)) if any(
        _CAUSE.search(h) for h, _ in cells) else ()  # fmt: skip


def revealed(first: Cited, later: Cited) -> str:
    """How the opening's question is answered in the end, in the record's words."""
    if later == first:
        told_ = "；".join(f"{h}：“{v}”" for h, v in causes(first))
        return f"揭示“{told(first)}”的{told_}，"
    return f"揭示“{told(first)}”后来的结果：“{told(later)}”，"


def asks(records: Iterable[Passage], first: Cited | None) -> list[tuple[str, Cited]]:
    """A question on another batch of the records: why what was seen came about, else what it is to be judged."""
    known = row(first.text) if first is not None else None
    every = [(r, Cited(r.text, p)) for p in records for r in rows(p.text) if known is None or r.name != known.name]
    seen = [(r, c) for r, c in every if causes(c) and any(_SEEN.match(h) for h, _ in r.cells[1:])]
    for r, c in seen:
        what = next(v for h, v in r.cells if _SEEN.match(h))
        why = next(v for h, v in r.cells if _CAUSE.search(h))
        return [(f"记录里的“{what}”，最可能出在哪一步、为什么（答案：{why}）", c)]
    judged = [] if known is None else [
        (r, c) for r, c in every if verdict(r.text) and not r.name.startswith(known.name)
        and [h for h, _ in r.cells] == [h for h, _ in known.cells]
    ]  # fmt: skip
    best = sorted(judged, key=lambda rc: "，" not in verdict(rc[0].text))[:1]
    ask = "记录里 {} 的实测值：{}，逐项判定并写出依据（答案：{}）"
    return [(ask.format(r.name, _values(r), verdict(r.text)), c) for r, c in best]


def _values(found: Row) -> str:
    kept = [(h, v) for h, v in found.cells[1:] if re.fullmatch(r"[\d.]+", v)]
    return "，".join(f"{h}：{v}" for h, v in kept)


def equipped(rooms: Sequence[Cited], steps: Sequence[Step], named: Iterable[str]) -> list[str]:
    """What the standard lists for these steps, and nobody has named yet: `小型均质机 1 台`."""
    work, known = " ".join(s.text for s in steps), " ".join(named)
    found = [(m["name"].strip(), m["count"]) for c in rooms for m in _STANDS.finditer(c.text)]
    return [f"{name} {count}" for name, count in found if _for(name, work) and name not in known]


def _for(name: str, work: str) -> bool:
    core = re.sub(r"^(?:\d+ L )?(?:小型|大型|立式|热风)?|[机罐炉箱台]$", "", name)
    return len(core) > 1 and core in work
