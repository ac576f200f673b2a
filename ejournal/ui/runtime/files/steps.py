"""What the pages have in common by which a file comes in: sent, looked through, taken in, taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.services.base.uploads import Shelf, Upload

Kept = TypeVar("Kept", bound=Upload)
FILE, CHECK, DONE = "file", "check", "done"
"""The steps, in their order."""


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file with what it is taken to mean and a value of it."""

    letter: str
    title: str
    meaning: str
    sample: str


@dataclass(frozen=True)
class FactRow:
    """A figure with what it counts."""

    label: str
    value: str


def fact_rows(
    counts: Mapping[str, int], order: Iterable[str], words: Mapping[str, str], locale: str
) -> list[FactRow]:
    """Counts with their words, those that are not nothing."""
    return [FactRow(gettext(locale, words[one]), str(counts[one])) for one in order if counts.get(one)]


def more_words(number: int, shown: int, locale: str) -> str:
    """How many more lines there are than go to the browser; empty when none."""
    left = number - shown
    return gettext(locale, "… and more: {n}", n=left) if left > 0 else ""


def sent_words(actor: Actor, at: datetime, locale: str) -> str:
    """When the file was sent."""
    return gettext(locale, "sent on {when}", when=moment(locale, clock.local(at, actor.time_zone)))


def taken_words(actor: Actor, last: Any, locale: str) -> str:
    """The file taken in last, and when; empty for none."""
    if last is None:
        return ""
    when = moment(locale, clock.local(last.at, actor.time_zone))
    return gettext(locale, "{file}, taken in on {when}", file=last.file_name or "–", when=when)


def need_draft(shelf: Shelf[Kept], actor: Actor) -> Kept:
    """The actor's file under way; DomainError when there is none."""
    try:
        return shelf.need_draft(actor)
    except NotFound:
        raise DomainError("Choose a file first") from None
