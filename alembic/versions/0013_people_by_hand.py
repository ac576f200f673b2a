"""what each guardian may see; people found and ordered by a folded column"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

PORTION = 1000


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("guardianship") as batch:
        batch.add_column(sa.Column("rights", sa.String(24), nullable=False, server_default="full"))
        batch.add_column(
            sa.Column("contacts_hidden", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    sought = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("sought", sought, nullable=False, server_default=""))
    _fill()
    with op.batch_alter_table("guardianship") as batch:
        batch.alter_column("rights", server_default=None)
        batch.alter_column("contacts_hidden", server_default=None)
    with op.batch_alter_table("person") as batch:
        batch.alter_column("sought", server_default=None)
    op.create_index("ix_person_school_id_sought_id", "person", ["school_id", "sought", "id"])


def _fill() -> None:
    person = sa.table(
        "person",
        *(sa.column(name) for name in ("id", "last_name", "first_name", "middle_name", "phone", "sought")),
    )
    connection, last = op.get_bind(), 0
    change = person.update().where(person.c.id == sa.bindparam("of")).values(sought=sa.bindparam("words"))
    while (
        rows := connection.execute(
            sa.select(person).where(person.c.id > last).order_by(person.c.id).limit(PORTION)
        )
        .mappings()
        .all()
    ):
        connection.execute(change, [{"of": row["id"], "words": _words(row)} for row in rows])
        last = rows[-1]["id"]


def _words(row: sa.RowMapping) -> str:
    names = " ".join(row[name] or "" for name in ("last_name", "first_name", "middle_name"))
    digits = "".join(char for char in row["phone"] or "" if char.isdigit())
    return f"{' '.join(names.split())} {digits}".casefold().replace("ё", "е").strip()


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_person_school_id_sought_id", table_name="person")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("sought")
    with op.batch_alter_table("guardianship") as batch:
        batch.drop_column("contacts_hidden")
        batch.drop_column("rights")
