"""How a message went to each who got it: one rule for all messages, in figures, filter and lines alike."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import col, select

from ejournal import clock
from ejournal.models import (
    Channel,
    Delivery,
    Fate,
    Going,
    MassMessage,
    MessageAsks,
    MessageReader,
    NoticeKind,
    OutboxNotice,
    Person,
)
from ejournal.models.base import table
from ejournal.services.base.changed import take
from ejournal.services.base.topics import message_topic
from ejournal.services.delivery import choices, sending
from ejournal.services.delivery.ways import Way
from ejournal.services.messages import reading, standing
from ejournal.services.messages.sending import REMINDED_AFTER, notice_key, remind, withdraw
from ejournal.settings import settings
from tests.cast import Cast
from tests.services.delivery.helpers import confirm, plan, send
from tests.services.journal_helpers import QueryCount
from tests.services.messages.message_helpers import NOON, sent

At = Callable[[timedelta], datetime]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """A mail server is set; sets the clock so long after noon."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    monkeypatch.setattr(settings(), "public_url", "https://journal.example.test")

    def move(by: timedelta) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: NOON + by)
        return NOON + by

    move(timedelta())
    return move


def lines(cast: Cast, number: int) -> dict[str, standing.PersonLine]:
    """Those who got it by name; whom it has missed is the same in figures, filter and lines."""
    session, actor = cast.session, cast.actor("class_teacher")
    session.expire_all()
    found = {one.name.split()[0]: one for one in standing.all_people(session, actor, number)}
    missed = {name for name, one in found.items() if one.is_missed}
    asked = standing.people_of_message(session, actor, number, standing.NOT_REACHED)
    assert {one.name.split()[0] for one in asked.lines} == missed
    assert standing.counts_of(session, actor, number).missed == len(missed)
    assert [one.missed for one in standing.counts_by_class(session, actor, number)] == [len(missed)]
    return found


def fates(cast: Cast, number: int, name: str) -> list[tuple[Channel, Fate, str]]:
    found = lines(cast, number)[name].reached
    assert found is not None
    return [(way.channel, way.fate, way.error) for way in found.ways]


def by_channel(cast: Cast, number: int) -> dict[Channel, dict[Fate, int]]:
    return standing.ways_of(cast.session, cast.actor("class_teacher"), number)


def missed(cast: Cast, number: int) -> set[str]:
    return {name for name, one in lines(cast, number).items() if one.is_missed}


def refuse(cast: Cast, error: str, *, of_recipient: bool = True) -> None:
    """The mail server refuses what is due."""
    plan(cast)
    ids = sending.claim(cast.session, "one", sending.PORTION)
    for one in ids:
        sending.note_refused(cast.session, one, "one", error, for_ever=True, of_recipient=of_recipient)


def test_it_is_on_its_way_until_it_is_known_where_it_leads(cast: Cast) -> None:
    confirm(cast, "guardian")
    number = sent(cast)
    assert missed(cast, number) == set()
    take(cast.session)
    plan(cast)
    assert take(cast.session) == [message_topic(number)]  # the author's open page reads anew
    assert missed(cast, number) == {"Зайцев"}  # who has neither mail nor device: it stands in the journal
    assert by_channel(cast, number) == {Channel.MAIL: {Fate.WAITING: 1}}
    send(cast)
    assert fates(cast, number, "Лебедева") == [(Channel.MAIL, Fate.SENT, "")]
    assert by_channel(cast, number) == {Channel.MAIL: {Fate.SENT: 1}}
    reading.mark_seen(cast.session, cast.actor("teacher_parent"), number, NOON)
    assert missed(cast, number) == set()


def test_what_failed_is_told_with_its_reason(cast: Cast) -> None:
    confirm(cast, "guardian")
    confirm(cast, "teacher_parent")
    number = sent(cast)
    refuse(cast, "550 no such user")
    assert missed(cast, number) == {"Лебедева", "Зайцев"}
    assert fates(cast, number, "Лебедева") == [(Channel.MAIL, Fate.BOUNCED, "550 no such user")]
    assert by_channel(cast, number) == {Channel.MAIL: {Fate.BOUNCED: 2}}
    reading.mark_seen(cast.session, cast.actor("guardian"), number, NOON)
    assert missed(cast, number) == {"Зайцев"}


def test_a_letter_of_the_day_brings_it_too(cast: Cast, at: At) -> None:
    confirm(cast, "guardian")
    choices.choose(cast.session, cast.actor("guardian"), NoticeKind.MESSAGE, Going.DIGEST)
    number = sent(cast)
    plan(cast)
    assert fates(cast, number, "Лебедева") == [(Channel.MAIL, Fate.WAITING, "")]
    assert missed(cast, number) == {"Зайцев"}
    at(7 * HOUR)
    send(cast)
    assert fates(cast, number, "Лебедева") == [(Channel.MAIL, Fate.SENT, "")]


def test_what_came_once_has_come_whatever_becomes_of_a_reminder(cast: Cast, at: At) -> None:
    confirm(cast, "guardian")
    number = sent(cast, asks=MessageAsks.CONFIRM)
    send(cast)
    remind(cast.session, cast.actor("class_teacher"), number, at(REMINDED_AFTER))
    refuse(cast, "450 try later", of_recipient=False)
    assert fates(cast, number, "Лебедева") == [(Channel.MAIL, Fate.SENT, "")]
    assert by_channel(cast, number) == {Channel.MAIL: {Fate.SENT: 1}}


