"""sign-ins by which an administrator looks with another's eyes"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("looker_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_sign_in_session_looker_id"), "person", ["looker_id"], ["id"])
    open_looks = sa.text("looker_id IS NOT NULL AND ended_at IS NULL")
    op.create_index(
        "ix_sign_in_session_looking",
        "sign_in_session",
        ["expires_at"],
        sqlite_where=open_looks,
        postgresql_where=open_looks,
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_sign_in_session_looking", table_name="sign_in_session")
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_constraint(op.f("fk_sign_in_session_looker_id"), type_="foreignkey")
        batch.drop_column("looker_id")
