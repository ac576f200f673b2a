"""What the browser sees of a person's card."""

from dataclasses import dataclass
from datetime import date

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext, ngettext
from ejournal.models import Gender, GuardianRights, Role
from ejournal.models.spans import Span
from ejournal.pages.people.rows import card_address
from ejournal.services.base.contacts import phone_shown
from ejournal.services.people.card import HeldRole, PersonCard, Place, Relative
from ejournal.services.people.history import ROLE_WORDS, Entry
from ejournal.services.people.outlook import Outlook
from ejournal.services.people.roles import may_give
from ejournal.ui.words.accounts import shared_words


@dataclass(frozen=True)
class CardRow:
    """The head of a card; `id` is empty when none is open."""

    id: str = ""
    name: str = ""
    line: str = ""
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    gender: str = ""
    birth_date: str = ""
    phone: str = ""
    phone_link: str = ""
    email: str = ""
    contacts_hidden: bool = False
    is_pupil: bool = False
    sits: bool = False
    is_guardian: bool = False
    has_account: bool = False
    shared: str = ""
    """That the sign-in is one with another school; empty when it is not."""
    of_another_school: bool = False
    login: str = ""
    account_state: str = ""
    account_tone: str = "soft"
    seen: str = ""


@dataclass(frozen=True)
class RelativeRow:
    """A guardian or a child; limits are what a court has said, in words."""

    id: str
    name: str
    relation: str
    note: str
    sees: str
    limited: bool
    hides: str
    span: str
    over: bool
    href: str
    rights: str
    contacts_hidden: bool
    ends: str


@dataclass(frozen=True)
class PlaceRow:
    """A class or a group with its days."""

    title: str
    leader: str
    starts: str
    ends: str
    over: bool
    is_group: bool
    reason: str


@dataclass(frozen=True)
class RoleRow:
    """A role with its days."""

    id: str
    title: str
    span: str
    over: bool
    can_end: bool


@dataclass(frozen=True)
class EntryRow:
    """A line of the history."""

    day: str
    words: str
    by: str


def card_row(actor: Actor, card: PersonCard, locale: str) -> CardRow:
    """The head of the card in words."""
    account = card.account
    return CardRow(
        id=str(card.id),
        name=card.name,
        line=_line(actor, card, locale),
        last_name=card.last_name,
        first_name=card.first_name,
        middle_name=card.middle_name,
        gender=card.gender.value if card.gender else "",
        birth_date=card.birth_date.isoformat() if card.birth_date else "",
        phone=phone_shown(card.phone),
        phone_link=card.phone.replace(" ", ""),
        email=card.email,
        contacts_hidden=not card.contacts_shown,
        is_pupil=card.is_pupil,
        sits=card.class_on(actor.today) is not None,
        is_guardian=bool(card.children),
        has_account=account is not None,
        shared=shared_words(
            locale,
            of_another_school=account is not None and account.of_another_school,
            elsewhere_too=account is not None and account.elsewhere_too,
        ),
        of_another_school=account is not None and account.of_another_school,
        login=account.login if account else "",
        account_state=_account_state(card, locale),
        account_tone="red" if account and account.blocked else "green" if account else "amber",
        seen=dates.moment(locale, clock.local(account.last_seen_at, actor.time_zone))
        if account and account.last_seen_at
        else "",
    )


def _account_state(card: PersonCard, locale: str) -> str:
    if card.account is None:
        return gettext(locale, "no account")
    return gettext(locale, "blocked") if card.account.blocked else gettext(locale, "works")


def _line(actor: Actor, card: PersonCard, locale: str) -> str:
    """«Ученица, 6 «Б», 12 лет, родилась 14 марта 2014»."""
    today = actor.today
    held = dict.fromkeys(one.role for one in card.roles if one.span.holds_on(today))
    words = [_role_word(locale, role, card.gender) for role in held]
    place = card.class_on(today)
    if place is not None:
        words.append(place.title)
    elif card.is_pupil:
        words = [_role_word(locale, role, card.gender) for role in held if role is not Role.PUPIL]
        words.insert(0, gettext(locale, "left the school"))
    if card.birth_date:
        age = _age(card.birth_date, today)
        words.append(ngettext(locale, "{n} year old", "{n} years old", age))
        born = dates.long_date(locale, card.birth_date)
        births = {
            Gender.FEMALE: gettext(locale, "she was born on {day}", day=born),
            Gender.MALE: gettext(locale, "he was born on {day}", day=born),
        }
        words.append(births[card.gender] if card.gender else gettext(locale, "born on {day}", day=born))
    line = ", ".join(words)
    return line[:1].upper() + line[1:]


