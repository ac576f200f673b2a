"""What the browser sees of the pupils of a class and their families."""

from dataclasses import dataclass
from datetime import date

from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.services.base.contacts import phone_shown
from ejournal.services.people.class_list import ClassPupil, FamilyMember


@dataclass(frozen=True)
class FamilyRow:
    """A guardian with ways to reach them."""

    name: str
    relation: str
    phone: str
    phone_link: str
    email: str
    limited: bool


@dataclass(frozen=True)
class PupilRow:
    """A pupil of the class."""

    number: str
    name: str
    birthday: str
    note: str
    phone: str
    phone_link: str
    groups: str
    guardians: list[FamilyRow]
    href: str


def pupil_rows(pupils: tuple[ClassPupil, ...], today: date, locale: str, *, cards: bool) -> list[PupilRow]:
    """The pupils in the order of the list; `cards` leads those who may to each one's card."""
    return [_pupil(number, one, today, locale, cards) for number, one in enumerate(pupils, 1)]


def _pupil(number: int, one: ClassPupil, today: date, locale: str, cards: bool) -> PupilRow:
    coming = (
        gettext(locale, "comes on {day}", day=full_date(locale, one.starts)) if one.starts > today else ""
    )
    return PupilRow(
        number=str(number),
        name=one.name,
        birthday=full_date(locale, one.birth_date) if one.birth_date else "",
        note=coming,
        phone=phone_shown(one.phone),
        phone_link=one.phone.replace(" ", ""),
        groups=", ".join(one.groups),
        guardians=[_guardian(guardian) for guardian in one.guardians],
        href=f"/people?person={one.id}" if cards else f"/diary?child={one.id}",
    )


def _guardian(one: FamilyMember) -> FamilyRow:
    phone = phone_shown(one.phone)
    return FamilyRow(one.name, one.relation, phone, one.phone.replace(" ", ""), one.email, one.limited)
