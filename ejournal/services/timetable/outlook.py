"""What a change of timetable or calendar would do to the year's lessons, in counts and names."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ejournal.services.lessons.planning import LessonPlan, changes_seen
from ejournal.services.lessons.wanted import MadeLesson
from ejournal.services.timetable.rows import load_courses

NAMED = 200
"""Kept lessons that are named one by one; of more only the count is told."""


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """A lesson that stays where it is, because something is written in it."""

    day: date
    number: int
    classes: str
    subject: str


@dataclass(frozen=True)
class LessonOutlook:
    """How many lessons would be added, removed and given otherwise, and which are kept as used."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    kept: int = 0
    named: tuple[KeptLesson, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no lesson would change."""
        return not (self.added or self.removed or self.changed or self.kept)


def outlook_of(session: Session, year_id: int, plan: LessonPlan) -> LessonOutlook:
    """The plan in counts, and its kept lessons by day."""
    kept = sorted(plan.kept_because_used, key=lambda one: (one.key.day, one.key.number))
    return LessonOutlook(
        added=len(plan.to_add),
        removed=len(plan.to_remove),
        changed=changes_seen(plan),
        kept=len(kept),
        named=_named(session, plan.school_id, year_id, kept[:NAMED]),
    )


def _named(
    session: Session, school_id: int, year_id: int, lessons: list[MadeLesson]
) -> tuple[KeptLesson, ...]:
    if not lessons:
        return ()
    courses = load_courses(session, school_id, year_id, (lessons[0].key.day, None))
    return tuple(
        KeptLesson(
            day=one.key.day,
            number=one.key.number,
            classes=courses[one.key.course_id].class_titles,
            subject=courses[one.key.course_id].subject,
        )
        for one in lessons
        if one.key.course_id in courses
    )
