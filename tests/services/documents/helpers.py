"""How the school of the cast asks people to know a document."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from ejournal.models import PartKind, Whom
from ejournal.services.audience.parts import Part
from ejournal.services.documents import drafts, publishing
from ejournal.services.documents.drafts import Filled
from tests.cast import DAY, Cast

NOON = datetime.combine(DAY, time(9), UTC)
"""Of DAY, on the school's clock."""
UNTIL = DAY + timedelta(days=9)
WORDS = "Телефоны на уроках **убраны**."


def class_part(cast: Cast, name: str) -> Part:
    """A class of the cast."""
    return Part(PartKind.CLASS, str(cast.classes[name].id))


def drafted(cast: Cast, *parts: Part, who: str = "deputy", whom: Whom = Whom.GUARDIANS, **more: Any) -> int:
    """The number of a document that is a draft, to these parts; to the class 6Б where none are named."""
    session, actor = cast.session, cast.actor(who)
    number = drafts.begin(session, actor, NOON)
    for part in parts or (class_part(cast, "6b"),):
        drafts.add_part(session, actor, number, part)
    drafts.set_whom(session, actor, number, whom)
    filled = Filled(**{"title": "Правила", "words": WORDS, "until": UNTIL, **more})
    drafts.fill(session, actor, number, filled, NOON)
    return number


def let_out(cast: Cast, number: int, who: str = "deputy", at: datetime = NOON) -> int:
    """Publish the draft of the document; how many are asked."""
    seen = publishing.check(cast.session, cast.actor(who), number).seen
    return publishing.publish(cast.session, cast.actor(who), number, seen, at)


def published(cast: Cast, *parts: Part, who: str = "deputy", **more: Any) -> int:
    """The number of a document that was published."""
    number = drafted(cast, *parts, who=who, **more)
    let_out(cast, number, who)
    return number


def next_version(cast: Cast, number: int, words: str, *, asks_again: bool, at: datetime) -> None:
    """Publish another version of the document."""
    session, actor = cast.session, cast.actor("deputy")
    drafts.begin_version(session, actor, number)
    filled = Filled(title="Правила", words=words, asks_again=asks_again, until=UNTIL)
    drafts.fill(session, actor, number, filled, NOON)
    let_out(cast, number, at=at)
