"""The pages of consents: a purpose written and published, a version compared, the register, papers."""

from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import Consent
from ejournal.pages.account.consents import OwnConsentsState
from ejournal.pages.consents.state import ConsentTextsState
from ejournal.pages.consents_register.state import RegisterState
from ejournal.pages.home.state import HomeState
from tests.cast import Cast
from tests.consent_texts import publish_samples
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

FORM = {"title": "Питание", "text": "Имя.\n\nКласс.", "refusal": "Наличные.", "asks_children": "on"}


def texts(open_tab: OpenTab, name: str = "director") -> tuple[Tab, ConsentTextsState]:
    tab = open_tab(name, "/consents")
    tab.send(ConsentTextsState.load)
    return tab, tab.state(ConsentTextsState)


def published(tab: Tab, number: str, keeps: str = "lapse") -> None:
    tab.send(ConsentTextsState.ask_to_publish, number)
    tab.send(ConsentTextsState.choose_former, keeps)
    told = said(tab.send(ConsentTextsState.publish))
    assert told == [("success", "Опубликовано: людей спросят при следующем входе")]


def test_a_purpose_is_written_published_and_written_anew(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = texts(open_tab)
    tab.send(ConsentTextsState.open_new)
    kept = said(tab.send(ConsentTextsState.save, FORM | {"name": "Буфет"}))
    assert kept == [("success", "Черновик сохранён. Пока он не опубликован, никого не спросят")]
    [purpose] = state.purposes
    assert (purpose.state, purpose.has_draft, purpose.published) == ("ещё никого не спрашивают", True, False)
    published(tab, purpose.id)
    tab.send(ConsentTextsState.open_draft, purpose.id)
    assert state.draft.text == FORM["text"]
    tab.send(ConsentTextsState.save, FORM | {"text": "Имя.\n\nКласс и школа."})
    tab.send(ConsentTextsState.ask_to_publish, purpose.id)
    assert [(one.sign, one.text) for one in state.reading.paragraphs] == [
        ("same", "Имя."),
        ("gone", "Класс."),
        ("added", "Класс и школа."),
    ]
    published(tab, purpose.id, "keep")
    [purpose] = state.purposes
    assert purpose.state == "действует версия 2"
    assert [one.title for one in purpose.versions] == ["Версия 2", "Версия 1"]
    assert "прежние согласия действовали дальше" in purpose.versions[0].note
    tab.send(ConsentTextsState.read, purpose.id, purpose.versions[1].id)
    assert {one.sign for one in state.reading.paragraphs} == {"same"}
    tab.send(ConsentTextsState.open_draft, purpose.id)
    tab.send(ConsentTextsState.save, FORM)
    tab.send(ConsentTextsState.ask_to_drop, purpose.id)
    assert said(tab.send(ConsentTextsState.drop)) == [("success", "Черновик выброшен")]
    tab.send(ConsentTextsState.ask_to_close, purpose.id)
    assert said(tab.send(ConsentTextsState.close)) == [("success", "Цель закрыта")]
    assert (state.purposes, [one.state for one in state.closed]) == ([], ["закрыта"])


def test_a_deputy_head_reads_and_writes_nothing(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        publish_samples(session, cast.people["deputy"].school_id)
    _, state = texts(open_tab, "deputy")
    assert (state.can_write, len(state.purposes)) == (False, 2)


def test_the_register_is_found_in_and_a_paper_is_entered(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        publish_samples(session, cast.people["deputy"].school_id)
    tab = open_tab("class_teacher", "/consents/register")
    tab.send(RegisterState.load)
    state = tab.state(RegisterState)
    assert (state.found, [one.label for one in state.classes]) == ("4 строки", ["Все классы", "6 «Б»"])
    tab.send(RegisterState.look, "лебед")
    first, _ = state.lines
    assert (first.title, first.about, first.state) == (
        "Лебедева Мария Петровна", "Лебедева Анна, 6 «Б»", "ещё нет ответа",
    )  # fmt: skip
    tab.send(RegisterState.open_paper, first.person, first.key)
    assert state.entered.about == "Лебедева Анна, 6 «Б»"
    told = said(tab.send(RegisterState.enter_paper, {"says": "given", "day": "2026-11-18"}))
    assert told == [("success", "Бумага внесена")]
    assert (state.lines[0].state, state.lines[0].entered) == ("дано", "внесено: И. С. Котова")
    assert "на бумаге, 18.11.2026" in state.lines[0].said
    tab.send(RegisterState.choose_state, "given")
    assert state.found == "1 строка"
    assert "state=given" in state.query
    tab.send(RegisterState.choose_state, "former")
    assert (state.lines, "standing=former" in state.query) == ([], True)
    with session_scope(writing=False) as session:
        assert len(list(session.scalars(select(Consent)))) == 1


def test_what_waits_for_an_answer_stands_on_the_main_page(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        publish_samples(session, cast.people["guardian"].school_id)
    tab = open_tab("guardian", "/")
    tab.send(HomeState.load)
    assert tab.state(HomeState).questions == "Школа ждёт ответа о 4 согласиях"
    tab.send(OwnConsentsState.load_consents)
    for one in list(tab.state(OwnConsentsState).consents):
        tab.send(OwnConsentsState.open_consent, one.key)
        tab.send(OwnConsentsState.refuse)
    tab.send(HomeState.load)
    assert tab.state(HomeState).questions == ""
