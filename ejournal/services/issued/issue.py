"""A paper issued: its number before it is drawn, its line in the list when its file is whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import IssuedPaper, School
from ejournal.services.audit import entries as audit
from ejournal.services.base import changed
from ejournal.services.base.topics import issued_topic
from ejournal.services.issued.certificate import Keyring, Keys
from ejournal.services.issued.contents import Content, Difference, as_kept, differences, packed, unpacked
from ejournal.services.issued.numbers import new_number
from ejournal.services.issued.signing import Signed, signed
from ejournal.services.issued.things import SAME, Thing

PATH = "/d/"
NOTHING_DIFFERS = "[]"
"""As the database spells it."""


@dataclass(frozen=True, slots=True)
class Former:
    """The paper of the same thing that was issued last, and what stood in it."""

    number: str
    at: datetime
    content: Content


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an issued paper says of itself: number, where it is looked up (empty: nowhere), what it replaces.

    own_certificate: the program made it for itself. former_at stands on the school's clock.
    """

    number: str
    address: str
    own_certificate: bool
    former_number: str = ""
    former_at: datetime | None = None
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper that is about to be issued; nothing of it is written down yet."""

    school_id: int
    issuer_id: int | None
    time_zone: str
    thing: Thing
    number: str
    address: str
    keyring: Keyring
    content: Content
    former: Former | None

    @property
    def differs(self) -> list[Difference] | None:
        """What is not as in the one before; None for the first."""
        return None if self.former is None else differences(self.former.content, self.content)

    def stamp(self, keys: Keys) -> Stamp:
        """What the paper says of itself when it is signed with these keys."""
        if self.former is None:
            return Stamp(self.number, self.address, keys.own)
        at = clock.local(self.former.at, self.time_zone)
        return Stamp(self.number, self.address, keys.own, self.former.number, at, tuple(self.differs or ()))


def begin(
    session: Session, school_id: int, issuer_id: int | None, thing: Thing, content: Content, base: str
) -> Issue:
    """A number for a paper of which this stands in it; two queries, nothing is written.

    base is the address under which people reach the journal, empty where nobody knows it. issuer_id is
    nobody's from the command line.
    """
    school = session.get_one(School, school_id)
    number = new_number(clock.today(school.time_zone))
    return Issue(
        school_id=school_id,
        issuer_id=issuer_id,
        time_zone=school.time_zone,
        thing=thing,
        number=number,
        address=f"{base}{PATH}{number}" if base else "",
        keyring=Keyring(school_id, school.code, school.name),
        content=content,
        former=_former(session, school_id, thing),
    )


def made(issue: Issue, draw: Callable[[Stamp], bytes]) -> Signed:
    """The paper drawn with its stamp and signed; DomainError before it is drawn where it cannot be signed."""
    keys = issue.keyring.keys()
    return signed(draw(issue.stamp(keys)), keys, issue.number)


def keep(session: Session, issue: Issue, paper: Signed) -> int:
    """Write down what was issued; the number of its row. It is given out after the commit."""
    session.execute(
        update(IssuedPaper)
        .where(*same_thing(issue.school_id, issue.thing), col(IssuedPaper.content) != b"")
        .values(content=b"")
    )
    row = IssuedPaper(
        school_id=issue.school_id,
        number=issue.number,
        issuer_id=issue.issuer_id,
        issued_at=clock.now(),
        pages=paper.pages,
        size=len(paper.data),
        fingerprint=paper.fingerprint,
        certificate=paper.keys.fingerprint,
        signed_by=paper.keys.name,
        own_certificate=paper.keys.own,
        time_stamped=paper.time_stamped,
        content=packed(issue.content),
        differs=None if issue.differs is None else as_kept(issue.differs),
        **issue.thing.columns,
    )
    session.add(row)
    session.flush()
    about = {"number": row.number, "sha256": row.fingerprint, **_told(issue.thing)}
    change = audit.Change("paper.issue", "issued_paper", row.id, after=about)
    audit.record(session, issue.school_id, issue.issuer_id, change)
    changed.note(session, issued_topic(issue.school_id))
    return row.id or 0


def _told(thing: Thing) -> Mapping[str, Any]:
    """What the trail says of the thing: by numbers, without names."""
    return {name: value for name in SAME if (value := getattr(thing, name))}


def puts_out_of_date(paper: Any) -> ColumnElement[bool]:
    """Of a later paper of a thing, as a condition: whether those before it no longer hold.

    The same once more, as after a second press, puts nothing out of date.
    """
    return func.coalesce(cast(paper.differs, Text), "") != NOTHING_DIFFERS


def same_thing(school_id: int, thing: Thing) -> tuple[Any, ...]:
    """The papers of one thing, as a condition."""
    columns = (getattr(IssuedPaper, name).is_not_distinct_from(getattr(thing, name)) for name in SAME)
    return (col(IssuedPaper.school_id) == school_id, *columns)


def _former(session: Session, school_id: int, thing: Thing) -> Former | None:
    asked = (
        select(col(IssuedPaper.number), col(IssuedPaper.issued_at), col(IssuedPaper.content))
        .where(*same_thing(school_id, thing))
        .order_by(col(IssuedPaper.id).desc())
        .limit(1)
    )
    found = session.execute(asked).first()
    return Former(found.number, found.issued_at, unpacked(found.content)) if found else None
