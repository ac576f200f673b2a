"""Drafts written and thrown away, versions published, purposes closed: what is published never changes."""

from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Consent, ConsentAnswer, ConsentDocument, ConsentKind, ConsentPurpose
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import consents_topic
from ejournal.services.consents.documents import text_hash
from ejournal.services.consents.samples import has_gaps

MOST_PURPOSES = 40


@dataclass(frozen=True, slots=True)
class DraftFields:
    """What is written in a draft."""

    title: str
    text: str
    refusal: str
    asks_children: bool
    asks_staff: bool
    asks_adults: bool
    required: bool = False


def add_purpose(session: Session, actor: Actor, name: str, fields: DraftFields) -> int:
    """A purpose of the school's own with the draft of its first version; DomainError by the field."""
    guard.require(actor, Permission.CONSENT_TEXTS_WRITE)
    named = cleaned(name, limits.CONSENT_PURPOSE, "name")
    if not named:
        raise DomainError("Fill this in", field="name")
    checked = _checked(fields)
    of_school = select(func.count()).select_from(db.consent_purpose)
    known = of_school.where(db.consent_purpose.c.school_id == actor.school_id)
    if session.scalar(
        known.where(db.consent_purpose.c.name == named, db.consent_purpose.c.closed_at.is_(None))
    ):
        raise DomainError("There is such a purpose already", field="name")
    if (session.scalar(known) or 0) >= MOST_PURPOSES:
        raise DomainError(
            "At most {most} purposes: close one that is not needed", field="name", most=MOST_PURPOSES
        )
    purpose = ConsentPurpose(school_id=actor.school_id, kind=ConsentKind.OWN, name=named)
    session.add(purpose)
    session.flush()
    _write_draft(session, actor, purpose.id or 0, checked)
    _record(session, actor, "consent-purpose.add", purpose.id, {"name": named})
    return purpose.id or 0


def write_draft(session: Session, actor: Actor, purpose_id: int, fields: DraftFields) -> None:
    """Write the draft of the purpose's next version; what is published stays as it is."""
    purpose = _open_purpose(session, actor, purpose_id)
    _write_draft(session, actor, purpose.id or 0, _checked(fields))


def _write_draft(session: Session, actor: Actor, purpose_id: int, fields: DraftFields) -> None:
    former, draft = _newest(session, actor, purpose_id)
    row = draft or ConsentDocument(
        school_id=actor.school_id, purpose_id=purpose_id, version=former.version + 1 if former else 1,
        title="", text="", text_hash="",
    )  # fmt: skip
    for name in DraftFields.__slots__:
        setattr(row, name, getattr(fields, name))
    session.add(row)
    session.flush()
    note(session, consents_topic(actor.school_id))


def drop_draft(session: Session, actor: Actor, purpose_id: int) -> None:
    """Throw the draft away; a purpose of which nothing was ever published goes with it."""
    purpose = _open_purpose(session, actor, purpose_id)
    former, draft = _newest(session, actor, purpose_id)
    if draft is None:
        raise DomainError("There is no draft any more")
    session.delete(draft)
    session.flush()
    note(session, consents_topic(actor.school_id))
    if former is None:
        session.delete(purpose)
        session.flush()
        _record(session, actor, "consent-purpose.drop", purpose_id, {"name": purpose.name})


def publish(
    session: Session, actor: Actor, purpose_id: int, seen: str, *, keeps_former: bool
) -> ConsentDocument:
    """Make the draft the version in force, which asks everybody; former consents hold on or lapse.

    seen is the hash of what was shown before: DomainError when the draft has changed meanwhile, when there is
    something to be filled in yet, and when it says what is in force already.
    """
    _open_purpose(session, actor, purpose_id)
    former, draft = _newest(session, actor, purpose_id)
    if draft is None:
        raise DomainError("There is no draft any more")
    if hash_of(draft) != seen:
        raise DomainError("The draft has changed meanwhile: look through it once more")
    if has_gaps(draft.text) or has_gaps(draft.title) or has_gaps(draft.refusal):
        raise DomainError("Fill in what stands in square brackets first")
    if former and former.ends is None and _says_the_same(former, draft):
        raise DomainError("This is word for word the version in force")
    now = clock.now()
    draft.starts, draft.text_hash, draft.keeps_former = now, seen, keeps_former and former is not None
    session.add(draft)
    if former and former.ends is None:
        former.ends = now
        session.add(former)
    session.flush()
    if former and not draft.keeps_former:
        _let_lapse(session, actor, purpose_id)
    after = {"version": draft.version, "hash": seen, "keeps_former": draft.keeps_former}
    change = audit.Change("consent-document", "consent_document", draft.id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, consents_topic(actor.school_id))
    return draft


