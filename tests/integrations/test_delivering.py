"""Notices out of the program: the work against a real mail server; a worker killed in its midst."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.integrations.outgoing import delivering
from ejournal.models import Account, Fate, NoticeKind, OutboxNotice
from ejournal.services.delivery import choices, planning, sending
from ejournal.settings import ROOT, settings
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.servers import Mailbox, free_port, wait_until
from tests.integrations.workers import Counting, kept, serving, subject, tell_many
from tests.services.delivery.helpers import tell
from tests.services.journal_helpers import op, put_one
from tests.services.messages.message_helpers import sent

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
MANY = 1000


@pytest.fixture
def cast(sqlite_database: str, databases: Databases) -> Cast:
    """The cast, committed; Анна's mother has a confirmed e-mail and no quiet hours."""
    with session_scope() as session:
        cast = databases.planted("sqlite", make_cast).taken_into(session)
        values = {"email": "guardian@example.test", "email_confirmed_at": clock.now()}
        account = cast.accounts["guardian"].id or 0
        session.execute(update(Account).where(col(Account.id) == account).values(**values))
        choices.set_hours(session, cast.actor("guardian"), None, (5, 5))
    return cast


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    """What a test has set is forgotten after it."""
    yield
    settings.cache_clear()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], dict[str, str]]:
    """The settings name the mail server of the port; what they are, for another process."""

    def named(port: int) -> dict[str, str]:
        given = {
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none",
            "SMTP_FROM": "journal@example.test", "PUBLIC_URL": "https://journal.example.test",
        }  # fmt: skip
        found = {f"EJOURNAL_{name}": value for name, value in given.items()}
        for name, value in found.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return found

    return named


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """The clock stands so long after noon of the cast's day."""
    monkeypatch.setattr(clock, "now", lambda: NOON + by)


