"""The journal of a class for paper: its courses, its week, its people, what they missed and achieved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.rules import groups_of_classes
from ejournal.errors import DomainError, NotFound
from ejournal.models import OpeningKind, Role, SchoolClass
from ejournal.models.spans import meets
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name, folded, same
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan, YearSpan, current_year
from ejournal.services.papers.courses import CoursePaper, full_name, only_pupils, read_papers
from ejournal.services.papers.results import Missed, Results, missed_of, results_of
from ejournal.services.people.class_list import ClassPupil, class_list, read_pupils
from ejournal.services.timetable.rows import Standing, load_courses, load_standings
from ejournal.services.timetable.versions import version_in_force


@dataclass(frozen=True, slots=True)
class ClassBasis:
    """A class in a term, or in the year, with the papers of its courses; pupils by the list of the class."""

    title: str
    teachers: tuple[str, ...]
    year: YearSpan
    term: TermSpan | None
    terms: tuple[TermSpan, ...]
    pupils: tuple["ListedPupil", ...]
    papers: tuple[CoursePaper, ...]
    beside: tuple[CoursePaper, ...]
    """Of extracurricular groups."""
    is_open: bool

    @property
    def days(self) -> TermSpan | YearSpan:
        """What is printed: the term, or the year."""
        return self.term or self.year

    def of_subject(self, name: str) -> tuple[CoursePaper, ...]:
        """The papers of the subject and its groups; DomainError names the subjects there are."""
        papers = (*self.papers, *self.beside)
        found = tuple(one for one in papers if same(one.subject) == same(name))
        if not found:
            subjects = ", ".join(dict.fromkeys(one.subject for one in papers))
            raise DomainError("The class has no such subject; it has: {subjects}", subjects=subjects)
        return found

    @property
    def results(self) -> Results:
        """The term marks of the class by subject."""
        return results_of(self.papers, [(one.id, one.name) for one in self.pupils])

    def missed(self, today: date) -> dict[int, dict[int, Missed]]:
        """What the pupils missed, by pupil and number of the term."""
        return missed_of(self.papers, self.shown_terms, today)

    @property
    def shown_terms(self) -> tuple[TermSpan, ...]:
        """The terms that are printed."""
        return self.terms if self.term is None else (self.term,)


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """A pupil who was in the class on some of the days, as in a list and by the full name."""

    id: int
    name: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course of the class; class_id is empty for a group drawn from several classes."""

    id: int
    class_id: int | None
    extracurricular: bool


@dataclass(frozen=True, slots=True)
class ClassBook:
    """The whole journal of a class; week: what stands in the timetable, by weekday and lesson number."""

    basis: ClassBasis
    people: tuple[ClassPupil, ...]
    week: Mapping[tuple[int, int], tuple[str, ...]]
    missed: Mapping[int, Mapping[int, Missed]]


def class_book(session: Session, actor: Actor, class_id: int, term_number: int | None) -> ClassBook:
    """The journal of a class in a term, or in the year for None; the same number of queries for any class.

    It carries people's data: that it is taken is noted.
    """
    klass = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    basis = read_basis(session, actor.school_id, klass, term_number, actor.today)
    _, people = class_list(session, actor, class_id, OpeningKind.CLASS_JOURNAL, since=basis.days.starts)
    return _book(session, actor.school_id, klass, basis, people, actor.today)


def book_for_operator(
    session: Session, school_id: int, klass: SchoolClass, term_number: int | None, today: date
) -> ClassBook:
    """The same where nobody knows who will read it: contacts that are hidden from anybody are left out."""
    basis = read_basis(session, school_id, klass, term_number, today)
    ward = db.guardianship.c
    hidden = session.scalars(
        select(ward.guardian_id).where(ward.school_id == school_id, ward.contacts_hidden)
    )
    people = read_pupils(session, school_id, klass.id or 0, today, frozenset(hidden), basis.days.starts)
    return _book(session, school_id, klass, basis, people, today)


def _book(
    session: Session,
    school_id: int,
    klass: SchoolClass,
    basis: ClassBasis,
    people: Iterable[ClassPupil],
    today: date,
) -> ClassBook:
    there = {one.id for one in basis.pupils}
    return ClassBook(
        basis=basis,
        people=tuple(one for one in people if one.id in there),
        week=_week(session, school_id, klass, min(today, basis.days.ends)),
        missed=basis.missed(today),
    )


def class_basis(session: Session, actor: Actor, class_id: int, term_number: int | None) -> ClassBasis:
    """A class in a term, or in the year for None, for whoever may open the class."""
    klass = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    return read_basis(session, actor.school_id, klass, term_number, actor.today)


