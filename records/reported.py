"""The table of reports that a document was read badly. Knows no queries; its body is sealed like the document."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, String, Table, Text

from records.columns import Moment
from records.metadata import metadata

reports = Table(
    "reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", String(64), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the note, the place, and the words as they were read
    ForeignKeyConstraint(["document", "generation"], ["editions.document", "editions.generation"], ondelete="CASCADE"),
    Index("ix_reports_document", "document", "generation"),
)
