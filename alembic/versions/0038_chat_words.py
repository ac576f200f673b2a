"""words by which messages of the chat are found; reminders of announcements"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

STEM = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "chat_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("stem", STEM, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_chat_word_school_id")),
        sa.ForeignKeyConstraint(["room_id"], ["chat_room.id"], name=op.f("fk_chat_word_room_id")),
        sa.ForeignKeyConstraint(["message_id"], ["chat_message.id"], name=op.f("fk_chat_word_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_word")),
        sa.UniqueConstraint(
            "school_id",
            "room_id",
            "stem",
            "message_id",
            name=op.f("uq_chat_word_school_id_room_id_stem_message_id"),
        ),
    )
    op.create_index("ix_chat_word_message_id", "chat_word", ["message_id"])
    op.add_column("chat_message", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("chat_message", "reminded_at")
    op.drop_table("chat_word")
