"""The tables of learning paths: which steps somebody has learnt, and whom they show it. No queries."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table

from records.columns import Moment
from records.metadata import metadata

learnt = Table(
    "learnt",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("step", String(64), primary_key=True),  # an HMAC of the requirement: tells nothing of it
    Column("at", Moment, nullable=False),
)

path_shares = Table(
    "path_shares",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("mentor", ForeignKey("people.id"), primary_key=True),
    Column("given_at", Moment, nullable=False),
    Index("ix_path_shares_mentor", "mentor"),
)
