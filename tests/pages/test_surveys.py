"""The list of the surveys that one keeps."""

from datetime import timedelta

from sqlalchemy import update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.pages.surveys.list_state import SurveysState
from ejournal.services.base import tables as db
from ejournal.services.surveys import opening
from tests.cast import Cast
from tests.pages.conftest import OpenTab
from tests.services.surveys.survey_helpers import LATER, sent

HOUR = timedelta(hours=1)


def test_a_survey_that_found_nobody_in_its_hour_says_so(cast: Cast, open_tab: OpenTab) -> None:
    now = clock.now()
    with session_scope() as session:
        cast.session = session
        survey = sent(cast, opens_at=LATER)
        session.execute(update(db.survey).values(opens_at=now - HOUR))
        session.execute(update(db.enrolment).values(ends=now.date() - timedelta(days=400)))
        session.expire_all()
        opening.do_due(session, survey.school_id, survey.id or 0, now)
    tab = open_tab("deputy", "/surveys")
    tab.send(SurveysState.load)
    [line] = tab.state(SurveysState).lines
    assert line.note.startswith("не открыт в свой час, ")
    assert "некого было спросить" in line.note
    assert line.badge == "Черновик"
