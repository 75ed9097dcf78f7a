"""What people ask of stewards: a copy at a lower label, and erasure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _releases()
    _erasures()


def _releases() -> None:
    op.create_table(
        "release_requests",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("integrity", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("requester", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ended", sa.String(16)),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("copy", sa.String(64)),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release_requests"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_release_requests_label"),
        sa.ForeignKeyConstraint(["requester"], ["people.id"], name="fk_release_requests_requester"),
    )
    op.create_index("ix_release_requests_document", "release_requests", ["document"])
    request = ["request"], ["release_requests.id"]
    op.create_table(
        "release_parties",
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("request", "owner", name="pk_release_parties"),
        sa.ForeignKeyConstraint(*request, name="fk_release_parties_request", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_release_parties_owner"),
    )
    op.create_table(
        "release_approvals",
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("request", "person", name="pk_release_approvals"),
        sa.ForeignKeyConstraint(*request, name="fk_release_approvals_request", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_release_approvals_person"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_release_approvals_owner"),
    )


def _erasures() -> None:
    op.create_table(
        "erasure_requests",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("document", sa.String(64)),
        sa.Column("label", sa.String(24)),
        sa.Column("requester", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", Moment()),
        sa.Column("granted", sa.Integer()),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure_requests"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_erasure_requests_owner"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_erasure_requests_label"),
        sa.ForeignKeyConstraint(["requester"], ["people.id"], name="fk_erasure_requests_requester"),
    )
    op.create_index("ix_erasure_requests_owner", "erasure_requests", ["owner", "at"])
