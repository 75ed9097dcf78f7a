"""The tables of findings and revision tasks. Read through schema.py; knows no queries.

Nothing a person gave stands here: a told table keeps its figures and random marks of who was in it, sealed; which mark
is whose is sealed under that person's key, and gone with it.
"""

from __future__ import annotations

from sqlalchemy import (
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

told_tables = Table(
    "told_tables",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("course", ForeignKey("courses.id"), nullable=False),
    Column("audience", String(64), nullable=False),  # teachers, or an enterprise
    Column("about", String(64), nullable=False),  # keyed hash of what it is on
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # figures and marks by cohort
    UniqueConstraint("course", "audience", "about", "seq"),
    Index("ix_told_tables_about", "about"),  # one history over all courses
)

told_people = Table(
    "told_people",
    metadata,
    Column("course", ForeignKey("courses.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # their marks, by keyed hashes
    PrimaryKeyConstraint("course", "person"),
    Index("ix_told_people_person", "person"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("course", ForeignKey("courses.id"), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("about", String(64), nullable=False),  # the finding's id
    Column("cohort", String(16), nullable=False),  # it was found in
    Column("told", String(64)),  # the told table it was found in
    Column("author", ForeignKey("people.id"), nullable=False),
    Column("who", ForeignKey("people.id")),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # what was found, what to change, a note
    Index("ix_revisions_course", "course", "made_at"),
)
