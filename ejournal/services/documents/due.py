"""What happens to documents by itself: a reminder before the last day, word of who is late, newcomers."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import Actor, holders
from ejournal.access.permissions import GRANTED, Permission
from ejournal.access.readers import readers_of
from ejournal.models import NoticeKind, Role, SchoolDocument
from ejournal.models.spans import holds_on
from ejournal.services.audience.people import people_of
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import document_topic, documents_topic
from ejournal.services.documents.drafts import WRITE, chosen_of
from ejournal.services.documents.publishing import ask, of_document, ring, version_of, waiting_people
from ejournal.services.notices.outbox import personal_notice, tell

REMINDED_BEFORE = timedelta(days=3)
AT_ONCE = 100
_document, _reader = db.school_document.c, db.document_reader.c
_account, _school, _grant = db.account.c, db.school.c, db.role_grant.c
HEADS = tuple(role for role in (Role.DIRECTOR, Role.DEPUTY) if Permission.DOCUMENT_WRITE in GRANTED[role])


def any_due(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Documents in force that were not looked at yet on the school's day: school and number."""
    found: list[tuple[int, int]] = []
    for zone in session.scalars(select(_school.time_zone).distinct()).all():
        today = clock.local(now, zone).date()
        asked = (
            select(_document.school_id, _document.id)
            .join_from(db.school_document, db.school, _school.id == _document.school_id)
            .where(
                _school.time_zone == zone,
                _document.withdrawn_at.is_(None),
                _document.current > 0,
                or_(_document.checked_on.is_(None), _document.checked_on != today),
            )
            .order_by(_document.id)
            .limit(AT_ONCE)
        )
        found += [(row.school_id, row.id) for row in session.execute(asked)]
    return found


def look(session: Session, school_id: int, document_id: int, now: datetime) -> None:
    """Do what the day brings to the document: once a day, each reminder once for a last day."""
    lock_row(session, SchoolDocument, school_id, document_id)
    document = session.scalars(
        select(SchoolDocument)
        .where(col(SchoolDocument.id) == document_id)
        .execution_options(populate_existing=True)
    ).one()
    zone = session.execute(select(_school.time_zone).where(_school.id == school_id)).scalar_one()
    today = clock.local(now, zone).date()
    if document.withdrawn_at is not None or not document.current or document.checked_on == today:
        return
    document.checked_on = today
    actor = _keeper(session, document, today, now)
    if actor is not None:
        version = version_of(session, document)
        new = ask(session, document, people_of(session, actor, WRITE, chosen_of(session, document)), today)
        ring(session, document, version, new, now, actor)
        until = document.until
        if until is not None and today > until:
            _tell_late(session, document, today, now)
        elif until is not None and today >= until - REMINDED_BEFORE and document.reminded_for != until:
            document.reminded_for = until
            ring(session, document, version, waiting_people(session, document), now, actor, reminder=True)
        note(session, documents_topic(school_id), document_topic(document_id))
    session.add(document)
    session.flush()


def late_key(document_id: int, until: date) -> str:
    """By which the word of who is late is one notice for a last day."""
    return f"document-late:{document_id}:{until.isoformat()}"


def _keeper(session: Session, document: SchoolDocument, today: date, now: datetime) -> Actor | None:
    """In whose name it is done: the author's, or of anybody who may write documents today."""
    others = session.scalars(holders(document.school_id, today, *HEADS, Role.ADMINISTRATOR)).all()
    people = [document.author_id, *sorted(others)]
    rows = session.execute(select(_account.id, _account.person_id).where(_account.person_id.in_(people)))
    accounts = {row.person_id: row.id for row in rows}
    acting = readers_of(session, accounts.values(), now)
    for person_id in people:
        for actor in acting.get(accounts.get(person_id, 0), ()):
            if actor.school_id == document.school_id and actor.may(WRITE):
                return actor
    return None


def _tell_late(session: Session, document: SchoolDocument, today: date, now: datetime) -> None:
    """Tell the heads, and each class teacher of the own class, once for a last day, how much is missing."""
    until = document.until
    if until is None or document.late_for == until:
        return
    document.late_for = until
    counting = select(_reader.class_id, func.count().label("n")).where(
        *of_document(document), _reader.asked, _reader.version < document.asks_from, _reader.asked_on <= until
    )
    late = {row.class_id: row.n for row in session.execute(counting.group_by(_reader.class_id))}
    if not late:
        return
    teachers = select(_grant.person_id, _grant.class_id).where(
        _grant.school_id == document.school_id,
        _grant.role == Role.CLASS_TEACHER,
        _grant.class_id.in_([one for one in late if one is not None]),
        holds_on(_grant, today),
    )
    counts: Counter[int] = Counter()
    for row in session.execute(teachers):
        counts[row.person_id] += late[row.class_id]
    for person_id in session.scalars(holders(document.school_id, today, *HEADS)):
        counts[person_id] = sum(late.values())
    about = {
        "document_id": document.id, "title": version_of(session, document).title,
        "until": until.isoformat(), "day": today.isoformat(),
    }  # fmt: skip
    key, kind = late_key(document.id or 0, until), NoticeKind.DOCUMENT_LATE
    told = [
        personal_notice(document.school_id, person_id, kind, key, about | {"count": count}, now)
        for person_id, count in sorted(counts.items())
    ]
    tell(session, told)
