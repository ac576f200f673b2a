"""What a message costs by SMS is told before it is sent, and is what goes afterwards."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from ejournal import clock
from ejournal.models import Channel, NoticeKind
from ejournal.services.delivery import of_school, sending, spending
from ejournal.services.delivery.preparing import ReadyText, prepared
from ejournal.services.delivery.rules import Sms
from ejournal.services.messages import sending as messages
from ejournal.services.messages.texting import Texts, ahead_of
from ejournal.settings import settings
from tests.cast import Cast
from tests.services.delivery.helpers import confirm, plan
from tests.services.journal_helpers import QueryCount
from tests.services.messages.message_helpers import NOON, class_part, drafted

PHONE = "+79001234567"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway is set, a part costs two roubles and a half; it is noon."""
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")
    monkeypatch.setattr(settings(), "sms_price", Decimal("2.5"))
    monkeypatch.setattr(clock, "now", lambda: NOON)


def phone(cast: Cast, *names: str) -> None:
    for name in names:
        cast.people[name].phone = PHONE
        cast.session.add(cast.people[name])
    cast.session.flush()


def pays(cast: Cast, a_day: int = 200, *, words: bool = True) -> None:
    """The school pays for SMS of messages."""
    admin = cast.actor("admin")
    before = of_school.of_school(cast.session, admin)
    also = before.also | {Channel.SMS: frozenset({NoticeKind.MESSAGE})}
    of_school.set_of_school(cast.session, admin, replace(before, also=also, sms=Sms(a_day, words)))


def foreseen(cast: Cast, **more: object) -> Texts | None:
    """The SMS of a message to the parents of 6Б."""
    message, actor = drafted(cast, **more), cast.actor("class_teacher")
    people = messages.counted(cast.session, actor, message).people
    return ahead_of(cast.session, actor, message, people, NOON).texts


def gone(cast: Cast, **more: object) -> list[ReadyText]:
    """What goes when such a message is sent."""
    draft = drafted(cast, **more)
    messages.send(cast.session, cast.actor("class_teacher"), draft.id or 0, NOON)
    plan(cast)
    ids = sending.claim(cast.session, "one", sending.PORTION, Channel.SMS)
    go, _ = spending.allowed(cast.session, prepared(cast.session, ids, Channel.SMS).ready)
    return go


def test_what_is_foreseen_is_what_goes(cast: Cast) -> None:
    phone(cast, "guardian", "pupil")
    pays(cast)
    title = "Собрание родителей шестых классов в актовом зале школы в пятницу вечером"
    found = foreseen(cast, title=title)
    assert found is not None
    assert (found.people, found.parts, found.price) == (1, 2, Decimal(5))
    assert (found.spent.used, found.spent.left, found.are_too_many) == (0, 200, False)
    assert [(one.text, one.parts) for one in gone(cast, title=title)] == [(title, 2)]
    again = foreseen(cast, title=title)
    assert again is not None
    assert (again.spent.used, again.spent.left) == (2, 198)


def test_words_that_the_school_keeps_back_are_not_counted(cast: Cast) -> None:
    phone(cast, "guardian")
    pays(cast, words=False)
    found = foreseen(cast, title="Собрание " * 12)
    assert found is not None
    assert found.parts == 1


def test_nothing_is_foreseen_where_none_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    phone(cast, "guardian")
    assert foreseen(cast) is None  # the school pays for none of these
    pays(cast)
    phone(cast, "teacher_parent")
    cast.people["guardian"].phone = cast.people["teacher_parent"].phone = ""
    cast.session.flush()
    nobody = foreseen(cast)
    assert nobody is not None
    assert (nobody.people, nobody.parts) == (0, 0)
    monkeypatch.setattr(settings(), "sms_url", "")
    assert foreseen(cast) is None


def test_an_urgent_one_reaches_phones_without_an_account_and_has_a_bound_of_its_own(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "sms_urgent_per_day", 1)
    monkeypatch.setattr(settings(), "sms_price", Decimal(0))
    phone(cast, "guardian", "teacher_parent")
    cast.accounts["guardian"].blocked = True
    cast.session.flush()
    found = foreseen(cast, urgent=True, words="Школа закрыта")
    assert found is not None
    assert (found.people, found.parts, found.price, found.are_too_many) == (2, 2, None, True)
    assert found.alone == {cast.id_of("guardian")}


def test_a_later_day_has_all_its_parts(cast: Cast) -> None:
    phone(cast, "guardian")
    pays(cast, a_day=1)
    spending.allowed(
        cast.session,
        [ReadyText(1, None, cast.schools["a"].id or 0, PHONE, "Да", 1)],
    )
    today = foreseen(cast)
    later = foreseen(cast, send_at=NOON + timedelta(days=1))
    assert today is not None
    assert later is not None
    assert (today.are_too_many, later.are_too_many) == (True, False)


def test_many_people_cost_no_more_queries_than_few(cast: Cast) -> None:
    phone(cast, "guardian", "teacher_parent", "other_guardian")
    pays(cast)
    counts = []
    for parts in ((class_part(cast, "6b"),), tuple(class_part(cast, one) for one in ("6b", "2a", "6v"))):
        message, actor = drafted(cast, "deputy", *parts), cast.actor("deputy")
        people = messages.counted(cast.session, actor, message).people
        with QueryCount(cast.session) as queries:
            assert ahead_of(cast.session, actor, message, people, NOON).texts is not None
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_the_channels_are_those_by_which_it_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    confirm(cast, "guardian")
    phone(cast, "guardian", "teacher_parent")
    actor = cast.actor("class_teacher")
    for urgent, by_sms in ((False, 0), (True, 2)):
        message = drafted(cast, urgent=urgent)
        people = messages.counted(cast.session, actor, message).people
        found = ahead_of(cast.session, actor, message, people, NOON)
        assert (found.by_channel.get(Channel.MAIL), found.by_channel.get(Channel.SMS, 0)) == (1, by_sms)
        assert found.by_none == (0 if urgent else 1)
