"""Who opened whose data, on the pages: noted by readers too, shown on the card, the account, in the log."""

import logging

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import Opening, OpeningKind
from ejournal.pages.account.openings import OwnOpeningsState
from ejournal.pages.class_people.state import ClassPeopleState
from ejournal.pages.openings.state import OpeningsState
from ejournal.pages.people.card_openings import CardOpeningsState
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.state import PeopleState
from ejournal.services.openings import noting
from ejournal.ui.runtime.background.days import tidy
from tests.cast import Cast
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab


def noted() -> list[OpeningKind]:
    with session_scope(writing=False) as session:
        return [one.kind for one in session.scalars(select(Opening).order_by("id"))]


def open_card(cast: Cast, open_tab: OpenTab, reader: str, name: str) -> CardOpeningsState:
    tab = open_tab(reader, f"/people?person={cast.id_of(name)}")
    tab.send(PersonState.load)
    assert tab.state(PersonState).card.id == str(cast.id_of(name))
    tab.send(CardOpeningsState.load_openings)
    return tab.state(CardOpeningsState)


def test_what_only_reads_is_noted_once_an_hour(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/people")
    tab.send(PeopleState.load)
    for words in ("л", "ле", "леб"):
        tab.send(PeopleState.look, words)
    for _ in range(2):
        open_card(cast, open_tab, "deputy", "pupil")
    open_tab("class_teacher", "/class/people").send(ClassPeopleState.load)
    assert noted() == [OpeningKind.SEARCH, OpeningKind.CARD, OpeningKind.CLASS_LIST]


def test_administrators_see_on_a_card_who_opened_it(cast: Cast, open_tab: OpenTab) -> None:
    open_card(cast, open_tab, "deputy", "pupil")
    seen = open_card(cast, open_tab, "admin", "pupil")
    assert [(one.words, one.by) for one in seen.lines] == [
        ("Карточка", "Д. П. Орлов, администратор"),
        ("Карточка", "Е. В. Громова, завуч"),
    ]
    told = open_card(cast, open_tab, "director", "pupil")
    assert (told.shown, told.lines) == (False, [])


def test_a_guardian_reads_who_opened_the_childs_card(cast: Cast, open_tab: OpenTab) -> None:
    open_card(cast, open_tab, "deputy", "pupil")
    tab = open_tab("guardian", "/account")
    tab.send(OwnOpeningsState.load_openings)
    state = tab.state(OwnOpeningsState)
    assert [one.label for one in state.whose] == ["О вас", "Лев Лебедев", "Анна Лебедева"]
    assert state.opened.latest == []
    tab.send(OwnOpeningsState.choose_whose, "2")
    assert [one.by for one in state.opened.latest] == ["Е. В. Громова, завуч"]
    tab.send(OwnOpeningsState.choose_whose, "99")
    assert (state.chosen, state.opened.latest) == ("0", [])


def test_the_log_leads_to_the_card_and_is_kept_as_long_as_is_said(cast: Cast, open_tab: OpenTab) -> None:
    open_card(cast, open_tab, "deputy", "pupil")
    tab = open_tab("admin", "/people/openings")
    tab.send(OpeningsState.load)
    state = tab.state(OpeningsState)
    [line] = state.lines
    assert (line.whose, line.href) == ("Лебедева Анна Олеговна", f"/people?person={cast.id_of('pupil')}")
    assert state.kept == "хранится 365 дней"
    tab.send(OpeningsState.open_form)
    assert said(tab.send(OpeningsState.keep, {"days": "90"})) == [("success", "Сохранено")]
    assert (state.kept, state.changing) == ("хранится 90 дней", False)
    with session_scope() as session:
        [row] = session.scalars(select(Opening))
        row.day = row.day.replace(year=row.day.year - 1)
        session.add(row)
    tidy()
    assert noted() == []


def test_a_note_that_cannot_be_written_holds_nobody_up(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise OperationalError("", None, Exception("the disk is gone"))

    with monkeypatch.context() as patch:
        patch.setattr(noting, "session_scope", fails)
        open_card(cast, open_tab, "deputy", "pupil")
    assert [record.levelno for record in caplog.records if record.name == noting.__name__] == [logging.ERROR]
    open_card(cast, open_tab, "deputy", "pupil")
    assert noted() == [OpeningKind.CARD]
