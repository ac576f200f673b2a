"""A survey ends: no answers are taken any more, anonymous ones come to light."""

from datetime import datetime

from sqlmodel import Session

from ejournal.models import Survey, SurveyState
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import survey_answers_topic, survey_list_topic, survey_topic
from ejournal.services.surveys.answers.urn import pour_out


def end(session: Session, survey: Survey, now: datetime) -> None:
    """Close the survey, whoever or whatever asks for it: whoever answers has ended before, or is told."""
    lock_row(session, Survey, survey.school_id, survey.id or 0)
    survey.state, survey.closed_at = SurveyState.CLOSED, now
    session.flush()
    if survey.anonymous:
        pour_out(session, survey)
    for topic in (
        survey_topic(survey.id or 0),
        survey_answers_topic(survey.id or 0),
        survey_list_topic(survey.school_id),
    ):
        note(session, topic)
