"""The school's particulars as every printout carries them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.models import School
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.school.logo import logo_of


@dataclass(frozen=True, slots=True)
class Particulars:
    """The school, who prints (nobody from the command line) and when, on the school's clock."""

    school: str
    who: str
    at: datetime
    logo: bytes
    address: str
    inn: str


def particulars(session: Session, school_id: int, person_id: int | None) -> Particulars:
    """What stands on a printout that this person makes now; three queries."""
    school = session.get_one(School, school_id)
    person = db.person.c
    named = session.execute(
        select(person.last_name, person.first_name, person.middle_name).where(
            person.school_id == school_id, person.id == person_id
        )
    ).first()
    return Particulars(
        school=school.name,
        who=short_name(*named) if named else "",
        at=clock.local(clock.now(), school.time_zone),
        logo=logo_of(session, school_id),
        address=school.address,
        inn=school.inn,
    )
