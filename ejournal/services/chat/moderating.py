"""What a moderator makes of reported messages: hide, let the author only read, warn, put aside, take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ChatMessage, ChatMute, ChatReport, ChatVerdict, FileUser
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import reason_words
from ejournal.services.base.topics import chat_list_topic, chat_reports_topic, chat_topic
from ejournal.services.chat.rooms import room_names
from ejournal.services.chat.telling import decision_key, tell_author
from ejournal.services.files.keeping import Stored, files_of
from ejournal.services.notices.outbox import take_back_key
from ejournal.services.notices.room_names import RoomName

MUTES = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
"""For how long somebody may only read, by the name of the choice."""
MOST_OPEN, MOST_DECIDED = 50, 30
DECIDED_BACK = timedelta(days=30)
"""How long a decision stands in the list, to be taken back."""
AROUND = 2
"""How many messages before and after a reported one a moderator reads."""
_report, _mute, _message = db.chat_report.c, db.chat_mute.c, db.chat_message.c
_near = db.chat_message.alias("near")
_author, _reporter, _decider = (db.person.alias(name) for name in ("author", "reporter", "decider"))
_NAMES = ("last_name", "first_name", "middle_name")


@dataclass(frozen=True, slots=True)
class Near:
    """A message as a moderator reads it: with its words, even when it was taken back or hidden."""

    author: str
    sent_at: datetime
    words: str
    reported: bool
    gone: bool
    files: tuple[Stored, ...] = ()
    """Of the reported one: those of the others are for those in the room."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: who asks and why, the message between its neighbours, what was decided."""

    id: int
    room: RoomName
    author: str
    reporter: str
    at: datetime
    reason: str
    near: tuple[Near, ...]
    verdict: ChatVerdict
    hides: bool
    muted_until: datetime | None
    decided_at: datetime | None
    decider: str
    note: str


def reports(session: Session, actor: Actor, now: datetime) -> list[Report]:
    """What waits, the oldest first, then what was decided lately; never of the actor's own messages."""
    guard.require(actor, Permission.CHAT_MODERATE)
    is_open = _report.verdict == ChatVerdict.OPEN
    waiting = _reports(actor).where(is_open).order_by(_report.at, _report.id).limit(MOST_OPEN)
    lately = ~is_open, _report.decided_at > now - DECIDED_BACK
    decided = (
        _reports(actor).where(*lately).order_by(_report.decided_at.desc(), _report.id).limit(MOST_DECIDED)
    )
    rows = [*session.execute(waiting), *session.execute(decided)]
    names = room_names(session, actor, {row.room_id for row in rows})
    near = _neighbours(session, actor, {row.message_id for row in rows})
    return [_as_read(row, names[row.room_id], near.get(row.message_id, ())) for row in rows]


def _reports(actor: Actor) -> Any:
    people = (
        (_author, _message.author_id),
        (_reporter, _report.reporter_id),
        (_decider, _report.decided_by_id),
    )
    asked = select(
        db.chat_report, _message.room_id, _message.hidden_at, _mute.until.label("muted_until"),
        *(who.c[part].label(f"{who.name}_{part}") for who, _ in people for part in _NAMES),
    ).join_from(db.chat_report, db.chat_message, _message.id == _report.message_id)  # fmt: skip
    for who, number in people:
        asked = asked.outerjoin(who, who.c.id == number)
    return asked.outerjoin(db.chat_mute, _of_decision()).where(
        _report.school_id == actor.school_id, _message.author_id != actor.person_id
    )


def _of_decision() -> Any:
    """The mute that was made by the decision on the report."""
    return and_(
        _mute.school_id == _report.school_id,
        _mute.person_id == _message.author_id,
        _mute.at == _report.decided_at,
    )


def _neighbours(session: Session, actor: Actor, messages: set[int]) -> dict[int, tuple[Near, ...]]:
    between = _near.c.number.between(_message.number - AROUND, _message.number + AROUND)
    asked = (
        select(
            _message.id.label("reported_id"), _near.c.id, _near.c.sent_at, _near.c.words,
            _near.c.deleted_at, _near.c.hidden_at, *(_author.c[part] for part in _NAMES),
        )
        .join_from(db.chat_message, _near, and_(
            _near.c.school_id == _message.school_id, _near.c.room_id == _message.room_id, between))
        .join(_author, _author.c.id == _near.c.author_id)
        .where(_message.school_id == actor.school_id, _message.id.in_(messages))
        .order_by(_message.id, _near.c.number)
    )  # fmt: skip
    files = files_of(session, actor.school_id, FileUser.CHAT_MESSAGE, messages)
    found: dict[int, tuple[Near, ...]] = {}
    for row in session.execute(asked) if messages else ():
        is_gone = row.deleted_at is not None or row.hidden_at is not None
        shown = files.get(row.id, ()) if row.id == row.reported_id else ()
        one = Near(_name(row), row.sent_at, row.words, row.id == row.reported_id, is_gone, shown)
        found[row.reported_id] = (*found.get(row.reported_id, ()), one)
    return found


def _name(row: Any, prefix: str = "") -> str:
    last, first, middle = (getattr(row, f"{prefix}{part}") or "" for part in _NAMES)
    return short_name(last, first, middle) if last else ""


