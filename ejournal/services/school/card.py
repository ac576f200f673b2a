"""The school itself: its names, taxpayer's number, address and time zone."""

from dataclasses import asdict, dataclass, replace
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlmodel import Session, col
from stdnum.ru import inn as inn_numbers

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import School, SchoolSettings
from ejournal.services import audit
from ejournal.services.base.texts import cleaned
from ejournal.services.consents.documents import plant_samples
from ejournal.services.grading.usual_kinds import make_usual_kinds

USUAL_CODE = "school"
ZONES = (
    ("Europe/Kaliningrad", "Kaliningrad, UTC+2"),
    ("Europe/Moscow", "Moscow, UTC+3"),
    ("Europe/Samara", "Samara, UTC+4"),
    ("Asia/Yekaterinburg", "Yekaterinburg, UTC+5"),
    ("Asia/Omsk", "Omsk, UTC+6"),
    ("Asia/Krasnoyarsk", "Krasnoyarsk, Novosibirsk, UTC+7"),
    ("Asia/Irkutsk", "Irkutsk, UTC+8"),
    ("Asia/Yakutsk", "Yakutsk, UTC+9"),
    ("Asia/Vladivostok", "Vladivostok, UTC+10"),
    ("Asia/Magadan", "Magadan, UTC+11"),
    ("Asia/Kamchatka", "Kamchatka, UTC+12"),
)
"""Time zones to choose from, each with the message of its words."""
USUAL_ZONE = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class SchoolFields:
    """What is written on a school's card; inn and address may be empty."""

    name: str
    short_name: str
    inn: str = ""
    address: str = ""
    time_zone: str = USUAL_ZONE


def school_fields(session: Session, actor: Actor) -> SchoolFields:
    """The card of the actor's school."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    return fields_of(session.get_one(School, actor.school_id))


def set_school(session: Session, actor: Actor, fields: SchoolFields) -> bool:
    """Write the card anew; whether anything has changed. DomainError by the field."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    return change_school(session, session.get_one(School, actor.school_id), fields, actor.person_id)


def change_school(session: Session, school: School, fields: SchoolFields, by: int | None) -> bool:
    """Write the card of a school anew, by the person or, at its first start, by nobody yet."""
    before, after = fields_of(school), checked(fields)
    if before == after:
        return False
    for name, value in asdict(after).items():
        setattr(school, name, value)
    session.add(school)
    session.flush()
    assert school.id is not None
    change = audit.Change("school.change", "school", school.id, before=asdict(before), after=asdict(after))
    audit.record(session, school.id, by, change)
    return True


def make_school(session: Session, fields: SchoolFields, code: str = "") -> School:
    """A new school with the usual settings and kinds of work; DomainError by the field."""
    card = checked(fields)
    school = School(code=_free_code(session, code), **asdict(card))
    session.add(school)
    session.flush()
    assert school.id is not None
    session.add(SchoolSettings(school_id=school.id))
    make_usual_kinds(session, school.id)
    plant_samples(session, school.id)
    session.flush()
    change = audit.Change("school.make", "school", school.id, after={"code": school.code} | asdict(card))
    audit.record(session, school.id, None, change)
    return school


def fields_of(school: School) -> SchoolFields:
    """The card of a school."""
    return SchoolFields(school.name, school.short_name, school.inn, school.address, school.time_zone)


def checked(fields: SchoolFields) -> SchoolFields:
    """The card as it is stored; DomainError by the first field that cannot be so.

    A school without a short name is called by its name where that is short enough.
    """
    name = cleaned(fields.name, limits.SCHOOL, "name")
    if not name:
        raise DomainError("Fill this in", field="name")
    short = cleaned(fields.short_name, limits.SCHOOL_SHORT, "short_name")
    if not short and len(name) > limits.SCHOOL_SHORT:
        raise DomainError("Give a short name: it stands in the heads of pages", field="short_name")
    if fields.time_zone not in available_timezones():
        raise DomainError("Choose a time zone", field="time_zone")
    address = cleaned(fields.address, limits.ADDRESS, "address")
    return replace(fields, name=name, short_name=short or name, inn=_inn(fields.inn), address=address)


def _inn(text: str) -> str:
    digits = "".join(sign for sign in text if not sign.isspace() and sign not in "-–")
    if digits and not (digits.isascii() and digits.isdecimal() and len(digits) in (10, 12)):
        raise DomainError("An INN has 10 digits, that of a person 12", field="inn")
    if digits and not inn_numbers.is_valid(digits):
        raise DomainError("There is no such INN: its last digits do not fit. Check each digit", field="inn")
    return digits


def _free_code(session: Session, code: str) -> str:
    wanted = cleaned(code, limits.SCHOOL_CODE, "code")
    taken = set(session.scalars(select(col(School.code))))
    if wanted:
        if wanted in taken:
            raise DomainError("There is a school with the code {code} already", field="code", code=wanted)
        return wanted
    number = 1
    while (found := USUAL_CODE if number == 1 else f"{USUAL_CODE}-{number}") in taken:
        number += 1
    return found
