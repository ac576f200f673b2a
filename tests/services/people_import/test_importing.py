"""Files of people taken in: made once, known the second time, nobody taken for another without a word."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlmodel import Session, SQLModel, col

from ejournal.errors import DomainError, NotFound
from ejournal.integrations.people.reading import read_people
from ejournal.models import (
    AuditEntry,
    Enrolment,
    Gender,
    Guardianship,
    PeopleImport,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolClass,
    Term,
    TermKind,
    TermScheme,
)
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.people_import.guardians import WARD_ENDED
from ejournal.services.people_import.importing import Report, take_in, try_in
from ejournal.services.people_import.planned import NEW
from ejournal.services.people_import.pupils import LEFT
from ejournal.services.people_import.staff import ONLY_ADMINISTRATOR, ROLE_ENDED
from ejournal.services.people_import.undoing import last_import, undo
from tests.cast import Cast
from tests.services.diary_helpers import counted_queries
from tests.services.people_files import pupils, text, workbook

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ILYA = ("Семёнов Илья Петрович", "01.02.2014", "6Б", "Семёнова Анна Ивановна", "89161234567")
STAFF = ("ФИО", "Должность", "Класс", "Телефон")


@pytest.fixture
def school(session: Session) -> int:
    """A school with an academic year, and nobody in it."""
    row = School(code="new", name="Школа", short_name="Школа")
    session.add(row)
    session.flush()
    assert row.id is not None
    make_default_year(session, row.id, TODAY)
    return row.id


def take(session: Session, school: int, data: bytes, **more: object) -> Report:
    return take_in(session, school, None, TODAY, read_people(data), NOW, "list.csv", **more)  # type: ignore[arg-type]


def told(report: Report) -> list[str]:
    return [f"{one.column}{one.row}: {one.text('ru')}" for one in report.faults]


def count(session: Session, model: type[SQLModel]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def the(session: Session, last: str, first: str) -> Person:
    row = session.scalars(
        select(Person).where(col(Person.last_name) == last, col(Person.first_name) == first)
    )
    found: Person = row.one()
    return found


def test_a_pupil_comes_with_class_guardian_and_roles(session: Session, school: int) -> None:
    report = take(session, school, pupils(ILYA))
    assert report.made == {
        "pupils": 1, "guardians": 1, "staff": 0, "classes": 1,
        "enrolments": 1, "guardianships": 1, "roles": 2,
    }  # fmt: skip
    pupil, mother = the(session, "Семёнов", "Илья"), the(session, "Семёнова", "Анна")
    assert (pupil.birth_date, pupil.gender, mother.gender) == (date(2014, 2, 1), Gender.MALE, Gender.FEMALE)
    [place] = session.scalars(select(Enrolment)).all()
    assert (place.pupil_id, place.starts) == (pupil.id, date(2026, 9, 1))
    [ward] = session.scalars(select(Guardianship)).all()
    assert (ward.guardian_id, ward.pupil_id, ward.relation) == (mother.id, pupil.id, "мать")
    roles = {(one.person_id, one.role) for one in session.scalars(select(RoleGrant))}
    assert roles == {(pupil.id, Role.PUPIL), (mother.id, Role.GUARDIAN)}
    assert audit.first_fault(session, school) is None


def test_the_same_file_once_more_changes_nothing(session: Session, school: int) -> None:
    data = workbook(
        {
            "Ученики": [("ФИО", "Д.р.", "Класс", "ФИО отца", "Телефон отца"), ILYA],
            "Кадры": [
                STAFF,
                ("Белов Пётр Ильич", "учитель", "", ""),
                ("Котова Ирина Ильинична", "классный руководитель", "6Б", ""),
            ],
        }
    )  # fmt: skip
    take(session, school, data)
    before = [count(session, one) for one in (Person, Enrolment, Guardianship, RoleGrant, AuditEntry)]
    again = take(session, school, data)
    assert again.changes_nothing
    assert not again.faults
    assert sum(again.unchanged.values()) == 1 + 1 + 2 + 1 + 1 + 5
    assert [count(session, one) for one in (Person, Enrolment, Guardianship, RoleGrant, AuditEntry)] == before
    assert count(session, PeopleImport) == 1


def test_a_dry_run_says_the_same_and_writes_nothing(session: Session, school: int) -> None:
    tried = try_in(session, school, TODAY, read_people(pupils(ILYA)))
    assert count(session, Person) == 0
    assert tried.made == take(session, school, pupils(ILYA)).made


def test_lines_with_faults_are_left_out_and_the_others_taken(session: Session, school: int) -> None:
    report = take(session, school, pupils(ILYA, ("Котова Ирина", "01.02.2014", "6Z", "", "")))
    assert report.made["pupils"] == 1
    assert told(report) == ["D3: Нет такого класса: «6Z». Нужны число от 1 до 11 и русская буква"]


def test_a_fault_of_class_is_told_with_the_schools_own_classes(session: Session, school: int) -> None:
    take(session, school, pupils(ILYA))
    report = take(session, school, pupils(("Котова Ирина", "01.02.2014", "6Z", "", "")))
    assert report.faults[0].suggestion == "6 «Б»"


@pytest.mark.parametrize("day", ["01.02.1899", "01.02.2027", "01.02.2024", "01.02.1990"])
def test_nobody_is_a_pupil_at_an_impossible_age(session: Session, school: int, day: str) -> None:
    report = take(session, school, pupils(("Котова Ирина", day, "6Б", "", "")))
    assert report.changes_nothing
    assert told(report)[0].startswith(f"C2: Дата рождения {day}")


def test_one_pupil_under_two_spellings_is_told_and_made_once(session: Session, school: int) -> None:
    report = take(session, school, pupils(ILYA, ("СЕМЕНОВ ИЛЬЯ ПЕТРОВИЧ", "1.2.2014", "6 б", "", "")))
    assert report.made["pupils"] == 1
    assert told(report) == ["3: Этот же человек уже стоит в строке 2"]


def test_a_known_pupil_of_the_other_spelling_is_the_same_pupil(session: Session, school: int) -> None:
    take(session, school, pupils(ILYA))
    again = take(session, school, pupils(("Семенов Илья Петрович", *ILYA[1:])))
    assert again.changes_nothing
    assert the(session, "Семёнов", "Илья")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("Семёнов Илья Петрович", "", "7А", "", ""), "C3: Так зовут ребёнка из 6 «Б»: Семёнов"),
        (("Семёнов Илья Петрович", "02.01.2014", "6Б", "", ""), "C3: Семёнов Илья Петрович из этого же"),
        (("Семёнов Илья Иванович", "01.02.2014", "6Б", "", ""), "B3: Уже есть Семёнов Илья Петрович с"),
        (("Симёнов Илья Петрович", "01.02.2014", "6Б", "", ""), "B3: Уже есть Семёнов Илья Петрович с"),
    ],
)  # fmt: skip
def test_who_is_only_like_another_is_asked(
    session: Session, school: int, line: tuple[str, ...], words: str
) -> None:
    report = take(session, school, pupils(ILYA, line))
    assert report.made["pupils"] == 1
    assert told(report)[0].startswith(words)


def test_a_person_may_say_that_who_is_alike_is_somebody_new_or_the_same(
    session: Session, school: int
) -> None:
    take(session, school, pupils(ILYA))
    known = the(session, "Семёнов", "Илья")
    other = pupils(("Семёнов Илья Иванович", "01.02.2014", "6Б", "", ""))
    joined = take(session, school, other, choices={("", 2): known.id or 0})
    assert (joined.made["pupils"], joined.changed["pupils"]) == (0, 1)
    assert known.middle_name == "Иванович"
    assert take(session, school, pupils(ILYA), choices={("", 2): NEW}).made["pupils"] == 1


def test_namesakes_of_different_birth_dates_in_two_classes_are_two(session: Session, school: int) -> None:
    report = take(session, school, pupils(ILYA, ("Семёнов Илья Петрович", "05.06.2012", "8А", "", "")))
    assert (report.made["pupils"], told(report)) == (2, [])


def test_a_pupil_in_another_class_is_not_moved_by_a_file(session: Session, school: int) -> None:
    take(session, school, pupils(ILYA))
    report = take(session, school, pupils((*ILYA[:2], "6А", *ILYA[3:])))
    assert report.made["enrolments"] == 0
    assert told(report) == ["D2: Семёнов Илья Петрович сейчас в 6 «Б»: перевод делается в карточке человека"]


def test_the_mother_of_two_is_one_person_by_her_phone(session: Session, school: int) -> None:
    sister = ("Семёнова Мария Петровна", "03.04.2016", "3А", ILYA[3], "+7 (916) 123-45-67")
    report = take(session, school, pupils(ILYA, sister))
    assert (report.made["guardians"], report.made["guardianships"], told(report)) == (1, 2, [])


def test_a_namesake_with_another_phone_is_another_mother(session: Session, school: int) -> None:
    other = ("Семёнова Мария Олеговна", "03.04.2016", "3А", ILYA[3], "89160000001")
    assert take(session, school, pupils(ILYA, other)).made["guardians"] == 2


def test_a_mother_whom_only_the_name_tells_is_taken_for_the_one_known_with_a_word(
    session: Session, school: int
) -> None:
    report = take(session, school, pupils(ILYA, ("Семёнова Мария Петровна", "03.04.2016", "3А", ILYA[3], "")))
    assert report.made["guardians"] == 1
    assert told(report)[0].startswith("E3: Принят за человека, которого школа уже знает: Семёнова Анна")


def test_a_guardian_without_a_child_is_a_fault(session: Session, school: int) -> None:
    head = ("ФИО родителя", "Степень родства", "ФИО ребёнка", "Класс")
    rows = [head, (ILYA[3], "мать", "Никто Никита", "6Б"), (ILYA[3], "мать", "", "6Б")]
    report = take(session, school, text(rows))
    assert told(report) == [
        "C2: Ученика Никто Никита нет ни в школе, ни в этом файле",
        "C3: Нет имени ребёнка: чей это представитель?",
    ]


def test_one_mail_for_a_whole_family_stays_everybodys(session: Session, school: int) -> None:
    head = ("ФИО", "Д.р.", "Класс", "E-mail", "ФИО матери", "E-mail матери")
    report = take(session, school, text([head, (*ILYA[:3], "семья@почта.рф", ILYA[3], "семья@почта.рф")]))
    assert not report.faults
    assert {one.email for one in session.scalars(select(Person))} == {"семья@почта.рф"}


def test_staff_get_the_roles_of_their_positions(session: Session, school: int) -> None:
    rows = [
        STAFF,
        ("Белов Пётр Ильич", "директор", "", ""),
        ("Котова Ирина Ильинична", "учитель математики, классный руководитель", "6Б", ""),
        ("Громова Анна Ивановна", "классный руководитель", "", ""),
        ("Усов Пётр Петрович", "сторож", "", ""),
    ]
    report = take(session, school, text(rows))
    found = {
        (session.get_one(Person, one.person_id).last_name, one.role, bool(one.class_id))
        for one in session.scalars(select(RoleGrant))
    }
    assert found == {
        ("Белов", Role.DIRECTOR, False),
        ("Котова", Role.TEACHER, False),
        ("Котова", Role.CLASS_TEACHER, True),
        ("Громова", Role.TEACHER, False),
    }
    assert told(report) == [
        "C4: Какого класса? Классному руководителю он нужен",
        (
            "B5: Непонятно, что может делать здесь «сторож»: учитель, заместитель директора, директор, "
            "администратор?"
        ),
    ]


def test_a_teacher_who_is_a_parent_is_one_person(session: Session, school: int) -> None:
    data = workbook(
        {
            "Ученики": [("ФИО", "Д.р.", "Класс", "ФИО матери", "Тел. матери"), ILYA],
            "Кадры": [STAFF, (ILYA[3], "учитель", "", ILYA[4])],
        }
    )
    report = take(session, school, data)
    assert (report.made["staff"], report.unchanged["staff"], told(report)) == (0, 1, [])
    mother = the(session, "Семёнова", "Анна")
    roles = session.scalars(select(RoleGrant.role).where(col(RoleGrant.person_id) == mother.id))
    assert set(roles) == {Role.GUARDIAN, Role.TEACHER}


def test_an_id_of_the_file_is_surer_than_a_name(session: Session, school: int) -> None:
    head = ("Код", "ФИО", "Д.р.", "Класс")
    take(session, school, text([head, ("A1", *ILYA[:3])]))
    married = take(session, school, text([head, ("A1", "Орлов Илья Петрович", *ILYA[1:3])]))
    assert (married.changed["pupils"], married.made["pupils"]) == (1, 0)
    assert the(session, "Орлов", "Илья").external_id == "A1"
    stolen = take(session, school, text([head, ("A1", "Усов Олег Олегович", "01.01.2014", "6Б")]))
    assert told(stolen) == [
        "A2: Этот код уже у другого человека: Орлов Илья Петрович. Один код — один человек"
    ]


def test_a_snils_is_kept_as_a_hash_and_tells_who_it_is(session: Session, school: int) -> None:
    head = ("СНИЛС", "ФИО", "Класс")
    take(session, school, text([head, ("112-233-445 95", ILYA[0], "6Б")]))
    kept = the(session, "Семёнов", "Илья")
    assert kept.snils_hash
    assert "112" not in str(kept.model_dump())
    again = take(session, school, text([head, ("11223344595", "Орлов Илья Петрович", "6Б")]))
    assert again.changed["pupils"] == 1
    wrong = take(session, school, text([head, ("112-233-445 96", "Новиков Олег Ильич", "6Б")]))
    assert told(wrong) == ["A2: «112-233-445 96» — не СНИЛС: цифры не сходятся"]
    assert wrong.made["pupils"] == 1


def test_a_day_of_enrolment_must_be_in_the_year(session: Session, school: int) -> None:
    head = ("ФИО", "Д.р.", "Класс", "Дата зачисления")
    rows = [head, (*ILYA[:3], "01.11.2026"), ("Котова Ирина", "01.02.2014", "6Б", "01.09.2020"),
            ("Усов Олег", "01.02.2014", "6Б", "01.09.2030")]  # fmt: skip
    report = take(session, school, text(rows))
    starts = {one.starts for one in session.scalars(select(Enrolment))}
    assert starts == {date(2026, 11, 1), date(2026, 9, 1)}
    assert told(report) == ["D4: Учебный год — с 01.09.2026 по 31.05.2027"]


def test_what_has_ended_is_not_brought_back_by_a_file(session: Session, cast: Cast) -> None:
    school, left, teacher = cast.schools["a"].id or 0, cast.people["left"], cast.people["teacher"]
    guardian, child = cast.people["guardian"], cast.people["pupil"]
    for rows, where in ((Guardianship, "guardian_id"), (RoleGrant, "person_id")):
        of = guardian if rows is Guardianship else teacher
        ended = update(table(rows)).where(table(rows).c[where] == of.id).values(ends=date(2026, 10, 1))
        session.execute(ended)
    data = workbook(
        {
            "Ученики": [
                ("ФИО", "Класс", "ФИО матери"),
                (left.full_name, "6Б", ""),
                (child.full_name, "6Б", guardian.full_name),
            ],
            "Кадры": [STAFF, (teacher.full_name, "учитель", "", "")],
        }
    )
    before = [count(session, one) for one in (Enrolment, Guardianship, RoleGrant)]
    report = take(session, school, data)
    assert [count(session, one) for one in (Enrolment, Guardianship, RoleGrant)] == before
    assert [one.message for one in report.faults] == [LEFT, WARD_ENDED, ROLE_ENDED]


def test_a_deputy_makes_nobody_a_head_by_a_file(session: Session, school: int) -> None:
    rows = [STAFF, ("Белов Пётр Ильич", "администратор", "", ""), ("Усов Олег Ильич", "завуч", "", "")]
    report = take(session, school, text(rows), gives_heads=False)
    assert {one.role for one in session.scalars(select(RoleGrant))} == {Role.TEACHER}
    assert [one.message for one in report.faults] == [ONLY_ADMINISTRATOR, ONLY_ADMINISTRATOR]


def test_a_new_class_gets_the_terms_of_its_grade(session: Session, school: int) -> None:
    quarters = session.scalars(select(TermScheme)).one()
    halves = TermScheme(school_id=school, year_id=quarters.year_id, kind=TermKind.HALF_YEAR, name="Полугодия")
    session.add(halves)
    session.flush()
    take(session, school, pupils(ILYA, ("Котова Ирина", "01.02.2010", "10А", "", "")))
    found = {one.grade: one.scheme_id for one in session.scalars(select(SchoolClass))}
    assert found == {6: quarters.id, 10: halves.id}


def test_without_a_year_or_terms_it_is_said_what_is_missing(session: Session, school: int) -> None:
    bare = School(code="bare", name="Школа", short_name="Школа")
    session.add(bare)
    session.flush()
    with pytest.raises(DomainError, match="academic year"):
        take(session, bare.id or 0, pupils(ILYA))
    for rows in (Term, TermScheme):
        session.execute(delete(table(rows)).where(table(rows).c.school_id == school))
    with pytest.raises(DomainError, match="terms"):
        take(session, school, pupils(ILYA))


def test_the_last_file_is_taken_back_whole(session: Session, cast: Cast) -> None:
    school = cast.schools["a"].id or 0
    tables = (Person, Enrolment, Guardianship, RoleGrant, SchoolClass)
    before = [count(session, one) for one in tables]
    phone = cast.people["guardian"].phone
    child, mother = cast.people["pupil"], cast.people["guardian"]
    known = (
        child.full_name,
        f"{child.birth_date:%d.%m.%Y}" if child.birth_date else "",
        "6Б",
        mother.full_name,
        "89165550001",
    )
    report = take(session, school, pupils(("Котов Илья Петрович", "01.02.2015", "5Ю", "", ""), known))
    assert (report.made["pupils"], report.made["classes"], report.changed["guardians"]) == (1, 1, 1)
    assert mother.phone == "+79165550001"
    undo(session, school, None, report.import_id or 0, NOW)
    assert [count(session, one) for one in tables] == before
    assert session.get_one(Person, mother.id).phone == phone
    assert last_import(session, school) is None
    assert audit.first_fault(session, school) is None


def test_a_file_on_which_something_hangs_stays(session: Session, school: int) -> None:
    report = take(session, school, pupils(ILYA))
    pupil = the(session, "Семёнов", "Илья")
    father = Person(school_id=school, last_name="Семёнов", first_name="Пётр")
    session.add(father)
    session.flush()
    session.add(Guardianship(school_id=school, guardian_id=father.id or 0, pupil_id=pupil.id or 0))
    session.flush()
    with pytest.raises(DomainError) as said:
        undo(session, school, None, report.import_id or 0, NOW)
    assert said.value.params == {"names": "Семёнов Илья Петрович"}
    assert count(session, Person) == 3


def test_only_the_last_file_can_be_taken_back_and_once(session: Session, school: int) -> None:
    first = take(session, school, pupils(ILYA))
    second = take(session, school, pupils(("Котова Ирина", "01.02.2014", "6Б", "", "")))
    with pytest.raises(NotFound):
        undo(session, school, None, first.import_id or 0, NOW)
    for one in (second, first):
        undo(session, school, None, one.import_id or 0, NOW)
    with pytest.raises(NotFound):
        undo(session, school, None, first.import_id or 0, NOW)
    assert count(session, Person) == 0


def test_a_file_of_another_school_finds_nobody_here(session: Session, cast: Cast) -> None:
    child = cast.people["pupil_b"]
    day = f"{child.birth_date:%d.%m.%Y}" if child.birth_date else "01.02.2014"
    report = take(session, (cast.schools["a"].id or 0), pupils((child.full_name, day, "6Б", "", "")))
    assert report.made["pupils"] == 1


def test_a_large_file_takes_a_fixed_number_of_questions(session: Session, school: int) -> None:
    def asked(many: int, first: int) -> int:
        rows = [
            (f"Котов{chr(1072 + at % 32)}{chr(1072 + at // 32)} Илья", "01.02.2014", "6Б", "", "")
            for at in range(first, first + many)
        ]
        file = read_people(pupils(*rows))
        with counted_queries(session) as queries:
            try_in(session, school, TODAY, file)
        return len(queries)

    assert asked(2, 0) == asked(200, 300)
