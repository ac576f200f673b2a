"""Surveys that schools ask again and again, ready to be changed; their words stand in the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.models import (
    OptionAxis,
    QuestionKind,
    RuleKind,
    Survey,
    SurveyOption,
    SurveyPer,
    SurveyQuestion,
    SurveyRule,
)
from ejournal.services.surveys.keeping import begin, saved

AGREES = ("Not at all", "Rather not", "Rather yes", "Completely")


class Template(StrEnum):
    """What is asked again and again."""

    SATISFACTION = "satisfaction"
    MEETING = "meeting"
    MEALS = "meals"
    CLUBS = "clubs"
    TRIP = "trip"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of a template; only_if_yes: the place of the yes-or-no question that shows it."""

    kind: QuestionKind
    title: str
    options: Sequence[str] = ()
    columns: Sequence[str] = ()
    required: bool = True
    ends: tuple[str, str] = ("", "")
    most: int | None = None
    only_if_yes: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A survey as it begins from a template."""

    title: str
    asks: Sequence[Ask]
    anonymous: bool = False
    per: SurveyPer = SurveyPer.FAMILY


_MORE = Ask(QuestionKind.LONG_TEXT, "What else is important to know?", required=False)
TEMPLATES: dict[Template, Whole] = {
    Template.SATISFACTION: Whole(
        "What families think of the school",
        (
            Ask(QuestionKind.SCALE, "How content are you with the school as a whole?",
                ends=("not at all", "completely")),
            Ask(QuestionKind.MATRIX, "How far do you agree?",
                ("Lessons are interesting", "The child feels safe", "Teachers are easy to reach",
                 "Homework can be done in time"), AGREES),
            Ask(QuestionKind.SEVERAL, "What should be better first of all?",
                ("Meals", "Clubs", "The building and the yard", "Lessons", "Talk with the school"), most=2),
            Ask(QuestionKind.LONG_TEXT, "What do you value in the school?", required=False),
        ),
        anonymous=True,
        per=SurveyPer.PERSON,
    ),
    Template.MEETING: Whole(
        "When shall we meet?",
        (
            Ask(QuestionKind.SEVERAL, "Which evenings suit you?",
                ("Monday, 18:00", "Tuesday, 18:00", "Wednesday, 18:00", "Thursday, 18:00")),
            Ask(QuestionKind.ONE, "How do you prefer to take part?", ("At school", "By video")),
            Ask(QuestionKind.LONG_TEXT, "What should be talked about?", required=False),
        ),
    ),
    Template.MEALS: Whole(
        "Meals at school",
        (
            Ask(QuestionKind.YES_NO, "Does your child eat at the school canteen?"),
            Ask(QuestionKind.ONE, "Which meals?", ("Breakfast", "Lunch", "Both"), only_if_yes=0),
            Ask(QuestionKind.SCALE, "How does your child like the food?", ends=("not at all", "very much"),
                only_if_yes=0),
            Ask(QuestionKind.SHORT_TEXT, "Is there anything the child must not eat?", required=False),
        ),
        per=SurveyPer.CHILD,
    ),
    Template.CLUBS: Whole(
        "Clubs of the half-year",
        (
            Ask(QuestionKind.SEVERAL, "Which clubs does your child choose?",
                ("Chess", "Choir", "Robotics", "Theatre", "Sports games"), most=2),
            Ask(QuestionKind.SEVERAL, "Which days suit you?",
                ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), required=False),
        ),
        per=SurveyPer.CHILD,
    ),
    Template.TRIP: Whole(
        "A trip: consent",
        (
            Ask(QuestionKind.YES_NO, "Does your child go on the trip?"),
            Ask(QuestionKind.SHORT_TEXT, "A phone by which you are reached that day", only_if_yes=0),
            Ask(QuestionKind.YES_NO, "Can you go with the class as a helper?", only_if_yes=0),
            _MORE,
        ),
        per=SurveyPer.CHILD,
    ),
}  # fmt: skip


def begin_from(session: Session, actor: Actor, template: Template, now: datetime) -> Survey:
    """A new draft with the questions of the template, in the actor's language."""
    whole = TEMPLATES[template]
    survey = begin(session, actor, now, gettext(actor.locale, whole.title))
    survey.anonymous, survey.per = whole.anonymous, whole.per
    made: list[SurveyQuestion] = []
    for place, ask in enumerate(whole.asks):
        made.append(_question(session, survey, place, ask, actor.locale))
        if ask.only_if_yes is not None:
            decider = made[ask.only_if_yes]
            session.add(
                SurveyRule(
                    school_id=survey.school_id, question_id=made[-1].id or 0, on_id=decider.id or 0,
                    kind=RuleKind.YES,
                )
            )  # fmt: skip
    return saved(session, survey, now)


def _question(session: Session, survey: Survey, place: int, ask: Ask, locale: str) -> SurveyQuestion:
    low, high = (gettext(locale, end) if end else "" for end in ask.ends)
    scale = ask.kind is QuestionKind.SCALE
    question = SurveyQuestion(
        school_id=survey.school_id, survey_id=survey.id or 0, place=place, kind=ask.kind,
        title=gettext(locale, ask.title), required=ask.required, most=ask.most,
        low=1 if scale else None, high=5 if scale else None, low_words=low, high_words=high,
    )  # fmt: skip
    session.add(question)
    session.flush()
    for axis, titles in ((OptionAxis.ROW, ask.options), (OptionAxis.COLUMN, ask.columns)):
        session.add_all(
            SurveyOption(
                school_id=survey.school_id, question_id=question.id or 0, place=number, axis=axis,
                title=gettext(locale, title),
            )
            for number, title in enumerate(titles)
        )  # fmt: skip
    session.flush()
    return question
