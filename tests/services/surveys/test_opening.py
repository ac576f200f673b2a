"""A survey checked, opened, closed by itself, opened again; who gets a seat, who is told and reminded."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Enrolment,
    OptionAxis,
    PartKind,
    Person,
    QuestionKind,
    Role,
    Survey,
    SurveyPer,
    SurveyQuestion,
    SurveyState,
    Whom,
)
from ejournal.services.audience.parts import Part
from ejournal.services.surveys import keeping, opening, options, questions, reminding
from ejournal.services.surveys.checking import NO_ALT, lacks
from ejournal.services.surveys.keeping import Setup
from ejournal.services.surveys.questions import built
from ejournal.services.surveys.reading import kept_surveys
from ejournal.services.surveys.seats import Place, places_of
from ejournal.services.surveys.templates import TEMPLATES, Template, begin_from
from tests.cast import DAY, Cast
from tests.services.surveys.survey_helpers import (
    LATER,
    NOON,
    add_lines,
    answer,
    asked,
    class_part,
    drafted,
    first_seat,
    picture,
    seats,
    sent,
    told,
)


def send(cast: Cast, survey: Survey, **more: Any) -> Survey:
    return opening.send(cast.session, cast.actor("deputy"), survey.id or 0, NOON, **more)


def refused(cast: Cast, survey: Survey, **more: Any) -> tuple[str, str]:
    with pytest.raises(DomainError) as caught:
        send(cast, survey, **more)
    assert survey.state is SurveyState.DRAFT
    return caught.value.message, caught.value.field


# -------------------------------------------------------------------------------------------- checked


def test_an_empty_survey_is_not_sent(cast: Cast) -> None:
    survey = drafted(cast)
    (question,) = built(cast.session, survey).questions
    questions.remove_question(cast.session, cast.actor("deputy"), question.id or 0, NOON)
    asked(cast, survey, QuestionKind.SECTION, "О поездке")
    assert refused(cast, survey) == ("Add a question first: there is nothing to answer yet", "questions")


def test_a_survey_without_a_name_or_anybody_asked_is_not_sent(cast: Cast) -> None:
    survey, session, deputy = drafted(cast), cast.session, cast.actor("deputy")
    keeping.name(session, deputy, survey.id or 0, NOON, title="  ")
    assert refused(cast, survey) == ("Name the survey", "title")
    keeping.name(session, deputy, survey.id or 0, NOON, title="Поездка", intro="Едем 18 декабря")
    keeping.drop_part(session, deputy, survey.id or 0, class_part(cast, "6b"), NOON)
    assert refused(cast, survey) == ("Choose whom the survey asks", "people")
    keeping.add_part(session, deputy, survey.id or 0, class_part(cast, "6b"), NOON)
    keeping.set_whom(session, deputy, survey.id or 0, Whom.PUPILS, NOON)
    message = "For a family its guardians answer: ask them, or everybody for oneself"
    assert refused(cast, survey) == (message, "per")


def test_nobody_to_ask_today_is_told(cast: Cast) -> None:
    survey = drafted(cast, "deputy", Part(PartKind.GRADE, "11"))
    message = "Choose whom the survey asks: nobody is among those chosen today"
    assert refused(cast, survey) == (message, "people")


@pytest.mark.parametrize(
    ("kind", "lines", "message", "field"),
    [
        (QuestionKind.ONE, ["Музей"], "Give at least two answers to choose from", "options"),
        (QuestionKind.ORDER, [], "Give at least two answers to choose from", "options"),
        (QuestionKind.SEVERAL, ["Музей", "музей"], "Two answers are the same", "options"),
        (QuestionKind.MATRIX, ["Строка"], "Give at least two columns", "columns"),
        (QuestionKind.PICTURE, ["Музей", "Лес"], "An answer has no picture", "options"),
    ],
)
def test_a_question_that_nobody_could_answer_is_not_sent(
    cast: Cast, kind: QuestionKind, lines: list[str], message: str, field: str
) -> None:
    survey = drafted(cast)
    question = asked(cast, survey, kind, "Куда?", *lines)
    assert refused(cast, survey) == (message, field)
    lack = lacks(cast.session, survey, NOON)[0]
    assert lack.question_id == question.id


def test_a_question_without_words_is_not_sent(cast: Cast) -> None:
    survey = drafted(cast)
    asked(cast, survey, QuestionKind.DATE, "")
    assert refused(cast, survey) == ("Write what is asked", "question")


def test_columns_that_are_the_same_are_not_sent(cast: Cast) -> None:
    survey = drafted(cast)
    question = asked(cast, survey, QuestionKind.MATRIX, "Насколько?", "Строка")
    add_lines(cast, question, ["Да", "да"], OptionAxis.COLUMN)
    assert refused(cast, survey) == ("Two answers are the same", "columns")


def test_more_is_not_asked_for_than_there_is(cast: Cast) -> None:
    survey = drafted(cast)
    question = asked(cast, survey, QuestionKind.SEVERAL, "Куда?", "Музей", "Лес")
    questions.change_question(cast.session, cast.actor("deputy"), question.id or 0, NOON, least=3)
    assert refused(cast, survey) == ("More is to be chosen than there is", "least")


def test_an_anonymous_survey_asks_for_nothing_that_names(cast: Cast) -> None:
    survey, session, deputy = drafted(cast), cast.session, cast.actor("deputy")
    question = asked(cast, survey, QuestionKind.ONE, "Кружок", "Шахматы", "Хор")
    option = built(session, survey).options_of(question)[2]
    options.set_places(session, deputy, option.id or 0, 12, NOON)
    keeping.set_up(session, deputy, survey.id or 0, Setup(anonymous=True), NOON)
    assert refused(cast, survey) == ("Places are counted only where answers carry names", "places")
    options.set_places(session, deputy, option.id or 0, None, NOON)
    asked(cast, survey, QuestionKind.FILE, "Справка")
    assert refused(cast, survey) == (
        "A file shows who sent it: an anonymous survey asks for none",
        "kind",
    )


def test_a_picture_without_a_description_is_asked_of_once(cast: Cast) -> None:
    survey, session, deputy = drafted(cast), cast.session, cast.actor("deputy")
    question = asked(cast, survey, QuestionKind.PICTURE, "Куда?")
    keys = [picture(cast, name) for name in ("Музей.png", "Лес.png")]
    found = options.add_pictures(session, deputy, question.id or 0, keys, NOON)
    options.change_option(session, deputy, found[0].id or 0, NOON, title="Музей хлеба", alt="Дом с колоннами")
    assert refused(cast, survey) == (NO_ALT, "alt")
    assert send(cast, survey, sure=True).state is SurveyState.OPEN
    assert found[0].title == "Музей хлеба"


def test_lines_that_nobody_wrote_into_are_not_offered(cast: Cast) -> None:
    survey = drafted(cast)
    question = asked(cast, survey, QuestionKind.ONE, "Куда?", "Музей", "Лес")
    send(cast, survey)
    assert [one.title for one in built(cast.session, survey).options_of(question)] == ["Музей", "Лес"]


# ------------------------------------------------------------------------------------------------ seats


def test_a_family_is_all_children_of_the_same_guardians() -> None:
    mother, father, other, staff = 1, 2, 3, 9
    people = {mother: {11: 6, 12: 2}, father: {11: 6, 12: 2}, other: {13: 6}, 13: {13: 6}, staff: {}}
    assert sorted(places_of(people, SurveyPer.FAMILY), key=lambda one: sorted(one.readers)) == [
        Place(SurveyPer.FAMILY, frozenset({mother, father}), {11: 6, 12: 2}),
        Place(SurveyPer.FAMILY, frozenset({other}), {13: 6}),
        Place(SurveyPer.PERSON, frozenset({staff}), {}),
    ]
    assert {one.readers for one in places_of(people, SurveyPer.CHILD)} == {
        frozenset({mother, father}),
        frozenset({other, 13}),
        frozenset({staff}),
    }
    assert len(places_of(people, SurveyPer.CHILD)) == 4
    assert len(places_of(people, SurveyPer.PERSON)) == 5


def test_every_family_of_the_class_gets_a_seat_and_is_told(cast: Cast) -> None:
    survey = sent(cast, closes_at=LATER + timedelta(days=3))
    mother, father = cast.id_of("guardian"), cast.id_of("teacher_parent")
    assert seats(cast, survey) == sorted([{mother}, {father}], key=sorted)
    found = told(cast, survey)
    assert set(found) == {mother, father}
    assert found[mother] == {
        "survey_id": survey.id, "title": "Поездка", "author": "Е. В. Громова", "until": "2026-11-23",
        "anonymous": False, "reminder": False, "day": "2026-11-20",
    }  # fmt: skip


def test_staff_is_asked_each_for_oneself(cast: Cast) -> None:
    survey = sent(cast, "deputy", Part(PartKind.ROLE, Role.TEACHER.value), per=SurveyPer.CHILD)
    names = ("class_teacher", "teacher", "substitute", "teacher_parent")
    assert seats(cast, survey) == sorted(({cast.id_of(name)} for name in names), key=sorted)


def test_a_class_teacher_asks_the_own_class_alone(cast: Cast) -> None:
    session, teacher = cast.session, cast.actor("class_teacher")
    survey = keeping.begin(session, teacher, NOON, "Экскурсия")
    assert keeping.parts_of(session, survey).chosen == (class_part(cast, "6b"),)
    for part in (class_part(cast, "6v"), Part(PartKind.GRADE, "6"), Part(PartKind.ROLE, "guardian")):
        with pytest.raises(NotFound):
            keeping.add_part(session, teacher, survey.id or 0, part, NOON)


def test_who_joins_is_asked_too_and_who_leaves_no_more(cast: Cast) -> None:
    survey = sent(cast, per=SurveyPer.CHILD, whom=Whom.BOTH)
    assert len(seats(cast, survey)) == 3  # Анна, Илья and Глеб
    answer(cast, survey, first_seat(cast, survey, "classmate"))
    session = cast.session
    school_id, six = survey.school_id, cast.classes["6b"]
    new = Person(school_id=school_id, last_name="Новиков", first_name="Фёдор")
    session.add(new)
    session.flush()
    session.add(Enrolment(school_id=school_id, class_id=six.id or 0, pupil_id=new.id or 0, starts=DAY))
    gone = [cast.id_of("arrived"), cast.id_of("classmate")]
    for one in session.scalars(select(Enrolment).where(col(Enrolment.pupil_id).in_(gone))):
        one.ends = DAY - timedelta(days=1)
    session.flush()
    before = set(told(cast, survey))
    assert opening.bring_up(session, school_id, survey.id or 0, NOON) == 1
    assert set(told(cast, survey)) - before == {new.id}
    found = {frozenset(one) for one in seats(cast, survey)}
    assert frozenset({new.id}) in found
    assert frozenset({cast.id_of("arrived")}) not in found
    assert frozenset({cast.id_of("classmate"), cast.id_of("teacher_parent")}) in found
    assert opening.bring_up(session, school_id, survey.id or 0, NOON) == 0


# ------------------------------------------------------------------------------------------- by itself


def test_a_survey_opens_and_closes_at_its_hours(cast: Cast) -> None:
    closes = LATER + timedelta(days=1)
    survey = sent(cast, opens_at=LATER, closes_at=closes)
    session, number = cast.session, survey.id or 0
    assert (survey.state, seats(cast, survey)) == (SurveyState.WAITING, [])
    assert opening.any_due(session, NOON) == []
    assert opening.any_due(session, LATER) == [(survey.school_id, number)]
    opening.do_due(session, survey.school_id, number, LATER)
    assert (survey.state, survey.opened_at) == (SurveyState.OPEN, LATER)
    assert len(told(cast, survey)) == 2
    opening.do_due(session, survey.school_id, number, closes)
    assert (survey.state, survey.closed_at) == (SurveyState.CLOSED, closes)
    assert told(cast, survey) == {}
    assert opening.any_due(session, closes) == []


def test_one_that_waits_is_taken_back(cast: Cast) -> None:
    survey, session, deputy = sent(cast, opens_at=LATER), cast.session, cast.actor("deputy")
    opening.take_back(session, deputy, survey.id or 0, NOON)
    assert survey.state is SurveyState.DRAFT
    with pytest.raises(NotFound):
        opening.take_back(session, deputy, survey.id or 0, NOON)


def test_one_whose_author_keeps_no_surveys_any_more_is_a_draft_again(cast: Cast) -> None:
    survey, session = sent(cast, opens_at=LATER), cast.session
    cast.accounts["deputy"].blocked = True
    session.flush()
    opening.do_due(session, survey.school_id, survey.id or 0, LATER)
    assert survey.state is SurveyState.DRAFT


def test_an_hour_that_has_passed_is_told(cast: Cast) -> None:
    survey = drafted(cast, opens_at=LATER)
    with pytest.raises(DomainError) as caught:
        opening.send(cast.session, cast.actor("deputy"), survey.id or 0, LATER)
    assert caught.value.message == "This moment has passed: give a later one, or none"
    survey = drafted(cast, closes_at=LATER)
    with pytest.raises(DomainError) as caught:
        opening.send(cast.session, cast.actor("deputy"), survey.id or 0, LATER)
    assert (caught.value.message, caught.value.field) == (
        "Give a later moment, within a year", "closes_at",
    )  # fmt: skip


def test_a_survey_closes_when_it_has_its_answers_and_opens_again(cast: Cast) -> None:
    survey, session, deputy = sent(cast, most_answers=1), cast.session, cast.actor("deputy")
    assert not opening.close_if_full(session, survey, NOON)
    answer(cast, survey, first_seat(cast, survey, "guardian"))
    assert opening.close_if_full(session, survey, NOON)
    assert survey.state is SurveyState.CLOSED
    with pytest.raises(DomainError):
        opening.reopen(session, deputy, survey.id or 0, NOON, NOON)
    opening.reopen(session, deputy, survey.id or 0, LATER, NOON)
    assert (survey.state, survey.closes_at, survey.most_answers) == (SurveyState.OPEN, LATER, None)
    assert len(seats(cast, survey)) == 2
    with pytest.raises(NotFound):
        opening.reopen(session, deputy, survey.id or 0, LATER, NOON)


@pytest.mark.parametrize(
    ("setup", "message", "field"),
    [
        (Setup(anonymous=True), "Who was asked has been promised this: it stays as it is", "anonymous"),
        (
            Setup(per=SurveyPer.PERSON),
            "The survey is open: for whom one answer counts stays as it is",
            "per",
        ),
        (Setup(closes_at=NOON), "Give a later moment, within a year", "closes_at"),
        (Setup(most_answers=0), "Give a number from {low} to {high}", "most_answers"),
    ],
)
def test_what_was_promised_stays_once_it_is_open(cast: Cast, setup: Setup, message: str, field: str) -> None:
    survey = sent(cast)
    with pytest.raises(DomainError) as caught:
        keeping.set_up(cast.session, cast.actor("deputy"), survey.id or 0, setup, NOON)
    assert (caught.value.message, caught.value.field) == (message, field)
    keeping.set_up(cast.session, cast.actor("deputy"), survey.id or 0, Setup(closes_at=LATER), NOON)
    assert survey.closes_at == LATER


def test_whom_an_open_survey_asks_stays(cast: Cast) -> None:
    survey = sent(cast)
    with pytest.raises(DomainError) as caught:
        keeping.set_whom(cast.session, cast.actor("deputy"), survey.id or 0, Whom.BOTH, NOON)
    assert caught.value.message == "The survey is open: whom it asks stays as it is"


# ---------------------------------------------------------------------------------------------- reminded


def test_only_who_has_not_answered_is_reminded_and_not_twice_a_day(cast: Cast) -> None:
    survey, session, deputy = sent(cast, anonymous=True), cast.session, cast.actor("deputy")
    answer(cast, survey, first_seat(cast, survey, "guardian"))
    assert reminding.remind(session, deputy, survey.id or 0, LATER) == 1
    found = told(cast, survey)
    assert found[cast.id_of("teacher_parent")]["reminder"] is True
    assert found[cast.id_of("guardian")]["reminder"] is False
    with pytest.raises(DomainError) as caught:
        reminding.remind(session, deputy, survey.id or 0, LATER + timedelta(hours=1))
    assert caught.value.message == "They were reminded lately: again after {n} hours"
    opening.close(session, deputy, survey.id or 0, LATER)
    with pytest.raises(NotFound):
        reminding.remind(session, deputy, survey.id or 0, LATER + timedelta(days=1))


# ------------------------------------------------------------------------------------ templates, the list


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("locale", ["ru", "en"])
def test_a_template_is_ready_to_be_sent(cast: Cast, template: Template, locale: str) -> None:
    session, deputy = cast.session, replace(cast.actor("deputy"), locale=locale)
    survey = begin_from(session, deputy, template, NOON)
    keeping.add_part(session, deputy, survey.id or 0, class_part(cast, "6b"), NOON)
    assert (survey.title == TEMPLATES[template].title) is (locale == "en")
    assert opening.send(session, deputy, survey.id or 0, NOON).state is SurveyState.OPEN


def test_the_list_shows_what_one_keeps(cast: Cast) -> None:
    survey = sent(cast)
    answer(cast, survey, first_seat(cast, survey, "guardian"))
    (line,) = kept_surveys(cast.session, cast.actor("deputy"), 1).lines
    assert (line.title, line.state, line.seats, line.answered, line.author) == (
        "Поездка", SurveyState.OPEN, 2, 1, "",
    )  # fmt: skip
    assert kept_surveys(cast.session, cast.actor("class_teacher"), 1).lines == []
    assert cast.session.get(SurveyQuestion, 0) is None
