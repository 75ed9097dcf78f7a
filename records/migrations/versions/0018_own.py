"""What people do with their own: names and pins of conversations, a word on an answer, where they are signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("threads", sa.Column("name", sa.LargeBinary(), nullable=True))
    op.add_column("threads", sa.Column("pinned_at", Moment(), nullable=True))
    op.add_column("sessions", sa.Column("made_at", Moment(), nullable=True))
    op.add_column("sessions", sa.Column("device", sa.LargeBinary(), nullable=True))
    op.create_table(
        "feedback",
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("turn", "person", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["turn", "person"], ["turns.id", "turns.person"], name="fk_feedback_turn", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_feedback_person", "feedback", ["person"])
