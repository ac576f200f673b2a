"""who opened whose personal data, and for how many days that is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("school_settings") as batch:
        batch.add_column(
            sa.Column("openings_kept_days", sa.Integer(), nullable=False, server_default=sa.text("365"))
        )
    with op.batch_alter_table("school_settings") as batch:
        batch.alter_column("openings_kept_days", server_default=None)
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("opener_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opener_id"], ["person.id"], name=op.f("fk_opening_opener_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_opening_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint(
            "school_id", "opener_id", "kind", "subject_id", "day", "hour",
            name=op.f("uq_opening_school_id_opener_id_kind_subject_id_day_hour"),
        ),
    )  # fmt: skip
    op.create_index(
        "ix_opening_school_id_kind_subject_id_day", "opening", ["school_id", "kind", "subject_id", "day"]
    )
    op.create_index("ix_opening_school_id_day_hour", "opening", ["school_id", "day", "hour"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_opening_school_id_day_hour", table_name="opening")
    op.drop_index("ix_opening_school_id_kind_subject_id_day", table_name="opening")
    op.drop_table("opening")
    with op.batch_alter_table("school_settings") as batch:
        batch.drop_column("openings_kept_days")
