"""Versions that were replaced, for looking at what changed; and why a stricter label was proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0015"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("editions", sa.Column("reasons", sa.LargeBinary()))
    op.create_table(
        "versions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("integrity", sa.Integer(), nullable=False),
        sa.Column("uploader", sa.String(64), nullable=False),
        sa.Column("replaced_at", Moment(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_versions_label"),
        sa.ForeignKeyConstraint(["uploader"], ["people.id"], name="fk_versions_uploader"),
    )
    op.create_index("ix_versions_document", "versions", ["document", "generation"])
