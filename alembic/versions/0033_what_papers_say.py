"""what stands in papers of the archive, by a fingerprint; how often the end of a work was begun"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Go to this version."""
    for name in ("paper_part", "paper_archive"):
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("said", sa.String(length=64), nullable=False, server_default=""))
        with op.batch_alter_table(name) as batch:
            batch.alter_column("said", existing_type=sa.String(length=64), server_default=None)
    with op.batch_alter_table("paper_run") as batch:
        batch.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("paper_run") as batch:
        batch.alter_column("tries", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("paper_run", "tries")
    for name in ("paper_archive", "paper_part"):
        op.drop_column(name, "said")
