"""Term marks, marks and absences of the cast, for tests of the reports."""

from datetime import date

from ejournal import clock
from ejournal.models import (
    Attendance,
    AttendanceCode,
    Enrolment,
    Mark,
    Person,
    Term,
    TermKind,
    TermMark,
    TermMarkScope,
    TermScheme,
)
from tests.cast import Cast

FIRST_TERM = {
    ("maths", "pupil"): "5", ("russian", "pupil"): "5", ("english1", "pupil"): "4",
    ("maths", "classmate"): "2", ("russian", "classmate"): "3", ("english2", "classmate"): "н/а",
    ("maths_v", "other_pupil"): "3", ("russian_v", "other_pupil"): "4",
    ("maths_2a", "brother"): "5", ("maths", "left"): "2",
}  # fmt: skip


def set_term_marks(cast: Cast, number: int, marks: dict[tuple[str, str], str]) -> None:
    """Put term marks by course and pupil."""
    for (course, pupil), value in marks.items():
        cast.session.add(TermMark(
            school_id=cast.courses[course].school_id, course_id=cast.courses[course].id or 0,
            pupil_id=cast.id_of(pupil), scope=TermMarkScope.TERM, term_number=number, value=value,
            author_id=cast.id_of("deputy"), changed_at=clock.now(),
        ))  # fmt: skip
    cast.session.flush()


def give_marks(
    cast: Cast, course: str, pupil: str, values: str, days: list[date], kind: str = "answer"
) -> None:
    """Put a mark into the course's lesson of each of the days."""
    for value, day in zip(values, days, strict=False):
        lesson = cast.lesson(course, day)
        cast.session.add(Mark(
            school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=day,
            pupil_id=cast.id_of(pupil), value=value, kind_id=cast.kinds[kind].id or 0,
            author_id=cast.id_of("deputy"), created_at=clock.now(), changed_at=clock.now(),
        ))  # fmt: skip
    cast.session.flush()


def miss(
    cast: Cast, course: str, pupil: str, day: date, code: AttendanceCode = AttendanceCode.ABSENT
) -> None:
    """The pupil is not at the course's lesson of the day."""
    lesson = cast.lesson(course, day)
    cast.session.add(Attendance(
        school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=day,
        pupil_id=cast.id_of(pupil), code=code, author_id=cast.id_of("deputy"), changed_at=clock.now(),
    ))  # fmt: skip
    cast.session.flush()


def enlarge(cast: Cast) -> None:
    """Twenty more pupils in 6Б from the first day on."""
    school_id, start = cast.people["pupil"].school_id, cast.years["a"].starts
    others = [Person(school_id=school_id, last_name=f"Новый{n}", first_name="Я") for n in range(20)]
    cast.session.add_all(others)
    cast.session.flush()
    class_id = cast.classes["6b"].id or 0
    cast.session.add_all(
        Enrolment(school_id=school_id, class_id=class_id, pupil_id=one.id or 0, starts=start)
        for one in others
    )
    cast.session.flush()


def move_to_half_years(cast: Cast, *names: str) -> None:
    """The classes part their year in two; the first half goes on until after DAY."""
    of_class = cast.classes[names[0]]
    scheme = TermScheme(
        school_id=of_class.school_id, year_id=of_class.year_id, kind=TermKind.HALF_YEAR, name="Полугодия"
    )
    cast.session.add(scheme)
    cast.session.flush()
    for number, (first, last) in enumerate(((0, 1), (2, 3)), 1):
        cast.session.add(Term(
            school_id=of_class.school_id, scheme_id=scheme.id or 0, number=number,
            starts=cast.terms[first].starts, ends=cast.terms[last].ends,
        ))  # fmt: skip
    for name in names:
        cast.classes[name].scheme_id = scheme.id or 0
    cast.session.flush()
