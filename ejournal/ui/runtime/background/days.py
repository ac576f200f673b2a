"""What a new day brings by itself: courses that another teaches from today on, old notes thrown away."""

import asyncio
import itertools
import logging

import reflex as rx

from ejournal import clock
from ejournal.database import session_scope
from ejournal.services.chat.telling import schools_to_tell, tell_waiting
from ejournal.services.courses.teacher_changes import any_due, apply_all_due
from ejournal.services.documents import due as due_documents
from ejournal.services.events import reminding
from ejournal.services.messages import sending
from ejournal.services.news import publishing
from ejournal.services.openings.keeping import any_too_old, throw_away_old
from ejournal.services.papers.whole import keeping
from ejournal.services.support.looking import any_past_look, end_past_looks
from ejournal.services.surveys import opening

log = logging.getLogger(__name__)

EVERY_S = 60.0
TIDIED_EVERY = 60
"""Of so many looks one is for what is kept too long."""


def attach(app: rx.App) -> None:
    """Let the app look at the calendar while it serves."""
    app.register_lifespan_task(look_on)


async def look_on() -> None:
    """Do what is due at the start and each minute after, until the server ends."""
    for number in itertools.count():
        try:
            await asyncio.to_thread(do_due)
            if number % TIDIED_EVERY == 0:
                await asyncio.to_thread(tidy)
        except Exception:
            log.exception("What is due today could not be done; it is tried again in a minute")
        await asyncio.sleep(EVERY_S)


def do_due() -> None:
    """What is due now; nothing is locked where nothing is."""
    with session_scope(writing=False) as session:
        due, looks = any_due(session), any_past_look(session)
        untold = schools_to_tell(session, clock.now())
        messages = sending.any_due(session, clock.now())
        surveys = opening.any_due(session, clock.now())
        news = publishing.any_due(session, clock.now())
        documents = due_documents.any_due(session, clock.now())
        events = reminding.any_due(session, clock.now())
    if due:
        with session_scope() as session:
            apply_all_due(session)
    if looks:
        with session_scope() as session:
            end_past_looks(session)
    for school_id in untold:
        with session_scope() as session:
            tell_waiting(session, school_id, clock.now())
    for school_id, message_id in messages:
        with session_scope() as session:
            sending.send_due(session, school_id, message_id, clock.now())
    for school_id, survey_id in surveys:
        with session_scope() as session:
            opening.do_due(session, school_id, survey_id, clock.now())
    for school_id, news_id in news:
        with session_scope() as session:
            publishing.publish_due(session, school_id, news_id, clock.now())
    for school_id, document_id in documents:
        with session_scope() as session:
            due_documents.look(session, school_id, document_id, clock.now())
    for school_id, date_id in events:
        with session_scope() as session:
            reminding.remind_due(session, school_id, date_id, clock.now())


def tidy() -> None:
    """Throw away what is kept too long; ask who has joined those whom an open survey asks."""
    with session_scope(writing=False) as session:
        surveys = opening.all_open(session)
    for school_id, survey_id in surveys:
        with session_scope() as session:
            opening.bring_up(session, school_id, survey_id, clock.now())
    with session_scope(writing=False) as session:
        schools = any_too_old(session)
    for school_id in schools:
        with session_scope() as session:
            throw_away_old(session, school_id)
    with session_scope(writing=False) as session:
        papers = keeping.any_too_old(session)
    for school_id, folder in papers:
        with session_scope() as session:
            keeping.throw_away_old(session, school_id, folder)
