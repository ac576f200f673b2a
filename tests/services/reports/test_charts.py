"""Every number of the charts is what a second count of raw rows gives, and opens exactly what it counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given as drawing
from hypothesis import settings

from ejournal.models import (
    Attendance,
    AttendanceCode,
    Course,
    Enrolment,
    Exemption,
    KindOfWork,
    Lesson,
    Mark,
    ScaleKind,
    SchoolClass,
    TermKind,
)
from ejournal.services.reports.charts.shown import Charts, View, charts
from ejournal.services.reports.grid import Facts, Grid, Spot
from ejournal.weeks import WEEKS_OF_YEAR
from tests.infra.databases import Engines, kept_for_examples
from tests.services.reports.drawn import (
    YEARS,
    Drawn,
    Frame,
    drawn,
    head,
    levels,
    make_frame,
    rows_of,
)
from tests.services.reports.drawn_lessons import (
    DrawnLessons,
    classes_of,
    drawn_lessons,
    given,
    planted_with_lessons,
    quarter,
    quarter_of,
    sits,
)

Quick = Callable[[str], Frame]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
MINUTES = {1: 0, 4: 120, 5: 120, 10: 210}
AWAY = {AttendanceCode.ABSENT, AttendanceCode.ILL, AttendanceCode.UNEXCUSED}


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_frame) as quick:
        yield quick


def share(part: int, whole: int, step: str = "0.01") -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal(step), ROUND_HALF_UP) if whole else None


def read(frame: Frame, today: date, view: View, whose: str, number: int) -> Charts:
    key = f"{frame.years[1]}.quarter.{number}"
    found = charts(frame.session, head(frame, today), view, whose, key, "ru")
    assert found is not None
    return found


def whoses(frame: Frame, number: int) -> list[tuple[str, set[int]]]:
    """The school, each class that has the quarter, and a grade: keys with their classes."""
    classes = classes_of(frame, number)
    of_grade = {one.id for one in rows_of(frame, SchoolClass) if one.grade == 5} & classes
    return [("school:0", classes), ("grade:5", of_grade), *((f"class:{one}", {one}) for one in classes)]


def numbers(grid: Grid) -> dict[tuple[str, str], Spot]:
    for *_, spot in grid.spots():
        assert len(spot.facts) == len(list(spot.facts)), "what is counted is what is listed"
    return {
        (row.key, key): spot
        for row in grid.rows
        for (key, _), spot in zip(grid.heads, row.spots, strict=True)
    }


@both_databases
@drawing(found=drawn, lessons=drawn_lessons)
@settings(max_examples=6, deadline=None)
def test_absences_are_those_of_a_second_count(
    quick: Quick, kind: str, found: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, found, lessons) as today:
        number, first, last = quarter_of(today)
        people = {one.pupil_id for one in rows_of(frame, Enrolment)}
        for whose, classes in whoses(frame, number):
            expected: Counter[tuple[int, int]] = Counter()
            missed: Counter[tuple[int, int]] = Counter()
            for lesson in given(frame, first, min(last, today)):
                cell = lesson.number, lesson.day.weekday()
                for pupil in people:
                    if sits(frame, pupil, lesson.course_id, lesson.day, classes):
                        expected[cell] += 1
                        missed[cell] += any(
                            one.lesson_id == lesson.id and one.pupil_id == pupil and one.code in AWAY
                            for one in rows_of(frame, Attendance)
                        )
            grid = read(frame, today, View.ABSENCES, whose, number).grids[0]
            cells = numbers(grid)
            for (row, column), spot in cells.items():
                if "all" in (row, column):
                    continue
                cell = int(row), int(column)
                assert spot.value == share(missed[cell] * 100, expected[cell]), (whose, cell)
                assert len(spot.facts) == missed[cell]
            if cells:
                every = cells["all", "all"]
                assert every.value == share(missed.total() * 100, expected.total())
                assert len(every.facts) == missed.total()
            else:
                assert not expected


@both_databases
@drawing(found=drawn, lessons=drawn_lessons)
@settings(max_examples=6, deadline=None)
def test_homework_is_that_of_the_pupils_who_have_most(
    quick: Quick, kind: str, found: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, found, lessons) as today:
        first, last = quarter(1)
        for one in (one for one in rows_of(frame, SchoolClass) if one.id in classes_of(frame, 1)):
            most: Counter[date] = Counter()
            for pupil in {place.pupil_id for place in rows_of(frame, Enrolment) if place.class_id == one.id}:
                own: Counter[date] = Counter()
                for lesson in given(frame, first, last):
                    if sits_with_class(frame, pupil, lesson, one.id):
                        own[lesson.day] += lesson.homework_minutes or 0
                for day, minutes in own.items():
                    most[day] = max(most[day], minutes)
            grid = read(frame, today, View.HOMEWORK, f"class:{one.id}", 1).grids[0]
            shown = {
                date.fromisoformat(week) + timedelta(int(day)): spot
                for (week, day), spot in numbers(grid).items()
                if spot.value is not None
            }
            assert {day: spot.value for day, spot in shown.items()} == {d: n for d, n in most.items() if n}
            for spot in shown.values():
                assert sum(int(fact.value) for fact in spot.facts) == spot.value
                assert spot.is_over == (spot.value > MINUTES[one.grade])
            of_school = read(frame, today, View.HOMEWORK, "school:0", 1).grids[0]
            over = numbers(of_school).get((str(one.id), "over"))
            days = [n for n in most.values() if n > MINUTES[one.grade]]
            assert (over.value if over else 0) == len(days)


def sits_with_class(frame: Frame, pupil: int, lesson: Lesson, class_id: int) -> bool:
    """The pupil sits in the lesson and is in the class that day."""
    return sits(frame, pupil, lesson.course_id, lesson.day, {class_id})


@both_databases
@drawing(found=drawn, lessons=drawn_lessons)
@settings(max_examples=6, deadline=None)
def test_test_papers_pass_the_limits_of_a_second_count(
    quick: Quick, kind: str, found: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, found, lessons) as today:
        first, last = quarter(1)
        shown = numbers(read(frame, today, View.PAPERS, "school:0", 1).grids[0])
        by_id = {one.id or 0: one for one in rows_of(frame, Lesson)}
        for class_id in classes_of(frame, 1):
            for what, of in papers_of(frame, class_id, first, last).items():
                spot = shown.get((str(class_id), what))
                assert (spot.value if spot else 0) == len(of), (what, class_id)
                got = Counter((one.course_id, one.day, one.number) for one in (spot.facts if spot else ()))
                assert got == Counter((by_id[one].course_id, by_id[one].day, by_id[one].number) for one in of)


def papers_of(frame: Frame, class_id: int, first: date, last: date) -> dict[str, set[int]]:
    """The lessons with test papers of the class, all of them and those that pass each limit."""
    found: dict[str, set[int]] = {one: set() for one in ("all", "two", "edge", "often", "share")}
    of_class = {one.pupil_id for one in rows_of(frame, Enrolment) if one.class_id == class_id}
    kinds = {one.id for one in rows_of(frame, KindOfWork) if one.is_test}
    papers = [one for one in given(frame, first, last) if one.kind_id in kinds]
    for pupil in of_class:
        for lesson in papers:
            if sits_with_class(frame, pupil, lesson, class_id):
                found["all"].add(lesson.id or 0)
                for what in limits_passed(frame, pupil, lesson, class_id, first, last):
                    found[what].add(lesson.id or 0)
    for course_id in {one.course_id for one in papers if one.id in found["all"]}:
        so_far = given(frame, YEARS[1][0], last)
        tests = [one for one in so_far if one.course_id == course_id and one.kind_id in kinds]
        if len(tests) * 10 > WEEKS_OF_YEAR:  # every course has one lesson a week
            found["share"] |= {one.id or 0 for one in tests} & found["all"]
    return found


def limits_passed(
    frame: Frame, pupil: int, paper: Lesson, class_id: int, first: date, last: date
) -> Iterator[str]:
    """By what the pupil learns on the day of the paper, and what was written there before."""
    subject = {one.id: one.subject_id for one in rows_of(frame, Course)}
    kinds = {one.id for one in rows_of(frame, KindOfWork) if one.is_test}
    own = [
        one
        for one in given(frame, first - timedelta(17), last)
        if sits(frame, pupil, one.course_id, paper.day, {class_id})
    ]
    tests, same = [one for one in own if one.kind_id in kinds], subject[paper.course_id]
    if any(one.day == paper.day and subject[one.course_id] != same for one in tests):
        yield "two"
    if any(subject[one.course_id] == same and 0 < (paper.day - one.day).days < 17 for one in tests):
        yield "often"
    of_day = [one.number for one in own if one.day == paper.day]
    if paper.number in (min(of_day), max(of_day)):
        yield "edge"


@both_databases
@drawing(found=drawn, lessons=drawn_lessons)
@settings(max_examples=6, deadline=None)
def test_marks_of_weeks_and_of_terms_are_those_of_a_second_count(
    quick: Quick, kind: str, found: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, found, lessons) as today:
        number, *_ = quarter_of(today)
        expected = levels(frame, today, 1, TermKind.QUARTER, number)
        for whose, classes in whoses(frame, number):
            shown = {one.key: one for one in read(frame, today, View.MARKS, whose, number).grids}
            pupils = [
                one for key, of_class in expected.items() if key in classes for one in of_class.values()
            ]
            counts = Counter(level for one in pupils for level in one)
            bars = numbers(shown["distribution"])
            for level in ("5", "4", "3", "2", "н/а", "осв"):
                assert (bars["marks", level].value if bars else 0) == counts[level], (whose, level)
            counted = [one for one in pupils if set(one) & {"5", "4", "3", "2", "н/а"}]
            good = sum(not set(one) & {"3", "2", "н/а"} for one in counted)
            key = f"{frame.years[1]}.quarter.{number}"
            terms = numbers(shown["terms"])
            quality = terms.get(("quality", key))
            assert (quality.value if quality else None) == share(good * 100, len(counted))
            assert len(quality.facts if quality else ()) == good
            assert weeks_of(frame, classes, number, alone=whose.startswith("class")) == {
                week: spot.value for (row, week), spot in numbers(shown["weeks"]).items() if row == "average"
            }


def weeks_of(frame: Frame, classes: set[int], number: int, *, alone: bool) -> dict[str, Decimal | None]:
    """The average of the marks of each week on five points: in courses of the classes."""
    first, last = quarter(number)
    weights = {one.id: one.weight for one in rows_of(frame, KindOfWork)}
    own = {one.id: one for one in rows_of(frame, Course)}
    scales = {one.id: one.scale for one in rows_of(frame, SchoolClass)}
    sums: dict[str, list[int]] = {}
    for mark in rows_of(frame, Mark):
        course = own[mark.course_id]
        scale = course.scale or scales[course.class_id]
        seated = any(
            one.pupil_id == mark.pupil_id and one.class_id in classes and one.starts <= mark.day
            and (one.ends is None or mark.day <= one.ends)
            for one in rows_of(frame, Enrolment)
        )  # fmt: skip
        if course.class_id not in classes or (alone and not seated):
            continue
        if not (first <= mark.day <= last) or scale is ScaleKind.PASS:
            continue
        value = int(mark.value)
        if scale is ScaleKind.TEN:
            value = 5 if value >= 9 else 4 if value >= 7 else 3 if value >= 5 else 2
        week = (mark.day - timedelta(mark.day.weekday())).isoformat()
        total = sums.setdefault(week, [0, 0])
        total[0] += value * weights[mark.kind_id]
        total[1] += weights[mark.kind_id]
    return {week: share(total, weight) for week, (total, weight) in sums.items()}


@both_databases
@drawing(found=drawn, lessons=drawn_lessons)
@settings(max_examples=6, deadline=None)
def test_marks_beside_the_norm_are_those_of_a_second_count(
    quick: Quick, kind: str, found: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, found, lessons) as today:
        number, first, last = quarter_of(today)
        day = min(max(today, first), last)

        def due(place: Enrolment) -> int:
            gone = (day - max(first, place.starts)).days + 1
            return 3 * gone // ((last - first).days + 1)  # every course has one lesson a week

        scales = {one.id: one.scale for one in rows_of(frame, SchoolClass)}
        for class_id in classes_of(frame, number):
            shown = numbers(read(frame, today, View.NORMS, f"class:{class_id}", number).grids[0])
            for course in rows_of(frame, Course):
                scale = course.scale or scales[class_id]
                pupils = [
                    place
                    for place in rows_of(frame, Enrolment)
                    if place.class_id == class_id and sits(frame, place.pupil_id, course.id, day, {class_id})
                    and not any(
                        one.course_id == course.id and one.pupil_id == place.pupil_id and one.starts <= day
                        and (one.ends is None or day <= one.ends)
                        for one in rows_of(frame, Exemption)
                    )
                ]  # fmt: skip
                if scale is ScaleKind.NONE or not pupils:
                    assert (str(course.id), "short") not in shown
                    continue
                kin = {course.id} | {
                    one.id for one in rows_of(frame, Course)
                    if one.subject_id == course.subject_id and (one.scale or scales[one.class_id]) is scale
                }  # fmt: skip
                held = [
                    sum(
                        one.pupil_id == place.pupil_id and one.course_id in kin and first <= one.day <= last
                        for one in rows_of(frame, Mark)
                    )
                    for place in pupils
                ]
                norms = [due(place) for place in pupils]
                assert shown[str(course.id), "due"].value == max(norms)
                assert shown[str(course.id), "mean"].value == share(sum(held), len(held))
                short = shown[str(course.id), "short"]
                fewer = sum(one < norm for one, norm in zip(held, norms, strict=True))
                assert (short.value, len(short.facts)) == (fewer, fewer)


def test_facts_say_how_many_there_are_before_they_are_made() -> None:
    made: list[int] = []
    facts = Facts(1, lambda: made.append(1) or ())  # type: ignore[func-returns-value]
    assert (len(facts), made) == (1, [])
    assert list(facts) == []
    assert made == [1]
