"""What a new day brings by itself is done by the server, once it is due, and nothing is touched before."""

from datetime import date

import pytest
from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import Course, TeacherChange
from ejournal.ui.runtime.background.days import do_due
from tests.cast import DAY, make_cast


@pytest.mark.parametrize(("starts", "changes"), [(DAY, True), (date(2026, 11, 30), False)])
def test_a_course_goes_to_its_new_teacher_on_the_day(database: str, starts: date, changes: bool) -> None:
    with session_scope() as session:
        cast = make_cast(session)
        course = cast.courses["maths"]
        former, new = course.teacher_id, cast.people["deputy"].id or 0
        session.add(
            TeacherChange(
                school_id=course.school_id, course_id=course.id or 0, starts=starts, former_id=former,
                teacher_id=new,
            )
        )  # fmt: skip
        course_id = course.id
    do_due()
    do_due()
    with session_scope(writing=False) as session:
        taught = session.scalars(select(Course.teacher_id).where(Course.id == course_id)).one()
    assert taught == (new if changes else former)
