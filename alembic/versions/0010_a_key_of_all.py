"""notices of one key found for all their readers; accounts of one school found without all others"""

from alembic import op

revision = "0010"
down_revision = "0009"

_OLD = "uq_outbox_notice_school_id_recipient_id_key"
_NEW = "uq_outbox_notice_school_id_key_recipient_id"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("outbox_notice") as batch:
        batch.drop_constraint(_OLD, type_="unique")
        batch.create_unique_constraint(_NEW, ["school_id", "key", "recipient_id"])
    op.create_index("ix_account_school_id", "account", ["school_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_account_school_id", table_name="account")
    with op.batch_alter_table("outbox_notice") as batch:
        batch.drop_constraint(_NEW, type_="unique")
        batch.create_unique_constraint(_OLD, ["school_id", "recipient_id", "key"])
