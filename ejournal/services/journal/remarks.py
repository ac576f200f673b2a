"""Remarks (замечания) and praise: added by whoever teaches the pupil, withdrawn with a trace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Lesson, NoticeKind, Person, Remark, RemarkTone
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import course_topic, pupil_topic
from ejournal.services.courses.frame import frames
from ejournal.services.courses.members import members
from ejournal.services.journal.reach import is_seen, see_lesson
from ejournal.services.notices.outbox import News, take_back_key, tell_families

_NAMES = ("last_name", "first_name", "middle_name")
_remark, _pupil, _author = db.remark.c, db.person.alias("pupil"), db.person.alias("author")

_OF_LESSON: Select[Any] = (
    select(db.remark, _pupil.c.last_name, _pupil.c.first_name)
    .add_columns(*(_author.c[name].label(f"by_{name}") for name in _NAMES))
    .join_from(db.remark, _pupil, _pupil.c.id == _remark.pupil_id)
    .join(_author, _author.c.id == _remark.author_id)
    .where(_remark.school_id == bindparam("school_id"), _remark.lesson_id == bindparam("lesson_id"))
    .order_by(_remark.id)
)


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark of a lesson as the journal shows it."""

    id: int
    pupil_id: int
    pupil: str
    tone: RemarkTone
    text: str
    author: str
    may_withdraw: bool


def add_remark(
    session: Session, actor: Actor, lesson_id: int, pupil_id: int, text: str, tone: RemarkTone, now: datetime
) -> int:
    """A remark to a pupil of a lesson that the actor gives: its number.

    The family is told where the school lets it read.

    NotFound for a foreign lesson or a pupil who was not taught in it.
    """
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.JOURNAL_WRITE)
    if lesson.day > actor.today:
        raise DomainError("This lesson is still to come")
    frame = frames(session, actor.school_id, [lesson.course_id])[lesson.course_id]
    pupil = members(session, frame, lesson.day, lesson.day, [pupil_id]).get(pupil_id)
    if pupil is None or not pupil.is_taught(lesson.day):
        raise NotFound
    written = cleaned(text, limits.REMARK, "text")
    if not written:
        raise DomainError("Fill this in", field="text")
    remark = Remark(
        school_id=actor.school_id,
        pupil_id=pupil_id,
        lesson_id=lesson_id,
        day=lesson.day,
        tone=tone,
        text=written,
        author_id=actor.person_id,
        created_at=now,
    )
    session.add(remark)
    session.flush()
    after = {"text": written, "tone": tone.value}
    _record(session, actor, "remark.add", remark, None, after)
    note(session, course_topic(lesson.course_id), pupil_topic(pupil_id))
    if families_see_remarks(session, actor.school_id):
        _tell(session, actor, remark, frame.subject, now)
    return remark.id or 0


def withdraw_remark(session: Session, actor: Actor, remark_id: int) -> None:
    """Take a remark back, as its author or a head of the school. Its text stays on record."""
    remark = session.get(Remark, remark_id)
    if remark is None or remark.school_id != actor.school_id or not _may_withdraw(actor, remark.author_id):
        raise NotFound
    _record(session, actor, "remark.withdraw", remark, {"text": remark.text, "tone": remark.tone.value}, None)
    take_back_key(session, actor.school_id, _key(remark))
    note(session, pupil_topic(remark.pupil_id))
    if remark.lesson_id is not None:
        note(session, course_topic(session.get_one(Lesson, remark.lesson_id).course_id))
    session.delete(remark)
    session.flush()


def _may_withdraw(actor: Actor, author_id: int) -> bool:
    is_author = author_id == actor.person_id and actor.may(Permission.JOURNAL_WRITE)
    return is_author or actor.leads


def families_see_remarks(session: Session, school_id: int) -> bool:
    """Whether the school shows remarks to pupils and guardians; it does until it has said otherwise."""
    own = db.school_settings.c.school_id == school_id
    return session.scalar(select(db.school_settings.c.remark_visible).where(own)) is not False


def remarks_of_lesson(session: Session, actor: Actor, lesson_id: int) -> list[RemarkLine]:
    """The remarks of a lesson to those pupils whom the actor sees in it; NotFound for a foreign lesson."""
    return remarks_shown(session, actor, lesson_id, see_lesson(session, actor, lesson_id).pupils)


def remarks_shown(
    session: Session, actor: Actor, lesson_id: int, pupils: frozenset[int] | None
) -> list[RemarkLine]:
    """The remarks of a lesson just let through, to those of its pupils who are seen in it; None for all."""
    asked = {"school_id": actor.school_id, "lesson_id": lesson_id}
    rows = session.connection().execute(_OF_LESSON, asked).all()
    return [_line(actor, row) for row in rows if is_seen(pupils, row.pupil_id)]


def _line(actor: Actor, row: Any) -> RemarkLine:
    return RemarkLine(
        row.id,
        row.pupil_id,
        f"{row.last_name} {row.first_name}",
        row.tone,
        row.text,
        short_name(row.by_last_name, row.by_first_name, row.by_middle_name),
        _may_withdraw(actor, row.author_id),
    )


def _record(
    session: Session,
    actor: Actor,
    action: str,
    remark: Remark,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    change = audit.Change(action, "remark", remark.id, before, after, remark.lesson_id, remark.pupil_id)
    audit.record(session, actor.school_id, actor.person_id, change)


def _tell(session: Session, actor: Actor, remark: Remark, subject: str, now: datetime) -> None:
    payload = {
        "lesson_id": remark.lesson_id,
        "day": remark.day.isoformat(),
        "subject": subject,
        "tone": remark.tone.value,
        "text": remark.text,
        "author": _author_name(session, actor),
    }
    kind = NoticeKind.PRAISE if remark.tone is RemarkTone.PRAISE else NoticeKind.REMARK
    news = News(remark.pupil_id, kind, _key(remark), payload)
    tell_families(session, actor.school_id, [news], actor.today, now)


def _key(remark: Remark) -> str:
    return f"remark:{remark.id}"


def _author_name(session: Session, actor: Actor) -> str:
    person = session.get_one(Person, actor.person_id)
    return short_name(person.last_name, person.first_name, person.middle_name)
