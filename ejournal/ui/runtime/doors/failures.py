"""What browsers say went wrong in their pages: a line each in the log, and of many only some."""

import logging

import reflex as rx
from reflex.state import LAST_RELOADED_KEY, FrontendEventExceptionState
from reflex_base.event import Event

from ejournal.http.doors.buckets import Bucket, Rate

log = logging.getLogger(__name__)
LONGEST = 1500
OF_MEMBERS = Rate(at_once=20, a_second=0.5)
OF_STRANGERS = Rate(at_once=5, a_second=0.1)
RELOADED_AGAIN_AFTER_MS = 10_000
RELOAD = (
    f"const last = parseInt(window.sessionStorage.getItem('{LAST_RELOADED_KEY}')) || 0;"
    f"if (Date.now() - last > {RELOADED_AGAIN_AFTER_MS}) {{"
    f"window.sessionStorage.setItem('{LAST_RELOADED_KEY}', Date.now().toString());"
    "window.location.reload() }"
)
_members, _strangers = Bucket(OF_MEMBERS), Bucket(OF_STRANGERS)


def report(exception: Exception) -> None:
    """Note what a page of whoever it is says of its failure (Reflex's handler of front-end exceptions)."""
    note(str(exception), member=False)


def note(words: object, *, member: bool) -> None:
    """Write the words into the log as one printable line, unless there were too many lately."""
    if (_members if member else _strangers).takes():
        log.error("A page failed: %s", printable(str(words)))


def printable(text: str) -> str:
    """The text on one line, cut to a bearable length, with nothing in it that a terminal would obey."""
    cut = text[:LONGEST]
    line = "".join(sign if sign.isprintable() else " " for sign in cut)
    return line if cut == text else f"{line}… ({len(text)} signs)"


def cure(words: str) -> list[Event]:
    """What a page that has failed in a way known to pass is told: to load itself anew, now and then."""
    known = FrontendEventExceptionState.auto_reload_on_errors
    if not any(error.search(words[:LONGEST]) for error in known):
        return []
    return Event.from_event_type(rx.call_script(RELOAD))
