"""consents by purposes of the school's own, in drafts and versions; refusals, papers, what lapsed"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

NAMES = {"data": "Электронный журнал", "photo": "Фотографии на странице школы"}
REFUSALS = {
    "data": "Журнал ведётся и без согласия: отметки и пропуски школа обязана учитывать по закону.",
    "photo": "Снимки с этим человеком школа не публикует, опубликованные убирает за десять рабочих дней.",
}


def upgrade() -> None:
    """Go to this version: what was agreed to stays agreed to, the former answers of a person are replaced."""
    op.create_table(
        "consent_purpose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_consent_purpose_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_purpose")),
    )
    op.create_index("ix_consent_purpose_school_id_closed_at", "consent_purpose", ["school_id", "closed_at"])
    for kind, name in NAMES.items():
        op.execute(
            sa.text(
                "INSERT INTO consent_purpose (school_id, kind, name)"
                " SELECT DISTINCT school_id, purpose, :name FROM consent_document WHERE purpose = :kind"
            ).bindparams(name=name, kind=kind)
        )
    _documents()
    _consents()


def _documents() -> None:
    with op.batch_alter_table("consent_document") as batch:
        batch.add_column(sa.Column("purpose_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("refusal", sa.String(length=600), nullable=False, server_default=""))
        for name in ("asks_children", "asks_staff", "asks_adults"):
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))
        for name in ("required", "keeps_former"):
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE consent_document SET purpose_id = (SELECT consent_purpose.id FROM consent_purpose WHERE"
        " consent_purpose.school_id = consent_document.school_id"
        " AND consent_purpose.kind = consent_document.purpose)"
    )
    for kind, words in REFUSALS.items():
        op.execute(
            sa.text("UPDATE consent_document SET refusal = :words WHERE purpose = :kind").bindparams(
                words=words, kind=kind
            )
        )
    with op.batch_alter_table("consent_document") as batch:
        batch.drop_constraint("uq_consent_document_school_id_purpose_version", type_="unique")
        batch.drop_column("purpose")
        batch.alter_column("purpose_id", nullable=False)
        batch.alter_column("starts", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch.create_foreign_key("fk_consent_document_purpose_id", "consent_purpose", ["purpose_id"], ["id"])
        batch.create_unique_constraint(
            "uq_consent_document_school_id_purpose_id_version", ["school_id", "purpose_id", "version"]
        )
        for name in ("refusal", "asks_children", "asks_staff", "asks_adults", "required", "keeps_former"):
            batch.alter_column(name, server_default=None)


def _consents() -> None:
    with op.batch_alter_table("consent") as batch:
        batch.alter_column("given_at", new_column_name="answered_at")
        batch.add_column(sa.Column("purpose_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("answer", sa.String(length=24), nullable=False, server_default="given"))
        batch.add_column(sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("paper_day", sa.Date(), nullable=True))
        batch.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE consent SET purpose_id = (SELECT purpose_id FROM consent_document"
        " WHERE consent_document.id = consent.document_id), lapsed_at = CASE WHEN withdrawn_at IS NULL THEN"
        " (SELECT ends FROM consent_document WHERE consent_document.id = consent.document_id) END"
    )
    op.execute(
        "UPDATE consent SET replaced_at = (SELECT min(later.answered_at) FROM consent AS later"
        " WHERE later.school_id = consent.school_id AND later.person_id = consent.person_id"
        " AND coalesce(later.pupil_id, 0) = coalesce(consent.pupil_id, 0)"
        " AND later.purpose_id = consent.purpose_id AND later.id > consent.id)"
    )
    with op.batch_alter_table("consent") as batch:
        batch.alter_column("purpose_id", nullable=False)
        batch.alter_column("answer", server_default=None)
        batch.create_foreign_key("fk_consent_purpose_id", "consent_purpose", ["purpose_id"], ["id"])
        batch.create_foreign_key("fk_consent_entered_by_id", "person", ["entered_by_id"], ["id"])
    op.create_index(
        "ix_consent_school_id_purpose_id_person_id", "consent", ["school_id", "purpose_id", "person_id"]
    )


def downgrade() -> None:
    """Go back to the version before: own purposes, drafts, refusals and what lapsed are lost."""
    op.execute("DELETE FROM consent WHERE answer <> 'given' OR replaced_at IS NOT NULL")
    op.execute("DELETE FROM consent WHERE purpose_id IN (SELECT id FROM consent_purpose WHERE kind = 'own')")
    op.execute(
        "DELETE FROM consent_document WHERE starts IS NULL"
        " OR purpose_id IN (SELECT id FROM consent_purpose WHERE kind = 'own')"
    )
    op.drop_index("ix_consent_school_id_purpose_id_person_id", table_name="consent")
    with op.batch_alter_table("consent") as batch:
        batch.drop_constraint("fk_consent_purpose_id", type_="foreignkey")
        batch.drop_constraint("fk_consent_entered_by_id", type_="foreignkey")
        for name in ("purpose_id", "answer", "lapsed_at", "replaced_at", "paper_day", "entered_by_id"):
            batch.drop_column(name)
        batch.alter_column("answered_at", new_column_name="given_at")
    with op.batch_alter_table("consent_document") as batch:
        batch.add_column(sa.Column("purpose", sa.String(length=24), nullable=True))
    op.execute(
        "UPDATE consent_document SET purpose = (SELECT kind FROM consent_purpose"
        " WHERE consent_purpose.id = consent_document.purpose_id)"
    )
    with op.batch_alter_table("consent_document") as batch:
        batch.drop_constraint("fk_consent_document_purpose_id", type_="foreignkey")
        batch.drop_constraint("uq_consent_document_school_id_purpose_id_version", type_="unique")
        for name in (
            "purpose_id", "refusal", "asks_children", "asks_staff", "asks_adults", "required", "keeps_former",
        ):  # fmt: skip
            batch.drop_column(name)
        batch.alter_column("purpose", nullable=False)
        batch.alter_column("starts", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.create_unique_constraint(
            "uq_consent_document_school_id_purpose_version", ["school_id", "purpose", "version"]
        )
    op.drop_index("ix_consent_purpose_school_id_closed_at", table_name="consent_purpose")
    op.drop_table("consent_purpose")
