"""The bank of exercises: items with the sources they rest on and who approved them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _key(table: str, column: str, to: str, cascade: bool = False) -> sa.ForeignKeyConstraint:
    ondelete = "CASCADE" if cascade else None
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "bank_items",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("sources_label", sa.Text(), nullable=False),
        sa.Column("integrity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bank_items"),
        _key("bank_items", "author", "people"),
        _key("bank_items", "label", "labels"),
    )
    op.create_index("ix_bank_items_label", "bank_items", ["label"])
    op.create_index("ix_bank_items_newest_first", "bank_items", ["made_at", "id"])
    op.create_table(
        "bank_sources",
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("item", "document", name="pk_bank_sources"),
        _key("bank_sources", "item", "bank_items", cascade=True),
    )
    op.create_index("ix_bank_sources_document", "bank_sources", ["document"])
    op.create_table(
        "bank_approvals",
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("item", "edition", "owner", name="pk_bank_approvals"),
        _key("bank_approvals", "item", "bank_items", cascade=True),
        _key("bank_approvals", "owner", "owners"),
        _key("bank_approvals", "person", "people"),
    )
