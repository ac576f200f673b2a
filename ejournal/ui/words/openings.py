"""Lines of who opened whose data in words, for a card, one's own account and the whole log."""

from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext
from ejournal.models import OpeningKind
from ejournal.services.openings.reading import Opened
from ejournal.services.people.history import ROLE_WORDS


@dataclass(frozen=True)
class OpeningRow:
    """A line: when, what was opened, by whom; whose card it was and where that stands, in the whole log."""

    at: str
    words: str
    by: str
    whose: str
    href: str


def opening_row(actor: Actor, one: Opened, locale: str) -> OpeningRow:
    """The line in words; of another year with the year."""
    at = clock.local(one.at, actor.time_zone)
    same_year = at.year == actor.today.year
    day = dates.day_month(locale, at.date()) if same_year else dates.full_date(locale, at.date())
    role = gettext(locale, ROLE_WORDS[one.role]) if one.role else ""
    return OpeningRow(
        at=f"{day}, {at:%H:%M}",
        words=opening_words(one, locale),
        by=", ".join(part for part in (one.opener, role) if part),
        whose=one.whose,
        href=f"/people?person={one.person_id}" if one.person_id else "",
    )


def opening_words(one: Opened, locale: str) -> str:
    """What was opened: «Список класса 6 «Б»»."""
    words = kind_words(one.kind, locale)
    if one.class_title:
        return f"{words}, {one.class_title}"
    return words


def kind_words(kind: OpeningKind, locale: str) -> str:
    """The kind of what was opened."""
    return {
        OpeningKind.CARD: gettext(locale, "Person's card"),
        OpeningKind.CLASS_LIST: gettext(locale, "Class list"),
        OpeningKind.CLASS_SHEET: gettext(locale, "Class list as a spreadsheet"),
        OpeningKind.CLASS_JOURNAL: gettext(locale, "Class journal on paper"),
        OpeningKind.CLASS_REPORT: gettext(locale, "Report of the class, taken away"),
        OpeningKind.NEWCOMERS: gettext(locale, "Who has not come yet"),
        OpeningKind.NEWCOMERS_TAKEN: gettext(locale, "Who has not come yet, taken away"),
        OpeningKind.NEWCOMER_STAFF: gettext(locale, "Who of the staff has not come yet"),
        OpeningKind.NEWCOMER_STAFF_TAKEN: gettext(locale, "Who of the staff has not come yet, taken away"),
        OpeningKind.SLIPS: gettext(locale, "Registration slips printed"),
        OpeningKind.CONSENT_LIST: gettext(locale, "Register of consents"),
        OpeningKind.CONSENT_SHEET: gettext(locale, "Register of consents as a spreadsheet"),
        OpeningKind.CONSENT_PAPER: gettext(locale, "Register of consents on paper"),
        OpeningKind.SEARCH: gettext(locale, "Search among people"),
    }[kind]
