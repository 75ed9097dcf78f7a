"""The settings changed at run time, kept in SQL so that every process of a platform soon follows.

A value is read again after `FRESH` seconds. Does not know what a setting does (trust/switches.py names them).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from records import adminacts
from records.administering import Administering, who
from records.audit import SYSTEM, Audit
from records.database import Database
from records.upkept import switches
from trust.principal import Principal
from trust.roles import Act
from trust.settings import Settings
from trust.switches import BOUNDS, Switches

FRESH = 2.0


class Switching(Administering):
    def __init__(self, database: Database, audit: Audit, now: Callable[[], datetime], settings: Settings) -> None:
        super().__init__(database, audit, now)
        self._start = Switches.of(settings)
        self._held, self._until = self._start, 0.0
        self._lock = threading.Lock()

    @property
    def start(self) -> Switches:
        """What holds where nothing was changed."""
        return self._start

    def now(self) -> Switches:
        """What holds now, `FRESH` seconds old at most."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._held, self._until = self._read(), time.monotonic() + FRESH
            return self._held

    def change(self, by: Principal, values: Mapping[str, int]) -> Switches:
        """BadInput outside the bounds; all or nothing. Each change is audited with both values."""
        with self._lock, self._writing(by, Act.MANAGE_PEOPLE, None) as conn:
            rows = conn.execute(select(switches.c.name, switches.c.value)).all()
            before = self._start.changed({name: value for name, value in rows if name in BOUNDS})
            after = before.changed(values)
            for name, value in sorted(values.items()):
                if before.values()[name] == value:
                    continue
                conn.execute(delete(switches).where(switches.c.name == name))
                conn.execute(insert(switches).values(name=name, value=value))
                self._audit.append(conn, SYSTEM, adminacts.SettingChanged(who(by), name, before.values()[name], value))
            self._until = 0.0
        return after

    def _read(self) -> Switches:
        with self._database.read() as conn:
            rows = conn.execute(select(switches.c.name, switches.c.value)).all()
        return self._start.changed({name: value for name, value in rows if name in BOUNDS})
