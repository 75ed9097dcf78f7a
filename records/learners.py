"""What is kept about learners: practice, evidence, grades, comments, findings, internships; one of each part, each
built on those before it. The store holds it with everything else. Knows no rules of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from learning.mastery import Parameters
from records.appeals import Appeals
from records.artefacts import Artefacts
from records.attempts import Attempts
from records.attendances import Attendances
from records.classes import Classes
from records.classfacts import ClassFacts
from records.classtold import ClassTold
from records.commentbasis import Bases
from records.comments import Comments
from records.crediting import Crediting
from records.enterpriseconsents import EnterpriseConsents
from records.evidencecorrecting import EvidenceCorrecting
from records.evidences import Evidences
from records.findings import Findings
from records.grades import Grades
from records.internkept import InternKept
from records.internlogs import InternLogs
from records.internwatch import InternWatch
from records.looks import Looks
from records.objections import Objections
from records.placements import Placements
from records.portfolios import Portfolios
from records.principals import Principals
from records.raterquality import RaterQuality
from records.readying import Readying
from records.registers import Registers
from records.rehearsals import Rehearsals
from records.replaying import Replaying
from records.requirements import Requirements
from records.revisions import Revisions
from records.schemes import Schemes
from records.scores import Scores
from records.shelf import Shelf
from records.showpieces import Showpieces
from records.statements import Statements
from trust.vault import Vault


@dataclass(frozen=True)
class Interns:
    requirements: Requirements
    readying: Readying
    placements: Placements
    intern_logs: InternLogs
    attendances: Attendances
    intern_watch: InternWatch
    intern_kept: InternKept


@dataclass(frozen=True)
class Learners(Interns):
    attempts: Attempts
    classes: Classes
    rehearsals: Rehearsals
    artefacts: Artefacts
    registers: Registers
    looks: Looks
    evidences: Evidences
    objections: Objections
    evidence_correcting: EvidenceCorrecting
    enterprise_consents: EnterpriseConsents
    statements: Statements
    showpieces: Showpieces
    portfolios: Portfolios
    schemes: Schemes
    scores: Scores
    crediting: Crediting
    grades: Grades
    appeals: Appeals
    replaying: Replaying
    rater_quality: RaterQuality
    comments: Comments
    findings: Findings
    revisions: Revisions


def learners(shelf: Shelf, vault: Vault, fitted: dict[str, Parameters]) -> Learners:
    """One of each."""
    attempts, artefacts = Attempts(shelf, vault.derive("attempts"), fitted), Artefacts(shelf)
    registers, looks = Registers(shelf), Looks(shelf)
    evidences = Evidences(shelf, vault.derive("evidence"), attempts, registers, looks)
    correcting = EvidenceCorrecting(shelf, evidences.hasher)
    schemes, showpieces = Schemes(shelf), Showpieces(shelf)
    scores = Scores(shelf, schemes, evidences)
    grades = Grades(shelf, scores)
    told = ClassTold(shelf, ClassFacts(shelf, vault.derive("findings"), attempts))
    bases = Bases(shelf, scores, grades, attempts)
    findings = Findings(shelf, told, artefacts)
    return Learners(
        attempts=attempts, artefacts=artefacts, classes=Classes(shelf, told),
        rehearsals=Rehearsals(shelf, attempts), registers=registers, looks=looks, evidences=evidences,
        objections=Objections(shelf, evidences, looks, correcting), evidence_correcting=correcting,
        enterprise_consents=EnterpriseConsents(shelf),
        statements=Statements(shelf, evidences.hasher, registers, looks), showpieces=showpieces,
        portfolios=Portfolios(shelf, attempts, evidences, looks, showpieces), schemes=schemes, scores=scores,
        crediting=Crediting(shelf, scores, evidences), grades=grades, appeals=Appeals(shelf, scores, grades),
        replaying=Replaying(shelf), rater_quality=RaterQuality(shelf, scores, grades),
        comments=Comments(shelf, scores, bases, looks, Principals(shelf.keys, shelf.now)), findings=findings,
        revisions=Revisions(shelf, findings), **vars(_interns(shelf, artefacts, registers, looks, evidences)),
    )  # fmt: skip


def _interns(
    shelf: Shelf, artefacts: Artefacts, registers: Registers, looks: Looks, evidences: Evidences
) -> Interns:
    requirements = Requirements(shelf)
    readying = Readying(shelf, requirements, evidences, looks)
    placements = Placements(shelf, requirements, readying, artefacts)
    logged = (shelf, evidences.hasher, placements, looks, registers)
    logs, attendances = InternLogs(*logged), Attendances(*logged)
    return Interns(
        requirements, readying, placements, logs, attendances,
        InternWatch(shelf, placements, logs, attendances, evidences, looks),
        InternKept(shelf, placements, logs, attendances),
    )  # fmt: skip
