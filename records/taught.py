"""The tables of teaching: what tools made, the bank, templates, and what learners answered.

Read through schema.py. `LargeBinary` columns hold sealed values unless the comment says otherwise.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from records.columns import Moment
from records.metadata import metadata

artefacts = Table(
    "artefacts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("tool", String(64), nullable=False),
    Column("author", ForeignKey("people.id"), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("sources_label", Text, nullable=False),  # the join of what it was made from
    Column("integrity", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),  # rises with every change
    Column("edition", Integer, nullable=False),  # of the content
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_artefacts_label", "label"),
    Index("ix_artefacts_newest_first", "made_at", "id"),
)

artefact_editions = Table(
    "artefact_editions",
    metadata,
    Column("artefact", ForeignKey("artefacts.id", ondelete="CASCADE"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),  # who made or edited it
    Column("written_by", Text, nullable=False),
    Column("sealed_by", Text, nullable=False),  # the owners whose keys seal it, JSON, sorted
    Column("key_version", Integer, nullable=False),
    Column("title", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),  # result and citations
    PrimaryKeyConstraint("artefact", "edition"),
)

artefact_sources = Table(
    "artefact_sources",
    metadata,
    Column("artefact", ForeignKey("artefacts.id", ondelete="CASCADE"), nullable=False),
    Column("document", String(64), nullable=False),  # may be gone by now
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("artefact", "document"),
    Index("ix_artefact_sources_document", "document"),
)

artefact_approvals = Table(
    "artefact_approvals",
    metadata,
    Column("artefact", ForeignKey("artefacts.id", ondelete="CASCADE"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("artefact", "edition", "owner"),
)

artefact_remarks = Table(
    "artefact_remarks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("artefact", ForeignKey("artefacts.id", ondelete="CASCADE"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_artefact_remarks_artefact", "artefact"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(64), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("kind", String(16), nullable=False),  # item, move or rehearsal
    Column("item", String(64), nullable=False),  # of the bank, or a keyed hash of a step
    Column("about", ForeignKey("labels.id"), nullable=False),  # the item's own label
    Column("label", ForeignKey("labels.id"), nullable=False),  # joined with the person's
    Column("at", Moment, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("points", Float, nullable=False),
    Column("out_of", Float, nullable=False),
    Column("sealed_by", Text, nullable=False),  # the owners whose keys seal it with the person's, JSON, sorted
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the answer, and what was told about it
    PrimaryKeyConstraint("id", "person"),
    Index("ix_attempts_latest", "person", "at"),
    Index("ix_attempts_item", "item"),
)

mastery = Table(
    "mastery",
    metadata,
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("slot", String(64), nullable=False),  # keyed hash of competency and label
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the competency's name and the state
    PrimaryKeyConstraint("person", "slot"),
)

rehearsals = Table(
    "rehearsals",
    metadata,
    Column("id", String(64), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("moves", Integer, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the script and the moves
    PrimaryKeyConstraint("id", "person"),
    Index("ix_rehearsals_latest", "person", "started_at"),
)

bank_items = Table(
    "bank_items",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("author", ForeignKey("people.id"), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("sources_label", Text, nullable=False),  # the join of what it was made from; empty without sources
    Column("integrity", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("difficulty", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # rises with every change
    Column("edition", Integer, nullable=False),  # of the content
    Column("written_by", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("sealed_by", Text, nullable=False),  # the owners whose keys seal it, JSON, sorted
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the whole exercise
    Index("ix_bank_items_label", "label"),
    Index("ix_bank_items_newest_first", "made_at", "id"),
)

bank_sources = Table(
    "bank_sources",
    metadata,
    Column("item", ForeignKey("bank_items.id", ondelete="CASCADE"), nullable=False),
    Column("document", String(64), nullable=False),  # may be gone by now
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("item", "document"),
    Index("ix_bank_sources_document", "document"),
)

bank_approvals = Table(
    "bank_approvals",
    metadata,
    Column("item", ForeignKey("bank_items.id", ondelete="CASCADE"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("item", "edition", "owner"),
)

templates = Table(
    "templates",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("label", ForeignKey("labels.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),  # who brought it
    Column("at", Moment, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("title", LargeBinary, nullable=False),
    Column("asks", LargeBinary, nullable=False),  # its placeholders
    Column("body", LargeBinary, nullable=False),  # the file
    Index("ix_templates_owner", "owner"),
)
