"""What the browser sees of who has come and who has not."""

from dataclasses import dataclass, field

from ejournal import clock
from ejournal.i18n import dates, gettext, ngettext
from ejournal.services.registration.codes import Whom
from ejournal.services.registration.reminding import Reminded
from ejournal.services.registration.staff_standing import StaffStanding
from ejournal.services.registration.standing import ClassStanding, Counts, PupilStanding, Standing, State
from ejournal.ui.words.newcomers import letters_words, mailing_words, standing_words

STAFF = Whom.STAFF.value
TONES = {
    State.NO_CODE: "amber",
    State.CODE_OVER: "amber",
    State.NEVER_CAME: "amber",
    State.CAME: "green",
    State.BLOCKED: "red",
}


@dataclass(frozen=True)
class ClassRow:
    """A class with how many of it have not come."""

    id: str
    title: str
    note: str
    missing: str
    href: str


@dataclass(frozen=True)
class PersonRow:
    """A person, how far they have come, why no letter goes to them."""

    name: str
    words: str
    tone: str
    letter: str


@dataclass(frozen=True)
class FamilyRow:
    """A pupil with the guardians, or one of the staff."""

    number: str
    pupil: PersonRow
    guardians: list[PersonRow] = field(default_factory=list)


@dataclass(frozen=True)
class Sending:
    """What the button would send: the words of the dialog, one line a reason; none: nothing can go."""

    count: int = 0
    letters: str = ""
    when: str = ""
    not_to: list[str] = field(default_factory=list)


def class_rows(found: tuple[ClassStanding, ...], locale: str) -> list[ClassRow]:
    """A row a class."""
    return [_class_row(one, locale) for one in found]


def _class_row(one: ClassStanding, locale: str) -> ClassRow:
    missing = one.guardians.missing + one.pupils.missing
    parts = [
        gettext(locale, "guardians: {words}", words=counts_words(one.guardians, locale)),
        gettext(locale, "pupils: {words}", words=counts_words(one.pupils, locale)),
    ]
    without = one.guardians.without_address + one.pupils.without_address
    if without:
        parts.append(ngettext(locale, "{n} without e-mail", "{n} without e-mail", without))
    return ClassRow(
        str(one.id), one.title, " · ".join(parts), str(missing or ""), f"/newcomers?class={one.id}"
    )


def staff_row(found: StaffStanding, locale: str) -> ClassRow:
    """The row of the staff, which stands above the classes."""
    counts, note = found.counts, counts_words(found.counts, locale)
    if counts.without_address:
        note += " · " + ngettext(locale, "{n} without e-mail", "{n} without e-mail", counts.without_address)
    title = gettext(locale, "Staff")
    return ClassRow(STAFF, title, note, str(counts.missing or ""), f"/newcomers?whom={STAFF}")


def staff_rows(found: StaffStanding, zone: str, locale: str, *, all_of_them: bool) -> list[FamilyRow]:
    """Who of the staff has not come, or everybody, in the order of the list."""
    return [
        FamilyRow(str(number), _person(one, zone, locale))
        for number, one in enumerate(found.people, 1)
        if all_of_them or not one.has_come
    ]


def counts_words(counts: Counts, locale: str) -> str:
    """«не пришли 3 из 25», «все пришли»."""
    if not counts.people:
        return gettext(locale, "nobody is entered")
    if not counts.missing:
        return gettext(locale, "all have come")
    return gettext(locale, "{n} of {all} have not come", n=counts.missing, all=counts.people)


def family_rows(found: ClassStanding, zone: str, locale: str, *, all_of_them: bool) -> list[FamilyRow]:
    """The pupils in the order of the list; only families in which somebody has not come, or all."""
    shown = [
        (number, one)
        for number, one in enumerate(found.families, 1)
        if all_of_them or any(not person.has_come for person in one.all)
    ]
    return [_family(number, one, zone, locale) for number, one in shown]


def _family(number: int, one: PupilStanding, zone: str, locale: str) -> FamilyRow:
    return FamilyRow(
        str(number),
        _person(one.pupil, zone, locale),
        [_person(guardian, zone, locale) for guardian in one.guardians],
    )


def _person(one: Standing, zone: str, locale: str) -> PersonRow:
    return PersonRow(
        one.name,
        standing_words(one, zone, locale),
        TONES.get(one.state, "soft"),
        mailing_words(one.mailing, locale),
    )


def sending(told: Reminded, zone: str, locale: str) -> Sending:
    """How many letters would go, when, and to whom none."""
    when = dates.moment(locale, clock.local(told.goes_at, zone)) if told.goes_at else ""
    return Sending(
        told.letters,
        letters_words(told.letters, locale),
        gettext(locale, "It is late: they go on {when}.", when=when) if when else "",
        [f"{count} — {mailing_words(why, locale)}" for why, count in told.not_to.items()],
    )
