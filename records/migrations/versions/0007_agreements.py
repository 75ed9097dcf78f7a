"""Documents the house made itself; agreements of two owners, their signatures, and what was released under them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("made_from", sa.String(64)))
    op.create_index("ix_documents_made_from", "documents", ["made_from"])
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("school", sa.String(64), nullable=False),
        sa.Column("enterprise", sa.String(64), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("revoked_at", Moment()),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
        sa.ForeignKeyConstraint(["school"], ["owners.id"], name="fk_agreements_school"),
        sa.ForeignKeyConstraint(["enterprise"], ["owners.id"], name="fk_agreements_enterprise"),
    )
    op.create_table(
        "agreement_signatures",
        sa.Column("agreement", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("agreement", "owner", name="pk_agreement_signatures"),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreements.id"], name="fk_agreement_signatures_agreement", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_agreement_signatures_owner"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_agreement_signatures_person"),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("agreement", sa.String(64), nullable=False),
        sa.Column("artefact", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("function", sa.String(64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.ForeignKeyConstraint(["agreement"], ["agreements.id"], name="fk_releases_agreement", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_releases_person"),
    )
    op.create_index("ix_releases_agreement", "releases", ["agreement"])
    op.create_index("ix_releases_document", "releases", ["document"])
