"""surveys: what is asked of whom, who may answer, what was said"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

MOMENT = sa.DateTime(timezone=True)
KIND = sa.String(length=24)
TABLES = (
    "survey", "survey_author", "survey_part", "survey_question", "survey_option", "survey_rule",
    "survey_seat", "survey_seat_child", "survey_reader", "survey_answer", "survey_sealed",
)  # fmt: skip


def upgrade() -> None:
    """Go to this version."""
    _surveys()
    _questions()
    _answers()


def _surveys() -> None:
    _table(
        "survey",
        {"author_id": "person", "copy_of_id": "survey"},
        sa.Column("state", KIND, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        _flag("anonymous"),
        sa.Column("per", KIND, nullable=False),
        sa.Column("whom", KIND, nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("most_answers", sa.Integer(), nullable=True),
        sa.Column("results_when", KIND, nullable=False),
        sa.Column("results_whom", KIND, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        may_lack=("copy_of_id",),
    )
    _index("survey", "author_id", "id")
    for name, column in (("waiting", "opens_at"), ("open", "closes_at")):
        where = sa.text(f"state = '{name}'")
        op.create_index(f"ix_survey_{name}", "survey", [column], sqlite_where=where, postgresql_where=where)
    _table(
        "survey_author",
        {"survey_id": "survey", "person_id": "person"},
        _unique("survey_author", "survey_id", "person_id"),
    )
    _index("survey_author", "person_id")
    _table(
        "survey_part",
        {"survey_id": "survey", "class_id": "school_class", "group_id": "study_group", "person_id": "person"},
        sa.Column("kind", KIND, nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("role", KIND, nullable=True),
        may_lack=("class_id", "group_id", "person_id"),
    )
    _index("survey_part", "survey_id")


def _questions() -> None:
    _table(
        "survey_question",
        {"survey_id": "survey"},
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _flag("required"),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("low_words", sa.String(length=60), nullable=False),
        sa.Column("high_words", sa.String(length=60), nullable=False),
        _flag("shuffled"),
        _flag("other"),
        sa.Column("removed_revision", sa.Integer(), nullable=True),
    )
    _index("survey_question", "survey_id", "place")
    _table(
        "survey_option",
        {"question_id": "survey_question"},
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("axis", KIND, nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("removed_revision", sa.Integer(), nullable=True),
    )
    _index("survey_option", "question_id", "place")
    _table(
        "survey_rule",
        {"question_id": "survey_question", "on_id": "survey_question"},
        sa.Column("kind", KIND, nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
    )
    _index("survey_rule", "question_id")
    _index("survey_rule", "on_id")


def _answers() -> None:
    _table(
        "survey_seat",
        {"survey_id": "survey"},
        sa.Column("per", KIND, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
    )
    _index("survey_seat", "survey_id")
    _table(
        "survey_seat_child",
        {"survey_id": "survey", "seat_id": "survey_seat", "pupil_id": "person", "class_id": "school_class"},
        _unique("survey_seat_child", "seat_id", "pupil_id"),
    )
    _index("survey_seat_child", "survey_id", "class_id")
    _table(
        "survey_reader",
        {"survey_id": "survey", "seat_id": "survey_seat", "person_id": "person"},
        _flag("seen"),
        _unique("survey_reader", "seat_id", "person_id"),
    )
    _index("survey_reader", "person_id", "survey_id")
    _index("survey_reader", "survey_id")
    _table(
        "survey_answer",
        {"survey_id": "survey", "seat_id": "survey_seat", "class_id": "school_class"},
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        _flag("on_paper"),
        may_lack=("seat_id", "class_id"),
        drawn=True,
    )
    _index("survey_answer", "survey_id")
    _index("survey_answer", "seat_id")
    _table(
        "survey_sealed",
        {"survey_id": "survey", "class_id": "school_class"},
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        may_lack=("class_id",),
        drawn=True,
    )
    _index("survey_sealed", "survey_id")


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _unique(name: str, *columns: str) -> sa.UniqueConstraint:
    within = ["school_id", *columns]
    return sa.UniqueConstraint(*within, name=op.f(f"uq_{name}_{'_'.join(within)}"))


def _table(
    name: str,
    refers: dict[str, str],
    *more: sa.Column | sa.UniqueConstraint,
    may_lack: tuple[str, ...] = (),
    drawn: bool = False,
) -> None:
    refers = {"school_id": "school", **refers}
    number = (
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False)
        if drawn
        else sa.Column("id", sa.Integer(), nullable=False)
    )
    op.create_table(
        name,
        number,
        *(sa.Column(one, sa.Integer(), nullable=one in may_lack) for one in refers),
        *(
            sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{name}_{one}"))
            for one, other in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *more,
    )


def _index(name: str, *columns: str) -> None:
    within = ["school_id", *columns]
    op.create_index(f"ix_{name}_{'_'.join(within)}", name, within)


def downgrade() -> None:
    """Go back to the version before: all surveys and what was said in them are lost."""
    for name in reversed(TABLES):
        op.drop_table(name)
