"""How a message went to somebody, in words: by which channel, what became of it, why not."""

from collections.abc import Callable
from datetime import datetime

from ejournal.i18n import gettext
from ejournal.models import Fate
from ejournal.services.delivery.ways import Way
from ejournal.services.messages.reach import Reach
from ejournal.services.messages.standing import PersonLine
from ejournal.ui.words.messages import REACH
from ejournal.ui.words.notice_kinds import CHANNELS

FATES = {
    Fate.WAITING: "on its way",
    Fate.SENT: "delivered",
    Fate.FAILED: "not delivered",
    Fate.BOUNCED: "no such address",
    Fate.DROPPED: "not needed any more",
}


def way_words(way: Way, locale: str, at: Callable[[datetime], str] | None = None) -> str:
    """«По почте: такого адреса нет», «По SMS: доставлено 20 ноября, 14:05» where moments are asked for."""
    told = gettext(locale, FATES[way.fate])
    if way.fate is Fate.SENT and at is not None:
        told = f"{told} {at(way.at)}"
    if way.error and way.fate in (Fate.WAITING, Fate.FAILED):
        told = f"{told} ({gettext(locale, way.error)})"
    return f"{gettext(locale, CHANNELS[way.channel])}: {told}"


def standing_words(one: PersonLine, locale: str) -> tuple[str, str]:
    """Whether it has come to somebody who has not opened it, and the tone in which that is drawn."""
    if one.is_missed:
        return missed_words(one, locale), "red"
    if one.reached is None:
        return gettext(locale, "Not seen yet"), "soft"
    return gettext(locale, "Delivered, not opened" if one.reached.arrived else "On its way"), "soft"


def missed_words(one: PersonLine, locale: str) -> str:
    """Why nothing has told somebody of it."""
    if one.reached is not None and one.reached.ways:
        return gettext(locale, "Not reached")
    if one.reach is not Reach.REACHED:
        return gettext(locale, REACH[one.reach])
    return gettext(locale, "Stands in the journal alone")
