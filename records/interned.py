"""The tables of internships: what projects ask for, placements, the days of their logs, attendance. Read through
schema.py; knows no queries.

What is about a student is sealed with their key, their school's and the enterprise's, as evidence is.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
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

project_requirements = Table(
    "project_requirements",
    metadata,
    Column("project", ForeignKey("projects.id"), primary_key=True),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # processes, safety items, days, line
)

placements = Table(
    "placements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("course", ForeignKey("courses.id"), nullable=False),
    Column("enterprise", ForeignKey("owners.id"), nullable=False),
    Column("mentor", ForeignKey("people.id"), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("work_order", String(64)),  # the id of an artefact, which may go
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),  # who placed them
    Column("at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # terms, why it was done although not ready
    Index("ix_placements_student", "student"),
    Index("ix_placements_course", "course"),
)

internship_days = Table(
    "internship_days",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("placement", ForeignKey("placements.id", ondelete="CASCADE"), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("decided_by", ForeignKey("people.id")),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # what was told, the mentor's remark
    Column("rewrite", LargeBinary),  # of what was given back: its student's alone
    Column("alarm", Boolean),  # an incident told and not yet answered; NULL: of a time before
    Column("rewrites", Integer, nullable=False, server_default="0"),  # how often since, for their versions alone
    UniqueConstraint("placement", "day"),
    Index("ix_internship_days_student", "student"),
)

internship_editions = Table(
    "internship_editions",
    metadata,
    Column("entry", ForeignKey("internship_days.id", ondelete="CASCADE"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # what was told before, why it was given back
    PrimaryKeyConstraint("entry", "edition"),
    Index("ix_internship_editions_student", "student"),
)

internship_marks = Table(
    "internship_marks",
    metadata,
    Column("placement", ForeignKey("placements.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),  # who marked it
    Column("at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the mark
    PrimaryKeyConstraint("placement", "day"),
    Index("ix_internship_marks_student", "student"),
)
