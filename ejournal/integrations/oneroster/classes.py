"""Schools, sessions, classes and places in them, as OneRoster's files tell of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ejournal.errors import DomainError
from ejournal.integrations.oneroster.cells import by_id, day_in, is_over, items
from ejournal.integrations.oneroster.columns import HOURS, LETTER
from ejournal.integrations.oneroster.packing import Files, Row
from ejournal.integrations.people.values import class_of
from ejournal.models import Role
from ejournal.services.base.class_names import GRADES, LETTER_LENGTH
from ejournal.services.base.names import same
from ejournal.services.people_import.known import ClassName
from ejournal.services.people_import.roster import At, RosterClass, RosterCourse, RosterPlace, RosterRole

NO_REFERENCE = "There is no row “{id}” in {file}"
WHICH_SCHOOL = "Several schools are in the archive: {names}. Name yours with --org ID"
NO_SUCH_ORG = "There is no school “{id}” in the archive: {names}"
NO_SCHOOL_ORG = "No row is of the type “school”: “{name}” is taken for the school"
NO_CLASS_OF_OURS = "A homeroom class is named by grade and letter, as “6Б”: “{value}” is no class of ours"
OTHER_SCHOOL = "Rows of other schools are left out: {rows}"
BAD_TYPE = "The class type “{value}” is not known: homeroom or scheduled"
BACKWARDS = "The last day comes before the first"
NO_ENROLMENT_ROLE = "Whoever is “{value}” in a class has no place in ours"
MAY_BE_TEACHER = "Not said to be the primary teacher: taken as one who helps, no class teacher"
_LEFT_OUT = {"teacher": MAY_BE_TEACHER}
"""By role in a class, why it is left out."""
_KINDS = ("homeroom", "scheduled")


@dataclass
class Classes:
    """What was found: homeroom classes, places, class teachers, courses; others are ids of other classes."""

    classes: list[RosterClass] = field(default_factory=list)
    places: list[RosterPlace] = field(default_factory=list)
    teachers: list[tuple[str, RosterRole]] = field(default_factory=list)
    courses: list[RosterCourse] = field(default_factory=list)
    others: set[str] = field(default_factory=set)


def our_orgs(files: Files, called: Sequence[str], told: str) -> set[str] | None:
    """The ids of the school's orgs; None when there are no orgs. DomainError when it must be told which."""
    orgs = by_id(files, "orgs.csv")
    if not orgs:
        return None
    for row in orgs.values():
        parent = row.get("parentSourcedId")
        if parent and parent not in orgs:
            fault = row.at.fault(
                NO_REFERENCE, "parentSourcedId", stops=False, id=parent[:80], file="orgs.csv"
            )
            files.tell(fault)
    names = ", ".join(f"{row.get('name')} ({one})" for one, row in list(orgs.items())[:20])
    if told:
        if told not in orgs:
            raise DomainError(NO_SUCH_ORG, id=told[:80], names=names)
        return _with_parts(told, orgs)
    schools = {one: row for one, row in orgs.items() if row.get("type").lower() == "school"}
    if not schools and len(orgs) == 1:
        [row] = orgs.values()
        files.tell(row.at.fault(NO_SCHOOL_ORG, "type", stops=False, name=row.get("name")))
        schools = orgs
    ours = {one for one, row in schools.items() if _is_called(row, called)}
    found = ours if len(ours) == 1 else set(schools)
    if len(found) != 1:
        raise DomainError(WHICH_SCHOOL, names=names)
    return _with_parts(next(iter(found)), orgs)


def _is_called(row: Row, called: Sequence[str]) -> bool:
    words = {same(one) for one in called if one}
    return bool(words & {same(row.get("name")), same(row.get("identifier")), same(row.id)})


def _with_parts(school: str, orgs: dict[str, Row]) -> set[str]:
    """The school with the departments below it."""
    found = {school}
    while more := {one for one, row in orgs.items() if row.get("parentSourcedId") in found} - found:
        found |= more
    return found


def sessions_of(files: Files) -> dict[str, tuple[date, date]]:
    """First and last day by session."""
    found = {}
    rows = by_id(files, "academicSessions.csv")
    for one, row in rows.items():
        parent = row.get("parentSourcedId")
        if parent and parent not in rows:
            words = {"id": parent[:80], "file": row.sheet}
            files.tell(row.at.fault(NO_REFERENCE, "parentSourcedId", stops=False, **words))
        (starts, is_day), (ends, is_last) = day_in(files, row, "startDate"), day_in(files, row, "endDate")
        if starts and ends and starts > ends:
            files.tell(row.at.fault(BACKWARDS, "endDate"))
        elif starts and ends and is_day and is_last:
            found[one] = (starts, ends)
    return found


