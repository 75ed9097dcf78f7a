"""The tables of process evidence: the register of what may be kept, consents, evidence, statements, looks at it.

Read through schema.py. `LargeBinary` columns hold sealed values. Knows no queries.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
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
)

from records.columns import Moment
from records.metadata import metadata

registers = Table(
    "registers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("school", ForeignKey("owners.id"), nullable=False),
    Column("enterprise", ForeignKey("owners.id"), nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("until", Date, nullable=False),  # the last day on which anything is taken in under it
    Column("revoked_at", Moment),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the entries, sealed under both owners' keys
)

register_signatures = Table(
    "register_signatures",
    metadata,
    Column("register", ForeignKey("registers.id", ondelete="CASCADE"), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("register", "owner"),
)

evidence_refusals = Table(
    "evidence_refusals",
    metadata,
    Column("owner", ForeignKey("owners.id"), nullable=False),  # the learners' school
    Column("kind", String(16), nullable=False),
    Column("why", String(16), nullable=False),
    Column("day", Date, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("owner", "kind", "why", "day"),
)

enterprise_consents = Table(
    "enterprise_consents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("enterprise", ForeignKey("owners.id"), nullable=False),
    Column("basis", String(16), nullable=False),
    Column("given_by", ForeignKey("people.id"), nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Index("ix_enterprise_consents_student", "student", "enterprise"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("slot", String(64), nullable=False),  # keyed hash of what makes it the same when told again
    Column("kind", String(16), nullable=False),
    Column("source", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("course", String(64)),
    Column("enterprise", ForeignKey("owners.id")),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("kept_by", ForeignKey("people.id"), nullable=False),
    Column("digest", String(64), nullable=False),  # keyed hash of the content
    Column("version", Integer, nullable=False),
    Column("withdrawn_at", Moment),  # a tombstone: its body is gone
    Column("sealed_by", Text, nullable=False),  # the owners whose keys seal it with the person's, JSON, sorted
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary),
    PrimaryKeyConstraint("id", "student"),
    UniqueConstraint("student", "slot"),
    Index("ix_evidence_latest", "student", "at"),
    Index("ix_evidence_enterprise", "enterprise", "student"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", String(64), nullable=False),
    Column("stored", Moment, nullable=False),
    Column("verb", String(64), nullable=False),  # keyed hashes, for finding
    Column("activity", String(64)),
    Column("registration", String(64)),
    Column("voided_by", String(64)),
    Column("voids", String(64)),
    PrimaryKeyConstraint("id", "student"),
    ForeignKeyConstraint(["id", "student"], ["evidence.id", "evidence.student"], ondelete="CASCADE"),
    Index("ix_statements_stored", "student", "stored"),
)

evidence_flags = Table(
    "evidence_flags",
    metadata,
    Column("evidence", String(64), nullable=False),
    Column("student", String(64), nullable=False),
    Column("version", Integer, nullable=False),  # of the evidence, from which on it is so
    Column("why", String(16), nullable=False),  # corrected, voided, withdrawn, expired
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("evidence", "student", "version", "why"),
)

evidence_looks = Table(
    "evidence_looks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("reason", LargeBinary, nullable=False),  # under the student's key and their school's
    Index("ix_evidence_looks_student", "student", "at"),
)

objections = Table(
    "objections",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("student", String(64), nullable=False),
    Column("evidence", String(64), nullable=False),
    Column("version", Integer, nullable=False),  # of the evidence, when it was objected to
    Column("at", Moment, nullable=False),
    Column("person", ForeignKey("people.id")),
    Column("decided_at", Moment),
    Column("outcome", String(16)),  # changed, kept; expired: with the evidence, before anybody answered
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary),  # under the student's key and their school's; none once the evidence expired
    ForeignKeyConstraint(["evidence", "student"], ["evidence.id", "evidence.student"], ondelete="CASCADE"),
    Index("ix_objections_student", "student", "evidence"),
)
