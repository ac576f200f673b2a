"""A small school whose classes, groups and marks are drawn, and its figures counted anew from raw rows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from ejournal.access.actor import Actor
from ejournal.models import (
    AcademicYear,
    Course,
    Enrolment,
    Exemption,
    Group,
    GroupMember,
    KindOfWork,
    Lesson,
    Mark,
    Person,
    Role,
    ScaleKind,
    School,
    SchoolClass,
    Subject,
    Term,
    TermKind,
    TermMark,
    TermMarkScope,
    TermScheme,
)

YEARS = ((date(2025, 9, 1), date(2026, 5, 31)), (date(2026, 9, 1), date(2027, 5, 31)))
# Two quarters and two half-years of each year: enough for a term before, and for classes that part otherwise.
QUARTERS = ((0, 55), (63, 120))
HALVES = ((0, 120), (130, 260))
PUPILS, GROUPS = 5, 2
NOW = datetime(2026, 9, 1, tzinfo=UTC)
VALUES = {
    ScaleKind.FIVE: ("5", "4", "3", "2", "н/а", "осв"),
    ScaleKind.TEN: ("10", "8", "7", "5", "3", "н/а", "осв"),
    ScaleKind.PASS: ("зач", "незач", "осв"),
    ScaleKind.NONE: ("",),
}
# class: year, grade, letter, scale, whether by quarters
CLASSES = (
    (1, 1, "А", ScaleKind.NONE, True), (1, 5, "А", ScaleKind.FIVE, True), (1, 5, "Б", ScaleKind.TEN, True),
    (1, 10, "А", ScaleKind.FIVE, False), (0, 4, "А", ScaleKind.FIVE, True),
)  # fmt: skip
# course: class or None, group or None, subject, its own scale
COURSES = (
    (0, None, 0, None), (1, None, 0, None), (1, None, 1, ScaleKind.PASS), (1, 0, 2, None), (1, 1, 2, None),
    (2, None, 0, None), (2, None, 1, ScaleKind.FIVE), (3, None, 0, None), (4, None, 0, None),
    (2, None, 2, ScaleKind.NONE),
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """By numbers: enrolments, members and exemptions with days of the year, marks of terms and of lessons."""

    today: int
    enrolments: list[tuple[int, int, int, int | None]]
    members: list[tuple[int, int, int, int | None]]
    exemptions: list[tuple[int, int, int, int | None]]
    term_marks: dict[tuple[int, int, int], int]
    marks: list[tuple[int, int, int, int, int]]


_begins = st.sampled_from((0, 0, 0, 30, 60, 100))
_ends = st.one_of(st.none(), st.none(), st.sampled_from((20, 55, 80, 120)))
_pupil, _course = st.sampled_from(range(PUPILS)), st.sampled_from(range(len(COURSES)))
drawn = st.builds(
    Drawn,
    today=st.sampled_from((20, 50, 56, 62, 90, 118, 121, 200)),
    enrolments=st.lists(
        st.tuples(st.sampled_from(range(len(CLASSES))), _pupil, _begins, _ends),
        min_size=4, max_size=9, unique_by=lambda one: one[:2],
    ),
    members=st.lists(
        st.tuples(st.sampled_from(range(GROUPS)), _pupil, _begins, _ends), max_size=6,
        unique_by=lambda one: one[:2],
    ),
    exemptions=st.lists(st.tuples(_course, _pupil, _begins, _ends), max_size=3),
    term_marks=st.dictionaries(
        st.tuples(_course, _pupil, st.sampled_from((0, 1, 2))), st.integers(0, 6), max_size=40
    ),
    marks=st.lists(
        st.tuples(_course, _pupil, st.integers(0, 120), st.integers(0, 6), st.sampled_from((1, 3))),
        max_size=60,
    ),
)  # fmt: skip


@dataclass
class Frame:
    """What does not change from one drawn school to the next."""

    session: Session
    school_id: int
    years: list[int]
    classes: list[int]
    groups: list[int]
    courses: list[int]
    people: list[int]
    kinds: dict[int, int]
    teacher: int
    raw: dict[Any, list[Any]] = field(default_factory=dict)


def make_frame(session: Session) -> Frame:
    """A school without pupils in its classes."""
    school_id = _add(session, School(code="drawn", name="Школа", short_name="Школа"))[0]
    of: dict[str, Any] = {"school_id": school_id}
    years = _add(
        session, *(AcademicYear(**of, name=f"{a.year}/{b.year}", starts=a, ends=b) for a, b in YEARS)
    )
    schemes: dict[tuple[int, bool], int] = {}
    for place, (year_id, (starts, _)) in enumerate(zip(years, YEARS, strict=True)):
        for is_quarters, terms in ((True, QUARTERS), (False, HALVES)):
            kind = TermKind.QUARTER if is_quarters else TermKind.HALF_YEAR
            scheme = _add(session, TermScheme(**of, year_id=year_id, kind=kind, name=kind.value))[0]
            schemes[place, is_quarters] = scheme
            for number, (first, last) in enumerate(terms, 1):
                days = {"starts": starts + timedelta(first), "ends": starts + timedelta(last)}
                _add(session, Term(**of, scheme_id=scheme, number=number, **days))
    subjects = _add(session, *(Subject(**of, name=f"Предмет {n}", position=n) for n in range(3)))
    people = _add(session, *(Person(**of, last_name=f"Ученик{n}", first_name="А") for n in range(PUPILS + 1)))
    teacher = people.pop()
    kinds = {
        weight: _add(session, KindOfWork(**of, name=f"Вид {weight}", short_name="в", weight=weight))[0]
        for weight in (1, 3)
    }
    classes = _add(session, *(
        SchoolClass(**of, year_id=years[year], grade=grade, letter=letter, scale=scale,
                    scheme_id=schemes[year, quarters])
        for year, grade, letter, scale, quarters in CLASSES
    ))  # fmt: skip
    groups = _add(session, *(
        Group(**of, year_id=years[1], class_id=classes[1], name=f"Группа {n}") for n in range(GROUPS)
    ))  # fmt: skip
    courses = _add(session, *(
        Course(**of, year_id=years[CLASSES[place][0]], class_id=classes[place], subject_id=subjects[subject],
               group_id=None if group is None else groups[group], teacher_id=teacher, scale=scale,
               weekly_hours=Decimal(1))
        for place, group, subject, scale in COURSES
    ))  # fmt: skip
    return Frame(session, school_id, years, classes, groups, courses, people, kinds, teacher)


def _add(session: Session, *rows: Any) -> list[int]:
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _scale(course: int) -> ScaleKind:
    place, _, _, scale = COURSES[course]
    return scale or CLASSES[place][3]


@contextmanager
def planted(frame: Frame, found: Drawn) -> Iterator[date]:
    """The school with what was drawn, and its day; undone after."""
    trial = frame.session.begin_nested()
    try:
        plant(frame, found)
        yield YEARS[1][0] + timedelta(found.today)
    finally:
        trial.rollback()
        frame.session.expire_all()
        frame.raw.clear()


def plant(frame: Frame, drawn: Drawn) -> None:
    """Put what was drawn into the school."""
    of: dict[str, Any] = {"school_id": frame.school_id}
    first = YEARS[1][0]

    def days(year: int, begins: int, ends: int | None) -> dict[str, date | None]:
        starts = YEARS[year][0]
        return {
            "starts": starts + timedelta(begins),
            "ends": None if ends is None else starts + timedelta(ends),
        }

    rows: list[SQLModel] = [
        Enrolment(**of, class_id=frame.classes[place], pupil_id=frame.people[who],
                  **days(CLASSES[place][0], *span))
        for place, who, *span in drawn.enrolments
    ]  # fmt: skip
    rows += [
        GroupMember(**of, group_id=frame.groups[group], pupil_id=frame.people[who], **days(1, *span))
        for group, who, *span in drawn.members
    ]
    rows += [
        Exemption(**of, course_id=frame.courses[course], pupil_id=frame.people[who],
                  **days(CLASSES[COURSES[course][0]][0], *span))
        for course, who, *span in drawn.exemptions
    ]  # fmt: skip
    for (course, who, number), place in drawn.term_marks.items():
        values = VALUES[_scale(course)]
        rows.append(TermMark(
            **of, course_id=frame.courses[course], pupil_id=frame.people[who], term_number=number,
            scope=TermMarkScope.TERM if number else TermMarkScope.YEAR,
            value=values[place % len(values)] or "5", author_id=frame.teacher, changed_at=NOW,
        ))  # fmt: skip
    lessons: dict[tuple[int, int], int] = {}
    seen: Counter[tuple[int, int, int]] = Counter()
    for course, who, day, place, weight in drawn.marks:
        values = [one for one in VALUES[_scale(course)] if one not in ("н/а", "осв", "")]
        if not values or seen[course, who, day] == 2 or CLASSES[COURSES[course][0]][0] == 0:
            continue
        seen[course, who, day] += 1
        when = first + timedelta(day)
        if (course, day) not in lessons:
            lessons[course, day] = _add(frame.session, Lesson(
                **of, course_id=frame.courses[course], day=when, number=1, teacher_id=frame.teacher
            ))[0]  # fmt: skip
        rows.append(Mark(
            **of, lesson_id=lessons[course, day], course_id=frame.courses[course], day=when,
            pupil_id=frame.people[who], slot=seen[course, who, day], value=values[place % len(values)],
            kind_id=frame.kinds[weight], author_id=frame.teacher, created_at=NOW, changed_at=NOW,
        ))  # fmt: skip
    frame.session.add_all(rows)
    frame.session.flush()
    frame.raw.clear()


def head(frame: Frame, today: date) -> Actor:
    """A deputy head on the day."""
    return Actor(
        person_id=frame.teacher, school_id=frame.school_id, account_id=1, session_id=0,
        time_zone="Europe/Moscow", today=today, roles=frozenset({Role.DEPUTY}), class_ids=frozenset(),
    )  # fmt: skip


# ------------------------------------------------------------------------------- counted anew, row by row


def levels(
    frame: Frame, today: date, year: int, kind: TermKind | None, number: int
) -> dict[int, dict[int, list[str]]]:
    """By class and pupil the levels of all subjects with a scale; a pupil without any is not there."""
    found: dict[int, dict[int, list[str]]] = {}
    for of_class, place, day, span in on_roll(frame, today, year, kind, number):
        got = _levels_of(frame, of_class, place, day, span, today, kind, number)
        if got:
            found.setdefault(of_class.id or 0, {})[place.pupil_id] = got
    return found


def on_roll(
    frame: Frame, today: date, year: int, kind: TermKind | None, number: int
) -> Iterator[tuple[SchoolClass, Enrolment, date, tuple[date, date]]]:
    """Who sits in each class on the day of its roll, and the class's own days of the period."""
    for of_class, (first, last) in classes_of(frame, year, kind, number):
        day = last if today > last else first if today < first else today
        for place in rows_of(frame, Enrolment):
            if place.class_id == of_class.id and _holds(place, day):
                yield of_class, place, day, (first, last)


