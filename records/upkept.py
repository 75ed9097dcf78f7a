"""The tables of running the platform: settings changed at run time, upkeep done, introductions taken. No queries."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from records.columns import Moment
from records.metadata import metadata

switches = Table(
    "switches",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

upkeep = Table(
    "upkeep",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # backup or drill
    Column("state", String(16), nullable=False),  # running, done or failed
    Column("progress", Float, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("told", Text, nullable=False),  # what came of it, JSON: counts, sizes and the kind of a fault, no content
    Index("ix_upkeep_latest", "kind", "started_at"),
)

tours = Table(
    "tours",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("step", Integer, nullable=False),
    Column("over", Boolean, nullable=False),
)
