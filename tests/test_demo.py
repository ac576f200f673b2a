"""The demo school: believable, without clashes, the same for the same seed, whatever today is."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from passlib.hash import argon2
from sqlalchemy import Row, create_engine, func, select, text
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from ejournal.access.actor import actor_of
from ejournal.database import make_engine
from ejournal.demo import DEMO_LOGINS, DEMO_PASSWORD, make_demo
from ejournal.demo.content import topics_of
from ejournal.demo.curriculum import SUBJECTS, taught
from ejournal.demo.names import MEN, SURNAMES, patronymic, surname
from ejournal.demo.personal_data.two_schools import is_there
from ejournal.demo.world import ZONE
from ejournal.demo.year import year_days
from ejournal.integrations.asc_xml import parse_asc
from ejournal.integrations.asc_xml_write import write_asc
from ejournal.models import Account, Gender, Mark, Person, Role, Room, TermMark
from ejournal.services import audit
from ejournal.services.accounts.logins import latin
from ejournal.services.accounts.sign_in import sign_in
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.diary.week import children
from ejournal.services.exchange.exporting import give_out, version_today
from ejournal.services.exchange.importing import try_in
from ejournal.services.exchange.names import NameKind
from ejournal.services.home.elsewhere import elsewhere

TODAY = date(2026, 11, 20)
LESSONS_A_DAY = {1: 5, 2: 6, 3: 6, 4: 6, 5: 6, 6: 6, 7: 7, 8: 7, 9: 7, 10: 7, 11: 7}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@contextmanager
def new_school(folder: Path, today: date = TODAY, pupils: int = 60, **options: int) -> Iterator[Session]:
    path = folder / f"{uuid4().hex}.db"
    engine = make_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.connection(execution_options={"writing": True})
        make_demo(session, pupils, today=today, **options)  # type: ignore[arg-type]
        session.commit()
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def school(folder: Path) -> Iterator[Session]:
    """The default school of 300 pupils on a Friday in November."""
    with new_school(folder, pupils=300) as session:
        yield session


def rows(session: Session, query: str, **values: object) -> list[Row]:
    return list(session.execute(text(query), values))


def digest(session: Session) -> str:
    """A hash over every row; the audit trail alone tells the real time."""
    found = hashlib.sha256()
    for table in SQLModel.metadata.sorted_tables:
        if not table.name.startswith("audit"):
            for row in session.execute(select(table).order_by(table.c.id)):
                found.update(repr(row).encode())
    return found.hexdigest()


def test_the_same_seed_and_day_make_the_same_school(folder: Path) -> None:
    with new_school(folder) as first, new_school(folder) as second, new_school(folder, seed=2) as other:
        assert digest(first) == digest(second)
        assert digest(first) != digest(other)


@pytest.mark.parametrize("column", ["room_id", "coalesce(substitute_id, teacher_id)"])
def test_no_teacher_and_no_room_is_taken_twice_in_one_hour(school: Session, column: str) -> None:
    taken = rows(
        school,
        f"SELECT {column}, day, number, count(*) FROM lesson WHERE status = 'planned' "
        "GROUP BY 1, 2, 3 HAVING count(*) > 1",
    )
    # A course of odd weeks never meets that of even weeks on a date.
    assert taken == []


def test_no_pupil_sits_in_two_lessons_in_one_hour(school: Session) -> None:
    twice = rows(
        school,
        """
        SELECT pupil, day, number, count(*) FROM (
            SELECT m.pupil_id AS pupil, l.day, l.number FROM lesson l JOIN course c ON c.id = l.course_id
            JOIN group_member m ON m.group_id = c.group_id AND l.day >= m.starts
            AND l.day <= coalesce(m.ends, l.day) WHERE l.day < '2026-10-01'
            UNION ALL
            SELECT e.pupil_id, l.day, l.number FROM lesson l JOIN course c ON c.id = l.course_id
            JOIN enrolment e ON e.class_id = c.class_id AND l.day >= e.starts
            AND l.day <= coalesce(e.ends, l.day) WHERE c.group_id IS NULL AND l.day < '2026-10-01'
        ) GROUP BY 1, 2, 3 HAVING count(*) > 1
        """,
    )
    assert twice == []


def test_every_class_has_its_lessons_without_gaps_and_within_the_norms(school: Session) -> None:
    days: dict[tuple[int, str, str], set[int]] = {}
    for grade, letter, day, number in rows(
        school,
        "SELECT k.grade, k.letter, l.day, l.number FROM lesson l JOIN course c ON c.id = l.course_id "
        "JOIN school_class k ON k.id = c.class_id WHERE l.day < '2026-12-01'",
    ):
        days.setdefault((grade, letter, day), set()).add(number)
    for (grade, _, _), numbers in days.items():
        assert numbers == set(range(1, len(numbers) + 1))
        assert len(numbers) <= LESSONS_A_DAY[grade]
    first_grade = Counter(len(numbers) for (grade, _, _), numbers in days.items() if grade == 1)
    assert first_grade[4] > 3 * first_grade[5]


def test_test_papers_keep_the_norms(school: Session) -> None:
    found = rows(
        school,
        """
        SELECT l.course_id, c.class_id, c.subject_id, l.day, l.number FROM lesson l
        JOIN kind_of_work k ON k.id = l.kind_id JOIN course c ON c.id = l.course_id
        WHERE k.is_test AND l.topic NOT IN (SELECT topic FROM lesson WHERE topic = '') ORDER BY l.day
        """,
    )
    own = {row[0] for row in rows(school, _COURSES_OF_TEACHER)}
    last: dict[int, date] = {}
    subjects: dict[tuple[int, str], set[int]] = {}
    for course_id, class_id, subject_id, day, number in found:
        if course_id in own:  # one of the teacher's is added by hand, to be filled in
            continue
        when = date.fromisoformat(day)
        assert number > 1
        assert when - last.get(course_id, date.min) >= timedelta(days=17)
        last[course_id] = when
        subjects.setdefault((class_id, day), set()).add(subject_id)
    assert found
    assert all(len(of_day) == 1 for of_day in subjects.values())


_COURSES_OF_TEACHER = (
    "SELECT c.id FROM course c JOIN account a ON a.person_id = c.teacher_id WHERE a.login = 'teacher'"
)


def test_the_sign_ins_exist_with_their_roles(school: Session) -> None:
    accounts = {account.login: account for account in school.scalars(select(Account))}
    people = school.scalar(text("SELECT count(*) FROM person")) or 0
    slips = school.scalar(text("SELECT count(*) FROM one_time_link WHERE purpose = 'registration'")) or 0
    entered_twice = never_given_a_slip = 1
    assert slips > 2
    assert len(accounts) == people - slips - entered_twice - never_given_a_slip
    roles = {
        "admin": Role.ADMINISTRATOR,
        "head": Role.DIRECTOR,
        "deputy": Role.DEPUTY,
        "classteacher": Role.CLASS_TEACHER,
        "teacher": Role.TEACHER,
        "parent": Role.GUARDIAN,
        "pupil": Role.PUPIL,
    }
    assert set(roles) == set(DEMO_LOGINS)
    for login, role in roles.items():
        account = accounts[login]
        assert account.is_demo
        held = {
            row[0]
            for row in rows(school, "SELECT role FROM role_grant WHERE person_id = :p", p=account.person_id)
        }
        assert role.value in held
    assert argon2.verify(DEMO_PASSWORD, accounts["teacher"].password_hash)


def test_the_parent_has_two_children_one_of_them_the_pupil_in_the_class_of_both_teachers(
    school: Session,
) -> None:
    children = rows(
        school,
        """
        SELECT k.id, k.grade, k.letter, g.pupil_id FROM account a
        JOIN guardianship g ON g.guardian_id = a.person_id
        JOIN enrolment e ON e.pupil_id = g.pupil_id JOIN school_class k ON k.id = e.class_id
        WHERE a.login = 'parent' ORDER BY k.grade DESC
        """,
    )
    assert len(children) == 2
    assert (children[0].grade, children[0].letter) == (6, "Б")
    assert children[1].grade != 6
    pupil = school.scalar(text("SELECT person_id FROM account WHERE login = 'pupil'"))
    assert pupil == children[0].pupil_id
    leads = rows(
        school,
        "SELECT r.class_id FROM role_grant r JOIN account a ON a.person_id = r.person_id "
        "WHERE a.login = 'classteacher' AND r.role = 'class_teacher'",
    )
    assert [row.class_id for row in leads] == [children[0].id]
    taught_by = {
        (row.class_id, row.name)
        for row in rows(
            school,
            "SELECT c.class_id, s.name FROM course c JOIN subject s ON s.id = c.subject_id "
            f"WHERE c.id IN ({_COURSES_OF_TEACHER})",
        )
    }
    assert (children[0].id, "Математика") in taught_by
    assert len({class_id for class_id, _ in taught_by}) >= 3


def test_some_people_are_several_things_at_once(school: Session) -> None:
    held: dict[int, set[str]] = {}
    for person_id, role in rows(school, "SELECT person_id, role FROM role_grant"):
        held.setdefault(person_id, set()).add(role)
    assert any({"teacher", "guardian"} <= roles for roles in held.values())
    assert any({"teacher", "deputy"} <= roles for roles in held.values())
    assert any({"teacher", "administrator"} <= roles for roles in held.values())


def test_the_journals_are_filled_until_yesterday_with_a_little_left_to_do(school: Session) -> None:
    count = "SELECT count(*) FROM lesson WHERE day {} :today AND status = 'planned' AND topic {} ''"
    today = TODAY.isoformat()
    written = school.scalar(text(count.format("<", "<>")), {"today": today})
    open_lessons = school.scalar(text(count.format("<", "=")), {"today": today})
    assert 0 < open_lessons < written / 50
    assert school.scalar(text(count.format("=", "<>")), {"today": today}) > 0
    assert school.scalar(text(count.format("=", "=")), {"today": today}) > 0
    assert school.scalar(text(count.format(">", "<>")), {"today": today}) == 0
    bare = rows(
        school,
        f"SELECT id FROM lesson l WHERE l.course_id IN ({_COURSES_OF_TEACHER}) AND topic LIKE 'Контрольная%' "
        "AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.lesson_id = l.id)",
    )
    assert len(bare) == 1


def test_marks_are_a_school_s(school: Session) -> None:
    shares = Counter(dict(rows(school, "SELECT value, count(*) FROM mark GROUP BY 1")))
    total = shares.total()
    assert 0.25 < shares["5"] / total < 0.45
    assert 0.005 < shares["2"] / total < 0.06
    assert shares["1"] == 0
    averages = [
        float(row[0])
        for row in rows(
            school, "SELECT avg(value * 1.0) FROM mark WHERE value IN ('2','3','4','5') GROUP BY pupil_id"
        )
    ]
    assert max(averages) > 4.7
    assert min(averages) < 3.5
    assert school.scalar(text("SELECT count(*) FROM mark WHERE slot = 2")) > 0
    assert school.scalar(text("SELECT count(*) FROM mark WHERE comment <> ''")) > 0


def test_a_child_has_moved_one_has_left_and_a_court_has_limited_a_father(school: Session) -> None:
    moved = rows(
        school,
        """
        SELECT a.pupil_id FROM enrolment a JOIN enrolment b ON b.pupil_id = a.pupil_id
        AND b.class_id <> a.class_id AND b.starts > a.ends AND a.leaving_reason = ''
        JOIN mark x ON x.pupil_id = a.pupil_id AND x.day <= a.ends
        JOIN mark y ON y.pupil_id = a.pupil_id AND y.day >= b.starts GROUP BY 1
        """,
    )
    assert len(moved) == 1
    assert rows(school, "SELECT id FROM enrolment WHERE leaving_reason <> ''")
    limited = rows(school, "SELECT relation FROM guardianship WHERE rights = 'none'")
    hidden = rows(school, "SELECT relation FROM guardianship WHERE contacts_hidden")
    assert ([row.relation for row in limited], [row.relation for row in hidden]) == (["отец"], ["мать"])


NOT_IN_THE_CLASS = """
    JOIN course c ON c.id = m.course_id LEFT JOIN enrolment e ON e.pupil_id = m.pupil_id
    AND e.class_id = c.class_id AND m.day >= e.starts AND m.day <= coalesce(e.ends, m.day) WHERE e.id IS NULL
