"""Whether marks of the former class or group count after a move."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go to this version: they count, as they have for families."""
    with op.batch_alter_table("school_settings") as batch:
        batch.add_column(
            sa.Column("former_marks_count", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("school_settings") as batch:
        batch.alter_column("former_marks_count", server_default=None)


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("school_settings") as batch:
        batch.drop_column("former_marks_count")
