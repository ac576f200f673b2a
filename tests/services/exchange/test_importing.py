"""Imported timetables: read back lesson by lesson, done wholly or not at all, the newer updates the older."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, func, select

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotAllowed
from ejournal.integrations.asc_xml import parse_asc
from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.models import (
    CoTeacher,
    Course,
    GroupClass,
    ImportMapping,
    Lesson,
    Person,
    Role,
    Room,
    School,
    SchoolClass,
    Subject,
    TimetableEntry,
    TimetableVersion,
    WeekParity,
)
from ejournal.services.base.names import same
from ejournal.services.calendar.year import load_years
from ejournal.services.exchange.file import FileEntry, FileLesson, Part, TimetableFile
from ejournal.services.exchange.importing import (
    ImportOptions,
    ImportReport,
    apply_import,
    preview_import,
    take_in,
)
from ejournal.services.exchange.names import NameKind
from ejournal.services.schedule.weeks import class_schedule
from tests.cast import make_cast
from tests.services.diary_helpers import counted_queries
from tests.services.timetable_files import asc, sheet

TODAY = date(2026, 11, 20)
ODD, EVEN = date(2026, 11, 9), date(2026, 11, 16)  # Mondays of the 11th and 12th week

Line = tuple[str, int, int, str, str, tuple[str, ...]]


def new_school(session: Session, code: str = "new") -> tuple[int, Actor]:
    school = School(code=code, name="Школа", short_name="Школа")
    session.add(school)
    session.flush()
    assert school.id is not None
    person = Person(school_id=school.id, last_name="Завуч", first_name="Анна")
    session.add(person)
    session.flush()
    assert person.id is not None
    roles = frozenset({Role.DEPUTY})
    return school.id, Actor(person.id, school.id, 0, 0, roles, frozenset(), "Europe/Moscow", TODAY)


def file_lines(file: TimetableFile, report: ImportReport, week: WeekParity) -> Counter[Line]:
    """Class name, weekday, number, subject, teacher names, rooms for each lesson of a week."""
    found: Counter[Line] = Counter()
    for entry in file.entries:
        one = file.lessons[entry.lesson]
        if entry.parity in (WeekParity.EVERY, week):
            for name in {part.class_name for part in one.parts}:
                teachers = ",".join(sorted(one.teachers))
                line = (
                    name,
                    entry.weekday,
                    entry.number,
                    same(one.subject),
                    teachers,
                    tuple(sorted(entry.rooms)),
                )
                found[line] += 1
    return found


def read_back(session: Session, actor: Actor, report: ImportReport, monday: date) -> Counter[Line]:
    """The same from the week views of all classes."""
    teachers = _teachers(session, actor.school_id, report)
    rooms = dict(session.execute(select(Room.id, Room.name)).all())
    found: Counter[Line] = Counter()
    for match in report.names:
        if match.kind is NameKind.CLASS:
            class_id = _class_id(session, actor.school_id, match.name)
            week = class_schedule(session, actor, class_id, monday, monday + timedelta(days=6))
            for day in week.days:
                for one in day.lessons:
                    taught = ",".join(sorted(teachers[one.course_id]))
                    names = tuple(sorted(rooms[at] for at in one.room_ids))
                    found[
                        (match.name, day.day.isoweekday(), one.number, same(one.subject), taught, names)
                    ] += 1
    return found


def _class_id(session: Session, school_id: int, name: str) -> int:
    found = session.scalar(
        select(ImportMapping.target_id).where(
            ImportMapping.school_id == school_id, ImportMapping.kind == "class", ImportMapping.name == name
        )
    )
    assert found is not None
    return found


def _teachers(session: Session, school_id: int, report: ImportReport) -> dict[int, list[str]]:
    names = dict(
        session.execute(
            select(ImportMapping.target_id, ImportMapping.name).where(
                ImportMapping.school_id == school_id, ImportMapping.kind == "teacher"
            )
        ).all()
    )
    found: dict[int, list[str]] = {}
    rows = [
        *session.execute(select(Course.id, Course.teacher_id).where(Course.school_id == school_id)),
        *session.execute(select(CoTeacher.course_id, CoTeacher.teacher_id)),
    ]
    for course_id, teacher_id in rows:
        found.setdefault(course_id, []).extend([names[teacher_id]] if teacher_id in names else [])
    return found


def assert_same_weeks(session: Session, actor: Actor, file: TimetableFile, report: ImportReport) -> int:
    total = 0
    for monday, week in ((ODD, WeekParity.ODD), (EVEN, WeekParity.EVEN)):
        expected, read = file_lines(file, report, week), read_back(session, actor, report, monday)
        assert read == expected
        total += read.total()
    return total


@pytest.mark.parametrize("file", [parse_asc(asc()), parse_sheet(sheet())], ids=["asc", "sheet"])
def test_every_lesson_of_a_small_file_is_read_back(session: Session, file: TimetableFile) -> None:
    _, actor = new_school(session)
    report = apply_import(session, actor, file)
    assert assert_same_weeks(session, actor, file, report) > 0


def test_a_joint_lesson_is_one_course_of_a_group_across_classes(session: Session) -> None:
    school_id, actor = new_school(session)
    apply_import(session, actor, parse_asc(asc()))
    joint = session.scalars(
        select(Course).where(Course.school_id == school_id, col(Course.class_id).is_(None))
    ).all()
    assert len(joint) == 2
    links = session.execute(
        select(GroupClass.whole, func.count())
        .where(GroupClass.school_id == school_id)
        .group_by(GroupClass.whole)
    )
    assert dict(links.all()) == {True: 2, False: 2}


def test_a_second_teacher_is_a_co_teacher(session: Session) -> None:
    school_id, actor = new_school(session)
    apply_import(session, actor, parse_asc(asc()))
    row = session.scalars(select(CoTeacher).where(CoTeacher.school_id == school_id)).one()
    assert session.get_one(Person, row.teacher_id).last_name == "Белов"


def counts(session: Session) -> list[int]:
    tables = (Course, Subject, Room, SchoolClass, Person, TimetableVersion, TimetableEntry, Lesson)
    return [session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


def test_a_dry_run_keeps_nothing_and_tells_the_same(session: Session) -> None:
    _, actor = new_school(session)
    before = counts(session)
    tried = preview_import(session, actor, parse_asc(asc()))
    assert counts(session) == before
    done = apply_import(session, actor, parse_asc(asc()))
    assert (tried.entries, tried.courses_made, tried.differences) == (
        done.entries, done.courses_made, done.differences,
    )  # fmt: skip
    assert load_years(session, actor.school_id)[0].starts == date(2026, 9, 1)


def test_a_newer_file_updates_and_shows_the_difference(session: Session) -> None:
    _, actor = new_school(session)
    apply_import(session, actor, parse_asc(asc()))
    before = counts(session)
    newer = asc(
        **{'period="2" weeks="11" terms="1" days="01000"': 'period="3" weeks="11" terms="1" days="01000"'}
    )
    report = apply_import(
        session, actor, parse_asc(newer.replace(b'"C1"', b'"X1"').replace(b'"C1,', b'"X1,'))
    )
    after = counts(session)
    assert after[:5] == before[:5]  # no course, subject, room, class or person anew, though ids changed
    assert report.starts == date(2026, 11, 23)
    assert [(one.kind, one.slot.classes, one.slot.number) for one in report.differences] == [
        ("removed", "9 «Б»", 2),
        ("added", "9 «Б»", 3),
    ]


def test_a_new_teacher_of_an_only_course_keeps_the_course(session: Session) -> None:
    _, actor = new_school(session)
    apply_import(session, actor, parse_asc(asc()))
    old = '<lesson id="L6" classids="C2" subjectid="S1" periodsperweek="3.0" teacherids="T1"'
    report = apply_import(session, actor, parse_asc(asc(**{old: old.replace("T1", "T3")})))
    assert (report.courses_made, report.courses_retaught) == (0, 1)


def test_unknown_names_get_suggestions_and_the_choice_is_remembered(session: Session) -> None:
    _, actor = new_school(session)
    apply_import(session, actor, parse_asc(asc()))
    misspelt = parse_asc(asc(**{'name="Физкультура"': 'name="Физическая культура"'}))
    tried = preview_import(session, actor, misspelt)
    (match,) = [one for one in tried.names if one.name == "Физическая культура"]
    assert match.how == "new"
    subject_id = session.scalar(
        select(Subject.id).where(Subject.name == "Физкультура", Subject.school_id == actor.school_id)
    )
    assert subject_id in {one.id for one in match.suggestions}
    choice = ImportOptions(choices={("subject", "Физическая культура"): subject_id or 0})
    assert not apply_import(session, actor, misspelt, choice).differences
    (again,) = [one for one in preview_import(session, actor, misspelt).names if one.name == match.name]
    assert again.how == "remembered"


def test_an_empty_file_changes_nothing(session: Session) -> None:
    _, actor = new_school(session)
    with pytest.raises(DomainError, match="no lessons"):
        apply_import(session, actor, TimetableFile("asc"))


@pytest.mark.parametrize("name", ["teacher", "pupil", "guardian", "admin"])
def test_only_who_leads_the_school_imports(session: Session, name: str) -> None:
    cast = make_cast(session)
    with pytest.raises(NotAllowed):
        preview_import(session, cast.actor(name), parse_asc(asc()))


def test_another_school_is_not_touched(session: Session) -> None:
    cast = make_cast(session)
    _, actor = new_school(session)
    apply_import(session, actor, parse_asc(asc()))
    b = cast.schools["b"].id
    assert session.scalar(select(func.count()).select_from(Subject).where(Subject.school_id == b)) == 3


def file_of(classes: int) -> TimetableFile:
    """A school of so many classes, 170 cards each in odd and even weeks."""
    small = parse_asc(asc())
    named = tuple(
        type(small.classes[0])(f"{at // 8 + 5} {'АБВГДЕЖЗ'[at % 8]}", at // 8 + 5, "АБВГДЕЖЗ"[at % 8])
        for at in range(classes)
    )
    subjects = tuple(type(small.subjects[0])(f"Предмет {at}") for at in range(17))
    lessons = tuple(
        FileLesson((Part(one.name),), sub.name, ("Орлова Вера",)) for one in named for sub in subjects
    )
    entries = tuple(
        FileEntry(at, weekday, at % 17 + 1, parity, ("31",))
        for at in range(len(lessons))
        for weekday in range(1, 6)
        for parity in (WeekParity.ODD, WeekParity.EVEN)
    )
    return TimetableFile("asc", named, subjects, small.teachers, small.rooms, (), lessons, entries)


def test_cards_cost_no_statements_of_their_own(session: Session) -> None:
    asked = []
    for classes in (4, 40):
        school_id, _ = new_school(session, f"school-{classes}")
        file = file_of(classes)
        with counted_queries(session) as queries:
            report = take_in(session, school_id, None, TODAY, file, ImportOptions(publish=False))
        assert report.entries == 170 * classes
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 5
