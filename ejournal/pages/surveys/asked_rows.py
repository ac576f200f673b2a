"""What the browser sees of the surveys that ask somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month
from ejournal.models import SurveyState
from ejournal.services.surveys.addresses import ANSWER
from ejournal.services.surveys.answers.seats import ToAnswer


@dataclass
class AskedRow:
    """A survey: until when, whether it waits, where it is."""

    title: str
    note: str
    badge: str
    tone: str
    href: str


def asked_rows(found: Sequence[ToAnswer], actor: Actor, locale: str) -> list[AskedRow]:
    """The surveys, what waits first."""
    return [_row(one, actor, locale) for one in found]


def _row(one: ToAnswer, actor: Actor, locale: str) -> AskedRow:
    notes = [gettext(locale, "without names" if one.anonymous else "with names")]
    if one.closes_at is not None and one.state is SurveyState.OPEN:
        day = day_month(locale, clock.local(one.closes_at, actor.time_zone).date())
        notes.append(gettext(locale, "until {when}", when=day))
    if one.seats > 1:
        notes.append(gettext(locale, "answers: {done} of {n}", done=one.answered, n=one.seats))
    if one.waits:
        badge, tone = gettext(locale, "waits for your answer"), "amber"
    elif one.answered:
        badge, tone = gettext(locale, "answer sent"), "green"
    else:
        badge, tone = gettext(locale, "closed survey"), "soft"
    return AskedRow(one.title, " · ".join(notes), badge, tone, ANSWER.format(survey_id=one.id))
