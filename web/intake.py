"""Sheets of evidence being taken in: row by row a report, good rows in, bad ones named, the same sheet again changes
nothing. Each sheet runs in a thread of its own; its report stays in memory for an hour, for who sent it.

Killed in the middle, what was committed stays; sending the sheet again brings the rest. Knows no page.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from learning.boundary import Refusal
from records.evidencedoor import Brought, Turned
from records.evidencekeeping import Came
from records.store import Store
from tools._formats.evidencesheet import EvidenceReader, Row, kind_of, moment_of, result_of
from trust.errors import BadInput, Fault, Forbidden, NotFound, Stale
from trust.principal import Principal
from trust.roles import Act

KEPT, STEP = timedelta(hours=1), 200
WHY: dict[str, tuple[str, str]] = {
    Refusal.KIND: ("双方签署的采集登记表里没有这一类", "No signed register names this kind"),
    Refusal.PART: ("有登记表没有允许的内容（例如备注）", "It holds what the register does not allow, such as remarks"),
    Refusal.OLD: ("早于登记的保存期限", "Older than the register keeps it"),
    Refusal.FUTURE: ("日期在将来", "The date lies ahead"),
    Refusal.BASIS: ("学生没有同意这家企业，或协议没有生效", "No consent for this enterprise, or no agreement in force"),
    Refusal.VERB: ("动词不在列", "The verb is not listed"),
    Turned.PERSON: ("没有这名学生，或不是您任教、指导的学生", "No such learner, or not one of yours"),
    Turned.COURSE: ("没有这门课程，或不是您的课程", "No such course, or not one of yours"),
}
GONE = ("这一项已经撤回或到期，不再保存", "It was withdrawn, or its time is over: it is not kept again")


@dataclass(frozen=True)
class Line:
    """What came of one row; `why` (Chinese, English) only where it is bad."""

    row: int
    username: str
    outcome: str
    why: tuple[str, str] = ("", "")


@dataclass
class Taking:
    """One sheet: its rows, what came of those done so far, whether it is over, and whether it broke off."""

    id: str
    by: str
    at: datetime
    rows: tuple[Row, ...]
    lines: list[Line] = field(default_factory=list)
    over: bool = False
    broken: tuple[str, str] | None = None
    seen: dict[tuple[str, ...], tuple[int, Brought]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return {o: sum(line.outcome == o for line in self.lines) for o in ("added", "corrected", "unchanged", "bad")}

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == "bad"]


class Intake:
    """Long-lived. `close` waits for what is under way to come to an end of its own."""

    def __init__(self, store: Store, reader: EvidenceReader, now: Callable[[], datetime]) -> None:
        self._store, self._reader, self._now = store, reader, now
        self._sheets: dict[str, Taking] = {}
        self._running: dict[str, threading.Thread] = {}
        self._guard, self._stopped = threading.Lock(), threading.Event()

    def take(self, by: Principal, data: bytes) -> Taking:
        """Begin with a sheet. Raises Unreadable and TooLarge at once, Stale while one's sheet before is under way."""
        if not (by.may(Act.REVIEW) and (by.may(Act.PUBLISH) or by.may(Act.SCORE))):
            raise Forbidden("录入过程证据须由教师或企业导师进行", "Evidence is entered by teachers and mentors")
        rows = self._reader.read(data)
        if not rows:
            raise BadInput("表里没有内容", "There is nothing in the sheet")
        made = Taking(secrets.token_hex(16), by.id, self._now(), rows)
        with self._guard:
            if (before := self._running.get(by.id)) is not None and before.is_alive():
                raise Stale("上一张表还在导入，请等它结束", "Your sheet before is still under way")
            self._sheets = {i: t for i, t in self._sheets.items() if made.at - t.at < KEPT} | {made.id: made}
            self._running[by.id] = threading.Thread(target=self._all, args=(by, made), name="intake", daemon=True)
            self._running[by.id].start()
        return made

    def taking(self, by: Principal, sheet_id: str) -> Taking:
        """Their own, for an hour; else NotFound."""
        with self._guard:
            found = self._sheets.get(sheet_id)
        if found is None or found.by != by.id or self._now() - found.at >= KEPT:
            raise NotFound()
        return found

    def close(self) -> None:
        self._stopped.set()
        for thread in list(self._running.values()):
            thread.join()
        self._reader.close()

    def _all(self, by: Principal, made: Taking) -> None:
        try:
            for start in range(0, len(made.rows), STEP):
                if self._stopped.is_set():
                    break
                made.lines += self._step(by, made, made.rows[start : start + STEP])
        except Fault as fault:
            made.broken = (fault.zh, fault.en)
        finally:
            made.over = True

    def _step(self, by: Principal, made: Taking, rows: Sequence[Row]) -> list[Line]:
        lines: dict[int, Line] = {}
        good: list[tuple[Row, Brought]] = []
        for row in rows:
            try:
                good.append((row, _once(made, row, brought(row))))
            except Fault as fault:
                lines[row.number] = Line(row.number, row["学生用户名"], "bad", (fault.zh, fault.en))
        came = self._store.evidences.keep(by, [told for _, told in good])
        lines |= {row.number: _line(row, c) for (row, _), c in zip(good, came, strict=True)}
        return [lines[row.number] for row in rows]


def _once(made: Taking, row: Row, told: Brought) -> Brought:
    """Two rows of a sheet that mean the same thing say the same of it: BadInput else, or they would take turns."""
    key = (told.username, told.enterprise or "", *told.key)
    number, before = made.seen.setdefault(key, (row.number, told))
    if before != told:
        raise BadInput(f"与第 {number} 行是同一项而内容不同，请用“序号”区分", f"Row {number} says otherwise")
    return told


def brought(row: Row) -> Brought:
    """What a row tells. BadInput."""
    missing = [name for name in ("学生用户名", "日期", "活动") if not row[name]]
    if missing:
        raise BadInput(f"缺少{'、'.join(missing)}", f"Missing: {', '.join(missing)}")
    kind, at, named = kind_of(row), moment_of(row), row["能力点"].replace("，", "、").replace(",", "、")
    return Brought(
        row["学生用户名"], kind, at, row["活动"][:300],
        (kind.value, at.isoformat(), row["活动"], row["课程编号"], row["序号"]), result_of(row),
        tuple(dict.fromkeys(n.strip() for n in named.split("、") if n.strip())), "sheet", row["课程编号"] or None,
        row["企业编号"] or None,
    )  # fmt: skip


def _line(row: Row, came: Came) -> Line:
    why = WHY[came.why] if came.why is not None else GONE if came.gone else None
    return Line(row.number, row["学生用户名"], "bad" if why else came.outcome, why or ("", ""))
