"""documents that people acknowledge: versions, who is asked, signatures; sheets of them are issued"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("withdrawn_at IS NULL AND current > 0")


def upgrade() -> None:
    """Go to this version."""
    _table(
        "school_document",
        {"author_id": "person", "withdrawn_by_id": "person"},
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("whom", sa.String(length=24), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("asks_from", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("late_for", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
    )
    op.create_index(op.f("ix_school_document_school_id_id"), "school_document", ["school_id", "id"])
    op.create_index(
        "ix_school_document_open", "school_document", ["school_id", "checked_on"], sqlite_where=OPEN,
        postgresql_where=OPEN,
    )  # fmt: skip
    _versions()
    _people()
    with op.batch_alter_table("issued_paper") as batch:
        batch.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_issued_paper_document_id"), "school_document", ["document_id"], ["id"]
        )


def _versions() -> None:
    _table(
        "document_version",
        {"document_id": "school_document", "published_by_id": "person"},
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asks_again", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.UniqueConstraint(
            "school_id", "document_id", "version",
            name=op.f("uq_document_version_school_id_document_id_version"),
        ),
    )  # fmt: skip
    _table(
        "document_part",
        {
            "document_id": "school_document", "class_id": "school_class", "group_id": "study_group",
            "person_id": "person",
        },
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=True),
    )  # fmt: skip
    op.create_index(
        op.f("ix_document_part_school_id_document_id"), "document_part", ["school_id", "document_id"]
    )


def _people() -> None:
    _table(
        "document_reader",
        {
            "document_id": "school_document",
            "person_id": "person",
            "for_id": "person",
            "class_id": "school_class",
        },
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("school_id", "document_id", "person_id", "for_id", name="uq_document_reader"),
    )
    for name in ("person_id", "class_id"):
        columns = ["school_id", name, "document_id"]
        op.create_index(op.f(f"ix_document_reader_{'_'.join(columns)}"), "document_reader", columns)
    _table(
        "document_signature",
        {
            "document_id": "school_document",
            "person_id": "person",
            "for_id": "person",
            "entered_by_id": "person",
        },
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("how", sa.String(length=24), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("paper_day", sa.Date(), nullable=True),
        sa.UniqueConstraint(
            "school_id", "document_id", "version", "person_id", "for_id", name="uq_document_signature"
        ),
    )


_MAY_LACK = ("withdrawn_by_id", "published_by_id", "entered_by_id", "class_id", "group_id")


def _table(name: str, refers: dict[str, str], *columns: Any) -> None:
    """A table of the school; of parts every reference but the document may be lacking."""
    may_lack = (*_MAY_LACK, "person_id") if name == "document_part" else _MAY_LACK
    refers = {"school_id": "school", **refers}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=one in may_lack) for one in refers),
        *columns,
        *(
            sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{name}_{one}"))
            for one, other in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    """Go back to the version before: what people have said of documents goes."""
    with op.batch_alter_table("issued_paper") as batch:
        batch.drop_constraint("fk_issued_paper_document_id", type_="foreignkey")
        batch.drop_column("document_id")
    for name in ("document_signature", "document_reader", "document_part", "document_version"):
        op.drop_table(name)
    op.drop_table("school_document")
