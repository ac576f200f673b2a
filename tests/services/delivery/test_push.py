"""Browsers that are told of news: whose they are, what they are told of, in few signs."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import Channel, Fate, Going, NoticeKind, PushDevice
from ejournal.services.delivery import choices, devices
from ejournal.services.delivery.devices import Subscription
from ejournal.services.delivery.preparing import ReadyPush
from ejournal.services.delivery.urgent import UrgentNews, tell_urgent
from ejournal.services.notices.board import mark_all_read
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.infra.push import Browser
from tests.services.delivery.helpers import deliveries, hand_over, plan, tell

At = Callable[[timedelta], datetime]
HOUR = timedelta(hours=1)
KEYS = Browser()


def given(place: str = "1") -> Subscription:
    return Subscription(f"https://push.example.test/{place}", KEYS.public, KEYS.secret)


def add(cast: Cast, name: str, place: str = "1") -> None:
    devices.add_device(cast.session, cast.actor(name), given(place), "Firefox, Windows")


def pushed(cast: Cast) -> list[ReadyPush]:
    """Plan and hand over all pushes that are due at this moment."""
    return hand_over(cast, Channel.PUSH)


def test_all_that_there_is_to_tell_is_one_sign_to_all_browsers(family: Cast, at: At) -> None:
    add(family, "guardian", "phone")
    add(family, "guardian", "table")
    for _ in range(3):
        tell(family, "pupil")
    tell(family, "brother")
    (one,) = pushed(family)
    assert len(one.also) == 3
    assert {browser.endpoint.rpartition("/")[2] for browser in one.browsers} == {"phone", "table"}
    assert {row.fate for row in deliveries(family) if row.channel is Channel.PUSH} == {Fate.SENT}
    tell(family, "other_pupil")  # of another family
    assert pushed(family) == []


def test_what_was_read_on_the_screen_needs_no_sign(family: Cast, at: At) -> None:
    add(family, "guardian")
    tell(family, "pupil")
    plan(family)
    mark_all_read(family.session, family.actor("guardian"), clock.now())
    assert pushed(family) == []


def test_quiet_hours_hold_and_what_is_urgent_does_not_wait(family: Cast, at: At) -> None:
    add(family, "guardian")
    at(11 * HOUR)
    tell(family, "pupil")
    assert pushed(family) == []
    news = UrgentNews(1, "Школа закрыта", "Уроков нет", "Орлова О. О.", DAY)
    tell_urgent(family.session, family.schools["a"].id or 0, [family.id_of("guardian")], news, clock.now())
    (one,) = pushed(family)
    assert one.urgent
    at(20 * HOUR)
    (one,) = pushed(family)
    assert not one.urgent


def test_a_kind_that_was_switched_off_makes_no_sign(family: Cast, at: At) -> None:
    add(family, "guardian")
    guardian, kind = family.actor("guardian"), NoticeKind.SUBSTITUTION
    choices.choose_also(family.session, guardian, kind, Channel.PUSH, wanted=False)
    tell(family, "pupil")
    assert pushed(family) == []
    kinds = {one.kind: one.push for one in choices.own_choices(family.session, guardian).kinds}
    assert (kinds[NoticeKind.SUBSTITUTION], kinds[NoticeKind.MARK]) == (False, True)
    choices.choose_also(family.session, guardian, kind, Channel.PUSH, wanted=True)
    tell(family, "pupil")
    assert len(pushed(family)) == 1
    with pytest.raises(DomainError):
        choices.choose(family.session, guardian, NoticeKind.MARK, Going.DIGEST, Channel.PUSH)


def test_a_browser_is_of_one_account_and_an_account_has_few(family: Cast, at: At) -> None:
    add(family, "guardian", "shared")
    add(family, "pupil", "shared")
    assert devices.own_devices(family.session, family.actor("guardian")) == []
    for number in range(devices.MOST + 3):
        add(family, "guardian", str(number))
    own = devices.own_devices(family.session, family.actor("guardian"))
    assert len(own) == devices.MOST
    assert own[0].key == devices.key_of(given(str(devices.MOST + 2)).endpoint)
    (of_pupil,) = devices.own_devices(family.session, family.actor("pupil"))
    with pytest.raises(NotFound):
        devices.remove_device(family.session, family.actor("guardian"), of_pupil.id)
    devices.forget_own(family.session, family.actor("guardian"), of_pupil.key)
    assert len(devices.own_devices(family.session, family.actor("pupil"))) == 1
    devices.remove_device(family.session, family.actor("pupil"), of_pupil.id)
    assert devices.own_devices(family.session, family.actor("pupil")) == []


@pytest.mark.parametrize(
    "broken",
    [
        Subscription("http://push.example.test/1", KEYS.public, KEYS.secret),
        Subscription("https://", KEYS.public, KEYS.secret),
        Subscription("https://[", KEYS.public, KEYS.secret),
        Subscription("https://a@push.example.test/", KEYS.public, KEYS.secret),
        Subscription("https://push.example.test/\u202e", KEYS.public, KEYS.secret),
        Subscription("https://push.example.test/" + "a" * 1000, KEYS.public, KEYS.secret),
        Subscription(given().endpoint, KEYS.secret, KEYS.secret),
        Subscription(given().endpoint, KEYS.public, KEYS.public),
        Subscription(given().endpoint, "ключ", KEYS.secret),
        Subscription(given().endpoint, KEYS.public + "=" * 300, KEYS.secret),
    ],
)
def test_what_is_no_address_or_no_key_is_refused(family: Cast, broken: Subscription) -> None:
    with pytest.raises(DomainError):
        devices.add_device(family.session, family.actor("guardian"), broken, "")
    assert family.session.exec(select(PushDevice)).all() == []


def test_where_browsers_are_told_of_nothing_none_is_added(
    family: Cast, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(family, "guardian")
    monkeypatch.setattr(settings(), "push", False)
    with pytest.raises(DomainError):
        add(family, "guardian", "2")
    tell(family, "pupil")
    assert pushed(family) == []


def test_a_trial_goes_at_once_and_says_what_became_of_it(family: Cast, at: At) -> None:
    add(family, "guardian")
    guardian = family.actor("guardian")
    assert devices.last_trial(family.session, guardian, Channel.PUSH) is None
    at(11 * HOUR)
    devices.send_trial(family.session, guardian, Channel.PUSH)
    (one,) = pushed(family)
    assert one.trial
    trial = devices.last_trial(family.session, guardian, Channel.PUSH)
    assert trial is not None
    assert trial.fate is Fate.SENT
    for _ in range(devices.MOST_TRIALS - 1):
        devices.send_trial(family.session, guardian, Channel.PUSH)
    with pytest.raises(DomainError):
        devices.send_trial(family.session, guardian, Channel.PUSH)
