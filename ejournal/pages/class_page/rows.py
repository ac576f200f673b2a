"""What the browser sees of a class's page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date, weekday_short
from ejournal.services.class_page.helpers import Guardian
from ejournal.services.class_page.reading import ClassPage, Contact, Item
from ejournal.services.files.keeping import shown
from ejournal.services.forum.marked import as_html


@dataclass(frozen=True)
class ItemRow:
    """An item; html is harmless, state says that others do not see it and why."""

    id: int
    title: str
    note: str
    day: str
    html: str
    pinned: bool
    state: str
    files: list[dict[str, Any]] = field(default_factory=list)
    may_change: bool = False
    may_hide: bool = False
    may_show: bool = False


@dataclass(frozen=True)
class ContactRow:
    """Somebody who teaches the class, and what."""

    name: str
    note: str


@dataclass(frozen=True)
class PageHead:
    """The open page: whose it is, what one may do there."""

    id: int = 0
    title: str = ""
    school: str = ""
    address: str = ""
    may_write: bool = False
    may_keep: bool = False
    past: str = ""
    photos: str = ""


@dataclass(frozen=True)
class GuardianRow:
    """A guardian of the class; writes: may write on its page."""

    id: int
    name: str
    note: str
    writes: bool


def page_head(found: ClassPage, locale: str) -> PageHead:
    """What stands above the items."""
    count = len(found.past)
    return PageHead(
        found.class_id,
        found.title,
        found.school,
        found.address,
        found.may_write,
        found.may_keep,
        ngettext(locale, "{n} past date", "{n} past dates", count) if count else "",
        _photos(found.no_photo, locale),
    )


def _photos(count: int | None, locale: str) -> str:
    if count is None:
        return ""
    if not count:
        return gettext(locale, "All pupils of the class have a consent to photos.")
    return ngettext(
        locale,
        "{n} pupil of the class has no consent to photos.",
        "{n} pupils of the class have no consent to photos.",
        count,
    )


def item_rows(found: Sequence[Item], actor: Actor, locale: str, *, keeps: bool) -> list[ItemRow]:
    """A row an item."""
    return [_item(one, actor, locale, keeps) for one in found]


def _item(one: Item, actor: Actor, locale: str, keeps: bool) -> ItemRow:
    written = full_date(locale, clock.local(one.written_at, actor.time_zone).date())
    notes = (written, one.author, gettext(locale, "changed") if one.edited else "")
    return ItemRow(
        one.id,
        one.title,
        " · ".join(part for part in notes if part),
        f"{weekday_short(locale, one.day)}, {full_date(locale, one.day)}" if one.day else "",
        as_html(one.words) if one.words else "",
        one.pinned,
        gettext(locale, "Hidden from others: {reason}", reason=one.reason) if one.hidden else "",
        [shown(file) for file in one.files],
        one.may_change,
        keeps and one.of_family and not one.hidden,
        keeps and one.of_family and one.hidden,
    )


def contact_rows(leaders: Sequence[Contact], teachers: Sequence[Contact], locale: str) -> list[ContactRow]:
    """The class teacher first."""
    led = gettext(locale, "Class teacher")
    return [
        *(ContactRow(one.name, led) for one in leaders),
        *(ContactRow(one.name, ", ".join(one.subjects)) for one in teachers),
    ]


def guardian_rows(found: Sequence[Guardian], locale: str) -> list[GuardianRow]:
    """A row a guardian."""
    return [
        GuardianRow(
            one.person_id,
            one.name,
            gettext(locale, "writes since {day}", day=full_date(locale, one.since)) if one.since else "",
            one.since is not None,
        )
        for one in found
    ]
