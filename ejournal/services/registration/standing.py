"""Who has come and who has not: code, reminders, account, each with its day; classes as they are listed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import (
    ConsentAnswer,
    ConsentKind,
    LinkPurpose,
    OneTimeLink,
    OpeningKind,
    ReminderRule,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.models.spans import lasts
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.openings.noting import note_opening
from ejournal.services.registration.channels import BY_MAIL, MOST, Channel
from ejournal.services.registration.codes import Whom, in_classes, is_live

EVERY = timedelta(days=7)
"""How long the program waits, after a slip or a reminder, before it reminds by itself."""
AGAIN_AFTER = timedelta(days=1)
"""How long whoever presses the button has to wait."""


class State(StrEnum):
    """How far a person has come."""

    NO_CODE = "no_code"
    CODE_OVER = "code_over"
    CODE_GIVEN = "code_given"
    REMINDED = "reminded"
    NEVER_CAME = "never_came"
    CAME = "came"
    BLOCKED = "blocked"


class Mailing(StrEnum):
    """Whether a reminder can go to a person now, or why not."""

    GOES = "goes"
    NOT_NEEDED = "not_needed"
    NO_ADDRESS = "no_address"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    ENOUGH = "enough"
    LATELY = "lately"
    NO_CODE = "no_code"


@dataclass(frozen=True, slots=True)
class Standing:
    """A person, how far they have come, and whether a reminder can go to them now; address: where it goes."""

    person_id: int
    name: str
    state: State
    mailing: Mailing
    address: str = ""
    code_until: datetime | None = None
    reminded: int = 0
    reminded_at: datetime | None = None
    came_at: datetime | None = None

    @property
    def has_come(self) -> bool:
        """Whether they have signed in by an account of their own."""
        return self.state in (State.CAME, State.BLOCKED)


@dataclass(frozen=True, slots=True)
class PupilStanding:
    """A pupil and the guardians who have rights."""

    pupil: Standing
    guardians: tuple[Standing, ...]

    @property
    def all(self) -> tuple[Standing, ...]:
        """The pupil first."""
        return (self.pupil, *self.guardians)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of how many people how many never came, and how many of those have no address on their card."""

    people: int
    missing: int
    without_address: int


@dataclass(frozen=True, slots=True)
class ClassStanding:
    """A class: its pupils with their families, and the counts of each."""

    id: int
    title: str
    families: tuple[PupilStanding, ...]
    pupils: Counts
    guardians: Counts


_person, _account, _link = db.person.c, db.account.c, table(OneTimeLink).c
_consent, _purpose, _sent = db.consent.c, db.consent_purpose.c, db.registration_reminder.c


def standing_columns(school_id: int, channel: Channel) -> tuple[Any, ...]:
    """Of a person of the school what `standing_of` reads, of reminders by a channel."""
    codes = (
        select(func.max(_link.created_at))
        .correlate(db.person)
        .where(
            _link.school_id == school_id,
            _link.person_id == _person.id,
            _link.purpose == LinkPurpose.REGISTRATION,
        )
    )
    live = (
        select(func.max(_link.expires_at))
        .correlate(db.person)
        .where(_link.school_id == school_id, _link.person_id == _person.id, is_live(_link))
    )
    return (
        _person.id,
        _person.last_name,
        _person.first_name,
        _person.middle_name,
        channel.to.label("address"),
        _account.id.label("account_id"),
        _account.blocked,
        _account.last_seen_at,
        codes.scalar_subquery().label("code_at"),
        live.scalar_subquery().label("code_until"),
        _sent.count,
        _sent.last_at,
        _sent.stopped_at,
        _is_withdrawn(school_id).label("withdrawn"),
    )


def with_standing(asked: Select[Any], school_id: int, channel: Channel) -> Select[Any]:
    """The statement of people with the tables that `standing_columns` reads."""
    by_channel = and_(
        _sent.school_id == school_id,
        _sent.person_id == _person.id,
        _sent.channel == channel.kind,
    )
    # An account of another school may act as a guardian here: who signs in so has come too.
    place = db.account_place.c
    own = or_(_account.person_id == _person.id, _account.id == place.account_id)
    return (
        asked.outerjoin(db.account_place, place.person_id == _person.id)
        .outerjoin(db.account, own)
        .outerjoin(db.registration_reminder, by_channel)
    )


def _is_withdrawn(school_id: int) -> ColumnElement[bool]:
    """Whether consent to the use of a pupil's contacts was refused or taken back, and nobody has given it."""
    of_pupil = (
        select(_consent.id)
        .join(db.consent_purpose, _purpose.id == _consent.purpose_id)
        .correlate(db.person)
        .where(
            _consent.school_id == school_id,
            _consent.pupil_id == _person.id,
            _consent.replaced_at.is_(None),
            _purpose.kind == ConsentKind.DATA,
        )
    )
    given = and_(_consent.answer == ConsentAnswer.GIVEN, _consent.withdrawn_at.is_(None))
    return and_(exists(of_pupil.where(~given)), ~exists(of_pupil.where(given, _consent.lapsed_at.is_(None))))


def standing_of(row: Any, rule: ReminderRule, now: datetime) -> Standing:
    """How far the person of a row of `standing_columns` has come."""
    state = _state(row)
    return Standing(
        row.id,
        " ".join(filter(None, (row.last_name, row.first_name, row.middle_name))),
        state,
        _mailing(row, rule, now),
        row.address,
        row.code_until,
        row.count or 0,
        row.last_at,
        row.last_seen_at,
    )


