"""unread notices by an index of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Go to this version."""
    op.create_index(
        "ix_outbox_notice_unread",
        "outbox_notice",
        ["school_id", "recipient_id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_outbox_notice_unread", table_name="outbox_notice")
