"""SMS: short, counted in parts, few, never of what the school does not pay for; urgent ones climb."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import Channel, Fate, Going, NoticeKind
from ejournal.services.delivery import choices, devices, of_school, sending, spending, texts
from ejournal.services.delivery.devices import Subscription
from ejournal.services.delivery.preparing import ReadyText, prepared
from ejournal.services.delivery.rules import Sms
from ejournal.services.delivery.urgent import UrgentNews, confirmed, tell_urgent
from ejournal.services.delivery.ways import Told, reached
from ejournal.services.notices.board import mark_all_read
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.infra.push import Browser
from tests.services.delivery.conftest import NOON
from tests.services.delivery.helpers import deliveries, plan, tell

At = Callable[[timedelta], datetime]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PHONE = "+79001234567"
NEWS = UrgentNews(3, "Школа закрыта", "Завтра уроков нет", "Орлова О. О.", DAY)


@pytest.fixture(autouse=True)
def with_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway is set."""
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")


def phone(cast: Cast, *names: str, number: str = PHONE) -> None:
    for name in names:
        cast.people[name].phone = number
        cast.session.add(cast.people[name])
    cast.session.flush()


def pays(cast: Cast, *kinds: NoticeKind, a_day: int = 200, words: bool = True) -> None:
    """The school pays for these kinds."""
    from dataclasses import replace

    admin = cast.actor("admin")
    before = of_school.of_school(cast.session, admin)
    also = before.also | {Channel.SMS: frozenset(kinds)}
    of_school.set_of_school(cast.session, admin, replace(before, also=also, sms=Sms(a_day, words)))


def sent(cast: Cast) -> list[ReadyText]:
    """Plan and send all SMS that are due at this moment."""
    plan(cast)
    found: list[ReadyText] = []
    while ids := sending.claim(cast.session, "one", sending.PORTION, Channel.SMS):
        portion = prepared(cast.session, ids, Channel.SMS)
        sending.settle(cast.session, portion, "one")
        go, beyond = spending.allowed(cast.session, portion.ready)
        for one in beyond:
            sending.note_refused(cast.session, one.id, "one", spending.USED_UP, for_ever=True)
        for one in go:
            assert sending.note_sent(cast.session, one.id, "one")
        found += go
    return found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("я" * 70, 1), ("я" * 71, 2), ("я" * 134, 2), ("я" * 135, 3), ("a" * 159 + "я", 3),
    ],
)  # fmt: skip
def test_parts_are_counted_as_networks_do(text: str, parts: int) -> None:
    assert texts.parts_of(text) == parts


@given(st.text(max_size=2000))
def test_whatever_is_told_fits(text: str) -> None:
    found = texts.fitting(text)
    assert texts.parts_of(found) <= texts.MOST_PARTS
    assert found.isprintable()
    assert max(found, default="") <= "\uffff"


def test_nothing_goes_that_the_school_does_not_pay_for(family: Cast, at: At) -> None:
    phone(family, "guardian", "pupil")
    tell(family, "pupil")
    assert sent(family) == []
    with pytest.raises(DomainError):
        choices.choose(
            family.session, family.actor("guardian"), NoticeKind.SUBSTITUTION, Going.NOW, Channel.SMS
        )
    pays(family, NoticeKind.SUBSTITUTION)
    tell(family, "pupil")
    one, other = sent(family)
    assert {one.text, other.text} == {"Анна: Урока не будет: Физика", "Урока не будет: Физика"}
    assert {one.phone, other.phone} == {PHONE}
    choices.choose_also(
        family.session, family.actor("guardian"), NoticeKind.SUBSTITUTION, Channel.SMS, wanted=False
    )
    tell(family, "pupil")
    assert len(sent(family)) == 1


def test_without_words_it_says_only_that_there_is_news(family: Cast, at: At) -> None:
    phone(family, "guardian")
    pays(family, NoticeKind.SUBSTITUTION, words=False)
    tell(family, "pupil")
    (one,) = sent(family)
    assert one.text == "Новое в дневнике: https://journal.example.test"


def test_quiet_hours_hold_and_what_was_read_is_not_paid_for(family: Cast, at: At) -> None:
    phone(family, "guardian")
    pays(family, NoticeKind.SUBSTITUTION)
    at(11 * HOUR)
    tell(family, "pupil")
    assert sent(family) == []
    mark_all_read(family.session, family.actor("guardian"), clock.now())
    at(20 * HOUR)
    assert sent(family) == []


