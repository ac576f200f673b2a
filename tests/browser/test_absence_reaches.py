"""From a teacher's hand to a family: an absence rings the bell, and goes by all that leads out."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select, update

from ejournal import clock
from ejournal.access.readers import readers_of
from ejournal.database import session_scope
from ejournal.models import Account, Channel, Delivery, Fate, NoticeKind, OutboxNotice, Person
from ejournal.services.delivery import choices, of_school
from tests.browser.spread import Spread, course_of, pupil_of
from tests.browser.test_notices import ANNA, DAYS, bell
from tests.browser.test_push import SUBSCRIBED, press
from tests.browser.test_webhook import is_signed, name_system
from tests.infra import smpp
from tests.infra.databases import app_uses
from tests.infra.gateways import Gateway, listening
from tests.infra.push import Browser
from tests.infra.servers import LiveServer, Mailbox, files_of, wait_until
from tests.integrations.workers import subject

ADDRESS, PHONE = "mother@example.test", "+79001234567"
TOLD = "Анна: Математика: пропуск урока"
Texts = Callable[[], list[tuple[str, str]]]
"""The SMS that have come: each with the digits of its phone."""
Sms = tuple[dict[str, str], Texts]
"""The settings by which SMS go, and what has come of them."""


@contextmanager
def by_http() -> Iterator[Sms]:
    """A gateway by HTTP."""

    def texts() -> list[tuple[str, str]]:
        forms = [parse_qs(call.body.decode()) for call in gateway.calls]
        return [(form["to"][0], form["text"][0]) for form in forms]

    with listening() as gateway:
        yield {"sms_url": f"{gateway.url}/send", "sms_body": "to={digits}&text={text}"}, texts


@contextmanager
def by_smpp() -> Iterator[Sms]:
    """A server that speaks SMPP."""
    with smpp.serving() as server:
        named = {"smpp_host": "127.0.0.1", "smpp_port": str(server.port), "smpp_user": "school"}
        yield named | {"smpp_from": "Shkola"}, lambda: smpp.texts(server)


WAYS_OF_SMS = {"desktop": by_http, "phone": by_smpp}
"""Both, in as few runs as there are sizes."""


@pytest.fixture
def sms(device: str) -> Iterator[Sms]:
    """By what SMS go in this run."""
    with WAYS_OF_SMS[device]() as found:
        yield found


@pytest.fixture
def push() -> Iterator[Gateway]:
    """The push service of the guardian's browser."""
    with listening() as gateway:
        yield gateway


@pytest.fixture
def system() -> Iterator[Gateway]:
    """The school's other system."""
    with listening() as gateway:
        yield gateway


