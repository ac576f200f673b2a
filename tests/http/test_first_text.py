"""The first text in the page of who is signed in: for nobody else, kept nowhere, never waited for long."""

import gzip
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.http import first_text
from ejournal.http.first_text import FirstText, FirstTexts

PAGE = '<!DOCTYPE html><html lang="ru"><head></head><body><div class="shell">shell</div></body></html>'
ASKED = {"Accept": "text/html,*/*"}
Write = Callable[[str, str, str], FirstText | None]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name in (".", "diary"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "index.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def browser(pages: Path) -> Iterator[Callable[..., TestClient]]:
    """A browser on pages whose first texts a function writes."""
    opened: list[TestClient] = []

    def open_on(write: Write, token: str = "mine") -> TestClient:
        app = Starlette(middleware=[Middleware(FirstTexts, pages=pages, write=write)])
        app.mount("/", StaticFiles(directory=pages, html=True))
        opened.append(TestClient(app, headers=ASKED, cookies={COOKIE: token} if token else {}))
        return opened[-1]

    yield open_on
    for one in opened:
        one.close()


def of_token(path: str, query: str, token: str) -> FirstText | None:
    """Text for all but one whose sign-in is over."""
    return None if token == "over" else FirstText("en", f"<p>{token} {path}?{query}</p>")


def test_it_stands_ahead_of_the_shell(browser: Callable[..., TestClient]) -> None:
    answer = browser(of_token).get("/diary/?day=1")
    assert '<body><div id="first-text" lang="en"><p>mine /diary?day=1</p><noscript>' in answer.text
    assert answer.text.index("first-text") < answer.text.index('class="shell"')
    assert '<html lang="en">' in answer.text
    assert "switch JavaScript on" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "Cookie" in answer.headers["vary"]
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


@pytest.mark.parametrize("token", ["", "over"])
def test_a_stranger_gets_the_page_as_it_was_built(browser: Callable[..., TestClient], token: str) -> None:
    assert browser(of_token, token).get("/diary/").text == PAGE


@pytest.mark.parametrize(
    "headers", [{"Accept": "*/*"}, {"Sec-Fetch-Dest": "empty"}, {"Sec-Fetch-Dest": "iframe"}]
)
def test_only_a_page_that_is_opened_has_one(
    browser: Callable[..., TestClient], headers: dict[str, str]
) -> None:
    assert browser(of_token).get("/diary/", headers=headers).text == PAGE


def test_a_head_and_what_is_no_page_have_none(browser: Callable[..., TestClient]) -> None:
    client = browser(of_token)
    assert client.head("/diary/").headers["content-length"] == str(len(PAGE))
    assert client.get("/nothing").status_code == 404


def test_an_answer_of_before_is_not_confirmed(browser: Callable[..., TestClient]) -> None:
    """The page as it was built has an etag; with it nobody is told that nothing has changed."""
    client = browser(of_token)
    client.cookies.clear()
    etag = client.get("/diary/").headers["etag"]
    client.cookies.set(COOKIE, "mine")
    answer = client.get("/diary/", headers={"If-None-Match": etag, "Range": "bytes=0-10"})
    assert answer.status_code == 200
    assert "mine" in answer.text


class CachingProxy:
    """What HTTP lets a shared cache do: keeps by address what may be kept, asks again where it must."""

    def __init__(self, browser: TestClient) -> None:
        self.browser, self.kept = browser, {}  # type: ignore[var-annotated]

    def get(self, address: str, token: str) -> str:
        self.browser.cookies.clear()
        if token:
            self.browser.cookies.set(COOKIE, token)
        kept: Any = self.kept.get(address)
        again = {"If-None-Match": kept.headers["etag"]} if kept else {}
        answer: Any = self.browser.get(address, headers=again)
        if answer.status_code == 304:
            return str(kept.text)
        if "no-store" not in answer.headers.get("cache-control", "") and "etag" in answer.headers:
            self.kept[address] = answer
        return str(answer.text)


def test_one_persons_page_never_answers_another_through_a_cache(browser: Callable[..., TestClient]) -> None:
    proxy = CachingProxy(browser(of_token))
    for token in ("", "first", "second", "", "over", "first"):
        text = proxy.get("/diary/", token)
        assert ("<p>" in text) == (token in ("first", "second"))
        assert f"<p>{token} " in text or "<p>" not in text
    assert all("<p>" not in kept.text for kept in proxy.kept.values())


def test_it_is_packed_for_who_can_unpack(browser: Callable[..., TestClient]) -> None:
    client = browser(of_token)
    with client.stream("GET", "/diary/", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert "mine" in gzip.decompress(packed).decode()
    assert "content-encoding" not in client.get("/diary/", headers={"Accept-Encoding": "identity"}).headers


def test_a_fault_leaves_the_page_as_it_was_built(
    browser: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: str) -> None:
        raise ZeroDivisionError

    assert browser(fails).get("/diary/").text == PAGE
    assert "The first text of /diary could not be written" in caplog.text


def test_nobody_waits_for_one_that_does_not_come(
    browser: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that hangs holds no page up, nor a thread for each who asks."""
    monkeypatch.setattr(first_text, "WITHIN_S", 0.05)
    goes_on, begun = threading.Event(), []

    def hangs(path: str, query: str, token: str) -> FirstText | None:
        begun.append(path)
        goes_on.wait(20)
        return of_token(path, query, token)

    with browser(hangs) as client:
        for _ in range(first_text.AT_ONCE + 5):
            assert client.get("/diary/").text == PAGE
        assert len(begun) == first_text.AT_ONCE
        goes_on.set()