def test_an_urgent_one_is_told_of_by_the_same_rule(cast: Cast) -> None:
    confirm(cast, "guardian")
    number = sent(cast, urgent=True)
    send(cast)
    assert fates(cast, number, "Лебедева") == [(Channel.MAIL, Fate.SENT, "")]
    assert missed(cast, number) == {"Зайцев"}


def test_of_what_was_taken_back_or_is_long_ago_no_ways_are_told(cast: Cast, at: At) -> None:
    confirm(cast, "guardian")
    number = sent(cast)
    send(cast)
    at(sending.KEPT + HOUR)
    assert lines(cast, number)["Лебедева"].reached is None
    assert by_channel(cast, number) == {}
    assert missed(cast, number) == set()  # both have an account
    at(HOUR)
    withdraw(cast.session, cast.actor("class_teacher"), number, NOON + HOUR)
    assert lines(cast, number)["Лебедева"].reached is None


def test_a_server_s_words_are_kept_from_whom_the_address_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(cast, "guardian")
    number = sent(cast)
    refuse(cast, "550 guardian@example.test is unknown", of_recipient=False)
    hidden = frozenset({cast.id_of("guardian")})
    monkeypatch.setattr(standing, "contacts_hidden_from", lambda *_: hidden)
    found = lines(cast, number)["Лебедева"].reached
    assert found is not None
    assert found.ways == (Way(Channel.MAIL, Fate.FAILED, NOON, ""),)


def test_what_was_told_before_by_the_same_number_is_other_news(cast: Cast) -> None:
    confirm(cast, "guardian")
    number = sent(cast)
    plan(cast)
    for one in cast.session.exec(select(Delivery)):
        one.notice_at = NOON - HOUR
    cast.session.flush()
    assert fates(cast, number, "Лебедева") == []


def test_two_thousand_families_cost_as_many_queries_as_two(cast: Cast) -> None:
    session, actor = cast.session, cast.actor("class_teacher")
    few, many = sent(cast), sent(cast)
    plan(cast)
    _crowd(cast, many, 2000)
    counts = []
    for number in (few, many):
        with QueryCount(session) as queries:
            standing.counts_of(session, actor, number)
            standing.counts_by_class(session, actor, number)
            standing.ways_of(session, actor, number)
            found = standing.people_of_message(session, actor, number, standing.NOT_REACHED)
        counts.append(len(queries))
        with QueryCount(session) as queries:
            standing.all_people(session, actor, number)
        counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert sum(counts[:2]) <= 30
    assert (found.total, len(found.lines)) == (1002, standing.PAGE)
    assert standing.ways_of(session, actor, many) == {Channel.SMS: {Fate.SENT: 1000, Fate.FAILED: 1000}}


def _crowd(cast: Cast, number: int, size: int) -> None:
    """So many more have got the message; an SMS came to every second of them."""
    session, school = cast.session, cast.schools["a"].id or 0
    message = session.get_one(MassMessage, number)
    people = [{"school_id": school, "last_name": f"Семьянин{n}", "first_name": "Ян"} for n in range(size)]
    session.execute(insert(table(Person)), people)
    asked = select(Person.id).where(col(Person.last_name).startswith("Семьянин")).order_by(col(Person.id))
    ids = list(session.exec(asked))
    session.execute(
        insert(table(MessageReader)),
        [{"school_id": school, "message_id": number, "person_id": one} for one in ids],
    )
    notice = {
        "school_id": school, "kind": NoticeKind.MESSAGE, "key": notice_key(message), "payload": {},
        "created_at": NOON,
    }  # fmt: skip
    session.execute(insert(table(OutboxNotice)), [notice | {"recipient_id": one} for one in ids])
    told = (
        select(OutboxNotice.id).where(col(OutboxNotice.recipient_id).in_(ids)).order_by(col(OutboxNotice.id))
    )
    delivery = {
        "school_id": school, "channel": Channel.SMS, "notice_at": NOON, "created_at": NOON,
        "not_before": NOON, "closed_at": NOON,
    }  # fmt: skip
    session.execute(
        insert(table(Delivery)),
        [
            delivery | {"notice_id": one, "fate": Fate.SENT if place % 2 else Fate.FAILED}
            for place, one in enumerate(session.exec(told))
        ],
    )
    session.flush()


def test_what_another_system_is_told_reaches_nobody(cast: Cast) -> None:
    number = sent(cast)
    plan(cast)
    session = cast.session
    told = {
        "school_id": cast.schools["a"].id, "channel": Channel.WEBHOOK, "notice_at": NOON, "created_at": NOON,
        "not_before": NOON, "closed_at": NOON, "fate": Fate.SENT,
    }  # fmt: skip
    notices = session.exec(select(OutboxNotice.id).where(col(OutboxNotice.key) == f"message:{number}"))
    session.execute(insert(table(Delivery)), [told | {"notice_id": one} for one in notices])
    assert missed(cast, number) == {"Лебедева", "Зайцев"}
    assert by_channel(cast, number) == {}
