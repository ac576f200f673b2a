"""The texts that people agree to: two are ready for a new school, each change is a new version."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import ConsentDocument, ConsentPurpose
from ejournal.services import audit
from ejournal.services.base.texts import cleaned

LONGEST_TITLE, LONGEST_TEXT = 200, 8000


def _ready(purpose: ConsentPurpose) -> tuple[str, str]:
    written = (Path(__file__).parent / f"{purpose.value}.txt").read_text(encoding="utf-8")
    title, _, text = written.partition("\n\n")
    return title, text.strip()


READY: dict[ConsentPurpose, tuple[str, str]] = {one: _ready(one) for one in ConsentPurpose}
"""Title and text by purpose, for a school in Russia; the school's lawyer may change them."""


def plant_documents(session: Session, school_id: int) -> None:
    """The ready documents for a new school, as first versions."""
    for purpose, (title, text) in READY.items():
        session.add(_version(school_id, purpose, 1, title, text))
    session.flush()


def documents_in_force(session: Session, school_id: int) -> Sequence[ConsentDocument]:
    """The versions that people are asked about today, by purpose."""
    found = session.exec(
        select(ConsentDocument).where(
            ConsentDocument.school_id == school_id, col(ConsentDocument.ends).is_(None)
        )
    ).all()
    order = list(ConsentPurpose)
    return sorted(found, key=lambda one: order.index(one.purpose))


def change_document(
    session: Session, actor: Actor, purpose: ConsentPurpose, title: str, text: str
) -> ConsentDocument:
    """A new version of a document, which asks everybody again; DomainError by the field."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    title, text = cleaned(title, LONGEST_TITLE, "title"), cleaned(text, LONGEST_TEXT, "text")
    for field, value in (("title", title), ("text", text)):
        if not value:
            raise DomainError("Fill this in", field=field)
    now = clock.now()
    former = session.exec(
        select(ConsentDocument)
        .where(ConsentDocument.school_id == actor.school_id, ConsentDocument.purpose == purpose)
        .order_by(col(ConsentDocument.version).desc())
        .with_for_update()
    ).first()
    if former and former.ends is None and former.text_hash == text_hash(title, text):
        return former
    if former and former.ends is None:
        former.ends = now
        session.add(former)
    made = _version(actor.school_id, purpose, former.version + 1 if former else 1, title, text)
    session.add(made)
    session.flush()
    change = audit.Change(
        "consent-document",
        "consent_document",
        made.id,
        after={"purpose": purpose.value, "version": made.version, "hash": made.text_hash},
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    return made


def text_hash(title: str, text: str) -> str:
    """By what a version is told from another."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def _version(school_id: int, purpose: ConsentPurpose, version: int, title: str, text: str) -> ConsentDocument:
    return ConsentDocument(
        school_id=school_id, purpose=purpose, version=version, title=title, text=text,
        text_hash=text_hash(title, text), starts=clock.now(),
    )  # fmt: skip
