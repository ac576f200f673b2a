"""A pupil who was entered twice in September, so that there is something to make one."""

from datetime import timedelta

from sqlmodel import Session, col, select

from ejournal.demo.world import Pupil, World, moment
from ejournal.models import Attendance, Course, Enrolment, KindOfWork, Lesson, Mark, Person, Role, RoleGrant

WEEK = timedelta(days=6)
REASON = "Внесён дважды"


def enter_twice(session: Session, world: World) -> None:
    """A second card of a child of the last class, with the marks of the first week that went to it."""
    pupil = _whom(world)
    if pupil is None:
        return
    known = session.get_one(Person, pupil.id)
    card = Person(
        school_id=world.school_id,
        last_name=known.last_name,
        first_name=known.first_name,
        gender=known.gender,
        birth_date=known.birth_date,
    )
    session.add(card)
    session.flush()
    assert card.id is not None
    starts, ends = world.days.starts, world.days.starts + WEEK
    session.add(
        Enrolment(
            school_id=world.school_id,
            class_id=pupil.klass.id,
            pupil_id=card.id,
            starts=starts,
            ends=ends,
            leaving_reason=REASON,
        )
    )
    session.add(
        RoleGrant(school_id=world.school_id, person_id=card.id, role=Role.PUPIL, starts=starts, ends=ends)
    )
    _mark(session, world, pupil, card.id)
    session.flush()


def _whom(world: World) -> Pupil | None:
    cast = set(world.cast.values())
    return next(
        (
            one
            for one in reversed(world.classes[-1].pupils)
            if one.id not in cast and one.ends is None and one.starts == world.days.starts
        ),
        None,
    )


def _mark(session: Session, world: World, pupil: Pupil, card_id: int) -> None:
    """Marks of both cards in no one lesson; nothing of them is later than yesterday."""
    last = min(world.days.starts + WEEK, world.today - timedelta(days=1))
    lessons = session.exec(
        select(Lesson)
        .join(Course, col(Course.id) == col(Lesson.course_id))
        .where(
            Lesson.school_id == world.school_id,
            Course.class_id == pupil.klass.id,
            col(Course.group_id).is_(None),
            col(Lesson.day) >= world.days.starts,
            col(Lesson.day) <= last,
        )
        .order_by(col(Lesson.day), col(Lesson.number))
    ).all()
    taken = {
        lesson_id
        for kind in (Mark, Attendance)
        for lesson_id in session.exec(select(kind.lesson_id).where(kind.pupil_id == pupil.id))
    }
    kind = session.exec(select(KindOfWork).where(KindOfWork.school_id == world.school_id)).first()
    free = [one for one in lessons if one.id not in taken]
    for value, lesson in zip(("5", "4"), free, strict=False):
        assert lesson.id is not None
        assert kind is not None
        assert kind.id is not None
        at = moment(lesson.day, 12)
        session.add(
            Mark(
                school_id=world.school_id,
                lesson_id=lesson.id,
                course_id=lesson.course_id,
                pupil_id=card_id,
                day=lesson.day,
                value=value,
                kind_id=kind.id,
                author_id=lesson.teacher_id,
                created_at=at,
                changed_at=at,
            )
        )
