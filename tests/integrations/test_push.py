"""Web Push against a push service of ours: sealed by the standard, without a name; gone browsers go."""

import asyncio
import base64
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from py_vapid import Vapid02
from sqlmodel import select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.outgoing import addresses, delivering, push
from ejournal.models import Channel, Delivery, Fate, PushDevice
from ejournal.services.delivery import choices, devices
from ejournal.services.delivery.devices import Subscription
from ejournal.settings import settings
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.gateways import Call, Gateway, listening
from tests.infra.push import Browser
from tests.services.journal_helpers import op, put_one

BROWSER = Browser()


@pytest.fixture
def service() -> Iterator[Gateway]:
    """A push service on this machine."""
    with listening() as gateway:
        yield gateway


@pytest.fixture
def cast(
    sqlite_database: str, databases: Databases, service: Gateway, monkeypatch: pytest.MonkeyPatch
) -> Cast:
    """The cast, committed; Анна's mother has a browser that the service serves, and no quiet hours."""
    monkeypatch.setattr(settings(), "outgoing_private", True)
    monkeypatch.setattr(settings(), "public_url", "https://journal.example.test")
    with session_scope() as session:
        cast = databases.planted("sqlite", make_cast).taken_into(session)
        given = Subscription(f"{service.url}/for/mother", BROWSER.public, BROWSER.secret)
        devices.add_device(session, cast.actor("guardian"), given, "Firefox, Windows")
        choices.set_hours(session, cast.actor("guardian"), None, (5, 5))
    return cast


def deliver() -> None:
    asyncio.run(delivering.deliver_due("one"))


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """The clock stands so much later."""
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


def absent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Анна is marked absent, and the minutes in which it may be mended are over."""
    with session_scope() as session:
        cast.session = session
        put_one(cast, op(cast, "н"))
    later(monkeypatch, timedelta(minutes=6))


def pushes() -> list[Delivery]:
    with session_scope(writing=False) as session:
        return [one for one in session.exec(select(Delivery)) if one.channel is Channel.PUSH]


def kept() -> list[PushDevice]:
    with session_scope(writing=False) as session:
        return list(session.exec(select(PushDevice)))


def test_the_sign_is_read_by_the_browser_alone_and_names_nobody(
    cast: Cast, service: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent(cast, monkeypatch)
    deliver()
    (call,) = service.calls
    assert call.path == "/for/mother"
    assert (call.headers["content-encoding"], call.headers["ttl"]) == ("aes128gcm", "86400")
    assert BROWSER.opened(call.body) == {"kind": "news"}
    assert not any(word.encode() in call.body for word in ("Анна", "Лебедева", "Математика", "kind"))
    with pytest.raises(Exception):  # noqa: B017, PT011 - it is another's
        Browser().opened(call.body)
    assert [one.fate for one in pushes()] == [Fate.SENT]
    (device,) = kept()
    assert device.told_at is not None
    deliver()
    assert len(service.calls) == 1


def claims(call: Call) -> dict[str, str]:
    token = call.headers["authorization"].partition("t=")[2].partition(",")[0].split(".")[1]
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    return found


def test_the_service_can_tell_who_sends_it(
    cast: Cast, service: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent(cast, monkeypatch)
    deliver()
    (call,) = service.calls
    assert Vapid02.verify(call.headers["authorization"])
    assert call.headers["authorization"].endswith(f"k={push.public_key()}")
    found = claims(call)
    assert (found["aud"], found["sub"]) == (service.url, "https://journal.example.test")


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    cast: Cast, service: Gateway, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.status = status
    absent(cast, monkeypatch)
    deliver()
    assert kept() == []
    assert [one.fate for one in pushes()] == [Fate.BOUNCED]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_has_no_time_is_asked_again_later(
    cast: Cast, service: Gateway, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.status = status
    absent(cast, monkeypatch)
    deliver()
    (one,) = pushes()
    assert (one.fate, one.tries, one.holder) == (Fate.WAITING, 1, "")
    assert one.last_error.startswith(str(status))
    assert len(kept()) == 1
    service.status = 201
    later(monkeypatch, timedelta(hours=1))
    deliver()
    assert [one.fate for one in pushes()] == [Fate.SENT]


def test_one_browser_that_is_gone_keeps_nothing_from_another(
    cast: Cast, service: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope() as session:
        given = Subscription("http://127.0.0.1:9/nobody", BROWSER.public, BROWSER.secret)
        devices.add_device(session, cast.actor("guardian"), given, "Chrome, Android")
    absent(cast, monkeypatch)
    deliver()
    assert len(service.calls) == 1
    assert [one.fate for one in pushes()] == [Fate.SENT]
    assert len(kept()) == 2  # who does not answer is not gone


def test_addresses_of_this_machine_and_of_private_networks_are_not_called(
    cast: Cast, service: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent(cast, monkeypatch)
    monkeypatch.setattr(settings(), "outgoing_private", False)
    deliver()
    assert service.calls == []
    assert [one.fate for one in pushes()] == [Fate.FAILED]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
        "2002:7f00:1::", "ff02::1", "no address",
    ],
)  # fmt: skip
def test_what_is_no_public_address(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4010:c02::5f"])
def test_what_is_one(address: str) -> None:
    assert addresses.is_public(address)


def test_a_long_answer_is_read_in_part_and_a_silent_server_is_not_waited_for(
    cast: Cast, service: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.status, service.says = 500, b"a" * 1_000_000
    absent(cast, monkeypatch)
    deliver()
    (one,) = pushes()
    assert len(one.last_error) <= 110
    monkeypatch.setattr(addresses, "ENDS_WITHIN_S", 0.2)
    service.after_s = 1.0
    later(monkeypatch, timedelta(hours=1))
    deliver()
    (one,) = pushes()
    assert (one.fate, one.last_error) == (Fate.WAITING, "the server does not answer")
