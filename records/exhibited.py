"""The table of works that learners show in their portfolios. Read through schema.py; knows no queries."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from records.columns import Moment
from records.metadata import metadata

showpieces = Table(
    "showpieces",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),  # the school, among whose files the picture lies
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("for_teachers", Boolean, nullable=False),
    Column("for_mentors", Boolean, nullable=False),
    Column("blob", String(64), nullable=False),  # its picture in `blobs`
    Column("version", Integer, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # title, note, width and height of the picture
    Index("ix_showpieces_person", "person", "at"),
    Index("ix_showpieces_blob", "owner", "blob"),
)
