"""What to do now: a teacher's unfinished lessons, journals not filled, accounts that need a hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, exists, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.co_teaching import assists_in
from ejournal.access.permissions import Permission
from ejournal.access.rules import mends_from, writes_in
from ejournal.access.sentences import TEACHING, Asker
from ejournal.access.wards import stands_on
from ejournal.models import Account, LessonStatus
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.accounts.places import acts_by_another_school
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days, named_lessons
from ejournal.services.base.names import by_name
from ejournal.services.courses.choice import LessonToday
from ejournal.services.courses.second_teachers import names_on, read_seconds, seconds_of_lessons_on_their_day
from ejournal.services.diary.lessons import FIRST, LAST, SCHOOL, read

LOOK_BACK = timedelta(days=30)
MARKS_DUE = timedelta(days=3)
"""A test paper is given back with its marks within so many days."""

_PERSON: BindParameter[int] = bindparam("person_id")
_account = table(Account)


class Missing(StrEnum):
    """What a lesson that is over still lacks."""

    TOPIC = "topic"
    MARKS = "marks"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class UnfinishedLesson:
    """A lesson that is over without its topic, or a test paper without marks."""

    lesson_id: int
    course_id: int
    day: date
    number: int
    class_title: str
    subject: str
    group: str
    missing: Missing


@dataclass(frozen=True, slots=True)
class UnfilledJournal:
    """A teacher's lessons over without a topic, test papers without marks, and the oldest of them.

    teacher names whoever teaches them together.
    """

    teacher: str
    without_topic: int
    tests_without_marks: int
    oldest: date
    lesson_id: int
    course_id: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """The school's accounts in figures."""

    total: int
    never_signed_in: int
    blocked: int
    families_without: int


def _lacks_marks() -> Any:
    marked = select(db.mark.c.id).where(db.mark.c.school_id == SCHOOL, db.mark.c.lesson_id == db.lesson.c.id)
    due = db.lesson.c.day <= bindparam("marks_due")
    return and_(db.kind_of_work.c.is_test.is_(True), due, ~exists(marked))


_over = and_(in_days(db.lesson.c, SCHOOL, FIRST, LAST), db.lesson.c.status != LessonStatus.CANCELLED)
_lacks_topic = db.lesson.c.topic == ""
_given_by = func.coalesce(db.lesson.c.substitute_id, db.lesson.c.teacher_id)
_TEACHER = Asker(
    school_id=SCHOOL, person_id=_PERSON, account_id=0, class_ids=(), today=bindparam("today"),
    teaches=True, learns=False, guards=False, leads=False, keeps_people=False, works=True, administers=False,
    window=lambda: bindparam("mended_from"),
)  # fmt: skip

_UNFINISHED: Select[Any] = (
    select(db.lesson.c.id, db.lesson.c.course_id, db.lesson.c.day, db.lesson.c.number, db.lesson.c.topic)
    .add_columns(db.school_class.c.grade, db.school_class.c.letter)
    .add_columns(db.subject.c.name, db.study_group.c.name.label("group"))
    .select_from(named_lessons())
    .outerjoin(db.kind_of_work, db.kind_of_work.c.id == db.lesson.c.kind_id)
    .where(_over, or_(_given_by == _PERSON, assists_in(db.lesson.c, _PERSON)))
    .where(writes_in.of_rows(_TEACHER, db.lesson.c))
    .where(or_(_lacks_topic, _lacks_marks()))
    .order_by(db.lesson.c.day.desc(), db.lesson.c.number)
)

# A line a lesson, of which the first of each teacher, or teachers, is kept: with the counts of all of them.
_LACKING = (
    select(db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)
    .add_columns(db.person.c.id.label("person_id"), seconds_of_lessons_on_their_day().label("seconds"))
    .add_columns(db.lesson.c.id, db.lesson.c.course_id, db.lesson.c.day, db.lesson.c.number)
    .add_columns(case((_lacks_topic, 1), else_=0).label("topic"))
    .add_columns(case((_lacks_marks(), 1), else_=0).label("marks"))
    .select_from(db.lesson)
    .join(db.person, db.person.c.id == _given_by)
    .outerjoin(db.kind_of_work, db.kind_of_work.c.id == db.lesson.c.kind_id)
    .where(_over, or_(_lacks_topic, _lacks_marks()))
    .subquery()
)
_of_teachers: dict[str, Any] = {"partition_by": (_LACKING.c.person_id, _LACKING.c.seconds)}
_EACH = select(
    *_LACKING.c,
    func.sum(_LACKING.c.topic).over(**_of_teachers).label("without_topic"),
    func.sum(_LACKING.c.marks).over(**_of_teachers).label("tests"),
    func.count().over(**_of_teachers).label("lessons"),
    func.row_number()
    .over(**_of_teachers, order_by=(_LACKING.c.day, _LACKING.c.number, _LACKING.c.id))
    .label("place"),
).subquery()
_UNFILLED: Select[Any] = select(_EACH).where(_EACH.c.place == 1)

