"""What reviewers say of an artefact when they send it back, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "artefact_remarks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("artefact", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_artefact_remarks"),
        sa.ForeignKeyConstraint(
            ["artefact"], ["artefacts.id"], name="fk_artefact_remarks_artefact", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_artefact_remarks_person"),
    )
    op.create_index("ix_artefact_remarks_artefact", "artefact_remarks", ["artefact"])
