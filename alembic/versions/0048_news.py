"""news of the school: items, to whom, who has read them, comments"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go to this version."""
    _table(
        "news_item",
        {"author_id": "person"},
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("whom", sa.String(length=24), nullable=False),
        *(_no(name) for name in ("pinned", "must", "comments", "is_public")),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("out_at", "edited_at", "reminded_at")),
    )
    _index("news_item", "state", "out_at")
    _index("news_item", "author_id")
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "ix_news_item_waiting", "news_item", ["out_at"], sqlite_where=waits, postgresql_where=waits
    )
    refers = {
        "class_id": "school_class", "group_id": "study_group", "person_id": "person", "news_id": "news_item"
    }  # fmt: skip
    _table(
        "news_part",
        refers,
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=True),
        may_lack=("class_id", "group_id", "person_id"),
    )
    _index("news_part", "news_id")
    _table(
        "news_reader",
        {"news_id": "news_item", "person_id": "person"},
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        unique=("news_id", "person_id"),
    )
    _index("news_reader", "person_id")
    _table(
        "news_comment",
        {"news_id": "news_item", "author_id": "person", "hidden_by_id": "person"},
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        may_lack=("hidden_by_id",),
    )
    _index("news_comment", "news_id")
    _index("news_comment", "author_id")
    _table(
        "news_report",
        {"comment_id": "news_comment", "reporter_id": "person"},
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        unique=("comment_id", "reporter_id"),
    )


def _no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _table(
    name: str, refers: dict[str, str], *more: sa.Column, may_lack: tuple[str, ...] = (),
    unique: tuple[str, ...] = (),
) -> None:  # fmt: skip
    refers = {"school_id": "school", **refers}
    within = ["school_id", *unique]
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=one in may_lack) for one in refers),
        *(
            sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{name}_{one}"))
            for one, other in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *([sa.UniqueConstraint(*within, name=op.f(f"uq_{name}_{'_'.join(within)}"))] if unique else []),
        *more,
    )


def _index(name: str, *columns: str) -> None:
    within = ["school_id", *columns]
    op.create_index(f"ix_{name}_{'_'.join(within)}", name, within)


def downgrade() -> None:
    """Go back to the version before: all news of the school are lost."""
    for name in ("news_report", "news_comment", "news_reader", "news_part", "news_item"):
        op.drop_table(name)
