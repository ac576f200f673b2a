"""notices that leave the program: what is chosen, what waits, what became of it"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "notice_default",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("going", sa.String(length=24), nullable=False),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_default_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_default")),
        sa.UniqueConstraint(
            "school_id", "kind", "channel", name=op.f("uq_notice_default_school_id_kind_channel")
        ),
    )
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("going", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_choice_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_choice_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint(
            "account_id", "kind", "channel", name=op.f("uq_notice_choice_account_id_kind_channel")
        ),
    )
    op.create_table(
        "notice_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("mail_stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_hours_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_hours_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_hours")),
        sa.UniqueConstraint("account_id", name=op.f("uq_notice_hours_account_id")),
    )
    _create_delivery()
    op.add_column("outbox_notice", sa.Column("out_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox_notice", sa.Column("digest_id", sa.Integer(), nullable=True))
    for name in ("out_at", "digest_id"):
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_outbox_notice_{name}", "outbox_notice", [name], sqlite_where=known, postgresql_where=known
        )
    op.add_column("school_settings", sa.Column("marks_out_from", sa.Integer(), nullable=True))
    for name, hour in (("digest_hour", "18"), ("quiet_from", "21"), ("quiet_until", "7")):
        op.add_column("school_settings", sa.Column(name, sa.Integer(), nullable=False, server_default=hour))


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("notice_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fate", sa.String(length=24), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_delivery_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_delivery_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "account_id", "channel", "notice_id", "notice_at", name="uq_delivery_account_id_notice"
        ),
        sa.UniqueConstraint("account_id", "channel", "day", name="uq_delivery_account_id_day"),
    )
    waits = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_delivery_waiting", "delivery", ["channel", "not_before"],
        sqlite_where=waits, postgresql_where=waits,
    )  # fmt: skip
    op.create_index("ix_delivery_closed_at", "delivery", ["closed_at"])
    op.create_index("ix_delivery_school_id_fate_closed_at", "delivery", ["school_id", "fate", "closed_at"])


def downgrade() -> None:
    """Go back to the version before."""
    for name in ("quiet_until", "quiet_from", "digest_hour", "marks_out_from"):
        op.drop_column("school_settings", name)
    for name in ("digest_id", "out_at"):
        op.drop_index(f"ix_outbox_notice_{name}", table_name="outbox_notice")
        op.drop_column("outbox_notice", name)
    for name in ("delivery", "notice_hours", "notice_choice", "notice_default"):
        op.drop_table(name)
