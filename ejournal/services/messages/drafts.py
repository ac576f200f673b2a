"""The draft of a message: one of each author, kept as it is written, to whom and what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import (
    FileUser,
    MassMessage,
    MessageAsks,
    MessagePart,
    MessageState,
    Person,
    Whom,
)
from ejournal.services.audience.offered import require_part
from ejournal.services.audience.parts import Chosen, KeptParts, Part
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import own_messages_topic
from ejournal.services.chat.texts import message_words
from ejournal.services.files import keeping
from ejournal.services.files.keeping import Stored
from ejournal.services.messages.fields import check_fields

WRITE = Permission.MESSAGE_WRITE
MOST_OPTIONS = 10
MOST_FILES = 10
FILES = FileUser.MASS_MESSAGE


@dataclass(frozen=True, slots=True)
class Filled:
    """What an author has filled in, as typed; until and send_at are moments, none where none is given.

    files: the keys of those that are attached beside what the draft has already.
    """

    title: str = ""
    words: str = ""
    urgent: bool = False
    asks: MessageAsks = MessageAsks.NOTHING
    options: str = ""
    until: datetime | None = None
    send_at: datetime | None = None
    files: tuple[str, ...] = ()


def own_draft(session: Session, actor: Actor) -> MassMessage | None:
    """The actor's draft, if there is one."""
    guard.require(actor, WRITE)
    return session.scalars(
        select(MassMessage).where(
            col(MassMessage.school_id) == actor.school_id,
            col(MassMessage.author_id) == actor.person_id,
            col(MassMessage.state) == MessageState.DRAFT,
        )
    ).first()


def the_draft(session: Session, actor: Actor, now: datetime) -> MassMessage:
    """The actor's draft, begun now where there is none; nobody else writes into it meanwhile."""
    guard.require(actor, WRITE)
    lock_row(session, Person, actor.school_id, actor.person_id)
    found = own_draft(session, actor)
    if found is None:
        found = MassMessage(school_id=actor.school_id, author_id=actor.person_id, made_at=now)
        session.add(found)
        session.flush()
        note(session, own_messages_topic(actor.person_id))
    return found


def chosen_of(session: Session, message: MassMessage) -> Chosen:
    """To whom the message is; one that is not begun, to nobody."""
    if message.id is None:
        return Chosen((), message.whom)
    return Chosen(_parts(session, message).chosen, message.whom)


def add_part(session: Session, actor: Actor, part: Part, now: datetime) -> None:
    """Write to this part too; NotFound for one that is not the actor's to write to."""
    require_part(session, actor, WRITE, part)
    _parts(session, the_draft(session, actor, now)).add(part)


def drop_part(session: Session, actor: Actor, part: Part, now: datetime) -> None:
    """Write to this part no more."""
    _parts(session, the_draft(session, actor, now)).drop(part)


def put_parts(session: Session, actor: Actor, chosen: Chosen, now: datetime) -> None:
    """Write to these parts alone."""
    draft = the_draft(session, actor, now)
    _parts(session, draft).replace(*chosen.parts)
    draft.whom = chosen.whom
    _save(session, actor, draft)


def set_whom(session: Session, actor: Actor, whom: Whom, now: datetime) -> None:
    """Say who of the chosen classes, grades and groups gets it."""
    draft = the_draft(session, actor, now)
    draft.whom = whom
    _save(session, actor, draft)