"""
NOT_TO_BE = (
    "JOIN attendance a ON a.lesson_id = m.lesson_id AND a.pupil_id = m.pupil_id WHERE a.code <> 'late'",
    "JOIN exemption e ON e.course_id = m.course_id AND e.pupil_id = m.pupil_id",
    NOT_IN_THE_CLASS,
    "JOIN course c ON c.id = m.course_id JOIN school_class k ON k.id = c.class_id WHERE k.grade = 1",
    "JOIN lesson l ON l.id = m.lesson_id WHERE l.status = 'cancelled' OR l.day <> m.day",
)


@pytest.mark.parametrize("joined", NOT_TO_BE)
def test_nobody_has_a_mark_where_absent_exempt_or_not_in_the_class(school: Session, joined: str) -> None:
    assert rows(school, f"SELECT m.id FROM mark m {joined}") == []


def test_absences_cover_whole_days_of_the_own_timetable(school: Session) -> None:
    day, pupil_id = rows(
        school,
        "SELECT starts, pupil_id FROM absence_notice "
        "WHERE confirmed_at IS NOT NULL AND ends > starts LIMIT 1",
    )[0]
    missed = rows(
        school,
        "SELECT lesson_id FROM attendance WHERE day = :day AND pupil_id = :pupil",
        day=day,
        pupil=pupil_id,
    )
    assert len(missed) >= 4


def test_there_is_work_for_the_deputy(school: Session) -> None:
    assert school.scalar(text("SELECT count(*) FROM change_request WHERE status = 'waiting'")) == 3
    substituted = {
        row[0] for row in rows(school, "SELECT l.day FROM substitution s JOIN lesson l ON l.id = s.lesson_id")
    }
    assert any(day >= TODAY.isoformat() for day in substituted)
    assert any(day < TODAY.isoformat() for day in substituted)
    by_teacher = rows(
        school,
        "SELECT 1 FROM lesson l JOIN account a ON a.person_id = l.substitute_id WHERE a.login = 'teacher'",
    )
    assert len(by_teacher) >= 1


def test_the_audit_chain_holds(school: Session) -> None:
    assert audit.first_fault(school, 1) is None


def test_all_that_stands_in_it_is_vouched_for(school: Session) -> None:
    assert list(faults_of_tables(school, 1)) == []


@pytest.fixture(scope="module")
def sound(folder: Path) -> Iterator[Session]:
    """A smaller school, in which nothing is doubted."""
    with new_school(folder) as session:
        assert list(faults_of_tables(session, 1)) == []
        yield session


@pytest.mark.parametrize(
    "done",
    [
        "UPDATE mark SET value = '5' WHERE id = (SELECT max(id) FROM mark WHERE value = '2')",
        "DELETE FROM attendance WHERE id = (SELECT min(id) FROM attendance)",
        "UPDATE term_mark SET value = '5' WHERE id = (SELECT min(id) FROM term_mark WHERE value = '3')",
        "UPDATE lesson SET homework = '' WHERE id = (SELECT min(id) FROM lesson WHERE homework <> '')",
        "DELETE FROM remark WHERE id = (SELECT max(id) FROM remark)",
        "UPDATE kind_of_work SET weight = weight + 1 WHERE id = (SELECT min(id) FROM kind_of_work)",
        "UPDATE change_request SET status = 'approved' WHERE status = 'refused'",
    ],
)
def test_what_is_changed_past_the_trail_is_noticed(sound: Session, done: str) -> None:
    with sound.begin_nested() as trial:
        sound.execute(text(done))
        (fault,) = faults_of_tables(sound, 1)
        assert "when the trail began was changed, added or deleted" in fault
        trial.rollback()


MOMENTS = [
    datetime(2026, 9, 1, 6, 15),
    datetime(2024, 9, 1, 11),  # a Sunday: school begins tomorrow
    datetime(2026, 10, 28, 9),  # autumn holidays
    datetime(2026, 11, 18, 0, 5),
    datetime(2026, 11, 18, 8, 31),
    datetime(2026, 11, 20, 11, 10),
    datetime(2026, 11, 20, 23, 59),
    datetime(2026, 11, 21, 10),  # a Saturday
    datetime(2026, 12, 31, 3),
    datetime(2028, 2, 29, 10, 40),
    datetime(2027, 7, 15, 13),
]


def moments_of(session: Session) -> dict[str, datetime]:
    """By table and column, the latest moment that stands anywhere in the school."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, UTCDateTime):
                latest = session.scalar(select(func.max(column)))
                if latest is not None:
                    found[f"{table.name}.{column.name}"] = latest
    return found