def _state(row: Any) -> State:
    if row.account_id is not None:
        if row.blocked:
            return State.BLOCKED
        return State.CAME if row.last_seen_at else State.NEVER_CAME
    if row.count:
        return State.REMINDED
    if row.code_until is not None:
        return State.CODE_GIVEN
    return State.CODE_OVER if row.code_at else State.NO_CODE


def _mailing(row: Any, rule: ReminderRule, now: datetime) -> Mailing:
    hindered = (
        (Mailing.NOT_NEEDED, row.account_id is not None),
        (Mailing.NO_ADDRESS, not row.address),
        (Mailing.WITHDRAWN, row.withdrawn),
        (Mailing.STOPPED, row.stopped_at is not None),
        (Mailing.ENOUGH, (row.count or 0) >= MOST),
        (Mailing.LATELY, row.last_at is not None and now - row.last_at < AGAIN_AFTER),
        # A letter without a code speaks of the slip: who holds none could do nothing by it.
        (Mailing.NO_CODE, rule is not ReminderRule.CODE and row.code_until is None),
    )
    return next((why for why, holds in hindered if holds), Mailing.GOES)


def standing_of_classes(
    session: Session, actor: Actor, rule: ReminderRule, class_id: int | None = None,
    channel: Channel = BY_MAIL,
) -> tuple[ClassStanding, ...]:  # fmt: skip
    """The classes that the actor may look at, or one of them, NotFound for any other; two queries."""
    guard.require(actor, Permission.REGISTRATION_READ)
    if class_id is not None:
        guard.get(session, actor, SchoolClass, class_id, Permission.REGISTRATION_READ)
    now = clock.now()
    titles: dict[int, tuple[int, str]] = {}
    of: dict[Whom, dict[int, list[Any]]] = {Whom.PUPILS: defaultdict(list), Whom.GUARDIANS: defaultdict(list)}
    for whom, found in of.items():
        for row in session.execute(_asked(session, actor, whom, class_id, channel)):
            found[row.class_id].append(row)
            titles[row.class_id] = row.grade, row.letter
    return tuple(
        _class_standing(
            number,
            class_title(*titles[number]),
            of[Whom.PUPILS][number],
            of[Whom.GUARDIANS][number],
            rule,
            now,
        )
        for number in sorted(titles, key=lambda number: titles[number])
    )


def note_reading(session: Session, actor: Actor, class_id: int) -> None:
    """Write down who has opened the list of a class."""
    note_opening(session, actor, OpeningKind.NEWCOMERS, class_id)


def classes_in_care(session: Session, actor: Actor) -> tuple[tuple[int, str], ...]:
    """The classes that the actor may look at and in which somebody sits, each with its title."""
    guard.require(actor, Permission.REGISTRATION_READ)
    klass, enrolment = db.school_class.c, db.enrolment.c
    sits = exists().where(
        enrolment.school_id == actor.school_id,
        enrolment.class_id == klass.id,
        lasts(enrolment, actor.today),
    )
    rows = session.execute(
        select(klass.id, klass.grade, klass.letter)
        .where(guard.reached(session, actor, SchoolClass, Permission.REGISTRATION_READ), sits)
        .order_by(klass.grade, klass.letter)
    )
    return tuple((row.id, class_title(row.grade, row.letter)) for row in rows)


def _asked(session: Session, actor: Actor, whom: Whom, class_id: int | None, channel: Channel) -> Select[Any]:
    asked = in_classes(
        session, actor, whom, *standing_columns(actor.school_id, channel),
        class_id=class_id, permission=Permission.REGISTRATION_READ,
    )  # fmt: skip
    return with_standing(asked, actor.school_id, channel)


def _class_standing(
    number: int,
    title: str,
    pupils: Sequence[Any],
    guardians: Iterable[Any],
    rule: ReminderRule,
    now: datetime,
) -> ClassStanding:
    of_pupil: dict[int, dict[int, Standing]] = defaultdict(dict)
    for row in guardians:
        of_pupil[row.pupil_id][row.id] = standing_of(row, rule, now)
    listed = {row.id: row for row in sorted(pupils, key=lambda row: (by_name(row), row.id))}
    families = tuple(
        PupilStanding(
            standing_of(row, rule, now),
            tuple(sorted(of_pupil[row.id].values(), key=lambda one: (one.name, one.person_id))),
        )
        for row in listed.values()
    )
    everybody = {one.person_id: one for family in families for one in family.guardians}
    return ClassStanding(
        number, title, families, counted([one.pupil for one in families]), counted(everybody.values())
    )


def counted(people: Iterable[Standing]) -> Counts:
    """How many of the people have not come."""
    found = list(people)
    missing = [one for one in found if not one.has_come]
    return Counts(len(found), len(missing), sum(not one.address for one in missing))


def note_download(session: Session, actor: Actor, class_id: int | None) -> None:
    """Write down who has taken the list of those who never came out of the program."""
    note_opening(session, actor, OpeningKind.NEWCOMERS_TAKEN, class_id or 0)
    change = audit.Change("newcomers.download", "school_class", class_id)
    audit.record(session, actor.school_id, actor.person_id, change)
