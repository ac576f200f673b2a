"""The diary: a pupil's week as the family reads it.

Homework stands under the day it is due: what was given at the course's lesson before is shown at the
lesson it was given for, with the day on which it was given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil, is_pupil_of_own_class
from ejournal.models import AttendanceCode, LessonStatus, RemarkTone, Role, ScaleKind
from ejournal.models.people import short_name
from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import BellTime, Calendar, TermSpan, days_between, monday
from ejournal.services.courses.second_teachers import names_on, read_seconds
from ejournal.services.diary.lessons import WEEK, is_enrolled, place_on, read
from ejournal.services.diary.queries import BESIDE, CHILDREN_OF, ONESELF
from ejournal.services.grading.scales import five_point

DAYS = 7
LAST_OF_WEEK = timedelta(days=DAYS - 1)


def day_to_show(today: date) -> date:
    """The day to open a diary at: today, on Sundays the Monday to come."""
    return today + timedelta(days=1) if today.isoweekday() == DAYS else today


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whose diary the actor reads at home; class_title is empty for one in no class today."""

    id: int
    first_name: str
    last_name: str
    class_title: str
    grade: int = 0


@dataclass(frozen=True, slots=True)
class DiaryMark:
    """A mark as the family sees it; level is it on five points, empty for what has none."""

    value: str
    kind: str
    weight: int
    comment: str = ""
    is_test: bool = False
    level: str = ""


@dataclass(frozen=True, slots=True)
class DiaryRemark:
    """A remark or praise, and who wrote it."""

    day: date
    text: str
    is_praise: bool
    author: str
    lesson_id: int | None = None