@given(st.datetimes(datetime(2024, 9, 1), datetime(2029, 8, 31)))
@example(*MOMENTS[:1])
@settings(max_examples=4, deadline=None)
def test_nothing_lies_in_the_future_of_a_drawn_moment(drawn: datetime) -> None:
    check_moment(drawn)


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_nothing_lies_in_the_future_of_the_clock(at: datetime) -> None:
    check_moment(at)


def check_moment(at: datetime) -> None:
    now = at.replace(tzinfo=ZONE)
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        make_demo(session, 30, now=now)
        moments = moments_of(session)
        assert "account.password_changed_at" in moments
        late = {name: one for name, one in moments.items() if one > now}
        late.pop("audit_entry.at", None)  # the clock of the run, not of the school
        late.pop("survey.closes_at", None)  # until when it may be answered
        assert late == {}
        ends = dict(session.execute(text("SELECT number, max(ends) FROM bell GROUP BY number")).all())
        written = session.execute(
            text("SELECT day, number, topic FROM lesson WHERE topic <> '' OR homework <> '' OR roll_called")
        ).all()
        ahead = [
            row
            for row in written
            if (row.day, ends[row.number]) > (at.date().isoformat(), at.time().isoformat())
        ]
        assert ahead == []
        last = at.date().isoformat()
        for what in ("mark", "remark"):
            assert not session.scalar(text(f"SELECT count(*) FROM {what} WHERE day > :last"), {"last": last})
    engine.dispose()