def test_a_day_costs_no_more_than_the_school_has_set(family: Cast, at: At) -> None:
    phone(family, "guardian")
    pays(family, NoticeKind.SUBSTITUTION, a_day=3)
    for _ in range(5):
        tell(family, "pupil")
    assert len(sent(family)) == 3
    late = [one for one in deliveries(family) if one.channel is Channel.SMS and one.fate is Fate.FAILED]
    assert [one.last_error for one in late] == [spending.USED_UP] * 2
    tell_urgent(family.session, family.schools["a"].id or 0, [family.id_of("guardian")], NEWS, clock.now())
    assert len(sent(family)) == 1  # counted apart
    at(24 * HOUR)
    tell(family, "pupil")
    assert len(sent(family)) == 1


def test_urgent_ones_have_a_bound_too(family: Cast, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "sms_urgent_per_day", 1)
    phone(family, "guardian", "pupil")
    people = [family.id_of("guardian"), family.id_of("pupil")]
    tell_urgent(family.session, family.schools["a"].id or 0, people, NEWS, clock.now())
    assert len(sent(family)) == 1


def test_an_urgent_one_climbs_from_the_device_to_an_sms_unless_it_is_confirmed(family: Cast, at: At) -> None:
    phone(family, "guardian", "pupil", "teacher")
    school, keys = family.schools["a"].id or 0, Browser()
    for name in ("guardian", "pupil"):
        given_ = Subscription(f"https://push.example.test/{name}", keys.public, keys.secret)
        devices.add_device(family.session, family.actor(name), given_, "")
    at(11 * HOUR)  # at night
    people = [family.id_of(one) for one in ("guardian", "pupil", "teacher")]
    tell_urgent(family.session, school, people, NEWS, clock.now())
    (one,) = sent(family)  # who has no device
    assert (one.text, one.urgent) == ("Школа закрыта. Завтра уроков нет", True)
    at(11 * HOUR + 4 * MINUTE)
    assert sent(family) == []
    confirmed(family.session, school, NEWS.number, [family.id_of("pupil")])
    at(11 * HOUR + 5 * MINUTE)
    assert len(sent(family)) == 1
    found = reached(family.session, Told(school, NEWS.key, NOON))
    by_sms = {
        name: way.fate
        for name in ("guardian", "pupil", "teacher")
        for way in found[family.id_of(name)].ways
        if way.channel is Channel.SMS
    }
    assert by_sms == {"guardian": Fate.SENT, "pupil": Fate.DROPPED, "teacher": Fate.SENT}


def test_who_has_no_account_gets_urgent_ones_alone(family: Cast, at: At) -> None:
    phone(family, "arrived")
    school, person = family.schools["a"].id or 0, family.id_of("arrived")
    pays(family, NoticeKind.SUBSTITUTION)
    tell(family, "arrived")
    assert sent(family) == []
    tell_urgent(family.session, school, [person], NEWS, clock.now())
    (one,) = sent(family)
    assert (one.account_id, one.phone) == (None, PHONE)
    assert reached(family.session, Told(school, NEWS.key, NOON))[person].arrived
    assert sent(family) == []


def test_a_trial_goes_to_ones_own_phone(family: Cast, at: At) -> None:
    phone(family, "admin")
    devices.send_trial(family.session, family.actor("admin"), Channel.SMS)
    devices.send_trial(family.session, family.actor("deputy"), Channel.SMS)  # who has none
    (one,) = sent(family)
    assert one.text == "Проверка: уведомления сюда приходят"
    trial = devices.last_trial(family.session, family.actor("deputy"), Channel.SMS)
    assert trial is not None
    assert trial.fate is Fate.DROPPED


def test_the_school_sets_what_no_day_costs_more_than(family: Cast) -> None:
    for wrong in (Sms(a_day=-1), Sms(a_day=100_001), Sms(urgent_after=121)):
        from dataclasses import replace

        admin = family.actor("admin")
        before = of_school.of_school(family.session, admin)
        with pytest.raises(DomainError):
            of_school.set_of_school(family.session, admin, replace(before, sms=wrong))
