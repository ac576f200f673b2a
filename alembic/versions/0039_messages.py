"""messages of the school to many: to whom, what is asked, who has seen and answered; kept texts"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "message_template", "message_child", "message_reader", "message_part", "message_choice", "mass_message"
)  # fmt: skip


def upgrade() -> None:
    """Go to this version."""
    _messages()
    _choices()
    _readers()
    _table(
        "message_template",
        {"owner_id": "person"},
        sa.Column("of_school", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    _index("message_template", "owner_id")


def _messages() -> None:
    _table(
        "mass_message",
        {"author_id": "person"},
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("whom", sa.String(length=24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("asks", sa.String(length=24), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("until", "send_at")),
        sa.Column("made_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("sent_at", "withdrawn_at", "reminded_at")),
    )
    _index("mass_message", "author_id", "id")
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_mass_message_waiting", "mass_message", ["send_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def _choices() -> None:
    _table(
        "message_choice",
        {"owner_id": "person"},
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("whom", sa.String(length=24), nullable=False),
    )
    _index("message_choice", "owner_id")
    _table(
        "message_part",
        {"message_id": "mass_message", "choice_id": "message_choice", "class_id": "school_class",
         "group_id": "study_group", "person_id": "person"},
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=True),
        may_lack=True,
    )  # fmt: skip
    _index("message_part", "message_id")
    _index("message_part", "choice_id")


def _readers() -> None:
    _table(
        "message_reader",
        {"message_id": "mass_message", "person_id": "person"},
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.UniqueConstraint(
            "school_id", "message_id", "person_id",
            name=op.f("uq_message_reader_school_id_message_id_person_id"),
        ),
    )  # fmt: skip
    _index("message_reader", "person_id", "message_id")
    _table(
        "message_child",
        {"message_id": "mass_message", "person_id": "person", "pupil_id": "person",
         "class_id": "school_class"},
        sa.UniqueConstraint(
            "school_id", "message_id", "person_id", "pupil_id",
            name=op.f("uq_message_child_school_id_message_id_person_id_pupil_id"),
        ),
    )  # fmt: skip


def _table(
    name: str,
    refers: dict[str, str],
    *columns: sa.Column[object] | sa.UniqueConstraint,
    may_lack: bool = False,
) -> None:
    to = {"school_id": "school", **refers}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=may_lack and one != "school_id") for one in to),
        *columns,
        *(
            sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{name}_{one}"))
            for one, other in to.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _index(table: str, *columns: str) -> None:
    names = ["school_id", *columns]
    op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)


def downgrade() -> None:
    """Go back to the version before."""
    for name in TABLES:
        op.drop_table(name)
