"""Findings of a course, what was told of a class before, revision tasks; since when somebody is enrolled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolments", sa.Column("since", Moment()))
    op.create_table(
        "told_tables",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(64), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_told_tables"),
        sa.ForeignKeyConstraint(["course"], ["courses.id"], name="fk_told_tables_course"),
        sa.UniqueConstraint("course", "audience", "about", "seq", name="uq_told_tables_course"),
    )
    op.create_table(
        "told_people",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("course", "person", name="pk_told_people"),
        sa.ForeignKeyConstraint(["course"], ["courses.id"], name="fk_told_people_course"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_told_people_person"),
    )
    op.create_index("ix_told_people_person", "told_people", ["person"])
    _tasks()


def _tasks() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("cohort", sa.String(16), nullable=False),
        sa.Column("told", sa.String(64)),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("who", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.ForeignKeyConstraint(["course"], ["courses.id"], name="fk_revisions_course"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_revisions_label"),
        sa.ForeignKeyConstraint(["author"], ["people.id"], name="fk_revisions_author"),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_revisions_who"),
    )
    op.create_index("ix_revisions_course", "revisions", ["course", "made_at"])
