"""files of marks are taken in, and taken back, in parts"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Go to this version: what a file wrote becomes one part of it."""
    op.create_table(
        "marks_import_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["marks_import.id"], name=op.f("fk_marks_import_part_import_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_marks_import_part_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks_import_part")),
    )
    op.create_index(
        "ix_marks_import_part_school_id_import_id", "marks_import_part", ["school_id", "import_id"]
    )
    op.execute(
        "INSERT INTO marks_import_part (school_id, import_id, cells, terms)"
        " SELECT school_id, id, cells, terms FROM marks_import WHERE undone_at IS NULL"
    )
    with op.batch_alter_table("marks_import") as batch:
        batch.add_column(sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("undoing_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_column("cells")
        batch.drop_column("terms")
    op.execute("UPDATE marks_import SET finished_at = at")


def downgrade() -> None:
    """Go back to the version before: files are not taken back any more."""
    with op.batch_alter_table("marks_import") as batch:
        batch.add_column(sa.Column("cells", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("terms", sa.JSON(), nullable=False, server_default="[]"))
        batch.drop_column("finished_at")
        batch.drop_column("undoing_at")
    with op.batch_alter_table("marks_import") as batch:
        batch.alter_column("cells", server_default=None)
        batch.alter_column("terms", server_default=None)
    op.execute("UPDATE marks_import SET undone_at = at WHERE undone_at IS NULL")
    op.drop_index("ix_marks_import_part_school_id_import_id", table_name="marks_import_part")
    op.drop_table("marks_import_part")