def classes_of(
    frame: Frame, year: int, kind: TermKind | None, number: int
) -> Iterator[tuple[SchoolClass, tuple[date, date]]]:
    """The classes of the year that have the period, with their days of it."""
    for of_class in rows_of(frame, SchoolClass):
        if of_class.year_id != frame.years[year]:
            continue
        scheme = next(one for one in rows_of(frame, TermScheme) if one.id == of_class.scheme_id)
        terms = [
            one for one in rows_of(frame, Term)
            if one.scheme_id == scheme.id and scheme.kind is kind and one.number == number
        ]  # fmt: skip
        if kind is None:
            yield of_class, YEARS[year]
        elif terms:
            yield of_class, (terms[0].starts, terms[0].ends)


def rows_of(frame: Frame, model: Any) -> list[Any]:
    """All rows of the kind, read once for a drawn school."""
    if model not in frame.raw:
        frame.raw[model] = list(frame.session.scalars(select(model)))
    return frame.raw[model]


def _holds(row: Any, day: date) -> bool:
    return row.starts <= day and (row.ends is None or day <= row.ends)


def _levels_of(
    frame: Frame, of_class: SchoolClass, place: Enrolment, day: date, span: tuple[date, date], today: date,
    kind: TermKind | None, number: int,
) -> list[str]:  # fmt: skip
    found = []
    for course in rows_of(frame, Course):
        scale = course.scale or of_class.scale
        if scale is ScaleKind.NONE or course.year_id != of_class.year_id:
            continue
        if course.group_id is None and course.class_id != of_class.id:
            continue
        if course.group_id is not None and not any(
            one.group_id == course.group_id and one.pupil_id == place.pupil_id and _holds(one, day)
            for one in rows_of(frame, GroupMember)
        ):
            continue
        scope = TermMarkScope.YEAR if kind is None else TermMarkScope.TERM
        value = next(
            (
                one.value
                for one in rows_of(frame, TermMark)
                if (one.course_id, one.pupil_id, one.scope, one.term_number)
                == (course.id, place.pupil_id, scope, number)
            ),
            "",
        )
        if not value and kind is not None and span[0] <= today <= span[1] and _holds(place, span[1]):
            value = _draft(frame, course, scale, place.pupil_id, span, today)
        found.append(_level(scale, value))
    return found


