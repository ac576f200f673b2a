"""early notices: from which facts on, and what was done about them"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "early_notice_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("failing_marks", sa.Integer(), nullable=False),
        sa.Column("average_drop", sa.Numeric(precision=3, scale=2), nullable=False),
        sa.Column("absence_share", sa.Integer(), nullable=False),
        sa.Column("growth_share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_early_notice_rule_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_notice_rule")),
        sa.UniqueConstraint("school_id", name=op.f("uq_early_notice_rule_school_id")),
    )
    op.create_table(
        "early_notice_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.String(length=400), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("follow_up", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_early_notice_talk_author_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["person.id"], name=op.f("fk_early_notice_talk_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_early_notice_talk_school_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_early_notice_talk_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_notice_talk")),
    )
    op.create_index("ix_early_notice_talk_school_id_pupil_id", "early_notice_talk", ["school_id", "pupil_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_early_notice_talk_school_id_pupil_id", table_name="early_notice_talk")
    op.drop_table("early_notice_talk")
    op.drop_table("early_notice_rule")
