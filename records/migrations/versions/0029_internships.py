"""Internships: what projects ask for, placements, the days of their logs, attendance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requirements()
    _placements()
    _days()
    _marks()


def _requirements() -> None:
    op.create_table(
        "project_requirements",
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("project", name="pk_project_requirements"),
        sa.ForeignKeyConstraint(["project"], ["projects.id"], name="fk_project_requirements_project"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_project_requirements_owner"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_project_requirements_person"),
    )


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("enterprise", sa.String(64), nullable=False),
        sa.Column("mentor", sa.String(64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("work_order", sa.String(64)),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
        *(
            sa.ForeignKeyConstraint([column], [of], name=f"fk_placements_{column}")
            for column, of in (
                ("student", "people.id"), ("project", "projects.id"), ("course", "courses.id"),
                ("enterprise", "owners.id"), ("mentor", "people.id"), ("label", "labels.id"), ("person", "people.id"),
            )
        ),
    )  # fmt: skip
    op.create_index("ix_placements_student", "placements", ["student"])
    op.create_index("ix_placements_course", "placements", ["course"])


def _days() -> None:
    op.create_table(
        "internship_days",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("placement", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_internship_days"),
        sa.UniqueConstraint("placement", "day", name="uq_internship_days_placement"),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name="fk_internship_days_placement", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_internship_days_student"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_internship_days_decided_by"),
    )
    op.create_index("ix_internship_days_student", "internship_days", ["student"])


def _marks() -> None:
    op.create_table(
        "internship_marks",
        sa.Column("placement", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("placement", "day", name="pk_internship_marks"),
        sa.ForeignKeyConstraint(
            ["placement"], ["placements.id"], name="fk_internship_marks_placement", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_internship_marks_student"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_internship_marks_person"),
    )
    op.create_index("ix_internship_marks_student", "internship_marks", ["student"])
