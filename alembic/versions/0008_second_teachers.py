"""from which to which day somebody is the second teacher of a course"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("co_teacher") as batch:
        batch.add_column(sa.Column("starts", sa.Date(), nullable=True))
        batch.add_column(sa.Column("ends", sa.Date(), nullable=True))
        batch.drop_constraint(batch.f("uq_co_teacher_school_id_course_id_teacher_id"), type_="unique")
        batch.create_index(batch.f("ix_co_teacher_school_id_course_id"), ["school_id", "course_id"])


def downgrade() -> None:
    """Come back to the version before: one row for each second teacher of a course."""
    op.execute(
        "DELETE FROM co_teacher WHERE id NOT IN"
        " (SELECT min(id) FROM co_teacher GROUP BY school_id, course_id, teacher_id)"
    )
    with op.batch_alter_table("co_teacher") as batch:
        batch.drop_index(batch.f("ix_co_teacher_school_id_course_id"))
        batch.create_unique_constraint(
            batch.f("uq_co_teacher_school_id_course_id_teacher_id"), ["school_id", "course_id", "teacher_id"]
        )
        batch.drop_column("ends")
        batch.drop_column("starts")
