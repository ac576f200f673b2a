"""second factors: one-time codes, recovery codes, passkeys, what a school asks for"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("second_factor_since", _AT, nullable=True))
        batch.add_column(sa.Column("grace_from", _AT, nullable=True))
    _of_account(
        "code_key",
        sa.Column("sealed", sa.String(length=300), nullable=False),
        sa.Column("confirmed_at", _AT, nullable=True),
        sa.Column("waiting", sa.String(length=300), nullable=False),
        sa.Column("waiting_since", _AT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("account_id", name=op.f("uq_code_key_account_id")),
    )
    _of_account(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", _AT, nullable=True),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")),
    )
    _of_account(
        "passkey",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.String(length=2000), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("last_used_at", _AT, nullable=True),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_school_id_account_id", "passkey", ["school_id", "account_id"])
    _of_account(
        "half_sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("password_changed_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("closed_at", _AT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failed_before", sa.Integer(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_in_token_hash")),
    )
    op.create_index("ix_half_sign_in_school_id_account_id", "half_sign_in", ["school_id", "account_id"])
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("challenge", sa.String(length=100), nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_passkey_challenge_token_hash")),
    )
    op.create_table(
        "second_factor_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_second_factor_rule_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor_rule")),
        sa.UniqueConstraint("school_id", "role", name=op.f("uq_second_factor_rule_school_id_role")),
    )


def _of_account(name: str, *more: sa.Column | sa.UniqueConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{name}_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("second_factor_rule")
    op.drop_table("passkey_challenge")
    op.drop_index("ix_half_sign_in_school_id_account_id", table_name="half_sign_in")
    op.drop_table("half_sign_in")
    op.drop_index("ix_passkey_school_id_account_id", table_name="passkey")
    op.drop_table("passkey")
    op.drop_table("recovery_code")
    op.drop_table("code_key")
    with op.batch_alter_table("account") as batch:
        batch.drop_column("grace_from")
        batch.drop_column("second_factor_since")