def _draft(
    frame: Frame, course: Course, scale: ScaleKind, pupil_id: int, span: tuple[date, date], today: date
) -> str:
    """By the usual rule: three marks a term for one hour a week, thresholds at a half."""
    if any(
        one.course_id == course.id and one.pupil_id == pupil_id and _holds(one, span[1])
        for one in rows_of(frame, Exemption)
    ):
        return "осв"
    weights = {one.id: one.weight for one in rows_of(frame, KindOfWork)}
    of_class = {one.id: one.scale for one in rows_of(frame, SchoolClass)}
    kin = {
        one.id
        for one in rows_of(frame, Course)
        if one.year_id == course.year_id and one.subject_id == course.subject_id
        and (one.scale or of_class[one.class_id]) is scale
    }  # fmt: skip
    marks = [
        (one.value, weights[one.kind_id])
        for one in rows_of(frame, Mark)
        if one.pupil_id == pupil_id and one.course_id in kin and span[0] <= one.day <= span[1]
    ]
    if len(marks) < 3:
        return "н/а" if (span[1] - today).days < 7 else ""
    words = [value for value, _ in marks if not value.isdecimal()]
    if scale is ScaleKind.PASS:
        return "зач" if words.count("зач") >= words.count("незач") else "незач"
    total = sum(int(value) * weight for value, weight in marks)
    mean = Decimal(total) / sum(weight for _, weight in marks)
    rounded = int(mean + Decimal("0.5"))
    return str(max(rounded, 2) if scale is ScaleKind.FIVE else rounded)


def _level(scale: ScaleKind, value: str) -> str:
    if value in ("", "н/а", "осв", "зач"):
        return value
    if value == "незач":
        return "2"
    number = int(value)
    if scale is ScaleKind.TEN:
        return "5" if number >= 9 else "4" if number >= 7 else "3" if number >= 5 else "2"
    return str(max(number, 2))