def _role_word(locale: str, role: Role, gender: Gender | None) -> str:
    if role is Role.PUPIL and gender is Gender.FEMALE:
        return gettext(locale, "schoolgirl")
    return gettext(locale, ROLE_WORDS[role])


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def relative_row(actor: Actor, one: Relative, locale: str) -> RelativeRow:
    """A guardian with what they may see, or a child with the class."""
    hidden = gettext(locale, "contacts are hidden from you") if one.hidden else ""
    account = one.login or gettext(locale, "shared sign-in" if one.of_another_school else "no account")
    contacts = (one.class_title, phone_shown(one.phone), one.email, hidden, account)
    limited = one.rights is GuardianRights.NONE
    return RelativeRow(
        id=str(one.id),
        name=one.name,
        relation=one.relation,
        note=", ".join(part for part in contacts if part),
        sees=gettext(locale, "sees nothing of the child")
        if limited
        else gettext(locale, "sees everything, signs"),
        limited=limited,
        hides=gettext(locale, "contacts hidden from the other guardians") if one.contacts_hidden else "",
        span=_until(one.span, locale),
        over=one.span.is_over(actor.today),
        href=card_address(one.person_id),
        rights=one.rights.value,
        contacts_hidden=one.contacts_hidden,
        ends=one.span.ends.isoformat() if one.span.ends else "",
    )


def _until(span: Span, locale: str) -> str:
    return gettext(locale, "until {day}", day=dates.full_date(locale, span.ends)) if span.ends else ""


def place_row(actor: Actor, one: Place, locale: str) -> PlaceRow:
    """A class or a group; of one that lasts no end is told."""
    ends = dates.full_date(locale, one.span.ends) if one.span.ends else gettext(locale, "now")
    return PlaceRow(
        title=one.title,
        leader=one.leader,
        starts=dates.full_date(locale, one.span.starts) if one.span.starts else "",
        ends=ends,
        over=one.span.is_over(actor.today),
        is_group=one.is_group,
        reason=one.leaving_reason,
    )


def role_row(actor: Actor, one: HeldRole, locale: str) -> RoleRow:
    """A role with its class."""
    words = gettext(locale, ROLE_WORDS[one.role])
    over = one.span.is_over(actor.today)
    since = (
        gettext(locale, "from {day}", day=dates.full_date(locale, one.span.starts)) if one.span.starts else ""
    )
    return RoleRow(
        id=str(one.id),
        title=words[:1].upper() + words[1:] + (f", {one.class_title}" if one.class_title else ""),
        span=" ".join(part for part in (since, _until(one.span, locale)) if part),
        over=over,
        can_end=not over and may_give(actor, one.role),
    )


def entry_row(actor: Actor, one: Entry, locale: str) -> EntryRow:
    """A line of the history with its moment."""
    at = clock.local(one.at, actor.time_zone)
    same_year = at.year == actor.today.year
    day = dates.moment(locale, at) if same_year else dates.full_date(locale, at.date())
    return EntryRow(day, one.words, one.by or gettext(locale, "the program"))


def outlook_lines(look: Outlook, locale: str) -> list[str]:
    """What follows from a transfer, in sentences."""
    lines = [
        gettext(
            locale,
            "In {was} the last day is {last}, in {becomes} the first is {day}.",
            was=look.was,
            becomes=look.becomes,
            last=dates.day_month(locale, look.last),
            day=dates.day_month(locale, look.day),
        )
    ]
    if look.ending:
        lines.append(gettext(locale, "Groups left: {groups}.", groups=", ".join(look.ending)))
    lines.append(
        gettext(locale, "Marks stay in the journal of {was} and count in the averages.", was=look.was)
        if look.former_marks_count
        else gettext(locale, "Marks stay in the journal of {was}, averages begin anew.", was=look.was)
    )
    if look.told:
        lines.append(gettext(locale, "Told of it: {names}.", names=", ".join(look.told)))
    return lines
