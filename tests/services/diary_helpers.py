"""Short ways to put marks, absences and homework into the cast's lessons."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from ejournal import clock
from ejournal.models import Attendance, AttendanceCode, Lesson, Mark
from tests.cast import Cast


def give_mark(
    cast: Cast, pupil: str, lesson: Lesson, value: str, kind: str = "answer", slot: int = 1, comment: str = ""
) -> Mark:
    """A mark of the pupil at the lesson."""
    now = clock.now()
    row = Mark(
        school_id=lesson.school_id,
        lesson_id=lesson.id,
        course_id=lesson.course_id,
        pupil_id=cast.id_of(pupil),
        day=lesson.day,
        slot=slot,
        value=value,
        kind_id=cast.kinds[kind].id,
        comment=comment,
        author_id=lesson.teacher_id,
        created_at=now,
        changed_at=now,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def note_absence(
    cast: Cast,
    pupil: str,
    lesson: Lesson,
    code: AttendanceCode = AttendanceCode.ABSENT,
    minutes: int | None = None,
) -> Attendance:
    """An absence of the pupil from the lesson."""
    row = Attendance(
        school_id=lesson.school_id,
        lesson_id=lesson.id,
        course_id=lesson.course_id,
        pupil_id=cast.id_of(pupil),
        day=lesson.day,
        code=code,
        minutes=minutes,
        author_id=lesson.teacher_id,
        changed_at=clock.now(),
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def change_lesson(cast: Cast, course: str, day: date, **values: object) -> Lesson:
    """The course's lesson on the day with other values."""
    lesson = cast.lesson(course, day)
    for name, value in values.items():
        setattr(lesson, name, value)
    cast.session.add(lesson)
    cast.session.flush()
    return lesson


@contextmanager
def counted_queries(session: Session) -> Iterator[list[str]]:
    """The statements that the session's connection runs meanwhile."""
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    seen: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
