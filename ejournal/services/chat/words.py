"""By which words a message of the chat is found."""

from sqlmodel import Session

from ejournal.models import ChatMessage
from ejournal.services.base import tables as db
from ejournal.services.base.searching.index import WordIndex

WORDS = WordIndex(db.chat_word, "message_id", ("school_id", "room_id"))


def keep_words(session: Session, message: ChatMessage, text: str) -> None:
    """Let the message be found by the words of the text, and by no others."""
    WORDS.keep(session, message.id or 0, text, school_id=message.school_id, room_id=message.room_id)


def forget_words(session: Session, message: ChatMessage) -> None:
    """Let the message be found no more."""
    WORDS.forget(session, message.id or 0)
