"""Word templates of owners, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("asks", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_templates_owner"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_templates_label"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_templates_person"),
    )
    op.create_index("ix_templates_owner", "templates", ["owner"])
