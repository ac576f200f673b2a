"""What was done about a notice: a talk with the family, when to look again, what came of it."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.errors import DomainError, NotFound
from ejournal.models import EarlyNoticeKind, EarlyNoticeTalk, Subject
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import early_notice_topic

FURTHEST = timedelta(days=120)


def note_talk(
    session: Session,
    actor: Actor,
    pupil_id: int,
    about: tuple[EarlyNoticeKind, int | None],
    facts: str,
    words: str,
    follow_up: date | None,
) -> int:
    """Write down a talk with the family today; one that is open about the same becomes this one; its number.

    facts: what was noticed, as it was shown. DomainError by the field for days that cannot be.
    """
    guard.get(session, actor, Pupil, pupil_id, Permission.EARLY_NOTICE_WRITE)
    kind, subject_id = about
    if subject_id is not None:
        subject = session.get(Subject, subject_id)
        if subject is None or subject.school_id != actor.school_id:
            raise NotFound
    if follow_up is not None and follow_up < actor.today:
        raise DomainError("The day to look again cannot be past", field="follow_up")
    if follow_up is not None and follow_up - actor.today > FURTHEST:
        raise DomainError("At most {days} days ahead", field="follow_up", days=FURTHEST.days)
    same = select(EarlyNoticeTalk).where(
        col(EarlyNoticeTalk.school_id) == actor.school_id,
        col(EarlyNoticeTalk.pupil_id) == pupil_id,
        col(EarlyNoticeTalk.kind) == kind,
        col(EarlyNoticeTalk.subject_id).is_(None)
        if subject_id is None
        else col(EarlyNoticeTalk.subject_id) == subject_id,
        col(EarlyNoticeTalk.closed_at).is_(None),
    )
    row = session.scalars(same.with_for_update()).first() or EarlyNoticeTalk(
        school_id=actor.school_id, pupil_id=pupil_id, kind=kind, subject_id=subject_id,
        facts="", talked_on=actor.today, author_id=actor.person_id, created_at=clock.now(),
    )  # fmt: skip
    before = _said(row) if row.id else {}
    row.facts, row.talked_on, row.author_id = facts[: limits.NOTICED], actor.today, actor.person_id
    row.note, row.follow_up = words, follow_up
    _keep(session, actor, row, before, "early_notice.talk")
    return row.id or 0


def close_talk(session: Session, actor: Actor, talk_id: int, outcome: str) -> None:
    """Say what came of it: there is nothing more to do. DomainError without a word."""
    row = session.get(EarlyNoticeTalk, talk_id)
    if row is None or row.school_id != actor.school_id:
        raise NotFound
    guard.get(session, actor, Pupil, row.pupil_id, Permission.EARLY_NOTICE_WRITE)
    if not outcome:
        raise DomainError("Say what came of it", field="outcome")
    before = _said(row)
    row.outcome, row.closed_at = outcome, clock.now()
    _keep(session, actor, row, before, "early_notice.outcome")


def _keep(session: Session, actor: Actor, row: EarlyNoticeTalk, before: dict[str, str], action: str) -> None:
    session.add(row)
    session.flush()
    change = audit.Change(
        action, "early_notice_talk", row.id, before=before, after=_said(row), pupil_id=row.pupil_id
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, early_notice_topic(actor.school_id))


def _said(row: EarlyNoticeTalk) -> dict[str, str]:
    fields = ("kind", "subject_id", "facts", "talked_on", "note", "follow_up", "outcome")
    return {name: str(value) for name in fields if (value := getattr(row, name))}
