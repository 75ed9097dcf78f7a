"""Learning paths: steps learnt, and the mentors they are shown to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learnt",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person", "step", name="pk_learnt"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_learnt_person"),
    )
    op.create_table(
        "path_shares",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("mentor", sa.String(64), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person", "mentor", name="pk_path_shares"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_path_shares_person"),
        sa.ForeignKeyConstraint(["mentor"], ["people.id"], name="fk_path_shares_mentor"),
    )
    op.create_index("ix_path_shares_mentor", "path_shares", ["mentor"])
