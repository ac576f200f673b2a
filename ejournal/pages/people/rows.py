"""What the browser sees of people in the list, and of those who look like somebody being added."""

from dataclasses import dataclass

from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.models import Role
from ejournal.services.people.classes import ClassOption
from ejournal.services.people.history import ROLE_WORDS
from ejournal.services.people.outlook import GroupOption
from ejournal.services.people.persons import Alike
from ejournal.services.people.search import FoundPerson, PersonState
from ejournal.ui.kit import Choice


@dataclass(frozen=True)
class PersonRow:
    """A person in the list."""

    id: str
    name: str
    note: str
    login: str
    blocked: bool
    left: bool
    href: str


@dataclass(frozen=True)
class AlikeRow:
    """Somebody known whose name is the same."""

    id: str
    name: str
    note: str
    href: str


@dataclass(frozen=True)
class GroupRow:
    """A group that can be chosen for a newcomer of a class."""

    id: str
    title: str
    whole: bool


def card_address(person_id: int) -> str:
    """Where the person's card stands."""
    return f"/people?person={person_id}"


def person_row(one: FoundPerson, locale: str) -> PersonRow:
    """The person in words: roles and class, or the children of a guardian."""
    words = [gettext(locale, ROLE_WORDS[role]) for role in one.roles]
    note = ", ".join([*words, *([one.classes] if one.classes else [])])
    children = "; ".join(one.children)
    return PersonRow(
        id=str(one.id),
        name=one.name,
        note=" · ".join(part for part in (note, children) if part),
        login=one.login or gettext(locale, "shared sign-in" if one.shared else "no account"),
        blocked=one.blocked,
        left=one.left,
        href=card_address(one.id),
    )


def alike_row(one: Alike, locale: str) -> AlikeRow:
    """The namesake with what tells two apart."""
    born = gettext(locale, "born on {day}", day=full_date(locale, one.birth_date)) if one.birth_date else ""
    return AlikeRow(
        str(one.id),
        one.name,
        ", ".join(part for part in (one.class_title, born) if part),
        card_address(one.id),
    )


def group_rows(found: tuple[GroupOption, ...]) -> list[GroupRow]:
    """The groups, those that take all of the class with their word for it."""
    return [GroupRow(str(one.id), one.title, one.whole) for one in found]


def role_choices(locale: str) -> list[Choice]:
    """The roles to look for; everybody first."""
    words = {one.value: gettext(locale, message) for one, message in ROLE_WORDS.items()}
    return [
        Choice(value="", label=gettext(locale, "Everybody")),
        *(Choice(value=value, label=word[:1].upper() + word[1:]) for value, word in words.items()),
    ]


def state_choices(locale: str) -> list[Choice]:
    """Who is here, who left, who has no account, all of them."""
    return [
        Choice(PersonState.HERE.value, gettext(locale, "At the school")),
        Choice(PersonState.LEFT.value, gettext(locale, "Left")),
        Choice(PersonState.NO_ACCOUNT.value, gettext(locale, "Without an account")),
        Choice(ALL, gettext(locale, "All who ever were")),
    ]


ALL = "all"


def class_choices(classes: tuple[ClassOption, ...], first: str) -> list[Choice]:
    """The classes, of two years with the year; the first line stands for no class."""
    years = {one.year for one in classes}
    return [
        Choice("", first),
        *(
            Choice(str(one.id), one.title if len(years) < 2 else f"{one.title}, {one.year}")
            for one in classes
        ),
    ]


def role_of(value: object) -> Role | None:
    """The role named in an address; None for everybody or nonsense."""
    return next((one for one in Role if one.value == value), None)


def state_of(value: object) -> PersonState | None:
    """The state named in an address: who is here, when nothing is said."""
    if value == ALL:
        return None
    return next((one for one in PersonState if one.value == value), PersonState.HERE)
