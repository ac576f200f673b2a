"""Whose a survey is: of those who keep it, and of those whom it asks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import wards
from ejournal.access.sentences import Asker, Columns, Condition, Sentence, any_of
from ejournal.models import Survey, SurveyAuthor, SurveyReader, SurveySeatChild
from ejournal.models.base import table

_author = table(SurveyAuthor).alias("keeps").c
_reader, _child = table(SurveyReader).alias("asked").c, table(SurveySeatChild).alias("because_of").c


@Sentence
def keeps_survey(session: Session, actor: Actor, survey: Survey) -> bool:
    """The actor is the author of the survey, or keeps it beside them."""
    if survey.author_id == actor.person_id:
        return True
    beside = select(_author.id).where(
        _author.school_id == actor.school_id,
        _author.survey_id == survey.id,
        _author.person_id == actor.person_id,
    )
    return session.scalar(beside) is not None


@keeps_survey.for_rows
def _(asker: Asker, survey: Columns) -> Condition:
    beside = exists().where(
        _author.school_id == asker.school_id,
        _author.survey_id == survey.id,
        _author.person_id == asker.person_id,
    )
    return or_(survey.author_id == asker.person_id, beside)


@Sentence
def is_asked(session: Session, actor: Actor, survey: Survey) -> bool:
    """The actor may use a seat of the survey: one of the own, or of a child for whom they still stand."""
    found = own_seats(actor.school_id, actor.person_id, actor.today).where(_reader.survey_id == survey.id)
    return session.scalar(found.limit(1)) is not None


@is_asked.for_rows
def _(asker: Asker, survey: Columns) -> Condition:
    seats = own_seats(asker.school_id, asker.person_id, asker.today)
    return exists(seats.where(_reader.survey_id == survey.id))


def own_seats(school_id: Any, person_id: Any, today: Any) -> Select[Any]:
    """The seats that the person may use today, by number: values, parameters or columns are asked with.

    A seat because of children is used by those children, and by who stands for one of them.
    """
    about = exists().where(_child.school_id == school_id, _child.seat_id == _reader.seat_id)
    mine = or_(_child.pupil_id == person_id, _child.pupil_id.in_(wards(school_id, person_id, today)))
    return select(_reader.seat_id).where(
        _reader.school_id == school_id, _reader.person_id == person_id, or_(~about, about.where(mine))
    )


RULES: Mapping[tuple[Permission, type[Any]], Sentence] = {
    (Permission.SURVEY_READ, Survey): any_of(keeps_survey, is_asked),
    (Permission.SURVEY_ANSWER, Survey): is_asked,
    (Permission.SURVEY_KEEP, Survey): keeps_survey,
}
