"""A list of people on its page: understood, put right cell by cell, taken in, taken back."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from ejournal.database import session_scope
from ejournal.integrations.people.kept import read_anew
from ejournal.models import Enrolment, Person
from ejournal.pages.people_import.state import PeopleImportState
from ejournal.services.people_import.drafts import file_of, keep_file
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.people_files import pupils, workbook

GOOD = ("Новиков Илья Петрович", "01.02.2014", "6Б", "Новикова Анна Ивановна", "89161234567")
BAD = ("Усова Анна Ильинична", "01.02.2014", "6Z", "", "")


def sent(cast: Cast, open_tab: OpenTab, files: Path, data: bytes) -> tuple[Tab, PeopleImportState]:
    """The page of the deputy with a list that was just sent."""
    file = files / "sent"
    file.write_bytes(data)
    read_anew(file)
    actor = cast.actor("deputy")
    with session_scope(writing=False) as session:
        keep_file(session, actor, file, "Список.csv")
    tab = open_tab("deputy", "/people/import")
    tab.send(PeopleImportState.load)
    assert file_of(actor).exists()
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
        "0 изменится",
        "0 без изменений",
        "1 замечаний",
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
    assert state.counts[0].label == "1 новых"
    tab.send(PeopleImportState.set_meaning, "E", "no such thing")
    assert state.counts[0].label == "1 новых"


def test_the_list_is_taken_in_and_taken_back(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, state = sent(cast, open_tab, files, pupils(GOOD, BAD))
    tab.send(PeopleImportState.take_in)
    assert (state.step, [one.value for one in state.facts]) == ("done", ["1", "1", "1", "1", "2"])
    assert len(found("Новиков")) == 1
    assert not file_of(cast.actor("deputy")).exists(), "the list itself is kept no longer"
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
    assert state.counts[0].label == ("0 новых" if event == "join" else "1 новых")


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
