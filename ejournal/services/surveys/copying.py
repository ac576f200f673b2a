"""A survey copied: the same questions, to be asked again or of others."""

from datetime import datetime

from sqlmodel import Session

from ejournal import limits
from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.models import Survey, SurveyRule
from ejournal.services.audience.offered import require_part
from ejournal.services.surveys.keeping import KEEP, begin, own_survey, parts_of
from ejournal.services.surveys.questions import Built, built, copied

_COPIED = ("intro", "anonymous", "per", "whom", "results_when", "results_whom")


def copy(session: Session, actor: Actor, survey_id: int, now: datetime) -> Survey:
    """A new draft with the same questions, rules and parts of the school that the actor may choose."""
    survey = own_survey(session, actor, survey_id)
    other = begin(session, actor, now, survey.title[: limits.SURVEY_TITLE])
    for name in _COPIED:
        setattr(other, name, getattr(survey, name))
    other.copy_of_id = survey.id
    session.add(other)
    session.flush()
    parts = parts_of(session, other)
    parts.replace()
    for part in parts_of(session, survey).chosen:
        try:
            require_part(session, actor, KEEP, part)
        except NotFound:
            continue
        parts.add(part)
    _copy_questions(session, built(session, survey), other)
    return other


def _copy_questions(session: Session, has: Built, other: Survey) -> None:
    questions: dict[int, int] = {}
    options: dict[int, int] = {}
    for question in has.questions:
        there = has.options.get(question.id or 0, ())
        made = copied(session, question, there, other.id or 0)
        questions[question.id or 0] = made.id or 0
        new = built(session, other).options.get(made.id or 0, ())
        options |= {old.id or 0: one.id or 0 for old, one in zip(there, new, strict=True)}
    for rule in has.rules:
        if rule.question_id in questions and rule.on_id in questions:
            session.add(
                SurveyRule(
                    school_id=rule.school_id, question_id=questions[rule.question_id],
                    on_id=questions[rule.on_id], kind=rule.kind, number=rule.number,
                    options=[options[one] for one in rule.options if one in options],
                )
            )  # fmt: skip
    session.flush()
