"""The tables of agreements between a school and an enterprise. Read through schema.py; knows no queries."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from records.columns import Moment
from records.metadata import metadata

agreements = Table(
    "agreements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("school", ForeignKey("owners.id"), nullable=False),
    Column("enterprise", ForeignKey("owners.id"), nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("until", Date, nullable=False),  # the last day on which anything is released under it
    Column("revoked_at", Moment),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # title and terms, sealed under both owners' keys
)

agreement_signatures = Table(
    "agreement_signatures",
    metadata,
    Column("agreement", ForeignKey("agreements.id", ondelete="CASCADE"), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("agreement", "owner"),
)

releases = Table(
    "releases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("agreement", ForeignKey("agreements.id", ondelete="CASCADE"), nullable=False),
    Column("artefact", String(64), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("document", String(64), nullable=False),  # the copy in the library
    Column("function", String(64), nullable=False),
    Column("label", Text, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_releases_agreement", "agreement"),
    Index("ix_releases_document", "document"),
)
