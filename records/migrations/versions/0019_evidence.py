"""Process evidence: registers of what may be kept, consents per enterprise, evidence, statements, looks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.columns import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _registers()
    _consents()
    _evidence()
    _about()


def _registers() -> None:
    op.create_table(
        "registers",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("school", sa.String(64), nullable=False),
        sa.Column("enterprise", sa.String(64), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registers"),
        sa.ForeignKeyConstraint(["school"], ["owners.id"], name="fk_registers_school"),
        sa.ForeignKeyConstraint(["enterprise"], ["owners.id"], name="fk_registers_enterprise"),
    )
    op.create_table(
        "register_signatures",
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("register", "owner", name="pk_register_signatures"),
        sa.ForeignKeyConstraint(
            ["register"], ["registers.id"], name="fk_register_signatures_register", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_register_signatures_owner"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_register_signatures_person"),
    )
    op.create_table(
        "evidence_refusals",
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", "why", "day", name="pk_evidence_refusals"),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name="fk_evidence_refusals_owner"),
    )


def _consents() -> None:
    op.create_table(
        "enterprise_consents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("enterprise", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(16), nullable=False),
        sa.Column("given_by", sa.String(64), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise_consents"),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_enterprise_consents_student"),
        sa.ForeignKeyConstraint(["enterprise"], ["owners.id"], name="fk_enterprise_consents_enterprise"),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name="fk_enterprise_consents_given_by"),
    )
    op.create_index("ix_enterprise_consents_student", "enterprise_consents", ["student", "enterprise"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("slot", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("course", sa.String(64), nullable=True),
        sa.Column("enterprise", sa.String(64), nullable=True),
        sa.Column("label", sa.String(24), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("kept_by", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", "student", name="pk_evidence"),
        sa.UniqueConstraint("student", "slot", name="uq_evidence_student"),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_evidence_student"),
        sa.ForeignKeyConstraint(["enterprise"], ["owners.id"], name="fk_evidence_enterprise"),
        sa.ForeignKeyConstraint(["label"], ["labels.id"], name="fk_evidence_label"),
        sa.ForeignKeyConstraint(["kept_by"], ["people.id"], name="fk_evidence_kept_by"),
    )
    op.create_index("ix_evidence_latest", "evidence", ["student", "at"])
    op.create_index("ix_evidence_enterprise", "evidence", ["enterprise", "student"])
    op.create_table(
        "statements",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("stored", Moment(), nullable=False),
        sa.Column("verb", sa.String(64), nullable=False),
        sa.Column("activity", sa.String(64), nullable=True),
        sa.Column("registration", sa.String(64), nullable=True),
        sa.Column("voided_by", sa.String(64), nullable=True),
        sa.Column("voids", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", "student", name="pk_statements"),
        sa.ForeignKeyConstraint(
            ["id", "student"], ["evidence.id", "evidence.student"], name="fk_statements_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_statements_stored", "statements", ["student", "stored"])


def _about() -> None:
    op.create_table(
        "evidence_flags",
        sa.Column("evidence", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("evidence", "student", "version", "why", name="pk_evidence_flags"),
    )
    op.create_table(
        "evidence_looks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("student", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_looks"),
        sa.ForeignKeyConstraint(["student"], ["people.id"], name="fk_evidence_looks_student"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_evidence_looks_person"),
    )
    op.create_index("ix_evidence_looks_student", "evidence_looks", ["student", "at"])
