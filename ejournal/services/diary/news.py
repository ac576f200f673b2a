"""What is new in a pupil's diary since a reader's previous look."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.models import DiaryVisit, RemarkTone, Substitution
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_new
from ejournal.services.diary.lessons import PUPIL, SCHOOL, attended, lesson, mine, read
from ejournal.services.grading.scales import CODE_TEXT

SITTING = timedelta(minutes=30)
"""Looks closer together than this are one: a reload must not wipe the news away."""
LONGEST = timedelta(days=14)
"""News older than this is no news, however long the reader was away."""
AHEAD = timedelta(days=14)

_SINCE: BindParameter[datetime] = bindparam("since")


class NewsKind(StrEnum):
    """What has changed."""

    MARK = "mark"
    MARK_CHANGED = "mark_changed"
    ABSENCE = "absence"
    PRAISE = "praise"
    REMARK = "remark"
    HOMEWORK = "homework"
    SUBSTITUTION = "substitution"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One change: when it was made, the lesson it concerns, the mark, code or text."""

    kind: NewsKind
    at: datetime
    day: date
    subject: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DiaryNews:
    """Changes after the previous look, the newest first; since is None at the very first look."""

    since: datetime | None
    items: tuple[NewsItem, ...] = ()

    def count(self, *kinds: NewsKind) -> int:
        """How many changes are of the kinds."""
        return sum(item.kind in kinds for item in self.items)


_MARKS: Select[Any] = (
    select(db.mark.c.changed_at, db.mark.c.created_at, db.mark.c.day, db.subject.c.name)
    .add_columns(db.mark.c.value, db.kind_of_work.c.name.label("kind"))
    .join(db.course, db.course.c.id == db.mark.c.course_id)
    .join(db.subject, db.subject.c.id == db.course.c.subject_id)
    .join(db.kind_of_work, db.kind_of_work.c.id == db.mark.c.kind_id)
    .where(db.mark.c.school_id == SCHOOL, db.mark.c.pupil_id == PUPIL, db.mark.c.changed_at > _SINCE)
)

_ABSENCES: Select[Any] = (
    select(db.attendance.c.changed_at, db.attendance.c.day, db.subject.c.name, db.attendance.c.code)
    .join(db.course, db.course.c.id == db.attendance.c.course_id)
    .join(db.subject, db.subject.c.id == db.course.c.subject_id)
    .where(
        db.attendance.c.school_id == SCHOOL,
        db.attendance.c.pupil_id == PUPIL,
        db.attendance.c.changed_at > _SINCE,
    )
)

_REMARKS: Select[Any] = (
    select(db.remark.c.created_at, db.remark.c.day, db.remark.c.tone, db.remark.c.text, db.subject.c.name)
    .outerjoin(db.lesson, db.lesson.c.id == db.remark.c.lesson_id)
    .outerjoin(db.course, db.course.c.id == db.lesson.c.course_id)
    .outerjoin(db.subject, db.subject.c.id == db.course.c.subject_id)
    .outerjoin(db.school_settings, db.school_settings.c.school_id == db.remark.c.school_id)
    .where(
        db.remark.c.school_id == SCHOOL,
        db.remark.c.pupil_id == PUPIL,
        db.remark.c.created_at > _SINCE,
        db.school_settings.c.remark_visible.isnot(False),
    )
)

_change, _entry = table(Substitution), db.audit_entry
_substitute = db.person.alias("substitute")

_SUBSTITUTIONS: Select[Any] = (
    select(_change.c.created_at, lesson.c.day, db.subject.c.name, _change.c.substitute_id)
    .add_columns(_substitute.c.last_name, _substitute.c.first_name, _substitute.c.middle_name)
    .select_from(attended())
    .join(db.subject, db.subject.c.id == mine.c.subject_id)
    .join(_change, and_(_change.c.school_id == SCHOOL, _change.c.lesson_id == lesson.c.id))
    .outerjoin(_substitute, _substitute.c.id == _change.c.substitute_id)
    .where(_change.c.created_at > _SINCE)
)

_HOMEWORK: Select[Any] = (
    select(_entry.c.at, lesson.c.day, db.subject.c.name, lesson.c.homework, _entry.c.before, _entry.c.after)
    .add_columns(lesson.c.id)
    .select_from(attended())
    .join(db.subject, db.subject.c.id == mine.c.subject_id)
    .outerjoin(
        _entry,
        and_(
            _entry.c.school_id == SCHOOL,
            _entry.c.lesson_id == lesson.c.id,
            _entry.c.subject == "lesson",
        ),
    )
    .where(lesson.c.homework != "")
)
"""The pupil's lessons with homework, each with its entries of the trail, old ones too.

An inner join, or a word about their time, would have SQLite begin with all that the school has written since.
"""


