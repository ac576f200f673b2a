"""What the browser sees of the chat: rooms in sections, the open room's head, messages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock as clock_words
from ejournal.i18n.dates import short_date, weekday_day_month, weekday_short
from ejournal.models import ChatKind
from ejournal.services.chat.echoes import Echo
from ejournal.services.chat.reading import Answered, Message, Readers
from ejournal.services.chat.reminding import AGAIN_AFTER
from ejournal.services.chat.rooms import Room
from ejournal.services.chat.sending import CHANGED_WITHIN
from ejournal.services.chat.standing import Standing
from ejournal.services.chat.talks import Partner
from ejournal.services.chat.telling import Hours
from ejournal.services.files.keeping import shown

CLASSES, SUBJECTS, STAFF, TALKS, WATCHED = "classes", "subjects", "staff", "talks", "watched"
_SECTIONS = {
    ChatKind.CLASS_GUARDIANS: CLASSES,
    ChatKind.CLASS_PUPILS: CLASSES,
    ChatKind.COURSE: SUBJECTS,
    ChatKind.STAFF: STAFF,
    ChatKind.HEADS: STAFF,
    ChatKind.GROUP: STAFF,
    ChatKind.DIRECT: TALKS,
}
_ICONS = {CLASSES: "class", SUBJECTS: "subject", STAFF: "staff", TALKS: "talk", WATCHED: "watched"}
LINE = 160
"""Characters of a room's last message in the list."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a room is shown that was read for all of its people."""

    person_id: int
    time_zone: str
    today: date
    locale: str


@dataclass(frozen=True)
class RoomRow:
    """A room in the list: its last words, when, how many are new, whether one is named in those."""

    id: int
    title: str
    icon: str
    line: str
    when: str
    unread: int
    href: str
    named: bool = False


@dataclass(frozen=True)
class RoomSection:
    """Rooms of one sort; silent ones, in which nobody has written, stand folded."""

    title: str
    rooms: list[RoomRow] = field(default_factory=list)
    silent: list[RoomRow] = field(default_factory=list)
    silent_title: str = ""


@dataclass(frozen=True)
class RoomHead:
    """The open room: who is in it, when it is quiet, who reads along, and why one may not write."""

    id: int = 0
    title: str = ""
    note: str = ""
    watched: str = ""
    why: str = ""
    late: str = ""
    urgent: bool = False
    """Whether one may tell of what waits now."""
    empty: str = ""
    pinned: str = ""
    pinned_number: int = 0
    group: bool = False


@dataclass(frozen=True)
class PartnerRow:
    """Somebody to begin a talk with."""

    id: int
    name: str
    note: str


@dataclass(frozen=True)
class ReadersRow:
    """Who has read an announcement, and who has not."""

    title: str = ""
    read: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def sections(found: Sequence[Room], actor: Actor, now: datetime, locale: str) -> list[RoomSection]:
    """The rooms by their sort."""
    titles = {
        CLASSES: gettext(locale, "Classes"),
        SUBJECTS: gettext(locale, "Subjects"),
        STAFF: gettext(locale, "Staff"),
        TALKS: gettext(locale, "Personal"),
        WATCHED: gettext(locale, "You read for the school"),
    }
    made = []
    for key, title in titles.items():
        rooms = [one for one in found if _section(one) == key]
        silent = [one for one in rooms if one.last_at is None and key == SUBJECTS]
        rows = [_row(one, key, actor, now, locale) for one in rooms if one not in silent]
        folded = [_row(one, key, actor, now, locale) for one in silent]
        if rows or folded:
            words = ngettext(locale, "{n} room without messages", "{n} rooms without messages", len(folded))
            made.append(RoomSection(title, rows, folded, words))
    return made


def _section(room: Room) -> str:
    return WATCHED if room.supervised else _SECTIONS[room.name.kind]


def _row(room: Room, section: str, actor: Actor, now: datetime, locale: str) -> RoomRow:
    author = gettext(locale, "You") if room.last_is_own else room.last_author
    line = gettext(locale, "No messages yet")
    if room.last_at:
        line = _line(author, room.last_words, locale, is_gone=room.last_is_gone)
    return RoomRow(
        id=room.id,
        title=room.name.text(locale),
        icon=_ICONS[section],
        line=line,
        when=when(room.last_at, actor, now, locale),
        unread=room.unread,
        href=f"/chat?room={room.id}",
        named=room.named,
    )


