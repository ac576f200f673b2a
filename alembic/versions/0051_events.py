"""events: dates, whom they invite, answers and places"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go to this version."""
    _table(
        "school_event",
        {"author_id": "person"},
        *(sa.Column(name, sa.String(length=24), nullable=False) for name in ("state", "kind", "whom", "per")),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("out_at", "edited_at")),
    )
    _index("school_event", "state")
    _index("school_event", "author_id")
    refers = {
        "class_id": "school_class", "group_id": "study_group", "person_id": "person",
        "event_id": "school_event",
    }  # fmt: skip
    _table(
        "event_part",
        refers,
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=True),
        may_lack=("class_id", "group_id", "person_id"),
    )
    _index("event_part", "event_id")
    _table(
        "event_date",
        {"event_id": "school_event"},
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Time(), nullable=True) for name in ("starts", "ends")),
        *(
            sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
            for name in ("taken", "sequence")
        ),
        sa.Column("cancelled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reminded_at", MOMENT, nullable=True),
    )
    _index("event_date", "event_id")
    _index("event_date", "day")
    waits = sa.text("reminded_at IS NULL")
    op.create_index(
        "ix_event_date_unreminded", "event_date", ["day"], sqlite_where=waits, postgresql_where=waits
    )
    _table(
        "event_answer",
        {"date_id": "event_date", "for_id": "person", "person_id": "person"},
        sa.Column("said", sa.String(length=24), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("waits_from", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("was_there", sa.Boolean(), nullable=True),
        unique=("date_id", "for_id"),
    )
    _index("event_answer", "for_id")
    _index("event_answer", "person_id")


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
    """Go back to the version before: all events and answers are lost."""
    for name in ("event_answer", "event_date", "event_part", "school_event"):
        op.drop_table(name)
