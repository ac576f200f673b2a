"""Workers side by side, and killed: nothing lost, nothing twice, whatever the channel."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import col, update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.outgoing import delivering
from ejournal.models import Account, Channel, Fate, NoticeKind, Person
from ejournal.services.delivery import choices, devices, of_school, planning, sending
from ejournal.services.delivery.devices import Subscription
from ejournal.services.delivery.rules import Sms
from ejournal.settings import ROOT, settings
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases, app_uses
from tests.infra.gateways import Gateway, listening
from tests.infra.push import Browser
from tests.infra.servers import wait_until
from tests.integrations.workers import Counting, kept, serving, subject, tell_many

RACED = 300
MANY = 400
PORTIONS = MANY // sending.PORTION
AT_ONCE = {Channel.PUSH: 1, Channel.SMS: 4}
"""How much a killed worker may have handed over that nobody could note any more."""
Use = Callable[..., dict[str, str]]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Sets settings; what they are, for another process."""

    def named(**given: str) -> dict[str, str]:
        found = {f"EJOURNAL_{name.upper()}": value for name, value in given.items()}
        found["EJOURNAL_PUBLIC_URL"] = "https://journal.example.test"
        for name, value in found.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return found

    yield named
    settings.cache_clear()


@contextmanager
def reachable(databases: Databases, kind: str, patch: pytest.MonkeyPatch) -> Iterator[tuple[Cast, str]]:
    """A database of the kind with the cast; Анна's mother has an e-mail, a phone and no quiet hours."""
    with databases.copy(kind, make_cast) as address, app_uses(address, patch):
        with session_scope() as session:
            cast = databases.planted(kind, make_cast).taken_into(session)
            account, mother = cast.accounts["guardian"].id, cast.id_of("guardian")
            values = {"email": "guardian@example.test", "email_confirmed_at": clock.now()}
            session.execute(update(Account).where(col(Account.id) == account).values(**values))
            session.execute(update(Person).where(col(Person.id) == mother).values(phone="+79001234567"))
            choices.set_hours(session, cast.actor("guardian"), None, (5, 5))
        yield cast, address


def a_worker(environment: dict[str, str], address: str) -> subprocess.Popen[bytes]:
    """A worker that delivers what is due and ends."""
    return subprocess.Popen(
        [sys.executable, "-m", "ejournal", "worker", "--once"],
        cwd=ROOT, env=os.environ | environment | {"EJOURNAL_DATABASE_URL": address},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def planned() -> None:
    """All that is told has its deliveries, of which none is sent."""
    with session_scope() as session:
        while planning.plan_due(session, "planner") == planning.PORTION:
            pass


class ForTwo(Counting):
    """A mail server that takes nothing until two have come."""

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take it when there are two."""
        while self.connections < 2:
            await asyncio.sleep(0.05)
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_two_senders_on_postgresql_send_each_once_and_all(
    databases: Databases, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = ForTwo()
    with reachable(databases, "postgresql", monkeypatch) as (cast, address), serving(box):
        given = use(smtp_host=box.host, smtp_port=str(box.port), smtp_security="none", push="false")
        given |= use(smtp_from="journal@example.test")
        tell_many(cast, RACED)
        planned()
        workers = [a_worker(given, address) for _ in range(2)]
        try:
            assert [one.wait(120) for one in workers] == [0, 0]
        finally:
            for one in workers:
                one.kill()
        found = kept()
    assert box.connections >= 2  # neither has one until both have come
    assert sorted(Counter(subject(one) for one in box.letters).values()) == [1] * RACED
    assert [one.fate for one in found] == [Fate.SENT] * RACED
    assert {one.tries for one in found} == {1}


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Takes what is posted: for push and for SMS."""
    with listening() as found:
        yield found


def by_push(cast: Cast, gateway: Gateway, use: Use) -> dict[str, str]:
    """Анна's mother has a browser that the service serves, and nothing else goes out."""
    given = use(outgoing_private="true")
    browser = Browser()
    with session_scope() as session:
        cast.session = session
        told = Subscription(f"{gateway.url}/for/mother", browser.public, browser.secret)
        devices.add_device(session, cast.actor("guardian"), told, "Firefox, Windows")
    return given


def by_sms(cast: Cast, gateway: Gateway, use: Use) -> dict[str, str]:
    """The school pays for SMS of substitutions, and nothing else goes out."""
    given = use(sms_url=f"{gateway.url}/{{id}}", push="false")
    with session_scope() as session:
        cast.session = session
        rules = of_school.of_school(session, cast.actor("admin"))
        also = rules.also | {Channel.SMS: frozenset({NoticeKind.SUBSTITUTION})}
        wanted = replace(rules, also=also, sms=Sms(a_day=3 * MANY))
        assert of_school.set_of_school(session, cast.actor("admin"), wanted)
    return given


WAYS: dict[Channel, Any] = {Channel.PUSH: by_push, Channel.SMS: by_sms}


@pytest.mark.parametrize("channel", list(WAYS))
def test_a_worker_killed_amid_what_goes_by_other_channels_loses_nothing(
    databases: Databases, channel: Channel, gateway: Gateway, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.status, gateway.after_s = 200, 0.02
    with reachable(databases, "sqlite", monkeypatch) as (cast, address):
        given = WAYS[channel](cast, gateway, use)
        tell_many(cast, MANY)
        wanted = PORTIONS // 4 if channel is Channel.PUSH else MANY // 4
        worker = a_worker(given, address)
        wait_until(lambda: len(gateway.calls) > wanted, 120, lambda: f"{len(gateway.calls)} calls")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        recorded = sum(one.fate is Fate.SENT for one in kept())
        assert recorded < MANY
        asyncio.run(delivering.deliver_due("two"))
        real = clock.now
        over = max(sending.LEASE, planning.TURN_LIVES) + timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: real() + over)
        asyncio.run(delivering.deliver_due("three"))
        found = kept()
    assert [one.fate for one in found] == [Fate.SENT] * MANY
    calls = Counter(call.path for call in gateway.calls)
    if channel is Channel.SMS:
        assert len(calls) == MANY
    least = MANY if channel is Channel.SMS else PORTIONS
    assert least <= sum(calls.values()) <= least + AT_ONCE[channel]
