"""The bot in MAX against a server of ours that speaks its interface: connected, told, stopped, once."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.outgoing import delivering, listening, max_bot
from ejournal.integrations.outgoing.listening import Strangers
from ejournal.models import Channel, Delivery, Fate, MessengerBot, MessengerChat
from ejournal.services.delivery import choices, devices
from ejournal.services.messenger import chats
from ejournal.settings import SettingsError, load, settings
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.max_server import BOT, TOKEN, Max, serving
from tests.services.journal_helpers import op, put_one

MOTHER, STRANGER = 501, 777
CHOICES = "https://journal.example.test/notices/choices"
NEWS = "Новое в дневнике: https://journal.example.test/notices"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Max]:
    """MAX on this machine, with the installation's bot; nothing else goes out."""
    monkeypatch.setattr(max_bot._Rest, "until", 0.0)
    with serving() as found:
        monkeypatch.setattr(settings(), "max_url", found.url)
        monkeypatch.setattr(settings(), "max_token", SecretStr(TOKEN))
        monkeypatch.setattr(settings(), "push", False)
        monkeypatch.setattr(settings(), "public_url", "https://journal.example.test")
        yield found


@pytest.fixture
def cast(sqlite_database: str, databases: Databases, service: Max) -> Cast:
    """The cast, committed; Анна's mother has no quiet hours, and the bot is known."""
    with session_scope() as session:
        cast = databases.planted("sqlite", make_cast).taken_into(session)
        choices.set_hours(session, cast.actor("guardian"), None, (5, 5))
    look()
    return cast


def look(holder: str = "one") -> None:
    """Take in what has happened."""
    asyncio.run(listening.look_once(holder))


def heard(strangers: Strangers) -> None:
    """Take in what has happened, as who goes on listening does."""

    async def listens() -> None:
        async with max_bot.MaxBot() as bot:
            assert await listening.listen_once(bot, "one", strangers, 0)

    asyncio.run(listens())


def deliver() -> None:
    asyncio.run(delivering.deliver_due("one"))


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """The clock stands so much later, and no pause of MAX goes on."""
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)
    max_bot._Rest.until = 0.0


def code_of(cast: Cast, name: str = "guardian") -> str:
    with session_scope() as session:
        cast.session = session
        offer = chats.offer(session, cast.actor(name))
    assert offer.address == f"https://max.ru/{BOT}?start={offer.code}"
    assert len(offer.code) <= 128
    return offer.code


def connected(cast: Cast, service: Max) -> None:
    """Анна's mother has connected MAX."""
    service.start(MOTHER, code_of(cast))
    look()
    assert [one.user_id for one in kept()] == [MOTHER]
    service.written.clear()


