"""from which day a course is taught by another"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "teacher_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_teacher_change_course_id")),
        sa.ForeignKeyConstraint(["former_id"], ["person.id"], name=op.f("fk_teacher_change_former_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_teacher_change_school_id")),
        sa.ForeignKeyConstraint(["teacher_id"], ["person.id"], name=op.f("fk_teacher_change_teacher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_change")),
        sa.UniqueConstraint(
            "school_id", "course_id", "starts", name=op.f("uq_teacher_change_school_id_course_id_starts")
        ),
    )
    with op.batch_alter_table("teacher_change") as batch:
        batch.create_index(batch.f("ix_teacher_change_done_starts"), ["done", "starts"])


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_table("teacher_change")
