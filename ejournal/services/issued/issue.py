"""A paper issued: its number before it is drawn, its line in the list when its file is whole."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Text, cast, func, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import IssuedPaper, School
from ejournal.services.audit import entries as audit
from ejournal.services.base import changed
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import issued_topic
from ejournal.services.issued.certificate import Keyring, Keys
from ejournal.services.issued.contents import Content, Difference, as_kept, differences, packed, unpacked
from ejournal.services.issued.numbers import new_number
from ejournal.services.issued.signing import Signed, signed
from ejournal.services.issued.things import SAME, Thing

T = TypeVar("T")
PATH = "/d/"
MOST_DRAWN = 3
"""So often one paper is drawn while others issue the same in between."""
NOTHING_DIFFERS = "[]"
"""As the database spells it."""


@dataclass(frozen=True, slots=True)
class Former:
    """The paper of the same thing that was issued last, and what stood in it."""

    number: str
    at: datetime
    content: Content


class Overtaken(DomainError):
    """Another paper of the same thing was issued since this one was begun: what it says of it is not so."""

    def __init__(self, former: Former) -> None:
        super().__init__(
            "The same paper was issued at this moment with something else in it: look at it in the list of "
            "issued papers, and issue it again if it is to be replaced"
        )
        self.former = former


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


def made_and_kept(
    issue: Issue, draw: Callable[[Stamp], bytes], keep_it: Callable[[Issue, Signed], object]
) -> Signed:
    """The paper, made and kept in a transaction by keep_it; drawn anew where the same was issued in between.

    Overtaken where something else stands in the other: which of them was read later nobody knows.
    """
    for is_last in (False,) * (MOST_DRAWN - 1) + (True,):
        paper = made(issue, draw)
        try:
            keep_it(issue, paper)
        except Overtaken as by:
            if is_last or differences(by.former.content, issue.content):
                raise
            issue = replace(issue, former=by.former)
        else:
            break
    return paper


def read_anew(do: Callable[[], T]) -> T:
    """What do gives, which reads, makes and keeps a paper: done anew where it was overtaken, not for ever."""
    for _ in range(MOST_DRAWN - 1):
        with suppress(Overtaken):
            return do()
    return do()


def keep(session: Session, issue: Issue, paper: Signed) -> int:
    """Write down what was issued; the number of its row. It is given out after the commit.

    Overtaken where the paper before it is not the one of which it says what differs.
    """
    lock_school(session, issue.school_id)
    former = _former(session, issue.school_id, issue.thing)
    if former is not None and former.number != (issue.former and issue.former.number):
        raise Overtaken(former)
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
