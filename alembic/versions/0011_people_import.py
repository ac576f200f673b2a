"""files of people that were taken in; a person's SNILS as a keyed hash"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Go to this version."""
    op.add_column("person", sa.Column("snils_hash", sa.String(length=64), nullable=True))
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_people_import_author_id"),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_people_import_school_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_import"),
    )
    op.create_index("ix_people_import_school_id_at", "people_import", ["school_id", "at"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("people_import")
    op.drop_column("person", "snils_hash")
