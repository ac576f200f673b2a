"""What the browser sees of one's account."""

from dataclasses import dataclass

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext
from ejournal.services.accounts.device_names import device_name
from ejournal.services.accounts.own import OwnSession


@dataclass(frozen=True)
class SessionRow:
    """A browser one is signed in by; its times in both languages, since the switch is on this page."""

    id: str
    device: str
    note_ru: str
    note_en: str
    is_current: bool
    is_new: bool
    looks: bool


@dataclass(frozen=True)
class PlaceRow:
    """Another school that the sign-in opens; asking: whether it is to be given up."""

    id: str
    school: str
    asking: bool = False


def session_row(actor: Actor, one: OwnSession) -> SessionRow:
    """The row of a session, its times on the school's clock."""
    return SessionRow(
        id=str(one.id),
        device=device_name(one.device),
        note_ru=_note("ru", actor, one),
        note_en=_note("en", actor, one),
        is_current=one.is_current,
        is_new=one.is_new,
        looks=one.looks,
    )


def _note(locale: str, actor: Actor, one: OwnSession) -> str:
    message, moment = (
        ("since {when}", one.created_at) if one.is_current else ("last used on {when}", one.seen_at)
    )
    when = dates.moment(locale, clock.local(moment, actor.time_zone))
    text = gettext(locale, message, when=when)
    return f"{text} · {one.address}" if one.address else text
