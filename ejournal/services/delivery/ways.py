"""How news of a key went to each who was told: by which channels, what became of it, whom it has missed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlmodel import Session

from ejournal.models import Channel, Fate, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import message_topic

TO_PEOPLE = (Channel.MAIL, Channel.PUSH, Channel.SMS, Channel.MAX)
"""The channels that lead to somebody: what another system is told reaches nobody."""
BEST = (Fate.DROPPED, Fate.BOUNCED, Fate.FAILED, Fate.WAITING, Fate.SENT)
"""Of several tries by a channel, as of a reminder, the last of these counts."""
FEW = 500
"""People that are asked for by number; of more all who were told are read."""
OF_MESSAGES = (NoticeKind.MESSAGE, NoticeKind.URGENT_MESSAGE)
_notice, _delivery = db.outbox_notice.c, db.delivery.c


@dataclass(frozen=True, slots=True)
class Told:
    """News of a key, told in a school since a moment; a number that was told before is of other news."""

    school_id: int
    key: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """A channel by which it went to somebody, what became of it and when; the reason where it did not."""

    channel: Channel
    fate: Fate
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether somebody has seen it in the program, and how it went out; no ways: nothing leads there.

    waits: it is still to be looked at by which channels it goes.
    """

    seen: bool
    ways: tuple[Way, ...] = ()
    waits: bool = False

    @property
    def arrived(self) -> bool:
        """Whether it was seen, or any channel has taken it over."""
        return self.seen or any(one.fate is Fate.SENT for one in self.ways)

    @property
    def is_missed(self) -> bool:
        """Whether it has not arrived, and will not by itself."""
        is_going = self.waits or any(one.fate is Fate.WAITING for one in self.ways)
        return not self.arrived and not is_going


def reached(session: Session, told: Told, people: Collection[int] | None = None) -> dict[int, Reached]:
    """By person how it went to each of these who was told, to all for none; three queries."""
    few = people is not None and len(people) <= FEW
    among = [_notice.recipient_id.in_(sorted(people or ()))] if few else []
    asked = select(_notice.recipient_id, _notice.read_at, _notice.out_at).where(*_of(told), *among)
    found = {
        one.recipient_id: Reached(one.read_at is not None, waits=one.out_at is not None)
        for one in session.execute(asked)
    }
    ways: defaultdict[int, dict[Channel, Way]] = defaultdict(dict)
    for deliveries in _deliveries(told):
        rows = session.execute(deliveries.where(*among).order_by(_delivery.id))
        for one in rows:
            way = Way(one.channel, one.fate, one.closed_at or one.not_before, one.last_error)
            known = ways[one.recipient_id].get(one.channel)
            if known is None or BEST.index(known.fate) <= BEST.index(way.fate):
                ways[one.recipient_id][one.channel] = way
    return {
        person: replace(one, ways=tuple(way for _, way in sorted(ways[person].items())))
        for person, one in found.items()
    }


def counts_by_channel(session: Session, told: Told) -> dict[Channel, dict[Fate, int]]:
    """By channel to how many people it went with which fate; one query."""
    rank = case(*((_delivery.fate == one, place) for place, one in enumerate(BEST)))
    by_itself, in_digest = (
        one.with_only_columns(_notice.recipient_id, _delivery.channel, rank.label("rank"))
        for one in _deliveries(told)
    )
    all_of_them = by_itself.union_all(in_digest).subquery().c
    best = (
        select(all_of_them.channel, func.max(all_of_them.rank).label("best"))
        .group_by(all_of_them.recipient_id, all_of_them.channel)
        .subquery()
        .c
    )
    found: defaultdict[Channel, dict[Fate, int]] = defaultdict(dict)
    rows = session.execute(select(best.channel, best.best, func.count()).group_by(best.channel, best.best))
    for channel, place, count in rows:
        found[channel][BEST[place]] = count
    return {channel: found[channel] for channel in TO_PEOPLE if channel in found}


def is_missed(told: Told, person: ColumnElement[Any]) -> ColumnElement[bool]:
    """`Reached.is_missed` of the person of each row, who was told or has no notice any more."""
    of_person = _notice.recipient_id == person
    in_bell = or_(_notice.read_at.is_not(None), _notice.out_at.is_not(None))
    by_channels = (
        one.where(of_person, _delivery.fate.in_((Fate.SENT, Fate.WAITING))).exists()
        for one in _deliveries(told)
    )
    return ~or_(exists().where(*_of(told), of_person, in_bell), *by_channels)


def _of(told: Told) -> Sequence[ColumnElement[bool]]:
    return _notice.school_id == told.school_id, _notice.key == told.key


def _deliveries(told: Told) -> tuple[Select[Any], Select[Any]]:
    """Those of the news itself, and the digests that it is in."""
    columns = (
        _notice.recipient_id, _delivery.channel, _delivery.fate, _delivery.closed_at, _delivery.not_before,
        _delivery.last_error,
    )  # fmt: skip
    by_itself = and_(_delivery.notice_id == _notice.id, _delivery.notice_at >= told.since)
    return tuple(  # type: ignore[return-value]
        select(*columns)
        .join_from(db.outbox_notice, db.delivery, of_it)
        .where(*_of(told), _delivery.channel.in_(TO_PEOPLE))
        for of_it in (by_itself, _delivery.id == _notice.digest_id)
    )


def note_messages(session: Session, which: ColumnElement[bool]) -> None:
    """Say of the messages to many among these notices that more is known of how they went; one query."""
    one_of_each = (
        select(func.min(_notice.id)).where(which, _notice.kind.in_(OF_MESSAGES)).group_by(_notice.key)
    )
    for payload in session.scalars(select(_notice.payload).where(_notice.id.in_(one_of_each))):
        note(session, message_topic(payload["message_id"]))
