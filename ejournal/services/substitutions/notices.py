"""Who is told what was done with a lesson: its pupils, their guardians and the teachers concerned."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.sitting import seats
from ejournal.models import Course, Lesson, NoticeKind, Person, SchoolClass, Subject
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import course_topic, pupil_topic, schedule_topic
from ejournal.services.notices.outbox import News, personal_notice, tell, tell_families
from ejournal.services.substitutions.stored import arrangement_of, task_of


def tell_concerned(session: Session, actor: Actor, lesson: Lesson, teachers: Iterable[int | None]) -> None:
    """Tell the families of the lesson and these teachers what was done with it, or that all is as before."""
    payload, now, pupils = _payload(session, lesson), clock.now(), pupils_of(session, lesson)
    news = [
        News(pupil_id, NoticeKind.SUBSTITUTION, family_key(lesson.id, pupil_id), payload)
        for pupil_id in pupils
    ]
    note(session, schedule_topic(lesson.school_id), course_topic(lesson.course_id))
    note(session, *map(pupil_topic, pupils))
    tell_families(session, actor.school_id, news, actor.today, now)
    tell_teachers(session, actor, lesson, teachers)


def tell_teachers(session: Session, actor: Actor, lesson: Lesson, teachers: Iterable[int | None]) -> None:
    """Tell these teachers; whoever gives the lesson in another's place is told the task too."""
    payload, task, now = _payload(session, lesson), task_of(session, lesson), clock.now()
    notices = []
    for person_id in {one for one in teachers if one}:
        gives = person_id == lesson.substitute_id
        about = payload | {"gives": gives, "task": task.text if task and gives else ""}
        notices.append(
            personal_notice(
                actor.school_id, person_id, NoticeKind.SUBSTITUTION_GIVEN, given_key(lesson.id), about, now
            )
        )
    tell(session, notices)


def family_key(lesson_id: int | None, pupil_id: int) -> str:
    """The key of what a family is told; parents of twins are told of each."""
    return f"substitution:{lesson_id}:{pupil_id}"


def given_key(lesson_id: int | None) -> str:
    """The key of what the teachers concerned are told; a teacher may be a guardian in the class as well."""
    return f"substitution-given:{lesson_id}"


def _payload(session: Session, lesson: Lesson) -> dict[str, Any]:
    row = arrangement_of(session, lesson)
    course = session.get_one(Course, lesson.course_id)
    person = session.get_one(Person, lesson.substitute_id or lesson.teacher_id)
    return {
        "lesson_id": lesson.id,
        "course_id": lesson.course_id,
        "class_title": _class_title(session, course),
        "day": str(lesson.day),
        "number": lesson.number,
        "subject": session.get_one(Subject, course.subject_id).name,
        "teacher": short_name(person.last_name, person.first_name, person.middle_name),
        "kind": row.kind.value if row else "restored",
        "reason": row.cancelled_reason if row else "",
        "from_day": str(row.moved_from_day) if row and row.moved_from_day else "",
    }


def _class_title(session: Session, course: Course) -> str:
    if course.class_id is None:
        return ""
    found = session.get_one(SchoolClass, course.class_id)
    return class_title(found.grade, found.letter)


def pupils_of(session: Session, lesson: Lesson) -> list[int]:
    """The pupils who sit in the lesson on its day; one query."""
    course = session.get_one(Course, lesson.course_id)
    rows, sit = seats(
        of_group=course.group_id is not None, school_id=lesson.school_id,
        whose=course.group_id or course.class_id, first=lesson.day, last=lesson.day,
    )  # fmt: skip
    return list(session.scalars(select(db.enrolment.c.pupil_id).select_from(rows).where(sit)).unique())
