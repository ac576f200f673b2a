"""How somebody of the cast writes to many."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from ejournal.models import MassMessage, MessageAsks, PartKind, Whom
from ejournal.services.audience.parts import Part
from ejournal.services.messages.drafts import Filled, add_part, fill, set_whom
from ejournal.services.messages.sending import send
from tests.cast import DAY, Cast

NOON = datetime.combine(DAY, time(9), UTC)
"""Of DAY, on the school's clock."""
LATER = NOON + timedelta(hours=1)
WORDS = "Здравствуйте! Просим родителей {ребёнка} прийти на собрание."


def class_part(cast: Cast, name: str) -> Part:
    """A class of the cast."""
    return Part(PartKind.CLASS, str(cast.classes[name].id))


def person_part(cast: Cast, name: str) -> Part:
    """A person of the cast."""
    return Part(PartKind.PERSON, str(cast.id_of(name)))


def drafted(
    cast: Cast,
    who: str = "class_teacher",
    *parts: Part,
    whom: Whom = Whom.GUARDIANS,
    **more: Any,
) -> MassMessage:
    """A draft of somebody, to these parts; to the class 6Б where none are named."""
    session, actor = cast.session, cast.actor(who)
    for part in parts or (class_part(cast, "6b"),):
        add_part(session, actor, part, NOON)
    set_whom(session, actor, whom, NOON)
    return fill(session, actor, Filled(**{"title": "Собрание", "words": WORDS, **more}), NOON)


def sent(cast: Cast, who: str = "class_teacher", *parts: Part, **more: Any) -> int:
    """The number of a message that was sent."""
    message = drafted(cast, who, *parts, **more)
    return send(cast.session, cast.actor(who), message.id or 0, NOON).id or 0


ASKED = {"asks": MessageAsks.ANSWER, "options": "Да\nНет"}
