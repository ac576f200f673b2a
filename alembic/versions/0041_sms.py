"""SMS: what a school pays in a day, what they say, when an urgent one goes, people without an account"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "channel_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_channel_day_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_day")),
        sa.UniqueConstraint(
            "school_id", "channel", "day", "urgent", name=op.f("uq_channel_day_school_id_channel_day_urgent")
        ),
    )
    with op.batch_alter_table("delivery") as batch:
        batch.alter_column("account_id", existing_type=sa.Integer(), nullable=True)
    for name, kind, usual in (
        ("sms_a_day", sa.Integer(), "200"),
        ("sms_words", sa.Boolean(), sa.true()),
        ("urgent_sms_after", sa.Integer(), "5"),
    ):
        op.add_column("school_settings", sa.Column(name, kind, nullable=False, server_default=usual))


def downgrade() -> None:
    """Go back to the version before: what went to people without an account is forgotten."""
    for name in ("urgent_sms_after", "sms_words", "sms_a_day"):
        op.drop_column("school_settings", name)
    op.execute("DELETE FROM delivery WHERE account_id IS NULL")
    with op.batch_alter_table("delivery") as batch:
        batch.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("channel_day")
