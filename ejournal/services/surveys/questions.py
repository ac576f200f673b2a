"""The questions of a survey: put in, changed, moved, copied, taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    FileUser,
    OptionAxis,
    QuestionKind,
    Survey,
    SurveyOption,
    SurveyQuestion,
    SurveyRule,
)
from ejournal.services.base import tables as db
from ejournal.services.base.texts import written_words
from ejournal.services.files import keeping as files
from ejournal.services.surveys.keeping import own_survey, to_change

MOST_QUESTIONS = 200
MOST_SIGNS = 4000
"""Of a text that answers."""
MOST_OPTIONS = 50
"""Of a question, or of one side of a matrix."""
WITH_OPTIONS = (
    QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.PICTURE, QuestionKind.ORDER, QuestionKind.MATRIX,
)  # fmt: skip
"""Kinds that offer something to choose."""
CHOOSES_MANY = (QuestionKind.SEVERAL, QuestionKind.PICTURE)
"""Kinds of which least and most say how many are chosen."""
SCALE = range(11)
SCALE_ENDS = (1.0, 5.0)
LARGEST = 1_000_000_000.0
_option, _rule = db.survey_option.c, db.survey_rule.c


@dataclass(frozen=True, slots=True)
class Built:
    """The questions as they stand, each with its options and rules."""

    questions: tuple[SurveyQuestion, ...]
    options: Mapping[int, tuple[SurveyOption, ...]]
    rules: tuple[SurveyRule, ...]

    def options_of(self, question: SurveyQuestion, axis: OptionAxis = OptionAxis.ROW) -> list[SurveyOption]:
        """What may be chosen; of a matrix its rows, or its columns."""
        return [one for one in self.options.get(question.id or 0, ()) if one.axis is axis]

    def rule_of(self, question_id: int) -> SurveyRule | None:
        """When the question is shown, if not always."""
        return next((one for one in self.rules if one.question_id == question_id), None)

    def number_of(self, question_id: int) -> int:
        """The number under which people see the question: sections have none."""
        asked = [one.id for one in self.questions if one.kind is not QuestionKind.SECTION]
        return asked.index(question_id) + 1 if question_id in asked else 0


def built(session: Session, survey: Survey) -> Built:
    """The questions that stand, in order; for whoever may see the survey. Three queries."""
    questions = session.scalars(
        select(SurveyQuestion)
        .where(
            col(SurveyQuestion.school_id) == survey.school_id,
            col(SurveyQuestion.survey_id) == survey.id,
            col(SurveyQuestion.removed_revision).is_(None),
        )
        .order_by(col(SurveyQuestion.place), col(SurveyQuestion.id))
    ).all()
    numbers = [one.id or 0 for one in questions]
    options: dict[int, list[SurveyOption]] = {}
    for one in session.scalars(
        select(SurveyOption)
        .where(
            col(SurveyOption.school_id) == survey.school_id,
            col(SurveyOption.question_id).in_(numbers),
            col(SurveyOption.removed_revision).is_(None),
        )
        .order_by(col(SurveyOption.place), col(SurveyOption.id))
    ):
        options.setdefault(one.question_id, []).append(one)
    rules = session.scalars(
        select(SurveyRule)
        .where(
            col(SurveyRule.school_id) == survey.school_id, col(SurveyRule.question_id).in_(numbers)
        ).order_by(col(SurveyRule.id))
    ).all()  # fmt: skip
    return Built(tuple(questions), {number: tuple(found) for number, found in options.items()}, tuple(rules))


def own_question(session: Session, actor: Actor, question_id: int) -> SurveyQuestion:
    """A standing question of a survey that the actor keeps; NotFound for any other."""
    found = session.get(SurveyQuestion, question_id)
    if found is None or found.school_id != actor.school_id or found.removed_revision is not None:
        raise NotFound
    own_survey(session, actor, found.survey_id)
    return found


def question_to_change(
    session: Session, actor: Actor, question_id: int, now: datetime, *, sure: bool
) -> tuple[Survey, SurveyQuestion]:
    """The question and its survey, held, of which something is changed next."""
    question = own_question(session, actor, question_id)
    survey = to_change(session, actor, question.survey_id, now, sure=sure)
    session.refresh(question)
    if question.removed_revision is not None:
        raise NotFound
    return survey, question


# ------------------------------------------------------------------------------------------ put in


def add_question(
    session: Session,
    actor: Actor,
    survey_id: int,
    kind: QuestionKind,
    now: datetime,
    *,
    after: int | None = None,
    sure: bool = False,
) -> SurveyQuestion:
    """A new question at the end, or behind another; DomainError where there are too many."""
    survey = to_change(session, actor, survey_id, now, sure=sure)
    questions = list(built(session, survey).questions)
    if len(questions) >= MOST_QUESTIONS:
        raise DomainError("At most {n} questions: nobody answers more", field="questions", n=MOST_QUESTIONS)
    question = SurveyQuestion(school_id=survey.school_id, survey_id=survey_id, place=0, kind=kind)
    if kind is QuestionKind.SCALE:
        question.low, question.high = SCALE_ENDS
    session.add(question)
    session.flush()
    _begin_options(session, question, ())
    behind = next((place for place, one in enumerate(questions, 1) if one.id == after), len(questions))
    _order(session, [*questions[:behind], question, *questions[behind:]])
    return question


def _begin_options(session: Session, question: SurveyQuestion, has: Sequence[SurveyOption]) -> None:
    """Empty lines to write into, where the kind offers something and there is nothing yet."""
    of_kind = {
        QuestionKind.ONE: (OptionAxis.ROW,), QuestionKind.SEVERAL: (OptionAxis.ROW,),
        QuestionKind.ORDER: (OptionAxis.ROW,), QuestionKind.MATRIX: tuple(OptionAxis),
    }  # fmt: skip
    for axis in of_kind.get(question.kind, ()):
        there = sum(one.axis is axis for one in has)
        for place in range(there, 2):
            session.add(
                SurveyOption(
                    school_id=question.school_id, question_id=question.id or 0, place=place, axis=axis
                )
            )
    session.flush()


def _order(session: Session, questions: Sequence[SurveyQuestion]) -> None:
    for place, one in enumerate(questions):
        one.place = place
        session.add(one)
    session.flush()


# ----------------------------------------------------------------------------------------- changed

_TEXTS = {
    "title": limits.SURVEY_QUESTION,
    "note": limits.SURVEY_NOTE,
    "low_words": limits.SURVEY_END,
    "high_words": limits.SURVEY_END,
}
_FLAGS = ("required", "shuffled", "other")


def change_question(
    session: Session, actor: Actor, question_id: int, now: datetime, *, sure: bool = False, **what: Any
) -> SurveyQuestion:
    """Keep texts, switches or bounds of the question; DomainError by the field for what does not fit."""
    _, question = question_to_change(session, actor, question_id, now, sure=sure)
    for field, value in what.items():
        if field in _TEXTS:
            words = " ".join(value.split()) if field != "note" else value
            told = "question" if field == "title" else field
            setattr(question, field, written_words(words, _TEXTS[field], told, may_be_none=True))
        elif field in _FLAGS:
            setattr(question, field, value is True)
        elif field in ("least", "most"):
            setattr(question, field, _count(question, field, value))
        elif field in ("low", "high"):
            setattr(question, field, _bound(question, field, value))
        else:
            raise NotFound
    _check_pairs(question, tuple(what))
    session.add(question)
    session.flush()
    return question


def _count(question: SurveyQuestion, field: str, value: int | None) -> int | None:
    texts = question.kind in (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT)
    high = MOST_SIGNS if texts else MOST_OPTIONS
    if value is not None and not 1 <= value <= high:
        raise DomainError("Give a number from {low} to {high}", field=field, low=1, high=high)
    return value


def _bound(question: SurveyQuestion, field: str, value: float | None) -> float | None:
    if question.kind is QuestionKind.SCALE:
        if value is None or value != int(value) or int(value) not in SCALE:
            raise DomainError(
                "Give a number from {low} to {high}", field=field, low=SCALE.start, high=SCALE.stop - 1
            )
        return value
    if value is not None and abs(value) > LARGEST:
        raise DomainError("Such large numbers are not asked for", field=field)
    return value


def _check_pairs(question: SurveyQuestion, changed: Sequence[str]) -> None:
    for low, high in (("least", "most"), ("low", "high")):
        ends = getattr(question, low), getattr(question, high)
        if None in ends or not {low, high} & set(changed):
            continue
        equal = question.kind is QuestionKind.SCALE and low == "low" and ends[0] == ends[1]
        if ends[0] > ends[1] or equal:
            field = low if low in changed else high
            raise DomainError("The lower bound stands above the upper one", field=field)


def change_kind(
    session: Session, actor: Actor, question_id: int, kind: QuestionKind, now: datetime, *, sure: bool = False
) -> SurveyQuestion:
    """Ask the same in another way; what is answered already stays with the former question.

    Options stay for a kind that offers some again; rules that ask of the answer go where it is another.
    """
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    if question.kind is kind:
        return question
    if survey.opened_at is not None:
        return _replaced(session, survey, question, kind)
    question.kind = kind
    if kind is QuestionKind.SCALE:
        question.low, question.high = SCALE_ENDS
    elif kind is QuestionKind.NUMBER:
        question.low = question.high = None
    question.least = question.most = None
    session.add(question)
    _begin_options(session, question, built(session, survey).options.get(question.id or 0, ()))
    session.execute(
        delete(db.survey_rule).where(_rule.school_id == question.school_id, _rule.on_id == question.id)
    )
    session.flush()
    return question


def _replaced(
    session: Session, survey: Survey, question: SurveyQuestion, kind: QuestionKind
) -> SurveyQuestion:
    has = built(session, survey)
    other = copied(session, question, has.options.get(question.id or 0, ()), question.survey_id)
    other.kind = kind
    if kind is QuestionKind.SCALE:
        other.low, other.high = SCALE_ENDS
    session.add(other)
    session.flush()
    _begin_options(session, other, built(session, survey).options.get(other.id or 0, ()))
    _order(session, [other if one.id == question.id else one for one in has.questions])
    _take_out(session, survey, question)
    return other


# -------------------------------------------------------------------------------- moved, copied, taken out


def move_question(
    session: Session, actor: Actor, question_id: int, to: int, now: datetime, *, sure: bool = False
) -> None:
    """Put the question on the place, counted from zero.

    DomainError where a rule would ask what comes later.
    """
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    has = built(session, survey)
    others = [one for one in has.questions if one.id != question.id]
    to = max(0, min(to, len(others)))
    ordered = [*others[:to], question, *others[to:]]
    places = {one.id: place for place, one in enumerate(ordered)}
    if any(places.get(one.on_id, 0) >= places.get(one.question_id, 0) for one in has.rules):
        raise DomainError("The question that decides whether another is shown stays before it")
    _order(session, ordered)


def copy_question(
    session: Session, actor: Actor, question_id: int, now: datetime, *, sure: bool = False
) -> SurveyQuestion:
    """The same question once more, right behind it; without its rule."""
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    has = built(session, survey)
    if len(has.questions) >= MOST_QUESTIONS:
        raise DomainError("At most {n} questions: nobody answers more", field="questions", n=MOST_QUESTIONS)
    other = copied(session, question, has.options.get(question.id or 0, ()), question.survey_id)
    behind = next(place for place, one in enumerate(has.questions, 1) if one.id == question.id)
    _order(session, [*has.questions[:behind], other, *has.questions[behind:]])
    return other


_COPIED = (
    "kind", "title", "note", "required", "least", "most", "low", "high", "low_words", "high_words",
    "shuffled", "other",
)  # fmt: skip


def copied(
    session: Session, question: SurveyQuestion, options: Sequence[SurveyOption], survey_id: int
) -> SurveyQuestion:
    """A question as this one, with its options and their pictures, in a survey."""
    other = SurveyQuestion(
        school_id=question.school_id, survey_id=survey_id, place=question.place,
        **{name: getattr(question, name) for name in _COPIED},
    )  # fmt: skip
    session.add(other)
    session.flush()
    for one in options:
        option = SurveyOption(
            school_id=one.school_id, question_id=other.id or 0, place=one.place, axis=one.axis,
            title=one.title, alt=one.alt, places=one.places,
        )  # fmt: skip
        session.add(option)
        session.flush()
        files.show_too(session, one.school_id, FileUser.SURVEY_OPTION, one.id or 0, option.id or 0)
    return other


def remove_question(
    session: Session, actor: Actor, question_id: int, now: datetime, *, sure: bool = False
) -> int:
    """Ask it no more; how many other questions depended on it and are shown to everybody now."""
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    dependent = sum(one.on_id == question.id for one in built(session, survey).rules)
    _take_out(session, survey, question)
    return dependent


def _take_out(session: Session, survey: Survey, question: SurveyQuestion) -> None:
    """Out of the survey; with answers to it the row stays for them."""
    session.execute(
        delete(db.survey_rule).where(
            _rule.school_id == question.school_id,
            or_(_rule.question_id == question.id, _rule.on_id == question.id),
        )
    )
    if survey.opened_at is not None:
        question.removed_revision = survey.revision
        session.add(question)
    else:
        remove_rows(session, question.school_id, [question.id or 0])
    session.flush()
    session.expire_all()


def remove_rows(session: Session, school_id: int, questions: Sequence[int]) -> None:
    """The rows of questions that nobody was asked, with their options and pictures."""
    options = session.scalars(
        select(_option.id).where(_option.school_id == school_id, _option.question_id.in_(questions))
    ).all()
    for option_id in options:
        files.remove(session, school_id, FileUser.SURVEY_OPTION, option_id)
    session.execute(delete(db.survey_option).where(_option.id.in_(options)))
    session.execute(delete(db.survey_question).where(db.survey_question.c.id.in_(questions)))
