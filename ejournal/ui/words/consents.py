"""How it stands with a consent in words: state, version, day, paper."""

from datetime import date, datetime

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext
from ejournal.models import ConsentKind
from ejournal.services.consents.giving import ConsentState

TONES = {
    ConsentState.GIVEN: "green",
    ConsentState.REFUSED: "amber",
    ConsentState.WITHDRAWN: "amber",
    ConsentState.LAPSED: "soft",
    ConsentState.UNANSWERED: "accent",
}
"""The badge of each state; the word says it too."""


def state_words(state: ConsentState, locale: str) -> str:
    """The state in a word."""
    return {
        ConsentState.GIVEN: gettext(locale, "given"),
        ConsentState.REFUSED: gettext(locale, "said no"),
        ConsentState.WITHDRAWN: gettext(locale, "taken back"),
        ConsentState.LAPSED: gettext(locale, "lapsed"),
        ConsentState.UNANSWERED: gettext(locale, "not answered yet"),
    }[state]


def said_words(
    actor: Actor, said_at: datetime | None, version: int, current: int, paper: date | None, locale: str
) -> str:
    """«20.11.2026, версия 1, теперь спрашивают о версии 2, на бумаге от 18.11.2026»."""
    parts = []
    if said_at and version:
        parts.append(dates.full_date(locale, clock.local(said_at, actor.time_zone).date()))
        parts.append(gettext(locale, "version {n}", n=version))
    if version != current:
        parts.append(gettext(locale, "version {n} is asked now", n=current))
    if paper:
        parts.append(gettext(locale, "on paper of {day}", day=dates.full_date(locale, paper)))
    return ", ".join(parts)


def governs_words(kind: ConsentKind, locale: str) -> str:
    """What in this program hangs on a consent of the kind, and what does not."""
    if kind is ConsentKind.DATA:
        return gettext(
            locale,
            "One thing in this program hangs on it: about whom it is refused or taken back, that pupil is "
            "sent no reminders to register. Otherwise it is a mark in the register: what follows is done by "
            "the school.",
        )
    return gettext(
        locale,
        "A mark in the register: nothing in this program opens or closes by this consent. What follows is "
        "done by the school.",
    )
