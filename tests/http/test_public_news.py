"""Public news over HTTP: a page, a feed, a frame for other sites; nothing of people, seldom drawn."""

from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import pytest
from python_calamine import load_workbook
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.news import kept as keeping
from ejournal.http.news.kept import kept
from ejournal.services.news import comments, publishing
from tests.cast import Cast
from tests.infra.laid_files import laid
from tests.services.news.board import Board

HOSTILE = "Ждём **всех** <script>alert(1)</script> & [сюда](javascript:alert(1))"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.empty()
    yield
    kept.empty()


@pytest.fixture
def shown(cast: Cast) -> dict[str, str]:
    """A public item with a file and a comment; one for the own people alone."""
    with session_scope() as session:
        taken = cast.taken_into(session)
        board = Board(taken)
        key, secret = (laid(session, taken.actor("deputy"), name) for name in ("план", "тайна"))
        number = board.publish(
            "deputy", "role:guardian", title="День <открытых> дверей", words=HOSTILE, files=(key,),
            comments=True, is_public=True, photos=True,
        )  # fmt: skip
        comments.say(session, taken.actor("guardian"), number, "Слова мамы", board.now)
        own = board.publish("deputy", "role:guardian", title="Для своих", files=(secret,))
        base = f"/public/{taken.schools['a'].code}/news"
    return {
        "base": base, "item": f"{base}/{number}", "own": f"{base}/{own}", "file": f"{base}/files/{key}",
        "secret": f"{base}/files/{secret}", "number": str(number),
    }  # fmt: skip


def test_anybody_reads_it_and_nothing_of_people(
    browser: TestClient, shown: dict[str, str], cast: Cast
) -> None:
    author = cast.people["deputy"]
    for address in (shown["base"], shown["item"], shown["base"] + "/embed", shown["base"] + ".rss"):
        page = browser.get(address)
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "javascript:" not in page.text.replace("(javascript:alert(1))", "")
        assert "&lt;открытых&gt;" in page.text
        for name in (author.last_name, "Слова мамы", "Для своих", "Лебедева"):
            assert name not in page.text, address
        assert "x-robots-tag" not in page.headers
        assert "noindex" not in page.text
        assert page.headers["cache-control"] == "public, max-age=60"
    assert "<strong>всех</strong>" in browser.get(shown["item"]).text
    assert browser.get(shown["own"]).status_code == 404
    assert browser.get(shown["secret"]).status_code == 404
    missing = browser.get("/public/нет-такой/news")
    assert (missing.status_code, missing.text) == (404, "Такой страницы нет")


def test_files_of_public_items_are_given_to_strangers(browser: TestClient, shown: dict[str, str]) -> None:
    given = browser.get(shown["file"])
    assert (given.status_code, given.content) == (200, "%PDF-1.4 план".encode())
    assert given.headers["cache-control"] == "public, max-age=60"
    assert browser.get(shown["file"] + "?small").status_code == 200
    assert browser.get(shown["base"] + "/files/guess").status_code == 404


def test_only_the_frame_may_be_shown_by_other_sites(browser: TestClient, shown: dict[str, str]) -> None:
    frame = browser.get(shown["base"] + "/embed?n=3&theme=dark")
    assert "frame-ancestors *" in frame.headers["content-security-policy"]
    assert "x-frame-options" not in frame.headers
    assert 'data-theme="dark"' in frame.text
    assert 'target="_blank"' in frame.text
    page = browser.get(shown["base"])
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "SAMEORIGIN"
    for wrong in ("?n=abc&theme=x", "?n=-1", "?n=99999", "?n=0"):
        assert browser.get(shown["base"] + "/embed" + wrong).status_code == 200


def test_the_feed_is_rss_that_readers_understand(browser: TestClient, shown: dict[str, str]) -> None:
    answer = browser.get(shown["base"] + ".rss")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel is not None
    [item] = channel.findall("item")
    assert item.findtext("title") == "День <открытых> дверей"
    assert item.findtext("guid") == f"http://testserver{shown['item']}"
    assert "<strong>всех</strong>" in (item.findtext("description") or "")
    assert (item.findtext("pubDate") or "").startswith("Fri, 20 Nov 2026")
    assert browser.get(shown["base"] + ".rss?lang=en").text.count("<language>en</language>") == 1


def test_it_is_drawn_once_in_a_while_and_withdrawn_soon(
    browser: TestClient, shown: dict[str, str], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.get(shown["item"]).status_code == 200
    with session_scope() as session:
        taken = cast.taken_into(session)
        publishing.withdraw(session, taken.actor("deputy"), int(shown["number"]))
    assert browser.get(shown["item"]).status_code == 200
    monkeypatch.setattr(keeping, "KEPT_S", 0)
    assert browser.get(shown["item"]).status_code == 404
    assert "Новостей пока нет" in browser.get(shown["base"]).text


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    for n in range(5):
        kept.text((n,), lambda: "page")
    assert len(kept._texts) == 2


def test_pages_are_turned_by_words(
    browser: TestClient, shown: dict[str, str], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.news.public.public_page.__defaults__", (1, 1))
    with session_scope() as session:
        board = Board(cast.taken_into(session))
        board._count = 50
        board.publish("deputy", "role:guardian", title="Вторая", is_public=True, photos=True)
    first = browser.get(shown["base"])
    assert "Вторая" in first.text
    assert f"{shown['base']}?page=2" in first.text
    assert "Предыдущая страница" in browser.get(shown["base"] + "?page=2").text


def test_who_has_acknowledged_it_is_taken_as_a_spreadsheet(
    browser: TestClient, shown: dict[str, str], cast: Cast
) -> None:
    browser.cookies.set(COOKIE, cast.token("deputy"))
    answer = browser.get(f"/print/news.xlsx?id={shown['number']}")
    assert answer.status_code == 200
    rows = load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert ["Класс", "Кто"] in [row[:2] for row in rows]
    assert any("Лебедева" in str(row[1]) for row in rows)
