"""The tables of what people ask of stewards: to release a copy at a lower label, to erase. Knows no queries."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from records.columns import Moment
from records.metadata import metadata

release_requests = Table(
    "release_requests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", String(64), nullable=False),
    Column("generation", Integer, nullable=False),  # never leaves records/
    Column("label", ForeignKey("labels.id"), nullable=False),  # of the copy, as the document was then
    Column("integrity", Integer, nullable=False),
    Column("wanted", Text, nullable=False),  # the label asked for
    Column("requester", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Date, nullable=False),  # the last day on which it is approved
    Column("ended", String(16)),  # released, refused or withdrawn
    Column("ended_at", Moment),
    Column("ended_by", String(64)),
    Column("copy", String(64)),  # the document made of it
    Column("sealed_by", Text, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # title, reason, what is taken out, the frozen passages, a refusal
    Index("ix_release_requests_document", "document"),
)

release_parties = Table(
    "release_parties",
    metadata,
    Column("request", ForeignKey("release_requests.id", ondelete="CASCADE"), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    PrimaryKeyConstraint("request", "owner"),
)

release_approvals = Table(
    "release_approvals",
    metadata,
    Column("request", ForeignKey("release_requests.id", ondelete="CASCADE"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("owner", ForeignKey("owners.id"), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("request", "person"),
)

erasure_requests = Table(
    "erasure_requests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", ForeignKey("owners.id"), nullable=False),  # whose stewards decide
    Column("document", String(64)),  # None: everything about the person who asks
    Column("label", ForeignKey("labels.id")),  # the document's when it was asked
    Column("requester", ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Moment),
    Column("granted", Integer),  # 1 or 0 once decided
    Column("key_version", Integer, nullable=False),
    Column("reason", LargeBinary, nullable=False),  # sealed with the owner's key
    Index("ix_erasure_requests_owner", "owner", "at"),
)
