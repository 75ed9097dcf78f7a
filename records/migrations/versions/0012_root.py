"""The root that derived keys come from, kept once the master key was changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("key_checks", sa.Column("root", sa.LargeBinary(), nullable=True))