@pytest.fixture
def server(
    start_server: Callable[..., LiveServer], demo_database: Path, tmp_path: Path, mailbox: Mailbox, sms: Sms,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[LiveServer]:  # fmt: skip
    """The journal with a mail server and SMS; the tests' own process looks into its database."""
    copy = tmp_path / "school.db"
    shutil.copyfile(demo_database, copy)
    with app_uses(f"sqlite:///{copy}", monkeypatch):
        make_reachable()
        yield start_server(
            f"sqlite:///{copy}", storage_folder=str(files_of(demo_database)), smtp_host=mailbox.host,
            smtp_port=str(mailbox.port), smtp_security="none", smtp_from="journal@example.test",
            public_url="http://127.0.0.1:PORT", **sms[0],
        )  # fmt: skip


def make_reachable() -> None:
    """The school pays for SMS of absences; the guardian has a confirmed e-mail, a phone, no quiet hours."""
    with session_scope() as session:
        session.execute(update(OutboxNotice).values(out_at=None))  # of the demo's days nothing goes
        logins = select(Account).where(col(Account.login).in_(("parent", "head")))
        accounts = {one.login: one for one in session.exec(logins)}
        readers = readers_of(session, [one.id or 0 for one in accounts.values()])
        (head,), (parent,) = (readers[accounts[name].id or 0] for name in ("head", "parent"))
        accounts["parent"].email, accounts["parent"].email_confirmed_at = ADDRESS, clock.now()
        session.add(accounts["parent"])
        session.execute(update(Person).where(col(Person.id) == parent.person_id).values(phone=PHONE))
        choices.set_hours(session, parent, None, (5, 5))
        rules = of_school.of_school(session, head)
        rules.also[Channel.SMS] = frozenset({NoticeKind.ATTENDANCE})
        assert of_school.set_of_school(session, head, rules)


def end_rest() -> None:
    """The minutes are over in which a teacher may mend what was written."""
    begins = clock.start_of(clock.today("Europe/Moscow"), "Europe/Moscow")  # past, though midnight passes
    with session_scope() as session:
        waits = update(OutboxNotice).where(col(OutboxNotice.out_at).is_not(None))
        session.execute(waits.values(out_at=begins))


def fates() -> dict[Channel, list[Fate]]:
    """Of what goes to the guardian by each channel what became of it."""
    with session_scope(writing=False) as session:
        asked = select(Delivery).join(Account, col(Account.id) == col(Delivery.account_id))
        rows = session.exec(asked.where(col(Account.login) == "parent")).all()
        return {channel: [one.fate for one in rows if one.channel is channel] for channel in Channel}


def parent_who_has_read_all(people: Any, push: Gateway, keys: Browser) -> Page:
    """The guardian, whose device is told of news, and whose bell is silent."""
    parent: Page = people("parent", "/notices/choices")
    parent.context.add_init_script(SUBSCRIBED % (push.url, keys.public, keys.secret))
    parent.reload()
    press(parent, "Включить уведомления на этом устройстве")
    expect(parent.get_by_role("button", name="Удалить")).to_have_count(1)
    parent.goto("/notices")
    expect(parent.locator(".notice").first).to_be_visible()
    expect(bell(parent).locator(".counter")).to_have_count(0)
    parent.get_by_role("link", name="Сегодня").filter(visible=True).click()
    expect(parent.locator(".notice")).to_have_count(0)
    parent.evaluate("window.notReloaded = true")
    return parent


def test_an_absence_reaches_the_family_by_all_that_leads_there(
    people: Any, device: str, server: LiveServer, mailbox: Mailbox, push: Gateway, sms: Sms, system: Gateway
) -> None:
    keys = Browser()
    secret = name_system(people("admin", "/delivery"), f"{system.url}/hook", "Пропуски и опоздания")
    parent = parent_who_has_read_all(people, push, keys)
    spread = Spread(people("teacher", f"/journal?course={course_of(server, 'teacher', 'Математика')}"))
    spread.expect_open()
    spread.set(ANNA, DAYS[device], "н")
    spread.expect_saved()
    expect(bell(parent).locator(".counter")).to_contain_text("1")
    assert parent.evaluate("window.notReloaded")
    assert not any(fates().values())  # a teacher may still mend it
    end_rest()
    by = (Channel.MAIL, Channel.PUSH, Channel.SMS)
    wait_until(lambda: all(fates()[channel] == [Fate.SENT] for channel in by), 60, lambda: str(fates()))
    (letter,) = (one for one in mailbox.letters if subject(one).startswith("Анна"))
    assert (letter["To"], subject(letter)) == (ADDRESS, TOLD)
    assert [text for phone, text in sms[1]() if phone == PHONE[1:]] == [TOLD]
    (call,) = push.calls
    assert keys.opened(call.body) == {"kind": "news"}
    assert_nameless(call.path, str(call.headers), call.body)
    mother = pupil_of(server, "parent")
    wait_until(lambda: mother in told_people(system), 30, lambda: f"{mother} not in {told_people(system)}")
    for call in system.calls:
        assert is_signed(call, secret)
        assert json.loads(call.body)["kind"] == "attendance"
        assert_nameless(call.path, str(call.headers), call.body)


def told_people(system: Gateway) -> list[int]:
    """Of whose notices the other system was told."""
    return [json.loads(call.body)["recipient"]["id"] for call in system.calls]


def assert_nameless(*parts: str | bytes) -> None:
    """Nobody on the way reads whom it is about, or of what."""
    clear = b" ".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    names = ("Анна", "Лебедев", "Математика")
    assert not any(name.encode() in clear or json.dumps(name)[1:-1].encode() in clear for name in names)
