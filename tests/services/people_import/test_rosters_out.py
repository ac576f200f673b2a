"""The school given out as OneRoster: taken in elsewhere it is the same school, at home nothing changes."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.integrations.oneroster.reading import read_roster
from ejournal.integrations.oneroster.writing import write_roster
from ejournal.models import (
    Course,
    Enrolment,
    Gender,
    GuardianRights,
    Guardianship,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolClass,
    Subject,
    TermScheme,
)
from ejournal.services import audit
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.people_import.importing import Report
from ejournal.services.people_import.rosters import called, give_roster, take_roster
from tests.cast import Cast

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
VERSIONS = ("1.1", "1.2")


def empty_school(session: Session, code: str) -> int:
    row = School(code=code, name=f"Школа {code}", short_name=code)
    session.add(row)
    session.flush()
    assert row.id is not None
    make_default_year(session, row.id, TODAY)
    return row.id


def with_subjects_of(session: Session, school_id: int, home: int) -> None:
    """Let the school know the subjects of another."""
    for one in session.scalars(select(Subject).where(col(Subject.school_id) == home)).all():
        session.add(Subject(school_id=school_id, name=one.name, short_name=one.short_name))
    session.flush()


def courses(session: Session, school_id: int) -> list[tuple[str, ...]]:
    """Who teaches what to which whole class for how many hours, in the names of all."""
    rows = session.execute(
        select(SchoolClass.grade, SchoolClass.letter, Subject.name, Person.last_name, Course.weekly_hours)
        .join(Course, col(Course.class_id) == col(SchoolClass.id))
        .join(Subject, col(Subject.id) == col(Course.subject_id))
        .join(Person, col(Person.id) == col(Course.teacher_id))
        .where(col(Course.school_id) == school_id, col(Course.group_id).is_(None))
    )
    return sorted(tuple(map(str, row)) for row in rows)


def out(session: Session, school_id: int, version: str) -> bytes:
    return write_roster(give_roster(session, school_id, TODAY), version)


def take(session: Session, school_id: int, data: bytes) -> Report:
    roster = read_roster(data, called(session, school_id))
    return take_roster(session, school_id, None, TODAY, roster, NOW, "roster.zip")


Picture = tuple[object, ...]


def picture(session: Session, school_id: int) -> Picture:
    """All that a roster says of a school, without the ids of rows; people in their order there."""
    people = session.scalars(
        select(Person).where(col(Person.school_id) == school_id).order_by(col(Person.id))
    ).all()
    numbers = {one.id: number for number, one in enumerate(sorted(people, key=_told))}
    classes: dict[int | None, tuple[int, str]] = {
        one.id: (one.grade, one.letter)
        for one in session.scalars(select(SchoolClass).where(col(SchoolClass.school_id) == school_id))
    }
    places = session.scalars(select(Enrolment).where(col(Enrolment.school_id) == school_id)).all()
    grants = session.scalars(select(RoleGrant).where(col(RoleGrant.school_id) == school_id)).all()
    wards = session.scalars(select(Guardianship).where(col(Guardianship.school_id) == school_id)).all()
    titles = {one: str(name) for one, name in classes.items()}
    return (
        sorted(map(_told, people)),
        sorted(classes.values()),
        sorted((numbers[one.pupil_id], classes[one.class_id], *_days(one)) for one in places),
        sorted(
            (numbers[one.person_id], one.role, titles.get(one.class_id, ""), *_days(one)) for one in grants
        ),
        sorted((numbers[one.guardian_id], numbers[one.pupil_id], *_ward(one), *_days(one)) for one in wards),
    )


def _ward(one: Guardianship) -> tuple[str, GuardianRights, bool]:
    return one.relation, one.rights, one.contacts_hidden


def _days(one: Enrolment | RoleGrant | Guardianship) -> tuple[str, str]:
    return str(one.starts), str(one.ends)


def _told(one: Person) -> tuple[str, ...]:
    birth, gender = str(one.birth_date), str(one.gender)
    return (one.last_name, one.first_name, one.middle_name, birth, gender, one.phone, one.email)


def a_court_and_an_end(cast: Cast) -> None:
    """What OneRoster has no words for: a limit of rights, hidden contacts, days of roles and places."""
    session, people = cast.session, cast.people
    ward = session.scalars(
        select(Guardianship).where(col(Guardianship.guardian_id) == people["other_guardian"].id)
    ).one()
    ward.rights, ward.contacts_hidden, ward.relation = GuardianRights.NONE, True, "отец, по суду"
    grant = session.scalars(select(RoleGrant).where(col(RoleGrant.person_id) == people["deputy"].id)).one()
    grant.starts, grant.ends = date(2026, 9, 1), date(2027, 1, 15)
    people["guardian"].phone, people["guardian"].email = "+79161234567", "lebedeva@example.ru"
    people["pupil"].birth_date, people["pupil"].external_id = date(2014, 5, 1), "A-17"
    people["classmate"].external_id = "A-17"
    session.flush()


@pytest.mark.parametrize("version", VERSIONS)
def test_out_of_one_school_into_an_empty_one_is_the_same_school(cast: Cast, version: str) -> None:
    a_court_and_an_end(cast)
    session, home = cast.session, cast.schools["a"].id or 0
    there = empty_school(session, "there")
    with_subjects_of(session, there, home)
    teaches = RoleGrant(school_id=home, person_id=cast.id_of("primary_teacher"), role=Role.TEACHER)
    session.add(teaches)  # who has lessons, and no role yet, is no teacher elsewhere
    session.flush()
    report = take(session, there, out(session, home, version))
    assert [one.text("en") for one in report.faults if one.stops] == []
    assert picture(session, there) == picture(session, home)
    assert courses(session, there) == courses(session, home)
    assert report.made["courses"] == len(courses(session, home)) > 0
    assert audit.first_fault(session, there) is None
    assert take(session, there, out(session, home, version)).changes_nothing
    assert picture(session, there) == picture(session, home)


@pytest.mark.parametrize("version", VERSIONS)
def test_into_the_school_it_came_from_nothing_changes(cast: Cast, version: str) -> None:
    a_court_and_an_end(cast)
    session, home = cast.session, cast.schools["a"].id or 0
    before = picture(session, home)
    ids = {one.id: one.external_id for one in cast.people.values()}
    report = take(session, home, out(session, home, version))
    assert report.changes_nothing
    assert report.faults == ()
    assert picture(session, home) == before
    assert {one.id: one.external_id for one in cast.people.values()} == ids


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_school_gives_out_is_read_without_a_fault_by_file(cast: Cast, version: str) -> None:
    data = out(cast.session, cast.schools["a"].id or 0, version)
    assert read_roster(data).faults == ()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name).decode() for name in packed.namelist()}
    told = dict(csv.reader(files["manifest.csv"].splitlines()))
    assert told["oneroster.version"] == version
    bulk = {f"{name.removeprefix('file.')}.csv" for name, value in told.items() if value == "bulk"}
    assert bulk == set(files) - {"manifest.csv"}
    assert ("roles.csv" in bulk) is (version == "1.2")
    sessions = list(csv.DictReader(io.StringIO(files["academicSessions.csv"])))
    assert [one["title"] for one in sessions] == [
        "2026/2027", "I четверть", "II четверть", "III четверть", "IV четверть",
    ]  # fmt: skip


def test_a_guardian_without_rights_is_no_agent_for_other_systems(cast: Cast) -> None:
    a_court_and_an_end(cast)
    data = out(cast.session, cast.schools["a"].id or 0, "1.2")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        users = list(csv.DictReader(io.TextIOWrapper(packed.open("users.csv"), "utf-8")))
    agents = {one["givenName"] + one["familyName"]: one["agentSourcedIds"] for one in users}
    assert agents["ВераНикитина"] == agents["ИванНикитин"] == ""
    assert len(agents["МарияЛебедева"].split(",")) == 2
    assert "A-17" in agents["МарияЛебедева"]


def test_the_same_school_gives_the_same_bytes_and_no_other_school_the_same_ids(cast: Cast) -> None:
    session = cast.session
    home, other = (cast.schools[name].id or 0 for name in "ab")
    assert out(session, home, "1.2") == out(session, home, "1.2")
    ids = [{one.id for one in give_roster(session, school, TODAY).people} for school in (home, other)]
    assert not ids[0] & ids[1]


# ------------------------------------------------------------------------------------------ drawn schools

NAMES = st.text(
    st.characters(categories=("L", "Nd", "Pd"), include_characters=" .'\",;«»()=+"), min_size=1, max_size=80
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
DAYS = st.dates(date(2026, 9, 1), date(2027, 5, 31))
PUPIL = st.tuples(
    NAMES, NAMES, NAMES | st.just(""), st.none() | st.dates(date(2010, 1, 1), date(2018, 1, 1)),
    st.sampled_from([None, *Gender]), st.integers(1, 11),
    st.sampled_from(["А", "Б", "", "физ-мат", "В (кадеты)"]), DAYS, st.none() | st.integers(0, 60),
)  # fmt: skip
PERSON = st.tuples(
    NAMES,
    NAMES,
    st.lists(st.sampled_from([Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.TEACHER]), unique=True),
    st.lists(st.integers(0, 5), unique=True, max_size=3),
    st.text(st.characters(categories=("L", "P", "Zs")), max_size=40).map(str.strip),
    st.sampled_from(GuardianRights),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pupils=st.lists(PUPIL, max_size=5), others=st.lists(PERSON, max_size=4), version=st.sampled_from(VERSIONS)
)
def test_any_school_comes_back_as_it_went(
    session: Session,
    pupils: list[Any],
    others: list[Any],
    version: str,
) -> None:
    with session.begin_nested() as drawn:
        home, there = empty_school(session, "home"), empty_school(session, "there")
        _fill(session, home, pupils, others)
        before = picture(session, home)
        data = out(session, home, version)
        report = take(session, there, data)
        assert [one.text("en") for one in report.faults if one.stops] == []
        assert picture(session, there) == before
        assert take(session, home, data).changes_nothing
        assert picture(session, home) == before
        drawn.rollback()
    session.expire_all()


def _fill(session: Session, school_id: int, pupils: list[Any], others: list[Any]) -> None:
    scheme = session.scalars(select(TermScheme).where(col(TermScheme.school_id) == school_id)).first()
    assert scheme is not None
    classes: dict[tuple[int, str], int] = {}
    children: list[int] = []
    for last, first, middle, birth, gender, grade, letter, starts, days in pupils:
        key = (grade, letter)
        if key not in classes:
            row = SchoolClass(
                school_id=school_id,
                year_id=scheme.year_id,
                grade=grade,
                letter=letter,
                scheme_id=scheme.id or 0,
            )
            session.add(row)
            session.flush()
            classes[key] = row.id or 0
        child = Person(
            school_id=school_id,
            last_name=last,
            first_name=first,
            middle_name=middle,
            birth_date=birth,
            gender=gender,
        )
        session.add(child)
        session.flush()
        children.append(child.id or 0)
        ends = None if days is None else min(starts + timedelta(days), date(2027, 5, 31))
        session.add(
            Enrolment(
                school_id=school_id, class_id=classes[key], pupil_id=child.id or 0, starts=starts, ends=ends
            )
        )
        session.add(RoleGrant(school_id=school_id, person_id=child.id or 0, role=Role.PUPIL))
    for last, first, roles, wards, relation, rights in others:
        person = Person(school_id=school_id, last_name=last, first_name=first)
        session.add(person)
        session.flush()
        for role in roles:
            session.add(RoleGrant(school_id=school_id, person_id=person.id or 0, role=role))
        for child_id in (children[one] for one in wards if one < len(children)):
            session.add(
                Guardianship(
                    school_id=school_id,
                    guardian_id=person.id or 0,
                    pupil_id=child_id,
                    relation=relation,
                    rights=rights,
                )
            )
    session.flush()
