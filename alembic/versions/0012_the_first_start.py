"""a school's number and address, one-time links, what classes of a grade begin with"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("school") as batch:
        batch.add_column(sa.Column("inn", sa.String(length=12), nullable=False, server_default=sa.text("''")))
        batch.add_column(
            sa.Column("address", sa.String(length=300), nullable=False, server_default=sa.text("''"))
        )
    _one_time_links()
    op.create_table(
        "grade_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("days_per_week", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(length=24), nullable=False),
        sa.Column("terms", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_grade_rule_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_rule")),
        sa.UniqueConstraint("school_id", "grade", name=op.f("uq_grade_rule_school_id_grade")),
    )


def _one_time_links() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_one_time_link_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index("ix_one_time_link_school_id_person_id", "one_time_link", ["school_id", "person_id"])
    op.create_index("ix_one_time_link_purpose_expires_at", "one_time_link", ["purpose", "expires_at"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("grade_rule")
    op.drop_index("ix_one_time_link_purpose_expires_at", table_name="one_time_link")
    op.drop_index("ix_one_time_link_school_id_person_id", table_name="one_time_link")
    op.drop_table("one_time_link")
    with op.batch_alter_table("school") as batch:
        batch.drop_column("address")
        batch.drop_column("inn")
