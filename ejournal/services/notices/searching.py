"""One's own notices found by their words, in whatever forms these stand."""

from dataclasses import dataclass

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.services.base.searching.sought import is_among, sought_in
from ejournal.services.notices.board import PAGE, Asked, Notice, latest
from ejournal.services.notices.words import words_of
from ejournal.word_forms import composed
from ejournal.word_forms import words_of as words_in

LOOKED_THROUGH = 2000
"""Of the latest notices: they are put into words to be looked through, for more one waits too long."""


@dataclass(frozen=True, slots=True)
class Found:
    """The latest notices found; whether there are more; how many were looked through, None for all."""

    notices: tuple[Notice, ...] = ()
    has_more: bool = False
    looked_through: int | None = None
    asked: bool = True


def find(session: Session, actor: Actor, words: str, asked: Asked, locale: str) -> Found:
    """The latest of the actor's notices with all the words, the last of which may be only begun."""
    sought = sought_in(words)
    if not sought:
        return Found(asked=False)
    rows = latest(session, actor, asked, LOOKED_THROUGH + 1)
    found = []
    for one in rows[:LOOKED_THROUGH]:
        said = words_of(one.kind, one.payload, locale)
        text = composed(f"{said.title} {said.note} {one.first_name}")
        plain = {word.plain for word in words_in(text)}
        if all(any(is_among(word, [each]) for word in plain) for each in sought):
            found.append(one)
        if len(found) > PAGE:
            break
    is_cut = len(rows) > LOOKED_THROUGH and len(found) <= PAGE
    return Found(tuple(found[:PAGE]), len(found) > PAGE, LOOKED_THROUGH if is_cut else None)
