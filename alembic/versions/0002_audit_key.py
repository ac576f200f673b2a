"""The audit trail's head names the key of its chain.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the next start gives the chains their keyed hashes."""
    with op.batch_alter_table("audit_head") as batch:
        batch.add_column(sa.Column("key_id", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("audit_head") as batch:
        batch.alter_column("key_id", server_default=None)


def downgrade() -> None:
    """Take the column away; entries keep their keyed hashes."""
    with op.batch_alter_table("audit_head") as batch:
        batch.drop_column("key_id")
