"""What the browser sees of likely pairs, and of two cards beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date
from ejournal.models import Gender, Role
from ejournal.services.base.contacts import phone_shown
from ejournal.services.duplicates.cards import FieldChoice
from ejournal.services.duplicates.draft import KEPT, Said
from ejournal.services.duplicates.finding import Likely, Pair, Why
from ejournal.services.duplicates.preview import Preview, Side
from ejournal.services.people.history import ROLE_WORDS
from ejournal.services.people.search import FoundPerson

WHY: Mapping[Why, str] = {
    Why.SNILS: "the same SNILS",
    Why.SAME: "the same name and birth date",
    Why.NEAR: "names alike, the same birth date",
    Why.PHONE: "the same phone and first name",
    Why.NAME: "the same full name, a birth date is not known",
}
"""By what two cards look like one person, as message ids."""


@dataclass(frozen=True)
class CardRow:
    """A card in a pair, or one that was found."""

    id: str
    name: str
    note: str
    href: str


@dataclass(frozen=True)
class PairRow:
    """Two cards, and why they look like one person."""

    first: CardRow
    second: CardRow
    why: str
    href: str


@dataclass(frozen=True)
class SideRow:
    """A card beside the other."""

    id: str = ""
    name: str = ""
    note: str = ""
    login: str = ""
    records: str = ""
    href: str = ""


@dataclass(frozen=True)
class FieldRow:
    """A field of both cards; asked when somebody has to choose."""

    name: str
    title: str
    kept: str
    gone: str
    asked: bool
    from_gone: bool


@dataclass(frozen=True)
class QuestionRow:
    """Two rows where one can stand."""

    key: str
    title: str
    where: str
    kept: str
    gone: str


@dataclass(frozen=True)
class FollowRow:
    """A kind of records: how many come to how many."""

    title: str
    words: str


def merge_address(first_id: int, second_id: int | None = None) -> str:
    """Where two cards are looked at beside each other; with one, where the other is chosen."""
    other = f"&second={second_id}" if second_id else ""
    return f"/people/merge?first={first_id}{other}"


def card_address(person_id: int) -> str:
    """Where the person's card stands."""
    return f"/people?person={person_id}"


def pair_row(one: Pair, locale: str) -> PairRow:
    """The pair in words."""
    why = ", ".join(gettext(locale, WHY[reason]) for reason in one.why)
    return PairRow(
        _likely(one.first, locale),
        _likely(one.second, locale),
        why[:1].upper() + why[1:],
        merge_address(one.first.id, one.second.id),
    )


def _likely(one: Likely, locale: str) -> CardRow:
    born = gettext(locale, "born on {day}", day=full_date(locale, one.birth_date)) if one.birth_date else ""
    note = ", ".join(filter(None, (_roles(one.roles, locale), one.classes, born, one.login)))
    return CardRow(str(one.id), one.name, note, card_address(one.id))


def found_row(one: FoundPerson, first_id: int, locale: str) -> CardRow:
    """Somebody who may be chosen as the other card."""
    note = ", ".join(filter(None, (_roles(one.roles, locale), one.classes, one.login)))
    return CardRow(str(one.id), one.name, note, merge_address(first_id, one.id))


def _roles(roles: tuple[Role, ...], locale: str) -> str:
    return ", ".join(gettext(locale, ROLE_WORDS[role]) for role in roles)


def side_row(one: Side, locale: str) -> SideRow:
    """The head of a card."""
    login = one.login or gettext(locale, "no account")
    if one.blocked:
        login += f" ({gettext(locale, 'blocked')})"
    return SideRow(
        id=str(one.id),
        name=one.name,
        note=", ".join(filter(None, (_roles(one.roles, locale), one.classes))),
        login=login,
        records=ngettext(locale, "{n} record", "{n} records", one.records),
        href=card_address(one.id),
    )


def field_row(one: FieldChoice, locale: str) -> FieldRow:
    """A field in words; of a SNILS only that it is there is known."""
    kept, gone = (_shown(one, value, locale) for value in (one.of_kept, one.of_gone))
    return FieldRow(
        name=one.name,
        title=gettext(locale, one.title),
        kept=kept,
        gone=gone,
        asked=one.asked and not one.hidden,
        from_gone=one.taken != KEPT,
    )


def _shown(one: FieldChoice, value: object, locale: str) -> str:
    if not value:
        return ""
    if one.hidden:
        return gettext(locale, "hidden from you")
    if one.name == "snils_hash":
        return gettext(locale, "another number") if one.asked else gettext(locale, "known")
    if isinstance(value, Gender):
        return gettext(locale, "female" if value is Gender.FEMALE else "male")
    if isinstance(value, date):
        return full_date(locale, value)
    return phone_shown(str(value)) if one.name == "phone" else str(value)


def question_rows(look: Preview, locale: str) -> list[QuestionRow]:
    """What is to be chosen, row by row."""
    return [
        QuestionRow(one.key, gettext(locale, one.about), one.where, one.of_kept, one.of_gone)
        for one in look.questions
    ]


def follow_rows(look: Preview, locale: str) -> list[FollowRow]:
    """What comes to the card that stays, and what of it becomes one with what it has."""
    joined = [
        FollowRow(gettext(locale, about), gettext(locale, "{n} become one", n=n)) for about, n in look.joined
    ]
    return [
        FollowRow(
            gettext(locale, one.about),
            gettext(locale, "{comes} to {has}", comes=one.comes, has=one.has) if one.has else str(one.comes),
        )
        for one in look.follows
    ] + joined


def words_of(said: tuple[Said, ...], locale: str) -> list[str]:
    """The sentences in the reader's language."""
    return [gettext(locale, one.message, **one.params) for one in said]
