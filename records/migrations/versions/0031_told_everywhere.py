"""Told tables are found by what they are on, in whichever course."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_told_tables_about", "told_tables", ["about"])
