"""What an administrator starts and does not wait for: lists of people being entered, backups, restore drills.

One of each at a time, in a thread of this process. A list's report and its first passwords stay in memory alone, for
the administrator who sent it, and go after an hour; backups stand in SQL (records/upkeeping.py). Knows no page.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from records.backup import backup
from records.drill import FOLDER, drill
from records.rostering import Entered, Rostering, Wanted, counts, split
from records.store import Store
from tools._formats.roster import ROLE_WORDS, RosterReader, Row
from trust.errors import BadInput, Fault, NotFound, Stale
from trust.principal import Principal
from trust.roles import Act
from trust.settings import Settings

KEPT, KEPT_BACKUPS, STEP = timedelta(hours=1), 7, 0.02


@dataclass
class Entering:
    """One list: its rows, what came of those done so far, and whether it is over."""

    id: str
    by: str
    at: datetime
    rows: tuple[Row, ...]
    entered: list[Entered] = field(default_factory=list)
    over: bool = False

    @property
    def counts(self) -> dict[str, int]:
        return counts(self.entered)

    @property
    def bad(self) -> list[tuple[Row, Entered]]:
        return [(r, e) for r, e in zip(self.rows, self.entered, strict=False) if e.outcome == "bad"]

    @property
    def passwords(self) -> list[tuple[str, str, str]]:
        """User name, name, first password of each who is new."""
        return [(r.username, r.name, e.password) for r, e in zip(self.rows, self.entered, strict=False) if e.password]


class Upkeep:
    """Long-lived. `close` waits for what is under way to come to an end of its own."""

    def __init__(self, store: Store, settings: Settings, rosters: RosterReader, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._rosters, self._now = store, settings, rosters, now
        self._lists: dict[str, Entering] = {}
        self._running: dict[str, threading.Thread] = {}
        self._guard, self._stopped = threading.Lock(), threading.Event()

    def enter(self, by: Principal, data: bytes) -> Entering:
        """Begin with a sheet. Raises Unreadable and TooLarge at once, Stale while another list is being entered."""
        _manages(by)
        rows = self._rosters.read(data)
        if not rows:
            raise BadInput("表里没有人员", "There are no people in the sheet")
        made = Entering(secrets.token_hex(16), by.id, self._now(), rows)
        self._start("people", lambda: self._enter(by, made))
        with self._guard:
            self._lists = {i: e for i, e in self._lists.items() if made.at - e.at < KEPT} | {made.id: made}
        return made

    def entering(self, by: Principal, list_id: str) -> Entering:
        """Their own, for an hour; else NotFound."""
        _manages(by)
        with self._guard:
            found = self._lists.get(list_id)
        if found is None or found.by != by.id or self._now() - found.at >= KEPT:
            raise NotFound()
        return found

    def forget(self, by: Principal, list_id: str) -> None:
        """The report and its passwords, now."""
        held = self.entering(by, list_id)
        with self._guard:
            self._lists.pop(held.id, None)

    def back_up(self, by: Principal) -> str:
        """Begin a backup into DATA/backups; its run. BadInput on PostgreSQL, Stale while one is being made."""
        _manages(by)
        if not self._store.database.sqlite:
            raise BadInput("PostgreSQL 请用 pg_dump 备份，并复制 blobs 文件夹", "Use pg_dump, and copy blobs/")
        return self._run(by, "backup", self._backed_up)

    def drill(self, by: Principal) -> str:
        """Begin a restore drill on the newest backup; its run."""
        _manages(by)
        return self._run(by, "drill", lambda told: asdict(drill(self._settings, told)))

    def close(self) -> None:
        self._stopped.set()
        for thread in list(self._running.values()):
            thread.join()
        self._rosters.close()

    def wait(self) -> None:
        """Until nothing runs."""
        for thread in list(self._running.values()):
            thread.join()

    def _enter(self, by: Principal, made: Entering) -> None:
        try:
            rostering = Rostering(self._store.people, by)
            for row in made.rows:
                if self._stopped.is_set():
                    break
                made.entered.append(_entered(rostering, row))
        finally:
            made.over = True

    def _run(self, by: Principal, kind: str, work: Callable[[Callable[[float], None]], dict[str, object]]) -> str:
        keeping = self._store.upkeeping
        begun = threading.Event()
        run: list[str] = []

        def whole() -> None:
            begun.wait()
            last = 0.0

            def told(progress: float) -> None:
                nonlocal last
                if progress - last >= STEP:
                    last = progress
                    keeping.advance(run[0], progress)

            try:
                keeping.end(run[0], work(told))
            except Fault as fault:
                keeping.end(run[0], {"fault": fault.kind}, failed=True)
            except OSError as error:
                keeping.end(run[0], {"fault": f"disk ({error.errno})"}, failed=True)

        self._start(kind, whole)
        try:
            run.append(keeping.begin(by, "backup" if kind == "backup" else "drill"))
        finally:
            begun.set()
        return run[0]

    def _start(self, kind: str, work: Callable[[], None]) -> None:
        with self._guard:
            if (before := self._running.get(kind)) is not None and before.is_alive():
                raise Stale("上一次还在进行，请等它结束", "The one before is still under way")
            self._running[kind] = threading.Thread(target=work, name=f"upkeep-{kind}", daemon=True)
            self._running[kind].start()

    def _backed_up(self, told: Callable[[float], None]) -> dict[str, object]:
        folder = self._settings.data / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / f"{self._now():%Y%m%d-%H%M%S}.tar"
        made = backup(self._store, self._settings, file, self._now(), told=told)
        _thin(folder)
        return {"name": file.name, "files": made.files, "lost": len(made.lost), "bytes": file.stat().st_size}


def _thin(folder: Path) -> None:
    """The newest few stay."""
    for old in sorted(folder.glob("*.tar"))[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)


def _entered(rostering: Rostering, row: Row) -> Entered:
    missing = [n for n, v in (("用户名", row.username), ("姓名", row.name), ("单位编号", row.home)) if not v]
    if missing:
        return Entered("bad", why=(f"缺少{'、'.join(missing)}", f"Missing: {', '.join(missing)}"))
    role = ROLE_WORDS.get(row.role)
    if role is None:
        known = "、".join(ROLE_WORDS)
        return Entered("bad", why=(f"角色“{row.role[:20]}”不认识，可用：{known}", f"Unknown role; use {known}"))
    return rostering.enter(Wanted(row.username, row.name, row.home, role, split(row.courses)))


def _manages(by: Principal) -> None:
    if not by.may(Act.MANAGE_PEOPLE):
        raise NotFound()


def reported(made: Entering, language: str) -> Sequence[tuple[int, str, str]]:
    """The bad rows: number, user name, why."""
    return [(r.number, r.username, e.why[1 if language == "en" else 0]) for r, e in made.bad]


def opened(store: Store, settings: Settings, now: Callable[[], datetime]) -> Upkeep:
    """With what a killed process left marked as ended."""
    store.upkeeping.interrupt()
    return Upkeep(store, settings, RosterReader(settings.data / "tmp" / "rosters"), now)


