"""the forum: sections, topics, posts, who follows them, what moderators decided"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

MOMENT = sa.DateTime(timezone=True)
TABLES = ("report", "decision", "seen", "subscription", "former_words", "post", "topic", "section")


def upgrade() -> None:
    """Go to this version."""
    _sections()
    _posts()
    _readers()
    _moderation()


def _sections() -> None:
    groups = ("pupils", "guardians", "staff")
    _table(
        "forum_section",
        {"class_id": "school_class"},
        sa.Column("part", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=400), nullable=False),
        *(_switch(f"{does}_{who}", usual=who != "pupils") for does in ("reads", "writes") for who in groups),
        _switch("moderated"),
        _switch("closed"),
        sa.UniqueConstraint("school_id", "part", name=op.f("uq_forum_section_school_id_part")),
        may_lack=("class_id",),
    )
    _index("forum_section", "class_id")


def _posts() -> None:
    _table(
        "forum_topic",
        {"section_id": "forum_section", "author_id": "person"},
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("standing", sa.String(length=24), nullable=False),
        _switch("pinned"),
        _switch("closed"),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
    )
    _index("forum_topic", "section_id", "pinned", "last_at")
    _index("forum_topic", "author_id")
    _table(
        "forum_post",
        {"topic_id": "forum_topic", "author_id": "person"},
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=24), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        _unique("forum_post", "topic_id", "number"),
    )
    _index("forum_post", "standing", "written_at")
    _table(
        "forum_former_words",
        {"post_id": "forum_post"},
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    _index("forum_former_words", "post_id")


def _readers() -> None:
    of_both = {"topic_id": "forum_topic", "person_id": "person"}
    for name, columns in (
        ("forum_subscription", (sa.Column("wanted", sa.Boolean(), nullable=False),)),
        ("forum_seen", (sa.Column("seen_at", MOMENT, nullable=False),)),
    ):
        _table(name, of_both, *columns, _unique(name, "topic_id", "person_id"))
        _index(name, "person_id")


def _moderation() -> None:
    _table(
        "forum_decision",
        {"post_id": "forum_post", "person_id": "person", "by_id": "person", "class_id": "school_class"},
        sa.Column("deed", sa.String(length=24), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        may_lack=("class_id",),
    )
    _index("forum_decision", "post_id")
    _index("forum_decision", "person_id", "until")
    _table(
        "forum_report",
        {"post_id": "forum_post", "reporter_id": "person"},
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        _unique("forum_report", "post_id", "reporter_id"),
    )
    _index("forum_report", "decided_at")


def _switch(name: str, *, usual: bool = False) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if usual else sa.false())


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


def _index(name: str, *columns: str) -> None:
    within = ["school_id", *columns]
    op.create_index(f"ix_{name}_{'_'.join(within)}", name, within)


def downgrade() -> None:
    """Go back to the version before: all that was written in the forum is lost."""
    for name in TABLES:
        op.drop_table(f"forum_{name}")