def read_classes(files: Files, orgs: set[str] | None) -> Classes:
    """The classes of the school with who is in them; every class that is left out is told."""
    found = Classes()
    sessions, courses = sessions_of(files), by_id(files, "courses.csv")
    scheduled: dict[str, Row] = {}
    elsewhere = 0
    for one, row in by_id(files, "classes.csv").items():
        school = row.get("schoolSourcedId")
        if orgs is not None and school and school not in orgs:
            found.others.add(one)
            elsewhere += 1
            continue
        kind = row.get("classType").lower()
        if kind not in _KINDS:
            files.tell(row.at.fault(BAD_TYPE, "classType", value=kind[:40]))
            found.others.add(one)
            continue
        course = row.get("courseSourcedId")
        if course and course not in courses:
            words = {"id": course[:80], "file": "courses.csv"}
            files.tell(row.at.fault(NO_REFERENCE, "courseSourcedId", stops=False, **words))
        if kind == "scheduled":
            scheduled[one] = row
            continue
        _homeroom(files, row, sessions, found)
    found.others |= set(scheduled)
    _tell_others(files, elsewhere, "classes.csv")
    _read_places(files, found)
    found.courses = list(_courses(files, scheduled, courses, sessions))
    return found


def _courses(
    files: Files, scheduled: dict[str, Row], courses: dict[str, Row], sessions: dict[str, tuple[date, date]]
) -> Iterator[RosterCourse]:
    """The classes by timetable, with who teaches and who learns in them now."""
    people: dict[str, dict[str, list[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in by_id(files, "enrollments.csv").values() if scheduled else ():
        if row.get("classSourcedId") in scheduled and not is_over(files, row):
            is_other = row.get("primary").lower() != "true"
            of_role = people[row.get("classSourcedId")][row.get("role").lower()]
            of_role.append((is_other, row.get("userSourcedId")))
    for one, row in scheduled.items():
        course = courses.get(row.get("courseSourcedId"))
        words = [course.get("title"), *items(course.get("subjects"))] if course else []
        words = [*items(row.get("subjects")), *words, row.get("title")]
        teachers = sorted(people[one]["teacher"], key=lambda held: held[0])
        spans = [sessions[term] for term in items(row.get("termSourcedIds")) if term in sessions]
        yield RosterCourse(
            row.at,
            one,
            row.get("title"),
            tuple(dict.fromkeys(word for word in words if word)),
            tuple(dict.fromkeys(person for _, person in teachers)),
            tuple(dict.fromkeys(person for _, person in people[one]["student"])),
            row.get(HOURS) if HOURS in row.cells else "",
            min((starts for starts, _ in spans), default=None),
            max((ends for _, ends in spans), default=None),
            is_over(files, row),
        )


def _tell_others(files: Files, rows: int, name: str) -> None:
    if rows:
        files.tell(At(name).fault(OTHER_SCHOOL, stops=False, rows=rows))


def _homeroom(files: Files, row: Row, sessions: dict[str, tuple[date, date]], found: Classes) -> None:
    name = _name(row)
    if name is None:
        column = "title" if row.get("title") else "classCode"
        files.tell(row.at.fault(NO_CLASS_OF_OURS, column, value=row.get(column)[:80]))
        found.others.add(row.id)
        return
    spans = []
    for term in items(row.get("termSourcedIds")):
        if term in sessions:
            spans.append(sessions[term])
        else:
            words = {"id": term[:80], "file": "academicSessions.csv"}
            files.tell(row.at.fault(NO_REFERENCE, "termSourcedIds", stops=False, **words))
    starts = min((one for one, _ in spans), default=None)
    ends = max((one for _, one in spans), default=None)
    found.classes.append(RosterClass(row.at, row.id, name, starts, ends, is_over(files, row)))


def _name(row: Row) -> ClassName | None:
    """Grade and letter, from our own column, the title, or the code."""
    grades = [int(one) for one in items(row.get("grades")) if one.isdecimal() and int(one) in GRADES]
    if LETTER in row.cells and len(grades) == 1:
        letter = row.get(LETTER)
        return (grades[0], letter) if len(letter) <= LETTER_LENGTH else None
    for text in (row.get("title"), row.get("classCode")):
        try:
            return class_of(text)
        except DomainError:
            continue
    return None


def _read_places(files: Files, found: Classes) -> None:
    """Who is in the homeroom classes, who leads them."""
    rows = [
        row
        for row in by_id(files, "enrollments.csv").values()
        if row.get("classSourcedId") not in found.others
    ]
    teachers = [row for row in rows if row.get("role").lower() == "teacher"]
    for row in rows:
        role = row.get("role").lower()
        starts, is_first = day_in(files, row, "beginDate")
        ends, is_last = day_in(files, row, "endDate")
        if not (is_first and is_last):
            continue
        if starts and ends and starts > ends:
            files.tell(row.at.fault(BACKWARDS, "endDate"))
            continue
        class_id, person_id = row.get("classSourcedId"), row.get("userSourcedId")
        if role == "student":
            found.places.append(RosterPlace(row.at, person_id, class_id, starts, ends, is_over(files, row)))
        elif role == "teacher" and _leads(row, teachers):
            over = is_over(files, row)
            held = RosterRole(row.at, Role.CLASS_TEACHER, class_id, starts, ends, over)
            found.teachers.append((person_id, held))
        else:
            files.tell(row.at.fault(_LEFT_OUT.get(role, NO_ENROLMENT_ROLE), "role", value=role[:40]))


def _leads(row: Row, teachers: Iterable[Row]) -> bool:
    """Whether the teacher of a homeroom class is its class teacher: the primary one, or the only one."""
    if row.get("primary").lower() == "true":
        return True
    of_class = [one for one in teachers if one.get("classSourcedId") == row.get("classSourcedId")]
    return len(of_class) == 1
