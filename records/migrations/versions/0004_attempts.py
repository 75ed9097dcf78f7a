"""Practice: every answer, mastery per competency, rehearsals. Each is about one person and sealed with their key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _person(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("person", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=f"fk_{table}_person"),
    ]


def _label(table: str, name: str = "label") -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, sa.String(24), nullable=False),
        sa.ForeignKeyConstraint([name], ["labels.id"], name=f"fk_{table}_{name}"),
    ]


def _sealed() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(64), nullable=False),
        *_person("attempts"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        *_label("attempts", "about"),
        *_label("attempts"),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("out_of", sa.Float(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("id", "person", name="pk_attempts"),
    )
    op.create_index("ix_attempts_latest", "attempts", ["person", "at"])
    op.create_index("ix_attempts_item", "attempts", ["item"])
    op.create_table(
        "mastery",
        *_person("mastery"),
        sa.Column("slot", sa.String(64), nullable=False),
        *_label("mastery"),
        sa.Column("changed_at", Moment(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("person", "slot", name="pk_mastery"),
    )
    op.create_table(
        "rehearsals",
        sa.Column("id", sa.String(64), nullable=False),
        *_person("rehearsals"),
        *_label("rehearsals"),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment()),
        sa.Column("moves", sa.Integer(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("id", "person", name="pk_rehearsals"),
    )
    op.create_index("ix_rehearsals_latest", "rehearsals", ["person", "started_at"])
