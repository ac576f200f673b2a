"""The page on which a survey is answered: every kind by the page, what is refused, what changes
meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from ejournal import clock
from ejournal.database import engine, session_scope
from ejournal.models import QuestionKind, RuleKind, Survey, SurveyAnswer, SurveyPer
from ejournal.pages.survey_answers.state import SurveyAnswerState
from ejournal.services.base.topics import survey_answers_topic
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.surveys.answer_helpers import Asked, Made, asked_family, seat
from tests.services.surveys.test_values import INVALID, VALID

State = SurveyAnswerState
K = QuestionKind
WHERE = Asked(K.PICTURE, "Куда", ("Музей", "Лес"), places={"Музей": 1}, more={"required": True})
WHY = Asked(K.SHORT_TEXT, "Почему", rule=("Куда", RuleKind.HAS, ("Лес",)))
Making = Callable[..., Made]


@pytest.fixture
def make(cast: Cast) -> Making:
    """make(*asked): a survey of the families of the cast, committed."""

    def made(*asked: Asked, **more: Any) -> Made:
        with Session(engine(), expire_on_commit=False, autoflush=False) as session:
            session.connection(execution_options={"writing": True})
            found = asked_family(cast.taken_into(session), *asked, **more)
            session.commit()
            return found

    return made


def opened(open_tab: OpenTab, who: str, made: Made, more: str = "") -> tuple[Tab, State]:
    tab = open_tab(who, f"/surveys/answer?id={made.id}{more}")
    tab.send(State.load)
    return tab, tab.state(State)


def sends(tab: Tab, made: Made, **values: Any) -> list[tuple[str, str]]:
    """The answers are sent as the component sends them."""
    survey = tab.state(State).survey
    payload = {"content": made.said(**values), "seat": str(survey["seat"]), "seen": survey["seen"]}
    return said(tab.send(State.send, **payload))


def kept(made: Made) -> list[dict[str, Any]]:
    with session_scope(writing=False) as session:
        found = session.scalars(select(SurveyAnswer).where(SurveyAnswer.survey_id == made.id))
        return [dict(one.content) for one in found]


def chose(*titles: str, **more: Any) -> dict[str, Any]:
    return {"options": list(titles), **more}


def test_a_family_answers_and_changes_its_answer(make: Making, open_tab: OpenTab, told: News) -> None:
    made = make(WHERE, WHY, closes_at=clock.now() + timedelta(days=3))
    tab, state = opened(open_tab, "guardian", made)
    assert state.survey["for_whom"].startswith(
        "Один ответ за семью: Анна, 6 «Б» · Лев, 2 «А». Изменить можно до"
    )
    assert [one["title"] for one in state.survey["questions"]] == ["Куда", "Почему"]
    assert state.until.startswith("до ")
    told.clear()
    words = sends(tab, made, Куда=chose("Лес"), Почему="любим лес")
    assert ("success", "Ответ сохранён") in words
    assert survey_answers_topic(made.id) in {topic for topic, _ in told}
    assert state.sent
    tab.send(State.change)
    assert (state.sent, state.survey["content"]) == (False, made.said(Куда=chose("Лес"), Почему="любим лес"))
    assert state.survey["send"] == "Отправить изменённый ответ"
    sends(tab, made, Куда=chose("Музей"))
    assert kept(made) == [made.said(Куда=chose("Музей"))]


def test_what_is_wrong_is_told_by_its_question_and_nothing_is_kept(make: Making, open_tab: OpenTab) -> None:
    made = make(WHERE, WHY)
    tab, state = opened(open_tab, "guardian", made)
    sends(tab, made)
    assert state.answer["faults"] == {str(made.questions["Куда"]): "На этот вопрос нужен ответ"}
    assert state.answer["message"] == "Некоторые ответы надо поправить, они отмечены"
    assert not state.sent
    assert kept(made) == []


def test_the_last_place_is_gone_before_the_form_was_sent(make: Making, open_tab: OpenTab) -> None:
    made = make(WHERE)
    tab, state = opened(open_tab, "guardian", made)
    other, _ = opened(open_tab, "other_guardian", made)
    sends(other, made, Куда=chose("Музей"))
    sends(tab, made, Куда=chose("Музей"))
    assert state.answer["faults"] == {str(made.questions["Куда"]): "Мест не осталось: Музей. Выберите другое"}
    museum = state.survey["questions"][0]["options"][0]
    assert (museum["left"], museum["mine"]) == (0, False)
    sends(tab, made, Куда=chose("Лес"))
    assert state.sent


def test_the_second_guardian_of_a_family_is_told(make: Making, open_tab: OpenTab, cast: Cast) -> None:
    made = make(WHERE)
    with session_scope() as session:
        school = session.get_one(Survey, made.id).school_id
        both = [cast.id_of("other_guardian"), cast.id_of("teacher_parent")]
        shared = seat(session, school, made.id, both)
    first, _ = opened(open_tab, "other_guardian", made, f"&seat={shared}")
    second, state = opened(open_tab, "teacher_parent", made, f"&seat={shared}")
    sends(first, made, Куда=chose("Лес"))
    sends(second, made, Куда=chose("Музей"))
    assert "Тем временем отправлен другой ответ" in state.answer["message"]
    assert state.survey["content"] == made.said(Куда=chose("Лес"))
    sends(second, made, Куда=chose("Музей"))
    assert kept(made) == [made.said(Куда=chose("Музей"))]


def test_questions_that_changed_meanwhile_are_shown_anew(make: Making, open_tab: OpenTab) -> None:
    made = make(WHERE)
    tab, state = opened(open_tab, "guardian", made)
    with session_scope() as session:
        session.get_one(Survey, made.id).revision = 2
    sends(tab, made, Куда=chose("Лес"))
    assert "Вопросы тем временем изменили" in state.answer["message"]
    sends(tab, made, Куда=chose("Лес"))
    assert state.sent


def test_after_closing_nothing_is_taken(make: Making, open_tab: OpenTab) -> None:
    made = make(WHERE)
    tab, state = opened(open_tab, "guardian", made)
    with session_scope() as session:
        session.get_one(Survey, made.id).closes_at = clock.now() - timedelta(minutes=1)
    words = sends(tab, made, Куда=chose("Лес"))
    assert words == [("error", "Опрос закрыт, ответы больше не принимаются")]
    tab.send(State.load)
    assert (state.closed, state.has_form) == (True, False)


def test_an_anonymous_answer_is_sent_once_and_held_nowhere(make: Making, open_tab: OpenTab) -> None:
    made = make(WHERE, Asked(K.LONG_TEXT, "Слова"), Asked(K.FILE, "Справка"), anonymous=True)
    tab, state = opened(open_tab, "guardian", made)
    stale, _ = opened(open_tab, "guardian", made)
    assert "изменить нельзя" in state.survey["for_whom"]
    sends(tab, made, Куда=chose("Лес"), Справка=["key"])
    assert "выдал бы, чей он" in next(iter(state.answer["faults"].values()))
    sends(tab, made, Куда=chose("Лес"), Слова="Тайна семьи")
    assert (state.sent, state.used) == (True, True)
    assert "Тайна" not in tab.shown()
    assert sends(stale, made, Куда=chose("Лес")) == [
        ("error", "Ответ уже отправлен. Анонимный изменить нельзя")
    ]
    tab.send(State.load)
    assert (state.used, state.sent, state.survey["content"]) == (True, False, {})


def test_of_two_children_each_is_answered_for(make: Making, open_tab: OpenTab, cast: Cast) -> None:
    made = make(WHERE)
    with session_scope() as session:
        school = session.get_one(Survey, made.id).school_id
        places = [(cast.id_of("brother"), cast.classes["2a"].id or 0)]
        brother = seat(session, school, made.id, [cast.id_of("guardian")], places, SurveyPer.CHILD)
        own = seat(session, school, made.id, [cast.id_of("guardian")], per=SurveyPer.PERSON)
    tab, state = opened(open_tab, "guardian", made)
    assert [one.words for one in state.seats] == ["Анна, Лев", "Лев", "За себя"]
    sends(tab, made, Куда=chose("Лес"))
    assert state.next_seat.endswith(f"&seat={brother}")
    _, other = opened(open_tab, "guardian", made, f"&seat={brother}")
    assert other.survey["for_whom"].startswith("Ответ за ребёнка: Лев, 2 «А»")
    _, mine = opened(open_tab, "guardian", made, f"&seat={own}")
    assert mine.survey["for_whom"] == "Изменить можно, пока опрос открыт"


CASES = [one for one in [*VALID, *INVALID] if one[0].kind is not K.FILE or isinstance(one[2], str)]
"""Of files only what is refused: those that are taken must have been sent first."""
FIELDS = ("least", "most", "low", "high", "other")
ASKED = [
    Asked(
        one.kind,
        f"Вопрос {number}",
        tuple(option.title for option in one.options),
        tuple(column.title for column in one.columns),
        more={name: getattr(one, name) for name in FIELDS},
    )
    for number, (one, _, _) in enumerate(CASES)
]
SAID = [(value, note) for _, value, note in CASES]


def test_every_kind_is_taken_or_refused_by_the_page_as_by_the_service(
    make: Making, open_tab: OpenTab
) -> None:
    """All that the grammar's own test knows, one question after another in one survey."""
    made = make(*ASKED)
    tab, state = opened(open_tab, "guardian", made)
    given, refused = {}, set()
    for asked, (value, note) in zip(ASKED, SAID, strict=True):
        number = made.questions[asked.title]
        titles = [*asked.options, *asked.columns]
        row = next(one for one in state.survey["questions"] if one["id"] == number)
        by_title = {one["title"]: one["id"] for one in [*row["options"], *row.get("columns", [])]}
        numbers = {11 + at: by_title[title] for at, title in enumerate(asked.options)}
        numbers |= {21 + at: by_title[title] for at, title in enumerate(asked.columns)}
        given[str(number)] = _real(value, numbers)
        if isinstance(note, str) and note in MESSAGES and note != "Answer each line":
            refused.add(str(number))
        assert len(titles) == len(by_title)
    survey = state.survey
    tab.send(State.send, content=given, seat=str(survey["seat"]), seen=survey["seen"])
    assert set(state.answer["faults"]) == refused
    assert all(state.answer["faults"].values())
    good = {number: value for number, value in given.items() if number not in refused}
    tab.send(State.send, content=good, seat=str(survey["seat"]), seen=survey["seen"])
    assert state.sent


def test_each_line_of_a_required_matrix_is_answered(make: Making, open_tab: OpenTab) -> None:
    made = make(Asked(K.MATRIX, "Оценки", ("Уроки", "Кружки"), ("Да", "Нет"), more={"required": True}))
    tab, state = opened(open_tab, "guardian", made)
    [one] = state.survey["questions"]
    lines, column = one["options"], one["columns"][0]["id"]
    content = {str(one["id"]): {str(lines[0]["id"]): column}}
    tab.send(State.send, content=content, seat=str(state.survey["seat"]), seen=state.survey["seen"])
    assert list(state.answer["faults"].values()) == ["Ответьте в каждой строке"]


NOWHERE = 10**6
MESSAGES = {message for _, _, message in INVALID}


def _real(value: Any, numbers: dict[int, int]) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return numbers.get(value, NOWHERE) if numbers else value
    if isinstance(value, list):
        return [_real(one, numbers) for one in value]
    if isinstance(value, dict):
        return {
            str(numbers.get(int(key), key)) if key.isdecimal() else key: _real(one, numbers)
            for key, one in value.items()
        }
    return value
