"""What the browser sees of a class's page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date, weekday_short
from ejournal.models import ClassPart
from ejournal.services.base.marked import as_html
from ejournal.services.class_page.helpers import Guardian
from ejournal.services.class_page.reading import PAST, ClassPage, Contact, Item
from ejournal.services.files.keeping import shown


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
    may_pin: bool = False
    look_again: str = ""


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
    more_news: bool = False
    more_documents: bool = False
    more_past: bool = False


@dataclass(frozen=True)
class GuardianRow:
    """A guardian of the class; writes: may write on its page."""

    id: int
    name: str
    note: str
    writes: bool


def page_head(found: ClassPage, locale: str) -> PageHead:
    """What stands above the items."""
    count = found.past_count
    return PageHead(
        found.class_id,
        found.title,
        found.school,
        found.address,
        found.may_write,
        found.may_keep,
        ngettext(locale, "{n} past date", "{n} past dates", count) if count else "",
        _photos(found, locale) if found.may_write else "",
        ClassPart.NEWS in found.further,
        ClassPart.DOCUMENT in found.further,
        PAST in found.further,
    )


def _photos(found: ClassPage, locale: str) -> str:
    """Whom pictures must not show: by name for who keeps the page, a guardian is told how many."""
    if found.unshown is None:
        return gettext(
            locale, "The school asks for no consents to photos in the journal: ask before you publish."
        )
    if not found.unshown:
        return gettext(locale, "All pupils of the class have a consent to photos.")
    if found.may_keep:
        names = ", ".join(found.unshown)
        return gettext(locale, "Without a consent to photos: {names}.", names=names)
    return ngettext(
        locale,
        "{n} pupil of the class has no consent to photos: ask the class teacher who it is.",
        "{n} pupils of the class have no consent to photos: ask the class teacher who they are.",
        len(found.unshown),
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
        _joined(*notes),
        f"{weekday_short(locale, one.day)}, {full_date(locale, one.day)}" if one.day else "",
        as_html(one.words) if one.words else "",
        one.pinned,
        gettext(locale, "Hidden from others: {reason}", reason=one.reason) if one.hidden else "",
        [shown(file) for file in one.files],
        one.may_change,
        keeps and one.of_family and not one.hidden,
        keeps and one.of_family and one.hidden,
        one.may_pin,
        _look_again(one, locale),
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _look_again(one: Item, locale: str) -> str:
    if not one.unshown:
        return ""
    names = ", ".join(one.unshown)
    return gettext(
        locale, "Look at the pictures again: the consent to photos has ended for {names}", names=names
    )


def contact_rows(leaders: Sequence[Contact], teachers: Sequence[Contact], locale: str) -> list[ContactRow]:
    """The class teacher first, each with what they teach the class."""
    led = gettext(locale, "Class teacher")
    subjects = {one.id: ", ".join(one.subjects) for one in teachers}
    first = {one.id for one in leaders}
    return [
        *(ContactRow(one.name, _joined(led, subjects.get(one.id, ""))) for one in leaders),
        *(ContactRow(one.name, subjects[one.id]) for one in teachers if one.id not in first),
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