DAYS = [
    date(2026, 9, 1),
    date(2024, 9, 1),  # a Sunday: school begins tomorrow
    date(2026, 10, 28),
    date(2026, 11, 4),
    date(2026, 11, 22),
    date(2027, 1, 3),
    date(2027, 5, 26),
    date(2026, 7, 10),
    date(2026, 8, 31),
]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_whatever_today_is_there_is_a_school(folder: Path, today: date) -> None:
    with new_school(folder, today) as session:
        assert session.scalar(select(func.max(Mark.day)).where(Mark.day > today)) is None  # type: ignore[arg-type]
        assert session.scalar(text("SELECT count(*) FROM lesson")) > 2000
        years = rows(session, "SELECT starts, ends FROM academic_year")
        assert len(years) == 1
        if today.month in (6, 7, 8):
            assert session.scalar(text("SELECT count(*) FROM term_mark WHERE scope = 'year'")) > 300


def test_a_full_year_goes_beyond_today(folder: Path) -> None:
    with new_school(folder, full_year=True) as session:
        last = session.scalar(select(func.max(Mark.day)))
        assert last == year_days(TODAY).ends
        assert session.scalar(select(func.count()).select_from(TermMark)) > 2000


def test_further_schools_have_numbered_sign_ins(folder: Path) -> None:
    with new_school(folder, pupils=30, schools=2) as session:
        logins = set(session.scalars(select(Account.login)))
        assert set(DEMO_LOGINS) <= logins
        assert {f"{login}2" for login in DEMO_LOGINS} <= logins
        assert session.scalar(text("SELECT count(DISTINCT school_id) FROM mark")) == 2


