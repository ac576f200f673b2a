"""the class page: news, dates, documents, guardians who help to keep it"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go to this version."""
    _table(
        "class_item",
        {"class_id": "school_class", "author_id": "person", "hidden_by_id": "person"},
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("of_family", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        may_lack=("hidden_by_id",),
    )
    _index("class_item", "class_id", "part")
    _index("class_item", "author_id")
    _table(
        "class_helper",
        {"class_id": "school_class", "person_id": "person", "given_by_id": "person"},
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
    )
    _index("class_helper", "class_id")
    _index("class_helper", "person_id")


def _table(name: str, refers: dict[str, str], *more: sa.Column, may_lack: tuple[str, ...] = ()) -> None:
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


def _index(name: str, *columns: str) -> None:
    within = ["school_id", *columns]
    op.create_index(f"ix_{name}_{'_'.join(within)}", name, within)


def downgrade() -> None:
    """Go back to the version before: all that stood on the pages of classes is lost."""
    for name in ("class_helper", "class_item"):
        op.drop_table(name)
