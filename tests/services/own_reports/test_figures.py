"""Every figure of a report of one's own is what a second count of the raw rows gives, on drawn schools."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings

from ejournal.models import (
    Attendance,
    AttendanceCode,
    Course,
    Enrolment,
    GroupMember,
    Lesson,
    RowKind,
    SchoolClass,
)
from ejournal.services.own_reports.choice import Choice
from ejournal.services.own_reports.columns import BY_KIND
from ejournal.services.own_reports.drawing import OwnTable, draw_table
from ejournal.services.own_reports.lines import Cell
from ejournal.services.reports.classes import class_report
from ejournal.services.reports.periods import periods_of
from tests.infra.databases import Engines, kept_for_examples
from tests.services.reports.drawn import (
    NOW,
    Drawn,
    Frame,
    classes_of,
    drawn,
    head,
    levels,
    make_frame,
    on_roll,
    planted,
    rows_of,
)

Quick = Callable[[str], Frame]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
ALL = {kind: tuple(BY_KIND[kind]) for kind in RowKind}
MARKS = ("5", "4", "3", "2", "н/а")


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_frame) as quick:
        yield quick


def ratio(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def average(marks: list[str]) -> Decimal | None:
    numbers = [int(one) for one in marks if one in ("5", "4", "3", "2")]
    return ratio(sum(numbers), len(numbers))


def sou(marks: list[str]) -> Decimal | None:
    worth = {"5": 100, "4": 64, "3": 36, "2": 16, "н/а": 7}
    counted = [worth[one] for one in marks if one in worth]
    return ratio(sum(counted), len(counted))


def cells(found: OwnTable) -> list[tuple[int, dict[str, Cell]]]:
    keys = [one.key for one in found.columns]
    return [(one.id, dict(zip(keys, one.cells, strict=True))) for one in found.lines]


def absent(frame: Frame) -> None:
    """A third of all lessons is missed by those who ever sit in their course."""
    courses = {one.id: one for one in rows_of(frame, Course)}
    inside = {(one.group_id, one.pupil_id) for one in rows_of(frame, GroupMember)}
    places = {(one.class_id, one.pupil_id) for one in rows_of(frame, Enrolment)}
    codes = [AttendanceCode.ABSENT, AttendanceCode.ILL, AttendanceCode.EXCUSED, AttendanceCode.LATE]
    for lesson in rows_of(frame, Lesson):
        for place, pupil in enumerate(frame.people):
            course = courses[lesson.course_id]
            sits = (course.group_id, pupil) in inside or (
                course.group_id is None and (course.class_id, pupil) in places
            )
            if sits and (lesson.id + place) % 3 == 0:
                frame.session.add(
                    Attendance(
                        school_id=frame.school_id, lesson_id=lesson.id, course_id=lesson.course_id,
                        day=lesson.day, pupil_id=pupil, code=codes[lesson.id % 4],
                        author_id=frame.teacher, changed_at=NOW,
                    )
                )  # fmt: skip
    frame.session.flush()
    frame.raw.pop(Attendance, None)


def holds(row: Enrolment | GroupMember, day: date) -> bool:
    return row.starts <= day and (row.ends is None or day <= row.ends)


def missed(frame: Frame, class_id: int, pupil_id: int, first: date, last: date) -> tuple[int, int]:
    """Lessons of the pupil's own on the days in the class, and those of them missed: row by row."""
    places = [
        one for one in rows_of(frame, Enrolment) if (one.class_id, one.pupil_id) == (class_id, pupil_id)
    ]
    courses = {one.id: one for one in rows_of(frame, Course)}
    groups = [one for one in rows_of(frame, GroupMember) if one.pupil_id == pupil_id]
    lessons = gone = 0
    for lesson in rows_of(frame, Lesson):
        course = courses[lesson.course_id]
        day = lesson.day
        if not first <= day <= last or not any(holds(one, day) for one in places):
            continue
        mine = [one for one in groups if one.group_id == course.group_id]
        if course.group_id is None and course.class_id != class_id:
            continue
        if course.group_id is not None and not mine:
            continue
        lessons += course.group_id is None or any(holds(one, day) for one in mine)
        gone += any(
            one.lesson_id == lesson.id and one.pupil_id == pupil_id and one.code is not AttendanceCode.LATE
            for one in rows_of(frame, Attendance)
        )
    return lessons, gone