def absent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Анна is marked absent, and the minutes in which it may be mended are over."""
    with session_scope() as session:
        cast.session = session
        put_one(cast, op(cast, "н"))
    later(monkeypatch, timedelta(minutes=6))


def kept() -> list[MessengerChat]:
    with session_scope(writing=False) as session:
        return list(session.exec(select(MessengerChat)))


def marker() -> int | None:
    with session_scope(writing=False) as session:
        return session.exec(select(MessengerBot)).one().marker


def told() -> list[Delivery]:
    with session_scope(writing=False) as session:
        asked = select(Delivery).where(col(Delivery.channel) == Channel.MAX).order_by(col(Delivery.id))
        return list(session.exec(asked))


def test_a_code_connects_once_and_the_bot_says_so(cast: Cast, service: Max) -> None:
    code = code_of(cast)
    service.start(MOTHER, code)
    look()
    (chat,) = kept()
    assert (chat.user_id, chat.title, chat.account_id) == (MOTHER, "Мария Л.", cast.accounts["guardian"].id)
    ((to, words),) = service.written
    assert to == MOTHER
    assert words.startswith("Подключено.")
    assert CHOICES in words
    assert not any(name in words for name in ("Анна", "Лебедева", "Мария"))
    service.start(STRANGER, code)  # who has seen it over a shoulder
    look()
    assert [one.user_id for one in kept()] == [MOTHER]
    assert service.written[-1][0] == STRANGER
    assert service.written[-1][1].startswith("Этот код не действует")
    service.start(MOTHER, code)  # a press twice
    look()
    assert service.written[-1][1].startswith("Подключено.")


def test_a_code_may_be_sent_as_a_message(cast: Cast, service: Max) -> None:
    service.write(MOTHER, f" /start {code_of(cast)}\n")
    look()
    assert [one.user_id for one in kept()] == [MOTHER]
    service.write(MOTHER + 1, code_of(cast))
    look()
    assert [one.user_id for one in kept()] == [MOTHER + 1]  # an account has one


@pytest.mark.parametrize("code", ["", "nothing", "A" * 43, "Ж" * 500, "\x00", "'; --"])
def test_a_wrong_code_connects_nobody(cast: Cast, service: Max, code: str) -> None:
    code_of(cast)
    service.start(STRANGER, code)
    look()
    assert kept() == []
    assert [to for to, _ in service.written] == [STRANGER]
    assert CHOICES in service.written[0][1]


def test_a_code_that_is_old_or_has_a_newer_one_connects_nobody(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, code = code_of(cast), code_of(cast)
    service.start(MOTHER, former)
    later(monkeypatch, chats.CODE_LASTS + timedelta(seconds=1))
    service.start(MOTHER + 1, code)
    look()
    assert kept() == []
    assert [words[:20] for _, words in service.written] == ["Этот код не действуе"] * 2


def test_a_stranger_has_a_polite_word_once_and_a_crowd_of_them_is_bounded(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    monkeypatch.setattr(listening, "ANSWERS_A_MINUTE", 5)
    for text in ("Какие оценки у Анны?", "Лебедева", "/start", "😀" * 4000):
        service.write(STRANGER, text)
    service.write(STRANGER + 1, "Hello", locale="en-US")
    service.write(STRANGER + 2, "в общей беседе", chat="chat")
    strangers = Strangers()
    heard(strangers)
    assert [to for to, _ in service.written] == [STRANGER, STRANGER + 1]
    (_, russian), (_, english) = service.written
    assert russian.startswith("Этот бот только сообщает о новом")
    assert english.startswith("This bot only tells of news")
    assert not any(name in russian for name in ("Анна", "Лебедева", "Мария"))
    for number in range(300):
        service.write(1000 + number, "?")
    for _ in range(3):
        heard(strangers)
    assert len(service.written) == 5
    assert marker() == len(service.updates)


def test_of_strangers_few_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST_STRANGERS", 3)
    strangers = Strangers()
    assert [strangers.may_have_answer(one) for one in (1, 1, 2, 3, 4)] == [True, False, True, True, True]
    assert list(strangers._answered) == [2, 3, 4]


def test_news_goes_without_names_in_one_message(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    absent(cast, monkeypatch)
    deliver()
    assert service.written == [(MOTHER, NEWS)]
    assert [one.fate for one in told()] == [Fate.SENT]
    (chat,) = kept()
    assert chat.told_at is not None
    deliver()
    assert len(service.written) == 1


def test_a_trial_arrives(cast: Cast, service: Max) -> None:
    connected(cast, service)
    with session_scope() as session:
        devices.send_trial(session, cast.actor("guardian"), Channel.MAX)
        devices.send_trial(session, cast.actor("admin"), Channel.MAX)  # who has none
    deliver()
    assert service.written == [(MOTHER, "Проверка: уведомления сюда приходят")]
    assert [one.fate for one in told()] == [Fate.SENT, Fate.DROPPED]


def test_messages_go_over_one_connection(cast: Cast, service: Max) -> None:
    connected(cast, service)
    with session_scope() as session:
        for _ in range(devices.MOST_TRIALS):
            devices.send_trial(session, cast.actor("guardian"), Channel.MAX)
    service.connections.clear()
    before = len(service.asked)
    deliver()
    assert service.asked[before:].count("POST /messages") == 1  # all at once are one message
    assert len(service.connections) == 2  # who listens has one, who sends another


def test_too_many_requests_are_a_pause_and_not_the_end(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    service.limited, service.retry_after = 1, "0"
    absent(cast, monkeypatch)
    deliver()
    assert service.written == [(MOTHER, NEWS)]
    assert {one.fate for one in told()} == {Fate.SENT}


def test_a_long_pause_is_kept_to(cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch) -> None:
    connected(cast, service)
    service.limited, service.retry_after = 1, "60"
    absent(cast, monkeypatch)
    deliver()
    assert service.written == []
    (one,) = told()
    assert (one.fate, one.tries, one.holder) == (Fate.WAITING, 1, "")
    assert one.last_error.startswith("429 too.many.requests")
    assert max_bot.rests()
    real = clock.now()
    monkeypatch.setattr(clock, "now", lambda: real + timedelta(hours=1))
    before = service.asked.count("POST /messages")
    deliver()
    assert service.asked.count("POST /messages") == before
    later(monkeypatch, timedelta())
    deliver()
    assert service.written == [(MOTHER, NEWS)]


@pytest.mark.parametrize(("status", "code"), [(403, "chat.denied"), (404, "dialog.not.found")])
def test_whom_nothing_reaches_any_more_is_forgotten(
    cast: Cast, service: Max, status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    service.refusals[MOTHER] = (status, code)
    absent(cast, monkeypatch)
    deliver()
    assert kept() == []
    assert [one.fate for one in told()] == [Fate.BOUNCED]


@pytest.mark.parametrize(
    "says",
    [
        (401, b'{"code": "verify.token", "message": "Invalid access_token"}'),
        (403, b'{"code": "verify.token", "message": "Invalid access_token"}'),
        (403, b"<html>A proxy says no</html>"),
        (404, b"<html>There is nothing here</html>"),
        (502, b"<html>"),
        (503, b'{"code": "service.unavailable", "message": "Later"}'),
        (200, b"no json"),
        (302, b""),
    ],
)
def test_what_is_no_word_on_a_user_costs_nobody_the_connection(
    cast: Cast, service: Max, says: tuple[int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    absent(cast, monkeypatch)
    service.says = says
    deliver()
    (chat,) = kept()
    assert chat.told_at is None
    assert {one.fate for one in told()} == {Fate.WAITING}
    service.says = None
    later(monkeypatch, timedelta(hours=1))
    deliver()
    assert service.written == [(MOTHER, NEWS)]


def test_who_hangs_is_not_waited_for(cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch) -> None:
    connected(cast, service)
    absent(cast, monkeypatch)
    monkeypatch.setattr(max_bot, "ANSWERS_WITHIN_S", 0.2)
    service.silent_s = 1.0
    deliver()
    (one,) = told()
    assert (one.fate, one.last_error) == (Fate.WAITING, "MAX does not answer")
    with session_scope(writing=False) as session:
        assert session.exec(select(MessengerBot)).one().error == "MAX does not answer"
    service.silent_s = 0.0
    look()
    with session_scope(writing=False) as session:
        assert session.exec(select(MessengerBot)).one().error == ""


@pytest.mark.parametrize("removed", [False, True])
def test_who_stops_the_bot_is_told_no_more(
    cast: Cast, service: Max, removed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    service.stop(STRANGER)
    look()
    assert len(kept()) == 1
    service.stop(MOTHER, removed=removed)
    look()
    assert kept() == []
    absent(cast, monkeypatch)
    deliver()
    assert (service.written, told()) == ([], [])


def test_who_has_two_accounts_is_told_of_both_in_one_place(cast: Cast, service: Max) -> None:
    connected(cast, service)
    service.start(MOTHER, code_of(cast, "teacher"))
    look()
    assert [one.user_id for one in kept()] == [MOTHER, MOTHER]
    service.stop(MOTHER)
    look()
    assert kept() == []


def test_each_update_is_taken_in_once_by_whoever_listens(cast: Cast, service: Max) -> None:
    async def both(first: str, second: str) -> list[bool]:
        async with max_bot.MaxBot() as bot:
            return list(
                await asyncio.gather(
                    *(listening.listen_once(bot, one, Strangers(), 0) for one in (first, second))
                )
            )

    service.start(MOTHER, code_of(cast))
    assert sorted(asyncio.run(both("one", "two"))) == [False, True]
    assert len(service.written) == 1
    before = marker()
    for _ in range(3):
        asyncio.run(both("one", "two"))
    assert (len(service.written), marker()) == (1, before)


def test_who_was_silent_too_long_takes_nothing_in(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process asks, and hangs before it takes in what it was told; another does it meanwhile."""
    service.start(MOTHER, code_of(cast))
    slow = Strangers()

    async def taken_over() -> None:
        async with max_bot.MaxBot() as bot:
            assert await asyncio.to_thread(listening._may_listen, "slow")
            known = listening._known(Channel.MAX)
            assert known is not None
            heard = await bot.updates(known.marker, 0)
            later(monkeypatch, listening.TURN_LIVES + timedelta(seconds=1))
            assert await listening.listen_once(bot, "quick", Strangers(), 0)
            assert listening._take_in(Channel.MAX, "slow", known.marker, heard, slow) == ()

    asyncio.run(taken_over())
    assert len(service.written) == 1
    assert len(kept()) == 1


