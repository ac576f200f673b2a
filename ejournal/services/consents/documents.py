"""The documents that people agree to, by purpose: what is in force, what stood before, what is a draft."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import ConsentDocument, ConsentKind, ConsentPurpose
from ejournal.services.base import tables as db
from ejournal.services.consents.samples import samples


@dataclass(frozen=True, slots=True)
class Document:
    """A version with its purpose; starts is empty for a draft, ends while it is in force."""

    id: int
    purpose_id: int
    kind: ConsentKind
    purpose: str
    version: int
    title: str
    text: str
    refusal: str
    asks_children: bool
    asks_staff: bool
    asks_adults: bool
    required: bool
    keeps_former: bool
    text_hash: str
    starts: datetime | None
    ends: datetime | None

    @property
    def is_sample(self) -> bool:
        """Whether the text is word for word one of the samples, which no school has looked through."""
        return any(one.text == self.text for one in samples())


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose with its published versions, the latest first, and the draft of the next."""

    id: int
    kind: ConsentKind
    name: str
    closed_at: datetime | None
    versions: tuple[Document, ...]
    draft: Document | None

    @property
    def current(self) -> Document | None:
        """The version that people are asked about."""
        return next((one for one in self.versions if one.ends is None), None)


_document, _purpose = db.consent_document.c, db.consent_purpose.c


def plant_samples(session: Session, school_id: int) -> None:
    """The samples for a new school, as drafts: nobody is asked until the school publishes them."""
    for one in samples():
        purpose = ConsentPurpose(school_id=school_id, kind=one.kind, name=one.name)
        session.add(purpose)
        session.flush()
        session.add(
            ConsentDocument(
                school_id=school_id, purpose_id=purpose.id or 0, version=1, title=one.title, text=one.text,
                refusal=one.refusal, asks_children=one.asks_children, asks_staff=one.asks_staff,
                asks_adults=one.asks_adults, text_hash="",
            )
        )  # fmt: skip
    session.flush()


def documents_in_force(session: Session, school_id: int) -> tuple[Document, ...]:
    """The versions that people are asked about today, in the order of their purposes; one query."""
    return _read(session, school_id, _document.starts.is_not(None), _document.ends.is_(None))


def purposes(session: Session, actor: Actor) -> tuple[Purpose, ...]:
    """Every purpose with all of its versions, closed ones last; two queries."""
    guard.require(actor, Permission.CONSENT_TEXTS_READ)
    of_purpose: dict[int, list[Document]] = defaultdict(list)
    for one in _read(session, actor.school_id):
        of_purpose[one.purpose_id].append(one)
    rows = session.execute(
        select(_purpose.id, _purpose.kind, _purpose.name, _purpose.closed_at)
        .where(_purpose.school_id == actor.school_id)
        .order_by(_purpose.closed_at.is_not(None), _purpose.id)
    )
    return tuple(
        Purpose(
            row.id, row.kind, row.name, row.closed_at,
            tuple(one for one in reversed(of_purpose[row.id]) if one.starts),
            next((one for one in of_purpose[row.id] if not one.starts), None),
        )
        for row in rows
    )  # fmt: skip


def versions_of(session: Session, school_id: int, purpose_ids: set[int]) -> dict[tuple[int, int], Document]:
    """The versions of the purposes by purpose and number, drafts among them."""
    if not purpose_ids:
        return {}
    found = _read(session, school_id, _document.purpose_id.in_(sorted(purpose_ids)))
    return {(one.purpose_id, one.version): one for one in found}


def _read(session: Session, school_id: int, *which: ColumnElement[bool]) -> tuple[Document, ...]:
    rows = session.execute(
        select(db.consent_document, _purpose.kind, _purpose.name.label("purpose"))
        .join_from(db.consent_document, db.consent_purpose, _purpose.id == _document.purpose_id)
        .where(_document.school_id == school_id, *which)
        .order_by(_purpose.id, _document.version)
    ).mappings()
    return tuple(Document(**{name: row[name] for name in Document.__slots__}) for row in rows)


def text_hash(title: str, text: str, refusal: str) -> str:
    """By what a version is told from another: all that is agreed to."""
    return hashlib.sha256(f"{title}\0{text}\0{refusal}".encode()).hexdigest()
