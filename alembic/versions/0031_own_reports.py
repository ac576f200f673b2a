"""reports that people put together themselves; how the printed journal writes its cells"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "own_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rows", sa.String(length=24), nullable=False),
        sa.Column("columns", sa.String(length=400), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("bound_column", sa.String(length=24), nullable=False),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("bound", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("order_column", sa.String(length=24), nullable=False),
        sa.Column("descending", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_own_report_owner_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_own_report_school_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_own_report_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_report")),
    )
    op.add_column(
        "school_settings", sa.Column("paper_late", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "school_settings", sa.Column("paper_slash", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_index("ix_own_report_school_id_owner_id", "own_report", ["school_id", "owner_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("school_settings", "paper_slash")
    op.drop_column("school_settings", "paper_late")
    op.drop_index("ix_own_report_school_id_owner_id", table_name="own_report")
    op.drop_table("own_report")
