"""the papers of a whole school: made class by class, laid into the archive"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "paper_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("term_number", sa.Integer(), nullable=True),
        sa.Column("layout", sa.String(length=24), nullable=False),
        sa.Column("archives", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("folder", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_paper_run_begun_by_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_paper_run_school_id")),
        sa.ForeignKeyConstraint(["year_id"], ["academic_year.id"], name=op.f("fk_paper_run_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_run")),
        sa.UniqueConstraint("school_id", name=op.f("uq_paper_run_school_id")),
    )
    op.create_table(
        "paper_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("term_number", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_paper_part_class_id")),
        sa.ForeignKeyConstraint(["run_id"], ["paper_run.id"], name=op.f("fk_paper_part_run_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_paper_part_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_part")),
    )
    op.create_index(
        "ix_paper_part_school_id_run_id_position", "paper_part", ["school_id", "run_id", "position"]
    )
    op.create_table(
        "paper_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("year_name", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("term_number", sa.Integer(), nullable=True),
        sa.Column("term_name", sa.String(length=40), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_by_id", sa.Integer(), nullable=False),
        sa.Column("year_ends", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["archived_by_id"], ["person.id"], name=op.f("fk_paper_archive_archived_by_id")
        ),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_paper_archive_class_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_paper_archive_school_id")),
        sa.ForeignKeyConstraint(["year_id"], ["academic_year.id"], name=op.f("fk_paper_archive_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_archive")),
    )
    op.create_index(
        "ix_paper_archive_school_id_year_id_class_id", "paper_archive", ["school_id", "year_id", "class_id"]
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_paper_archive_school_id_year_id_class_id", table_name="paper_archive")
    op.drop_table("paper_archive")
    op.drop_index("ix_paper_part_school_id_run_id_position", table_name="paper_part")
    op.drop_table("paper_part")
    op.drop_table("paper_run")
