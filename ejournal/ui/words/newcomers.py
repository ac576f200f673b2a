"""How far people have come to accounts of their own, and why a letter cannot go to them, in words."""

from collections.abc import Callable
from datetime import datetime

from ejournal import clock
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date
from ejournal.services.registration.standing import Mailing, Standing, State


def standing_words(one: Standing, zone: str, locale: str) -> str:
    """«код до 20.01.2027», «напоминаний: 2, последнее 20.11.2026», «был(а) 20.11.2026»."""

    def day(moment: datetime | None) -> str:
        return full_date(locale, clock.local(moment, zone).date()) if moment else ""

    words: dict[State, Callable[[], str]] = {
        State.NO_CODE: lambda: gettext(locale, "no slip yet"),
        State.CODE_OVER: lambda: gettext(locale, "the code has run out"),
        State.CODE_GIVEN: lambda: gettext(locale, "slip given, until {day}", day=day(one.code_until)),
        State.REMINDED: lambda: gettext(
            locale, "reminders: {n}, the last on {day}", n=one.reminded, day=day(one.reminded_at)
        ),
        State.NEVER_CAME: lambda: gettext(locale, "has an account, never came"),
        State.CAME: lambda: gettext(locale, "came last on {day}", day=day(one.came_at)),
        State.BLOCKED: lambda: gettext(locale, "blocked"),
    }
    return words[one.state]()


def mailing_words(why: Mailing, locale: str) -> str:
    """Why no letter can go to a person."""
    words: dict[Mailing, Callable[[], str]] = {
        Mailing.GOES: str,
        Mailing.NOT_NEEDED: str,
        Mailing.NO_ADDRESS: lambda: gettext(locale, "no e-mail on the card"),
        Mailing.WITHDRAWN: lambda: gettext(locale, "consent to letters was taken back"),
        Mailing.STOPPED: lambda: gettext(locale, "asked for no more letters"),
        Mailing.ENOUGH: lambda: gettext(locale, "five letters already"),
        Mailing.LATELY: lambda: gettext(locale, "written to within a day"),
        Mailing.NO_CODE: lambda: gettext(locale, "print a slip first"),
    }
    return words[why]()


def letters_words(count: int, locale: str) -> str:
    """«7 писем»."""
    return ngettext(locale, "{n} letter", "{n} letters", count)
