"""Messages that somebody asks the school to look at."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor, holders
from ejournal.access.permissions import GRANTED, Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ChatReport, ChatVerdict, NoticeKind, Person
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import reason_words
from ejournal.services.base.topics import chat_reports_topic
from ejournal.services.chat.sending import message_of
from ejournal.services.notices.outbox import personal_notice, tell

MOST_OPEN = 20
"""Of one person: more are looked at before there are others."""
NOTICE_KEY = "chat-reports"
"""All that wait are one notice."""
MODERATORS = tuple(role for role, held in GRANTED.items() if Permission.CHAT_MODERATE in held)
_report = db.chat_report.c


def report(session: Session, actor: Actor, room_id: int, number: int, reason: str, now: datetime) -> None:
    """Ask the school to look at the message; its moderators are told. NotFound for one's own, or none."""
    guard.require(actor, Permission.CHAT_TAKE_PART)
    message = message_of(session, actor, room_id, number)
    if message.author_id == actor.person_id or message.deleted_at or message.hidden_at:
        raise NotFound
    words = reason_words(reason)
    lock_row(session, Person, actor.school_id, actor.person_id)
    own = _report.school_id == actor.school_id, _report.reporter_id == actor.person_id
    if session.scalar(select(_report.id).where(*own, _report.message_id == message.id)) is not None:
        raise DomainError("You have reported this message already", field="reason")
    waiting = (
        select(func.count()).select_from(db.chat_report).where(*own, _report.verdict == ChatVerdict.OPEN)
    )
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        raise DomainError("The school looks at {n} of your reports first", field="reason", n=MOST_OPEN)
    row = ChatReport(
        school_id=actor.school_id,
        message_id=message.id or 0,
        reporter_id=actor.person_id,
        at=now,
        reason=words,
    )
    session.add(row)
    session.flush()
    note(session, chat_reports_topic(actor.school_id))
    _tell_moderators(session, actor, message.author_id, now)


def _tell_moderators(session: Session, actor: Actor, author_id: int, now: datetime) -> None:
    payload = {"day": clock.local(now, actor.time_zone).date().isoformat()}
    told = {*session.scalars(_moderators(actor))} - {author_id}
    tell(session, [
        personal_notice(actor.school_id, one, NoticeKind.CHAT_REPORTED, NOTICE_KEY, payload, now)
        for one in sorted(told)
    ])  # fmt: skip


def _moderators(actor: Actor) -> Select[tuple[int]]:
    return holders(actor.school_id, actor.today, *MODERATORS)
