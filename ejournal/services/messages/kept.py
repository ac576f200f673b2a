"""What is written again and again: texts, one's own and the school's, and to whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import MessageChoice, MessagePart, MessageTemplate
from ejournal.services.audience.offered import require_part
from ejournal.services.audience.parts import Chosen, KeptParts, Part
from ejournal.services.audience.people import reaches_all
from ejournal.services.base import tables as db
from ejournal.services.base.names import folded
from ejournal.services.chat.texts import message_words
from ejournal.services.messages.drafts import chosen_of, own_draft, put_parts
from ejournal.services.messages.fields import check_fields

WRITE = Permission.MESSAGE_WRITE
MOST_KEPT = 50
"""Of texts, and of choices, of one owner."""
_template, _choice = db.message_template.c, db.message_choice.c


@dataclass(frozen=True, slots=True)
class Template:
    """A kept text; is_own: whether the actor may throw it away."""

    id: int
    title: str
    words: str
    of_school: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class KeptChoice:
    """To whom one writes again and again."""

    id: int
    title: str


def templates(session: Session, actor: Actor) -> list[Template]:
    """One's own by name, then those of the school; one query."""
    guard.require(actor, WRITE)
    rows = session.execute(
        select(db.message_template).where(
            _template.school_id == actor.school_id,
            or_(_template.owner_id == actor.person_id, _template.of_school.is_(True)),
        )
    )
    found = [_as_template(actor, row) for row in rows]
    return sorted(found, key=lambda one: (one.of_school, folded(one.title), one.id))


def _as_template(actor: Actor, row: Any) -> Template:
    is_own = row.owner_id == actor.person_id or (row.of_school and reaches_all(actor))
    return Template(row.id, row.title, row.words, row.of_school, is_own)


def template(session: Session, actor: Actor, template_id: int) -> Template:
    """One of those; NotFound for any other."""
    found = next((one for one in templates(session, actor) if one.id == template_id), None)
    if found is None:
        raise NotFound
    return found


def keep_template(session: Session, actor: Actor, title: str, words: str, *, of_school: bool) -> None:
    """Keep a text under its heading, in place of an own one of the same heading; the school's is by heads."""
    guard.require(actor, WRITE)
    title = " ".join(message_words(title, limits.MESSAGE_TITLE, "title").split())
    words = message_words(words, limits.MESSAGE, "words")
    check_fields(words, "words")
    own = [one for one in templates(session, actor) if one.is_own]
    same = next((one for one in own if folded(one.title) == folded(title)), None)
    if same is None and len(own) >= MOST_KEPT:
        raise DomainError("At most {n} texts are kept: delete one", field="title", n=MOST_KEPT)
    row = session.get_one(MessageTemplate, same.id) if same else _new_template(actor)
    row.title, row.words, row.of_school = title, words, of_school and reaches_all(actor)
    session.add(row)
    session.flush()


def _new_template(actor: Actor) -> MessageTemplate:
    return MessageTemplate(school_id=actor.school_id, owner_id=actor.person_id, title="", words="")


def drop_template(session: Session, actor: Actor, template_id: int) -> None:
    """Throw a kept text away."""
    if not template(session, actor, template_id).is_own:
        raise NotFound
    session.delete(session.get_one(MessageTemplate, template_id))
    session.flush()


def kept_choices(session: Session, actor: Actor) -> list[KeptChoice]:
    """The actor's kept choices by name; one query."""
    guard.require(actor, WRITE)
    rows = session.execute(
        select(_choice.id, _choice.title).where(
            _choice.school_id == actor.school_id, _choice.owner_id == actor.person_id
        )
    )
    return sorted((KeptChoice(row.id, row.title) for row in rows), key=lambda one: folded(one.title))


def keep_choice(session: Session, actor: Actor, title: str) -> None:
    """Keep to whom the draft is under a name, in place of an own choice of that name."""
    draft = own_draft(session, actor)
    chosen = chosen_of(session, draft) if draft is not None else None
    if draft is None or chosen is None or not chosen.parts:
        raise DomainError("Choose to whom it is first", field="choice")
    title = " ".join(message_words(title, limits.MESSAGE_TITLE, "choice").split())
    kept = kept_choices(session, actor)
    same = next((one for one in kept if folded(one.title) == folded(title)), None)
    if same is None and len(kept) >= MOST_KEPT:
        raise DomainError("At most {n} lists are kept: delete one", field="choice", n=MOST_KEPT)
    if same is not None:
        drop_choice(session, actor, same.id)
    row = MessageChoice(school_id=actor.school_id, owner_id=actor.person_id, title=title, whom=chosen.whom)
    session.add(row)
    session.flush()
    _parts(session, actor, row.id or 0).replace(*chosen.parts)


def use_choice(session: Session, actor: Actor, choice_id: int, now: datetime) -> None:
    """Write to those of a kept choice, of which the actor may still choose some."""
    row = _own_choice(session, actor, choice_id)
    parts = _parts(session, actor, choice_id).chosen
    allowed = tuple(one for one in parts if _may_choose(session, actor, one))
    put_parts(session, actor, Chosen(allowed, row.whom), now)


def _may_choose(session: Session, actor: Actor, part: Part) -> bool:
    try:
        require_part(session, actor, WRITE, part)
    except NotFound:
        return False
    return True


def drop_choice(session: Session, actor: Actor, choice_id: int) -> None:
    """Throw a kept choice away."""
    row = _own_choice(session, actor, choice_id)
    _parts(session, actor, choice_id).replace()
    session.delete(row)
    session.flush()


def _parts(session: Session, actor: Actor, choice_id: int) -> KeptParts:
    return KeptParts(session, MessagePart, actor.school_id, choice_id=choice_id)


def _own_choice(session: Session, actor: Actor, choice_id: int) -> MessageChoice:
    guard.require(actor, WRITE)
    row = session.get(MessageChoice, choice_id)
    if row is None or (row.school_id, row.owner_id) != (actor.school_id, actor.person_id):
        raise NotFound
    return row
