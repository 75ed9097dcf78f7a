"""What was handed in of an internship log stays as told: a private rewrite beside it, earlier editions behind it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("internship_days", sa.Column("rewrite", sa.LargeBinary(), nullable=True))
    op.add_column("internship_days", sa.Column("rewrites", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "internship_editions",
        sa.Column("entry", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "edition", name="pk_internship_editions"),
        sa.ForeignKeyConstraint(
            ["entry"], ["internship_days.id"], name="fk_internship_editions_entry", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_internship_editions_student"),
    )
    op.create_index("ix_internship_editions_student", "internship_editions", ["student"])
