"""A survey is answered: for one's own seat, once or until it closes, by two at once, while it changes."""

import base64
from typing import Any

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AuditEntry,
    Guardianship,
    OutboxNotice,
    QuestionKind,
    RuleKind,
    Survey,
    SurveyAnswer,
    SurveyOption,
    SurveyQuestion,
    SurveySeat,
    SurveyState,
)
from ejournal.services.surveys.answers.seats import seats_of, to_answer
from ejournal.services.surveys.answers.sending import Overtaken, opened_form, send_answer
from ejournal.services.surveys.answers.values import FaultyAnswers
from tests.cast import DAY, Cast
from tests.services.surveys.answer_helpers import (
    LATER,
    NOON,
    Asked,
    Made,
    answer,
    asked_family,
    sealed,
    stored,
)

K = QuestionKind
WHERE = Asked(K.PICTURE, "Куда", ("Музей", "Лес"), more={"required": True})
WHY = Asked(K.SHORT_TEXT, "Почему", rule=("Куда", RuleKind.HAS, ("Лес",)))
CLUB = Asked(K.SEVERAL, "Кружок", ("Шахматы", "Хор", "Театр"), places={"Шахматы": 1, "Хор": 5})


def chose(*titles: str, **more: Any) -> dict[str, Any]:
    return {"options": list(titles), **more}


def taken(session: Session, made: Made, title: str) -> int:
    option = session.get_one(SurveyOption, made.options[title], populate_existing=True)
    return option.taken


def test_an_answer_is_kept_for_the_seat_with_its_day_and_its_class(cast: Cast) -> None:
    made = asked_family(cast, WHERE, WHY)
    answer(cast, made, "guardian", Куда=chose("Лес"), Почему="любим лес")
    kept = cast.session.scalars(select(SurveyAnswer)).one()
    assert kept.content == made.said(Куда=chose("Лес"), Почему="любим лес")
    assert (kept.seat_id, kept.day, kept.revision) == (made.seats["guardian"], DAY, 1)
    assert kept.class_id == cast.classes["6b"].id
    assert cast.session.get_one(SurveySeat, made.seats["guardian"]).answered_on == DAY


def test_it_is_changed_until_the_survey_closes(cast: Cast) -> None:
    made = asked_family(cast, WHERE, WHY)
    answer(cast, made, "guardian", Куда=chose("Лес"), Почему="любим лес")
    answer(cast, made, "guardian", Куда=chose("Музей"), Почему="осталось от прежнего")
    assert stored(cast.session, made) == [made.said(Куда=chose("Музей"))]
    survey = cast.session.get_one(Survey, made.id)
    survey.closes_at = LATER
    with pytest.raises(DomainError, match="closed"):
        answer(cast, made, "guardian", LATER, Куда=chose("Лес"))
    survey.closes_at, survey.state = None, SurveyState.CLOSED
    with pytest.raises(DomainError, match="closed"):
        answer(cast, made, "guardian", Куда=chose("Лес"))
    assert stored(cast.session, made) == [made.said(Куда=chose("Музей"))]
    assert not opened_form(cast.session, cast.actor("guardian"), made.id, None, LATER).is_open


@pytest.mark.parametrize("who", ["other_guardian", "pupil", "teacher", "deputy", "admin", "teacher_b"])
def test_nobody_answers_for_another(cast: Cast, who: str) -> None:
    made = asked_family(cast, WHERE)
    with pytest.raises(NotFound):
        send_answer(
            cast.session,
            cast.actor(who),
            made.id,
            made.seats["guardian"],
            made.said(Куда=chose("Лес")),
            "1:",
            NOON,
        )
    with pytest.raises(NotFound):
        opened_form(cast.session, cast.actor(who), made.id, made.seats["guardian"], NOON)
    assert stored(cast.session, made) == []


def test_a_guardian_without_rights_any_more_answers_for_the_child_no_more(cast: Cast) -> None:
    made = asked_family(cast, WHERE)
    own = select(Guardianship).where(Guardianship.guardian_id == cast.id_of("other_guardian"))
    cast.session.delete(cast.session.scalars(own).one())
    cast.session.flush()
    with pytest.raises(NotFound):
        answer(cast, made, "other_guardian", Куда=chose("Лес"))


def test_an_option_that_was_removed_is_told_by_its_question(cast: Cast) -> None:
    made = asked_family(cast, WHERE)
    cast.session.get_one(SurveyOption, made.options["Лес"]).removed_revision = 2
    with pytest.raises(FaultyAnswers) as refused:
        answer(cast, made, "guardian", Куда=chose("Лес"))
    assert set(refused.value.faults) == {made.questions["Куда"]}


def test_questions_that_changed_meanwhile_are_looked_at_anew(cast: Cast) -> None:
    made = asked_family(cast, WHERE)
    actor = cast.actor("guardian")
    seen = opened_form(cast.session, actor, made.id, None, NOON).seen
    cast.session.get_one(Survey, made.id).revision = 2
    cast.session.flush()
    said = made.said(Куда=chose("Лес"))
    with pytest.raises(Overtaken, match="questions were changed"):
        send_answer(cast.session, actor, made.id, made.seats["guardian"], said, seen, NOON)
    answer(cast, made, "guardian", Куда=chose("Лес"))
    assert cast.session.scalars(select(SurveyAnswer.revision)).all() == [2]


