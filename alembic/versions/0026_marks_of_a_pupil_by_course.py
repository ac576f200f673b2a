"""the index of a pupil's marks knows their courses: a journal looks there for marks of former classes"""

from alembic import op

revision = "0026"
down_revision = "0025"

BEFORE, AFTER = "ix_mark_school_id_pupil_id_day", "ix_mark_school_id_pupil_id_day_course_id"
COLUMNS = ["school_id", "pupil_id", "day"]


def upgrade() -> None:
    """Go to this version."""
    op.create_index(AFTER, "mark", [*COLUMNS, "course_id"])
    op.drop_index(BEFORE, table_name="mark")


def downgrade() -> None:
    """Go back to the version before."""
    op.create_index(BEFORE, "mark", COLUMNS)
    op.drop_index(AFTER, table_name="mark")
