"""files that people send: stored, shown by rows, on their way in"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go to this version."""
    _table(
        "stored_file",
        {"owner_id": "person"},
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("has_preview", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    op.create_index("ix_stored_file_school_id_owner_id", "stored_file", ["school_id", "owner_id"])
    op.create_index("ix_stored_file_school_id_sha256", "stored_file", ["school_id", "sha256"])
    unused = sa.text("used_at IS NULL")
    op.create_index(
        "ix_stored_file_unused", "stored_file", ["at"], sqlite_where=unused, postgresql_where=unused
    )
    _table(
        "file_use",
        {"file_id": "stored_file"},
        sa.Column("user", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "school_id", "user", "row_id", "file_id", name=op.f("uq_file_use_school_id_user_row_id_file_id")
        ),
    )
    op.create_index("ix_file_use_file_id", "file_use", ["file_id"])
    _table(
        "file_upload",
        {"owner_id": "person"},
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.UniqueConstraint("key", name=op.f("uq_file_upload_key")),
        sa.UniqueConstraint(
            "school_id", "owner_id", "client_id", name=op.f("uq_file_upload_school_id_owner_id_client_id")
        ),
    )


def _table(name: str, refers: dict[str, str], *more: sa.Column | sa.UniqueConstraint) -> None:
    refers = {"school_id": "school", **refers}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=False) for one in refers),
        *(
            sa.ForeignKeyConstraint([one], [f"{other}.id"], name=op.f(f"fk_{name}_{one}"))
            for one, other in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *more,
    )


def downgrade() -> None:
    """Go back to the version before: what refers to files is lost, their bytes stay."""
    for name in ("file_upload", "file_use", "stored_file"):
        op.drop_table(name)
