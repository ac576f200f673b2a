"""files of another journal that were taken in"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "marks_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_marks_import_author_id"),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_marks_import_school_id"),
        sa.PrimaryKeyConstraint("id", name="pk_marks_import"),
    )
    op.create_index("ix_marks_import_school_id_at", "marks_import", ["school_id", "at"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("marks_import")
