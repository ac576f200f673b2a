"""a late change may be one of a term mark, which has no lesson"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("change_request") as batch:
        batch.add_column(sa.Column("term_key", sa.String(length=8), nullable=False, server_default=""))
        batch.alter_column("lesson_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("change_request") as batch:
        batch.alter_column("term_key", existing_type=sa.String(length=8), server_default=None)


def downgrade() -> None:
    """Come back to the version before, which knows no requests about term marks: they are gone."""
    request = sa.table("change_request", sa.column("lesson_id", sa.Integer()))
    op.execute(sa.delete(request).where(request.c.lesson_id.is_(None)))
    with op.batch_alter_table("change_request") as batch:
        batch.drop_column("term_key")
        batch.alter_column("lesson_id", existing_type=sa.Integer(), nullable=False)
