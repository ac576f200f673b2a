"""A list of people on its page: understood, put right cell by cell, taken in, taken back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, actor_of, token_hash
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.integrations.kept import read_tables_anew
from ejournal.models import (
    Account,
    Enrolment,
    Person,
    Role,
    RoleGrant,
    School,
    SignInSession,
    Term,
    TermScheme,
)
from ejournal.models.base import table
from ejournal.pages.people_import.state import PeopleImportState
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.people_import.drafts import SHELF
from tests.cast import DAY, Cast
from tests.infra.loops import own_loop
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.people_files import pupils, workbook

OWN = "http://testserver"
GOOD = ("Новиков Илья Петрович", "01.02.2014", "6Б", "Новикова Анна Ивановна", "89161234567")
BAD = ("Усова Анна Ильинична", "01.02.2014", "6Z", "", "")


def sent(cast: Cast, open_tab: OpenTab, files: Path, data: bytes) -> tuple[Tab, PeopleImportState]:
    """The page of the deputy with a list that was just sent."""
    file = files / "sent"
    file.write_bytes(data)
    read_tables_anew(file)
    actor = cast.actor("deputy")
    with session_scope(writing=False) as session:
        SHELF.keep_file(session, actor, file, "Список.csv")
    tab = open_tab("deputy", "/people/import")
    tab.send(PeopleImportState.load)
    assert SHELF.file_of(actor).exists()
    return tab, tab.state(PeopleImportState)


def found(last: str) -> list[Person]:
    with session_scope(writing=False) as session:
        return list(session.exec(select(Person).where(col(Person.last_name) == last)))


def test_a_list_opens_at_its_faults_with_what_stands_in_the_cell(
    cast: Cast, open_tab: OpenTab, files: Path
) -> None:
    _, state = sent(cast, open_tab, files, pupils(GOOD, BAD))
    assert (state.step, state.view) == ("check", "faults")
    [fault] = state.faults
    assert (fault.place, fault.column, fault.value, fault.stops) == ("3", "Класс", "6Z", True)
    assert "6 «Б»" in fault.suggestion
    assert [one.label for one in state.counts] == [
        "2 новых",
        "0 изменятся",
        "0 без изменений",
        "1 замечание",
    ]
    assert state.outcome == "Новых людей: 2, изменится: 0. Никто не удаляется"
    assert state.left_out == "1 строка с ошибкой не загрузится"


def test_a_cell_is_put_right_in_place_and_the_rest_stays(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, state = sent(cast, open_tab, files, pupils(GOOD, BAD))
    tab.send(PeopleImportState.open_fault, state.faults[0].key)
    assert state.fault.value == "6Z"
    tab.send(PeopleImportState.fix, {"value": "6Б"})
    assert (state.fault.key, state.faults, state.left_out) == ("", [], "")
    again = open_tab("deputy", "/people/import")
    again.send(PeopleImportState.load)
    assert again.state(PeopleImportState).counts[0].label == "3 новых"


def test_only_of_a_line_that_is_taken_it_is_said_so(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    no_phone = ("Усова Анна Ильинична", "01.02.2014", "6Б", "Усова Инна Ильинична", "12")
    both = ("Усова Анна Ильинична", "01.02.1899", "6Б", "Усова Инна Ильинична", "12")
    _, state = sent(cast, open_tab, files, pupils(no_phone, both))
    assert [(one.place, one.column, one.is_taken) for one in state.faults] == [
        ("2", "Телефон матери", True),
        ("3", "Дата рождения", False),
        ("3", "Телефон матери", False),
    ]


def test_a_column_is_told_otherwise_by_hand(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, state = sent(cast, open_tab, files, pupils(GOOD))
    tab.send(PeopleImportState.set_meaning, "E", "nothing")
    assert state.counts[0].label == "1 новый"
    tab.send(PeopleImportState.set_meaning, "E", "no such thing")
    assert state.counts[0].label == "1 новый"


def test_the_list_is_taken_in_and_taken_back(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, state = sent(cast, open_tab, files, pupils(GOOD, BAD))
    tab.send(PeopleImportState.take_in)
    assert (state.step, [one.value for one in state.facts]) == ("done", ["1", "1", "1", "1", "2"])
    assert len(found("Новиков")) == 1
    assert not SHELF.file_of(cast.actor("deputy")).exists(), "the list itself is kept no longer"
    tab.send(PeopleImportState.ask_undo)
    assert state.asked_undo
    assert said(tab.send(PeopleImportState.undo)) == [("success", "Загрузка отменена")]
    assert (found("Новиков"), state.step, state.last_file) == ([], "file", "")


def test_what_hangs_on_a_list_keeps_it_and_is_named(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, _ = sent(cast, open_tab, files, pupils(GOOD))
    tab.send(PeopleImportState.take_in)
    [child] = found("Новиков")
    with session_scope() as session:
        place = {"school_id": child.school_id, "pupil_id": child.id, "starts": cast.actor("deputy").today}
        session.add(Enrolment(class_id=cast.classes["6v"].id, **place))
    [(kind, words)] = said(tab.send(PeopleImportState.undo))
    assert (kind, "Новиков Илья Петрович" in words) == ("error", True)
    assert len(found("Новиков")) == 1


@pytest.mark.parametrize(("event", "label"), [("join", "1 без изменений"), ("part", "0 без изменений")])
def test_who_may_be_two_is_decided_by_a_press(
    cast: Cast, open_tab: OpenTab, files: Path, event: str, label: str
) -> None:
    known = cast.people["pupil"]
    tab, state = sent(cast, open_tab, files, pupils((known.list_name, "", "7А", "", "")))
    [fault] = state.faults
    assert (fault.person, "6 «Б»" in fault.words) == (str(known.id), True)
    tab.send(getattr(PeopleImportState, event), fault.key)
    assert state.counts[2].label == label
    assert state.counts[0].label == ("0 новых" if event == "join" else "1 новый")


def test_of_two_alike_in_one_list_the_second_is_somebody_new_by_a_press(
    cast: Cast, open_tab: OpenTab, files: Path
) -> None:
    tab, state = sent(cast, open_tab, files, pupils(GOOD, ("Новикав Илья Петрович", *GOOD[1:])))
    [fault] = state.faults
    assert (fault.asks, fault.person) == (True, "")
    tab.send(PeopleImportState.part, fault.key)
    assert (state.faults, state.counts[0].label) == ([], "3 новых")


def test_the_sheets_of_a_workbook_are_chosen(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    head = ("ФИО", "Дата рождения", "Класс")
    data = workbook({"Ученики": [head, GOOD[:3]], "Меню": [("Блюдо", "Цена"), ("Каша", "35")]})
    tab, state = sent(cast, open_tab, files, data)
    assert [one.label for one in state.sheets] == ["Ученики: ученики", "Меню: непонятно, о ком"]
    tab.send(PeopleImportState.choose_sheet, "1")
    assert state.sheet_words == "2 строки"
    tab.send(PeopleImportState.choose_view, "new")
    assert [one.name for one in state.people] == ["Новиков Илья Петрович"]


def test_a_list_that_says_nothing_new_has_nothing_to_take(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, _ = sent(cast, open_tab, files, pupils(GOOD))
    tab.send(PeopleImportState.take_in)
    tab.send(PeopleImportState.throw_away)
    _, state = sent(cast, open_tab, files, pupils(GOOD))
    assert (state.can_take, state.outcome) == (False, "Всё в этом списке уже так и есть")


def test_without_a_list_the_page_says_so(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab = open_tab("deputy", "/people/import")
    assert said(tab.send(PeopleImportState.take_in)) == [("error", "Сначала выберите файл")]
    assert said(tab.send(PeopleImportState.choose_view, "new")) == [("error", "Сначала выберите файл")]


HEAD = ("ФИО", "Дата рождения", "Класс", "Пол", "Почта", "СНИЛС")
SNILS = "112-233-445 95"


def test_each_cell_that_cannot_be_says_why(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    rows = [
        HEAD,
        ("Новиков Илья Петрович", "01.02.2014", "6Б", "м", "", SNILS),
        ("Усова Анна Ильинична", "31.02.2014", "6Б", "кто", "почта", "112-233-445 96"),
        ("Один", "01.02.2014", "6Б", "", "", ""),
        ("Котов Олег Олегович", "01.02.2014", "6Б", "", "", SNILS),
    ]
    staff = [("ФИО", "Должность"), ("Белов Пётр Ильич", "сторож")]
    _, state = sent(cast, open_tab, files, workbook({"Ученики": rows, "Кадры": staff}))
    assert [(one.place, one.column, one.words) for one in state.faults] == [
        ("3", "Дата рождения", "«31.02.2014» — не дата; напишите так: 25.11.2014"),
        ("3", "Пол", "«кто» — ни мальчик, ни девочка: пишите м или ж"),
        ("3", "Почта", "«почта» — не адрес почты"),
        ("3", "СНИЛС", "«112-233-445 96» — не СНИЛС: цифры не сходятся"),
        ("4", "ФИО", "Имя — это фамилия, имя и, если есть, отчество: «Один» — не имя"),
        ("5", "СНИЛС", "Этот СНИЛС уже у другого человека: Новиков Илья Петрович"),
        ("2", "Должность", state.faults[-1].words),
    ]
    assert "сторож" in state.faults[-1].words


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (
            (Term, TermScheme),
            "Сначала задайте четверти учебного года: по ним ставятся отметки в новых классах",
        ),
        ((), "Сначала заведите учебный год: классы бывают в году"),
    ],
    ids=["no terms", "no year"],
)
def test_what_a_school_lacks_for_its_first_list_is_said(
    sqlite_database: str, files: Path, gone: tuple[Any, ...], words: str
) -> None:
    with session_scope() as session:
        school = School(code="new", name="Школа", short_name="Школа")
        session.add(school)
        session.flush()
        if gone:
            make_default_year(session, school.id or 0, DAY)
        for rows in gone:
            session.execute(delete(table(rows)))
        token = sign_in_deputy(session, school.id or 0)
    with own_loop() as run:
        tab = Tab(run, token, "/people/import")
        file = files / "sent"
        file.write_bytes(pupils(GOOD))
        read_tables_anew(file)
        with session_scope(writing=False) as session:
            actor = actor_of(session, token)
            assert actor is not None
            SHELF.keep_file(session, actor, file, "Список.csv")
        said_first = said(tab.send(PeopleImportState.load))
        assert (said_first + said(tab.send(PeopleImportState.take_in)))[0] == ("error", words)


def sign_in_deputy(session: Session, school_id: int) -> str:
    """A deputy head of an empty school, signed in: the value of the session cookie."""
    person = Person(school_id=school_id, last_name="Завуч", first_name="Анна")
    session.add(person)
    session.flush()
    session.add(RoleGrant(school_id=school_id, person_id=person.id or 0, role=Role.DEPUTY))
    now = clock.now()
    account = Account(
        school_id=school_id,
        person_id=person.id or 0,
        login="deputy-new",
        password_hash="",
        password_changed_at=now,
    )
    session.add(account)
    session.flush()
    until = now + timedelta(days=1)
    session.add(
        SignInSession(
            school_id=school_id, account_id=account.id or 0, token_hash=token_hash("token"),
            created_at=now, seen_at=now, expires_at=until,
        )
    )  # fmt: skip
    session.flush()
    return "token"


@pytest.fixture
def http(cast: Cast, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the HTTP side with the deputy's cookie."""
    with TestClient(http_app(tmp_path), base_url=OWN, headers={"Origin": OWN}) as client:
        client.cookies.set(COOKIE, cast.token("deputy"))
        yield client


def test_a_list_longer_than_is_read_is_refused_by_the_upload(files: Path, http: TestClient) -> None:
    answer = http.post("/people/import/file", content=b"a;b\n" * 60_001, headers={"X-File-Name": "a.csv"})
    assert (answer.status_code, answer.text) == (
        400,
        "Читается не больше 60000 строк и 256 столбцов: разделите файл",
    )
