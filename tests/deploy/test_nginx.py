"""deploy/nginx.conf before a running journal, with the real nginx; where there is none, by its grammar."""

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import crossplane
import httpx
import pytest
from websockets.asyncio.client import connect

from ejournal.settings import ROOT
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, free_port, stop, wait_until

SAMPLE = ROOT / "deploy" / "nginx.conf"
NAME = "journal.school.example"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
SECRET = "a-secret-that-is-a-key"
SECRET_PLACES = (
    f"/calendar/{SECRET}.ics",
    f"/kiosk/{SECRET}",
    f"/Kiosk/{SECRET}",
    f"/%6biosk/{SECRET}",
    f"/mail/stop/{SECRET}",
)
ONCE = ("strict-transport-security", "cache-control", "content-security-policy", "x-content-type-options")
TELLING = ("$request ", "$request_uri", "$args", "$query_string", "$http_referer", "$http_cookie", "$arg_")


def directives(block: list[dict], name: str) -> Iterator[dict]:
    for one in block:
        if one["directive"] == name:
            yield one
        yield from directives(one.get("block", []), name)


def read(tmp_path: Path) -> list[dict]:
    """The sample within what stands around it; AssertionError when the grammar is broken."""
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"events {{}}\nhttp {{\n    include {SAMPLE};\n}}\n")
    told = crossplane.parse(str(whole), strict=False, combine=True, check_ctx=True, check_args=True)
    assert told["status"] == "ok", told["errors"]
    return list(told["config"][0]["parsed"])


def test_it_adds_no_header_and_logs_no_address_that_is_a_key(tmp_path: Path) -> None:
    parsed = read(tmp_path)
    assert not list(directives(parsed, "add_header"))
    assert not list(directives(parsed, "expires"))
    (logged,) = directives(parsed, "log_format")
    assert [one for one in TELLING if one in f"{' '.join(logged['args'])} "] == []
    used = [one["args"] for server in directives(parsed, "server") for one in server["block"]
            if one["directive"] == "access_log"]  # fmt: skip
    assert len(used) == len(list(directives(parsed, "server")))
    assert all(args == ["off"] or args[1:] == ["ejournal"] for args in used)


@dataclass(frozen=True)
class Proxy:
    """nginx before the journal: where it listens, and its folder of logs."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def logged(self) -> str:
        return "\n".join(one.read_text() for one in self.folder.glob("*.log"))


@pytest.fixture(scope="module")
def journal(databases: Databases, start_server: Callable[..., LiveServer]) -> Iterator[LiveServer]:
    with databases.copy("sqlite", make_cast) as address:
        server = start_server(
            address, https="true", public_url=f"https://{NAME}", trusted_proxies="127.0.0.1"
        )
        yield server
        stop(server.process)


@contextlib.contextmanager
def proxy(folder: Path, journal: LiveServer) -> Iterator[Proxy]:
    """The sample with nothing changed but ports and places."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    text = SAMPLE.read_text()
    for place, ours in (
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate)),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key)),
        ("/var/log/nginx", str(folder)),
        ("http://127.0.0.1:3000", journal.url),
    ):
        assert place in text
        text = text.replace(place, ours)
    (folder / "site.conf").write_text(text)
    places = "".join(
        f"    {one}_temp_path {folder / one};\n"
        for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/main.log;\n"
        f"events {{}}\nhttp {{\n{places}    include {folder}/site.conf;\n}}\n"
    )
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen([str(NGINX), "-p", folder, "-c", whole], stdout=said, stderr=said)
    try:
        wait_until((folder / "pid").exists, 20, lambda: (folder / "said.txt").read_text())
        yield Proxy(port, folder)
    finally:
        process.terminate()
        process.wait(20)


def test_the_sample_serves_the_journal_and_keeps_its_secrets(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if NGINX is None:  # then at least what nginx would refuse is found
        assert list(directives(read(tmp_path), "proxy_pass"))
        return
    journal: LiveServer = request.getfixturevalue("journal")
    with proxy(tmp_path, journal) as found:
        headers = {"Host": NAME, "Referer": f"https://{NAME}/kiosk/{SECRET}"}
        with httpx.Client(base_url=found.url, verify=False, headers=headers) as client:
            each_header_once(client)
            for place in SECRET_PLACES:
                assert client.get(place).status_code == 404
            client.get(f"/login?next=/kiosk/{SECRET}")
            asyncio.run(the_websocket_opens(found))
            stop(journal.process)
            assert client.get(SECRET_PLACES[0]).status_code == 502
        wait_until(lambda: found.logged().count('"/calendar/***"') == 2, 20, found.logged)
        assert SECRET not in found.logged()
        assert '"/login"' in found.logged()


def each_header_once(client: httpx.Client) -> None:
    page = client.get("/login")
    script = next((ROOT / ".web" / "build" / "client" / "assets").glob("*.js")).name
    built = client.get(f"/assets/{script}")
    for answer in (page, built, client.get("/health")):
        assert answer.status_code == 200
        for name in ONCE:
            assert len(answer.headers.get_list(name)) == 1, (answer.url, name, answer.headers)
    assert "immutable" in built.headers["cache-control"]
    assert page.headers["cache-control"] == "no-cache"


async def the_websocket_opens(found: Proxy) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    address = f"wss://{NAME}:{found.port}/_event/?EIO=4&transport=websocket&token={SECRET}"
    async with connect(
        address, host="127.0.0.1", port=found.port, ssl=trusting, origin=f"https://{NAME}", proxy=None
    ) as socket:
        assert str(await socket.recv()).startswith("0{")
