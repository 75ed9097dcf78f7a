"""A data folder whose SQLite file has its tables already: they are made once a process and copied; and passwords that
are hashed at no cost. Not a test.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from records.database import Database
from records.passwords import Passwords
from trust.settings import Settings

CHEAP = Passwords(time=1, memory=8, lanes=1)


@cache
def _template() -> Path:
    settings = Settings(data=Path(tempfile.mkdtemp(prefix="tables-")), database_url=None)
    database = Database.open(settings.sql_url)
    database.migrate()
    database.close()
    return settings.data / "shuangyuan.db"


def prepared(folder: Path) -> Path:
    """The folder, with an empty database of today's tables unless there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "shuangyuan.db").exists():
        shutil.copyfile(_template(), folder / "shuangyuan.db")
    return folder
