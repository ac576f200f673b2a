"""By which words a message is found: those of its text without their endings, in Russian and English."""

import re
from functools import lru_cache

import snowballstemmer
from sqlalchemy import delete, insert
from sqlmodel import Session

from ejournal import limits
from ejournal.models import ChatMessage
from ejournal.services.base import tables as db
from ejournal.spelling import folded

SHORTEST = 3
"""Letters of a word that is looked for: shorter ones stand in every other message. Numbers may be shorter."""
_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[а-я]")
_RUSSIAN, _ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")
_word = db.chat_word.c


def stems_of(text: str) -> list[str]:
    """The words of the text without their endings, each once, in their order."""
    words = (one for one in _WORD.findall(folded(text)) if len(one) >= SHORTEST or one.isdecimal())
    return list(dict.fromkeys(stem_of(one) for one in words))


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The folded word without its ending."""
    stemmer = _RUSSIAN if _CYRILLIC.search(word) else _ENGLISH
    return str(stemmer.stemWord(word))[: limits.CHAT_STEM]


def keep_words(session: Session, message: ChatMessage, text: str) -> None:
    """Let the message be found by the words of the text, and by no others."""
    forget_words(session, message)
    of = {"school_id": message.school_id, "room_id": message.room_id, "message_id": message.id}
    rows = [of | {"stem": stem} for stem in stems_of(text)]
    if rows:
        session.execute(insert(db.chat_word), rows)


def forget_words(session: Session, message: ChatMessage) -> None:
    """Let the message be found no more."""
    session.execute(delete(db.chat_word).where(_word.message_id == message.id))
