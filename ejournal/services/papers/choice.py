"""What an actor may print: a teacher own courses, a class teacher the own class, heads all."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import SchoolClass
from ejournal.models.spans import holds_on
from ejournal.services.absences.classes import classes_for
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan
from ejournal.services.courses.choice import CourseChoice, courses_for
from ejournal.services.courses.frame import frames


class PaperKind(StrEnum):
    """What can be printed."""

    COURSE = "course"
    BLANK = "blank"
    JOURNAL = "journal"
    SUMMARY = "summary"
    CARDS = "report-cards"
    LETTERS = "letters"
    NAMES = "class-list"
    CONTACTS = "contacts"
    HEALTH = "health-sheet"
    CIRCLES = "circles"
    READ = "acknowledgements"
    DIARY = "diary"


def kind_words(kind: PaperKind, locale: str) -> str:
    """What the paper is called."""
    return {
        PaperKind.COURSE: gettext(locale, "Journal of one subject"),
        PaperKind.BLANK: gettext(locale, "Blank spread"),
        PaperKind.JOURNAL: gettext(locale, "Class journal"),
        PaperKind.SUMMARY: gettext(locale, "Summary sheet"),
        PaperKind.CARDS: gettext(locale, "Report cards"),
        PaperKind.LETTERS: gettext(locale, "Letters to parents"),
        PaperKind.NAMES: gettext(locale, "Class list"),
        PaperKind.CONTACTS: gettext(locale, "Class list with contacts"),
        PaperKind.HEALTH: gettext(locale, "Health sheet"),
        PaperKind.CIRCLES: gettext(locale, "Extracurricular groups"),
        PaperKind.READ: gettext(locale, "Register of acknowledgement"),
        PaperKind.DIARY: gettext(locale, "Week of a diary"),
    }[kind]


OF_COURSE = (PaperKind.COURSE, PaperKind.BLANK)
UNDATED = (
    *(PaperKind.BLANK, PaperKind.NAMES, PaperKind.CONTACTS, PaperKind.HEALTH, PaperKind.CIRCLES),
    PaperKind.READ,
)
"""Those that are no draft while the term runs."""
OF_CLASS = tuple(kind for kind in PaperKind if kind not in OF_COURSE)


@dataclass(frozen=True, slots=True)
class ClassToPrint:
    """A class (0: groups of several) with the courses that may be printed; whole: its own papers too."""

    id: int
    title: str
    whole: bool
    courses: tuple[CourseChoice, ...]

    @property
    def kinds(self) -> tuple[PaperKind, ...]:
        """What of it may be printed."""
        return (*(OF_CLASS if self.whole else ()), *(OF_COURSE if self.courses else ()))


def to_print(session: Session, actor: Actor) -> list[ClassToPrint]:
    """The classes of this year of which the actor may print something, the own ones first; five queries."""
    whole = {one.id: one.title for one in (classes_for(session, actor) if _sees_classes(actor) else ())}
    found = []
    for one in courses_for(session, actor):
        courses = tuple(course for course in one.courses if not course.substitute_only)
        if courses or one.class_id in whole:
            found.append(ClassToPrint(one.class_id, one.title, one.class_id in whole, courses))
    taught = {one.id for one in found}
    return found + [ClassToPrint(key, title, True, ()) for key, title in whole.items() if key not in taught]


def _sees_classes(actor: Actor) -> bool:
    return actor.may(Permission.CLASS_READ)


@dataclass(frozen=True, slots=True)
class Content:
    """What a paper would hold: the terms to choose from, and the pupils in the class today by name."""

    terms: tuple[TermSpan, ...]
    pupils: tuple[tuple[int, str], ...]


def content_of(session: Session, actor: Actor, chosen: ClassToPrint, course_id: int | None) -> Content:
    """The terms of the class, or of the course of a group of several; two or three queries."""
    if not chosen.id:
        found = frames(session, actor.school_id, [course_id] if course_id else [])
        return Content(found[course_id].terms if course_id in found else (), ())
    klass = session.get(SchoolClass, chosen.id)
    calendar = calendar_of(session, actor.school_id, klass.year_id) if klass else None
    if klass is None or calendar is None:
        raise NotFound
    return Content(tuple(calendar.terms_of(klass.scheme_id)), _pupils(session, actor, chosen.id))


def _pupils(session: Session, actor: Actor, class_id: int) -> tuple[tuple[int, str], ...]:
    place, person = db.enrolment.c, db.person.c
    of_class = (place.school_id == actor.school_id, place.class_id == class_id, holds_on(place, actor.today))
    rows = session.execute(
        select(person.id, person.last_name, person.first_name, person.middle_name)
        .join_from(db.enrolment, db.person, person.id == place.pupil_id)
        .where(*of_class)
    )
    return tuple((one.id, f"{one.last_name} {one.first_name}") for one in sorted(rows, key=by_name))
