"""letters to people, passwords forgotten, addresses confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("new_device", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_in_session") as batch:
        batch.alter_column("new_device", server_default=None)
    _mail()
    _unread_last()
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("lives_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("name", name=op.f("uq_turn_name")),
    )
    op.create_table(
        "forgotten_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_password")),
    )
    op.create_table(
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_email_change_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_email_change_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("account_id", name=op.f("uq_email_change_account_id")),
    )


def _unread_last() -> None:
    """Of two indexes as good as each other SQLite takes the one made last: for the bell, this."""
    unread = sa.text("read_at IS NULL")
    op.drop_index("ix_outbox_notice_unread", table_name="outbox_notice")
    op.create_index(
        "ix_outbox_notice_unread",
        "outbox_notice",
        ["school_id", "recipient_id"],
        sqlite_where=unread,
        postgresql_where=unread,
    )


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("to_address", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=10000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_mail_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(
        "ix_mail_school_id_person_id_created_at", "mail", ["school_id", "person_id", "created_at"]
    )
    op.create_index("ix_mail_to_address_created_at", "mail", ["to_address", "created_at"])
    op.create_index("ix_mail_closed_at_not_before", "mail", ["closed_at", "not_before"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("email_change")
    op.drop_table("forgotten_password")
    op.drop_table("turn")
    op.drop_index("ix_mail_closed_at_not_before", table_name="mail")
    op.drop_index("ix_mail_to_address_created_at", table_name="mail")
    op.drop_index("ix_mail_school_id_person_id_created_at", table_name="mail")
    op.drop_table("mail")
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_column("new_device")
    with op.batch_alter_table("account") as batch:
        batch.drop_column("email_confirmed_at")