@both_databases
@given(drawn=drawn)
@settings(max_examples=10, deadline=None)
def test_the_lines_are_those_of_a_second_count(quick: Quick, kind: str, drawn: Drawn) -> None:
    frame = quick(kind)
    with planted(frame, drawn) as today:
        absent(frame)
        actor = head(frame, today)
        for period in periods_of(frame.session, frame.school_id, today):
            year = frame.years.index(period.year.id)
            expected = levels(frame, today, year, period.kind, period.number)

            def table(rows: RowKind) -> list[tuple[int, dict[str, Cell]]]:
                found = draw_table(frame.session, actor, Choice(rows, ALL[rows][:40], period.key))  # noqa: B023
                assert found is not None
                return cells(found)

            pupils = table(RowKind.PUPILS)
            every = [(who, marks) for of_class in expected.values() for who, marks in of_class.items()]
            roll: dict[int, list[list[str]]] = {}
            for row, place, _, (first, last) in on_roll(frame, today, year, period.kind, period.number):
                who, title = place.pupil_id, f"{row.grade} «{row.letter}»"
                marks = expected.get(row.id or 0, {}).get(who, [])
                roll.setdefault(row.id or 0, []).append(marks)
                line = next(one for key, one in pupils if key == who and one["class"] == title)
                assert (line["average"], line["sou"]) == (average(marks), sou(marks))
                counts = [marks.count("5"), marks.count("2"), marks.count("осв")] if marks else [None] * 3
                assert [line["fives"], line["twos"], line["exempt"]] == counts
                said = (line["lessons"], line["missed"])
                assert said == missed(frame, row.id or 0, who, first, min(last, today))
            assert len(pupils) == sum(map(len, roll.values()))
            classes = table(RowKind.CLASSES)
            assert {key for key, _ in classes} == set(roll)
            for class_id, line in classes:
                of_class_marks = roll[class_id]
                assert line["pupils"] == len(of_class_marks)
                assert line["average"] == average([one for marks in of_class_marks for one in marks])
                known = [marks for marks in of_class_marks if set(marks) & set(MARKS)]
                good = sum(not {"2", "н/а"} & set(marks) for marks in known)
                assert line["success"] == ratio(100 * good, len(known))
                assert (line["no_marks"] is None) == (not any(of_class_marks))
            flat = [one for _, marks in every for one in marks]
            courses, teachers = table(RowKind.COURSES), table(RowKind.TEACHERS)
            for rows in (courses, teachers):
                assert sum(int(str(line["fours"] or 0)) for _, line in rows) == flat.count("4")
            classes_here = {one.id: span for one, span in classes_of(frame, year, period.kind, period.number)}
            sits = who_sits(frame, on_roll(frame, today, year, period.kind, period.number))
            assert {key for key, _ in courses} == set(sits) | {
                one.id for one in rows_of(frame, Course) if one.class_id in classes_here
            }
            for course_id, line in courses:
                first, last = next(
                    iter(classes_here.values())
                )  # those of one period part the year alike here
                assert line["pupils"] == len(sits.get(course_id, ()))
                assert line["given"] == sum(
                    one.course_id == course_id and first <= one.day <= min(last, today)
                    for one in rows_of(frame, Lesson)
                )
            assert [line["average"] for _, line in teachers] == ([average(flat)] if courses else [])


def who_sits(
    frame: Frame, roll: Iterable[tuple[SchoolClass, Enrolment, date, object]]
) -> dict[int, set[int]]:
    """Who sits in each course on the day of the roll, by the class or by a group."""
    found: dict[int, set[int]] = {}
    for row, place, day, _ in roll:
        groups = {
            one.group_id
            for one in rows_of(frame, GroupMember)
            if one.pupil_id == place.pupil_id and holds(one, day)
        }
        for one in rows_of(frame, Course):
            if one.group_id in groups or (one.group_id is None and one.class_id == row.id):
                found.setdefault(one.id, set()).add(place.pupil_id)
    return found


@both_databases
@given(drawn=drawn)
@settings(max_examples=6, deadline=None)
def test_what_was_missed_is_what_the_report_of_the_class_says(quick: Quick, kind: str, drawn: Drawn) -> None:
    frame = quick(kind)
    with planted(frame, drawn) as today:
        absent(frame)
        actor = head(frame, today)
        period = next(one for one in periods_of(frame.session, frame.school_id, today)[::-1] if not one.kind)
        columns = ("class", "lessons", "missed", "days", "ill", "excused", "unexcused")
        for class_id in frame.classes[:4]:
            found = draw_table(frame.session, actor, Choice(RowKind.PUPILS, columns, period.key))
            assert found is not None
            report = class_report(frame.session, actor, class_id, period.key)
            lines = {key: line for key, line in cells(found) if line["class"] == report.title}
            for one in report.pupils:
                line = lines[one.pupil_id]
                said = [line["lessons"], line["missed"], line["days"]]
                absences = one.absences
                assert said == [absences.lessons, absences.missed, absences.whole_days]
                assert line["ill"] == absences.by_code.get(AttendanceCode.ILL, 0)
