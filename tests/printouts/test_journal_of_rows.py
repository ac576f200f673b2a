"""From the tables to the paper and back: each mark and absence in its cell, once, and nothing else."""

from collections import defaultdict
from random import Random

import pytest
from sqlmodel import Session, select

from ejournal.models import (
    Attendance,
    AttendanceCode,
    Course,
    Enrolment,
    GroupMember,
    Lesson,
    Mark,
    Person,
)
from ejournal.printouts.journal.course import draw_course
from ejournal.services.papers.courses import course_paper
from tests.cast import DAY, Cast
from tests.printouts.journal_papers import IMPRINT
from tests.printouts.test_journal import Found, cells_on_paper
from tests.services.journal_helpers import enrol_many

COURSES = ("maths", "russian", "english1", "english2")
WRITTEN = {
    AttendanceCode.ABSENT: "н", AttendanceCode.ILL: "н", AttendanceCode.EXCUSED: "н",
    AttendanceCode.UNEXCUSED: "н", AttendanceCode.LATE: "", AttendanceCode.EXEMPT: "осв",
}  # fmt: skip


def fill(cast: Cast, random: Random) -> None:
    """Marks and codes at random in the lessons of a class, of those too who came late or have left."""
    enrol_many(cast, random.randint(0, 20))
    session, author = cast.session, cast.id_of("deputy")
    for name in COURSES:
        course = cast.courses[name]
        for lesson in session.exec(select(Lesson).where(Lesson.course_id == course.id)).all():
            for pupil_id in pupils_of(session, course):
                about = {
                    "school_id": course.school_id, "course_id": course.id, "lesson_id": lesson.id,
                    "pupil_id": pupil_id, "day": lesson.day, "author_id": author,
                }  # fmt: skip
                times = {"changed_at": cast.made_at}
                for slot in range(1, random.choice((0, 0, 1, 2)) + 1):
                    kind = cast.kinds[random.choice(list(cast.kinds))].id
                    session.add(
                        Mark(
                            **about, **times, created_at=cast.made_at, slot=slot, kind_id=kind,
                            value=random.choice("2345"),
                        )
                    )  # fmt: skip
                if random.random() < 0.2:
                    session.add(Attendance(**about, **times, code=random.choice(list(AttendanceCode))))
    session.flush()


def pupils_of(session: Session, course: Course) -> list[int]:
    """Everybody who ever sat in the course."""
    if course.group_id is not None:
        of_group = select(GroupMember.pupil_id).where(GroupMember.group_id == course.group_id)
        return sorted(set(session.exec(of_group).all()))
    of_class = select(Enrolment.pupil_id).where(Enrolment.class_id == course.class_id)
    return sorted(set(session.exec(of_class).all()))


def cells_stored(session: Session, course: Course) -> Found:
    """What the tables hold of the course, by the place of the pupil in the alphabet and the day."""
    rows: dict[tuple[int, int], list[str]] = defaultdict(list)
    for code in session.exec(select(Attendance).where(Attendance.course_id == course.id)).all():
        rows[code.pupil_id, code.lesson_id].append(WRITTEN[code.code])
    marks = select(Mark).where(Mark.course_id == course.id).order_by(Mark.slot)  # type: ignore[arg-type]
    for mark in session.exec(marks).all():
        rows[mark.pupil_id, mark.lesson_id].append(mark.value)
    days = {one.id: one.day for one in session.exec(select(Lesson)).all()}
    people = {one.id: one for one in session.exec(select(Person)).all()}
    there = {pupil_id for pupil_id, _ in rows} | {
        pupil_id for pupil_id in pupils_of(session, course) if pupil_id in sitting(session, course)
    }
    order = sorted(there, key=lambda one: (people[one].last_name, people[one].first_name, one))
    return {
        (order.index(pupil_id) + 1, f"{days[lesson_id]:%d.%m}-1"): text
        for (pupil_id, lesson_id), parts in rows.items()
        if (text := "/".join(filter(None, parts)))
    }


def sitting(session: Session, course: Course) -> set[int]:
    """Who is in a class of the school on some day of the second term."""
    rows = session.exec(select(Enrolment).where(Enrolment.school_id == course.school_id)).all()
    return {one.pupil_id for one in rows if one.ends is None or one.ends >= DAY.replace(day=3)}


@pytest.mark.parametrize("seed", range(4))
def test_what_the_tables_hold_is_what_the_paper_says(cast: Cast, seed: int) -> None:
    fill(cast, Random(seed))
    for name in COURSES:
        course = cast.courses[name]
        written = draw_course(course_paper(cast.session, cast.actor("deputy"), course.id or 0, 2), IMPRINT)
        assert cells_on_paper(written) == cells_stored(cast.session, course), name
