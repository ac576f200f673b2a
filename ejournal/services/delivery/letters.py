"""What stands in a letter: which child, what happened, when, and the address that leads there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month
from ejournal.services.mail.outbox import LONGEST_SUBJECT, Letter
from ejournal.settings import settings

CHOICES = "/notices/choices"
STOP = "/mail/stop/"
"""The address at which a mail program stops the letters, without a page."""
MOST_TOLD = 200
"""Pieces of news in a letter; what is beyond stands in the journal."""


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news as its reader sees it; child is empty where it is the reader's own.

    can_stop: whether the school lets its reader switch it off.
    """

    school: str
    child: str
    title: str
    note: str
    place: str
    can_stop: bool = True


def stop_address(token: str) -> str:
    """Where a mail program posts to, to stop the letters."""
    return f"{settings().public_url}{STOP}{token}"


def of_one(told: Told, locale: str) -> Letter:
    """The letter of one notice."""
    return _letter(_said(told), [told], locale)


def of_day(told: Sequence[Told], day: date, locale: str) -> Letter:
    """The digest: by school and child."""
    subject = gettext(
        locale,
        "The school journal, {day}: {count}",
        day=day_month(locale, day),
        count=ngettext(locale, "{n} piece of news", "{n} pieces of news", len(told)),
    )
    return _letter(subject, told, locale)


def _letter(subject: str, told: Sequence[Told], locale: str) -> Letter:
    shown, schools = told[:MOST_TOLD], sorted({one.school for one in told})
    parts = []
    for (school, child), of_child in groupby(shown, key=lambda one: (one.school, one.child)):
        title = " · ".join(part for part in (child, school if len(schools) > 1 else "") if part)
        parts.append("\n\n".join([title] * bool(title) + [_lines(one) for one in of_child]))
    if len(told) > len(shown):
        parts.append(gettext(locale, "{n} more stand in the journal.", n=len(told) - len(shown)))
    foot = gettext(
        locale,
        "The journal of {school}. Nobody reads answers to this letter. "
        "What comes to you, and when: {address}",
        school=", ".join(schools),
        address=f"{settings().public_url}{CHOICES}",
    )
    line = " ".join(subject.split())
    return Letter(line[:LONGEST_SUBJECT], "\n\n\n".join(parts) + f"\n\n-- \n{foot}\n")


def _said(one: Told) -> str:
    return f"{one.child}: {one.title}" if one.child else one.title


def _lines(one: Told) -> str:
    address = f"{settings().public_url}{one.place}"
    return "\n".join(part for part in (one.title, one.note, address) if part)
