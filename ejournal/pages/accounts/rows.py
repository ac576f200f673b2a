"""What the browser sees of people, their accounts and where they are signed in."""

from dataclasses import dataclass
from datetime import datetime

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext
from ejournal.models import Role
from ejournal.services.accounts.administration import Card, KnownPerson, Use
from ejournal.services.accounts.device_names import device_name
from ejournal.services.support import may_be_looked_as
from ejournal.ui.kit import Choice
from ejournal.ui.words.accounts import shared_words

ROLE_WORDS = {
    Role.ADMINISTRATOR: "administrator",
    Role.DIRECTOR: "head of school",
    Role.DEPUTY: "deputy head",
    Role.CLASS_TEACHER: "class teacher",
    Role.TEACHER: "teacher",
    Role.PUPIL: "pupil",
    Role.GUARDIAN: "parent",
}
"""What a person is to the school, as message ids."""


@dataclass(frozen=True)
class PersonRow:
    """A person in the list."""

    id: str
    name: str
    note: str
    seen: str
    has_account: bool
    blocked: bool


@dataclass(frozen=True)
class SignInRow:
    """A browser in which the person is signed in."""

    id: str
    device: str
    note: str


@dataclass(frozen=True)
class CardRow:
    """The account of the open card; `id` is empty when none is open."""

    id: str
    name: str
    roles: str
    login: str
    email: str
    seen: str
    password_changed: str
    has_account: bool
    blocked: bool
    is_self: bool
    has_factor: bool
    of_another_school: bool
    """An account of another school opens this one: here it can only be parted from it."""
    shared: str
    """That the sign-in is one with another school; empty when it is not."""
    may_look: bool
    """Whether an administrator may look with this person's eyes."""


NO_CARD = CardRow("", "", "", "", "", "", "", False, False, False, False, False, "", False)


def person_row(actor: Actor, one: KnownPerson, locale: str) -> PersonRow:
    """The person in words: roles, class and login; when last here."""
    return PersonRow(
        id=str(one.id),
        name=one.name,
        note=" · ".join(part for part in (_roles(one, locale), one.login) if part),
        seen=_seen(actor, one, locale),
        has_account=bool(one.login),
        blocked=one.blocked,
    )


def card_row(actor: Actor, card: Card, locale: str) -> CardRow:
    """The account in words."""
    one = card.person
    return CardRow(
        id=str(one.id),
        name=one.name,
        roles=_roles(one, locale),
        login=one.login,
        email=card.email,
        seen=_seen(actor, one, locale),
        password_changed=_moment(actor, card.password_changed_at, locale),
        has_account=bool(one.login),
        blocked=one.blocked,
        is_self=card.is_self,
        has_factor=card.has_factor,
        of_another_school=one.of_another_school,
        shared=shared_words(locale, of_another_school=one.of_another_school, elsewhere_too=one.elsewhere_too),
        may_look=bool(one.login) and not one.blocked and may_be_looked_as(one.roles),
    )


def sign_in_rows(actor: Actor, card: Card, locale: str) -> list[SignInRow]:
    """Where the person is signed in."""
    return [
        SignInRow(
            id=str(one.id),
            device=device_name(one.device) or gettext(locale, "Unknown browser"),
            note=" · ".join(
                part
                for part in (
                    gettext(locale, "an administrator looks with their eyes, read only") if one.looks else "",
                    gettext(locale, "last used on {when}", when=_moment(actor, one.seen_at, locale)),
                    one.address,
                )
                if part
            ),
        )
        for one in card.sessions
    ]


def role_choices(locale: str) -> list[Choice]:
    """The roles to look for; everybody first."""
    words = {one.value: gettext(locale, message) for one, message in ROLE_WORDS.items()}
    return [
        Choice(value="", label=gettext(locale, "Everybody")),
        *(Choice(value=value, label=word[:1].upper() + word[1:]) for value, word in words.items()),
    ]


def role_of(value: object) -> Role | None:
    """The role named in an address; None for everybody or nonsense."""
    return next((one for one in Role if one.value == value), None)


USES = {
    Use.HAS: "Who have an account",
    Use.NEVER: "Who have never signed in",
    Use.BLOCKED: "Who are blocked",
}


def use_choices(locale: str) -> list[Choice]:
    """How accounts are used; all of them first."""
    asked = [Choice(value=use.value, label=gettext(locale, words)) for use, words in USES.items()]
    return [Choice(value="", label=gettext(locale, "Any account")), *asked]


def use_of(value: object) -> Use | None:
    """The use named in an address; None for all or nonsense."""
    return next((one for one in Use if one.value == value), None)


def _roles(one: KnownPerson, locale: str) -> str:
    words = [gettext(locale, ROLE_WORDS[role]) for role in one.roles]
    return ", ".join([*words, *([one.classes] if one.classes else [])])


def _seen(actor: Actor, one: KnownPerson, locale: str) -> str:
    if one.of_another_school:
        return gettext(locale, "shared sign-in")
    if not one.login:
        return gettext(locale, "no account")
    if one.last_seen_at is None:
        return gettext(locale, "never signed in")
    return _moment(actor, one.last_seen_at, locale)


def _moment(actor: Actor, at: datetime | None, locale: str) -> str:
    return dates.moment(locale, clock.local(at, actor.time_zone)) if at else ""
