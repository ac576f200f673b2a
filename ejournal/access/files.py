"""Who may fetch a file: whoever may see a row that shows it; its owner alone, while none does.

What shows files says here, for a kind of row, who may see it (`QUESTIONS`).
"""

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.surveys import own_seats
from ejournal.access.permissions import Permission
from ejournal.models import (
    ChatMessage,
    ChatReport,
    ChatRoom,
    ClassItem,
    DocumentVersion,
    Event,
    FileUse,
    FileUser,
    MassMessage,
    MessageState,
    NewsItem,
    SchoolDocument,
    StoredFile,
    Survey,
    SurveyOption,
    SurveyQuestion,
    SurveySeat,
)
from ejournal.models.base import table

_use, _report = table(FileUse).c, table(ChatReport).c


def may_fetch(session: Session, actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may have the file, which is loaded."""
    if file.school_id != actor.school_id or not actor.may(Permission.FILES_READ):
        return False
    uses = session.execute(
        select(_use.user, _use.row_id).where(_use.school_id == file.school_id, _use.file_id == file.id)
    ).all()
    if not uses:
        return file.owner_id == actor.person_id
    return any(may_see(session, actor, use.user, use.row_id) for use in uses)


def may_see(session: Session, actor: Actor, user: FileUser, row_id: int) -> bool:
    """Whether the actor may have what the row shows."""
    return QUESTIONS[user](session, actor, row_id)


def _of_message(session: Session, actor: Actor, message_id: int) -> bool:
    """Those in the message's room while it stands there; moderators, when it was reported."""
    message = session.get(ChatMessage, message_id)
    if message is None or message.school_id != actor.school_id:
        return False
    if _looks_into(session, actor, message):
        return True
    if message.deleted_at is not None or message.hidden_at is not None:
        return False
    room = session.get(ChatRoom, message.room_id)
    return room is not None and guard.may(session, actor, room, Permission.CHAT_TAKE_PART)


def _looks_into(session: Session, actor: Actor, message: ChatMessage) -> bool:
    if not actor.may(Permission.CHAT_MODERATE) or message.author_id == actor.person_id:
        return False
    reported = select(_report.id).where(
        _report.school_id == actor.school_id, _report.message_id == message.id
    )
    return session.scalars(reported.limit(1)).first() is not None


def _of_class_item(session: Session, actor: Actor, item_id: int) -> bool:
    """Those who see the item on its class's page."""
    item = session.get(ClassItem, item_id)
    return item is not None and guard.may(session, actor, item, Permission.CLASS_PAGE_READ)


def _of_mass_message(session: Session, actor: Actor, message_id: int) -> bool:
    """Its author; those who got it, while it holds."""
    message = session.get(MassMessage, message_id)
    if message is None or not guard.may(session, actor, message, Permission.MESSAGE_READ):
        return False
    return message.state is MessageState.SENT or message.author_id == actor.person_id


def _of_survey_option(session: Session, actor: Actor, option_id: int) -> bool:
    """Those who keep the survey, and those whom it asks."""
    option = session.get(SurveyOption, option_id)
    question = session.get(SurveyQuestion, option.question_id) if option is not None else None
    survey = session.get(Survey, question.survey_id) if question is not None else None
    return survey is not None and guard.may(session, actor, survey, Permission.SURVEY_READ)


def _of_survey_answer(session: Session, actor: Actor, seat_id: int) -> bool:
    """Those who keep the survey, and those who answer for the seat."""
    seat = session.get(SurveySeat, seat_id)
    survey = session.get(Survey, seat.survey_id) if seat is not None else None
    if survey is None:
        return False
    if guard.may(session, actor, survey, Permission.SURVEY_KEEP):
        return True
    mine = own_seats(actor.school_id, actor.person_id, actor.today)
    return seat_id in set(session.scalars(mine))


def _of_news(session: Session, actor: Actor, news_id: int) -> bool:
    """Those who see the item."""
    item = session.get(NewsItem, news_id)
    return item is not None and guard.may(session, actor, item, Permission.NEWS_READ)


def _of_document(session: Session, actor: Actor, version_id: int) -> bool:
    """Whoever may read the document, once the version is published; before, those who write it."""
    version = session.get(DocumentVersion, version_id)
    if version is None or version.school_id != actor.school_id:
        return False
    if version.published_at is None:
        return actor.may(Permission.DOCUMENT_WRITE)
    document = session.get_one(SchoolDocument, version.document_id)
    return guard.may(session, actor, document, Permission.DOCUMENT_READ)


def _of_event(session: Session, actor: Actor, event_id: int) -> bool:
    """Those whom the event invites, and who organises it."""
    event = session.get(Event, event_id)
    return event is not None and guard.may(session, actor, event, Permission.EVENT_READ)


QUESTIONS: Mapping[FileUser, Callable[[Session, Actor, int], bool]] = {
    FileUser.CHAT_MESSAGE: _of_message,
    FileUser.CLASS_ITEM: _of_class_item,
    FileUser.MASS_MESSAGE: _of_mass_message,
    FileUser.SURVEY_OPTION: _of_survey_option,
    FileUser.SURVEY_ANSWER: _of_survey_answer,
    FileUser.NEWS_ITEM: _of_news,
    FileUser.DOCUMENT_VERSION: _of_document,
    FileUser.EVENT: _of_event,
}
"""For each kind of row that shows files: may the actor see what the row of this number shows."""