def test_a_family_has_children_in_two_schools_and_one_sign_in(folder: Path) -> None:
    with new_school(folder, pupils=120, schools=2) as session:
        signed_in = sign_in(session, "family", DEMO_PASSWORD, "10.0.0.7")
        actor = actor_of(session, signed_in.token)
        assert actor is not None
        (there,) = elsewhere(session, actor)
        (mine,), (theirs,) = children(session, actor), there.children
        assert mine.last_name == theirs.last_name
        assert there.place.school == "Школа № 5"
        pair = [session.get_one(Person, number) for number in (actor.person_id, there.place.person_id)]
        assert len({one.full_name for one in pair}) == 1
        assert session.scalar(text("SELECT count(*) FROM account_place")) == 1
        assert is_there(session)


def test_the_school_is_made_on_both_databases_and_numbers_go_on(session: Session) -> None:
    report = make_demo(session, 30, today=TODAY)
    assert report.rows["enrolment"] == 30
    session.add(Room(school_id=report.school_ids[0], name="Новый кабинет"))
    session.flush()


@pytest.mark.parametrize("seed", range(3))
def test_other_seeds_find_a_timetable_too(folder: Path, seed: int) -> None:
    with new_school(folder, date(2026, 9, 1), pupils=150, seed=seed) as session:
        assert session.scalar(text("SELECT count(*) FROM timetable_entry")) > 150


