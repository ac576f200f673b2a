"""However the server ends, it leaves no process and no taken port behind."""

import signal
import socket
import urllib.request
from pathlib import Path

import psutil
import pytest

from ejournal.serve import build
from ejournal.serve.school import DEMO_LOGINS
from tests.infra.servers import LiveServer, running, wait_until

ENDS_WITHIN_S = 20


@pytest.fixture
def school(tmp_path: Path, demo_database: Path) -> str:
    """The address of a demo school of one's own."""
    copy = tmp_path / "school.db"
    copy.write_bytes(demo_database.read_bytes())
    return f"sqlite:///{copy}"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left(number: signal.Signals, school: str, built_pages: None, tmp_path: Path) -> None:
    with running(tmp_path, school) as server:
        family = psutil.Process(server.process.pid).children(recursive=True)
        assert family
        server.process.send_signal(number)
        server.process.wait(ENDS_WITHIN_S)
        wait_until(lambda: not any(map(lives, family)), ENDS_WITHIN_S, lambda: f"still there: {family}")
        assert port_is_free(server)
        if number != signal.SIGKILL:
            assert server.process.returncode == 0


def test_the_address_and_the_sign_ins_are_printed(server: LiveServer) -> None:
    wait_until(lambda: server.url in server.log.read_text(), 20, server.log.read_text)
    said = server.log.read_text()
    assert set(DEMO_LOGINS) <= set(said.split())
    assert "Traceback" not in said


def test_the_port_moves_without_a_new_build(server: LiveServer) -> None:
    with urllib.request.urlopen(server.url) as page:
        assert page.status == 200
    scripts = (build.WEB / "build" / "client" / "assets").glob("*.js")
    assert [script.name for script in scripts if "same-origin.invalid" in script.read_text()] == []


def lives(process: psutil.Process) -> bool:
    """True while the process runs; a zombie is dead."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def port_is_free(server: LiveServer) -> bool:
    """True when nobody answers at the server's address."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) != 0
