"""What the browser sees of the list of surveys."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.models import SurveyState
from ejournal.services.surveys.addresses import BUILD, RESULTS
from ejournal.services.surveys.reading import Kept
from ejournal.ui.words.surveys import STATES, TONES


@dataclass
class KeptRow:
    """A survey in the list of who keeps it."""

    href: str
    title: str
    note: str
    badge: str
    tone: str


def kept_rows(lines: Sequence[Kept], actor: Actor, locale: str) -> list[KeptRow]:
    """The lines of the list."""
    return [_kept_row(one, actor, locale) for one in lines]


def _kept_row(one: Kept, actor: Actor, locale: str) -> KeptRow:
    address = RESULTS if one.state is SurveyState.CLOSED else BUILD
    parts = [_when(one, actor, locale)]
    if one.seats:
        parts.append(gettext(locale, "{n} of {all} answered", n=one.answered, all=one.seats))
    if one.anonymous:
        parts.append(gettext(locale, "without names"))
    parts.append(one.author)
    return KeptRow(
        address.format(survey_id=one.id),
        one.title or gettext(locale, "Without a name"),
        " · ".join(part for part in parts if part),
        gettext(locale, STATES[one.state]),
        TONES[one.state],
    )


def _when(one: Kept, actor: Actor, locale: str) -> str:
    at = {
        SurveyState.DRAFT: ("saved on {at}", one.saved_at),
        SurveyState.WAITING: ("opens on {at}", one.opens_at),
        SurveyState.OPEN: ("open until {at}", one.closes_at),
        SurveyState.CLOSED: ("closed on {at}", one.closed_at),
    }
    words, when = at[one.state]
    if one.state is SurveyState.DRAFT and one.opens_at is not None and one.opens_at <= clock.now():
        words, when = "not opened in its hour, {at}: there was nobody to ask", one.opens_at
    if when is None:
        return gettext(locale, "without an end")
    return gettext(locale, words, at=moment(locale, clock.local(when, actor.time_zone)))
