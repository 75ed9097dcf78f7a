"""The tables of grading by two subjects. Read through schema.py; knows no queries.

What was judged is sealed under the student's key and the owner's of the side that judged, a grade under both owners'.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
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

agreement_terms = Table(
    "agreement_terms",
    metadata,
    Column("agreement", ForeignKey("agreements.id", ondelete="CASCADE"), nullable=False),
    Column("function", String(64), nullable=False),  # what a query asks for; the term itself is sealed
    PrimaryKeyConstraint("agreement", "function"),
)

schemes = Table(
    "schemes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("course", ForeignKey("courses.id"), nullable=False),
    Column("school", ForeignKey("owners.id"), nullable=False),
    Column("enterprise", ForeignKey("owners.id"), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("edition", Integer, nullable=False),  # the scheme's own version
    Column("version", Integer, nullable=False),  # of the draft, for whoever edits it
    Column("author", ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("frozen_at", Moment),  # when the first score came in
    Column("body", LargeBinary, nullable=False),  # its canonical text, sealed under both owners' keys
    UniqueConstraint("course", "enterprise", "stage", "edition"),
)

scheme_seats = Table(
    "scheme_seats",
    metadata,
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("criterion", String(64), nullable=False),
    Column("side", String(16), nullable=False),
    Column("raters", Integer, nullable=False),
    PrimaryKeyConstraint("scheme", "criterion", "side"),
)

scheme_signatures = Table(
    "scheme_signatures",
    metadata,
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("hash", String(64), nullable=False),  # of what they signed
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("scheme", "owner"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("criterion", String(64), nullable=False),
    Column("rater", ForeignKey("people.id"), nullable=False),
    Column("side", String(16)),  # none: a moderator
    Column("seat", String(16), nullable=False),
    Column("given", Boolean, nullable=False),  # points, or missing for good
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # points, what is missing, reason, evidence
    PrimaryKeyConstraint("id", "student"),
    UniqueConstraint("scheme", "student", "criterion", "rater"),
    Index("ix_judgements_student", "student"),
)

credits = Table(
    "credits",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("criterion", String(64), nullable=False),
    Column("kind", String(16), nullable=False),  # earned, closed, excused
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("id", "student"),
    Index("ix_credits_scheme", "scheme", "student"),
)

grades = Table(
    "grades",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("agreement", ForeignKey("agreements.id", ondelete="CASCADE"), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # scheme, inputs, kernel, result: all that a replay needs
    PrimaryKeyConstraint("id", "student"),
    UniqueConstraint("scheme", "student", "edition"),
    Index("ix_grades_student", "student"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("grade", String(64), nullable=False),
    Column("criterion", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("assessor", ForeignKey("people.id")),
    Column("decided_at", Moment),
    Column("version", Integer, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the student's reasons, and the assessor's
    PrimaryKeyConstraint("id", "student"),
    Index("ix_appeals_student", "student"),
)
