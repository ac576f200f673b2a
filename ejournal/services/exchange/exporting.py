"""A version of the timetable as a neutral file, for the writers of spreadsheets and aSc XML."""

from collections import Counter
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models import School, TimetableVersion
from ejournal.services.base.names import same
from ejournal.services.calendar.year import current_year, load_calendar
from ejournal.services.exchange.file import (
    FileClass,
    FileEntry,
    FileLesson,
    FilePeriod,
    FileRoom,
    FileSubject,
    FileTeacher,
    Part,
    TimetableFile,
)
from ejournal.services.exchange.people import file_id, load_people, marked
from ejournal.services.timetable.rows import CourseInfo, Standing, load_courses, load_standings
from ejournal.services.timetable.versions import version_in_force


def version_today(session: Session, school_id: int, today: date) -> TimetableVersion:
    """The version that today follows; DomainError when the school has none."""
    year = current_year(session, school_id, today)
    found = (
        version_in_force(session, school_id, year.id, min(max(today, year.starts), year.ends))
        if year
        else None
    )
    if found is None:
        raise DomainError("The school has no published timetable")
    return session.get_one(TimetableVersion, found)


def give_out(session: Session, version: TimetableVersion) -> TimetableFile:
    """The version as a file, without a guard: for a route that has one, and for the operator's command."""
    assert version.id is not None
    courses = load_courses(session, version.school_id, version.year_id, (version.starts, version.ends))
    standings = load_standings(session, version.school_id, version.id, courses)
    names = _teacher_names(session, version.school_id)
    placed = {one.course.id for one in standings}
    kept = [one for one in courses.values() if one.id in placed or one.weekly_hours > 0]
    places = {one.id: at for at, one in enumerate(kept)}
    return TimetableFile(
        source="journal",
        classes=tuple(_classes(kept)),
        subjects=tuple(
            FileSubject(*one) for one in dict.fromkeys((one.subject, one.subject_short) for one in kept)
        ),
        teachers=tuple(dict.fromkeys(names[key] for one in kept for key in _people(one) if key in names)),
        rooms=tuple(
            FileRoom(name) for name in dict.fromkeys(name for one in standings for name in one.rooms)
        ),
        periods=tuple(_periods(session, version, standings)),
        lessons=tuple(_lesson(one, names) for one in kept),
        entries=tuple(
            FileEntry(places[one.course.id], one.weekday, one.number, one.parity, one.rooms)
            for one in standings
        ),
    )


def _people(course: CourseInfo) -> tuple[int, ...]:
    own = () if course.vacant else (course.teacher_id,)
    return (*own, *(person_id for person_id, _ in course.co_teachers))


def _classes(courses: list[CourseInfo]) -> list[FileClass]:
    found = {
        part.title: FileClass(part.title, part.grade, _letter(part.title, part.grade))
        for one in courses for part in one.classes
    }  # fmt: skip
    return sorted(found.values(), key=lambda one: (one.grade, one.letter))


def _letter(title: str, grade: int) -> str:
    return title.removeprefix(str(grade)).strip().strip("«»")


def _lesson(course: CourseInfo, names: dict[int, FileTeacher]) -> FileLesson:
    return FileLesson(
        parts=tuple(Part(part.title, part.label) for part in course.classes),
        subject=course.subject,
        teachers=tuple(names[key].name for key in _people(course) if key in names),
        hours=Decimal(str(course.weekly_hours)),
    )


def _teacher_names(session: Session, school_id: int) -> dict[int, FileTeacher]:
    """The people by id, namesakes marked, each with the id by which the file is known again."""
    school, people = session.get_one(School, school_id), load_people(session, school_id)
    namesakes = Counter(same(one.name) for one in people)
    found: dict[int, FileTeacher] = {}
    for one in people:
        name = marked(one) if namesakes[same(one.name)] > 1 else one.name
        given = f"{one.first} {one.middle}".strip()
        found[one.id] = FileTeacher(name, one.last, given, name, file_id(school, one))
    return found


def _periods(session: Session, version: TimetableVersion, standings: list[Standing]) -> list[FilePeriod]:
    calendar = load_calendar(session, version.school_id, version.year_id)
    bells: dict[int, FilePeriod] = {}
    for plan in calendar.bell_plans if calendar else ():
        for bell in plan.bells:
            bells.setdefault(bell.number, FilePeriod(bell.number, bell.starts, bell.ends))
    for one in standings:
        bells.setdefault(one.number, FilePeriod(one.number))
    return [bells[number] for number in sorted(bells)]