def test_the_second_tab_is_told_and_may_send_all_the_same(cast: Cast) -> None:
    made = asked_family(cast, WHERE)
    actor, seat_id = cast.actor("guardian"), made.seats["guardian"]
    seen = opened_form(cast.session, actor, made.id, None, NOON).seen
    forest, museum = (made.said(Куда=chose(title)) for title in ("Лес", "Музей"))
    send_answer(cast.session, actor, made.id, seat_id, forest, seen, NOON)
    with pytest.raises(Overtaken, match="Another answer was sent"):
        send_answer(cast.session, actor, made.id, seat_id, museum, seen, NOON)
    assert stored(cast.session, made) == [forest]
    answer(cast, made, "guardian", Куда=chose("Музей"))
    assert stored(cast.session, made) == [museum]


def test_places_are_taken_and_freed(cast: Cast) -> None:
    made = asked_family(cast, CLUB)
    answer(cast, made, "guardian", Кружок=chose("Шахматы", "Хор"))
    assert [taken(cast.session, made, one) for one in ("Шахматы", "Хор")] == [1, 1]
    with pytest.raises(FaultyAnswers) as refused:
        answer(cast, made, "other_guardian", Кружок=chose("Шахматы"))
    fault = refused.value.faults[made.questions["Кружок"]]
    assert (fault.message, fault.params) == (
        "No places are left: {titles}. Choose something else", {"titles": "Шахматы"}
    )  # fmt: skip
    answer(cast, made, "guardian", Кружок=chose("Хор"))
    answer(cast, made, "other_guardian", Кружок=chose("Шахматы"))
    assert taken(cast.session, made, "Шахматы") == 1
    assert taken(cast.session, made, "Хор") == 1


def test_at_so_many_answers_it_closes_by_itself(cast: Cast) -> None:
    made = asked_family(cast, WHERE, most_answers=2)
    answer(cast, made, "guardian", Куда=chose("Лес"))
    answer(cast, made, "guardian", Куда=chose("Музей"))
    answer(cast, made, "other_guardian", Куда=chose("Лес"))
    assert cast.session.get_one(Survey, made.id).state is SurveyState.CLOSED
    with pytest.raises(DomainError, match="closed"):
        answer(cast, made, "teacher_parent", Куда=chose("Лес"))


def test_an_anonymous_answer_leaves_nothing_but_the_day_and_what_is_sealed(cast: Cast) -> None:
    made = asked_family(cast, WHERE, Asked(K.LONG_TEXT, "Слова"), anonymous=True)
    session = cast.session
    before = [session.scalar(select(model).order_by(model.id.desc())) for model in (AuditEntry, OutboxNotice)]
    answer(cast, made, "guardian", Куда=chose("Лес"), Слова="Тайна семьи")
    answer(cast, made, "other_guardian", Куда=chose("Музей"))
    after = [session.scalar(select(model).order_by(model.id.desc())) for model in (AuditEntry, OutboxNotice)]
    assert after == before
    assert stored(session, made) == []
    waiting = sealed(session, made)
    assert len(waiting) == 2
    assert len({len(one.content) for one in waiting}) == 1
    assert all("Тайна" not in one.content for one in waiting)
    assert opened_form(session, cast.actor("guardian"), made.id, None, NOON).content is None
    with pytest.raises(DomainError, match="cannot be changed"):
        answer(cast, made, "guardian", Куда=chose("Лес"))


def test_no_time_stands_in_what_is_sealed(cast: Cast) -> None:
    made = asked_family(cast, WHERE, anonymous=True)
    answer(cast, made, "guardian", Куда=chose("Лес"))
    token = base64.urlsafe_b64decode(sealed(cast.session, made)[0].content)
    assert token[1:9] == bytes(8)


def test_a_file_is_not_taken_without_a_name(cast: Cast) -> None:
    made = asked_family(cast, Asked(K.FILE, "Справка"), anonymous=True)
    with pytest.raises(FaultyAnswers) as refused:
        answer(cast, made, "guardian", Справка=["key"])
    assert "anonymous" in refused.value.faults[made.questions["Справка"]].message


def test_what_waits_for_an_answer_stands_first(cast: Cast) -> None:
    done = asked_family(cast, WHERE)
    waits = asked_family(cast, WHERE, closes_at=LATER)
    over = asked_family(cast, WHERE, closes_at=NOON)
    draft = asked_family(cast, WHERE, state=SurveyState.DRAFT)
    answer(cast, done, "guardian", Куда=chose("Лес"))
    found = to_answer(cast.session, cast.actor("guardian"), NOON)
    assert [one.id for one in found if one.waits] == [waits.id]
    assert found[0].id == waits.id
    assert {one.id for one in found} == {done.id, waits.id, over.id}
    assert draft.id not in {one.id for one in found}
    assert to_answer(cast.session, cast.actor("teacher"), NOON) == []


def test_the_seat_says_for_which_children_it_is(cast: Cast) -> None:
    made = asked_family(cast, WHERE)
    survey = cast.session.get_one(Survey, made.id)
    seat = seats_of(cast.session, cast.actor("guardian"), survey)[0]
    assert [(one.first_name, one.class_title) for one in seat.children] == [
        ("Анна", "6 «Б»"),
        ("Лев", "2 «А»"),
    ]


def test_a_question_that_is_gone_is_not_asked(cast: Cast) -> None:
    made = asked_family(cast, WHERE, WHY)
    cast.session.get_one(SurveyQuestion, made.questions["Почему"]).removed_revision = 2
    cast.session.flush()
    form = opened_form(cast.session, cast.actor("guardian"), made.id, None, NOON).form
    assert [one.title for one in form.questions] == ["Куда"]
