"""Webhooks against a server of ours: signed so that it knows the school, tried again, given up."""

import asyncio
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.outgoing import addresses, delivering
from ejournal.integrations.outgoing.webhook import LOST, WebhookCarrier
from ejournal.models import Channel, Delivery, Fate, NoticeKind
from ejournal.services.delivery import calls, webhooks
from ejournal.services.delivery.webhooks import Hook
from ejournal.settings import ROOT, settings
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.gateways import Gateway, listening
from tests.infra.servers import free_port
from tests.integrations.workers import kept
from tests.services.delivery.helpers import tell


@pytest.fixture
def system() -> Iterator[Gateway]:
    """The other system."""
    with listening() as gateway:
        yield gateway


@pytest.fixture
def cast(sqlite_database: str, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, committed, in an installation that may call this machine."""
    monkeypatch.setattr(settings(), "outgoing_private", True)
    with session_scope() as session:
        return databases.planted("sqlite", make_cast).taken_into(session)


def named(cast: Cast, address: str) -> str:
    """The school has Анна's family's news told there; the secret."""
    hook = Hook(address, frozenset({NoticeKind.SUBSTITUTION}), with_text=False)
    with session_scope() as session:
        cast.session = session
        secret = webhooks.set_of_school(session, cast.actor("admin"), hook)
        tell(cast, "pupil")
    return secret


def called() -> list[Delivery]:
    """Deliver what is due; what became of all calls."""
    asyncio.run(delivering.deliver_due("one"))
    return [one for one in kept() if one.channel is Channel.WEBHOOK]


def example() -> Callable[[str, dict[str, str], bytes], bool]:
    """The check of a signature as the operator's guide has it."""
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?is_of_the_journal.*?)```", guide, re.DOTALL)
    found: dict[str, Any] = {}
    exec(textwrap.dedent(code), found)
    checked: Callable[[str, dict[str, str], bytes], bool] = found["is_of_the_journal"]
    return checked


def test_the_other_system_knows_the_journal_by_the_documented_check(cast: Cast, system: Gateway) -> None:
    secret = named(cast, f"{system.url}/hook?of=school")
    found = called()
    assert found
    assert {one.fate for one in found} == {Fate.SENT}
    is_of_the_journal = example()
    for call in system.calls:
        assert (call.method, call.path) == ("POST", "/hook?of=school")
        assert is_of_the_journal(secret, call.headers, call.body)
        assert not is_of_the_journal("another", call.headers, call.body)
        assert not is_of_the_journal(secret, call.headers, call.body + b" ")
        old = call.headers | {"x-journal-time": str(int(call.headers["x-journal-time"]) - 3600)}
        assert not is_of_the_journal(secret, old, call.body)
        assert str(json.loads(call.body)["id"]) == call.headers["x-journal-id"]
        assert "Лебедев" not in str(call.headers) + call.body.decode()
        assert "Физика" not in json.dumps(json.loads(call.body), ensure_ascii=False)


def test_what_is_not_taken_is_tried_again_under_its_number(
    cast: Cast, system: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.status, system.says = 503, b"later"
    named(cast, system.url)
    found = called()
    assert {(one.fate, one.last_error, one.tries) for one in found} == {(Fate.WAITING, "503 later", 1)}
    assert called() == found  # there is a pause
    moment = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: moment)
    system.status = 200
    assert {one.fate for one in called()} == {Fate.SENT}
    numbers = [call.headers["x-journal-id"] for call in system.calls]
    first, again = numbers[: -len(found)], numbers[-len(found) :]
    assert len(set(again)) == len(again)
    assert set(first) <= set(again)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_one_that_is_broken_is_called_once_a_round_and_all_wait(
    cast: Cast, system: Gateway, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(WebhookCarrier, "at_once", 1)
    system.status = status
    named(cast, system.url)
    found = called()
    assert len(found) > 1
    assert {(one.fate, one.last_error, one.tries) for one in found} == {(Fate.WAITING, str(status), 1)}
    assert len(system.calls) == 1


def test_a_system_that_is_gone_is_called_no_more(cast: Cast, system: Gateway) -> None:
    system.status = 410
    named(cast, system.url)
    assert {(one.fate, one.last_error) for one in called()} == {(Fate.FAILED, "410")}


def test_one_that_is_silent_is_asked_once_and_all_wait(cast: Cast) -> None:
    named(cast, f"http://127.0.0.1:{free_port()}/")
    assert {(one.fate, one.tries) for one in called()} == {(Fate.WAITING, 1)}


def test_no_machine_of_the_house_is_called(
    cast: Cast, system: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(cast, system.url.replace("http:", "https:"))
    monkeypatch.setattr(settings(), "outgoing_private", False)
    assert {(one.fate, one.last_error) for one in called()} == {(Fate.FAILED, addresses.NOT_PUBLIC)}
    assert system.calls == []


def test_a_secret_of_another_key_says_so(
    cast: Cast, system: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(cast, system.url)
    monkeypatch.setattr(calls, "unseal", lambda _purpose, _sealed: "")
    assert {(one.fate, one.last_error) for one in called()} == {(Fate.WAITING, LOST)}
    assert system.calls == []
