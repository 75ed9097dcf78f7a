"""The tables. One place says what is stored; the migrations say how it came about (a test compares the two).

`LargeBinary` columns hold sealed values unless the comment says otherwise. Those of teaching are taught.py's. Knows no
queries.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from records.agreed import agreement_signatures, agreements, releases
from records.columns import Moment
from records.commented import comment_editions, comment_signatures, comments
from records.evidenced import (
    enterprise_consents,
    evidence,
    evidence_flags,
    evidence_looks,
    evidence_refusals,
    objections,
    register_signatures,
    registers,
    statements,
)
from records.exhibited import showpieces
from records.found import revisions, told_people, told_tables
from records.graded import (
    agreement_terms,
    appeals,
    credits,
    grades,
    judgements,
    scheme_seats,
    scheme_signatures,
    schemes,
)
from records.interned import internship_days, internship_editions, internship_marks, placements, project_requirements
from records.metadata import metadata
from records.pathrows import learnt, path_shares
from records.reported import reports
from records.requested import erasure_requests, release_approvals, release_parties, release_requests
from records.taught import (
    artefact_approvals,
    artefact_editions,
    artefact_remarks,
    artefact_sources,
    artefacts,
    attempts,
    bank_approvals,
    bank_items,
    bank_sources,
    mastery,
    rehearsals,
    templates,
)
from records.upkept import switches, tours, upkeep
from records.versioned import versions

__all__ = [
    "agreement_signatures", "agreement_terms", "agreements", "appeals", "artefact_approvals", "artefact_editions",
    "artefact_remarks", "artefact_sources", "artefacts", "assignments", "attempts", "audit", "bank_approvals",
    "bank_items", "bank_sources", "blobs", "chains", "comment_editions", "comment_signatures", "comments", "consents",
    "courses", "credits", "data_keys", "documents", "editions", "enrolments", "enterprise_consents", "erasure_requests",
    "evidence", "evidence_flags", "evidence_looks", "evidence_refusals", "failures", "feedback", "grades", "grants",
    "internship_days", "internship_editions", "internship_marks", "judgements", "key_checks", "labels", "learnt",
    "mastery", "memberships", "metadata", "objections", "owners", "passages", "path_shares", "people", "placements",
    "project_requirements", "projects", "register_signatures", "registers", "rehearsals", "release_approvals",
    "release_parties", "release_requests", "releases", "reports", "revisions", "scheme_seats", "scheme_signatures",
    "schemes", "sessions", "showpieces", "statements", "switches", "templates", "term_counts", "threads", "tokens",
    "told_people", "told_tables", "tours", "turns", "upkeep", "versions",
]  # fmt: skip

key_checks = Table(
    "key_checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    Column("root", LargeBinary),  # once the master key was changed: what everything else is derived from
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("holder", String(80), primary_key=True),  # owner:<id> or person:<id>
    Column("version", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
)

owners = Table(
    "owners",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(128), nullable=False, unique=True),
    Column("name", LargeBinary, nullable=False),
    Column("home", ForeignKey("owners.id"), nullable=False),
    Column("password_hash", Text),
    Column("language", String(8), nullable=False),
    Column("disabled_at", Moment),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("owner", ForeignKey("owners.id"), primary_key=True),
    Column("role", String(16), primary_key=True),
)

grants = Table(
    "grants",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("owner", ForeignKey("owners.id"), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("until", Moment),
)

courses = Table(
    "courses",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("title", Text, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("course", ForeignKey("courses.id")),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("course", ForeignKey("courses.id"), primary_key=True),
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("until", Moment),
    Column("since", Moment),  # none: before it was noted
    Index("ix_enrolments_person", "person"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("project", ForeignKey("projects.id"), primary_key=True),
    Column("person", ForeignKey("people.id"), primary_key=True),
    Index("ix_assignments_person", "person"),
)

consents = Table(
    "consents",
    metadata,
    Column("student", ForeignKey("people.id"), primary_key=True),
    Column("mentor", ForeignKey("people.id"), primary_key=True),
    Column("given_at", Moment, nullable=False),
    Index("ix_consents_mentor", "mentor"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("until", Moment, nullable=False, index=True),
    Column("made_at", Moment),
    Column("device", LargeBinary),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("last_used_at", Moment),
)

failures = Table(
    "failures",
    metadata,
    Column("who", String(64), primary_key=True),  # keyed hash of a user name or an address
    Column("attempts", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("locked_until", Moment),
)

labels = Table(
    "labels",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # never leaves records/
    Column("id", String(24), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("about", String(64), index=True),  # the person a personal label is about
    Column("content", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("library", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("serving", Integer),  # the visible generation
    Column("newest", Integer, nullable=False),
    Column("deleted_at", Moment),
    Column("made_from", String(64)),  # the artefact whose words these are, where the house generated it
    PrimaryKeyConstraint("id", "owner"),
    Index("ix_documents_newest_first", "created_at", "id"),
    Index("ix_documents_made_from", "made_from"),
)

editions = Table(
    "editions",
    metadata,
    Column("document", String(64), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("uploader_label", Text, nullable=False),
    Column("proposed_label", Text),
    Column("final", Boolean, nullable=False),  # a steward has spoken: proposals no longer matter
    Column("judged", Boolean, nullable=False, server_default=false()),  # by the rules or by a steward
    Column("integrity", Integer, nullable=False),
    Column("indexed_label", String(24)),  # what the index was last told
    Column("sealed_by", Text, nullable=False),  # the owners whose keys seal it, JSON, sorted
    Column("key_version", Integer, nullable=False),
    Column("title", LargeBinary, nullable=False),
    Column("filename", LargeBinary, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("blob", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("stage", String(32), nullable=False),
    Column("progress", Float, nullable=False),
    Column("error", LargeBinary),
    Column("unread", LargeBinary),  # of editions read before `facts`
    Column("facts", LargeBinary),  # what is known of the reading: what was not read, notes, language
    Column("reasons", LargeBinary),  # why a stricter label was proposed
    Column("passages", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("uploader", ForeignKey("people.id"), nullable=False),
    Column("valid_from", Date),
    Column("review_by", Date),
    Column("reason", String(32)),  # why it failed: the kind of the fault, no words
    PrimaryKeyConstraint("document", "generation"),
    ForeignKeyConstraint(["document", "owner"], ["documents.id", "documents.owner"]),
    Index("ix_editions_label", "label"),
    Index("ix_editions_blob", "owner", "blob"),
    Index("ix_editions_state", "state"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("document", String(64), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", LargeBinary, nullable=False),  # with its locator
    Column("search_text", LargeBinary, nullable=False),
    Column("terms", LargeBinary, nullable=False),
    PrimaryKeyConstraint("id", "owner"),
    ForeignKeyConstraint(["document", "generation"], ["editions.document", "editions.generation"]),
    UniqueConstraint("document", "generation", "ordinal"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("name", String(64), nullable=False),  # HMAC of the content, not its hash: a hash would confirm a guess
    Column("size", BigInteger, nullable=False),
    PrimaryKeyConstraint("owner", "name"),
)

term_counts = Table(
    "term_counts",
    metadata,
    Column("term", BigInteger, nullable=False, autoincrement=False),
    Column("label", Integer, nullable=False, autoincrement=False),
    Column("df", Integer, nullable=False),
    PrimaryKeyConstraint("term", "label"),
    sqlite_with_rowid=False,
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(64), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("name", LargeBinary),  # given by its person
    Column("pinned_at", Moment),
    PrimaryKeyConstraint("id", "person"),
    Index("ix_threads_latest", "person", "updated_at"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(64), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("label", Text, nullable=False),
    Column("integrity", Integer, nullable=False),
    Column("sources", Text, nullable=False),  # ids of the documents it was made from, JSON
    Column("asked", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("trace", LargeBinary, nullable=False),
    PrimaryKeyConstraint("id", "person"),
    ForeignKeyConstraint(["thread", "person"], ["threads.id", "threads.person"], ondelete="CASCADE"),
    UniqueConstraint("thread", "ordinal"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("turn", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("label", Text, nullable=False),  # the turn's: the person's own, joined with the answer's
    Column("useful", Boolean, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    PrimaryKeyConstraint("turn", "person"),
    ForeignKeyConstraint(["turn", "person"], ["turns.id", "turns.person"], ondelete="CASCADE"),
    Index("ix_feedback_person", "person"),
)

chains = Table(
    "chains",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("length", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("chain", ForeignKey("chains.name"), nullable=False),
    Column("seq", BigInteger, nullable=False, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("act", String(32), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
)
