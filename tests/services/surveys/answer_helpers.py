"""Surveys that are open, made as rows: their questions, whom they ask, what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, select

from ejournal.models import (
    OptionAxis,
    QuestionKind,
    RuleKind,
    Survey,
    SurveyAnswer,
    SurveyOption,
    SurveyPer,
    SurveyQuestion,
    SurveyReader,
    SurveyRule,
    SurveySealed,
    SurveySeat,
    SurveySeatChild,
    SurveyState,
)
from ejournal.services.surveys.answers.form import Choosable, FormQuestion
from ejournal.services.surveys.answers.sending import opened_form, send_answer
from tests.cast import DAY, Cast

NOON = datetime.combine(DAY, time(9), UTC)
"""Of DAY, on the school's clock."""
LATER = NOON + timedelta(hours=1)


@dataclass
class Asked:
    """What a question of a test is: its options by their titles; the rule names the one that decides."""

    kind: QuestionKind
    title: str = "Вопрос"
    options: Sequence[str] = ()
    columns: Sequence[str] = ()
    places: dict[str, int] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    rule: tuple[str, RuleKind, tuple[str, ...]] | None = None


@dataclass
class Made:
    """A survey in the database: numbers of its questions and options by title."""

    id: int
    questions: dict[str, int]
    options: dict[str, int]
    seats: dict[str, int] = field(default_factory=dict)

    def said(self, **values: Any) -> dict[str, Any]:
        """Answers by the titles of questions, options by their titles."""
        return {str(self.questions[title]): self._value(value) for title, value in values.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.options.get(one, one) for one in value]
        if isinstance(value, dict):
            return {key: self._value(one) for key, one in value.items()}
        return value


def make_survey(session: Session, school_id: int, author_id: int, *asked: Asked, **more: Any) -> Made:
    """An open survey with these questions; nobody is asked yet."""
    ours = {"school_id": school_id}
    survey = Survey(
        **ours, **{"author_id": author_id, "state": SurveyState.OPEN, "title": "Поездка", "made_at": NOON,
                   "saved_at": NOON, "opened_at": NOON} | more,
    )  # fmt: skip
    session.add(survey)
    session.flush()
    made = Made(survey.id or 0, {}, {})
    for place, one in enumerate(asked, 1):
        question = SurveyQuestion(
            **ours, survey_id=made.id, place=place, kind=one.kind, title=one.title, **one.more
        )
        session.add(question)
        session.flush()
        made.questions[one.title] = question.id or 0
        both = [(OptionAxis.ROW, one.options), (OptionAxis.COLUMN, one.columns)]
        for axis, titles in both:
            for at, title in enumerate(titles, 1):
                option = SurveyOption(
                    **ours, question_id=question.id or 0, place=at, axis=axis, title=title,
                    places=one.places.get(title),
                )  # fmt: skip
                session.add(option)
                session.flush()
                made.options[title] = option.id or 0
        if one.rule is not None:
            on, kind, chosen = one.rule
            numbers = [made.options[title] for title in chosen]
            session.add(
                SurveyRule(
                    **ours, question_id=question.id or 0, on_id=made.questions[on], kind=kind, options=numbers
                )
            )
    session.flush()
    return made


def seat(
    session: Session,
    school_id: int,
    survey_id: int,
    readers: Sequence[int],
    children: Sequence[tuple[int, int]] = (),
    per: SurveyPer = SurveyPer.FAMILY,
) -> int:
    """A seat of these people, because of children (pupil, class)."""
    one = SurveySeat(school_id=school_id, survey_id=survey_id, per=per)
    session.add(one)
    session.flush()
    ours = {"school_id": school_id, "survey_id": survey_id, "seat_id": one.id or 0}
    for pupil_id, class_id in children:
        session.add(SurveySeatChild(**ours, pupil_id=pupil_id, class_id=class_id))
    session.add_all([SurveyReader(**ours, person_id=person_id) for person_id in readers])
    session.flush()
    return one.id or 0


def asked_family(cast: Cast, *asked: Asked, **more: Any) -> Made:
    """A survey of the deputy head to the families of the cast: of Анна and Лев, of Вера, of Илья."""
    session, author = cast.session, cast.actor("deputy")
    made = make_survey(session, author.school_id, author.person_id, *asked, **more)
    families = {
        "guardian": [("pupil", "6b"), ("brother", "2a")],
        "other_guardian": [("other_pupil", "6v")],
        "teacher_parent": [("classmate", "6b")],
    }
    for name, children in families.items():
        numbers = [(cast.id_of(child), cast.classes[title].id or 0) for child, title in children]
        made.seats[name] = seat(session, author.school_id, made.id, [cast.id_of(name)], numbers)
    return made


def answer(cast: Cast, made: Made, who: str, now: datetime = NOON, **values: Any) -> None:
    """Somebody opens the survey and answers."""
    actor = cast.actor(who)
    cast.session.flush()
    seen = opened_form(cast.session, actor, made.id, made.seats[who], now).seen
    send_answer(cast.session, actor, made.id, made.seats[who], made.said(**values), seen, now)


def stored(session: Session, made: Made) -> list[dict[str, Any]]:
    """What is kept of the answers."""
    found = session.scalars(select(SurveyAnswer).where(SurveyAnswer.survey_id == made.id))
    return [dict(one.content) for one in found]


def sealed(session: Session, made: Made) -> list[SurveySealed]:
    """What waits in the urns."""
    return list(session.scalars(select(SurveySealed).where(SurveySealed.survey_id == made.id)))


def question(kind: QuestionKind, options: int = 0, columns: int = 0, **more: Any) -> FormQuestion:
    """A question of number 1 with options 11, 12, … and columns 21, 22, …"""
    rows = tuple(Choosable(11 + one, f"Вариант {one}") for one in range(options))
    tops = tuple(Choosable(21 + one, f"Столбец {one}") for one in range(columns))
    return FormQuestion(1, kind, "Вопрос", options=rows, columns=tops, **more)
