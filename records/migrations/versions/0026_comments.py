"""Comments on students: editions and the signatures of both sides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("scheme", sa.String(64), nullable=False),
        sa.Column("tone", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_comments_student"),
        sa.ForeignKeyConstraint(["scheme"], ["schemes.id"], name="fk_comments_scheme", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_comments_label"),
        sa.UniqueConstraint("scheme", "student", "tone", name="uq_comments_scheme"),
        sa.PrimaryKeyConstraint("id", "student", name="pk_comments"),
    )
    op.create_index("ix_comments_student", "comments", ["student"])
    op.create_table(
        "comment_editions",
        sa.Column("comment", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_comment_editions_person"),
        sa.ForeignKeyConstraint(
            ["comment", "student"], ["comments.id", "comments.student"], name="fk_comment_editions_comment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment", "student", "edition", name="pk_comment_editions"),
    )  # fmt: skip
    op.create_table(
        "comment_signatures",
        sa.Column("comment", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_comment_signatures_person"),
        sa.ForeignKeyConstraint(
            ["comment", "student", "edition"],
            ["comment_editions.comment", "comment_editions.student", "comment_editions.edition"],
            name="fk_comment_signatures_comment", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment", "student", "edition", "side", name="pk_comment_signatures"),
    )  # fmt: skip