_ACCOUNTS = select(
    func.count(),
    func.sum(case((_account.c.last_seen_at.is_(None), 1), else_=0)),
    func.sum(case((_account.c.blocked.is_(True), 1), else_=0)),
).where(_account.c.school_id == SCHOOL)

_WITHOUT_ACCOUNT = (
    select(func.count(func.distinct(db.guardianship.c.guardian_id)))
    .outerjoin(_account, _account.c.person_id == db.guardianship.c.guardian_id)
    .where(
        db.guardianship.c.school_id == SCHOOL,
        stands_on(db.guardianship.c, bindparam("today")),
        _account.c.id.is_(None),
        ~acts_by_another_school(db.guardianship.c.guardian_id),
    )
)


def unfinished_lessons(session: Session, actor: Actor) -> list[UnfinishedLesson]:
    """The actor's own lessons of the last month, up to yesterday, that lack topic or marks; two queries."""
    guard.require(actor, Permission.JOURNAL_READ)
    if not actor.holds(*TEACHING):
        return []
    asked = {"person_id": actor.person_id, "today": actor.today, "mended_from": mends_from(session, actor)}
    rows = read(session, _UNFINISHED, actor, **asked, **_span(actor))
    return [
        UnfinishedLesson(
            lesson_id=row.id,
            course_id=row.course_id,
            day=row.day,
            number=row.number,
            class_title=class_title(row.grade, row.letter) if row.grade else "",
            subject=row.name,
            group=row.group or "",
            missing=Missing.MARKS if row.topic else Missing.TOPIC,
        )
        for row in rows
    ]


def unfinished_today(found: Sequence[LessonToday], now: time) -> list[UnfinishedLesson]:
    """Those of the actor's lessons of today that are over by the bells and lack topic or roll call."""
    return [
        UnfinishedLesson(
            lesson_id=one.lesson_id,
            course_id=one.course_id,
            day=one.day,
            number=one.number,
            class_title=one.class_title,
            subject=one.subject,
            group=one.group,
            missing=Missing.ROLL if one.topic else Missing.TOPIC,
        )
        for one in found
        if lacks(one) and one.ends is not None and one.ends < now
    ]


def lacks(one: LessonToday) -> tuple[Missing, ...]:
    """What the lesson lacks to be recorded, by whoever gives it; nothing for one that another gives."""
    if one.cancelled or one.given_by:
        return ()
    found = ((not one.topic, Missing.TOPIC), (not one.roll_called, Missing.ROLL))
    return tuple(missing for holds, missing in found if holds)


def unfilled_journals(session: Session, actor: Actor) -> list[UnfilledJournal]:
    """Teachers with unfinished lessons of the last month, those with the most first; one query.

    Who gives lessons alone and others with a second teacher has a line for each.
    """
    guard.require(actor, Permission.SCHOOL_READ)
    together: dict[tuple[int, frozenset[int]], list[Any]] = {}
    for row in read(session, _UNFILLED, actor, **_span(actor)):
        seconds = frozenset(one.person_id for one in read_seconds(row.seconds))
        together.setdefault((row.person_id, seconds), []).append(row)
    lines = sorted(
        together.values(), key=lambda rows: (-sum(row.lessons for row in rows), by_name(rows[0]), rows[0].id)
    )
    return [_unfilled(rows) for rows in lines]


def _unfilled(rows: Sequence[Any]) -> UnfilledJournal:
    oldest = min(rows, key=lambda row: (row.day, row.number, row.id))
    first = short_name(oldest.last_name, oldest.first_name, oldest.middle_name)
    return UnfilledJournal(
        names_on(oldest.day, first, read_seconds(oldest.seconds)),
        sum(int(row.without_topic) for row in rows),
        sum(int(row.tests) for row in rows),
        oldest.day,
        oldest.id,
        oldest.course_id,
    )


def accounts_overview(session: Session, actor: Actor) -> Accounts:
    """The school's accounts in figures: blocked, never used, guardians who have none; two queries."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    total, never, blocked = read(session, _ACCOUNTS, actor)[0]
    without = read(session, _WITHOUT_ACCOUNT, actor, today=actor.today)[0][0]
    return Accounts(int(total), int(never or 0), int(blocked or 0), int(without))


def _span(actor: Actor) -> dict[str, object]:
    return {
        "first_day": actor.today - LOOK_BACK,
        "last_day": actor.today - timedelta(days=1),
        "marks_due": actor.today - MARKS_DUE,
    }
