"""SMS against a gateway of ours and a real SMPP server: taken once, refused in words, never doubled."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from ejournal.integrations.outgoing import smpp, sms
from ejournal.integrations.outgoing.refused import Refused
from ejournal.integrations.outgoing.smpp import SmppCarrier
from ejournal.integrations.outgoing.sms import SmsCarrier
from ejournal.services.delivery.preparing import ReadyText
from ejournal.services.delivery.texts import parts_of
from ejournal.settings import SettingsError, load, settings
from tests.infra.gateways import Gateway, listening
from tests.infra.servers import free_port, wait_until
from tests.infra.smpp import Server, serving, spelled


def text(words: str, number: int = 7) -> ReadyText:
    return ReadyText(number, 1, 1, "+79001234567", words, parts_of(words))


def hand(carrier: Any, *all_of_them: ReadyText) -> None:
    async def over() -> None:
        async with carrier:
            for one in all_of_them:
                await carrier.hand_over(one)

    asyncio.run(over())


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """One that takes JSON and says ok."""
    with listening() as found:
        found.status, found.says = 200, b'{"status": "ok"}'
        given = settings()
        monkeypatch.setattr(given, "sms_url", f"{found.url}/send?id={{id}}&to={{digits}}")
        monkeypatch.setattr(given, "sms_body", '{"to": "{phone}", "text": "{text}", "ours": "{nothing}"}')
        monkeypatch.setattr(given, "sms_headers", {"X-Key": SecretStr("secret")})
        monkeypatch.setattr(given, "sms_taken", '"ok"')
        yield found


WORDS = 'Школа "закрыта" & всё\\'


def test_the_templates_are_filled_in_and_nothing_breaks_out_of_them(gateway: Gateway) -> None:
    hand(SmsCarrier(), text(WORDS))
    (call,) = gateway.calls
    assert (call.method, call.path) == ("POST", "/send?id=7&to=79001234567")
    assert json.loads(call.body) == {"to": "+79001234567", "text": WORDS, "ours": "{nothing}"}
    assert (call.headers["x-key"], call.headers["content-type"]) == ("secret", "application/json")


def test_a_form_and_an_address_are_spelled_for_the_web(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "sms_body", "to={phone}&text={text}")
    hand(SmsCarrier(), text("а&b=в"))
    assert gateway.calls[0].body == b"to=%2B79001234567&text=%D0%B0%26b%3D%D0%B2"
    monkeypatch.setattr(settings(), "sms_body", "")
    monkeypatch.setattr(settings(), "sms_method", "GET")
    monkeypatch.setattr(settings(), "sms_url", f"{gateway.url}/send?text={{text}}")
    hand(SmsCarrier(), text("а&b"))
    assert (gateway.calls[1].method, gateway.calls[1].path) == ("GET", "/send?text=%D0%B0%26b")


@pytest.mark.parametrize(
    ("status", "says", "for_ever", "of_server"),
    [
        (200, b'{"status": "no money"}', True, False),
        (400, b"bad phone", True, False),
        (302, b"", True, False),
        (429, b"", False, True),
        (503, b"", False, True),
    ],
)
def test_what_is_not_taken_says_why(
    gateway: Gateway, status: int, says: bytes, for_ever: bool, of_server: bool
) -> None:
    gateway.status, gateway.says = status, says
    with pytest.raises(Refused) as refused:
        hand(SmsCarrier(), text("Да"))
    assert (refused.value.for_ever, refused.value.of_server) == (for_ever, of_server)
    assert str(refused.value) == f"{status} {says.decode()}".strip()


def test_a_slow_gateway_may_have_sent_it_and_is_not_asked_again_by_itself(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "ANSWERS_WITHIN_S", 0.3)
    gateway.after_s = 1.0
    with pytest.raises(Refused) as refused:
        hand(SmsCarrier(), text("Да"))
    assert (refused.value.for_ever, str(refused.value)) == (True, sms.UNSURE)


def test_one_that_is_not_there_has_taken_nothing(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "sms_url", f"http://127.0.0.1:{free_port()}/")
    with pytest.raises(Refused) as refused:
        hand(SmsCarrier(), text("Да"))
    assert (refused.value.for_ever, refused.value.of_server) == (False, True)


def test_a_gateway_that_answers_twice_answers_once(gateway: Gateway) -> None:
    answer = b"HTTP/1.1 503 no\r\nContent-Length: 0\r\n\r\n"
    gateway.says = b'{"status": "ok"}'
    gateway.beyond = answer
    hand(SmsCarrier(), text("Раз", 1), text("Два", 2))
    assert len(gateway.calls) == 2


# ------------------------------------------------------------------------------------------ SMPP


@pytest.fixture
def smsc(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The SMPP server of the settings."""
    with serving() as server:
        given = settings()
        monkeypatch.setattr(given, "smpp_host", "127.0.0.1")
        monkeypatch.setattr(given, "smpp_port", server.port)
        monkeypatch.setattr(given, "smpp_user", "school")
        monkeypatch.setattr(given, "smpp_from", "Shkola")
        yield server


def test_texts_go_in_parts_over_one_connection(smsc: Server) -> None:
    long = "Завтра школа закрыта: авария. " * 4
    hand(SmppCarrier(), text(long), text("Plain"))
    wait_until(lambda: len(smsc.got) == parts_of(long) + 1, 10, lambda: f"{len(smsc.got)} parts")
    assert spelled(smsc) == long + "Plain"
    assert {(one.source_addr, one.destination_addr) for one in smsc.got} == {("Shkola", "79001234567")}


@pytest.mark.parametrize(
    ("status", "for_ever", "of_recipient"),
    [(0x0B, True, True), (0x14, False, False), (0x58, False, False), (0x45, True, False)],
)
def test_what_the_server_refuses_says_why(
    smsc: Server, status: int, for_ever: bool, of_recipient: bool
) -> None:
    smsc.refuses = status
    with pytest.raises(Refused) as refused:
        hand(SmppCarrier(), text("Да"))
    assert (refused.value.for_ever, refused.value.of_recipient) == (for_ever, of_recipient)
    assert str(refused.value)


def test_a_server_that_is_silent_may_have_sent_it(smsc: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smpp, "ANSWERS_WITHIN_S", 1)
    smsc.is_silent = True
    with pytest.raises(Refused) as refused:
        hand(SmppCarrier(), text("Да"))
    assert (refused.value.for_ever, str(refused.value)) == (True, sms.UNSURE)


def test_a_server_that_is_not_there_costs_a_try(smsc: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smpp_port", free_port())
    with pytest.raises(Refused) as refused:
        hand(SmppCarrier(), text("Да"))
    assert (refused.value.for_ever, refused.value.of_server) == (False, True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"SMS_URL": "sms.example.test"}, "SMS_URL"),
        ({"SMS_TAKEN": "("}, "SMS_TAKEN"),
        ({"SMS_URL": "https://a.test/", "SMPP_HOST": "b.test"}, "not by both"),
        ({"SMPP_HOST": "b.test"}, "SMPP_FROM"),
        ({"SMS_METHOD": "PUT"}, "SMS_METHOD"),
    ],
)
def test_settings_that_cannot_be_are_named(
    given: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"EJOURNAL_{name}", value)
    with pytest.raises(SettingsError, match=says):
        load()
