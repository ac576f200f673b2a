"""Where people show: the topics of the open pages that name them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import (
    bell_topic,
    class_topic,
    journals_topic,
    late_topic,
    people_topic,
    pupil_topic,
    schedule_topic,
)


def note_lists(session: Session, school_id: int, pupils: Collection[int] = ()) -> None:
    """Say that lists of people are others now, and what is shown of these pupils and their families."""
    note(session, people_topic(school_id))
    note_families(session, school_id, pupils)


def note_families(session: Session, school_id: int, pupils: Collection[int]) -> None:
    """Say that the pupils' diaries, and what their classes show of their families, are others now."""
    if pupils:
        classes = _classes_of(session, school_id, pupils)
        note(session, *map(pupil_topic, sorted(set(pupils))), *map(class_topic, classes))


def note_file(session: Session, school_id: int, people: Collection[int]) -> None:
    """Say where a file of people shows that is taken in or back: whom it names, and all that lists people."""
    note(session, journals_topic(school_id), schedule_topic(school_id))
    note_lists(session, school_id, people)


def shown_in(session: Session, school_id: int, people: Collection[int]) -> list[str]:
    """What open pages follow that name one of the people; for those in use everywhere, so for few of them."""
    lesson = db.lesson.c
    found = [topic(one) for one in people for topic in (pupil_topic, bell_topic)]
    found += map(class_topic, _classes_of(session, school_id, people))
    found += [journals_topic(school_id), late_topic(school_id), people_topic(school_id)]
    taught = select(lesson.id).where(lesson.school_id == school_id, lesson.teacher_id.in_(people)).limit(1)
    if session.scalar(taught) is not None:
        found.append(schedule_topic(school_id))
    return found


def _classes_of(session: Session, school_id: int, people: Collection[int]) -> list[int]:
    place = db.enrolment.c
    # With a day beside it the index of pupils is taken, not the longer one that has both numbers.
    sat = select(place.class_id, place.starts).where(place.school_id == school_id, place.pupil_id.in_(people))
    return sorted({row.class_id for row in session.execute(sat)})
