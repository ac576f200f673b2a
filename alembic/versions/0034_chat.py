"""the chat: rooms, messages, who has read what, reports; when messages make notices, who supervises"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

MOMENT = sa.DateTime(timezone=True)
MARKS = ("edited", "deleted", "pinned", "hidden")


def upgrade() -> None:
    """Go to this version."""
    _rooms()
    _messages()
    _moderation()
    for name, kind, usual in (
        ("chat_open", sa.Boolean(), sa.true()),
        ("chat_from", sa.Time(), sa.text("'08:00:00'")),
        ("chat_until", sa.Time(), sa.text("'20:00:00'")),
    ):
        op.add_column("school_settings", sa.Column(name, kind, nullable=False, server_default=usual))
    with op.batch_alter_table("school_settings") as batch:
        batch.add_column(sa.Column("chat_supervisor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_school_settings_chat_supervisor_id"), "person", ["chat_supervisor_id"], ["id"]
        )


def _rooms() -> None:
    _table(
        "chat_room",
        {"class_id": "school_class", "course_id": "course", "owner_id": "person", "one_id": "person",
         "other_id": "person"},
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("watched", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=True),
        sa.Column("told_number", sa.Integer(), nullable=False),
        sa.UniqueConstraint("school_id", "part", name=op.f("uq_chat_room_school_id_part")),
        may_lack=("class_id", "course_id", "owner_id", "one_id", "other_id"),
    )  # fmt: skip
    op.create_index("ix_chat_room_school_id_kind_class_id", "chat_room", ["school_id", "kind", "class_id"])
    for name in ("course_id", "one_id", "other_id"):
        op.create_index(f"ix_chat_room_school_id_{name}", "chat_room", ["school_id", name])
    op.create_index(
        "ix_chat_room_school_id_watched_last_at", "chat_room", ["school_id", "watched", "last_at"]
    )
    _partial("ix_chat_room_untold", "chat_room", ["school_id"], "told_number < last_number")
    _table(
        "chat_member",
        {"room_id": "chat_room", "person_id": "person"},
        _unique("chat_member", "room_id", "person_id"),
    )
    op.create_index(
        "ix_chat_member_school_id_person_id_room_id", "chat_member", ["school_id", "person_id", "room_id"]
    )


def _messages() -> None:
    _table(
        "chat_message",
        {"room_id": "chat_room", "author_id": "person", "reply_to_id": "chat_message",
         "hidden_by_id": "person"},
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("announcement", sa.Boolean(), nullable=False, server_default=sa.false()),
        *(sa.Column(f"{what}_at", MOMENT, nullable=True) for what in MARKS),
        sa.Column("hidden_reason", sa.String(length=400), nullable=False),
        _unique("chat_message", "room_id", "number"),
        _unique("chat_message", "room_id", "client_id"),
        may_lack=("reply_to_id", "hidden_by_id"),
    )  # fmt: skip
    _partial("ix_chat_message_pinned", "chat_message", ["school_id", "room_id"], "pinned_at IS NOT NULL")
    _table(
        "chat_former_words",
        {"message_id": "chat_message"},
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_index(
        "ix_chat_former_words_school_id_message_id", "chat_former_words", ["school_id", "message_id"]
    )
    _table(
        "chat_seen",
        {"room_id": "chat_room", "person_id": "person"},
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        _unique("chat_seen", "room_id", "person_id"),
    )
    _table(
        "chat_reaction",
        {"message_id": "chat_message", "person_id": "person"},
        sa.Column("sign", sa.String(length=24), nullable=False),
        _unique("chat_reaction", "person_id", "message_id", "sign"),
    )
    op.create_index("ix_chat_seen_school_id_person_id", "chat_seen", ["school_id", "person_id"])
    op.create_index("ix_chat_reaction_message_id", "chat_reaction", ["message_id"])


def _moderation() -> None:
    _table(
        "chat_report",
        {"message_id": "chat_message", "reporter_id": "person", "decided_by_id": "person"},
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        _unique("chat_report", "message_id", "reporter_id"),
        may_lack=("decided_by_id",),
    )
    op.create_index("ix_chat_report_school_id_verdict_at", "chat_report", ["school_id", "verdict", "at"])
    _table(
        "chat_mute",
        {"person_id": "person", "author_id": "person"},
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
    )
    op.create_index(
        "ix_chat_mute_school_id_person_id_until", "chat_mute", ["school_id", "person_id", "until"]
    )


def _table(
    name: str,
    refers: dict[str, str],
    *more: sa.Column | sa.UniqueConstraint,
    may_lack: tuple[str, ...] = (),
) -> None:
    refers = {"school_id": "school", **refers}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=one in may_lack) for one in refers),
        *(
            sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{name}_{one}"))
            for one, other in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *more,
    )


def _unique(name: str, *columns: str) -> sa.UniqueConstraint:
    within = ("school_id", *columns)
    return sa.UniqueConstraint(*within, name=op.f(f"uq_{name}_{'_'.join(within)}"))


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Go back to the version before: all that was written is lost."""
    with op.batch_alter_table("school_settings") as batch:
        batch.drop_constraint("fk_school_settings_chat_supervisor_id", type_="foreignkey")
        batch.drop_column("chat_supervisor_id")
    for name in ("chat_until", "chat_from", "chat_open"):
        op.drop_column("school_settings", name)
    for name in ("mute", "report", "reaction", "seen", "former_words", "message", "member", "room"):
        op.drop_table(f"chat_{name}")
