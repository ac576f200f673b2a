"""two cards of one person made one; pairs that are two people"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_person_merged_into_id"), "person", ["merged_into_id"], ["id"])
    merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_person_merged_into_id", "person", ["merged_into_id"],
        sqlite_where=merged, postgresql_where=merged,
    )  # fmt: skip
    _table(
        "person_merge",
        ("kept_id", "gone_id", "author_id"),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("moved", "changed", "told", "stands")),
    )
    for name in ("kept_id", "gone_id"):
        op.create_index(f"ix_person_merge_school_id_{name}", "person_merge", ["school_id", name])
    _table(
        "not_duplicate",
        ("first_id", "second_id", "author_id"),
        sa.UniqueConstraint(
            "school_id", "first_id", "second_id", name=op.f("uq_not_duplicate_school_id_first_id_second_id")
        ),
    )


def _table(name: str, people: tuple[str, ...], *more: sa.Column | sa.UniqueConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=False) for one in people),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        *(sa.ForeignKeyConstraint([one], ["person.id"], name=op.f(f"fk_{name}_{one}")) for one in people),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *more,
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("not_duplicate")
    op.drop_table("person_merge")
    op.drop_index("ix_person_merged_into_id", table_name="person")
    with op.batch_alter_table("person") as batch:
        batch.drop_constraint(op.f("fk_person_merged_into_id"), type_="foreignkey")
        batch.drop_column("merged_into_id")
