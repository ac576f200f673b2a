"""Words of the reports: which pupils a number counts, shares as they are written."""

from decimal import Decimal

from ejournal.i18n import gettext
from ejournal.i18n.dates import decimal
from ejournal.services.reports.formulas import Listed

LISTED = {
    Listed.PUPILS: "All pupils",
    Listed.COUNTED: "Counted: with a mark or «н/а»",
    Listed.SUCCESS: "Without «2» and «н/а»",
    Listed.QUALITY: "With «4» and «5» only",
    Listed.FIVES: "With «5» only",
    Listed.FOURS: "With «4» and «5»",
    Listed.ONE_FOUR: "With a single «4»",
    Listed.ONE_THREE: "With a single «3»",
    Listed.FAILING: "With «2»",
    Listed.NOT_ATTESTED: "Not attested",
    Listed.NO_MARKS: "Without marks",
}
"""What a list of pupils is called."""
DASH = "–"


def listed_words(what: Listed, locale: str) -> str:
    """What the list of these pupils is called."""
    return gettext(locale, LISTED[what])


def share_words(value: Decimal | None, locale: str) -> str:
    """«57,7»; a dash where nobody is counted."""
    return DASH if value is None else decimal(locale, value, 1)


def average_words(value: Decimal | None, locale: str) -> str:
    """«4,04»; a dash without marks."""
    return DASH if value is None else decimal(locale, value)


def count_words(value: int) -> str:
    """The number; a dash for none, so that a column of them is read at a glance."""
    return str(value) if value else DASH


def change_words(now: Decimal | None, before: Decimal | None, locale: str, places: int = 1) -> str:
    """«+1,2», «−6,3»; empty without either."""
    if now is None or before is None:
        return ""
    step = now - before
    sign = "+" if step > 0 else "−" if step < 0 else ""
    return sign + decimal(locale, abs(step), places)
