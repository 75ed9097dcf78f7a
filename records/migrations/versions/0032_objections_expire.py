"""The words of an objection go when what it is about expires."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("objections") as table:
        table.alter_column("body", existing_type=sa.LargeBinary(), nullable=True)
    op.execute(
        "UPDATE objections SET body = NULL, outcome = COALESCE(outcome, 'expired'), "
        "decided_at = COALESCE(decided_at, at) WHERE EXISTS (SELECT 1 FROM evidence_flags AS f "
        "WHERE f.evidence = objections.evidence AND f.student = objections.student AND f.why = 'expired')"
    )
