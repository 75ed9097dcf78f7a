"""The store: opens the database and the vault together and holds one of each part. Knows no rules of its own.

Opening checks the key before anything is touched; a wrong or missing one refuses.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url, select

from learning.fitting import read
from learning.mastery import Parameters
from records.accounts import Accounts
from records.agreements import Agreements
from records.artefacts import Artefacts
from records.attempts import Attempts
from records.audit import Audit
from records.bank import Bank
from records.blobs import Blobs
from records.classes import Classes
from records.columns import once
from records.counts import Counts
from records.database import Database
from records.editions import Opened
from records.erasing import Erasing
from records.feedback import Feedback
from records.keys import Keys
from records.labels import Labels
from records.library import Library
from records.lockout import Lockout
from records.mine import Mine
from records.passwords import Passwords
from records.people import People
from records.principals import Principals
from records.rehearsals import Rehearsals
from records.schema import data_keys, key_checks
from records.sessions import Sessions
from records.shelf import Shelf
from records.templates import Templates
from records.terms import Terms
from records.threads import Threads
from records.works import Works
from trust.errors import BadInput, WrongKey
from trust.settings import Settings
from trust.vault import Vault


def utc_now() -> datetime:
    return datetime.now(UTC)


def random_id() -> str:
    """128 random bits, fit to stand in a label."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Store:
    """Everything that is kept. One per process; use it from any thread."""

    database: Database
    vault: Vault
    accounts: Accounts
    people: People
    labels: Labels
    library: Library
    works: Works
    terms: Terms
    threads: Threads
    artefacts: Artefacts
    agreements: Agreements
    templates: Templates
    bank: Bank
    attempts: Attempts
    classes: Classes
    rehearsals: Rehearsals
    feedback: Feedback
    sessions: Sessions
    mine: Mine
    audit: Audit
    erasing: Erasing

    @classmethod
    def open(
        cls,
        settings: Settings,
        now: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = random_id,
        passwords: Passwords | None = None,
    ) -> Store:
        """The database of `settings`, migrated, with its vault. WrongKey before anything is touched."""
        database = Database.open(settings.sql_url)
        try:
            vault = _unlock(database, settings)
            return cls._build(database, vault, settings, now, new_id, passwords or Passwords())
        except BaseException:
            database.close()
            raise

    @classmethod
    def _build(
        cls,
        database: Database,
        vault: Vault,
        settings: Settings,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        passwords: Passwords,
    ) -> Store:
        keys, labels, audit = Keys(vault), Labels(database), Audit(database, vault.derive("audit"), now)
        principals, blobs = Principals(keys, now), Blobs(settings.data / "blobs", vault)
        shelf = Shelf(database, keys, labels, blobs, Opened(keys, labels), Counts(keys), audit, now, new_id)
        lockout = Lockout(vault.derive("lockout"), now)
        attempts, artefacts = Attempts(shelf, vault.derive("attempts"), _fitted(settings)), Artefacts(shelf)
        return cls(
            database=database,
            vault=vault,
            accounts=Accounts(
                database, vault, keys, principals, passwords, lockout, audit, now, new_id, settings.session_days
            ),
            people=People(database, keys, principals, passwords, audit, now, new_id),
            labels=labels,
            library=Library(shelf),
            works=Works(shelf),
            terms=Terms(database),
            threads=Threads(database, keys, labels, audit, now, new_id),
            artefacts=artefacts,
            agreements=Agreements(shelf, artefacts),
            templates=Templates(shelf),
            bank=Bank(shelf),
            attempts=attempts,
            classes=Classes(shelf, attempts.masteries),
            rehearsals=Rehearsals(shelf, attempts),
            feedback=Feedback(database, keys, now),
            sessions=Sessions(database, keys, audit, now),
            mine=Mine(database),
            audit=audit,
            erasing=Erasing(shelf),
        )

    def close(self) -> None:
        self.audit.flush()
        self.database.close()


def _fitted(settings: Settings) -> dict[str, Parameters]:
    """The parameters of mastery, if a file of them is set. Raises BadInput."""
    if settings.mastery is None:
        return {}
    try:
        return read(settings.mastery.read_text("utf-8"))
    except OSError as error:
        raise BadInput("打不开掌握度参数文件", "the file of mastery parameters cannot be opened") from error


def _unlock(database: Database, settings: Settings) -> Vault:
    """The vault whose key this database was made with; a key is made only for a database without any table."""
    _make_folder(settings)
    vault = Vault.open(settings.data / "keys", settings.key, create=_without_data(database))
    _check(database, vault)
    database.migrate()
    with database.write() as conn:
        once(conn, key_checks, {"id": 1, "value": vault.check_value})
    _check(database, vault)
    return vault


def _without_data(database: Database) -> bool:
    """Nothing was ever sealed in it."""
    if not database.has_table(key_checks.name):
        return True
    with database.read() as conn:
        return all(conn.execute(select(table).limit(1)).first() is None for table in (key_checks, data_keys))


def _check(database: Database, vault: Vault) -> None:
    """WrongKey unless the vault is the one this database was made with."""
    if not database.has_table(key_checks.name):
        return
    with database.read() as conn:
        stored = conn.execute(select(key_checks.c.value)).scalar()
    if stored is not None and not vault.matches(stored):
        raise WrongKey()


def _make_folder(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = make_url(settings.sql_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
