"""A stored file given out: by ranges, under any name, asked for anew each time."""

from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.http.stored.giving import disposition
from ejournal.settings import settings
from tests.cast import Cast
from tests.infra.buckets import a_bucket
from tests.infra.sent_files import MP4, PDF, Sender, photo

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def sender(as_teacher: TestClient) -> Sender:
    return Sender(as_teacher)


def test_a_film_is_given_by_ranges(sender: Sender) -> None:
    file = sender.sent("опыт.mp4", MP4)
    assert file["kind"] == "video"

    def ask(asked: str, **more: str) -> tuple[int, bytes, str]:
        answer = sender.browser.get(file["href"], headers={"Range": asked, **more})
        return answer.status_code, answer.content, answer.headers.get("content-range", "")

    size = len(MP4)
    assert ask("bytes=0-9") == (206, MP4[:10], f"bytes 0-9/{size}")
    assert ask("bytes=10-") == (206, MP4[10:], f"bytes 10-{size - 1}/{size}")
    assert ask("bytes=-5") == (206, MP4[-5:], f"bytes {size - 5}-{size - 1}/{size}")
    assert ask(f"bytes=0-{size * 2}") == (200, MP4, "")
    assert ask("bytes=0-1,5-6")[0] == 200
    assert ask("bytes=9-1")[0] == 200
    assert ask("pages=1-2")[0] == 200
    assert ask(f"bytes={size}-")[::2] == (416, f"bytes */{size}")
    assert ask("bytes=-0")[0] == 416
    assert ask("bytes=0-9", **{"If-Range": '"another"'})[0] == 200


def test_what_is_known_is_not_sent_again(sender: Sender) -> None:
    file = sender.sent("план.pdf", PDF)
    first = sender.browser.get(file["href"])
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["content-disposition"].startswith("inline;")
    again = sender.browser.get(file["href"], headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = sender.browser.head(file["href"])
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(PDF)))
    saved = sender.browser.get(f"{file['href']}?save=1")
    assert saved.headers["content-disposition"].startswith("attachment;")


def test_nobody_else_fetches_what_nothing_shows(sender: Sender, cast: Cast) -> None:
    file = sender.sent("класс.jpg", photo())
    for who in ("admin", "deputy", "guardian", "teacher_b", ""):
        sender.browser.cookies.clear()
        if who:
            sender.browser.cookies.set(COOKIE, cast.token(who))
        for href in (file["href"], file["preview"]):
            assert sender.browser.get(href).status_code == 404, who
    for guess in ("/files/upload", "/files/1", "/files/..%2F..%2Fsecret.key", "/files/1/preview"):
        assert sender.browser.get(guess).status_code == 404


def test_what_has_no_preview_says_so(sender: Sender) -> None:
    file = sender.sent("план.pdf", PDF)
    assert file["preview"] == ""
    assert sender.browser.get(f"{file['href']}/preview").status_code == 404


@pytest.mark.parametrize(
    "name", ['"; filename="x.exe', "план урока №5.pdf", "a\\b.txt", "100%.txt", "ё.tar.gz"]
)
def test_any_name_comes_through_and_opens_no_other_header(name: str) -> None:
    told = disposition(name, is_shown=False)
    plain, _, full = told.partition("; filename*=UTF-8''")
    assert unquote(full) == name
    assert plain.count('"') == 2
    assert told.isascii()


def test_a_bucket_keeps_and_gives_the_same(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytes(range(256)) * 50_000  # in several parts
    with a_bucket() as (endpoint, objects):
        for name, value in {
            "bucket": "school/files", "bucket_endpoint": endpoint, "bucket_key_id": "key",
            "bucket_secret": "secret",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"EJOURNAL_{name.upper()}", value)
        settings.cache_clear()
        file = sender.sent("запись.bin", content)
        picture = sender.sent("фото.jpg", photo())
        assert [path.startswith("/school/files/") for path in objects] == [True] * 3
        assert sender.browser.get(file["href"]).content == content
        part = sender.browser.get(file["href"], headers={"Range": "bytes=1000000-1000009"})
        assert (part.status_code, part.content) == (206, content[1_000_000:1_000_010])
        assert sender.browser.get(picture["preview"]).headers["content-type"] == "image/webp"
        objects.clear()
        assert sender.browser.get(file["href"]).status_code == 404
