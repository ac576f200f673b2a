"""The costs at which password hashes were made.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; each start fills it from the accounts."""
    op.create_table(
        "password_cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cost", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_cost")),
        sa.UniqueConstraint("cost", name=op.f("uq_password_cost_cost")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("password_cost")
