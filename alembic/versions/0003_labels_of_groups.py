"""who comes of each class of a group"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go to this version: a group of several classes had one name for all of them."""
    with op.batch_alter_table("group_class") as batch_op:
        batch_op.add_column(
            sa.Column("label", sa.String(length=80), nullable=False, server_default=sa.text("''"))
        )
    op.execute(
        "UPDATE group_class SET label = (SELECT name FROM study_group WHERE study_group.id = group_id) "
        "WHERE NOT whole"
    )


def downgrade() -> None:
    """Come back to the version before."""
    with op.batch_alter_table("group_class") as batch_op:
        batch_op.drop_column("label")
