"""Rosters taken in: people by their ids, classes, days, guardians; every fault by file and row."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import Session, col

from ejournal.errors import DomainError
from ejournal.integrations.oneroster.reading import read_roster
from ejournal.models import (
    AuditEntry,
    Course,
    Enrolment,
    Gender,
    Guardianship,
    PeopleImport,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolClass,
    Subject,
    TeacherChange,
)
from ejournal.services import audit
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.people_import.importing import Report
from ejournal.services.people_import.rosters import called, take_roster, try_roster
from ejournal.services.people_import.undoing import last_import, undo
from tests.services.oneroster_files import BORN, CLASSES, ORGS, PLACES, USERS, Table, packed, school

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROWS = (Person, SchoolClass, Enrolment, Guardianship, RoleGrant, AuditEntry, PeopleImport)
ILYA = ("u1", "active", "org", "student", "Илья", "Семёнов", "Петрович", "")
PLACE = ("e1", "active", "c1", "u1", "student", "false", "2026-09-01", "")


@pytest.fixture
def here(session: Session) -> int:
    """A school with an academic year, and nobody in it."""
    row = School(code="new", name="Школа", short_name="Школа")
    session.add(row)
    session.flush()
    assert row.id is not None
    make_default_year(session, row.id, TODAY)
    return row.id


def take(
    session: Session,
    school_id: int,
    files: Mapping[str, Table | str | bytes],
    today: date = TODAY,
    mode: str = "bulk",
    version: str = "1.1",
) -> Report:
    roster = read_roster(packed(files, version, mode), called(session, school_id))
    return take_roster(session, school_id, None, today, roster, NOW, "roster.zip")


def told(report: Report) -> list[str]:
    return [f"{one.sheet}:{one.row} {one.column}: {one.text('en')}" for one in report.faults]


def counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(one)) or 0 for one in ROWS]


def the(session: Session, roster_id: str) -> Person:
    found: Person = session.scalars(select(Person).where(col(Person.external_id) == roster_id)).one()
    return found


def roles(session: Session) -> set[tuple[str, Role]]:
    rows = session.scalars(select(RoleGrant)).all()
    return {
        (session.get_one(Person, row.person_id).external_id, row.role) for row in rows if row.ends is None
    }


def test_users_become_people_with_roles_places_and_guardians(session: Session, here: int) -> None:
    report = take(session, here, school())
    assert report.made == {
        "pupils": 1, "guardians": 1, "staff": 1, "classes": 1,
        "enrolments": 1, "guardianships": 1, "roles": 4, "courses": 0,
    }  # fmt: skip
    assert told(report) == []
    ilya, anna = the(session, "u1"), the(session, "u2")
    assert (ilya.full_name, ilya.birth_date, ilya.gender) == (
        "Семёнов Илья Петрович", date(2014, 2, 1), Gender.MALE,
    )  # fmt: skip
    [klass] = session.scalars(select(SchoolClass)).all()
    assert (klass.grade, klass.letter) == (6, "Б")
    [place] = session.scalars(select(Enrolment)).all()
    assert (place.pupil_id, place.class_id, place.starts, place.ends) == (
        ilya.id, klass.id, date(2026, 9, 1), None,
    )  # fmt: skip
    [ward] = session.scalars(select(Guardianship)).all()
    assert (ward.guardian_id, ward.pupil_id) == (anna.id, ilya.id)
    assert roles(session) == {
        ("u1", Role.PUPIL), ("u2", Role.GUARDIAN), ("u3", Role.TEACHER), ("u3", Role.CLASS_TEACHER),
    }  # fmt: skip
    assert audit.first_fault(session, here) is None


def test_roles_of_their_own_file_and_relations_named_by_the_child(session: Session, here: int) -> None:
    users = (
        ("sourcedId", "status", "givenName", "familyName", "agentSourcedIds", "phone"),
        ("u1", "active", "Илья", "Семёнов", "u2", ""),
        ("u2", "active", "Анна", "Семёнова", "", "8 916 123-45-67"),
    )
    head = ("sourcedId", "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId")
    given = (
        head,
        ("r1", "u1", "primary", "student", "", "", "org"),
        ("r2", "u2", "primary", "principal", "2026-09-01", "", "org"),
        ("r3", "u2", "secondary", "relative", "", "", "org"),
        ("r4", "u2", "secondary", "aide", "", "", "org"),
        ("r5", "u2", "secondary", "teacher", "2025-09-01", "2026-05-31", "org"),
    )
    report = take(session, here, school(users=users, roles=given, enrollments=(PLACES, PLACE)), version="1.2")
    assert roles(session) == {("u1", Role.PUPIL), ("u2", Role.DIRECTOR), ("u2", Role.GUARDIAN)}
    assert report.made["guardianships"] == 1
    assert the(session, "u2").phone == "+79161234567"
    assert told(report) == [
        "roles.csv:0 : Rows of what was over before are left out: 1",
        "roles.csv:5 role: Whoever is “aide” has no role in a school of ours: the role is left out",
    ]


def test_the_same_archive_once_more_changes_nothing_on_any_day(session: Session, here: int) -> None:
    take(session, here, school())
    before = counts(session)
    for day in (TODAY, TODAY + timedelta(30)):
        again = take(session, here, school(), today=day)
        assert again.changes_nothing
        assert sum(again.unchanged.values()) == 3 + 1 + 1 + 1 + 4
    assert counts(session) == before


def test_a_dry_run_says_the_same_and_writes_nothing(session: Session, here: int) -> None:
    before = counts(session)
    tried = try_roster(session, here, TODAY, read_roster(packed(school())))
    assert counts(session) == before
    assert tried.made == take(session, here, school()).made


def test_a_person_is_known_by_the_id_under_another_name_and_birth_date(session: Session, here: int) -> None:
    take(session, here, school())
    renamed = ("u1", "active", "org", "student", "Илья", "Орлов", "Петрович", "")
    files = school(users=(USERS, renamed), demographics=(BORN, ("u1", "2014-02-11", "male")))
    report = take(session, here, {**files, "enrollments.csv": (PLACES, PLACE)})
    assert (report.changed["pupils"], report.made["pupils"]) == (1, 0)
    assert (the(session, "u1").last_name, the(session, "u1").birth_date) == ("Орлов", date(2014, 2, 11))


def test_an_id_with_quite_another_name_is_told_and_left_out(session: Session, here: int) -> None:
    take(session, here, school())
    other = ("u1", "active", "org", "student", "Вера", "Никитина", "", "")
    report = take(session, here, school(users=(USERS, other), enrollments=(PLACES, PLACE)))
    assert told(report) == ["users.csv:2 sourcedId: This id is Семёнов Илья Петрович’s: one id is one person"]
    assert report.changes_nothing


def test_who_has_no_id_yet_is_known_by_name_and_birth_date_and_gets_it(session: Session, here: int) -> None:
    known = Person(
        school_id=here, last_name="Семенов", first_name="Илья", birth_date=date(2014, 2, 1), external_id=""
    )
    session.add(known)
    session.flush()
    session.add(RoleGrant(school_id=here, person_id=known.id or 0, role=Role.PUPIL))
    session.flush()
    report = take(session, here, school(users=(USERS, ILYA), enrollments=(PLACES, PLACE)))
    assert (report.made["pupils"], report.changed["pupils"]) == (0, 1)
    assert the(session, "u1").id == known.id


def test_the_same_name_under_another_id_is_asked_not_merged(session: Session, here: int) -> None:
    take(session, here, school())
    twin = ("x1", "active", "org", "student", "Илья", "Семёнов", "Петрович", "")
    files = school(
        users=(USERS, twin), demographics=(BORN, ("x1", "2014-02-01", "male")), enrollments=(PLACES,)
    )
    report = take(session, here, files)
    assert told(report) == [
        (
            "users.csv:2 sourcedId: Семёнов Илья Петрович is known here under another id: u1. "
            "Is it the same person?"
        )
    ]
    assert report.changes_nothing


def test_two_ids_of_one_name_in_one_archive_are_two_people(session: Session, here: int) -> None:
    twin = ("x1", "active", "org", "student", "Илья", "Семёнов", "Петрович", "")
    place = ("e9", "active", "c1", "x1", "student", "false", "", "")
    report = take(session, here, school(users=(USERS, ILYA, twin), enrollments=(PLACES, PLACE, place)))
    assert report.made["pupils"] == 2
    assert told(report) == []


# --------------------------------------------------------------------------------------- what is over


def test_what_is_deleted_there_ends_here_today_and_nobody_is_deleted(session: Session, here: int) -> None:
    take(session, here, school())
    gone = ("u1", "tobedeleted", "org", "student", "Илья", "Семёнов", "Петрович", "")
    delta = {"orgs.csv": ORGS, "users.csv": (USERS, gone)}
    report = take(session, here, delta, mode="delta")
    assert (report.changed["enrolments"], report.changed["roles"]) == (1, 1)
    assert told(report) == [
        (
            "users.csv:2 status: Семёнов Илья Петрович has left there: here roles and places end today, "
            "the person stays"
        )
    ]
    assert session.scalars(select(Enrolment)).one().ends == TODAY
    assert the(session, "u1").id is not None
    for day in (TODAY, TODAY + timedelta(1)):
        assert take(session, here, delta, today=day, mode="delta").changes_nothing
    assert audit.first_fault(session, here) is None


def test_a_move_in_a_delta_ends_one_place_and_begins_another(session: Session, here: int) -> None:
    take(session, here, school())
    delta = {
        "orgs.csv": ORGS,
        "classes.csv": (
            CLASSES,
            ("c1", "active", "6-Б", "homeroom", "org", ""),
            ("c2", "active", "6-В", "homeroom", "org", ""),
        ),
        "enrollments.csv": (
            PLACES,
            ("e1", "active", "c1", "u1", "student", "false", "2026-09-01", "2026-11-15"),
            ("e3", "active", "c2", "u1", "student", "false", "2026-11-16", ""),
            ("e2", "inactive", "c1", "u3", "teacher", "true", "", ""),
        ),
    }
    report = take(session, here, delta, mode="delta")
    rows = session.execute(
        select(col(SchoolClass.letter), col(Enrolment.starts), col(Enrolment.ends))
        .join(SchoolClass, col(SchoolClass.id) == col(Enrolment.class_id))
        .order_by(col(Enrolment.starts))
    ).all()
    assert [tuple(row) for row in rows] == [
        ("Б", date(2026, 9, 1), date(2026, 11, 15)),
        ("В", date(2026, 11, 16), None),
    ]
    assert told(report) == ["enrollments.csv:4 status: Котова Ирина Сергеевна: a role ends today"]
    assert take(session, here, delta, mode="delta").changes_nothing


def test_two_classes_at_once_are_told_and_the_first_holds(session: Session, here: int) -> None:
    take(session, here, school())
    files = school(
        classes=(CLASSES, ("c2", "active", "6-В", "homeroom", "org", "")),
        enrollments=(PLACES, ("e3", "active", "c2", "u1", "student", "false", "", "")),
    )
    report = take(session, here, files)
    assert told(report) == [
        (
            "enrollments.csv:2 classSourcedId: Семёнов Илья Петрович is in 6 «Б» in these days: "
            "only one of the two can be"
        )
    ]


def test_an_import_is_taken_back_with_the_days_it_ended(session: Session, here: int) -> None:
    take(session, here, school())
    before = counts(session)[:5]
    gone = ("u3", "inactive", "org", "teacher", "Ирина", "Котова", "Сергеевна", "")
    new = ("u9", "active", "org", "teacher", "Павел", "Соколов", "Игоревич", "")
    take(session, here, {"orgs.csv": ORGS, "users.csv": (USERS, gone, new)}, mode="delta")
    assert ("u3", Role.TEACHER) not in roles(session)
    last = last_import(session, here)
    assert last is not None
    undo(session, here, None, last.id or 0, NOW)
    assert counts(session)[:5] == before
    assert {("u3", Role.TEACHER), ("u3", Role.CLASS_TEACHER)} <= roles(session)
    first = last_import(session, here)
    assert first is not None
    undo(session, here, None, first.id or 0, NOW)
    assert counts(session)[:5] == [0, 0, 0, 0, 0]
    assert audit.first_fault(session, here) is None


# ---------------------------------------------------------------------------------------------- faults


def test_references_to_nobody_are_told_by_file_and_row(session: Session, here: int) -> None:
    files = school(
        enrollments=(
            PLACES,
            PLACE,
            ("e5", "active", "c1", "nobody", "student", "", "", ""),
            ("e6", "active", "nothing", "u1", "student", "", "", ""),
        ),
        demographics=(BORN, ("u7", "2014-02-01", "male")),
    )
    report = take(session, here, files)
    assert told(report) == [
        "demographics.csv:2 sourcedId: There is no row “u7” in users.csv",
        "enrollments.csv:3 userSourcedId: There is no user “nobody” in the archive or in the school",
        "enrollments.csv:4 classSourcedId: There is no class “nothing” in the archive or in the school",
    ]
    assert report.made["enrolments"] == 1


def test_classes_that_are_none_of_ours_are_told(session: Session, here: int) -> None:
    files = school(
        classes=(
            CLASSES,
            ("c1", "active", "6-Б", "homeroom", "org", ""),
            ("c2", "active", "Yellow group", "homeroom", "org", ""),
            ("c3", "active", "Физика", "scheduled", "org", ""),
            ("c4", "active", "6 «Б»", "homeroom", "org", ""),
        ),
        enrollments=(PLACES, PLACE, ("e7", "active", "c3", "u1", "student", "", "", "")),
    )
    assert told(take(session, here, files)) == [
        (
            "classes.csv:0 : There is no subject “Физика” here: classes by timetable left out: 1. "
            "Enter it first"
        ),
        (
            "classes.csv:3 title: A homeroom class is named by grade and letter, as “6Б”: "
            "“Yellow group” is no class of ours"
        ),
        "classes.csv:5 title: Row 2 is the same class 6 «Б»: one of the two is left out",
    ]


def test_a_class_of_another_year_is_left_out_with_its_pupils(session: Session, here: int) -> None:
    sessions = (
        ("sourcedId", "title", "type", "startDate", "endDate"),
        ("s1", "2022", "schoolYear", "2022-09-01", "2023-05-31"),
    )
    files = school(
        academicSessions=sessions,
        classes=(CLASSES, ("c1", "active", "6-Б", "homeroom", "org", "s1")),
    )
    report = take(session, here, files)
    assert (report.made["classes"], report.made["enrolments"], report.made["pupils"]) == (0, 0, 1)
    assert told(report) == [
        (
            "classes.csv:2 termSourcedIds: The class is of another year, 01.09.2022 – 31.05.2023: "
            "it is left out with its 2 enrolments"
        )
    ]


def test_days_that_are_none_are_told_with_what_was_meant(session: Session, here: int) -> None:
    files = school(
        demographics=(BORN, ("u1", "01.02.2014", "boy")),
        enrollments=(PLACES, ("e1", "active", "c1", "u1", "student", "", "2026-13-41", "")),
    )
    report = take(session, here, files)
    assert told(report) == [
        "users.csv:2 : Семёнов Илья Петрович is a pupil without a homeroom class",
        "demographics.csv:2 birthDate: “01.02.2014” is no day; OneRoster writes 2026-09-01",
        "demographics.csv:2 sex: “boy” is neither male nor female",
        "enrollments.csv:2 beginDate: “2026-13-41” is no day; OneRoster writes 2026-09-01",
    ]
    assert report.faults[1].suggestion == "2014-02-01"
    assert report.made["enrolments"] == 0
    assert the(session, "u1").birth_date is None


DRAWN = {
    "sourcedId": ["u1", "u2", "u3", "c1", "c2", "", "\x00"],
    "status": ["active", "inactive", "tobedeleted", "gone"],
    "orgSourcedIds": ["org", ""],
    "schoolSourcedId": ["org", "elsewhere"],
    "role": ["student", "teacher", "parent", "administrator", "aide", ""],
    "givenName": ["Илья", "Анна", ""],
    "familyName": ["Семёнов", "Семенов"],
    "agentSourcedIds": ["u1,u2", "u3", '"', ""],
    "title": ["6-Б", "6-В", "Физика"],
    "classType": ["homeroom", "scheduled"],
    "classSourcedId": ["c1", "c2"],
    "userSourcedId": ["u1", "u2", "u3"],
    "primary": ["true", ""],
    "beginDate": ["2026-09-01", "2026-10-05", "2027-09-01", "2026-99-99", ""],
    "endDate": ["2026-10-04", "2026-12-01", "2027-06-30", ""],
    "birthDate": ["2014-02-01", "1980-02-01", ""],
    "sex": ["male", "female", ""],
}
SHEETS = {"users.csv": USERS, "classes.csv": CLASSES, "enrollments.csv": PLACES, "demographics.csv": BORN}
SHEET_ROWS = {
    name: st.lists(st.tuples(*(st.sampled_from(DRAWN.get(one, [""])) for one in head)), max_size=6)
    for name, head in SHEETS.items()
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.fixed_dictionaries(SHEET_ROWS))
def test_whatever_stands_in_the_cells_is_taken_or_told_and_the_second_time_changes_nothing(
    session: Session, drawn: dict[str, list[tuple[str, ...]]]
) -> None:
    with session.begin_nested() as tried:
        made = School(code="drawn", name="Школа", short_name="Школа")
        session.add(made)
        session.flush()
        make_default_year(session, made.id or 0, TODAY)
        files = {name: (head, *drawn[name]) for name, head in SHEETS.items()}
        take(session, made.id or 0, {"orgs.csv": ORGS, **files})
        assert take(session, made.id or 0, {"orgs.csv": ORGS, **files}).changes_nothing
        tried.rollback()
    session.expire_all()


# ------------------------------------------------------------------------------------------------ courses

COURSES = (*CLASSES, "courseSourcedId", "subjects")
MATHS = ("m", "active", "Алгебра 6", "scheduled", "org", "", "math", "")
TAUGHT = (
    ("t1", "active", "m", "u3", "teacher", "true", "", ""),
    ("t2", "active", "m", "u1", "student", "false", "", ""),
)
HOME = ("c1", "active", "6-Б", "homeroom", "org", "", "", "")
PUPIL_2 = ("u4", "active", "org", "student", "Вера", "Никитина", "Олеговна", "")
PLACE_2 = ("e4", "active", "c1", "u4", "student", "false", "2026-09-01", "")
SCHOOL = school()


def with_courses(*rows: tuple[str, ...], users: Sequence[tuple[str, ...]] = ()) -> dict[str, Any]:
    """The small school with Алгебра of 6Б; rows are more enrolments."""
    known = SCHOOL["users.csv"], SCHOOL["enrollments.csv"]
    return school(
        courses=(("sourcedId", "title"), ("math", "Алгебра")),
        classes=(COURSES, HOME, MATHS),
        users=(*known[0], *users),
        enrollments=(*known[1], *rows),
    )


def subject(session: Session, here: int, name: str = "Алгебра") -> Subject:
    row = Subject(school_id=here, name=name, short_name=name[:4])
    session.add(row)
    session.flush()
    return row


def load(session: Session) -> list[tuple[str, str, str, Decimal]]:
    rows = session.scalars(select(Course)).all()
    return [
        (
            session.get_one(SchoolClass, one.class_id).title,
            session.get_one(Subject, one.subject_id).name,
            session.get_one(Person, one.teacher_id).last_name,
            one.weekly_hours,
        )
        for one in rows
    ]


def test_a_class_by_timetable_with_its_teacher_and_pupils_is_load(session: Session, here: int) -> None:
    subject(session, here)
    report = take(session, here, with_courses(*TAUGHT))
    assert report.made["courses"] == 1
    assert load(session) == [("6 «Б»", "Алгебра", "Котова", Decimal(0))]
    assert told(report) == [
        (
            "classes.csv:0 : How many hours a week is not told: courses with no hours yet: 1. "
            "Set them in the load"
        )
    ]
    assert audit.first_fault(session, here) is None
    again = take(session, here, with_courses(*TAUGHT))
    assert (again.changes_nothing, again.unchanged["courses"]) == (True, 1)
    undo(session, here, None, report.import_id or 0, NOW)
    assert load(session) == []


def test_courses_that_are_in_use_keep_the_archive_from_being_taken_back(session: Session, here: int) -> None:
    subject(session, here)
    report = take(session, here, with_courses(*TAUGHT))
    course = session.scalars(select(Course)).one()
    who: dict[str, Any] = {"former_id": course.teacher_id, "teacher_id": course.teacher_id}
    session.add(TeacherChange(school_id=here, course_id=course.id or 0, starts=TODAY, **who))
    session.flush()
    with pytest.raises(DomainError, match="in use"):
        undo(session, here, None, report.import_id or 0, NOW)
    assert len(load(session)) == 1


@pytest.mark.parametrize(
    ("rows", "users", "words"),
    [
        (TAUGHT[1:], (), "classes.csv:3 : Nobody is said to teach “Алгебра 6”: it is left out"),
        (
            TAUGHT[:1], (),
            "classes.csv:3 : Nobody is said to learn in “Алгебра 6”: it cannot be said which class it is of",
        ),
        (
            (*TAUGHT, PLACE_2), (PUPIL_2,),
            "classes.csv:3 : “Алгебра 6” is for a part of 6 «Б»: enter it as the load of a group",
        ),
        (
            (("t1", "active", "m", "u2", "teacher", "true", "", ""), TAUGHT[1]), (),
            "classes.csv:3 : Семёнова Анна Ивановна is no teacher here: “Алгебра 6” is left out",
        ),
    ],
)  # fmt: skip
def test_what_is_no_course_of_a_whole_class_is_told(
    session: Session, here: int, rows: Any, users: Any, words: str
) -> None:
    subject(session, here)
    report = take(session, here, with_courses(*rows, users=users))
    assert words in told(report)
    assert load(session) == []


def test_an_unknown_subject_another_teacher_and_a_second_one_are_told(session: Session, here: int) -> None:
    first = take(session, here, with_courses(*TAUGHT))
    words = "There is no subject “Алгебра” here: classes by timetable left out: 1. Enter it first"
    assert (f"classes.csv:0 : {words}" in told(first), load(session)) == (True, [])
    subject(session, here)
    another = ("u5", "active", "org", "teacher", "Пётр", "Орлов", "Ильич", "")
    second = ("t5", "active", "m", "u5", "teacher", "false", "", "")
    report = take(session, here, with_courses(*TAUGHT, second, users=(another,)))
    words = "classes.csv:3 : Орлов Пётр Ильич teaches “Алгебра 6” too: enter the second teacher in the load"
    assert words in told(report)
    only = ("t5", "active", "m", "u5", "teacher", "true", "", "")
    report = take(session, here, with_courses(only, TAUGHT[1], users=(another,)))
    words = "classes.csv:3 : Алгебра in 6 «Б» is taught by Котова Ирина Сергеевна here: that stays"
    assert words in told(report)
    assert load(session) == [("6 «Б»", "Алгебра", "Котова", Decimal(0))]


def test_courses_of_another_year_or_over_are_left_out(session: Session, here: int) -> None:
    subject(session, here)
    files = with_courses(*TAUGHT)
    files["academicSessions.csv"] = (
        ("sourcedId", "title", "type", "startDate", "endDate"),
        ("s1", "2022", "schoolYear", "2022-09-01", "2023-05-31"),
    )
    ended = ("o", "tobedeleted", "Физика", "scheduled", "org", "", "", "Алгебра")
    files["classes.csv"] = (COURSES, HOME, (*MATHS[:5], "s1", *MATHS[6:]), ended)
    words = "classes.csv:0 : Classes by timetable that are over, or of another year, are left out: 2"
    assert words in told(take(session, here, files))
    assert load(session) == []
