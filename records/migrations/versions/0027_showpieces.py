"""Works with pictures in growth portfolios."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "showpieces",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("for_teachers", sa.Boolean(), nullable=False),
        sa.Column("for_mentors", sa.Boolean(), nullable=False),
        sa.Column("blob", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_showpieces"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_showpieces_person"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_showpieces_owner"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_showpieces_label"),
    )
    op.create_index("ix_showpieces_person", "showpieces", ["person", "at"])
    op.create_index("ix_showpieces_blob", "showpieces", ["owner", "blob"])
