"""urgent messages go before all others"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

WAITS = sa.text("closed_at IS NULL")
INDEX = "ix_delivery_waiting"


def upgrade() -> None:
    """Go to this version."""
    op.add_column("delivery", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index(["channel", "urgent", "not_before"])
    known = sa.text("notice_id IS NOT NULL")
    op.create_index(
        "ix_delivery_notice_id", "delivery", ["notice_id"], sqlite_where=known, postgresql_where=known
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_delivery_notice_id", table_name="delivery")
    _index(["channel", "not_before"])
    op.drop_column("delivery", "urgent")


def _index(columns: list[str]) -> None:
    op.drop_index(INDEX, table_name="delivery")
    op.create_index(INDEX, "delivery", columns, sqlite_where=WAITS, postgresql_where=WAITS)
