"""What may be chosen in answer to a question: lines, pictures, places."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from sqlmodel import Session

from ejournal import limits
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    FileKind,
    FileUser,
    OptionAxis,
    QuestionKind,
    Survey,
    SurveyOption,
    SurveyQuestion,
)
from ejournal.services.base.texts import written_words
from ejournal.services.files import keeping as files
from ejournal.services.surveys.questions import (
    MOST_OPTIONS,
    WITH_OPTIONS,
    built,
    own_question,
    question_to_change,
)

MOST_PLACES = 100_000
FILES = FileUser.SURVEY_OPTION
FIELDS = {OptionAxis.ROW: "options", OptionAxis.COLUMN: "columns"}
"""By which field of a form something is told of them."""


def put_lines(
    session: Session,
    actor: Actor,
    question_id: int,
    text: str,
    now: datetime,
    *,
    axis: OptionAxis = OptionAxis.ROW,
    sure: bool = False,
) -> None:
    """Offer these lines: who is called the same stays who it was, the others are called anew in their order.

    DomainError for too many.
    """
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    if question.kind not in WITH_OPTIONS:
        raise NotFound
    there = built(session, survey).options_of(question, axis)
    lines = [_title(line) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_OPTIONS:
        raise DomainError("At most {n} options", field=FIELDS[axis], n=MOST_OPTIONS)
    named: dict[str, SurveyOption] = {}
    for one in there:
        named.setdefault(one.title, one)
    kept = [named.pop(line, None) for line in lines]
    spare = [one for one in there if one not in kept]
    for place, (line, stays) in enumerate(zip(lines, kept, strict=True)):
        option = stays or (spare.pop(0) if spare else None)
        if option is None:
            option = SurveyOption(
                school_id=question.school_id, question_id=question.id or 0, place=place, axis=axis
            )
        option.place, option.title = place, line
        session.add(option)
    session.flush()
    for one in spare:
        remove_option(session, actor, one.id or 0, now, sure=sure)


def _added(
    session: Session, survey: Survey, question: SurveyQuestion, lines: Sequence[str], axis: OptionAxis
) -> list[SurveyOption]:
    if question.kind not in WITH_OPTIONS:
        raise NotFound
    there = built(session, survey).options_of(question, axis)
    if len(there) + len(lines) > MOST_OPTIONS:
        raise DomainError("At most {n} options", field="options", n=MOST_OPTIONS)
    begin = max((one.place for one in there), default=-1) + 1
    found = [
        SurveyOption(
            school_id=question.school_id, question_id=question.id or 0, place=place, axis=axis,
            title=_title(line),
        )
        for place, line in enumerate(lines, begin)
    ]  # fmt: skip
    session.add_all(found)
    session.flush()
    return found


def _title(words: str) -> str:
    return written_words(" ".join(words.split()), limits.SURVEY_OPTION, "options", may_be_none=True)


def add_pictures(
    session: Session,
    actor: Actor,
    question_id: int,
    keys: Sequence[str],
    now: datetime,
    *,
    sure: bool = False,
) -> list[SurveyOption]:
    """Each picture that the actor has sent as one more option, called as its file.

    DomainError for what is no picture.
    """
    survey, question = question_to_change(session, actor, question_id, now, sure=sure)
    if question.kind is not QuestionKind.PICTURE:
        raise NotFound
    found = []
    for key in keys:
        file = files.own_unused(session, actor, key)
        if file is not None and file.kind is not FileKind.PICTURE:
            raise DomainError("«{name}» is no picture", field="pictures", name=file.name)
        called = PurePath(file.name).stem[: limits.SURVEY_OPTION] if file is not None else ""
        option = _added(session, survey, question, [called], OptionAxis.ROW)[0]
        files.attach(session, actor, FILES, option.id or 0, [key], now)
        found.append(option)
    return found


def change_option(
    session: Session, actor: Actor, option_id: int, now: datetime, *, sure: bool = False, **texts: str
) -> SurveyOption:
    """Keep what the option is called, or what is on its picture."""
    _, _, option = _to_change(session, actor, option_id, now, sure=sure)
    if "title" in texts:
        option.title = _title(texts["title"])
    if "alt" in texts:
        option.alt = written_words(texts["alt"], limits.SURVEY_ALT, "alt", may_be_none=True)
    session.add(option)
    session.flush()
    return option


def set_places(
    session: Session, actor: Actor, option_id: int, places: int | None, now: datetime, *, sure: bool = False
) -> SurveyOption:
    """How many may choose it, none for any number; DomainError where answers carry no names."""
    survey, _, option = _to_change(session, actor, option_id, now, sure=sure)
    if places is not None and survey.anonymous:
        raise DomainError("Places are counted only where answers carry names", field="places")
    if places is not None and not 1 <= places <= MOST_PLACES:
        raise DomainError("Give a number from {low} to {high}", field="places", low=1, high=MOST_PLACES)
    if places is not None and places < option.taken:
        raise DomainError("{n} places are taken already", field="places", n=option.taken)
    option.places = places
    session.add(option)
    session.flush()
    return option


def move_option(
    session: Session, actor: Actor, option_id: int, by: int, now: datetime, *, sure: bool = False
) -> None:
    """Put the option further up or down among its kin."""
    survey, question, option = _to_change(session, actor, option_id, now, sure=sure)
    others = built(session, survey).options_of(question, option.axis)
    at = next(place for place, one in enumerate(others) if one.id == option.id)
    others.pop(at)
    others.insert(max(0, min(at + by, len(others))), option)
    for place, one in enumerate(others):
        one.place = place
        session.add(one)
    session.flush()


def remove_option(
    session: Session, actor: Actor, option_id: int, now: datetime, *, sure: bool = False
) -> None:
    """Offer it no more; rules that ask for it ask for the others."""
    survey, _, option = _to_change(session, actor, option_id, now, sure=sure)
    for rule in built(session, survey).rules:
        if option_id in rule.options:
            rule.options = [one for one in rule.options if one != option_id]
            if rule.options:
                session.add(rule)
            else:
                session.delete(rule)
    if survey.opened_at is not None:
        option.removed_revision = survey.revision
        session.add(option)
    else:
        files.remove(session, option.school_id, FILES, option_id)
        session.delete(option)
    session.flush()


def _to_change(
    session: Session, actor: Actor, option_id: int, now: datetime, *, sure: bool
) -> tuple[Survey, SurveyQuestion, SurveyOption]:
    option = session.get(SurveyOption, option_id)
    if option is None or option.school_id != actor.school_id or option.removed_revision is not None:
        raise NotFound
    own_question(session, actor, option.question_id)
    survey, question = question_to_change(session, actor, option.question_id, now, sure=sure)
    session.refresh(option)
    if option.removed_revision is not None:
        raise NotFound
    return survey, question, option