def test_a_teacher_marks_a_pupil_absent_and_the_guardian_has_the_letter(
    cast: Cast, mailbox: Mailbox, use: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(mailbox.port)
    later(monkeypatch, timedelta())
    with session_scope() as session:
        cast.session = session
        put_one(cast, op(cast, "н"))
    asyncio.run(delivering.deliver_due("one"))
    assert mailbox.letters == []
    later(monkeypatch, 5 * MINUTE)
    for _ in range(2):
        asyncio.run(delivering.deliver_due("one"))
    (letter,) = mailbox.letters
    assert isinstance(letter, Message)
    assert letter["To"] == "guardian@example.test"
    assert subject(letter).startswith("Анна: Математика")
    assert letter["List-Unsubscribe"] is None  # the school lets nobody switch it off
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert f"https://journal.example.test/diary?child={cast.id_of('pupil')}" in body.decode()


def test_many_letters_go_on_one_connection_and_say_how_they_are_stopped(
    cast: Cast, use: Callable[[int], object]
) -> None:
    box = Counting()
    with serving(box):
        use(box.port)
        tell_many(cast, 60)
        asyncio.run(delivering.deliver_due("one"))
    assert (len(box.letters), box.connections) == (60, 1)
    letter = box.letters[0]
    assert isinstance(letter, Message)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip().startswith("<https://journal.example.test/mail/stop/")


def test_a_limit_by_the_minute_is_kept(
    cast: Cast, use: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Counting()
    with serving(box):
        use(box.port)
        monkeypatch.setattr(settings(), "smtp_per_minute", 25)
        tell_many(cast, 60)
        asyncio.run(delivering.deliver_due("one"))
    assert len(box.letters) == 25


def test_an_address_that_the_server_does_not_know_is_marked_and_gets_nothing_more(
    cast: Cast, use: Callable[[int], object], caplog: pytest.LogCaptureFixture
) -> None:
    box = Counting(knows_nobody=True)
    with serving(box):
        use(box.port)
        tell_many(cast, 3)
        asyncio.run(delivering.deliver_due("one"))
        tell_more = "guardian@example.test"
        asyncio.run(delivering.deliver_due("one"))
    assert tell_more not in caplog.text
    assert {one.fate for one in kept()} <= {Fate.BOUNCED, Fate.DROPPED}
    with session_scope(writing=False) as session:
        asked = select(OutboxNotice).where(col(OutboxNotice.kind) == NoticeKind.EMAIL_BOUNCED.value)
        assert len(session.exec(asked).all()) == 1


def test_what_is_refused_for_now_is_tried_again_and_what_then_is_refused_for_ever_is_given_up(
    cast: Cast, use: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Counting("451 4.7.1 Greylisted, come again", "550 5.1.1 No such user")
    with serving(box):
        use(box.port)
        later(monkeypatch, timedelta())
        tell_many(cast, 1)
        asyncio.run(delivering.deliver_due("one"))
        [waiting] = kept()
        assert (waiting.fate, waiting.tries) == (Fate.WAITING, 1)
        assert "Greylisted" in waiting.last_error
        later(monkeypatch, waiting.not_before - NOON - timedelta(seconds=1))
        asyncio.run(delivering.deliver_due("one"))
        assert [one.tries for one in kept()] == [1]
        later(monkeypatch, waiting.not_before - NOON)
        asyncio.run(delivering.deliver_due("one"))
    [bounced] = kept()
    assert (bounced.fate, box.letters) == (Fate.BOUNCED, [])
    assert "No such user" in bounced.last_error


def test_what_is_refused_for_now_arrives_once_when_the_server_takes_it(
    cast: Cast, use: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Counting("450 4.2.0 Mailbox busy", "451 4.3.0 Again later")
    with serving(box):
        use(box.port)
        later(monkeypatch, timedelta())
        tell_many(cast, 1)
        for _ in range(4):
            asyncio.run(delivering.deliver_due("one"))
            later(monkeypatch, kept()[0].not_before - NOON)
    [sent] = kept()
    assert (sent.fate, len(box.letters)) == (Fate.SENT, 1)


def test_the_letter_of_the_day_arrives_as_one_for_both_children(
    cast: Cast, mailbox: Mailbox, use: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(mailbox.port)
    for hours, child in enumerate(("pupil", "brother", "pupil")):
        later(monkeypatch, timedelta(hours=hours))
        with session_scope() as session:
            cast.session = session
            tell(cast, child)
        asyncio.run(delivering.deliver_due("one"))
    assert mailbox.letters == []
    later(monkeypatch, timedelta(hours=6))
    for _ in range(2):
        asyncio.run(delivering.deliver_due("one"))
    (letter,) = mailbox.letters
    assert isinstance(letter, Message)
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert all(name in body.decode() for name in ("Анна", "Лев"))


HOSTILE = "Собрание\r\nBcc: all@example.test <script>alert(1)</script> \u202egnp.exe\u202c З\u0336а\u0336л"


def test_a_hostile_heading_makes_no_line_of_the_letter_s_head(
    cast: Cast, mailbox: Mailbox, use: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(mailbox.port)
    later(monkeypatch, timedelta())
    with session_scope() as session:
        cast.session = session
        sent(cast, "class_teacher", title=HOSTILE, words=f"{{ребёнок}} {HOSTILE}")
    later(monkeypatch, timedelta(hours=1))
    asyncio.run(delivering.deliver_due("one"))
    (letter,) = mailbox.letters
    assert isinstance(letter, Message)
    assert (letter["Bcc"], letter["To"]) == (None, "guardian@example.test")
    assert not {*"\r\n\u202e"} & {*subject(letter)}
    assert letter.get_content_type() == "text/plain"


def test_a_server_that_does_not_work_costs_one_try_and_all_wait(
    cast: Cast, use: Callable[[int], object]
) -> None:
    use(free_port())
    tell_many(cast, 5)
    asyncio.run(delivering.deliver_due("one"))
    found = kept()
    assert sorted(one.tries for one in found) == [0, 0, 0, 0, 1]
    assert all(one.fate is Fate.WAITING and not one.holder for one in found)


def test_a_worker_killed_in_the_midst_of_a_thousand_loses_nothing_and_doubles_nothing_recorded(
    cast: Cast, sqlite_database: str, use: Callable[[int], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Counting()
    with serving(box):
        environment = os.environ | use(box.port) | {"EJOURNAL_DATABASE_URL": sqlite_database}
        tell_many(cast, MANY)
        command = [sys.executable, "-m", "ejournal", "worker", "--once"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        wait_until(lambda: len(box.letters) > MANY // 5, 120, lambda: f"{len(box.letters)} letters")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        recorded = sum(one.fate is Fate.SENT for one in kept())
        assert recorded < MANY
        arrived = len(box.letters)
        assert 0 <= arrived - recorded <= 1  # what the server took and nobody could note any more
        asyncio.run(delivering.deliver_due("two"))  # what nobody had in hand goes at once
        real = clock.now
        over = max(sending.LEASE, planning.TURN_LIVES) + MINUTE
        monkeypatch.setattr(clock, "now", lambda: real() + over)
        asyncio.run(delivering.deliver_due("three"))
    times = Counter(subject(letter) for letter in box.letters)
    assert len(times) == MANY
    assert sum(times.values()) - MANY <= arrived - recorded
    assert all(one.fate is Fate.SENT for one in kept())
    assert len(kept()) == MANY


@pytest.mark.parametrize(
    ("host", "says"), [("", "EJOURNAL_SMTP_HOST names no mail server"), ("127.0.0.1", "There are no tables")]
)
def test_the_worker_says_in_a_line_why_it_does_not_start(
    host: str,
    says: str,
    sqlite_database: str,
    use: Callable[[int], object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use(25)
    monkeypatch.setenv("EJOURNAL_SMTP_HOST", host)
    monkeypatch.setenv("EJOURNAL_PUSH", "false")
    monkeypatch.setenv("EJOURNAL_WEBHOOKS", "false")
    if host:
        monkeypatch.setenv("EJOURNAL_DATABASE_URL", "sqlite:////nowhere/at-all.db")
    settings.cache_clear()
    assert main(["worker", "--once"]) == 1
    assert says in capsys.readouterr().err
