"""What SMS cost, in words: parts, roubles, what is left of a day."""

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import roubles
from ejournal.services.delivery.spending import Spent, price_of
from ejournal.services.messages.texting import Texts


def parts_words(parts: int, locale: str) -> str:
    """«90 частей (225,00 ₽)», without the roubles where no price is set."""
    words, price = ngettext(locale, "{n} part", "{n} parts", parts), price_of(parts)
    return words if price is None else f"{words} ({roubles(locale, price)})"


def spent_words(spent: Spent, locale: str, *, urgent: bool) -> str:
    """What has gone of a day, for whoever looks after the queue."""
    usual = gettext(locale, "parts of SMS today, at most {most}", most=spent.most)
    told = gettext(locale, "parts of urgent SMS today, at most {most}", most=spent.most) if urgent else usual
    price = price_of(spent.used)
    return told if price is None else f"{told}; {roubles(locale, price)}"


def sms_lines(found: Texts | None, locale: str) -> list[str]:
    """How many SMS a message is, what they cost, what of the day is left; nothing where it goes by none."""
    if found is None:
        return []
    if not found.people:
        return [gettext(locale, "No SMS goes: none of them has a phone in the card")]
    people = ngettext(locale, "{n} person", "{n} people", found.people)
    lines = [
        gettext(locale, "By SMS: {people}, {parts}", people=people, parts=parts_words(found.parts, locale))
    ]
    if found.urgent and found.climbs_after:
        lines.append(
            ngettext(
                locale,
                "Whoever confirms on a device within {n} minute gets no SMS",
                "Whoever confirms on a device within {n} minutes gets no SMS",
                found.climbs_after,
            )
        )
    if not found.are_too_many:
        lines.append(_left(found.spent, locale))
    return lines


def sms_warnings(found: Texts | None, locale: str) -> list[str]:
    """That the day does not allow as many."""
    if found is None or not found.are_too_many:
        return []
    return [
        gettext(
            locale,
            "The SMS of that day do not suffice: {need} parts are needed, {left} of {most} are left. "
            "Whoever gets none has the message in the journal",
            need=found.parts, left=found.spent.left, most=found.spent.most,
        )
    ]  # fmt: skip


def _left(spent: Spent, locale: str) -> str:
    return gettext(
        locale, "Of the SMS of that day {left} of {most} parts are left", left=spent.left, most=spent.most
    )
