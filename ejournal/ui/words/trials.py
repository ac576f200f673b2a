"""What became of a trial of a channel, in words."""

from ejournal import clock
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.models import Fate
from ejournal.services.delivery import queue
from ejournal.services.delivery.devices import Trial


def letter_words(found: queue.Trial | None, zone: str, locale: str) -> str:
    """What became of the last trial letter; empty where there was none."""
    if found is None:
        return ""
    told = {"address": found.to_address, "when": moment(locale, clock.local(found.at, zone))}
    if found.taken:
        return gettext(
            locale, "The trial letter of {when} to {address} was taken by the mail server.", **told
        )
    if found.failed or found.error:
        return gettext(
            locale,
            "The trial letter of {when} to {address} was not taken: {error}",
            **told,
            error=found.error,
        )
    return gettext(locale, "The trial letter of {when} to {address} is on its way.", **told)


def trial_words(found: Trial | None, zone: str, locale: str) -> str:
    """What became of the last trial by another channel; empty where there was none."""
    if found is None:
        return ""
    when = moment(locale, clock.local(found.at, zone))
    if found.fate is Fate.SENT:
        return gettext(locale, "The trial of {when} was taken over.", when=when)
    if found.error:
        return gettext(locale, "The trial of {when} was not taken: {error}", when=when, error=found.error)
    if found.fate is Fate.WAITING:
        return gettext(locale, "The trial of {when} is on its way.", when=when)
    return gettext(locale, "The trial of {when} had nowhere to go.", when=when)
