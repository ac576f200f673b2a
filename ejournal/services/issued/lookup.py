"""An issued paper looked up by its number by anybody: what it is, without a name of a pupil."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import IssuedPaper, School
from ejournal.services.accounts import throttle
from ejournal.services.accounts.throttle import Limit
from ejournal.services.issued.issue import puts_out_of_date, same_thing
from ejournal.services.issued.things import Thing

TRIES = Limit(60, timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=1))
"""Numbers that nobody has, of one address: a school stands behind one, a guesser of 47 bits gets nowhere."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What anybody with the number may know; moments on the school's clock, replaced_at of a later one."""

    number: str
    thing: Thing
    school: str
    issued_at: datetime
    pages: int
    fingerprint: str
    signed_by: str
    certificate: str
    own_certificate: bool
    time_stamped: bool
    replaced_at: datetime | None


def shown(session: Session, number: str) -> Shown | None:
    """The paper with the number; None where there is none. Two queries."""
    asked = select(IssuedPaper, School).join(School, col(School.id) == col(IssuedPaper.school_id))
    found = session.execute(asked.where(col(IssuedPaper.number) == number)).first()
    if found is None:
        return None
    row, school = found
    thing = Thing.of_row(row)
    later = (*same_thing(row.school_id, thing), col(IssuedPaper.id) > row.id, puts_out_of_date(IssuedPaper))
    replaced_at = session.scalar(select(func.max(col(IssuedPaper.issued_at))).where(*later))
    return Shown(
        number=row.number,
        thing=thing,
        school=school.name,
        issued_at=clock.local(row.issued_at, school.time_zone),
        pages=row.pages,
        fingerprint=row.fingerprint,
        signed_by=row.signed_by,
        certificate=row.certificate,
        own_certificate=row.own_certificate,
        time_stamped=row.time_stamped,
        replaced_at=clock.local(replaced_at, school.time_zone) if replaced_at else None,
    )


def wait_of(session: Session, address: str) -> timedelta:
    """How long whoever asks from there has to wait; nothing is counted."""
    return throttle.wait_for(session, (_counter(address),), clock.now())


def count_miss(session: Session, address: str) -> None:
    """Count a number that nobody has."""
    throttle.charge(session, (_counter(address),), clock.now())


def _counter(address: str) -> throttle.Counter:
    return throttle.alone("paper", throttle.network(address), limit=TRIES)
