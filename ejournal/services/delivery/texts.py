"""What stands in an SMS: short, and in how many parts a network counts it; what a messenger's bot writes."""

from ejournal.i18n import gettext
from ejournal.services.delivery.letters import Told
from ejournal.settings import settings

MOST_PARTS = 3
"""Of one text: what is longer is cut, the whole of it stands in the journal."""
_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_OF_TWO = frozenset("^{}\\[~]|€")
"""Signs of GSM 03.38 that take the place of two."""


def is_plain(text: str) -> bool:
    """Whether the 7-bit alphabet of GSM 03.38 has all its signs; all other texts go as UCS-2."""
    return all(sign in _PLAIN or sign in _OF_TWO for sign in text)


def parts_of(text: str) -> int:
    """In how many parts a network sends and counts it: 160 or 153 plain signs a part, 70 or 67 others."""
    length = len(text)
    whole, part = 70, 67
    if is_plain(text):
        length += sum(sign in _OF_TWO for sign in text)
        whole, part = 160, 153
    return 1 if length <= whole else -(-length // part)


def of_news(told: Told, locale: str, *, words: bool) -> str:
    """The text of a notice; without words it says only that there is one."""
    if not words:
        return fitting(f"{gettext(locale, 'News in the diary')}: {settings().public_url}")
    return fitting(f"{told.child}: {told.title}" if told.child else told.title)


def of_urgent(title: str, text: str) -> str:
    """The text of an urgent message: what it is called, and as much of it as fits."""
    return fitting(f"{title}. {text}")


def of_message(locale: str, *, urgent: bool) -> str:
    """What a messenger's bot writes: no name and no mark, for a foreign server reads it."""
    words = "An urgent message of the school" if urgent else "News in the diary"
    return f"{gettext(locale, words)}: {settings().public_url}/notices"


def of_trial(locale: str) -> str:
    """The text of a trial."""
    return gettext(locale, "A trial: notices arrive here")


def fitting(text: str) -> str:
    """The text on one line, without signs of two units, cut to as many parts as one may have."""
    line = "".join(sign for sign in " ".join(text.split()) if sign <= "\uffff" and sign.isprintable())
    if parts_of(line) <= MOST_PARTS:
        return line
    while parts_of(line + "…") > MOST_PARTS:
        line = line[:-1]
    return line.rstrip() + "…"
