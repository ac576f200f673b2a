"""When a question is shown: only by what was answered before it, so that nothing goes in a circle."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import QuestionKind, RuleKind, SurveyQuestion, SurveyRule
from ejournal.services.base import tables as db
from ejournal.services.surveys.questions import Built, built, question_to_change

_rule = db.survey_rule.c
_CHOSEN = (RuleKind.HAS, RuleKind.HAS_NOT)
KINDS: dict[QuestionKind, tuple[RuleKind, ...]] = {
    QuestionKind.YES_NO: (RuleKind.YES, RuleKind.NO),
    QuestionKind.ONE: _CHOSEN,
    QuestionKind.SEVERAL: _CHOSEN,
    QuestionKind.PICTURE: _CHOSEN,
    QuestionKind.SCALE: (RuleKind.AT_LEAST,),
    QuestionKind.NUMBER: (RuleKind.AT_LEAST,),
}
"""What may be asked of the answer to each kind of question; of the others nothing."""


def deciders(has: Built, question_id: int) -> list[SurveyQuestion]:
    """The questions before this one that may decide whether it is shown."""
    before: list[SurveyQuestion] = []
    for one in has.questions:
        if one.id == question_id:
            return before
        if one.kind in KINDS:
            before.append(one)
    return []


def put_rule(
    session: Session,
    actor: Actor,
    question_id: int,
    on_id: int,
    kind: RuleKind,
    now: datetime,
    *,
    options: Sequence[int] = (),
    number: float | None = None,
    sure: bool = False,
) -> SurveyRule:
    """Show the question only if the earlier one was answered so; in place of the rule that it had.

    NotFound for a question that is not before it or does not decide, or options that are not its own.
    """
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    has = built(session, survey)
    on = next((one for one in deciders(has, question_id) if one.id == on_id), None)
    if on is None or kind not in KINDS[on.kind]:
        raise NotFound
    chosen = sorted(set(options)) if kind in _CHOSEN else []
    if set(chosen) - {one.id for one in has.options_of(on)}:
        raise NotFound
    if kind in _CHOSEN and not chosen:
        raise DomainError("Choose at least one answer", field="rule")
    if kind is RuleKind.AT_LEAST and number is None:
        raise DomainError("Give a number", field="rule")
    _drop(session, question)
    rule = SurveyRule(
        school_id=question.school_id, question_id=question_id, on_id=on_id, kind=kind, options=chosen,
        number=number if kind is RuleKind.AT_LEAST else None,
    )  # fmt: skip
    session.add(rule)
    session.flush()
    return rule


def drop_rule(session: Session, actor: Actor, question_id: int, now: datetime, *, sure: bool = False) -> None:
    """Show the question to everybody."""
    _, question = question_to_change(session, actor, question_id, now, sure=sure)
    _drop(session, question)
    session.flush()


def _drop(session: Session, question: SurveyQuestion) -> None:
    which = _rule.school_id == question.school_id, _rule.question_id == question.id
    session.execute(delete(db.survey_rule).where(*which))
