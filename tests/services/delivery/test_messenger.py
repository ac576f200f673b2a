"""A messenger's bot: one message for all news, without names; what is chosen; urgent, in quiet hours."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import Channel, Fate, Going, NoticeKind
from ejournal.services.base import changed
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.base.topics import ways_topic
from ejournal.services.delivery import choices, of_school
from ejournal.services.delivery.preparing import ReadyMessage
from ejournal.services.delivery.urgent import UrgentNews, tell_urgent
from ejournal.services.messenger import bots, chats
from ejournal.services.notices.board import mark_all_read
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.services.delivery.helpers import deliveries, hand_over, plan, tell

At = Callable[[timedelta], datetime]
HOUR = timedelta(hours=1)
MOTHER = 501
MAX = Channel.MAX


@pytest.fixture(autouse=True)
def with_max(family: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a bot, which has told its name; browsers are told nothing."""
    monkeypatch.setattr(settings(), "max_token", SecretStr("token"))
    bots.begin(family.session, MAX, "school_bot")


def connect(cast: Cast, name: str, user_id: int = MOTHER) -> None:
    offer = chats.offer(cast.session, cast.actor(name))
    chats.bind(cast.session, MAX, offer.code, user_id, "Мария")


def written(cast: Cast) -> list[ReadyMessage]:
    """Plan and hand over all messages that are due at this moment."""
    return hand_over(cast, MAX)


def test_all_that_there_is_to_tell_is_one_message_without_names(family: Cast, at: At) -> None:
    connect(family, "guardian")
    for _ in range(3):
        tell(family, "pupil")
    tell(family, "brother")
    (one,) = written(family)
    assert (one.user_id, len(one.also)) == (MOTHER, 3)
    assert one.text == "Новое в дневнике: https://journal.example.test/notices"
    assert {row.fate for row in deliveries(family) if row.channel is MAX} == {Fate.SENT}
    tell(family, "other_pupil")  # of another family
    assert written(family) == []


def test_what_was_read_on_the_screen_needs_no_message(family: Cast, at: At) -> None:
    connect(family, "guardian")
    tell(family, "pupil")
    plan(family)
    mark_all_read(family.session, family.actor("guardian"), clock.now())
    assert written(family) == []


def test_quiet_hours_hold_and_what_is_urgent_does_not_wait(family: Cast, at: At) -> None:
    connect(family, "guardian")
    at(11 * HOUR)
    tell(family, "pupil")
    assert written(family) == []
    news = UrgentNews(1, "Школа закрыта", "Уроков нет", "Орлова О. О.", DAY)
    tell_urgent(family.session, family.schools["a"].id or 0, [family.id_of("guardian")], news, clock.now())
    (one,) = written(family)
    assert one.text == "Срочное сообщение школы: https://journal.example.test/notices"
    at(20 * HOUR)
    (one,) = written(family)
    assert one.text.startswith("Новое в дневнике")


