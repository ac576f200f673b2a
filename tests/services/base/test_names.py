"""Every list of people goes by the alphabet of a class list, «ё» with «е», on both databases."""

import ast
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ejournal
from ejournal import clock
from ejournal.models import Attendance, AttendanceCode, Course, Enrolment, Guardianship, Person
from ejournal.services.absences.missed import absences_to_explain
from ejournal.services.accounts.administration import find_people
from ejournal.services.base.names import by_name
from ejournal.services.courses.exemptions import pupils_of_course
from ejournal.services.diary.acknowledgements import acknowledgements_of_class
from ejournal.services.journal.spread import open_journal
from ejournal.services.load.adding import teachers_of
from ejournal.services.schedule.weeks import teachers
from tests.cast import DAY, YEAR_STARTS, Cast

IN_ORDER = ("абрикосова", "Гусев", "де Гольц", "Елисеева", "Ёлкина", "Ерёмин", "Яковлева")
PROGRAM = Path(ejournal.__file__).parent


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, with pupils of such names in 6Б, each absent today, and teachers of such names."""
    lesson, guardian = cast.lessons["maths"], cast.people["guardian"]
    for name in reversed(IN_ORDER):
        pupil, teacher = person(cast, name), person(cast, name)
        cast.session.add_all(
            [
                Enrolment(school_id=pupil.school_id, pupil_id=pupil.id, class_id=cast.classes["6b"].id,
                          starts=YEAR_STARTS),
                Guardianship(school_id=pupil.school_id, guardian_id=guardian.id, pupil_id=pupil.id),
                Attendance(school_id=pupil.school_id, lesson_id=lesson.id, course_id=lesson.course_id,
                           pupil_id=pupil.id, day=DAY, code=AttendanceCode.ABSENT, author_id=guardian.id,
                           changed_at=clock.now()),
                Course(school_id=pupil.school_id, year_id=cast.years["a"].id, class_id=cast.classes["6b"].id,
                       subject_id=cast.courses["maths"].subject_id, teacher_id=teacher.id, weekly_hours=1),
            ]
        )  # fmt: skip
    cast.session.flush()
    return cast


def person(cast: Cast, name: str) -> Person:
    one = Person(school_id=cast.schools["a"].id, last_name=name, first_name="Анна")
    cast.session.add(one)
    cast.session.flush()
    return one


def of_class(cast: Cast) -> list[str]:
    class_id = cast.classes["6b"].id or 0
    return [one.name for one in acknowledgements_of_class(cast.session, cast.actor("deputy"), class_id, DAY)]


def of_course(cast: Cast) -> list[str]:
    course_id = cast.courses["maths"].id or 0
    return [one.name for one in pupils_of_course(cast.session, cast.actor("deputy"), course_id)]


def in_journal(cast: Cast) -> list[str]:
    found = open_journal(cast.session, cast.actor("class_teacher"), cast.courses["maths"].id or 0)
    return [row.name for row in found.rows]


def absent(cast: Cast) -> list[str]:
    return [run.name for run in absences_to_explain(cast.session, cast.actor("class_teacher"))]


def accounts(cast: Cast) -> list[str]:
    return [one.name for one in find_people(cast.session, cast.actor("admin")).people]


def in_schedule(cast: Cast) -> list[str]:
    school_id, year_id = cast.schools["a"].id or 0, cast.years["a"].id or 0
    return [one.title for one in teachers(cast.session, school_id, year_id)]


def in_load(cast: Cast) -> list[str]:
    return [one.name for one in teachers_of(cast.session, cast.schools["a"].id or 0)]


LISTS = (of_class, of_course, in_journal, absent, accounts, in_schedule, in_load)


@pytest.mark.parametrize("listed", LISTS, ids=lambda one: one.__name__)
def test_a_list_of_people_goes_by_the_alphabet(cast: Cast, listed: Callable[[Cast], Sequence[str]]) -> None:
    shown = [last for name in listed(cast) for last in IN_ORDER if last in name]
    assert tuple(dict.fromkeys(shown)) == IN_ORDER


NAMES = st.text("аеёяАЕЁЯ -", max_size=4)


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_the_order_does_not_tell_e_from_yo_nor_small_from_capital(names: list[tuple[str, str]]) -> None:
    people = [Person(school_id=1, last_name=last, first_name=first) for last, first in names]
    keys = [by_name(one)[:2] for one in sorted(people, key=by_name)]
    plain = [tuple(part.lower().replace("ё", "е") for part in name) for name in names]
    assert keys == sorted(plain)


def test_no_statement_leaves_the_order_of_people_to_the_database() -> None:
    orders = [
        f"{path.relative_to(PROGRAM)}:{call.lineno}"
        for path in PROGRAM.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "order_by"
        and "last_name" in ast.unparse(call).rpartition(".order_by(")[2]
    ]  # fmt: skip
    assert orders == []
