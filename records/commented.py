"""The tables of comments on students. Read through schema.py; knows no queries.

An edition is sealed under the student's key and both owners', as a grade is.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
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

comments = Table(
    "comments",
    metadata,
    Column("id", String(64), nullable=False),
    Column("student", ForeignKey("people.id"), nullable=False),
    Column("scheme", ForeignKey("schemes.id", ondelete="CASCADE"), nullable=False),
    Column("tone", String(16), nullable=False),
    Column("version", Integer, nullable=False),  # rises with every edition and signature
    Column("label", ForeignKey("labels.id"), nullable=False),
    PrimaryKeyConstraint("id", "student"),
    UniqueConstraint("scheme", "student", "tone"),
    Index("ix_comments_student", "student"),
)

comment_editions = Table(
    "comment_editions",
    metadata,
    Column("comment", String(64), nullable=False),
    Column("student", String(64), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("joined", Boolean, nullable=False),  # with the enterprise's part, under a release
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # sentences, facts, their digest, who wrote it
    PrimaryKeyConstraint("comment", "student", "edition"),
    ForeignKeyConstraint(["comment", "student"], ["comments.id", "comments.student"], ondelete="CASCADE"),
)

comment_signatures = Table(
    "comment_signatures",
    metadata,
    Column("comment", String(64), nullable=False),
    Column("student", String(64), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("side", String(16), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("comment", "student", "edition", "side"),
    ForeignKeyConstraint(
        ["comment", "student", "edition"],
        ["comment_editions.comment", "comment_editions.student", "comment_editions.edition"], ondelete="CASCADE",
    ),
)  # fmt: skip