def fill(session: Session, actor: Actor, filled: Filled, now: datetime) -> MassMessage:
    """Keep what is filled in; DomainError by its field for what cannot be sent so."""
    draft = the_draft(session, actor, now)
    draft.title = " ".join(message_words(filled.title, limits.MESSAGE_TITLE, "title").split())
    draft.words = message_words(filled.words, limits.MESSAGE, "words")
    if "{" in draft.title:
        raise DomainError("Fields stand in the text, not in its heading", field="title")
    check_fields(draft.words, "words")
    draft.urgent = filled.urgent
    # What is urgent is always to be confirmed, unless it asks for more.
    plain = filled.asks is MessageAsks.NOTHING
    draft.asks = MessageAsks.CONFIRM if filled.urgent and plain else filled.asks
    draft.options = read_options(filled.options) if draft.asks is MessageAsks.ANSWER else []
    draft.until = filled.until if draft.asks is not MessageAsks.NOTHING else None
    draft.send_at = filled.send_at
    if draft.send_at is not None and draft.send_at <= now:
        raise DomainError(
            "This moment has passed: give a later one, or none to send it at once", field="send_at"
        )
    if draft.until is not None and draft.until <= (draft.send_at or now):
        raise DomainError("Answers are waited for until a moment after it is sent", field="until")
    _save(session, actor, draft)
    _attach(session, actor, draft, filled.files, now)
    return draft


def _attach(session: Session, actor: Actor, draft: MassMessage, keys: tuple[str, ...], now: datetime) -> None:
    has = keeping.files_of(session, actor.school_id, FILES, [draft.id or 0]).get(draft.id or 0, ())
    new = [one for one in keys if one not in {file.key for file in has}]
    if len(has) + len(new) > MOST_FILES:
        raise DomainError("At most {n} files", field="files", n=MOST_FILES)
    keeping.attach(session, actor, FILES, draft.id or 0, new, now, begin=len(has))


def drop_file(session: Session, actor: Actor, key: str) -> None:
    """Attach the file of the draft no more."""
    draft = own_draft(session, actor)
    if draft is not None:
        keeping.remove(session, actor.school_id, FILES, draft.id or 0, [key])


def files_of(session: Session, message: MassMessage) -> tuple[Stored, ...]:
    """What is attached to the message, in order; for whoever may see that."""
    if message.id is None:
        return ()
    return keeping.files_of(session, message.school_id, FILES, [message.id]).get(message.id, ())


def read_options(typed: str) -> list[str]:
    """What may be answered, a line each; DomainError for one alone, too many, or the same twice."""
    lines = cleaned(typed, limits.MESSAGE_OPTIONS, "options").splitlines()
    options = [
        " ".join(message_words(line, limits.MESSAGE_OPTION, "options").split())
        for line in lines
        if line.strip()
    ]
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise DomainError("Give from two to {n} answers, each on a line", field="options", n=MOST_OPTIONS)
    if len({one.casefold() for one in options}) < len(options):
        raise DomainError("Two answers are the same", field="options")
    return options


def keep(session: Session, actor: Actor, now: datetime, **what: str | MessageAsks) -> None:
    """Keep a part of what is written as it is: it is looked at when the message is to be sent.

    DomainError by the field for a text too long to keep.
    """
    most = {"title": limits.MESSAGE_TITLE, "words": limits.MESSAGE}
    draft = the_draft(session, actor, now)
    for name, value in what.items():
        setattr(draft, name, cleaned(value, most[name], name) if name in most else value)
    _save(session, actor, draft)


def empty(actor: Actor, now: datetime) -> MassMessage:
    """A draft that is not begun yet."""
    return MassMessage(school_id=actor.school_id, author_id=actor.person_id, made_at=now)


def throw_away(session: Session, actor: Actor) -> None:
    """Throw the draft away."""
    draft = own_draft(session, actor)
    if draft is None:
        return
    _parts(session, draft).replace()
    keeping.remove(session, actor.school_id, FILES, draft.id or 0)
    session.delete(draft)
    session.flush()
    note(session, own_messages_topic(actor.person_id))


def _parts(session: Session, message: MassMessage) -> KeptParts:
    return KeptParts(session, MessagePart, message.school_id, message_id=message.id or 0)


def _save(session: Session, actor: Actor, draft: MassMessage) -> None:
    session.add(draft)
    session.flush()
    note(session, own_messages_topic(actor.person_id))
