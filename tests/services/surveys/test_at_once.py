"""Two answer at the same moment, each in their own transaction: of one seat, of one last place, as it
closes."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from ejournal.access.actor import Actor
from ejournal.database import engine, session_scope
from ejournal.errors import DomainError
from ejournal.models import QuestionKind, Survey, SurveyAnswer, SurveyOption, SurveySealed
from ejournal.services.surveys.answers.sending import Overtaken, send_answer
from ejournal.services.surveys.answers.values import FaultyAnswers
from ejournal.services.surveys.opening import end
from ejournal.services.surveys.urn import GROUP, put
from tests.cast import Cast
from tests.services.surveys.answer_helpers import NOON, Asked, Made, asked_family, seat
from tests.services.test_at_once import at_once

K = QuestionKind
CLUB = Asked(K.ONE, "Кружок", ("Шахматы", "Хор"), places={"Шахматы": 1})
Room = tuple[Made, dict[str, Actor]]
Making = Callable[..., Room]


@pytest.fixture
def room(committed: Cast) -> Making:
    """Makes a survey of the families of the cast, committed; the second guardian shares the first one's
    seat."""

    def make(**more: Any) -> Room:
        with Session(engine(), expire_on_commit=False, autoflush=False) as session:
            session.connection(execution_options={"writing": True})
            cast = committed.taken_into(session)
            session.flush()
            made = asked_family(cast, CLUB, **more)
            school = cast.actor("deputy").school_id
            both = [cast.id_of("other_guardian"), cast.id_of("teacher_parent")]
            made.seats["shared"] = seat(session, school, made.id, both)
            actors = {name: cast.actor(name) for name in ("guardian", "other_guardian", "teacher_parent")}
            session.commit()
            return made, actors

    return make


def sends(made: Made, actor: Actor, seat_name: str, title: str) -> Callable[[Session], None]:
    """Somebody answers who has seen that nothing stood there."""
    said = made.said(Кружок={"options": [title]})
    return lambda session: send_answer(session, actor, made.id, made.seats[seat_name], said, "1:", NOON)


def test_of_two_who_answer_for_one_seat_the_second_is_told(room: Making) -> None:
    made, actors = room()
    _, second = at_once(
        sends(made, actors["other_guardian"], "shared", "Хор"),
        sends(made, actors["teacher_parent"], "shared", "Шахматы"),
    )
    assert isinstance(second, Overtaken)
    with session_scope(writing=False) as session:
        assert len(session.scalars(select(SurveyAnswer)).all()) == 1
        assert session.get_one(SurveyOption, made.options["Шахматы"]).taken == 0


def test_of_two_who_answer_anonymously_for_one_seat_one_does(room: Making) -> None:
    made, actors = room(anonymous=True)
    _, second = at_once(
        sends(made, actors["other_guardian"], "shared", "Хор"),
        sends(made, actors["teacher_parent"], "shared", "Хор"),
    )
    assert isinstance(second, DomainError)
    with session_scope(writing=False) as session:
        assert len(session.scalars(select(SurveySealed)).all()) == 1


def test_the_last_place_goes_to_one_of_two(room: Making) -> None:
    made, actors = room()
    _, second = at_once(
        sends(made, actors["guardian"], "guardian", "Шахматы"),
        sends(made, actors["other_guardian"], "other_guardian", "Шахматы"),
    )
    assert isinstance(second, FaultyAnswers)
    assert "No places are left" in next(iter(second.faults.values())).message
    with session_scope(writing=False) as session:
        assert session.get_one(SurveyOption, made.options["Шахматы"]).taken == 1
        assert session.scalars(select(SurveyAnswer.seat_id)).all() == [made.seats["guardian"]]


def test_of_a_survey_that_takes_one_answer_the_second_is_told_that_it_is_closed(room: Making) -> None:
    made, actors = room(most_answers=1)
    _, second = at_once(
        sends(made, actors["guardian"], "guardian", "Хор"),
        sends(made, actors["other_guardian"], "other_guardian", "Хор"),
    )
    assert isinstance(second, DomainError)
    assert "closed" in second.message


def test_no_answer_is_left_in_the_urn_by_who_answers_as_the_survey_closes(room: Making) -> None:
    made, actors = room(anonymous=True)
    with session_scope() as session:
        survey = session.get_one(Survey, made.id)
        for number in range(GROUP):
            put(session, survey, None, made.said(Кружок={"options": [number]}), 500)
    _, second = at_once(
        lambda session: end(session, session.get_one(Survey, made.id), NOON),
        sends(made, actors["guardian"], "guardian", "Хор"),
    )
    assert isinstance(second, DomainError)
    with session_scope(writing=False) as session:
        assert session.scalars(select(SurveySealed)).all() == []
        assert len(session.scalars(select(SurveyAnswer)).all()) == GROUP
