"""Artefacts: what tools made of sources, edition by edition, with the sources they came from and who approved them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _of_artefact() -> sa.Column[str]:
    return sa.Column("artefact", sa.String(64), nullable=False)


def _cascade(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["artefact"], ["artefacts.id"], name=f"fk_{table}_artefact", ondelete="CASCADE")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.create_table(
        "artefacts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("tool", sa.String(64), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("sources_label", sa.Text(), nullable=False),
        sa.Column("integrity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_artefacts"),
        _person("artefacts", "author"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_artefacts_label"),
    )
    op.create_index("ix_artefacts_label", "artefacts", ["label"])
    op.create_index("ix_artefacts_newest_first", "artefacts", ["made_at", "id"])
    op.create_table(
        "artefact_editions",
        _of_artefact(),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("artefact", "edition", name="pk_artefact_editions"),
        _cascade("artefact_editions"),
        _person("artefact_editions", "person"),
    )
    op.create_table(
        "artefact_sources",
        _of_artefact(),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("artefact", "document", name="pk_artefact_sources"),
        _cascade("artefact_sources"),
    )
    op.create_index("ix_artefact_sources_document", "artefact_sources", ["document"])
    op.create_table(
        "artefact_approvals",
        _of_artefact(),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("artefact", "edition", "owner", name="pk_artefact_approvals"),
        _cascade("artefact_approvals"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_artefact_approvals_owner"),
        _person("artefact_approvals", "person"),
    )