def _line(author: str, words: str, locale: str, *, is_gone: bool) -> str:
    if is_gone:
        return gettext(locale, "The message was taken back")
    return f"{author}: {' '.join(words.split()) or gettext(locale, 'File')}"


def with_news(
    shown: Sequence[RoomSection], echo: Echo, came: Sequence[Message], reader: Reader, now: datetime
) -> list[RoomSection] | None:
    """The same rooms after messages came to one, which now stands first of its sort.

    None where it does not stand among them for all to see.
    """
    place = next(
        (at for at, one in enumerate(shown) if any(row.id == echo.room_id for row in one.rooms)), None
    )
    last = echo.message(reader.person_id, echo.last)
    if place is None or last is None:
        return None
    section = shown[place]
    before = next(row for row in section.rooms if row.id == echo.room_id)
    is_own = last.author_id == reader.person_id
    author = gettext(reader.locale, "You") if is_own else last.author
    since_own = list(takewhile(lambda one: one.author_id != reader.person_id, reversed(came)))
    all_came = len(since_own) == len(came)
    row = replace(
        before,
        line=_line(author, last.words[:LINE], reader.locale, is_gone=last.deleted or last.hidden is not None),
        when=when(last.sent_at, reader, now, reader.locale),
        unread=len(since_own) + (before.unread if all_came else 0),
        named=(before.named and all_came)
        or any(who.id == reader.person_id for one in since_own for who in one.named),
    )
    rooms = (
        [row, *(one for one in section.rooms if one.id != echo.room_id)]
        if came
        else [row if one.id == echo.room_id else one for one in section.rooms]
    )
    return [*shown[:place], replace(section, rooms=rooms), *shown[place + 1 :]]


def without_news(shown: Sequence[RoomSection], room_id: int) -> list[RoomSection]:
    """The same rooms after one was read to its end."""
    return [
        replace(section, rooms=[_read(row) if row.id == room_id else row for row in section.rooms])
        for section in shown
    ]


def _read(row: RoomRow) -> RoomRow:
    return replace(row, unread=0, named=False)


def when(at: datetime | None, actor: Reader | Actor, now: datetime, locale: str) -> str:
    """How a list says the moment: shorter the nearer it is."""
    if at is None:
        return ""
    local = clock.local(at, actor.time_zone)
    days = clock.local(now, actor.time_zone).date() - local.date()
    if days < DAY:
        return clock_words(locale, local.time())
    if days == DAY:
        return gettext(locale, "yesterday")
    return weekday_short(locale, local.date()) if days < WEEK else short_date(locale, local.date())


def room_head(
    room: Room, stands: Standing, people: int, hours: Hours, supervisor: str, pinned: Message | None,
    actor: Actor, now: datetime, locale: str, *, urgent: bool,
) -> RoomHead:  # fmt: skip
    """What stands above the room's messages."""
    in_hours = hours.holds(clock.local(now, actor.time_zone))
    span = {"first": clock_words(locale, hours.ends), "last": clock_words(locale, hours.starts)}
    notes = [
        ngettext(locale, "{n} person", "{n} people", people) if room.name.kind is not ChatKind.DIRECT else "",
        gettext(locale, "Quiet from {first} to {last}: messages make no notices", **span)
        if hours.starts != hours.ends
        else "",
    ]
    count = ngettext(locale, "{n} person is here", "{n} people are here", people)
    readers = {
        ChatKind.CLASS_GUARDIANS: gettext(locale, "The class teacher and the pupils' parents read it."),
        ChatKind.CLASS_PUPILS: gettext(locale, "The class teacher and the pupils read it."),
        ChatKind.COURSE: gettext(locale, "The teacher and the pupils of the subject read it."),
        ChatKind.STAFF: gettext(locale, "Everybody who works in the school reads it."),
        ChatKind.HEADS: gettext(locale, "The head, the deputies and the administrators read it."),
        ChatKind.GROUP: gettext(locale, "Only those who were chosen read it."),
        ChatKind.DIRECT: gettext(locale, "Only the two of you read it."),
    }
    known = "" if room.watched else readers[room.name.kind]
    watched = gettext(locale, "This talk is read for the school by {name}", name=supervisor)
    return RoomHead(
        id=room.id,
        title=room.name.text(locale),
        note=" · ".join(part for part in notes if part),
        watched=watched if room.watched and supervisor else "",
        why=gettext(locale, stands.why, **stands.params(actor)) if stands.why else "",
        late="" if in_hours else gettext(locale, "Now it is quiet: notices come at {last}", **span),
        urgent=urgent,
        empty="" if room.last_number else _joined(gettext(locale, "No messages yet"), count, known),
        pinned=(" ".join(pinned.words.split())[:160] or gettext(locale, "File")) if pinned else "",
        pinned_number=pinned.number if pinned else 0,
        group=room.name.kind is ChatKind.GROUP,
    )


