"""The page of early notices: facts in words, a talk, its outcome, the bounds with whom they would name."""

from datetime import date
from decimal import Decimal

import pytest

from ejournal.database import session_scope
from ejournal.models import EarlyNoticeKind
from ejournal.pages.early_notices import state as state_of_page
from ejournal.pages.early_notices.state import EarlyNoticesState
from ejournal.services.early_notice.facts import Flag
from ejournal.services.early_notice.noticing import Noticed
from ejournal.services.early_notice.trying import Tried
from ejournal.services.reports.periods import periods_of
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.early_notices import fact_words, tried_words
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.early_notice.test_noticing import trouble


@pytest.fixture
def tab(cast: Cast, open_tab: OpenTab) -> Tab:
    """The class teacher's page where Илья has four «2»."""
    with session_scope() as session:
        trouble(cast.taken_into(session))
    found = open_tab("class_teacher", "/reports/early")
    found.send(EarlyNoticesState.load)
    return found


def errors_of(tab: Tab) -> dict[str, str]:
    return dict(tab.state(SessionState).errors)


def test_a_class_teacher_works_through_a_notice(tab: Tab) -> None:
    state = tab.state(EarlyNoticesState)
    (one,) = state.found
    assert state.summary == "замечен 1 ученик"
    assert (one.name, one.due) == ("Зайцев Илья, 6 «Б»", "ещё не говорили")
    assert one.facts == "Математика: за две недели 4 неудовлетворительные отметки"
    assert one.acts == "И. С. Котова: поговорить с семьёй"
    tab.send(EarlyNoticesState.open_talk, key=one.key)
    form = {"note": "Позвонили", "follow_up": "2026-12-01"}
    written = said(tab.send(EarlyNoticesState.note_talk, form=form))
    assert written[-1] == ("success", "Разговор записан")
    (one,) = state.found
    assert (one.due, one.talked) == (
        "вернуться 1\u00a0декабря", "20\u00a0ноября: поговорили с семьёй, И. С. Котова. Позвонили",
    )  # fmt: skip
    tab.send(EarlyNoticesState.open_outcome, key=one.key)
    tab.send(EarlyNoticesState.say_outcome, form={"outcome": ""})
    assert errors_of(tab) == {"outcome": "Напишите, чем кончилось"}
    assert (
        said(tab.send(EarlyNoticesState.say_outcome, form={"outcome": "Исправил"}))[-1][1] == "Итог записан"
    )
    (one,) = state.found
    assert (one.due, one.is_closed) == ("сделано", True)
    assert one.talked.endswith("Итог: Исправил")


def test_the_past_is_tried_on_demand(tab: Tab) -> None:
    tab.send(EarlyNoticesState.try_past)
    assert tab.state(EarlyNoticesState).tried[-1] == "Слишком мало данных, чтобы считать доли"


def test_a_head_tries_bounds_and_sets_them(
    tab: Tab, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = open_tab("director", "/reports/early")
    head.send(EarlyNoticesState.load)
    state = head.state(EarlyNoticesState)
    assert state.summary == "замечены 2 ученика"
    head.send(EarlyNoticesState.choose_class, value=state.classes[2].value)
    assert [one.name for one in state.found] == ["Никитина Вера, 6 «В»"]
    monkeypatch.setattr(state_of_page, "MOST_SHOWN", 1)
    head.send(EarlyNoticesState.choose_class, value="")
    assert state.more == "Показаны первые 1 из 2: выберите класс"
    monkeypatch.undo()
    head.send(EarlyNoticesState.choose_class, value="")
    assert state.found[1].acts == "У класса нет классного руководителя: решает завуч"
    head.send(EarlyNoticesState.open_bounds)
    head.send(EarlyNoticesState.look, name="failing_marks", value="4")
    assert state.would_name == "замечен 1 ученик"
    form = {"failing_marks": "4", "average_drop": "0,5", "absence_share": "10", "growth_share": "x"}
    head.send(EarlyNoticesState.save_bounds, form=form)
    assert errors_of(head) == {"growth_share": "Нужно число"}
    for name, value, words in (
        ("failing_marks", "0", "От 1 до 10 отметок"),
        ("average_drop", "9", "Больше 0 и не больше 3"),
        ("absence_share", "0", "От 1 до 100 процентов"),
    ):
        head.send(EarlyNoticesState.save_bounds, form=form | {"growth_share": "5", name: value})
        assert errors_of(head) == {name: words}
    assert said(head.send(EarlyNoticesState.save_bounds, form=form | {"growth_share": "5"}))[-1][1] == (
        "Границы установлены"
    )
    assert state.summary == "замечен 1 ученик"


def test_days_that_cannot_be_are_refused_by_their_field(tab: Tab) -> None:
    tab.send(EarlyNoticesState.open_talk, key=tab.state(EarlyNoticesState).found[0].key)
    for day, words in (
        ("2026-11-19", "День, когда вернуться, не может быть в прошлом"),
        ("2027-11-19", "Не дальше 120 дней"),
    ):
        tab.send(EarlyNoticesState.note_talk, form={"note": "", "follow_up": day})
        assert errors_of(tab) == {"follow_up": words}


def test_facts_are_said_in_words() -> None:
    def words(flag: Flag) -> str:
        return fact_words(Noticed(1, "Котов Иван", 1, "6 «Б»", "Алгебра", flag, "", None), "ru")

    kind = EarlyNoticeKind
    assert words(Flag(kind.AVERAGE_FELL, 1, 3, before=Decimal("3.90"), now=Decimal("3.20"))) == (
        "Алгебра: средний 3,90 стал 3,20"
    )
    assert words(Flag(kind.ABSENCES, None, 11, 100, 9, now=Decimal("11.00"))) == (
        "Пропущено 11,0 % уроков за восемь недель: 11 из 100, 9 без уважительной причины"
    )
    assert words(Flag(kind.ABSENCES_GREW, None, 3, 30, 0, Decimal("2.50"), Decimal("10.00"))) == (
        "Пропусков стало больше: 10,0 % уроков за две недели, 2,5 % за две недели до того"
    )


def test_how_often_it_was_right_is_said_in_words(cast: Cast) -> None:
    assert tried_words(None, "ru") == ["Ни один период ещё не закончен: сравнить не с чем"]
    with session_scope() as session:
        period = periods_of(session, cast.schools["a"].id or 0, DAY)[0]
    found = tried_words(Tried(period, 20, 12, 30, Decimal("60.00"), Decimal("40.00")), "ru")
    assert found[1:] == ["Сбылось предупреждений: 60,0 %", "Замечено заранее: 40,0 % из тех, кто не успел"]
    assert date(2026, 9, 1) == period.starts
