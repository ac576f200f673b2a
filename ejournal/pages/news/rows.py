"""What the browser sees of news: lines of the list, an open item, who has acknowledged it, comments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import shorten
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, full_date, moment
from ejournal.models import FileKind, NewsItem, NewsState
from ejournal.services.base.marked import as_html, as_plain
from ejournal.services.class_page.reading import ClassNews
from ejournal.services.files.keeping import Stored, shown
from ejournal.services.news.acknowledging import Group, Line, Standing
from ejournal.services.news.comments import Comment
from ejournal.services.news.reading import Item
from ejournal.ui.runtime.inputs import typed_moment

BRIEF = 220


@dataclass
class NewsRow:
    """An item in a list; badge says what is asked of its reader, or where it stands."""

    href: str
    title: str
    note: str
    brief: str
    picture: str = ""
    pinned: bool = False
    is_new: bool = False
    badge: str = ""
    tone: str = "soft"
    of_class: str = ""
    reported: bool = False


@dataclass
class OpenRow:
    """An open item; state says that it waits, or was withdrawn; asks: its reader is to acknowledge it.

    edit, sheet: where it is changed, and where the list of its readers is.
    """

    id: int = 0
    title: str = ""
    note: str = ""
    html: str = ""
    state: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    asks: bool = False
    done: str = ""
    keeps: bool = False
    is_out: bool = False
    waits: bool = False
    pinned: bool = False
    must: bool = False
    comments: bool = False
    public: str = ""
    edit: str = ""
    sheet: str = ""


@dataclass
class FileRow:
    """A file that the item shows already."""

    key: str
    name: str


@dataclass
class FormRow:
    """What the fields hold; draft: under which name the browser keeps what is typed."""

    id: int = 0
    draft: str = ""
    title: str = ""
    words: str = ""
    pinned: bool = False
    must: bool = False
    comments: bool = False
    public: bool = False
    at: str = ""
    until: str = ""
    files: list[FileRow] = field(default_factory=list)


@dataclass
class ReaderRow:
    """One of those for whom an item is, and what they have done."""

    name: str
    note: str
    state: str
    tone: str


@dataclass
class GroupRow:
    """A class, how many of it have acknowledged the item, and by name who."""

    title: str
    count: str
    is_whole: bool = False
    people: list[ReaderRow] = field(default_factory=list)


@dataclass
class CommentRow:
    """What somebody said; state says that others do not see it and why, or that it was reported."""

    id: int
    author: str
    at: str
    words: str
    state: str = ""
    may_take_back: bool = False
    may_report: bool = False
    may_hide: bool = False
    may_show: bool = False
    may_leave: bool = False


def news_rows(
    found: Sequence[Item | ClassNews], reported: frozenset[int], actor: Actor, locale: str
) -> list[NewsRow]:
    """A row an item."""
    return [
        _of_class(one, actor, locale)
        if isinstance(one, ClassNews)
        else _in_list(one, one.id in reported, actor, locale)
        for one in found
    ]


def _in_list(one: Item, reported: bool, actor: Actor, locale: str) -> NewsRow:
    badge, tone = "", "soft"
    if one.must and one.asked:
        done = one.acknowledged_at is not None
        badge = gettext(locale, "confirmed as read") if done else gettext(locale, "to be acknowledged")
        tone = "green" if done else "amber"
    pictures = [file.preview for file in one.files if file.kind is FileKind.PICTURE and file.preview]
    return NewsRow(
        f"/news/read?id={one.id}",
        one.title,
        _note(one, actor, locale),
        _brief(one.words),
        pictures[0] if pictures else "",
        one.pinned,
        one.asked and not one.seen,
        badge,
        tone,
        reported=reported and one.keeps,
    )


def _of_class(one: ClassNews, actor: Actor, locale: str) -> NewsRow:
    return NewsRow(
        f"/class-page?class={one.class_id}",
        one.title,
        _joined(_day(one.written_at, actor, locale), one.author),
        _brief(one.words),
        of_class=gettext(locale, "class {name}", name=one.class_title),
    )


def draft_rows(found: Sequence[NewsItem], actor: Actor, locale: str) -> list[NewsRow]:
    """What is being written, and what waits for its hour."""
    return [_draft(one, actor, locale) for one in found]


def _draft(one: NewsItem, actor: Actor, locale: str) -> NewsRow:
    title = one.title or gettext(locale, "Without a heading")
    begun = gettext(locale, "begun on {day}", day=_day(one.made_at, actor, locale))
    if one.state is not NewsState.WAITING or one.out_at is None:
        badge = gettext(locale, "draft")
        return NewsRow(f"/news/write?id={one.id}", title, begun, _brief(one.words), badge=badge)
    at = moment(locale, clock.local(one.out_at, actor.time_zone))
    badge = gettext(locale, "comes out on {time}", time=at)
    return NewsRow(f"/news/read?id={one.id}", title, begun, _brief(one.words), badge=badge, tone="accent")


def open_row(one: Item, actor: Actor, locale: str, public: str = "") -> OpenRow:
    """The open item; public: where anybody reads it, if it is public."""
    done = ""
    if one.acknowledged_at is not None:
        at = moment(locale, clock.local(one.acknowledged_at, actor.time_zone))
        done = gettext(locale, "You acknowledged it on {time}", time=at)
    return OpenRow(
        one.id,
        one.title,
        _note(one, actor, locale),
        as_html(one.words),
        _state(one, actor, locale),
        [shown(file) for file in one.files],
        one.asked and one.must and one.acknowledged_at is None and one.state is NewsState.OUT,
        done if one.must else "",
        one.keeps,
        one.state is NewsState.OUT,
        one.state is NewsState.WAITING,
        one.pinned,
        one.must,
        one.comments and one.state is NewsState.OUT,
        public if one.is_public else "",
        f"/news/write?id={one.id}",
        f"/print/news.xlsx?id={one.id}",
    )


def form_row(item: NewsItem, files: Sequence[Stored], actor: Actor) -> FormRow:
    """The item as the fields hold it."""
    return FormRow(
        item.id or 0, f"news:{item.id}", item.title, item.words, item.pinned, item.must, item.comments,
        item.is_public, typed_moment(item.out_at if item.state is NewsState.DRAFT else None, actor.time_zone),
        item.until.isoformat() if item.until else "", [FileRow(one.key, one.name) for one in files],
    )  # fmt: skip


def will_words(item: NewsItem, people: int, actor: Actor, locale: str) -> list[str]:
    """What publishing would do."""
    at = moment(locale, clock.local(item.out_at, actor.time_zone)) if item.out_at else ""
    found = [
        ngettext(locale, "{n} person reads it", "{n} people read it", people),
        gettext(locale, "It comes out on {time}, for those who are in the chosen parts then", time=at)
        if at
        else gettext(locale, "It comes out at once"),
    ]
    if item.must:
        found.append(gettext(locale, "Everybody is asked to acknowledge it"))
    if item.comments:
        found.append(gettext(locale, "Its readers may comment on it"))
    if item.is_public:
        found.append(gettext(locale, "Anybody reads it on the public page, without your name and comments"))
    return found


def _state(one: Item, actor: Actor, locale: str) -> str:
    if one.state is NewsState.WITHDRAWN:
        return gettext(locale, "Withdrawn: its readers do not see it any more")
    if one.state is NewsState.WAITING and one.out_at is not None:
        at = moment(locale, clock.local(one.out_at, actor.time_zone))
        return gettext(locale, "It comes out on {time}", time=at)
    return ""


def _note(one: Item, actor: Actor, locale: str) -> str:
    until = gettext(locale, "in the list until {day}", day=day_month(locale, one.until)) if one.until else ""
    return _joined(
        _day(one.out_at, actor, locale) if one.out_at else "",
        one.author,
        gettext(locale, "changed") if one.edited else "",
        until if one.keeps else "",
    )


def group_rows(found: Standing, actor: Actor, locale: str, *, must: bool) -> list[GroupRow]:
    """Class by class, those who have not acknowledged it first."""
    return [_group(one, actor, locale, must) for one in found.groups]


def _group(one: Group, actor: Actor, locale: str, must: bool) -> GroupRow:
    done, of = one.acknowledged if must else one.seen, len(one.lines)
    people = sorted(one.lines, key=lambda line: (line.acknowledged_at is not None, line.seen_at is not None))
    return GroupRow(
        gettext(locale, "Class {name}", name=one.title) if one.title else gettext(locale, "Staff"),
        gettext(locale, "{done} of {all}", done=done, all=of),
        done == of,
        [_reader(line, actor, locale) for line in people],
    )


def _reader(line: Line, actor: Actor, locale: str) -> ReaderRow:
    state, tone = reader_state(line, locale)
    at = line.acknowledged_at or line.seen_at
    when = moment(locale, clock.local(at, actor.time_zone)) if at else ""
    return ReaderRow(line.name, _joined(", ".join(line.children), when), state, tone)


def reader_state(line: Line, locale: str) -> tuple[str, str]:
    """What somebody has done with an item, and its tone."""
    if line.acknowledged_at is not None:
        return gettext(locale, "confirmed as read"), "green"
    return (gettext(locale, "opened"), "soft") if line.seen_at else (gettext(locale, "not opened"), "amber")


def standing_words(found: Standing, locale: str, *, must: bool) -> str:
    """«Ознакомились 18 из 25, открыли 21»."""
    if must:
        return gettext(
            locale,
            "Acknowledged by {done} of {all}, opened by {seen}",
            done=found.acknowledged,
            all=found.people,
            seen=found.seen,
        )
    return gettext(locale, "Opened by {seen} of {all}", seen=found.seen, all=found.people)


def comment_rows(found: Sequence[Comment], actor: Actor, locale: str, *, keeps: bool) -> list[CommentRow]:
    """A row a comment."""
    return [_comment(one, actor, locale, keeps) for one in found]


def _comment(one: Comment, actor: Actor, locale: str, keeps: bool) -> CommentRow:
    state = ""
    if one.hidden:
        state = gettext(locale, "Hidden from others: {reason}", reason=one.reason)
    elif one.reported:
        state = ngettext(
            locale, "{n} reader asks to look at it", "{n} readers ask to look at it", one.reported
        )
    others = not one.is_own
    return CommentRow(
        one.id,
        one.author,
        moment(locale, clock.local(one.at, actor.time_zone)),
        one.words,
        state,
        may_take_back=one.is_own,
        may_report=others and not keeps,
        may_hide=others and keeps and not one.hidden,
        may_show=others and keeps and one.hidden,
        may_leave=others and keeps and one.reported > 0 and not one.hidden,
    )


def _brief(words: str) -> str:
    return shorten(as_plain(words), BRIEF, placeholder="…") if words else ""


def _day(at: datetime, actor: Actor, locale: str) -> str:
    return full_date(locale, clock.local(at, actor.time_zone).date())


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
