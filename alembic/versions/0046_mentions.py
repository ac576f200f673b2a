"""people named in messages of the chat"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "chat_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_chat_mention_school_id")),
        sa.ForeignKeyConstraint(["room_id"], ["chat_room.id"], name=op.f("fk_chat_mention_room_id")),
        sa.ForeignKeyConstraint(["message_id"], ["chat_message.id"], name=op.f("fk_chat_mention_message_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chat_mention_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_mention")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "room_id",
            "number",
            name=op.f("uq_chat_mention_school_id_person_id_room_id_number"),
        ),
    )
    op.create_index("ix_chat_mention_message_id", "chat_mention", ["message_id"])


def downgrade() -> None:
    """Go back to the version before: messages name nobody any more, their words stay."""
    op.drop_table("chat_mention")