def test_an_update_that_cannot_be_done_keeps_nothing_from_the_others(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = chats.forget_user

    def fails(session: Session, channel: Channel, user_id: int) -> None:
        real(session, channel, user_id)
        if user_id == STRANGER:
            raise ValueError("broken")

    monkeypatch.setattr(chats, "forget_user", fails)
    service.stop(STRANGER)
    service.start(MOTHER, code_of(cast))
    look()
    assert len(kept()) == 1


@pytest.mark.parametrize(
    "update",
    [
        {"update_type": "bot_started"},
        {"update_type": "bot_started", "user": None, "payload": 5},
        {"update_type": "bot_started", "user": {"user_id": 2**70}},
        {"update_type": "bot_started", "user": {"user_id": True}},
        {"update_type": "bot_started", "user": {"user_id": 5, "is_bot": True}},
        {"update_type": "message_created", "message": None},
        {"update_type": "message_created", "message": {"sender": None, "recipient": {"chat_type": "dialog"}}},
        {"update_type": "message_created", "message": []},
        {"update_type": "bot_stopped", "user": []},
    ],
)
def test_what_is_no_update_is_passed_over(cast: Cast, service: Max, update: dict[str, object]) -> None:
    service.updates.append(update)
    service.start(MOTHER, code_of(cast))
    look()
    assert len(kept()) == 1


def test_a_bot_with_another_token_begins_anew(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(cast, service)
    assert marker() == 1
    monkeypatch.setattr("tests.infra.max_server.TOKEN", "another")
    monkeypatch.setattr(settings(), "max_token", SecretStr("another"))
    service.updates.clear()
    look()
    assert marker() == 0
    assert len(kept()) == 1


def test_a_bot_that_is_none_is_told_of_to_whoever_looks(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "max_token", SecretStr("wrong"))
    look()
    with session_scope(writing=False) as session:
        (bot,) = session.exec(select(MessengerBot)).all()
    assert (bot.username, bot.error[:16]) == ("", "401 verify.token")


def test_who_listens_goes_on_and_lets_go_at_the_end(
    cast: Cast, service: Max, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "EVERY_S", 0.02)

    async def listens() -> None:
        task = asyncio.create_task(listening.listen_on("one"))
        service.start(MOTHER, await asyncio.to_thread(code_of, cast))
        while not service.written:
            await asyncio.sleep(0.02)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(listens(), 30))
    assert len(kept()) == 1
    assert listening._may_listen("two")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"MAX_TOKEN": TOKEN}, "PUBLIC_URL: the bot in MAX"),
        ({"MAX_TOKEN": "ключ"}, "MAX_TOKEN"),
        ({"MAX_TOKEN": "two\nlines"}, "MAX_TOKEN"),
        ({"MAX_URL": "http://platform-api2.max.ru"}, "MAX_URL"),
        ({"MAX_BOT": "https://max.ru/bot"}, "MAX_BOT"),
        ({"MAX_CA_FILE": "/nowhere.pem"}, "MAX_CA_FILE: .*no file of certificates"),
        ({"MAX_CA_FILE": __file__}, "MAX_CA_FILE: .*no file of certificates"),
        ({"MAX_PER_SECOND": "31"}, "MAX_PER_SECOND"),
    ],
)
def test_settings_that_cannot_be_are_named(
    given: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"EJOURNAL_{name}", value)
    with pytest.raises(SettingsError, match=says):
        load()
