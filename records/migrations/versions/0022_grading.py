"""Grading by two subjects: schemes with their signatures, judgements, credits of process, grades, appeals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0022"
down_revision = "0019"
branch_labels = None
depends_on = None


def _to(
    table: str, name: str, target: str, ondelete: str | None = None, size: int = 64, nullable: bool = False
) -> sa.Column[str]:
    key = sa.ForeignKey(target, name=f"fk_{table}_{name}", ondelete=ondelete)
    return sa.Column(name, sa.String(size), key, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "agreement_terms",
        _to("agreement_terms", "agreement", "agreements.id", ondelete="CASCADE"),
        sa.Column("function", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("agreement", "function", name="pk_agreement_terms"),
    )
    op.create_table(
        "schemes",
        sa.Column("id", sa.String(64), nullable=False),
        _to("schemes", "course", "courses.id"),
        _to("schemes", "school", "owners.id"),
        _to("schemes", "enterprise", "owners.id"),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("schemes", "author", "people.id"),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("frozen_at", Moment()),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("course", "enterprise", "stage", "edition", name="uq_schemes_course"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes"),
    )
    op.create_table(
        "scheme_seats",
        _to("scheme_seats", "scheme", "schemes.id", ondelete="CASCADE"),
        sa.Column("criterion", sa.String(64), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scheme", "criterion", "side", name="pk_scheme_seats"),
    )
    op.create_table(
        "scheme_signatures",
        _to("scheme_signatures", "scheme", "schemes.id", ondelete="CASCADE"),
        _to("scheme_signatures", "owner", "owners.id"),
        _to("scheme_signatures", "person", "people.id"),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("scheme", "owner", name="pk_scheme_signatures"),
    )
    op.create_table(
        "judgements",
        sa.Column("id", sa.String(64), nullable=False),
        _to("judgements", "student", "people.id"),
        _to("judgements", "scheme", "schemes.id", ondelete="CASCADE"),
        sa.Column("criterion", sa.String(64), nullable=False),
        _to("judgements", "rater", "people.id"),
        sa.Column("side", sa.String(16)),
        sa.Column("seat", sa.String(16), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        _to("judgements", "label", "labels.id", size=24),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("scheme", "student", "criterion", "rater", name="uq_judgements_scheme"),
        sa.PrimaryKeyConstraint("id", "student", name="pk_judgements"),
    )
    op.create_index("ix_judgements_student", "judgements", ["student"])
    op.create_table(
        "credits",
        sa.Column("id", sa.String(64), nullable=False),
        _to("credits", "student", "people.id"),
        _to("credits", "scheme", "schemes.id", ondelete="CASCADE"),
        sa.Column("criterion", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _to("credits", "person", "people.id"),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment()),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "student", name="pk_credits"),
    )
    op.create_index("ix_credits_scheme", "credits", ["scheme", "student"])
    op.create_table(
        "grades",
        sa.Column("id", sa.String(64), nullable=False),
        _to("grades", "student", "people.id"),
        _to("grades", "scheme", "schemes.id", ondelete="CASCADE"),
        sa.Column("edition", sa.Integer(), nullable=False),
        _to("grades", "agreement", "agreements.id", ondelete="CASCADE"),
        _to("grades", "label", "labels.id", size=24),
        _to("grades", "person", "people.id"),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("scheme", "student", "edition", name="uq_grades_scheme"),
        sa.PrimaryKeyConstraint("id", "student", name="pk_grades"),
    )
    op.create_index("ix_grades_student", "grades", ["student"])
    op.create_table(
        "appeals",
        sa.Column("id", sa.String(64), nullable=False),
        _to("appeals", "student", "people.id"),
        _to("appeals", "scheme", "schemes.id", ondelete="CASCADE"),
        sa.Column("grade", sa.String(64), nullable=False),
        sa.Column("criterion", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _to("appeals", "assessor", "people.id", nullable=True),
        sa.Column("decided_at", Moment()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "student", name="pk_appeals"),
    )
    op.create_index("ix_appeals_student", "appeals", ["student"])
