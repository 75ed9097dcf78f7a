"""Entries of internship logs whose incident is not yet answered are found by a query; NULL: of a time before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("internship_days", sa.Column("alarm", sa.Boolean(), nullable=True))
