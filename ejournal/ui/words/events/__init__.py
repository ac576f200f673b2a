"""Events in words: what they are, for whom one answers, what is answered."""

from datetime import time

from ejournal.i18n.dates import clock, clock_span
from ejournal.models import EventKind, EventPer, EventSaid

KINDS = {
    EventKind.EVENT: "Event",
    EventKind.TRIP: "Trip",
    EventKind.CONTEST: "Contest",
    EventKind.FEAST: "Celebration",
    EventKind.MEETING: "Parents' meeting",
}
PER = {
    EventPer.NOBODY: "No answer is asked",
    EventPer.PERSON: "Everybody for themselves",
    EventPer.CHILD: "For each child",
}
SAID = {EventSaid.YES: "yes, I come", EventSaid.MAYBE: "maybe", EventSaid.NO: "no"}
WAS = {True: "yes", False: "no"}


def times_words(starts: time | None, ends: time | None, locale: str) -> str:
    """«18:00–19:30», «18:00»; empty for the whole day."""
    if starts is None:
        return ""
    return clock_span(locale, starts, ends) or clock(locale, starts)
