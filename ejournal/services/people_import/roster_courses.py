"""Who teaches what by a roster: courses of whole classes become load, of all others it is said why not."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.names import same
from ejournal.services.load.adding import MOST_HOURS, STEP, TEACHING
from ejournal.services.people_import.known import ClassName, Known
from ejournal.services.people_import.planned import NewCourse, Plan
from ejournal.services.people_import.roster import At, Roster, RosterCourse, own_id
from ejournal.services.people_import.standing import Standing

NO_SUBJECT = "There is no subject “{subject}” here: classes by timetable left out: {classes}. Enter it first"
NO_TEACHER = "Nobody is said to teach “{title}”: it is left out"
NO_PUPILS = "Nobody is said to learn in “{title}”: it cannot be said which class it is of"
OF_GROUP = "“{title}” is for a part of {classes}: enter it as the load of a group"
NOT_TEACHING = "{name} is no teacher here: “{title}” is left out"
OTHER_TEACHER = "{subject} in {title} is taught by {name} here: that stays"
SECOND = "{name} teaches “{title}” too: enter the second teacher in the load"
OTHERS = "Classes by timetable that are over, or of another year, are left out: {classes}"
NO_HOURS = "How many hours a week is not told: courses with no hours yet: {courses}. Set them in the load"


@dataclass
class Load:
    """What is taught in the year: subjects by their names, courses of whole classes, ids of all courses."""

    subjects: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    courses: dict[tuple[ClassName, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    ids: set[str] = field(default_factory=set)


def load_of(session: Session, school_id: int, year_id: int) -> Load:
    """The load of the year; two queries."""
    found = Load()
    subject, course, klass = db.subject.c, db.course.c, db.school_class.c
    rows = session.execute(
        select(subject.id, subject.name, subject.short_name)
        .where(subject.school_id == school_id)
        .order_by(subject.id.desc())
    )
    for number, name, short in rows:
        found.names[number] = name
        found.subjects |= {same(one): number for one in (short, name) if one}
    asked = (
        select(course.id, course.subject_id, course.teacher_id, course.group_id, klass.grade, klass.letter)
        .outerjoin(db.school_class, klass.id == course.class_id)
        .where(course.school_id == school_id, course.year_id == year_id)
    )
    for row in session.execute(asked):
        found.ids.add(own_id(school_id, "course", row.id))
        if row.group_id is None and row.grade is not None:
            found.courses[(row.grade, row.letter), row.subject_id].add(row.teacher_id)
    return found


class CoursePlanner:
    """Puts the roster's courses into a plan, after its people, places and roles."""

    def __init__(self, plan: Plan, standing: Standing, load: Load, people: dict[str, Known]) -> None:
        self.plan, self.standing, self.load, self.people = plan, standing, load, people
        self.unknown: Counter[str] = Counter()
        self.no_hours, self.others = 0, 0
        self.pupils: dict[ClassName, set[int]] = defaultdict(set)
        for person_id, places in standing.places.items():
            for one in places:
                if Span.of(one).lasts(plan.today):
                    self.pupils[one.what].add(person_id)

    def take(self, roster: Roster) -> None:
        """All courses; what the subject of several is unknown is told once."""
        for one in roster.courses:
            self._course(one)
        at = At("classes.csv")
        for subject, classes in sorted(self.unknown.items()):
            self._tell(at, NO_SUBJECT, stops=True, subject=subject, classes=classes)
        if self.others:
            self._tell(at, OTHERS, classes=self.others)
        if self.no_hours:
            self._tell(at, NO_HOURS, courses=self.no_hours)

    def _tell(self, at: At, message: str, *, stops: bool = False, **words: Any) -> None:
        self.plan.faults.append(at.fault(message, stops=stops, **words))

    def _course(self, one: RosterCourse) -> None:
        if one.id in self.load.ids:
            self.plan.unchanged["courses"] += 1
            return
        year = self.plan.year
        if one.over or not Span.of(one).meets(Span(year.starts, year.ends)):
            self.others += 1
            return
        title = one.title[:80]
        subject_id = next(
            (self.load.subjects[same(word)] for word in one.subjects if same(word) in self.load.subjects), 0
        )
        if not subject_id:
            self.unknown[next(iter(one.subjects), title)[:80]] += 1
            return
        name = self._class_of(one, title)
        teachers = [self._known(person) for person in one.teachers]
        taught = [known for known in teachers if known is not None]
        if name is None:
            return
        if not taught:
            self._tell(one.at, NO_TEACHER, stops=True, title=title)
            return
        self._add(one, name, subject_id, taught, title)

    def _add(
        self, one: RosterCourse, name: ClassName, subject_id: int, taught: list[Known], title: str
    ) -> None:
        first, *others = taught
        there = self.load.courses.get((name, subject_id), set())
        if first.id in there:
            self.plan.unchanged["courses"] += 1
            return
        if there:
            holder = self.plan.people.by_id.get(min(there))
            known, place = self.load.names[subject_id], class_title(*name)
            held_by = holder.name if holder else "–"
            self._tell(one.at, OTHER_TEACHER, name=held_by, subject=known, title=place)
            return
        if not any(held.what[0] in TEACHING for held in self.standing.roles_of(first.id)):
            self._tell(one.at, NOT_TEACHING, stops=True, name=first.name, title=title)
            return
        for other in others:
            self._tell(one.at, SECOND, name=other.name, title=title)
        hours = _hours(one.hours)
        self.no_hours += not hours
        self.load.courses[name, subject_id].add(first.id)
        self.plan.courses.append(NewCourse(first.id, name, subject_id, hours))
        self.plan.made["courses"] += 1

    def _class_of(self, one: RosterCourse, title: str) -> ClassName | None:
        """The class whose pupils, all of them, are those of the course; a fault where it is another set."""
        learning = {known.id for known in map(self._known, one.pupils) if known is not None}
        if not learning:
            self._tell(one.at, NO_PUPILS, stops=True, title=title)
            return None
        names = sorted(name for name, pupils in self.pupils.items() if pupils & learning)
        if len(names) == 1 and self.pupils[names[0]] <= learning:
            return names[0]
        classes = ", ".join(class_title(*name) for name in names) or "–"
        self._tell(one.at, OF_GROUP, title=title, classes=classes)
        return None

    def _known(self, person_id: str) -> Known | None:
        return self.people.get(person_id) or self.standing.by_id.get(person_id)


def _hours(told: str) -> Decimal:
    """Hours a week as our own archives tell them; 0 where they are not told."""
    try:
        found = Decimal(told)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and 0 <= found <= MOST_HOURS and not found % STEP else Decimal(0)
