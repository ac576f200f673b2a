"""An anonymous survey ends, by hand or by its hour: what waits comes to light, and it is not opened again."""

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError
from ejournal.models import QuestionKind, Survey, SurveyAnswer, SurveyState
from ejournal.services.surveys import opening
from ejournal.services.surveys.urn import GROUP, put
from tests.cast import Cast
from tests.services.surveys.answer_helpers import LATER, NOON, Asked, Made, asked_family, sealed


def filled(cast: Cast, **more: object) -> Made:
    made = asked_family(cast, Asked(QuestionKind.SCALE, "Как"), anonymous=True, **more)
    survey = cast.session.get_one(Survey, made.id)
    for number in range(GROUP):
        put(cast.session, survey, None, made.said(Как=number + 1), 100)
    return made


def counted(session: Session) -> int:
    return len(session.scalars(select(SurveyAnswer)).all())


def test_closed_by_hand(cast: Cast) -> None:
    made, deputy = filled(cast), cast.actor("deputy")
    assert counted(cast.session) == 0
    opening.close(cast.session, deputy, made.id, NOON)
    assert (counted(cast.session), sealed(cast.session, made)) == (GROUP, [])
    with pytest.raises(DomainError, match="not opened again"):
        opening.reopen(cast.session, deputy, made.id, None, NOON)


def test_closed_by_its_hour(cast: Cast) -> None:
    made = filled(cast, closes_at=NOON)
    school = cast.actor("deputy").school_id
    cast.session.flush()
    opening.do_due(cast.session, school, made.id, LATER)
    assert cast.session.get_one(Survey, made.id).state is SurveyState.CLOSED
    assert counted(cast.session) == GROUP
