"""A draft thrown away with all that it holds."""

from sqlalchemy import delete, select, update
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.models import SurveyState
from ejournal.services.base import tables as db
from ejournal.services.surveys.keeping import held, tell
from ejournal.services.surveys.questions import remove_rows

_survey, _question, _rule = db.survey.c, db.survey_question.c, db.survey_rule.c


def throw_away(session: Session, actor: Actor, survey_id: int) -> None:
    """Throw a draft away; NotFound once it was opened, for what was said stays."""
    survey = held(session, actor, survey_id)
    if survey.state is not SurveyState.DRAFT or survey.opened_at is not None:
        raise NotFound
    tell(session, survey)
    school_id = survey.school_id
    of_survey = _question.school_id == school_id, _question.survey_id == survey_id
    questions = session.scalars(select(_question.id).where(*of_survey)).all()
    of_questions = _rule.school_id == school_id, _rule.question_id.in_(questions)
    session.execute(delete(db.survey_rule).where(*of_questions))
    remove_rows(session, school_id, questions)
    for rows in (db.survey_part, db.survey_author):
        session.execute(delete(rows).where(rows.c.school_id == school_id, rows.c.survey_id == survey_id))
    copies = _survey.school_id == school_id, _survey.copy_of_id == survey_id
    session.execute(update(db.survey).where(*copies).values(copy_of_id=None))
    session.delete(survey)
    session.flush()
