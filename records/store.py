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
from records.appeals import Appeals
from records.artefacts import Artefacts
from records.attempts import Attempts
from records.attendances import Attendances
from records.audience import Audience
from records.audit import Audit
from records.bank import Bank
from records.blobs import Blobs
from records.classes import Classes
from records.classfacts import ClassFacts
from records.commentbasis import Bases
from records.comments import Comments
from records.counts import Counts
from records.crediting import Crediting
from records.database import Database
from records.declassifying import Declassifying
from records.dependants import Dependants
from records.editions import Opened
from records.enterpriseconsents import EnterpriseConsents
from records.erasing import Erasing
from records.erasures import Erasures
from records.evidencecorrecting import EvidenceCorrecting
from records.evidences import Evidences
from records.feedback import Feedback
from records.findings import Findings
from records.firststeps import FirstSteps
from records.grades import Grades
from records.internkept import InternKept
from records.internlogs import InternLogs
from records.internwatch import InternWatch
from records.jobs import Jobs
from records.keys import Keys
from records.keystate import KeyStates
from records.labels import Labels
from records.library import Library
from records.lockout import Lockout
from records.looks import Looks
from records.members import Members
from records.mine import Mine
from records.objections import Objections
from records.originals import Originals
from records.passwords import Passwords
from records.paths import Paths
from records.people import People
from records.personal import Personal
from records.placements import Placements
from records.portfolios import Portfolios
from records.principals import Principals
from records.quotas import Quotas
from records.raterquality import RaterQuality
from records.readying import Readying
from records.registers import Registers
from records.rehearsals import Rehearsals
from records.replaying import Replaying
from records.reports import Reports
from records.requirements import Requirements
from records.revisions import Revisions
from records.schemes import Schemes
from records.scores import Scores
from records.sessions import Sessions
from records.shelf import Shelf
from records.showpieces import Showpieces
from records.statements import Statements
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
class Store:
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
    artefacts: Artefacts
    agreements: Agreements
    templates: Templates
    bank: Bank
    attempts: Attempts
    classes: Classes
    rehearsals: Rehearsals
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
    schemes: Schemes
    scores: Scores
    crediting: Crediting
    grades: Grades
    appeals: Appeals
    replaying: Replaying
    rater_quality: RaterQuality
    registers: Registers
    looks: Looks
    evidences: Evidences
    comments: Comments
    evidence_correcting: EvidenceCorrecting
    objections: Objections
    enterprise_consents: EnterpriseConsents
    statements: Statements
    showpieces: Showpieces
    requirements: Requirements
    readying: Readying
    placements: Placements
    intern_logs: InternLogs
    attendances: Attendances
    intern_watch: InternWatch
    intern_kept: InternKept
    portfolios: Portfolios
    findings: Findings
    revisions: Revisions

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
        attempts, artefacts = Attempts(shelf, vault.derive("attempts"), _fitted(settings)), Artefacts(shelf)
        rehearsals, schemes = Rehearsals(shelf, attempts), Schemes(shelf)
        registers, looks = Registers(shelf), Looks(shelf)
        evidences = Evidences(shelf, vault.derive("evidence"), attempts, registers, looks)
        objections = Objections(shelf, evidences, looks)
        scores = Scores(shelf, schemes, evidences)
        grades = Grades(shelf, scores)
        appeals = Appeals(shelf, scores, grades)
        enterprise_consents, showpieces = EnterpriseConsents(shelf), Showpieces(shelf)
        findings = Findings(shelf, ClassFacts(shelf, vault.derive("findings"), attempts), artefacts)
        requirements = Requirements(shelf)
        readying = Readying(shelf, requirements, evidences, looks)
        placements = Placements(shelf, requirements, readying, artefacts)
        logged = (shelf, evidences.hasher, placements, looks, registers)
        intern_logs, attendances = InternLogs(*logged), Attendances(*logged)
        intern_kept = InternKept(shelf, placements, intern_logs, attendances)
        comments = Comments(shelf, scores, Bases(shelf, scores, grades, attempts), looks)
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
            artefacts=artefacts,
            agreements=Agreements(shelf, artefacts),
            templates=Templates(shelf),
            bank=Bank(shelf),
            attempts=attempts,
            classes=Classes(shelf, attempts.masteries),
            rehearsals=rehearsals,
            personal=Personal(
                shelf, accounts, threads, attempts, rehearsals, grades, appeals, evidences, looks, enterprise_consents,
                showpieces, comments, objections, intern_kept,
            ),
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
            schemes=schemes,
            scores=scores,
            crediting=Crediting(shelf, scores, evidences),
            grades=grades,
            appeals=appeals,
            replaying=Replaying(shelf),
            rater_quality=RaterQuality(shelf, scores, grades),
            registers=registers,
            looks=looks,
            evidences=evidences,
            comments=comments,
            objections=objections,
            evidence_correcting=EvidenceCorrecting(shelf, evidences.hasher),
            enterprise_consents=enterprise_consents,
            statements=Statements(shelf, evidences.hasher, registers, looks),
            showpieces=showpieces,
            requirements=requirements,
            readying=readying,
            placements=placements,
            intern_logs=intern_logs,
            attendances=attendances,
            intern_watch=InternWatch(shelf, placements, intern_logs, attendances, evidences, looks),
            intern_kept=intern_kept,
            portfolios=Portfolios(shelf, attempts, evidences, looks, showpieces),
            findings=findings,
            revisions=Revisions(shelf, findings),
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