def read_basis(
    session: Session, school_id: int, klass: SchoolClass, term_number: int | None, today: date
) -> ClassBasis:
    """The same without asking who wants it: for the command line."""
    calendar = calendar_of(session, school_id, klass.year_id)
    if calendar is None:
        raise NotFound
    terms = tuple(calendar.terms_of(klass.scheme_id))
    term = next((one for one in terms if one.number == term_number), None)
    if term is None and term_number is not None:
        raise NotFound
    days = term or calendar.year
    pupils = _pupils(session, school_id, klass.id or 0, days)
    courses = _courses(session, school_id, klass)
    ids = [one.id for one in courses]
    found = read_papers(session, school_id, klass.year_id, ids, term_number, today, term)
    seen = frozenset(one.id for one in pupils)
    papers = [(one, _of_class(found[one.id], one.class_id, seen)) for one in courses]
    return ClassBasis(
        title=klass.title,
        teachers=_teachers(session, school_id, klass.id or 0, days),
        year=calendar.year,
        term=term,
        terms=terms,
        pupils=pupils,
        papers=tuple(paper for one, paper in papers if not one.extracurricular),
        beside=tuple(paper for one, paper in papers if one.extracurricular),
        is_open=today <= days.ends,
    )


def class_named(session: Session, school_id: int, title: str, today: date) -> SchoolClass:
    """The class of this year that is written so, «6Б» or «6 «Б»»; DomainError names those there are."""
    year = current_year(session, school_id, today)
    of_year = select(SchoolClass).where(
        col(SchoolClass.school_id) == school_id, col(SchoolClass.year_id) == (year.id if year else None)
    )
    classes = session.scalars(of_year.order_by(col(SchoolClass.grade), col(SchoolClass.letter))).all()
    found = next((one for one in classes if _bare(one.title) == _bare(title)), None)
    if found is None:
        titles = ", ".join(one.title for one in classes)
        raise DomainError("There is no such class this year; there are: {classes}", classes=titles)
    return found


def _bare(title: str) -> str:
    """The name of a class by its letters and digits alone."""
    return "".join(char for char in folded(title) if char.isalnum())


def _of_class(paper: CoursePaper, class_id: int | None, seen: frozenset[int]) -> CoursePaper:
    """A group of several classes stands in the journal of each with that class's pupils alone."""
    return paper if class_id is not None else only_pupils(paper, seen)


def _pupils(
    session: Session, school_id: int, class_id: int, days: TermSpan | YearSpan
) -> tuple[ListedPupil, ...]:
    """Who was in the class on some of the days, in the order of the list; one query."""
    place, person = db.enrolment.c, db.person.c
    rows = session.execute(
        select(person.id, person.last_name, person.first_name, person.middle_name)
        .distinct()
        .join_from(db.enrolment, db.person, person.id == place.pupil_id)
        .where(place.school_id == school_id, place.class_id == class_id, meets(place, days.starts, days.ends))
    ).all()
    return tuple(
        ListedPupil(number, f"{last} {first}", full_name(last, first, middle))
        for number, last, first, middle in sorted(rows, key=lambda one: (by_name(one), one.id))
    )


def _courses(session: Session, school_id: int, klass: SchoolClass) -> Sequence[CourseRow]:
    """The courses of the class, and of groups with pupils of it, by subject; one query."""
    course, subject, group = db.course.c, db.subject.c, db.study_group.c
    rows = session.execute(
        select(course.id, course.class_id, course.extracurricular)
        .join_from(db.course, db.subject, subject.id == course.subject_id)
        .outerjoin(db.study_group, group.id == course.group_id)
        .where(
            course.school_id == school_id,
            course.year_id == klass.year_id,
            or_(
                course.class_id == klass.id,
                and_(
                    course.class_id.is_(None), course.group_id.in_(groups_of_classes(school_id, [klass.id]))
                ),
            ),
        )
        .order_by(subject.position, subject.name, group.name, course.id)
    )
    return [CourseRow(*row) for row in rows]


def _teachers(session: Session, school_id: int, class_id: int, days: TermSpan | YearSpan) -> tuple[str, ...]:
    """The class teachers of the days by full name; one query."""
    grant, person = db.role_grant.c, db.person.c
    rows = session.execute(
        select(person.last_name, person.first_name, person.middle_name)
        .join_from(db.role_grant, db.person, person.id == grant.person_id)
        .where(
            grant.school_id == school_id,
            grant.role == Role.CLASS_TEACHER,
            grant.class_id == class_id,
            meets(grant, days.starts, days.ends),
        )
        .order_by(grant.id)
    )
    return tuple(dict.fromkeys(full_name(*row) for row in rows))


def _week(
    session: Session, school_id: int, klass: SchoolClass, day: date
) -> dict[tuple[int, int], tuple[str, ...]]:
    """What the timetable in force on the day says of the class; empty without one."""
    version = version_in_force(session, school_id, klass.year_id, day)
    if version is None:
        return {}
    courses = load_courses(session, school_id, klass.year_id, (day, day))
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for one in _of(load_standings(session, school_id, version, courses), klass.id):
        words = " ".join(filter(None, (one.course.subject, ", ".join(one.rooms))))
        if words not in found[one.weekday, one.number]:
            found[one.weekday, one.number].append(words)
    return {place: tuple(words) for place, words in found.items()}


def _of(standings: Iterable[Standing], class_id: int | None) -> Iterable[Standing]:
    return (one for one in standings if any(part.id == class_id for part in one.course.classes))
