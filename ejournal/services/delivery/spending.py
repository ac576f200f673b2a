"""What a channel may cost a school in a day: counted before it goes, so that no two senders go beyond it."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session

from ejournal import clock
from ejournal.models import Channel
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_new
from ejournal.services.delivery.preparing import ReadyText
from ejournal.services.delivery.rules import school_rules
from ejournal.settings import settings

USED_UP = "the school's limit of SMS a day is used up"
_used = db.channel_day.c
_NEW = insert_new(db.channel_day)


def allowed(session: Session, ready: Sequence[ReadyText]) -> tuple[list[ReadyText], list[ReadyText]]:
    """Those that the school may pay today, counted by that; those that are beyond its limit."""
    go: list[ReadyText] = []
    beyond: list[ReadyText] = []
    for one in ready:
        (go if _spend(session, one) else beyond).append(one)
    return go, beyond


def _spend(session: Session, one: ReadyText) -> bool:
    rule = school_rules(session, [one.school_id])[one.school_id]
    most = settings().sms_urgent_per_day if one.urgent else rule.sms.a_day
    place = {
        "school_id": one.school_id, "channel": Channel.SMS, "urgent": one.urgent,
        "day": clock.local(clock.now(), rule.hours.time_zone).date(),
    }  # fmt: skip
    session.execute(_NEW.on(session), [place | {"used": 0}])
    done = session.execute(
        update(db.channel_day)
        .where(*(_used[name] == value for name, value in place.items()), _used.used + one.parts <= most)
        .values(used=_used.used + one.parts)
    )
    return int(getattr(done, "rowcount", 0)) > 0
