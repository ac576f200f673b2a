"""Whether families see the place of their own child in the class."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Go to this version: no school shows it until it says so."""
    with op.batch_alter_table("school_settings") as batch:
        batch.add_column(sa.Column("place_in_class", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("school_settings") as batch:
        batch.alter_column("place_in_class", server_default=None)


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("school_settings") as batch:
        batch.drop_column("place_in_class")
