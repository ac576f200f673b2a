"""reminders to register, the school's logo, an e-mail agreed to at the former one"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("school_settings") as batch:
        batch.add_column(sa.Column("reminders", sa.String(24), nullable=False, server_default="plain"))
    with op.batch_alter_table("school_settings") as batch:
        batch.alter_column("reminders", server_default=None)
    with op.batch_alter_table("email_change") as batch:
        batch.add_column(sa.Column("former", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("email_change") as batch:
        batch.alter_column("former", server_default=None)
    op.create_table(
        "registration_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stop_hash", sa.String(length=64), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registration_reminder_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_registration_reminder_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_reminder")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "channel",
            name=op.f("uq_registration_reminder_school_id_person_id_channel"),
        ),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_registration_reminder_stop_hash")),
    )
    op.create_table(
        "school_logo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("png_hash", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_logo_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_logo")),
        sa.UniqueConstraint("school_id", name=op.f("uq_school_logo_school_id")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("school_logo")
    op.drop_table("registration_reminder")
    with op.batch_alter_table("email_change") as batch:
        batch.drop_column("agreed_at")
        batch.drop_column("confirmed_at")
        batch.drop_column("former")
    with op.batch_alter_table("school_settings") as batch:
        batch.drop_column("reminders")