def _as_read(row: Any, room: RoomName, near: Sequence[Near]) -> Report:
    return Report(
        id=row.id,
        room=room,
        author=_name(row, "author_"),
        reporter=_name(row, "reporter_"),
        at=row.at,
        reason=row.reason,
        near=tuple(near),
        verdict=row.verdict,
        hides=row.decided_at is not None and row.hidden_at == row.decided_at,
        muted_until=row.muted_until,
        decided_at=row.decided_at,
        decider=_name(row, "decider_"),
        note=row.note,
    )


# ------------------------------------------------------------------------------------------------ decide


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the message is hidden, how long its author only reads (a key of MUTES, or empty), and why.

    With neither the author is warned.
    """

    hides: bool
    mute: str
    reason: str


def decide(session: Session, actor: Actor, report_id: int, decision: Decision, now: datetime) -> None:
    """Hide the message, let its author only read, or both, or warn; the author is told why.

    DomainError by its field for no reason.
    """
    found, message = _held(session, actor, report_id)
    if decision.mute and decision.mute not in MUTES:
        raise DomainError("Choose from the list", field="mute")
    reason = reason_words(decision.reason)
    _need_open(found)
    done: dict[str, Any] = {"reason": reason, "hidden": decision.hides}
    if decision.hides:
        message.hidden_at, message.hidden_by_id, message.hidden_reason = now, actor.person_id, reason
        message.pinned_at = None
        session.add(message)
        note(session, chat_topic(message.room_id))
    if decision.mute:
        until = now + MUTES[decision.mute]
        session.add(_mute_of(actor, message.author_id, until, reason, now))
        note(session, chat_list_topic(message.author_id))
        done |= {"muted": message.author_id, "until": until.isoformat()}
    verdict = ChatVerdict.HIDDEN if decision.hides else ChatVerdict.WARNED
    verdict = ChatVerdict.MUTED if decision.mute else verdict
    _close(session, actor, message, verdict, reason, now)
    tell_author(session, actor, message, verdict, reason, now)
    _record(session, actor, "chat.moderate", message, None, done)


def _mute_of(actor: Actor, person_id: int, until: datetime, reason: str, now: datetime) -> ChatMute:
    return ChatMute(
        school_id=actor.school_id, person_id=person_id, at=now, until=until, reason=reason,
        author_id=actor.person_id,
    )  # fmt: skip


def put_aside(session: Session, actor: Actor, report_id: int, now: datetime) -> None:
    """Do nothing about the message; all who have reported it are done with."""
    found, message = _held(session, actor, report_id)
    _need_open(found)
    _close(session, actor, message, ChatVerdict.NOTHING, "", now)
    _record(session, actor, "chat.put_aside", message, None, {"reports": "aside"})


def take_back(session: Session, actor: Actor, report_id: int) -> None:
    """Undo the decision: the message is seen again, its author writes again, the reports wait."""
    found, message = _held(session, actor, report_id)
    at = found.decided_at
    if at is None:
        raise NotFound
    before = {"verdict": found.verdict.value, "reason": found.note}
    if message.hidden_at == at:
        message.hidden_at, message.hidden_by_id, message.hidden_reason = None, None, ""
        session.add(message)
        note(session, chat_topic(message.room_id))
    of_decision = select(ChatMute).where(
        _mute.school_id == actor.school_id, _mute.person_id == message.author_id, _mute.at == at
    )
    for mute in session.scalars(of_decision).all():
        session.delete(mute)
        note(session, chat_list_topic(message.author_id))
    take_back_key(session, actor.school_id, decision_key(message.id or 0))
    of_message = _report.school_id == actor.school_id, _report.message_id == message.id
    _set(session, (*of_message, _report.decided_at == at), ChatVerdict.OPEN, None, None, "")
    session.flush()
    note(session, chat_reports_topic(actor.school_id))
    _record(session, actor, "chat.take_back", message, before, None)


def _held(session: Session, actor: Actor, report_id: int) -> tuple[ChatReport, ChatMessage]:
    """A report of the school and its message, held; NotFound for one of the actor's own message."""
    guard.require(actor, Permission.CHAT_MODERATE)
    asked = select(ChatReport).where(_report.school_id == actor.school_id, _report.id == report_id)
    found = session.scalars(asked).first()
    if found is None:
        raise NotFound
    lock_row(session, ChatMessage, actor.school_id, found.message_id)
    session.refresh(found)
    message = session.get_one(ChatMessage, found.message_id, populate_existing=True)
    if message.author_id == actor.person_id:
        raise NotFound
    return found, message


def _need_open(found: ChatReport) -> None:
    if found.verdict is not ChatVerdict.OPEN:
        raise DomainError("Somebody has decided on it already")


def _close(
    session: Session, actor: Actor, message: ChatMessage, verdict: ChatVerdict, reason: str, now: datetime
) -> None:
    of_message = _report.school_id == actor.school_id, _report.message_id == message.id
    is_open = _report.verdict == ChatVerdict.OPEN
    _set(session, (*of_message, is_open), verdict, now, actor.person_id, reason)
    session.flush()
    note(session, chat_reports_topic(actor.school_id))


def _set(
    session: Session,
    which: Sequence[Any],
    verdict: ChatVerdict,
    at: datetime | None,
    by: int | None,
    words: str,
) -> None:
    values = {"verdict": verdict, "decided_at": at, "decided_by_id": by, "note": words}
    session.execute(update(db.chat_report).where(*which).values(values))


def _record(
    session: Session, actor: Actor, action: str, message: ChatMessage, before: Any, after: Any
) -> None:
    change = audit.Change(action, "chat_message", message.id, before, after)
    audit.record(session, actor.school_id, actor.person_id, change)