def _joined(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def message_rows(
    found: Sequence[Message], read: Mapping[int, Readers], actor: Reader | Actor, now: datetime, locale: str
) -> list[dict[str, Any]]:
    """Messages for the room's component."""
    return [_message(one, read.get(one.number), actor, now, locale) for one in found]


def shared_rows(found: Sequence[Message], echo: Echo, reader: Reader, now: datetime) -> list[dict[str, Any]]:
    """The same of messages of the echo: one that has nothing of the reader's own is written once for all."""
    kept = echo.shown.setdefault(reader.locale, {})
    made = []
    for one in found:
        is_plain = echo.is_plain(one)
        row = kept.get(one.number) if is_plain else None
        if row is None:
            row = _message(one, echo.read.get(one.number), reader, now, reader.locale)
            if is_plain:
                kept[one.number] = row
        made.append(row)
    return made


def _message(
    one: Message, read: Readers | None, actor: Reader | Actor, now: datetime, locale: str
) -> dict[str, Any]:
    local = clock.local(one.sent_at, actor.time_zone)
    own = one.author_id == actor.person_id
    stands = not one.deleted and one.hidden is None
    answered = one.answered
    return {
        "n": one.number,
        "own": own,
        "author": one.author,
        "about": one.about,
        "time": clock_words(locale, local.time()),
        "at": local.isoformat(),
        "day": local.date().isoformat(),
        "title": _day(local, actor, locale),
        "words": one.words,
        "ann": one.announcement,
        "edited": one.edited,
        "deleted": one.deleted,
        "hidden": False if one.hidden is None else one.hidden,
        "pinned": one.pinned and stands,
        "answer": {"n": answered.number, "author": answered.author, "words": _said(answered, locale)}
        if answered
        else False,
        "files": [shown(file) for file in one.files],
        "named": [[who.name, who.id == actor.person_id] for who in one.named],
        "signs": [[sign, count, sign in one.own_signs] for sign, count in sorted(one.signs.items())],
        "change": own and stands and now - one.sent_at <= CHANGED_WITHIN,
        "read": gettext(locale, "Read by {n} of {of}", n=read.read, of=read.of) if read else "",
        "left": read.of - read.read if read else 0,
        "reminded": _reminded(one, actor, now, locale),
    }


def _said(answered: Answered, locale: str) -> str:
    """Its words, or that it is a file; nothing of what was taken back."""
    return answered.words or gettext(locale, "File") if answered.stands else ""


def _reminded(one: Message, actor: Reader | Actor, now: datetime, locale: str) -> str:
    """When those who had not read it were told again, while they cannot be told once more."""
    at = one.reminded_at
    if at is None or now - at >= AGAIN_AFTER:
        return ""
    return gettext(
        locale, "Reminded at {at}", at=clock_words(locale, clock.local(at, actor.time_zone).time())
    )


def _day(local: datetime, actor: Reader | Actor, locale: str) -> str:
    if local.date() == actor.today:
        return gettext(locale, "Today")
    if local.date() == actor.today - DAY:
        return gettext(locale, "Yesterday")
    return weekday_day_month(locale, local.date())


def partner_rows(found: Collection[Partner], locale: str) -> list[PartnerRow]:
    """Whom one may write to."""
    return [
        PartnerRow(
            one.id,
            one.name,
            gettext(locale, "works in the school")
            if one.works
            else gettext(locale, "pupil")
            if one.is_pupil
            else gettext(locale, "parent"),
        )
        for one in found
    ]


def readers_row(found: Readers, locale: str) -> ReadersRow:
    """Who has read an announcement."""
    title = gettext(locale, "Read by {n} of {of}", n=found.read, of=found.of)
    return ReadersRow(title, list(found.names), list(found.unread_names))
