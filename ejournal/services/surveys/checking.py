"""What a survey lacks before it may be opened; each fault names its question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models import FileUser, OptionAxis, QuestionKind, Survey, SurveyPer, SurveyQuestion, Whom
from ejournal.services.files import keeping as files
from ejournal.services.surveys.keeping import parts_of
from ejournal.services.surveys.questions import CHOOSES_MANY, WITH_OPTIONS, Built, built

NO_ALT = "Say what is on the picture, for those who do not see it"


@dataclass(frozen=True, slots=True)
class Lack:
    """What is lacking, as a message; question_id: where, none for the survey itself; soft: asked of once."""

    error: DomainError
    question_id: int = 0
    soft: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """A survey as it would be opened; pictured: the options that have a picture."""

    survey: Survey
    built: Built
    pictured: frozenset[int] = field(default_factory=frozenset)


def lacks(session: Session, survey: Survey, now: datetime) -> list[Lack]:
    """All that the survey lacks, what is asked of once last; five queries."""
    has = built(session, survey)
    numbers = [one.id or 0 for found in has.options.values() for one in found]
    shown = files.files_of(session, survey.school_id, FileUser.SURVEY_OPTION, numbers)
    asked = _Asked(survey, has, frozenset(shown))
    found = [*_of_survey(session, asked, now)]
    for question in has.questions:
        found += [Lack(error, question.id or 0) for error in _of_question(asked, question)]
    soft = [
        Lack(
            DomainError(NO_ALT, field="alt"),
            one.id or 0,
            True,
        )
        for one in has.questions
        if one.kind is QuestionKind.PICTURE and any(not option.alt for option in has.options_of(one))
    ]
    return found + soft


def _of_survey(session: Session, asked: _Asked, now: datetime) -> list[Lack]:
    survey = asked.survey
    too_late = survey.closes_at is not None and survey.closes_at <= max(now, survey.opens_at or now)
    said = (
        (not survey.title, DomainError("Name the survey", field="title")),
        (
            all(one.kind is QuestionKind.SECTION for one in asked.built.questions),
            DomainError("Add a question first: there is nothing to answer yet", field="questions"),
        ),
        (
            not parts_of(session, survey).chosen,
            DomainError("Choose whom the survey asks", field="people"),
        ),
        (
            survey.per is SurveyPer.FAMILY and survey.whom is Whom.PUPILS,
            DomainError("For a family its guardians answer: ask them, or everybody for oneself", field="per"),
        ),
        (too_late, DomainError("Give a later moment, within a year", field="closes_at")),
    )
    return [Lack(error) for is_so, error in said if is_so]


def _of_question(asked: _Asked, question: SurveyQuestion) -> list[DomainError]:
    if not question.title:
        return [DomainError("Write what is asked", field="question")]
    checks = _CHECKS.get(question.kind, ())
    return [error for check in checks if (error := check(asked, question)) is not None]


_Check = Callable[[_Asked, SurveyQuestion], DomainError | None]


def _titles(asked: _Asked, question: SurveyQuestion, axis: OptionAxis = OptionAxis.ROW) -> list[str]:
    found = asked.built.options_of(question, axis)
    return [one.title.casefold() for one in found if one.title or one.id in asked.pictured]


def _has_options(asked: _Asked, question: SurveyQuestion) -> DomainError | None:
    titles = _titles(asked, question)
    least = 1 if question.kind is QuestionKind.MATRIX or question.other else 2
    if len(titles) < least:
        return DomainError("Give at least two answers to choose from", field="options")
    named = [one for one in titles if one]
    if len(set(named)) < len(named):
        return DomainError("Two answers are the same", field="options")
    return None


def _has_columns(asked: _Asked, question: SurveyQuestion) -> DomainError | None:
    columns = _titles(asked, question, OptionAxis.COLUMN)
    if len(columns) < 2:
        return DomainError("Give at least two columns", field="columns")
    return (
        DomainError("Two answers are the same", field="columns") if len(set(columns)) < len(columns) else None
    )


def _has_pictures(asked: _Asked, question: SurveyQuestion) -> DomainError | None:
    bare = any(one.id not in asked.pictured for one in asked.built.options_of(question))
    return DomainError("An answer has no picture", field="options") if bare else None


def _can_choose(asked: _Asked, question: SurveyQuestion) -> DomainError | None:
    there = len(_titles(asked, question)) + question.other
    if (question.least or 0) > there:
        return DomainError("More is to be chosen than there is", field="least")
    return None


def _keeps_names(asked: _Asked, question: SurveyQuestion) -> DomainError | None:
    counted = any(one.places is not None for one in asked.built.options_of(question))
    if asked.survey.anonymous and counted:
        return DomainError("Places are counted only where answers carry names", field="places")
    return None


def _asks_no_file(asked: _Asked, _question: SurveyQuestion) -> DomainError | None:
    if asked.survey.anonymous:
        return DomainError("A file shows who sent it: an anonymous survey asks for none", field="kind")
    return None


_CHECKS: Mapping[QuestionKind, tuple[_Check, ...]] = {
    **dict.fromkeys(WITH_OPTIONS, (_has_options, _keeps_names)),
    **dict.fromkeys(CHOOSES_MANY, (_has_options, _can_choose, _keeps_names)),
    QuestionKind.PICTURE: (_has_options, _has_pictures, _can_choose, _keeps_names),
    QuestionKind.MATRIX: (_has_options, _has_columns),
    QuestionKind.FILE: (_asks_no_file,),
}


def require_whole(session: Session, survey: Survey, now: datetime, *, sure: bool) -> None:
    """DomainError for the first that the survey lacks; sure: what is asked of once has been."""
    for lack in lacks(session, survey, now):
        if not (lack.soft and sure):
            raise lack.error
