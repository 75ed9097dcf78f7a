"""The table of versions that a newer one took the place of. Read through schema.py; knows no queries."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from records.columns import Moment
from records.metadata import metadata

versions = Table(
    "versions",
    metadata,
    Column("id", String(64), primary_key=True),  # random: a generation would tell how many went before it unseen
    Column("document", String(64), nullable=False),
    Column("generation", Integer, nullable=False),  # never leaves records/
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("integrity", Integer, nullable=False),
    Column("uploader", ForeignKey("people.id"), nullable=False),
    Column("replaced_at", Moment, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # title, file name and the passages in order
    Index("ix_versions_document", "document", "generation"),
)
