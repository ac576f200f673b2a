"""an account acts as a guardian of other schools too; work and family are two sides"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "account_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_place_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_place_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_account_place_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_place")),
        sa.UniqueConstraint("account_id", "school_id", name=op.f("uq_account_place_account_id_school_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_place_person_id")),
    )
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("side", sa.String(length=8), nullable=False, server_default=""))
        batch.create_foreign_key(op.f("fk_sign_in_session_place_id"), "account_place", ["place_id"], ["id"])
    with op.batch_alter_table("sign_in_session") as batch:
        batch.alter_column("side", server_default=None)
    acts = sa.text("place_id IS NOT NULL")
    op.create_index(
        "ix_sign_in_session_place_id",
        "sign_in_session",
        ["place_id"],
        sqlite_where=acts,
        postgresql_where=acts,
    )


def downgrade() -> None:
    """Go back to the version before: everybody acts as the person whose the account is."""
    op.drop_index("ix_sign_in_session_place_id", table_name="sign_in_session")
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_constraint(op.f("fk_sign_in_session_place_id"), type_="foreignkey")
        batch.drop_column("side")
        batch.drop_column("place_id")
    op.drop_table("account_place")