def test_an_urgent_sms_waits_for_whoever_was_told_in_the_messenger(
    family: Cast, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")
    mother = family.people["guardian"]
    mother.phone = "+79001234567"
    family.session.add(mother)
    connect(family, "guardian")
    news = UrgentNews(1, "Школа закрыта", "Уроков нет", "Орлова О. О.", DAY)
    tell_urgent(family.session, family.schools["a"].id or 0, [family.id_of("guardian")], news, clock.now())
    plan(family)
    of_sms = next(row for row in deliveries(family) if row.channel is Channel.SMS)
    assert of_sms.not_before == clock.now() + timedelta(minutes=5)


def test_a_kind_that_was_switched_off_makes_no_message(family: Cast, at: At) -> None:
    connect(family, "guardian")
    guardian, kind = family.actor("guardian"), NoticeKind.SUBSTITUTION
    choices.choose_also(family.session, guardian, kind, MAX, wanted=False)
    tell(family, "pupil")
    assert written(family) == []
    kinds = {one.kind: one.by_max for one in choices.own_choices(family.session, guardian).kinds}
    assert (kinds[NoticeKind.SUBSTITUTION], kinds[NoticeKind.MARK]) == (False, True)
    with pytest.raises(DomainError):
        choices.choose(family.session, guardian, NoticeKind.MARK, Going.DIGEST, MAX)


def test_a_kind_that_the_school_does_not_send_makes_none(family: Cast, at: At) -> None:
    connect(family, "guardian")
    admin = family.actor("admin")
    before = of_school.of_school(family.session, admin)
    before.also[MAX] = before.also[MAX] - {NoticeKind.SUBSTITUTION}
    assert of_school.set_of_school(family.session, admin, before)
    tell(family, "pupil")
    assert written(family) == []


def test_whoever_is_let_go_between_is_told_nothing(family: Cast, at: At) -> None:
    connect(family, "guardian")
    tell(family, "pupil")
    plan(family)
    chats.disconnect(family.session, family.actor("guardian"), MAX)
    assert written(family) == []
    assert [row.fate for row in deliveries(family) if row.channel is MAX] == [Fate.DROPPED]


def test_without_a_bot_nothing_goes_and_no_code_is_made(
    family: Cast, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(family, "guardian")
    monkeypatch.setattr(settings(), "max_token", SecretStr(""))
    tell(family, "pupil")
    assert written(family) == []
    with pytest.raises(DomainError, match="no bot"):
        chats.offer(family.session, family.actor("guardian"))


def test_the_name_that_the_operator_gave_goes_before_the_bot_s_own(
    family: Cast, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "max_token", SecretStr("another"))
    with pytest.raises(DomainError, match="does not answer"):
        chats.offer(family.session, family.actor("guardian"))
    monkeypatch.setattr(settings(), "max_bot", "our_school")
    offer = chats.offer(family.session, family.actor("guardian"))
    assert offer.address.startswith("https://max.ru/our_school?start=")


def test_codes_of_an_account_are_few_and_each_ends_the_former(family: Cast, at: At) -> None:
    guardian = family.actor("guardian")
    codes = [chats.offer(family.session, guardian).code for _ in range(chats.MOST_CODES)]
    with pytest.raises(DomainError, match="Enough was tried"):
        chats.offer(family.session, guardian)
    for code in codes[:-1]:
        with pytest.raises(LinkRefused):
            chats.bind(family.session, MAX, code, MOTHER, "")
    chats.bind(family.session, MAX, codes[-1], MOTHER, "")
    assert chats.own_chat(family.session, guardian, MAX) is not None


def test_a_code_of_a_blocked_account_connects_nobody(family: Cast, at: At) -> None:
    code = chats.offer(family.session, family.actor("guardian")).code
    account = family.accounts["guardian"]
    account.blocked = True
    family.session.add(account)
    family.session.flush()
    with pytest.raises(LinkRefused):
        chats.bind(family.session, MAX, code, MOTHER, "")


def test_an_account_has_one_and_open_pages_are_told(family: Cast, at: At) -> None:
    account_id = family.accounts["guardian"].id or 0
    connect(family, "guardian")
    connect(family, "guardian", MOTHER + 1)
    assert changed.take(family.session).count(ways_topic(account_id)) == 1
    chats.forget_user(family.session, MAX, MOTHER)  # who is it no more
    assert changed.take(family.session) == []
    chats.forget_user(family.session, MAX, MOTHER + 1)
    assert changed.take(family.session) == [ways_topic(account_id)]
    assert chats.own_chat(family.session, family.actor("guardian"), MAX) is None


def test_a_name_from_the_messenger_is_one_plain_line(family: Cast, at: At) -> None:
    offer = chats.offer(family.session, family.actor("guardian"))
    chats.bind(family.session, MAX, offer.code, MOTHER, "Мария\n\u202e<b>" + "я" * 500)
    chat = chats.own_chat(family.session, family.actor("guardian"), MAX)
    assert chat is not None
    assert chat.title == ("Мария <b>" + "я" * 500)[:80]


def test_a_marker_moves_once(family: Cast) -> None:
    assert bots.advance(family.session, MAX, None, 5)
    assert not bots.advance(family.session, MAX, None, 9)
    assert bots.advance(family.session, MAX, 5, None)
    bot = bots.bot_of(family.session, MAX)
    assert bot is not None
    assert bot.marker == 5
