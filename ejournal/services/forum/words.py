"""By which words a post is found; the first one of a topic by those of its title too."""

from sqlmodel import Session

from ejournal.models import ForumPost, ForumTopic
from ejournal.services.base import tables as db
from ejournal.services.base.searching.index import WordIndex

WORDS = WordIndex(db.forum_word, "post_id", ("school_id",))


def sought_text(title: str, number: int, words: str) -> str:
    """The text by whose words the post of the number is found."""
    return f"{title}\n{words}" if number == 1 else words


def keep_words(session: Session, topic: ForumTopic, post: ForumPost) -> None:
    """Let the post be found by its words of now, and by no others."""
    text = sought_text(topic.title, post.number, post.words)
    WORDS.keep(session, post.id or 0, text, school_id=post.school_id)


def forget_words(session: Session, post: ForumPost) -> None:
    """Let the post be found no more."""
    WORDS.forget(session, post.id or 0)
