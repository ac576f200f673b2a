"""Surveys that wait for one's answer, as the main page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month
from ejournal.services.surveys.addresses import ANSWER
from ejournal.services.surveys.answers.seats import ToAnswer

MOST = 3
"""The others are found in the list of surveys."""


@dataclass
class SurveyLine:
    """A survey that waits, until when, and where it is answered."""

    title: str
    note: str
    href: str


def survey_lines(found: Sequence[ToAnswer], actor: Actor, locale: str) -> list[SurveyLine]:
    """The first of those that wait."""
    return [_line(one, actor, locale) for one in found if one.waits][:MOST]


def _line(one: ToAnswer, actor: Actor, locale: str) -> SurveyLine:
    notes = [gettext(locale, "Survey waits for your answer")]
    if one.closes_at is not None:
        day = day_month(locale, clock.local(one.closes_at, actor.time_zone).date())
        notes.append(gettext(locale, "until {when}", when=day))
    if one.anonymous:
        notes.append(gettext(locale, "without names"))
    return SurveyLine(one.title, " · ".join(notes), ANSWER.format(survey_id=one.id))