def test_every_subject_of_every_grade_has_topics() -> None:
    for grade in range(1, 12):
        for subject, _ in taught(grade):
            assert len(topics_of(subject, grade)) >= 11
    assert len({subject.name for subject in SUBJECTS}) == len(SUBJECTS)


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Сергей", "Сергеевич", "Сергеевна"),
        ("Илья", "Ильич", "Ильинична"),
        ("Юрий", "Юрьевич", "Юрьевна"),
        ("Дмитрий", "Дмитриевич", "Дмитриевна"),
        ("Георгий", "Георгиевич", "Георгиевна"),
        ("Павел", "Павлович", "Павловна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Иван", "Иванович", "Ивановна"),
    ],
)
def test_patronymics(father: str, son: str, daughter: str) -> None:
    assert (patronymic(father, Gender.MALE), patronymic(father, Gender.FEMALE)) == (son, daughter)


def test_surnames_follow_gender_and_logins_are_latin() -> None:
    assert surname("Троицкий", Gender.FEMALE) == "Троицкая"
    assert surname("Шевченко", Gender.FEMALE) == "Шевченко"
    assert surname("Котов", Gender.FEMALE) == "Котова"
    assert all(latin(word).isascii() and latin(word).isalpha() for word in SURNAMES + MEN)


@cache
def _years() -> list[int]:
    return list(range(2020, 2040))


@pytest.mark.parametrize("begins", _years())
def test_the_terms_of_any_year_follow_one_another(begins: int) -> None:
    days = year_days(date(begins, 11, 1))
    spans = days.quarters
    assert all(starts < ends for starts, ends in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert days.starts.isoweekday() != 7
    assert days.ends.isoweekday() <= 5
    weeks = sum((ends - starts).days + 1 for starts, ends in spans) / 7
    assert 32.5 <= weeks <= 35.5


def test_its_timetable_comes_back_from_a_file_with_nobody_new(school: Session) -> None:
    school_id = rows(school, "select id from school")[0].id
    given = give_out(school, version_today(school, school_id, TODAY))
    back = try_in(school, school_id, None, TODAY, parse_asc(write_asc(given)))
    assert [name for kind in NameKind for name in back.new_names(kind)] == []
    assert (back.courses_made, back.courses_retaught, back.groups_made) == (0, 0, 0)
    assert (back.differences, back.notes, back.entries) == ((), (), len(given.entries))
    assert back.outlook is not None
    assert (back.outlook.added, back.outlook.removed, back.outlook.changed) == (0, 0, 0)
