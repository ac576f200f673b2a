"""words by which posts of the forum are found; those of the chat by the same rule; pictures looked at"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

# The index is of use only if its words are made as those that are looked for: by the rule of the program
# that runs, not by a copy of it.
from ejournal.word_forms import stems_of

revision = "0045"
down_revision = "0044"

STEM = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
PORTION = 500

topic = sa.table("forum_topic", *(sa.column(name) for name in ("id", "title")))
post = sa.table(
    "forum_post",
    *(sa.column(name) for name in ("id", "school_id", "topic_id", "number", "words", "standing", "sought")),
)
message = sa.table(
    "chat_message",
    *(sa.column(name) for name in ("id", "school_id", "room_id", "words", "deleted_at")),
)
chat_word = sa.table(
    "chat_word", *(sa.column(name) for name in ("school_id", "room_id", "message_id", "stem"))
)
word = sa.table("forum_word", *(sa.column(name) for name in ("school_id", "post_id", "stem")))


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "forum_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("stem", STEM, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_forum_word_school_id")),
        sa.ForeignKeyConstraint(["post_id"], ["forum_post.id"], name=op.f("fk_forum_word_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_word")),
        sa.UniqueConstraint(
            "school_id", "stem", "post_id", name=op.f("uq_forum_word_school_id_stem_post_id")
        ),
    )
    op.create_index("ix_forum_word_post_id", "forum_word", ["post_id"])
    _fill_forum()
    _fill_chat()
    op.drop_column("forum_post", "sought")
    op.add_column("class_item", sa.Column("photos_at", sa.DateTime(timezone=True), nullable=True))


def _fill_forum() -> None:
    for rows in _posts():
        _put(
            word,
            [
                {"school_id": row["school_id"], "post_id": row["id"], "stem": stem}
                for row in rows
                if row["standing"] != "gone"
                for stem in stems_of(_text(row))
            ],
        )


def _fill_chat() -> None:
    op.get_bind().execute(chat_word.delete())
    for rows in _portions(sa.select(message).where(message.c.deleted_at.is_(None)), message.c.id):
        _put(
            chat_word,
            [
                {
                    "school_id": row["school_id"], "room_id": row["room_id"], "message_id": row["id"],
                    "stem": stem,
                }
                for row in rows
                for stem in stems_of(row["words"])
            ],
        )  # fmt: skip


def _put(table: sa.TableClause, rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(table.insert(), rows)


def _posts() -> Iterator[Sequence[sa.RowMapping]]:
    """The posts with the titles of their topics."""
    columns = (post.c[name] for name in ("id", "school_id", "number", "words", "standing"))
    asked = sa.select(*columns, topic.c.title).join_from(post, topic, topic.c.id == post.c.topic_id)
    return _portions(asked, post.c.id)


def _portions(asked: sa.Select, number: sa.ColumnClause) -> Iterator[Sequence[sa.RowMapping]]:
    """The rows by their number, some at a time."""
    last = 0
    while (
        rows := op.get_bind()
        .execute(asked.where(number > last).order_by(number).limit(PORTION))
        .mappings()
        .all()
    ):
        yield rows
        last = rows[-1]["id"]


def _text(row: sa.RowMapping) -> str:
    return f"{row['title']}\n{row['words']}" if row["number"] == 1 else row["words"]


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("class_item", "photos_at")
    with op.batch_alter_table("forum_post") as batch:
        batch.add_column(sa.Column("sought", sa.Text(), nullable=False, server_default=""))
    change = post.update().where(post.c.id == sa.bindparam("of")).values(sought=sa.bindparam("text"))
    for rows in _posts():
        folded = [{"of": row["id"], "text": _text(row).casefold().replace("ё", "е")} for row in rows]
        op.get_bind().execute(change, folded)
    with op.batch_alter_table("forum_post") as batch:
        batch.alter_column("sought", server_default=None)
    op.drop_table("forum_word")
