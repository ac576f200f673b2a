"""messengers: to whom a bot tells of an account's news, up to where its updates were taken in"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "messenger_chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_messenger_chat_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_messenger_chat_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messenger_chat")),
        sa.UniqueConstraint("account_id", "channel", name=op.f("uq_messenger_chat_account_id_channel")),
    )
    op.create_index("ix_messenger_chat_channel_user_id", "messenger_chat", ["channel", "user_id"])
    op.create_table(
        "messenger_bot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=100), nullable=False),
        sa.Column("marker", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messenger_bot")),
        sa.UniqueConstraint("channel", name=op.f("uq_messenger_bot_channel")),
    )


def downgrade() -> None:
    """Go back to the version before: nobody is told in a messenger any more."""
    op.execute("DELETE FROM delivery WHERE channel = 'max'")
    op.execute("DELETE FROM notice_choice WHERE channel = 'max'")
    op.execute("DELETE FROM notice_default WHERE channel = 'max'")
    op.execute("DELETE FROM one_time_link WHERE purpose = 'messenger'")
    op.drop_table("messenger_bot")
    op.drop_table("messenger_chat")
