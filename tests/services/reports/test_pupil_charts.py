"""A pupil's charts: each number is that of a second count, a place is told to the family alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as drawing
from hypothesis import settings
from sqlalchemy import delete, update

from ejournal.errors import NotFound
from ejournal.models import (
    Attendance,
    Enrolment,
    Guardianship,
    Lesson,
    Mark,
    Person,
    ScaleKind,
    SchoolClass,
    SchoolSettings,
)
from ejournal.services.diary.progress import marks_of_term
from ejournal.services.reports.charts.place import FEWEST_OTHERS
from ejournal.services.reports.charts.pupil import Dynamics, dynamics
from ejournal.services.reports.grid import Grid
from tests.cast import DAY, Cast
from tests.infra.databases import Engines, kept_for_examples
from tests.services.diary_helpers import counted_queries, give_mark
from tests.services.reports.drawn import Drawn, Frame, drawn, head, make_frame, rows_of
from tests.services.reports.drawn_lessons import (
    DrawnLessons,
    drawn_lessons,
    given,
    planted_with_lessons,
    quarter,
    sits,
)
from tests.services.reports.reports_helpers import give_marks, miss
from tests.services.reports.test_charts import AWAY, numbers

Quick = Callable[[str], Frame]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
NOVEMBER = [date(2026, 11, 9), date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 16), DAY]
"""Lessons of mathematics."""
RUSSIAN = [date(2026, 11, 9), date(2026, 11, 16)]


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_frame) as quick:
        yield quick


def charts_of(found: Dynamics) -> dict[str, Grid]:
    return {one.key: one for one in found.grids}


@both_databases
@drawing(found=drawn, lessons=drawn_lessons)
@settings(max_examples=6, deadline=None)
def test_absences_of_a_pupil_are_those_of_a_second_count(
    quick: Quick, kind: str, found: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, found, lessons) as today:
        first, last = quarter(1)
        for pupil in frame.people:
            of_year = {one.id for one in rows_of(frame, SchoolClass) if one.year_id == frame.years[1]}
            places = [
                one for one in rows_of(frame, Enrolment) if one.pupil_id == pupil and one.class_id in of_year
            ]
            by_quarters = {
                one.id for one in rows_of(frame, SchoolClass) if one.grade != 10 and one.id in of_year
            }
            if not places or any(one.class_id not in by_quarters for one in places):
                continue
            if not any(one.starts <= today and (one.ends is None or one.ends >= today) for one in places):
                continue  # of whoever has left it the year before is shown, when that place was never closed
            shown = charts_of(dynamics(frame.session, head(frame, today), pupil, 1, "ru"))
            expected: Counter[tuple[str, str]] = Counter()
            missed: Counter[tuple[str, str]] = Counter()
            for lesson in given(frame, first, min(last, today)):
                if sits(frame, pupil, lesson.course_id, lesson.day, None):
                    cell = str(lesson.number), str(lesson.day.weekday())
                    expected[cell] += 1
                    missed[cell] += any(
                        one.lesson_id == lesson.id and one.pupil_id == pupil and one.code in AWAY
                        for one in rows_of(frame, Attendance)
                    )
            got = {key: spot for key, spot in numbers(shown["absences"]).items() if spot.value is not None}
            assert {key: spot.value for key, spot in got.items()} == {key: missed[key] for key in expected}


def test_averages_by_week_kind_and_term_are_those_of_the_marks(cast: Cast) -> None:
    give_marks(cast, "maths", "pupil", "5342", NOVEMBER)
    give_marks(cast, "maths", "pupil", "3", [DAY], "test")
    give_marks(cast, "russian", "pupil", "44", RUSSIAN)
    found = dynamics(cast.session, cast.actor("guardian"), cast.id_of("pupil"), 2, "ru")
    grids = charts_of(found)
    weeks = numbers(grids["weeks"])
    maths, russian = (str(cast.courses[one].subject_id) for one in ("maths", "russian"))
    assert weeks[maths, "2026-11-09"].value == Decimal("4.00")
    assert [one.value for one in weeks[maths, "2026-11-09"].facts] == ["5", "3", "4"]
    assert weeks["all", "2026-11-09"].value == Decimal("4.00")
    # The whole term is what the page of marks says.
    marks = marks_of_term(cast.session, cast.actor("guardian"), cast.id_of("pupil"), 2)
    terms = numbers(grids["terms"])
    assert marks.term is not None
    assert terms["average", str(marks.term.id)].value == marks.average
    kinds = {
        key[1]: (spot.value, len(spot.facts))
        for key, spot in numbers(grids["kinds"]).items()
        if key[0] == "average"
    }
    assert kinds[cast.kinds["test"].name] == (Decimal("3.00"), 1)
    assert kinds[cast.kinds["answer"].name][1] == 6
    assert (russian, "2026-11-09") in weeks


def test_the_term_before_is_looked_at_as_far_as_this_one_has_come(cast: Cast) -> None:
    first = cast.terms[0]
    gone = DAY - cast.terms[1].starts
    put_mark(cast, first.starts + gone, "4")
    put_mark(cast, first.starts + gone + timedelta(1), "2")
    give_marks(cast, "maths", "pupil", "5", NOVEMBER[:1])
    found = dynamics(cast.session, cast.actor("guardian"), cast.id_of("pupil"), 2, "ru")
    past = numbers(charts_of(found)["past"])
    maths = str(cast.courses["maths"].subject_id)
    assert past[maths, "now"].value == Decimal("5.00")
    assert past[maths, "before"].value == Decimal("4.00")
    assert past[maths, "change"].value == Decimal("1.00")


def put_mark(cast: Cast, day: date, value: str) -> None:
    """A lesson of mathematics on whichever day, with a mark of the pupil."""
    course, school_id = cast.courses["maths"], cast.courses["maths"].school_id
    lesson = Lesson(
        school_id=school_id, course_id=course.id or 0, day=day, number=7, teacher_id=course.teacher_id
    )
    cast.session.add(lesson)
    cast.session.flush()
    give_mark(cast, "pupil", lesson, value)


def test_a_pupil_is_seen_by_the_family_and_by_who_cares_alone(cast: Cast) -> None:
    pupil = cast.id_of("pupil")
    for name in ("pupil", "guardian", "class_teacher", "deputy", "director"):
        assert dynamics(cast.session, cast.actor(name), pupil, None, "ru").pupil_id == pupil
    for name in ("classmate", "teacher", "other_guardian", "teacher_b", "admin"):
        with pytest.raises(NotFound):
            dynamics(cast.session, cast.actor(name), pupil, None, "ru")


def test_more_marks_take_the_same_queries(cast: Cast) -> None:
    actor, pupil = cast.actor("guardian"), cast.id_of("pupil")

    def asked() -> int:
        with counted_queries(cast.session) as queries:
            dynamics(cast.session, actor, pupil, 2, "ru")
        return len(queries)

    asked()  # the calendar is kept from here on
    before = asked()
    give_marks(cast, "maths", "pupil", "54345", NOVEMBER)
    miss(cast, "russian", "pupil", DAY)
    assert asked() == before <= 19


def test_all_subjects_are_those_on_one_scale(cast: Cast) -> None:
    give_marks(cast, "maths", "pupil", "54", NOVEMBER)
    give_marks(cast, "english1", "pupil", "9", [date(2026, 11, 10)])
    cast.courses["english1"].scale = ScaleKind.TEN
    cast.session.flush()
    grids = charts_of(dynamics(cast.session, cast.actor("guardian"), cast.id_of("pupil"), 2, "ru"))
    weeks = numbers(grids["weeks"])
    assert weeks["all", "2026-11-09"].value == Decimal("4.50")
    assert [one.subject for one in weeks["all", "2026-11-09"].facts] == ["Математика"] * 2
    assert weeks[str(cast.courses["english1"].subject_id), "2026-11-09"].value == Decimal("9.00")
    terms = numbers(grids["terms"])
    average = terms["average", str(cast.terms[1].id)]
    assert (average.value, len(average.facts)) == (Decimal("4.50"), 2)
    now = numbers(grids["past"])["all", "now"]
    assert (now.value, len(now.facts)) == (Decimal("4.50"), 2)
    said = "По другой шкале, в среднем по всем предметам не посчитаны: Английский язык"
    assert (grids["weeks"].note, grids["terms"].note) == (said, said)
    assert grids["past"].note.endswith(f". {said}")
    assert grids["weeks"].top == grids["terms"].top == 5


def test_a_week_goes_up_to_saturday_where_it_has_lessons(cast: Cast) -> None:
    give_marks(cast, "maths", "pupil", "54", NOVEMBER)

    def heads() -> list[str]:
        found = dynamics(cast.session, cast.actor("guardian"), cast.id_of("pupil"), 2, "ru")
        return [words for _, words in charts_of(found)["weeks"].heads]

    assert heads() == ["9–13.11"]
    put_mark(cast, date(2026, 11, 14), "5")
    assert heads() == ["9–14.11"]


# -------------------------------------------------------------------------------------- place in the class


def show_places(cast: Cast) -> None:
    """The school shows places in the class."""
    cast.session.execute(update(SchoolSettings).values(place_in_class=True))
    cast.session.expire_all()


def classmates(cast: Cast, many: int) -> list[Person]:
    """So many more pupils of the class, each with a mark in mathematics of this term."""
    school_id = cast.courses["maths"].school_id
    found = [Person(school_id=school_id, last_name=f"Новый{n}", first_name="Я") for n in range(many)]
    cast.session.add_all(found)
    cast.session.flush()
    lesson = cast.lesson("maths", NOVEMBER[0])
    for place, one in enumerate(found):
        cast.session.add(Enrolment(
            school_id=school_id, class_id=cast.classes["6b"].id or 0, pupil_id=one.id or 0,
            starts=cast.years["a"].starts,
        ))  # fmt: skip
        cast.session.add(Mark(
            school_id=school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=lesson.day,
            pupil_id=one.id or 0, value="5" if place < 2 else "3", kind_id=cast.kinds["answer"].id or 0,
            author_id=cast.id_of("deputy"), created_at=cast.made_at, changed_at=cast.made_at,
        ))  # fmt: skip
    cast.session.flush()
    return found


def place_of(cast: Cast, reader: str, pupil: str = "pupil") -> tuple[int, int] | None:
    found = dynamics(cast.session, cast.actor(reader), cast.id_of(pupil), 2, "ru").place
    return (found.place, found.of) if found else None


def test_a_place_is_shown_to_the_pupil_and_own_guardians_where_the_school_says_so(cast: Cast) -> None:
    classmates(cast, FEWEST_OTHERS)
    give_marks(cast, "maths", "pupil", "4", NOVEMBER[:1])
    assert place_of(cast, "guardian") is None
    show_places(cast)
    assert place_of(cast, "guardian") == (3, FEWEST_OTHERS + 1)
    assert place_of(cast, "pupil") == (3, FEWEST_OTHERS + 1)
    for name in ("class_teacher", "deputy", "director"):
        assert place_of(cast, name) is None


def test_a_place_is_by_the_scale_on_which_the_class_learns_most(cast: Cast) -> None:
    show_places(cast)
    classmates(cast, FEWEST_OTHERS)  # two have «5», the others «3»
    give_marks(cast, "maths", "pupil", "4", NOVEMBER[:1])
    cast.courses["english1"].scale = cast.courses["english2"].scale = ScaleKind.TEN
    give_marks(cast, "english1", "pupil", "9", [date(2026, 11, 10)])
    assert place_of(cast, "pupil") == (3, FEWEST_OTHERS + 1)


def test_a_place_is_held_back_where_it_would_give_others_away(cast: Cast) -> None:
    show_places(cast)
    others = classmates(cast, FEWEST_OTHERS)
    assert place_of(cast, "guardian") is None  # without a mark there is none
    give_marks(cast, "maths", "pupil", "4", NOVEMBER[:1])
    assert place_of(cast, "guardian") is not None
    # A second own child is not one of the others.
    cast.session.add(Guardianship(
        school_id=cast.courses["maths"].school_id, guardian_id=cast.id_of("guardian"),
        pupil_id=others[0].id or 0, starts=cast.years["a"].starts,
    ))  # fmt: skip
    cast.session.flush()
    assert place_of(cast, "guardian") is None
    assert place_of(cast, "pupil") is not None
    cast.session.execute(delete(Mark).where(Mark.pupil_id == others[1].id))  # type: ignore[arg-type]
    assert place_of(cast, "pupil") is None


def test_nothing_else_of_a_family_s_charts_hangs_on_a_classmate(cast: Cast) -> None:
    """Whatever happens to others, a family reads the same: nothing of them can be worked out."""
    show_places(cast)
    give_marks(cast, "maths", "pupil", "45", NOVEMBER)
    classmates(cast, FEWEST_OTHERS - 2)

    def read() -> list[list[tuple[str, object, tuple[object, ...]]]]:
        found = dynamics(cast.session, cast.actor("guardian"), cast.id_of("pupil"), 2, "ru")
        assert found.place is None
        return [
            [(key, spot.value, tuple(spot.facts)) for key, _, _, spot in one.spots()] for one in found.grids
        ]

    before = read()
    give_marks(cast, "russian", "classmate", "22", RUSSIAN)
    miss(cast, "maths", "classmate", DAY)
    cast.session.execute(update(Mark).where(Mark.pupil_id != cast.id_of("pupil")).values(value="2"))  # type: ignore[arg-type]
    cast.session.expire_all()
    assert read() == before


def test_a_place_counts_the_averages_that_the_pages_of_marks_show(cast: Cast) -> None:
    show_places(cast)
    others = classmates(cast, FEWEST_OTHERS)
    give_marks(cast, "maths", "pupil", "45", NOVEMBER)
    give_marks(cast, "russian", "pupil", "32", RUSSIAN)
    deputy = replace(cast.actor("deputy"))
    averages = {
        one: marks_of_term(cast.session, deputy, one, 2).average
        for one in (*(person.id or 0 for person in others), cast.id_of("pupil"), cast.id_of("classmate"))
    }
    mine = averages[cast.id_of("pupil")]
    assert mine is not None
    known = [one for one in averages.values() if one is not None]
    assert place_of(cast, "pupil") == (1 + sum(one > mine for one in known), len(known))
