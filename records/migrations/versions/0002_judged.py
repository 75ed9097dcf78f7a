"""Whether an edition's label has been judged: until then only its uploader and the owner's stewards see it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AFTER_JUDGING = ("sealing", "indexing", "showing", "ready")
"""Stages a document came to only after the rules had read it. One that failed while being read stays unjudged."""


def upgrade() -> None:
    op.add_column("editions", sa.Column("judged", sa.Boolean(), server_default=sa.false(), nullable=False))
    rows = sa.table(
        "editions",
        sa.column("judged", sa.Boolean()),
        sa.column("final", sa.Boolean()),
        sa.column("proposed_label", sa.Text()),
        sa.column("stage", sa.String()),
    )
    judged = sa.or_(rows.c.final, rows.c.proposed_label.is_not(None), rows.c.stage.in_(AFTER_JUDGING))
    op.execute(rows.update().where(judged).values(judged=sa.true()))
