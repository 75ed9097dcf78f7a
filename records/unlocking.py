"""Which vault opens a database: the key is checked before anything is touched, and a wrong or missing one refuses.

A change of the master key that was killed between its commit and the new key's file is finished here. Knows no rows
but the key's check.
"""

from __future__ import annotations

from sqlalchemy import select

from records.columns import once
from records.database import Database
from records.schema import data_keys, key_checks
from trust.errors import WrongKey
from trust.settings import Settings
from trust.vault import NEXT_FILE, Vault, promote

KEYS = "keys"


def unlock(database: Database, settings: Settings) -> Vault:
    """The vault whose key this database was made with; a key is made only for a database without any table."""
    vault = _vault(database, settings)
    database.migrate()
    with database.write() as conn:
        once(conn, key_checks, {"id": 1, "value": vault.check_value})
        row = conn.execute(select(key_checks.c.value, key_checks.c.root)).one()
    if not vault.matches(row.value):
        raise WrongKey()
    return vault.rooted(row.root)


def _vault(database: Database, settings: Settings) -> Vault:
    """Of the two key files the one that matches; WrongKey where none does."""
    folder = settings.data / KEYS
    stored = _stored(database)
    if stored is not None and settings.key is None and (folder / NEXT_FILE).exists():
        new = Vault.made(folder)
        if new.matches(stored):
            promote(folder)
            return new
    vault = Vault.open(folder, settings.key, create=_without_data(database))
    if stored is not None and not vault.matches(stored):
        raise WrongKey()
    return vault


def _stored(database: Database) -> str | None:
    if not database.has_table(key_checks.name):
        return None
    with database.read() as conn:
        return conn.execute(select(key_checks.c.value)).scalar()


def _without_data(database: Database) -> bool:
    """Nothing was ever sealed in it."""
    if not database.has_table(key_checks.name):
        return True
    with database.read() as conn:
        return all(conn.execute(select(table.c[0]).limit(1)).first() is None for table in (key_checks, data_keys))