@dataclass(frozen=True, slots=True)
class DiaryLesson:
    """One lesson of a day; teacher is who gives it, homework what was to be prepared for it."""

    id: int
    course_id: int
    number: int
    starts: time | None
    ends: time | None
    subject: str
    group: str
    room: str
    teacher: str
    is_substituted: bool
    is_cancelled: bool
    topic: str
    kind: str
    is_test: bool
    homework: str
    homework_minutes: int | None
    homework_from: date | None
    absence: AttendanceCode | None
    late_minutes: int | None
    marks: tuple[DiaryMark, ...] = ()
    remarks: tuple[DiaryRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day: its lessons, or why there are none; remarks are those without a lesson."""

    day: date
    lessons: tuple[DiaryLesson, ...] = ()
    day_off: str = ""
    follows_weekday: int | None = None
    is_enrolled: bool = True
    remarks: tuple[DiaryRemark, ...] = ()
    notice: AttendanceCode | None = None
    notice_note: str = ""
    notice_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """A guardian who acknowledged the week, and when."""

    guardian_id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DiaryWeek:
    """A pupil's week from Monday on; readers are the guardians who have acknowledged it."""

    pupil_id: int
    first_name: str
    last_name: str
    class_title: str
    monday: date
    days: tuple[DiaryDay, ...]
    term: TermSpan | None
    readers: tuple[Reader, ...]
    may_acknowledge: bool

    def day(self, day: date) -> DiaryDay | None:
        """The day of the week shown, None for one that the school has off every week."""
        return next((one for one in self.days if one.day == day), None)


def children(session: Session, actor: Actor) -> list[Child]:
    """The pupils whose diaries the actor reads at home: own children and oneself; elder first."""
    guard.require(actor, Permission.DIARY_READ)
    asked = {"person_id": actor.person_id, "today": actor.today}
    rows: list[Any] = []
    if actor.holds(Role.GUARDIAN):
        rows += read(session, CHILDREN_OF, actor, **asked)
    if actor.holds(Role.PUPIL):
        rows += read(session, ONESELF, actor, **asked)
    return [
        Child(person_id, first, last, class_title(grade, letter) if grade else "", grade or 0)
        for person_id, first, last, grade, letter in rows
    ]


def open_week(session: Session, actor: Actor, pupil_id: int, day: date) -> DiaryWeek:
    """The week that holds the day, in three queries; NotFound when the diary is not the actor's to read."""
    pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    first = monday(day)
    place = place_of_week(pupil, day)
    days, readers = _read_days(session, actor, pupil, first, first + LAST_OF_WEEK, lambda _: place)
    calendar = calendar_of(session, actor.school_id, place.year_id)
    return DiaryWeek(
        pupil_id=pupil_id,
        first_name=pupil.first_name,
        last_name=pupil.last_name,
        class_title=class_title(place.grade, place.letter),
        monday=first,
        days=days,
        term=calendar.term_of(place.scheme_id, day) if calendar else None,
        readers=readers,
        may_acknowledge=guard.may(session, actor, pupil, Permission.DIARY_ACKNOWLEDGE),
    )


def place_of_week(pupil: Pupil, day: date) -> Any:
    """The enrolment by which the week of the day is shown."""
    return place_on(pupil.places, monday(day), monday(day) + LAST_OF_WEEK)


def open_days(session: Session, actor: Actor, pupil: Pupil, first: date, last: date) -> tuple[DiaryDay, ...]:
    """The days from first to last of a pupil whom the guard let through; two queries."""
    return _read_days(session, actor, pupil, first, last, lambda day: place_on(pupil.places, day, day))[0]


def _read_days(
    session: Session, actor: Actor, pupil: Pupil, first: date, last: date, place_at: Callable[[date], Any]
) -> tuple[tuple[DiaryDay, ...], tuple[Reader, ...]]:
    asked: dict[str, object] = {
        "pupil_id": pupil.id,
        "first_day": first,
        "last_day": last,
        "staff": actor.leads or is_pupil_of_own_class(session, actor, pupil),
    }
    calendar = calendar_of(session, actor.school_id, place_at(last).year_id)
    beside = sorted(read(session, BESIDE, actor, **asked), key=attrgetter("starts", "id"))
    remarks = [_remark(row) for row in beside if row.about == "remark"]
    notices = sorted((row for row in beside if row.about == "notice"), key=attrgetter("id"), reverse=True)
    readers = sorted((row for row in beside if row.about == "reader"), key=attrgetter("at"))
    lessons = _lessons(read(session, WEEK, actor, **asked), remarks, place_at, calendar)
    days = _days(days_between(first, last), pupil.places, place_at, calendar, lessons, remarks, notices)
    return tuple(days), tuple(Reader(row.id, _name(row), row.at) for row in readers)


def _remark(row: Any) -> DiaryRemark:
    return DiaryRemark(row.starts, row.text, row.code == RemarkTone.PRAISE, _name(row), row.lesson_id)


def _name(row: Any) -> str:
    return short_name(row.last_name, row.first_name, row.middle_name)


def _lessons(
    rows: Iterable[Any],
    remarks: Sequence[DiaryRemark],
    place_at: Callable[[date], Any],
    calendar: Calendar | None,
) -> dict[date, tuple[DiaryLesson, ...]]:
    found = {}
    for day, of_day in groupby(rows, key=attrgetter("day")):
        place = place_at(day)
        bells = calendar.bells(place.grade, place.shift, day) if calendar else ()
        times = {bell.number: bell for bell in bells}
        found[day] = tuple(_lessons_of_day(of_day, remarks, times, place.scale))
    return found


def _lessons_of_day(
    rows: Iterable[Any], remarks: Sequence[DiaryRemark], bells: dict[int, BellTime], class_scale: ScaleKind
) -> Iterator[DiaryLesson]:
    prepared: set[int] = set()
    for lesson_id, same in groupby(rows, key=attrgetter("id")):
        entries = list(same)
        row = entries[0]
        # Of a double lesson only the first half shows the homework, a cancelled one shows none.
        is_due = row.status is not LessonStatus.CANCELLED and row.course_id not in prepared
        if is_due:
            prepared.add(row.course_id)
        own = tuple(remark for remark in remarks if remark.lesson_id == lesson_id) if remarks else ()
        yield _lesson(row, bells.get(row.number), _marks(entries, row.scale or class_scale), own, is_due)


def _marks(entries: Iterable[Any], scale: ScaleKind) -> tuple[DiaryMark, ...]:
    return tuple(
        DiaryMark(
            one.value, one.mark_kind, one.weight, one.comment, one.mark_of_test, five_point(scale, one.value)
        )
        for one in entries
        if one.value is not None
    )


def _lesson(
    row: Any,
    bell: BellTime | None,
    marks: tuple[DiaryMark, ...],
    remarks: tuple[DiaryRemark, ...],
    is_due: bool,
) -> DiaryLesson:
    homework = row.homework if is_due else None
    return DiaryLesson(
        id=row.id,
        course_id=row.course_id,
        number=row.number,
        starts=bell.starts if bell else None,
        ends=bell.ends if bell else None,
        subject=row.subject,
        group=row.group or "",
        room=row.room or "",
        teacher=names_on(row.day, _name(row), read_seconds(row.seconds)),
        is_substituted=row.substitute_id is not None,
        is_cancelled=row.status is LessonStatus.CANCELLED,
        topic=row.topic,
        kind=row.kind or "",
        is_test=bool(row.is_test),
        homework=homework or "",
        homework_minutes=row.homework_minutes if homework else None,
        homework_from=row.homework_from if homework else None,
        absence=row.code,
        late_minutes=row.minutes,
        marks=marks,
        remarks=remarks,
    )


def _days(
    days: Iterable[date],
    places: Sequence[Any],
    place_at: Callable[[date], Any],
    calendar: Calendar | None,
    lessons: dict[date, tuple[DiaryLesson, ...]],
    remarks: Sequence[DiaryRemark],
    notices: Sequence[Any],
) -> Iterator[DiaryDay]:
    shown = {lesson.id for of_day in lessons.values() for lesson in of_day}
    for day in days:
        place = place_at(day)
        if day.isoweekday() > place.days_per_week and day not in lessons:
            continue
        off = calendar.day_off(day, place.grade) if calendar else None
        moved = calendar.moved.get(day) if calendar else None
        notice = next((one for one in notices if Span.of(one).holds_on(day)), None)
        yield DiaryDay(
            day=day,
            lessons=lessons.get(day, ()),
            day_off=off.name if off else "",
            follows_weekday=moved.weekday if moved else None,
            is_enrolled=is_enrolled(places, day),
            remarks=tuple(one for one in remarks if one.day == day and one.lesson_id not in shown),
            notice=AttendanceCode(notice.code) if notice else None,
            notice_note=notice.text if notice else "",
            notice_confirmed=bool(notice and notice.at),
        )
