"""Of whom a chart is: the school, a grade, a class, a teacher, a course; and who may choose which."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.sentences import TEACHING
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import Course, Group, Person, SchoolClass, Subject
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.calendar.year import GRADES, current_year
from ejournal.services.reports.book import Book, ReportClass
from ejournal.services.reports.rows import Scope

BETWEEN = ":"
_class, _course, _person = db.school_class.c, db.course.c, db.person.c


class Kind(StrEnum):
    """What kind of pupils or courses are charted."""

    SCHOOL = "school"
    GRADE = "grade"
    CLASS = "class"
    TEACHER = "teacher"
    COURSE = "course"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose charts, as conditions on classes and courses; year_id and scheme_id where there is one alone."""

    kind: Kind
    id: int
    title: str
    scope: Scope
    year_id: int | None = None
    scheme_id: int | None = None

    @property
    def key(self) -> str:
        """«class:12»: how addresses name it."""
        return f"{self.kind.value}{BETWEEN}{self.id}"

    @property
    def by_pupils(self) -> bool:
        """Whether it is of classes, its figures of pupils by all their subjects; else of marks in courses."""
        return self.kind in (Kind.SCHOOL, Kind.GRADE, Kind.CLASS)

    @property
    def of_one_class(self) -> bool:
        """Whether it is of one class alone."""
        return self.kind is Kind.CLASS


def whose_of(session: Session, actor: Actor, key: str, locale: str) -> Whose:
    """Whose charts the key names, by default the widest that one may see; NotFound for those of others."""
    guard.require(actor, Permission.REPORTS_READ)
    kind, id_ = _parsed(key or _usual(actor))
    if kind is Kind.CLASS:
        return _of_class(session, actor, id_)
    if kind is Kind.COURSE:
        return _of_course(session, actor, id_)
    if kind is Kind.TEACHER:
        return _of_teacher(session, actor, id_)
    if not actor.leads:
        raise NotFound
    reached = guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ)
    if kind is Kind.SCHOOL:
        return Whose(kind, 0, gettext(locale, "The school"), Scope(reached, is_whole=True))
    if id_ not in GRADES:
        raise NotFound
    return Whose(
        kind, id_, gettext(locale, "All of grade {n}", n=id_), Scope(reached & (_class.grade == id_))
    )


def _parsed(key: str) -> tuple[Kind, int]:
    name, _, number = key.partition(BETWEEN)
    kind = next((one for one in Kind if one.value == name), None)
    if kind is None or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound
    return kind, int(number)


def _usual(actor: Actor) -> str:
    if actor.leads:
        return f"{Kind.SCHOOL.value}{BETWEEN}0"
    if actor.class_ids:
        return f"{Kind.CLASS.value}{BETWEEN}{min(actor.class_ids)}"
    return f"{Kind.TEACHER.value}{BETWEEN}{actor.person_id}"


def _of_class(session: Session, actor: Actor, class_id: int) -> Whose:
    row = guard.get(session, actor, SchoolClass, class_id, Permission.REPORTS_READ)
    return Whose(Kind.CLASS, class_id, row.title, Scope(_class.id == class_id), row.year_id, row.scheme_id)


def _of_course(session: Session, actor: Actor, course_id: int) -> Whose:
    row = guard.get(session, actor, Course, course_id, Permission.REPORTS_READ)
    of_class = session.get(SchoolClass, row.class_id) if row.class_id else None
    group = session.get(Group, row.group_id) if row.group_id else None
    subject = session.get_one(Subject, row.subject_id).name
    named = (subject, of_class.title if of_class else "", group.name if group else "")
    scope = Scope(_class.school_id == actor.school_id, _course.id == course_id)
    scheme_id = of_class.scheme_id if of_class else None
    title = ", ".join(part for part in named if part)
    return Whose(Kind.COURSE, course_id, title, scope, row.year_id, scheme_id)


