"""The store: opens the database and the vault together and holds one of each part. Knows no rules of its own.

Opening checks the key before anything is touched; a wrong or missing one refuses.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from learning.fitting import read
from learning.mastery import Parameters
from records.accounts import Accounts
from records.agreements import Agreements
from records.audience import Audience
from records.audit import Audit
from records.bank import Bank
from records.blobs import Blobs
from records.counts import Counts
from records.database import Database
from records.declassifying import Declassifying
from records.dependants import Dependants
from records.editions import Opened
from records.erasing import Erasing
from records.erasures import Erasures
from records.feedback import Feedback
from records.firststeps import FirstSteps
from records.jobs import Jobs
from records.keys import Keys
from records.keystate import KeyStates
from records.labels import Labels
from records.learners import Learners, learners
from records.library import Library
from records.lockout import Lockout
from records.members import Members
from records.mine import Mine
from records.originals import Originals
from records.passwords import Passwords
from records.paths import Paths
from records.people import People
from records.personal import Personal
from records.principals import Principals
from records.quotas import Quotas
from records.reports import Reports
from records.sessions import Sessions
from records.shelf import Shelf
from records.switching import Switching
from records.templates import Templates
from records.terms import Terms
from records.threads import Threads
from records.tours import Tours
from records.unlocking import unlock
from records.upkeeping import Upkeeping
from records.versions import Versions
from records.waiting import Waiting
from records.works import Works
from trust.errors import BadInput
from trust.settings import Settings
from trust.vault import Vault


def utc_now() -> datetime:
    return datetime.now(UTC)


def random_id() -> str:
    """128 random bits, fit to stand in a label."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Store(Learners):
    """Everything that is kept. One per process; use it from any thread."""

    database: Database
    vault: Vault
    accounts: Accounts
    people: People
    labels: Labels
    library: Library
    works: Works
    waiting: Waiting
    terms: Terms
    threads: Threads
    agreements: Agreements
    templates: Templates
    bank: Bank
    reports: Reports
    feedback: Feedback
    sessions: Sessions
    mine: Mine
    paths: Paths
    audit: Audit
    erasing: Erasing
    originals: Originals
    personal: Personal
    versions: Versions
    audience: Audience
    dependants: Dependants
    members: Members
    declassifying: Declassifying
    erasures: Erasures
    key_states: KeyStates
    switching: Switching
    upkeeping: Upkeeping
    jobs: Jobs
    tours: Tours
    first_steps: FirstSteps

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
            _make_folder(settings)
            vault = unlock(database, settings)
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
        shelf = Shelf(database, keys, labels, blobs, Opened(keys, labels), Counts(keys), audit, now, new_id,
                      Quotas(settings.quota_person, settings.quota_owner))  # fmt: skip
        lockout, library = Lockout(vault.derive("lockout"), now), Library(shelf)
        erasing = Erasing(shelf, settings.data)
        switching = Switching(database, audit, now, settings)
        accounts = Accounts(
            database, vault, keys, principals, passwords, lockout, audit, now, new_id,
            lambda: switching.now().session_days,
        )  # fmt: skip
        threads = Threads(database, keys, labels, audit, now, new_id)
        held = learners(shelf, vault, _fitted(settings))
        return cls(
            database=database,
            vault=vault,
            accounts=accounts,
            people=People(database, keys, principals, passwords, audit, now, new_id),
            labels=labels,
            library=library,
            works=Works(shelf),
            waiting=Waiting(shelf, settings.waiting_each, settings.waiting),
            terms=Terms(database),
            threads=threads,
            agreements=Agreements(shelf, held.artefacts),
            templates=Templates(shelf),
            bank=Bank(shelf),
            personal=Personal(shelf, accounts, threads, held),
            reports=Reports(shelf),
            feedback=Feedback(database, keys, now),
            sessions=Sessions(database, keys, audit, now),
            mine=Mine(shelf),
            paths=Paths(shelf, vault.derive("paths")),
            audit=audit,
            originals=Originals(shelf),
            erasing=erasing,
            versions=Versions(shelf),
            audience=Audience(shelf),
            dependants=Dependants(shelf),
            members=Members(shelf, principals, labels),
            declassifying=Declassifying(shelf),
            erasures=Erasures(shelf, library, erasing),
            key_states=KeyStates(shelf),
            switching=switching,
            upkeeping=Upkeeping(database, audit, now, new_id),
            jobs=Jobs(shelf),
            tours=Tours(database),
            first_steps=FirstSteps(database),
            **vars(held),
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


def _make_folder(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = make_url(settings.sql_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
