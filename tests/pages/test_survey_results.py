"""The page of a survey's results: figures, a cross-table, texts, who takes part; followed as answers
come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from ejournal import clock
from ejournal.database import engine, session_scope
from ejournal.models import QuestionKind, ResultsWhen, ResultsWhom, Survey, SurveyState
from ejournal.pages.survey_answers.state import SurveyAnswerState
from ejournal.pages.survey_results.state import ALL, CROSS, DONE, PEOPLE, TEXTS, SurveyResultsState
from ejournal.pages.surveys.asked_state import AskedSurveysState
from ejournal.services.base.topics import survey_answers_topic
from ejournal.services.surveys.opening import end
from tests.cast import Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab
from tests.services.surveys.answer_helpers import NOON, Asked, Made, answer, asked_family, make_survey, seat
from tests.services.surveys.test_results import ALL_KINDS, many_answers

State = SurveyResultsState
K = QuestionKind
Making = Callable[..., Made]


@pytest.fixture
def make(cast: Cast) -> Making:
    """make(*asked, answers=…): a survey of the families of the cast, answered by them, committed."""

    def made(*asked: Asked, answers: dict[str, dict[str, Any]] | None = None, **more: Any) -> Made:
        with Session(engine(), expire_on_commit=False, autoflush=False) as session:
            session.connection(execution_options={"writing": True})
            one = cast.taken_into(session)
            found = asked_family(one, *asked, **more)
            for who, values in (answers or {}).items():
                answer(one, found, who, **values)
            session.commit()
            return found

    return made


@pytest.fixture
def big(cast: Cast) -> Made:
    """An anonymous survey of all kinds with 200 answers, closed."""
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": True})
        one = cast.taken_into(session)
        actor = one.actor("deputy")
        made = make_survey(
            session, actor.school_id, actor.person_id, *ALL_KINDS, anonymous=True, state=SurveyState.CLOSED,
            closed_at=NOON,
        )  # fmt: skip
        for guardian, child, place in (("guardian", "pupil", "6b"), ("other_guardian", "other_pupil", "6v")):
            children = [(one.id_of(child), one.classes[place].id or 0)]
            seat(session, actor.school_id, made.id, [one.id_of(guardian)], children)
        many_answers(session, actor.school_id, made, [one.classes[name].id for name in ("6b", "6v")], 200)
        session.commit()
        return made


def opened(open_tab: OpenTab, made: Made, who: str = "deputy", more: str = "") -> tuple[Tab, State]:
    tab = open_tab(who, f"/surveys/results?id={made.id}{more}")
    tab.send(State.load)
    return tab, tab.state(State)


SAID = {"guardian": {"Едете": True, "Слова": "Горячее остыло"}, "other_guardian": {"Едете": False}}
GOES, WORDS = Asked(K.YES_NO, "Едете"), Asked(K.LONG_TEXT, "Слова")


def test_figures_stand_with_their_shares(make: Making, open_tab: OpenTab) -> None:
    made = make(GOES, WORDS, answers=SAID)
    _, state = opened(open_tab, made)
    assert (state.head.turnout, state.head.share, state.head.subtitle) == (
        "Ответили 2 из 3",
        "67\u00a0%",
        "с именами · открыт",
    )
    bars = state.figures[0].bars
    assert [(one.label, one.count, one.share) for one in bars] == [
        ("Да", "1", "50\u00a0%"),
        ("Нет", "1", "50\u00a0%"),
    ]
    assert state.figures[0].of == "2 ответа"
    assert (state.figures[1].texts, state.figures[1].of) == (
        "1 ответ словами",
        "на этот вопрос ответили 1 из 2",
    )


def test_all_kinds_are_drawn(big: Made, open_tab: OpenTab) -> None:
    _, state = opened(open_tab, big)
    forms = {one.kind: one.form for one in state.figures}
    assert forms == {
        "да или нет": "bars", "один ответ": "bars", "несколько ответов": "bars", "шкала": "columns",
        "таблица": "table", "порядок": "table", "словами": "words", "число": "number", "дата": "bars",
    }  # fmt: skip
    number = next(one for one in state.figures if one.kind == "число")
    assert "от" not in number.mean_note


def test_a_cross_table_by_class_and_by_question(big: Made, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, big, more="&view=cross")
    assert state.cross.heads == ["6 «Б»", "6 «В»"]
    assert [line.title for line in state.cross.lines] == ["Да", "Нет"]
    tab.send(State.choose_question, value=str(big.questions["Что"]))
    assert [line.title for line in state.cross.lines] == ["Суп", "Каша", "Рыба", "Другое"]
    tab.send(State.choose_by, value=str(big.questions["Как"]))
    assert state.cross.heads == ["1", "2", "3", "4", "5"]
    assert "скрыты" in state.cross.note
    assert any(cell.count == "скрыто" for line in state.cross.lines for cell in line.cells)
    tab.send(State.choose_question, value="нет такого")
    assert state.cross.lines


def test_texts_are_looked_through(big: Made, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, big)
    tab.send(State.choose_view, value=TEXTS)
    assert "показаны первые 100" in state.texts.more.lower()
    tab.send(State.choose_texts, value=str(big.questions["Слова"]))
    tab.send(State.search, form={"sought": "горячим"})
    assert {one.words for one in state.texts.lines} == {"Горячее остыло", "остывшее горячее"}
    tab.send(State.choose_tag, word="горячее")
    assert state.sought == "горячее"
    tab.send(State.choose_tag, word="горячее")
    assert state.sought == ""
    tab.send(State.choose_texts, value=ALL)
    assert all(one.who == "" for one in state.texts.lines)


def test_names_stand_by_texts_and_shares_where_there_are_names(make: Making, open_tab: OpenTab) -> None:
    made = make(GOES, WORDS, answers=SAID)
    tab, state = opened(open_tab, made, more="&view=texts")
    assert [one.who for one in state.texts.lines] == ["М. П. Лебедева; Анна, 6 «Б»; Лев, 2 «А»"]
    tab.send(State.choose_view, value=PEOPLE)
    assert [(one.people, one.when) for one in state.people] == [("А. Ю. Зайцев", "пока нет")]
    tab.send(State.choose_who, value=DONE)
    assert len(state.people) == 2
    tab.send(State.choose_who, value=ALL)
    tab.send(State.turn, step=1)
    assert (state.page, len(state.people)) == (1, 3)
    assert [(one.title, one.words) for one in state.classes] == [("6 «Б»", "1 из 2"), ("6 «В»", "1 из 1")]


def test_without_names_nobody_is_listed(make: Making, open_tab: OpenTab) -> None:
    made = make(GOES, WORDS, answers=SAID, anonymous=True)
    _, state = opened(open_tab, made, more="&view=people")
    assert (state.head.named, state.people) == (False, [])
    assert state.head.notes == [
        "Итоги видны начиная с пяти ответов, чтобы по ответу никого нельзя было узнать",
        "Ещё 2 ответа запечатаны: ответы открываются вместе, с запозданием до девяти на класс",
    ]
    with session_scope() as session:
        end(session, session.get_one(Survey, made.id), NOON)
    _, state = opened(open_tab, made)
    assert state.head.notes == [
        "Ответили меньше пяти: итоги не показаны, чтобы по ответу никого нельзя было узнать"
    ]
    assert state.head.subtitle.startswith("без имён · закрыт")


def test_they_wait_for_the_end_where_the_author_chose_so(make: Making, open_tab: OpenTab) -> None:
    made = make(GOES, answers={"guardian": {"Едете": True}}, results_when=ResultsWhen.CLOSED)
    tab, state = opened(open_tab, made)
    assert (state.head.shown, state.head.notes) == (False, ["Итоги появятся, когда опрос закроется"])
    with session_scope() as session:
        session.get_one(Survey, made.id).closes_at = clock.now() + timedelta(days=2)
    tab.send(State.load)
    assert state.head.notes[0].startswith("Итоги появятся ")
    tab.send(State.choose_view, value=CROSS)
    assert state.cross.lines == []


def test_new_answers_are_shown_but_every_few_seconds(
    make: Making, open_tab: OpenTab, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(GOES, answers={"guardian": {"Едете": True}})
    tab, state = opened(open_tab, made)
    other = open_tab("other_guardian", f"/surveys/answer?id={made.id}")
    other.send(SurveyAnswerState.load)
    survey = other.state(SurveyAnswerState).survey
    other.send(
        SurveyAnswerState.send, content=made.said(Едете=False), seat=str(survey["seat"]), seen=survey["seen"]
    )
    assert survey_answers_topic(made.id)
    assert state.head.turnout == "Ответили 1 из 3"
    state.fresh = True
    tab.send(State.refresh)
    assert (state.head.turnout, state.fresh) == ("Ответили 2 из 3", False)


def test_earlier_answers_and_an_earlier_run_stand_beside(make: Making, open_tab: OpenTab) -> None:
    scale = Asked(K.SCALE, "Как")
    spring = make(GOES, scale, answers={"guardian": {"Едете": True, "Как": 3}})
    with session_scope() as session:
        end(session, session.get_one(Survey, spring.id), NOON)
    autumn = make(GOES, scale, answers={"guardian": {"Едете": False, "Как": 5}}, copy_of_id=spring.id)
    with session_scope() as session:
        session.get_one(Survey, autumn.id).revision = 2
    tab, state = opened(open_tab, autumn)
    assert state.head.before == "прежде ответили 33 %"
    assert state.figures[0].bars[0].before == "было 100 %"
    assert state.figures[1].before == "прежде 3"
    tab.send(State.choose_revision, value="1")
    assert state.revision == "1"


def test_who_has_answered_sees_them_after_the_end(make: Making, open_tab: OpenTab) -> None:
    made = make(GOES, answers={"guardian": {"Едете": True}}, results_whom=ResultsWhom.ANSWERED)
    _, state = opened(open_tab, made, "guardian")
    assert state.head.shown is False
    _, other = opened(open_tab, made, "other_guardian")
    assert other.missing


def test_what_asks_one_stands_in_the_list(make: Making, open_tab: OpenTab) -> None:
    make(GOES, answers={"guardian": {"Едете": True}}, anonymous=True)
    make(GOES, closes_at=clock.now() + timedelta(days=2))
    make(GOES, state=SurveyState.CLOSED)
    tab = open_tab("guardian", "/surveys")
    tab.send(AskedSurveysState.load)
    rows = tab.state(AskedSurveysState).asked
    assert [one.badge for one in rows] == ["ждёт ответа", "ответ отправлен", "закрыт"]
    assert rows[0].note.startswith("с именами · до ")