def _of_teacher(session: Session, actor: Actor, teacher_id: int) -> Whose:
    """Of who leads any teacher of the school, else oneself with the courses in which one helps."""
    is_own = teacher_id == actor.person_id
    if not actor.leads and not (is_own and actor.holds(*TEACHING)):
        raise NotFound
    person = session.get(Person, teacher_id)
    if person is None or person.school_id != actor.school_id:
        raise NotFound
    reached = guard.reached(session, actor, Course, Permission.REPORTS_READ)
    own = reached & (_course.teacher_id == teacher_id) if actor.leads else reached
    name = short_name(person.last_name, person.first_name, person.middle_name)
    return Whose(Kind.TEACHER, teacher_id, name, Scope(_class.school_id == actor.school_id, own))


def classes_in(book: Book, whose: Whose) -> list[ReportClass]:
    """The classes that are meant: of courses those whose pupils learn there."""
    if whose.by_pupils:
        return list(book.classes.values())
    taught: set[int | None] = set()
    for one in (one for one in book.courses if one.is_reported):
        if one.group_id is None:
            taught.add(one.class_id)
        else:
            members = [pupil_id for pupil_id, _ in book.members_of(one.group_id)]
            taught |= {class_id for pupil_id in members for class_id, _ in book.places_of(pupil_id)}
    return [one for one in book.classes.values() if one.id in taught]


def whose_choices(session: Session, actor: Actor, locale: str) -> list[tuple[str, str]]:
    """What the actor may choose of this year, as keys with words; four queries."""
    guard.require(actor, Permission.REPORTS_READ)
    year = current_year(session, actor.school_id, actor.today)
    if year is None:
        return []
    found: list[tuple[str, str]] = []
    classes = session.execute(
        select(_class.id, _class.grade, _class.letter)
        .where(guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ), _class.year_id == year.id)
        .order_by(_class.grade, _class.letter)
    ).all()
    if actor.leads:
        found.append((f"{Kind.SCHOOL.value}{BETWEEN}0", gettext(locale, "The school")))
        for grade in sorted({row.grade for row in classes}):
            title = gettext(locale, "All of grade {n}", n=grade)
            found.append((f"{Kind.GRADE.value}{BETWEEN}{grade}", title))
    of_classes = [
        (f"{Kind.CLASS.value}{BETWEEN}{row.id}", class_title(row.grade, row.letter)) for row in classes
    ]
    return [*found, *of_classes, *_teachers(session, actor, year.id), *_courses(session, actor, year.id)]


def _teachers(session: Session, actor: Actor, year_id: int) -> list[tuple[str, str]]:
    reached = guard.reached(session, actor, Course, Permission.REPORTS_READ)
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name)
        .where(_person.school_id == actor.school_id)
        .where(_person.id.in_(select(_course.teacher_id).where(reached, _course.year_id == year_id)))
    ).all()
    seen = [row for row in rows if actor.leads or row.id == actor.person_id]
    return [
        (f"{Kind.TEACHER.value}{BETWEEN}{row.id}", short_name(row.last_name, row.first_name, row.middle_name))
        for row in sorted(seen, key=by_name)
    ]


def _courses(session: Session, actor: Actor, year_id: int) -> list[tuple[str, str]]:
    """The courses that the actor teaches; others are reached from the numbers."""
    reached = guard.reached(session, actor, Course, Permission.REPORTS_READ)
    own = reached & (_course.teacher_id == actor.person_id) if actor.leads else reached
    rows = session.execute(
        select(_course.id, db.subject.c.name, _class.grade, _class.letter)
        .add_columns(db.study_group.c.name.label("study_group"))
        .join_from(db.course, db.subject, db.subject.c.id == _course.subject_id)
        .outerjoin(db.school_class, _class.id == _course.class_id)
        .outerjoin(db.study_group, db.study_group.c.id == _course.group_id)
        .where(own, _course.year_id == year_id, _course.extracurricular.is_(False))
        .order_by(db.subject.c.position, db.subject.c.name, _class.grade, _class.letter, _course.id)
    )
    return [
        (
            f"{Kind.COURSE.value}{BETWEEN}{row.id}",
            ", ".join(
                part
                for part in (
                    row.name,
                    class_title(row.grade, row.letter) if row.grade else "",
                    row.study_group or "",
                )
                if part
            ),
        )
        for row in rows
    ]
