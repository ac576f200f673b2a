"""sign-ins by OpenID Connect providers: whose a subject is, ways there and back"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "provider_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_provider_link_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_provider_link_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_link")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_link_issuer_subject")),
        sa.UniqueConstraint("account_id", "issuer", name=op.f("uq_provider_link_account_id_issuer")),
    )
    op.create_table(
        "provider_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("state_hash", sa.String(length=64), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=64), nullable=False),
        sa.Column("wanted", sa.String(length=500), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_try")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_provider_try_state_hash")),
    )
    op.create_index("ix_provider_try_session_id", "provider_try", ["session_id"])
    op.create_index("ix_provider_try_until", "provider_try", ["until"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_provider_try_until", table_name="provider_try")
    op.drop_index("ix_provider_try_session_id", table_name="provider_try")
    op.drop_table("provider_try")
    op.drop_table("provider_link")
