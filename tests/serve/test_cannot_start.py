"""A start that cannot succeed says why in one line, without a traceback or a secret."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ejournal.database import session_scope
from ejournal.serve.start import serve
from ejournal.services.accounts import passwords
from ejournal.settings import ROOT
from tests.cast import make_cast
from tests.infra.databases import Databases, forget
from tests.infra.servers import free_port

ENDS_WITHIN_S = 60
PROVIDER = '[{"key": "region", "title": "Область", "issuer": "https://id.test", "client_id": "journal"}]'
Start = Callable[..., tuple[int, str]]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Start]:
    """start(EJOURNAL_…="…") starts the journal in this process: its exit code and all it said."""
    monkeypatch.setenv("REFLEX_FRONTEND_PORT", str(free_port()))

    def begin(**environment: str) -> tuple[int, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        forget()
        code = serve()
        return code, "".join(capsys.readouterr()).strip()

    yield begin
    forget()


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"EJOURNAL_WORKERS": "many"}, "EJOURNAL_WORKERS"),
        ({"EJOURNAL_WORKERS": "2"}, "EJOURNAL_REDIS_URL"),
        ({"EJOURNAL_LOG_LEVEL": "loud"}, "EJOURNAL_LOG_LEVEL"),
        ({"EJOURNAL_PUBLIC_URL": "journal.school.ru"}, "EJOURNAL_PUBLIC_URL"),
        ({"EJOURNAL_PUBLIC_URL": "ftp://journal.school.ru"}, "EJOURNAL_PUBLIC_URL"),
        ({"EJOURNAL_PUBLIC_URL": "https://"}, "EJOURNAL_PUBLIC_URL"),
        ({"EJOURNAL_PUBLIC_URL": "https://[broken"}, "EJOURNAL_PUBLIC_URL"),
        ({"EJOURNAL_PUBLIC_URL": "https://a.ru:port"}, "EJOURNAL_PUBLIC_URL"),
        ({"EJOURNAL_OIDC_PROVIDERS": "region"}, "EJOURNAL_OIDC_PROVIDERS"),
        (
            {"EJOURNAL_OIDC_PROVIDERS": PROVIDER.replace("https", "http")},
            "EJOURNAL_OIDC_PROVIDERS, number 1, issuer",
        ),
        (
            {"EJOURNAL_OIDC_PROVIDERS": PROVIDER.replace("issuer", "isuer")},
            "EJOURNAL_OIDC_PROVIDERS, number 1, i",
        ),
        ({"EJOURNAL_OIDC_PROVIDERS": f"{PROVIDER[:-1]}, {PROVIDER[1:]}"}, "the same key"),
        ({"EJOURNAL_OIDC_PROVIDERS": PROVIDER.replace("}", ', "scopes": "email"}')}, "openid among them"),
        ({"EJOURNAL_OIDC_PROVIDERS": PROVIDER.replace("}", ', "client_secret": "тайна"}')}, "client_secret"),
        ({"EJOURNAL_OIDC_PROVIDERS": PROVIDER}, "EJOURNAL_PUBLIC_URL"),
        ({"EJOURNAL_DEMO": "false"}, "EJOURNAL_TODAY"),
        ({"EJOURNAL_DATABASE_URL": "mysql://somewhere"}, "EJOURNAL_DATABASE_URL"),
        ({"EJOURNAL_DATA_FOLDER": "/proc/nowhere", "EJOURNAL_SECRET_KEY": ""}, "EJOURNAL_DATA_FOLDER"),
        ({"REFLEX_FRONTEND_PORT": "99999"}, "REFLEX_FRONTEND_PORT"),
        ({"REFLEX_FRONTEND_PORT": "http"}, "REFLEX_FRONTEND_PORT"),
        ({"HOST": "203.0.113.7"}, "203.0.113.7"),
    ],
)
def test_a_broken_setting(start: Start, environment: dict[str, str], named: str) -> None:
    assert_one_line(start(**environment), named)


def test_a_taken_port_from_the_command_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "ejournal", "serve"],
            cwd=ROOT,
            env=os.environ | {"REFLEX_FRONTEND_PORT": port},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=ENDS_WITHIN_S,
            check=False,
        )
    assert_one_line((ended.returncode, (ended.stdout + ended.stderr).strip()), port)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ejournal:s3cret-word@127.0.0.1:1/ejournal",
        "postgresql://ejournal:s3cret-word@nowhere.invalid/ejournal",
        "sqlite:////proc/nowhere/school.db",
    ],
)
def test_an_unreachable_database(start: Start, address: str) -> None:
    said = assert_one_line(start(EJOURNAL_DATABASE_URL=address), "EJOURNAL_DATABASE_URL")
    assert "s3cret-word" not in said


def test_a_wrong_database_password(start: Start, databases: Databases) -> None:
    address = databases.template("postgresql").replace("//postgres:", "//nobody:s3cret-word")
    said = assert_one_line(start(EJOURNAL_DATABASE_URL=address), "EJOURNAL_DATABASE_URL")
    assert "s3cret-word" not in said


def test_a_file_that_is_no_database(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "school.db"
    file.write_text("this is a letter, not a database. " * 200)
    assert_one_line(start(EJOURNAL_DATABASE_URL=f"sqlite:///{file}"), "EJOURNAL_DATABASE_URL")


def test_an_account_that_anybody_can_open(
    start: Start, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EJOURNAL_TODAY")
    with session_scope() as session:
        account = make_cast(session).accounts["director"]
        account.is_demo, account.password_hash = True, passwords.make_hash(passwords.DEMO_PASSWORD)
    said = start(EJOURNAL_DEMO="false")
    words = "Учётная запись director всё ещё открывается демонстрационным паролем: заблокируйте её"
    assert_one_line(said, words)


def assert_one_line(ended: tuple[int, str], named: str) -> str:
    """One line that names the cause, and an exit code that says so too; gives what was said."""
    code, said = ended
    assert code == 1, said
    assert len(said.splitlines()) == 1, said
    assert named in said
    return said