def what_changed(session: Session, actor: Actor, pupil_id: int) -> DiaryNews:
    """What was entered or changed for the pupil since the actor's previous look; nine queries."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    visit = _visit(session, actor, pupil_id)
    if visit is None:
        return DiaryNews(None)
    now = clock.now()
    is_same_sitting = now - visit.last_at < SITTING
    since = visit.previous_at if is_same_sitting else visit.last_at
    if since is None:
        return DiaryNews(None)
    since = max(since, now - LONGEST)
    asked: dict[str, object] = {
        "pupil_id": pupil_id,
        "since": since,
        "first_day": actor.today - LONGEST,
        "last_day": actor.today + AHEAD,
    }
    items = [
        *_mark_news(session, actor, asked, since),
        *_absence_news(session, actor, asked),
        *_remark_news(session, actor, asked),
        *_homework_news(session, actor, asked, since),
        *_substitution_news(session, actor, asked),
    ]
    return DiaryNews(since, tuple(sorted(items, key=attrgetter("at"), reverse=True)))


def fresh_marks(session: Session, actor: Actor, pupil: Pupil, within: timedelta) -> list[NewsItem]:
    """Marks of a pupil whom the guard let through that came or changed within that time, latest first."""
    since = clock.now() - within
    asked: dict[str, object] = {"pupil_id": pupil.id, "since": since}
    return sorted(_mark_news(session, actor, asked, since), key=attrgetter("at"), reverse=True)


def is_new_sitting(session: Session, actor: Actor, pupil_id: int) -> bool:
    """Whether the actor's look would be noted as a new one; asked before a transaction that writes."""
    if actor.looking is not None:
        return False
    visit = _visit(session, actor, pupil_id)
    return visit is None or clock.now() - visit.last_at >= SITTING


_visits = table(DiaryVisit)
_VISIT = select(DiaryVisit).where(
    _visits.c.school_id == SCHOOL, _visits.c.pupil_id == PUPIL, _visits.c.person_id == bindparam("person_id")
)
_FIRST_VISIT = insert_new(_visits, _visits.c.id)


def record_visit(session: Session, actor: Actor, pupil_id: int) -> bool:
    """Note that the actor looks into the diary; False when the same sitting was noted already."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    now = clock.now()
    visit = _visit(session, actor, pupil_id)
    if visit is None:
        return _first_visit(session, actor, pupil_id, now)
    if now - visit.last_at < SITTING:
        return False
    visit.previous_at, visit.last_at = visit.last_at, now
    session.add(visit)
    session.flush()
    return True


def _first_visit(session: Session, actor: Actor, pupil_id: int, now: datetime) -> bool:
    """Two tabs may be the first at once: one of them notes it."""
    first = {"school_id": actor.school_id, "pupil_id": pupil_id, "person_id": actor.person_id, "last_at": now}
    return session.scalar(_FIRST_VISIT.on(session), first) is not None


def _visit(session: Session, actor: Actor, pupil_id: int) -> DiaryVisit | None:
    asked = {"school_id": actor.school_id, "pupil_id": pupil_id, "person_id": actor.person_id}
    return session.scalars(_VISIT, asked).first()


def _mark_news(session: Session, actor: Actor, asked: dict[str, object], since: datetime) -> list[NewsItem]:
    return [
        NewsItem(
            NewsKind.MARK if row.created_at > since else NewsKind.MARK_CHANGED,
            row.changed_at,
            row.day,
            row.name,
            row.value,
            row.kind,
        )
        for row in read(session, _MARKS, actor, **asked)
    ]


def _absence_news(session: Session, actor: Actor, asked: dict[str, object]) -> list[NewsItem]:
    return [
        NewsItem(NewsKind.ABSENCE, row.changed_at, row.day, row.name, CODE_TEXT[row.code])
        for row in read(session, _ABSENCES, actor, **asked)
    ]


def _remark_news(session: Session, actor: Actor, asked: dict[str, object]) -> list[NewsItem]:
    return [
        NewsItem(
            NewsKind.PRAISE if row.tone is RemarkTone.PRAISE else NewsKind.REMARK,
            row.created_at,
            row.day,
            row.name or "",
            row.text,
        )
        for row in read(session, _REMARKS, actor, **asked)
    ]


def _homework_news(
    session: Session, actor: Actor, asked: dict[str, object], since: datetime
) -> list[NewsItem]:
    """One item a lesson, at its last change of homework."""
    entries = [
        row for row in read(session, _HOMEWORK, actor, **asked) if row.at is not None and row.at > since
    ]
    items = {
        row.id: NewsItem(NewsKind.HOMEWORK, row.at, row.day, row.name, row.homework)
        for row in sorted(entries, key=attrgetter("at"))
        if (row.before or {}).get("homework", "") != (row.after or {}).get("homework", "")
    }
    return list(items.values())


def _substitution_news(session: Session, actor: Actor, asked: dict[str, object]) -> list[NewsItem]:
    return [
        NewsItem(
            NewsKind.SUBSTITUTION if row.substitute_id else NewsKind.CANCELLED,
            row.created_at,
            row.day,
            row.name,
            short_name(row.last_name, row.first_name, row.middle_name) if row.substitute_id else "",
        )
        for row in read(session, _SUBSTITUTIONS, actor, **asked)
    ]
