"""What a channel may cost a school in a day: counted before it goes, so that no two senders go beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.models import Channel
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_new
from ejournal.services.delivery.preparing import ReadyText
from ejournal.services.delivery.rules import SchoolRule, school_rules
from ejournal.settings import settings

USED_UP = "the school's limit of SMS a day is used up"
_used = db.channel_day.c
_NEW = insert_new(db.channel_day)


@dataclass(frozen=True, slots=True)
class Spent:
    """The parts of SMS that a school has used of those that it may use in a day."""

    used: int
    most: int

    @property
    def left(self) -> int:
        """How many more may go."""
        return max(0, self.most - self.used)


def price_of(parts: int) -> Decimal | None:
    """What so many parts cost in roubles; none where no price is set."""
    return parts * settings().sms_price if settings().sms_price else None


def spent_on(session: Session, school_id: int, at: datetime, *, urgent: bool) -> Spent:
    """What goes of the day of that moment; what is urgent is counted apart."""
    rule = school_rules(session, [school_id])[school_id]
    place = _place(school_id, clock.local(at, rule.hours.time_zone).date(), urgent=urgent)
    used = session.scalar(select(_used.used).where(*_at(place)))
    return Spent(used or 0, _most(rule, urgent=urgent))


def allowed(session: Session, ready: Sequence[ReadyText]) -> tuple[list[ReadyText], list[ReadyText]]:
    """Those that the school may pay today, counted by that; those that are beyond its limit."""
    go: list[ReadyText] = []
    beyond: list[ReadyText] = []
    for one in ready:
        (go if _spend(session, one) else beyond).append(one)
    return go, beyond


def _spend(session: Session, one: ReadyText) -> bool:
    rule = school_rules(session, [one.school_id])[one.school_id]
    today = clock.local(clock.now(), rule.hours.time_zone).date()
    place, most = _place(one.school_id, today, urgent=one.urgent), _most(rule, urgent=one.urgent)
    session.execute(_NEW.on(session), [place | {"used": 0}])
    done = session.execute(
        update(db.channel_day)
        .where(*_at(place), _used.used + one.parts <= most)
        .values(used=_used.used + one.parts)
    )
    return int(getattr(done, "rowcount", 0)) > 0


def _most(rule: SchoolRule, *, urgent: bool) -> int:
    return settings().sms_urgent_per_day if urgent else rule.sms.a_day


def _place(school_id: int, day: date, *, urgent: bool) -> dict[str, Any]:
    return {"school_id": school_id, "channel": Channel.SMS, "urgent": urgent, "day": day}


def _at(place: dict[str, Any]) -> list[Any]:
    return [_used[name] == value for name, value in place.items()]
