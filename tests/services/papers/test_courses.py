"""The journal of a course read for paper: what stands in it, whose it is, how many queries it takes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ejournal.errors import NotFound
from ejournal.models import (
    Enrolment,
    GroupMember,
    Lesson,
    LessonStatus,
    TermMark,
    TermMarkScope,
)
from ejournal.services.papers.courses import CoursePaper, PaperPupil, blank_paper, course_paper
from tests.cast import ARRIVED_DAY, DAY, FIRST_MONDAY, SUBSTITUTED_DAY, Cast
from tests.services.journal_helpers import MONDAY, QueryCount, enrol_many, join_classes, op, put

TERM = 2
THURSDAY = FIRST_MONDAY + timedelta(days=3)


def paper(
    cast: Cast, by: str = "class_teacher", course: str = "maths", term: int | None = TERM
) -> CoursePaper:
    return course_paper(cast.session, cast.actor(by), cast.courses[course].id or 0, term)


def row(cast: Cast, found: CoursePaper, name: str = "pupil") -> PaperPupil:
    return next(one for one in found.pupils if one.id == cast.id_of(name))


def cells(cast: Cast, name: str = "pupil", **asked: str) -> dict[date, str]:
    found = paper(cast, **asked)  # type: ignore[arg-type]
    days = {one.id: one.day for one in found.lessons}
    return {days[lesson_id]: text for lesson_id, text in row(cast, found, name).cells.items()}


def test_a_cell_holds_what_paper_knows(cast: Cast) -> None:
    put(cast, op(cast, "5/4"), op(cast, "б", day=MONDAY), op(cast, "оп", day=THURSDAY, minutes=5))
    put(cast, op(cast, "н/п 3", pupil="classmate"), op(cast, "осв", pupil="classmate", day=MONDAY))
    assert cells(cast) == {DAY: "5/4", MONDAY: "н"}
    assert cells(cast, "classmate") == {DAY: "н/3", MONDAY: "осв"}


def test_lessons_are_those_given_so_far_numbered_in_the_year(cast: Cast) -> None:
    found = paper(cast)
    assert [one.day for one in found.lessons] == sorted(one.day for one in found.lessons)
    assert found.lessons[-1].day == DAY
    assert [one.ordinal for one in found.lessons] == list(range(1, len(found.lessons) + 1))
    substituted = next(one for one in found.lessons if one.day == SUBSTITUTED_DAY)
    assert (substituted.substitute, substituted.teacher) == ("О. Л. Миронова", "Котова Ирина Сергеевна")
    assert found.is_open


def test_a_cancelled_lesson_is_left_out_and_counts_as_lag_unless_something_stands_in_it(cast: Cast) -> None:
    put(cast, op(cast, "5", day=MONDAY))
    for day in (MONDAY, THURSDAY):
        cast.lesson("maths", day).status = LessonStatus.CANCELLED
    cast.session.flush()
    found = paper(cast)
    days = [one.day for one in found.lessons]
    assert THURSDAY not in days
    assert next(one for one in found.lessons if one.day == MONDAY).cancelled
    (term,) = found.terms
    of_course = [day for name, day in cast.by_day if name == "maths"]
    past = [day for day in of_course if day <= DAY]
    assert (term.hours.planned, term.hours.given, term.hours.lag) == (len(of_course), len(past) - 2, 2)


def test_who_came_left_and_came_back_keeps_the_days(cast: Cast) -> None:
    left = row(cast, paper(cast, term=None), "left")
    assert not left.is_taught(DAY)
    assert "left" not in {one.name for one in paper(cast).pupils}
    place = cast.session.scalars(
        select(Enrolment).where(Enrolment.pupil_id == cast.id_of("left"))  # type: ignore[arg-type]
    ).one()
    cast.session.add(
        Enrolment(
            school_id=place.school_id,
            class_id=place.class_id,
            pupil_id=place.pupil_id,
            starts=SUBSTITUTED_DAY,
        )
    )
    cast.session.flush()
    back = row(cast, paper(cast, term=None), "left")
    assert [back.is_taught(day) for day in (THURSDAY, SUBSTITUTED_DAY)] == [False, True]
    assert not row(cast, paper(cast), "arrived").is_taught(ARRIVED_DAY - timedelta(days=1))


def test_a_mark_of_who_has_no_place_any_more_stays_on_paper(cast: Cast) -> None:
    put(cast, op(cast, "4", course="english1"), by="teacher_parent")
    for one in cast.session.scalars(
        select(GroupMember).where(GroupMember.pupil_id == cast.id_of("pupil"))  # type: ignore[arg-type]
    ):
        cast.session.delete(one)
    cast.session.flush()
    found = paper(cast, "teacher_parent", "english1")
    assert list(row(cast, found).cells.values()) == ["4"]
    assert row(cast, found).spans == ()


def test_term_marks_stand_in_their_columns(cast: Cast) -> None:
    course = cast.courses["maths"]
    for scope, number, value in (
        (TermMarkScope.TERM, 1, "4"), (TermMarkScope.TERM, 2, "5"), (TermMarkScope.YEAR, 0, "5"),
        (TermMarkScope.FINAL, 0, "5"),
    ):  # fmt: skip
        cast.session.add(
            TermMark(
                school_id=course.school_id, course_id=course.id, pupil_id=cast.id_of("pupil"), scope=scope,
                term_number=number, value=value, author_id=cast.id_of("deputy"), changed_at=cast.made_at,
            )
        )  # fmt: skip
    cast.session.flush()
    assert row(cast, paper(cast)).terms == {"2": "5"}
    whole = paper(cast, term=None)
    assert row(cast, whole).terms == {"1": "4", "2": "5", "year": "5", "final": "5"}
    assert [one.keys for one in whole.terms] == [("1",), ("2",), ("4", "year", "final")]


@pytest.mark.parametrize("by", ["teacher", "admin", "pupil", "guardian", "teacher_b", "substitute"])
def test_others_and_substitutes_print_nothing(cast: Cast, by: str) -> None:
    with pytest.raises(NotFound):
        paper(cast, by)


def test_of_a_group_of_two_classes_a_class_teacher_prints_the_own_pupils(cast: Cast) -> None:
    join_classes(cast.session, cast)
    seen = {one.id for one in paper(cast, "class_teacher", "english1").pupils}
    assert seen == {cast.id_of("pupil")}
    assert len(paper(cast, "teacher_parent", "english1").pupils) == 2


def test_a_term_that_the_year_has_not_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        paper(cast, term=9)


def test_the_paper_takes_the_same_queries_for_5_and_for_40_pupils(cast: Cast) -> None:
    enrol_many(cast, 2)
    cast.session.commit()
    paper(cast)
    with QueryCount(cast.session) as few:
        paper(cast)
    enrol_many(cast, 35)
    put(cast, *(op(cast, "4", pupil=name) for name in ("pupil", "classmate", "arrived")))
    with QueryCount(cast.session) as many:
        paper(cast)
    assert len(few) == len(many) <= 16


def test_a_lesson_to_come_is_printed_only_if_something_stands_in_it(cast: Cast) -> None:
    found = paper(cast)
    coming = [day for name, day in cast.by_day if name == "maths" and day > DAY]
    assert coming
    assert not {one.day for one in found.lessons} & set(coming)
    lesson = cast.session.get(Lesson, cast.lesson("maths", coming[0]).id)
    assert lesson is not None


def test_a_blank_spread_has_the_pupils_of_today_and_nothing_of_theirs(cast: Cast) -> None:
    put(cast, op(cast, "5"))
    found = blank_paper(cast.session, cast.actor("class_teacher"), cast.courses["maths"].id or 0, None)
    assert {one.id for one in found.pupils} == {
        cast.id_of(name) for name in ("pupil", "classmate", "arrived")
    }
    assert not any(one.cells or one.terms for one in found.pupils)
    assert (found.lessons, found.terms, found.is_open) == ((), (), False)
