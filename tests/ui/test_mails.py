"""Letters on their way: the app's own loop against a real mail server."""

import asyncio
import logging
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import select

from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.integrations import smtp
from ejournal.models import Mail, MailKind, NoticeKind, OutboxNotice
from ejournal.services.mail import outbox
from ejournal.services.mail.outbox import Letter
from ejournal.settings import settings
from ejournal.ui.runtime.background import mails
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.servers import Mailbox, free_port

TO = "teacher@example.test"


@pytest.fixture
def cast(sqlite_database: str, databases: Databases) -> Cast:
    with session_scope() as session:
        return databases.planted("sqlite", make_cast).taken_into(session)


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    """What a test has set is forgotten after it."""
    yield
    settings.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, host: str, port: int, security: str = "none") -> None:
    """The settings name this mail server."""
    given = {
        "SMTP_HOST": host, "SMTP_PORT": str(port), "SMTP_SECURITY": security,
        "SMTP_FROM": "journal@школа.рф", "PUBLIC_URL": "https://journal.example.test",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"EJOURNAL_{name}", value)
    settings.cache_clear()


def put(cast: Cast, to: str = TO) -> None:
    person = cast.people["teacher"]
    letter = Letter("Пароль Соколова", "Откройте:\nhttps://journal.example.test/password#тайна\n")
    with session_scope() as session:
        assert outbox.put(session, person.school_id, person.id or 0, to, MailKind.PASSWORD, letter)


def kept() -> list[Mail]:
    with session_scope(writing=False) as session:
        return list(session.exec(select(Mail).order_by(Mail.to_address)))


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes a connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


class Refuses:
    """A mail server that knows nobody."""

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, _server: SMTP, _session: Session, _envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse for ever, naming whom."""
        return f"550 5.1.1 <{address}>: no such user"


@contextmanager
def refusing_server() -> Iterator[int]:
    """The port of a server that knows nobody."""
    controller = Controller(Refuses(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of localhost and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20000", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", made[0], "-keyout", made[1]],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made


def test_a_letter_arrives_whole_and_once_and_no_log_tells_of_it(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    use(monkeypatch, mailbox.host, mailbox.port)
    put(cast)
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            asyncio.run(mails.send_due("one"))
    (letter,) = mailbox.letters
    assert isinstance(letter, Message)
    assert (letter["To"], letter["From"]) == (TO, "journal@xn--80atdl2c.xn--p1ai")
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert "password#тайна" in payload.decode()
    told = "".join(one.getMessage() for one in caplog.records if one.name != "mail.log")  # the test's server
    assert not [word for word in (TO, "Соколов", "тайна") if word in told]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_by_tls_to_a_server_that_is_known(
    security: str, cast: Cast, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    box = Mailbox()
    how = (
        {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    )
    controller = Controller(box, hostname="localhost", port=box.port, **how)
    controller.start()
    try:
        use(monkeypatch, "localhost", box.port, security)
        put(cast)
        asyncio.run(mails.send_due("one"))
        assert box.letters == []  # whoever shows a certificate of nobody's is given nothing
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        put(cast)
        asyncio.run(mails.send_due("one"))
        assert len(box.letters) == 1
    finally:
        controller.stop()


def test_nothing_goes_in_clear_where_starttls_is_asked_for(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, mailbox.host, mailbox.port, "starttls")
    put(cast)
    asyncio.run(mails.send_due("one"))
    assert mailbox.letters == []
    assert [(one.tries, one.closed_at) for one in kept()] == [(1, None)]


def test_a_server_that_hangs_costs_its_time_once_and_the_letters_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(smtp, "ANSWERS_WITHIN_S", 0.2)
    with silent_server() as port:
        use(monkeypatch, "127.0.0.1", port)
        put(cast)
        put(cast)
        asyncio.run(mails.send_due("one"))
    assert sorted(one.tries for one in kept()) == [0, 1]
    assert all(one.closed_at is None and one.body for one in kept())
    assert TO not in caplog.text


def test_administrators_are_told_what_could_not_be_sent_and_the_log_does_not_say_to_whom(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with refusing_server() as port:
        use(monkeypatch, "127.0.0.1", port)
        put(cast)
        put(cast)
        asyncio.run(mails.send_due("one"))
    assert [(one.failed, one.body) for one in kept()] == [(True, ""), (True, "")]
    with session_scope(writing=False) as session:
        of_kind = select(OutboxNotice).where(OutboxNotice.kind == NoticeKind.MAIL_FAILED.value)
        (told,) = session.exec(of_kind).all()
    assert told.recipient_id == cast.id_of("admin")
    assert (told.payload["count"], "550" in told.payload["error"]) == (2, True)
    assert TO not in caplog.text


def test_the_command_says_what_the_server_said(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, mailbox.host, mailbox.port)
    assert main(["mail", "test", TO]) == 0
    assert "has taken the letter" in capsys.readouterr().out
    assert len(mailbox.letters) == 1
    monkeypatch.setattr(smtp, "ANSWERS_WITHIN_S", 0.2)
    with silent_server() as port:
        use(monkeypatch, "127.0.0.1", port)
        assert main(["mail", "test", TO]) == 1
    assert "does not answer" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "address", "says"),
    [("127.0.0.1", "nobody", "no e-mail address"), ("", TO, "EJOURNAL_SMTP_HOST names no mail server")],
)
def test_the_command_says_why_it_sends_nothing(
    host: str, address: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, host, 25)
    assert main(["mail", "test", address]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "says"), [("SMTP_FROM", "EJOURNAL_SMTP_FROM"), ("PUBLIC_URL", "EJOURNAL_PUBLIC_URL")]
)
def test_a_mail_server_alone_is_not_enough(
    name: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, "127.0.0.1", 25)
    monkeypatch.setenv(f"EJOURNAL_{name}", "")
    settings.cache_clear()
    assert main(["mail", "test", TO]) == 1
    assert says in capsys.readouterr().err