def close_purpose(session: Session, actor: Actor, purpose_id: int) -> None:
    """Ask nobody any more: consents to it lapse and stay in the register, its draft goes."""
    purpose = _open_purpose(session, actor, purpose_id)
    former, draft = _newest(session, actor, purpose_id)
    if former is None:
        raise DomainError("Nothing of this purpose was published: throw the draft away instead")
    if draft is not None:
        session.delete(draft)
    purpose.closed_at = former.ends = clock.now()
    session.add_all([purpose, former])
    session.flush()
    _let_lapse(session, actor, purpose_id)
    _record(session, actor, "consent-purpose.close", purpose_id, {"name": purpose.name})
    note(session, consents_topic(actor.school_id))


def hash_of(document: ConsentDocument) -> str:
    """The hash of what a draft would be published with."""
    return text_hash(document.title, document.text, document.refusal)


def _says_the_same(former: ConsentDocument, draft: ConsentDocument) -> bool:
    return all(getattr(former, name) == getattr(draft, name) for name in DraftFields.__slots__)


def _let_lapse(session: Session, actor: Actor, purpose_id: int) -> None:
    session.execute(
        update(Consent)
        .where(
            col(Consent.school_id) == actor.school_id,
            col(Consent.purpose_id) == purpose_id,
            col(Consent.answer) == ConsentAnswer.GIVEN,
            col(Consent.withdrawn_at).is_(None),
            col(Consent.lapsed_at).is_(None),
            col(Consent.replaced_at).is_(None),
        )
        .values(lapsed_at=clock.now())
    )


def _open_purpose(session: Session, actor: Actor, purpose_id: int) -> ConsentPurpose:
    guard.require(actor, Permission.CONSENT_TEXTS_WRITE)
    lock_row(session, ConsentPurpose, actor.school_id, purpose_id)
    purpose = guard.get(session, actor, ConsentPurpose, purpose_id, Permission.CONSENT_TEXTS_WRITE)
    if purpose.closed_at is not None:
        raise DomainError("This purpose is closed")
    return purpose


def _newest(
    session: Session, actor: Actor, purpose_id: int
) -> tuple[ConsentDocument | None, ConsentDocument | None]:
    """The newest published version and the draft."""
    found = session.scalars(
        select(ConsentDocument)
        .where(
            col(ConsentDocument.school_id) == actor.school_id, col(ConsentDocument.purpose_id) == purpose_id
        )
        .order_by(col(ConsentDocument.version).desc())
        .limit(2)
    ).all()
    draft = found[0] if found and found[0].starts is None else None
    published = [one for one in found if one.starts is not None]
    return (published[0] if published else None), draft


def _checked(fields: DraftFields) -> DraftFields:
    title = cleaned(fields.title, limits.CONSENT_TITLE, "title")
    text = cleaned(fields.text, limits.CONSENT_TEXT, "text")
    refusal = cleaned(fields.refusal, limits.CONSENT_REFUSAL, "refusal")
    for field, value in (("title", title), ("text", text), ("refusal", refusal)):
        if not value:
            raise DomainError("Fill this in", field=field)
    if not (fields.asks_children or fields.asks_staff or fields.asks_adults):
        raise DomainError("Choose whom it asks", field="whom")
    return DraftFields(
        title, text, refusal, fields.asks_children, fields.asks_staff, fields.asks_adults, fields.required
    )


def _record(session: Session, actor: Actor, action: str, row_id: int | None, after: dict[str, str]) -> None:
    change = audit.Change(action, "consent_purpose", row_id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
