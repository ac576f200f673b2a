"""papers that were issued: number, fingerprint, who signed, what differs"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

PEOPLE = ("pupil_id", "teacher_id", "issuer_id")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("year_name", sa.String(length=20), nullable=False),
        sa.Column("term_kind", sa.String(length=24), nullable=True),
        sa.Column("term_number", sa.Integer(), nullable=False),
        sa.Column("class_title", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("own_certificate", sa.Boolean(), nullable=False),
        sa.Column("time_stamped", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_issued_paper_{name}"))
            for name in PEOPLE
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_issued_paper_school_id")),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_issued_paper_class_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_issued_paper_course_id")),
        sa.ForeignKeyConstraint(["year_id"], ["academic_year.id"], name=op.f("fk_issued_paper_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_paper_number")),
    )
    op.create_index(
        "ix_issued_paper_school_id_kind_class_id_course_id",
        "issued_paper",
        ["school_id", "kind", "class_id", "course_id"],
    )
    op.create_index("ix_issued_paper_school_id_id", "issued_paper", ["school_id", "id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_issued_paper_school_id_id", table_name="issued_paper")
    op.drop_index("ix_issued_paper_school_id_kind_class_id_course_id", table_name="issued_paper")
    op.drop_table("issued_paper")
