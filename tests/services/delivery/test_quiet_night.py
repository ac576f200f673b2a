"""A night of a thousand events: by no channel goes what could wait, and in the morning all of it does."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from ejournal import clock
from ejournal.models import Channel, Fate, Going, NoticeKind
from ejournal.services.delivery import choices, devices, of_school
from ejournal.services.delivery.devices import Subscription
from ejournal.services.delivery.rules import Sms
from ejournal.services.delivery.urgent import UrgentNews, tell_urgent
from ejournal.services.notices.outbox import News, tell_families
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.infra.push import Browser
from tests.services.delivery.helpers import deliveries, hand_over

At = Callable[[timedelta], datetime]
HOUR = timedelta(hours=1)
BEGINS, ENDS = 9 * HOUR, 19 * HOUR
"""The usual quiet hours, from nine in the evening until seven, counted from noon."""
EVENTS, LOOKED_EVERY, URGENT_EVERY = 1000, 50, 100
KINDS = (
    NoticeKind.ATTENDANCE,
    NoticeKind.MARK,
    NoticeKind.PRAISE,
    NoticeKind.REMARK,
    NoticeKind.SUBSTITUTION,
)
PAYLOAD = {
    "subject": "Физика", "kind": "cancelled", "day": DAY.isoformat(), "number": 2, "reason": "", "text": "4",
    "was": "", "code": "absent", "tone": "praise",
}  # fmt: skip
WAYS = (Channel.MAIL, Channel.PUSH, Channel.SMS)


@pytest.fixture
def mother(family: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """All of it comes to Анна's mother at once by mail, to her device and by SMS."""
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")
    session, actor, admin = family.session, family.actor("guardian"), family.actor("admin")
    for kind in KINDS:
        choices.choose(session, actor, kind, Going.NOW)
    keys = Browser()
    told = Subscription("https://push.example.test/mother", keys.public, keys.secret)
    devices.add_device(session, actor, told, "Firefox, Windows")
    family.people["guardian"].phone = "+79001234567"
    session.add(family.people["guardian"])
    session.flush()
    rules = of_school.of_school(session, admin)
    also = rules.also | {Channel.SMS: frozenset(KINDS)}
    of_school.set_of_school(session, admin, replace(rules, also=also, sms=Sms(a_day=100_000)))
    return family


def deliver(cast: Cast) -> None:
    """Plan and send all that is due at this moment, by every channel."""
    for channel in WAYS:
        hand_over(cast, channel)


def gone(cast: Cast, *, urgent: bool) -> Counter[Channel]:
    """How much has gone to her by each channel."""
    own = cast.accounts["guardian"].id
    rows = [one for one in deliveries(cast) if one.account_id == own and one.fate is Fate.SENT]
    return Counter(one.channel for one in rows if one.urgent is urgent)


def test_a_night_of_a_thousand_events_lets_out_nothing_but_what_is_urgent(mother: Cast, at: At) -> None:
    draw, school, own = Random(11), mother.schools["a"].id or 0, mother.id_of("guardian")
    for number in range(EVENTS):
        at(BEGINS + number * (ENDS - BEGINS) / EVENTS)
        event = News(mother.id_of("pupil"), draw.choice(KINDS), f"night:{number}", PAYLOAD)
        tell_families(mother.session, school, [event], DAY, clock.now())
        if number % URGENT_EVERY == 0:
            news = UrgentNews(number, "Школа закрыта", "Завтра уроков нет", "Орлова О. О.", DAY)
            tell_urgent(mother.session, school, [own], news, clock.now())
        if number % LOOKED_EVERY == 0:
            deliver(mother)
            assert not gone(mother, urgent=False)
    at(ENDS - timedelta(seconds=1))
    deliver(mother)
    assert not gone(mother, urgent=False)
    assert gone(mother, urgent=True) == dict.fromkeys(WAYS, EVENTS // URGENT_EVERY)
    at(ENDS + HOUR)
    deliver(mother)
    assert gone(mother, urgent=False) == dict.fromkeys(WAYS, EVENTS)
