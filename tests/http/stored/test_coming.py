"""A file on its way in: in parts, on after a break, bounded, in words where it is not taken."""

import threading
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.stored import parts
from ejournal.models import FileUpload, StoredFile
from ejournal.models.base import table
from ejournal.services.files import uploads
from ejournal.settings import settings
from tests.cast import Cast
from tests.infra.clamd import HARMFUL, scanning
from tests.infra.sent_files import EXE, HTML, MP4, PDF, SVG, WHERE, Sender, bomb, heic, photo
from tests.test_disk import room_for

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def sender(as_teacher: TestClient) -> Sender:
    return Sender(as_teacher)


def rows(model: type[FileUpload | StoredFile]) -> int:
    with session_scope(writing=False) as session:
        return len(session.execute(table(model).select()).all())


def left(files: Path) -> list[str]:
    """What still lies among what comes."""
    folder = files / "incoming"
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def setting(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"EJOURNAL_{name.upper()}", value)
    settings.cache_clear()


def test_a_file_comes_in_parts_and_is_given_back_as_it_was(sender: Sender, files: Path) -> None:
    content = bytes(range(256)) * 9000
    file = sender.sent("Отчёт за год.bin", content)
    assert (file["name"], file["size"], file["kind"]) == ("Отчёт за год.bin", len(content), "other")
    answer = sender.browser.get(file["href"])
    assert (answer.status_code, answer.content) == (200, content)
    assert (left(files), rows(FileUpload), rows(StoredFile)) == ([], 0, 1)


def test_a_broken_upload_goes_on_from_where_it_was(sender: Sender) -> None:
    key = sender.begin("a.bin", 3000).json()["key"]
    assert sender.part(key, 0, b"a" * 1000).json() == {"offset": 1000}
    again = sender.browser.get(f"/files/upload/{key}")
    assert again.json()["offset"] == 1000
    # The answer to the first part was lost: the browser sends it again, and is told where to go on.
    wrong = sender.part(key, 0, b"a" * 1000)
    assert (wrong.status_code, wrong.json()) == (409, {"offset": 1000})
    early = sender.finish(key)
    assert (early.status_code, early.json()) == (409, {"offset": 1000})
    assert sender.part(key, 1000, b"b" * 2000).json() == {"offset": 3000}
    done = sender.finish(key).json()
    # The answer to the end was lost as well.
    assert sender.finish(key).json() == done == sender.browser.get(f"/files/upload/{key}").json()
    assert sender.browser.get(done["file"]["href"]).content == b"a" * 1000 + b"b" * 2000


def test_begun_again_under_the_same_name_it_goes_on_too(sender: Sender) -> None:
    key = sender.begin("a.bin", 3000, "samebrowser").json()["key"]
    sender.part(key, 0, b"a" * 1000)
    told = sender.begin("a.bin", 3000, "samebrowser").json()
    assert (told["key"], told["offset"]) == (key, 1000)
    assert sender.begin("b.bin", 4000, "samebrowser").status_code == 404


def test_no_more_comes_than_was_announced(sender: Sender) -> None:
    key = sender.begin("a.bin", 1000).json()["key"]
    assert sender.part(key, 0, b"a" * 5000).json() == {"offset": 1000}
    assert sender.finish(key).json()["file"]["size"] == 1000


def test_a_part_is_bounded(sender: Sender) -> None:
    size = parts.PART + 1000
    key = sender.begin("a.bin", size).json()["key"]
    assert sender.part(key, 0, b"a" * size).json() == {"offset": parts.PART}


def test_two_parts_at_once_are_not_mixed(sender: Sender) -> None:
    key = sender.begin("a.bin", 1000).json()["key"]
    with parts.held(key):
        for answer in (sender.part(key, 0, b"a" * 1000), sender.finish(key)):
            assert answer.status_code == 409
    assert sender.part(key, 0, b"a" * 1000).json() == {"offset": 1000}


def test_many_senders_of_the_same_part_make_one_file(sender: Sender) -> None:
    key = sender.begin("a.bin", 200_000).json()["key"]
    statuses: list[int] = []

    def send() -> None:
        statuses.append(sender.part(key, 0, b"a" * 200_000).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(statuses)[0] == 200
    assert set(statuses) <= {200, 409}
    assert sender.finish(key).json()["file"]["size"] == 200_000


def test_another_persons_upload_is_not_there(sender: Sender, cast: Cast) -> None:
    key = sender.begin("a.bin", 1000).json()["key"]
    sender.part(key, 0, b"a" * 1000)
    for who in ("guardian", "teacher_b"):
        sender.browser.cookies.set(COOKIE, cast.token(who))
        answers = [
            sender.browser.get(f"/files/upload/{key}"),
            sender.part(key, 1000, b"b"),
            sender.finish(key),
            sender.browser.post(f"/files/upload/{key}/drop"),
        ]
        assert [one.status_code for one in answers] == [404] * 4
    sender.browser.cookies.clear()
    assert sender.part(key, 1000, b"b").status_code == 404
    assert sender.begin("a.bin", 1).status_code == 404


def test_a_dropped_one_leaves_nothing(sender: Sender, files: Path) -> None:
    key = sender.begin("a.bin", 1000).json()["key"]
    sender.part(key, 0, b"a" * 500)
    assert sender.browser.post(f"/files/upload/{key}/drop").text == "ok"
    assert (left(files), rows(FileUpload)) == ([], 0)
    assert sender.part(key, 500, b"a").status_code == 404


@pytest.mark.parametrize("size", ["", "-1", "1.5", "9" * 40, "ten"])
def test_a_size_that_is_none_is_not_answered(sender: Sender, size: str) -> None:
    assert sender.browser.post(f"/files/upload?id=browser99&size={size}").status_code == 404


def test_what_is_too_large_or_empty_is_said_before_anything_comes(sender: Sender) -> None:
    assert "пуст" in sender.begin("a.bin", 0).text
    answer = sender.begin("фильм.mp4", 5 * 1024**3)
    assert (answer.status_code, "больше 500 МБ" in answer.text) == (400, True)


def test_a_person_keeps_no_more_than_their_share(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    setting(monkeypatch, files_person_mb="1")
    sender.sent("a.bin", b"a" * 600_000)
    full = sender.begin("b.bin", 600_000)
    assert (full.status_code, "1 МБ" in full.text) == (400, True)
    assert sender.begin("b.bin", 300_000).status_code == 200
    assert sender.begin("c.bin", 300_000).status_code == 400  # what is on its way counts
    sender.browser.cookies.set(COOKIE, cast.token("guardian"))
    assert sender.begin("c.bin", 600_000).status_code == 200


def test_a_school_keeps_no_more_than_its_share(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "GIGABYTE", 1000)
    setting(monkeypatch, files_school_gb="1")
    answer = sender.begin("a.bin", 1001)
    assert (answer.status_code, "Файлы школы" in answer.text) == (400, True)


def test_few_are_on_their_way_at_once_and_few_are_sent_for_nothing(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_OPEN", 2)
    monkeypatch.setattr(uploads, "MOST_UNUSED", 1)
    assert [sender.begin("a.bin", 10).status_code for _ in range(2)] == [200, 200]
    assert "уже в пути" in sender.begin("a.bin", 10).text
    monkeypatch.setattr(uploads, "MOST_OPEN", 20)
    sender.sent("a.bin", b"a")
    assert "через сутки" in sender.begin("a.bin", 10).text


def test_a_full_disk_says_so_and_what_had_come_stays(sender: Sender) -> None:
    key = sender.begin("a.bin", 300_000).json()["key"]
    sender.part(key, 0, b"a" * 50_000)
    with room_for(100_000):
        answer = sender.part(key, 50_000, b"a" * 250_000)
    assert (answer.status_code, "нет места" in answer.text) == (507, True)
    assert sender.browser.get(f"/files/upload/{key}").json()["offset"] == 50_000
    assert sender.part(key, 50_000, b"a" * 250_000).json() == {"offset": 300_000}
    assert sender.finish(key).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("отпуск.jpg", EXE, "Программы не принимаются"),
        ("setup.exe", b"text", "Программы не принимаются"),
        ("run", b"#!/bin/sh\nrm -rf /", "Программы не принимаются"),
        ("фото.jpg", photo()[:2000], "повреждён"),
        ("фото.png", bomb(), "мегапикселей"),
    ],
    ids=["a program as a picture", "a program", "a script", "half of a picture", "a bomb"],
)
def test_what_does_harm_is_refused_in_words_and_gone(
    sender: Sender, files: Path, name: str, content: bytes, says: str
) -> None:
    answer = sender.send(name, content)
    assert (answer.status_code, says in answer.text) == (400, True), answer.text
    assert (left(files), rows(FileUpload), rows(StoredFile)) == ([], 0, 0)
    assert not [one for one in (files / "store").rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("name", "content"), [("рисунок.svg", SVG), ("письмо.html", HTML), ("фото.jpg", HTML)]
)
def test_what_a_browser_would_run_is_only_saved(sender: Sender, name: str, content: bytes) -> None:
    answer = sender.browser.get(sender.sent(name, content)["href"])
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "kept", "size"),
    [
        ("IMG_0001.HEIC", heic(), "IMG_0001.jpg", (640, 480)),
        ("на боку.jpeg", photo(turned=6), "на боку.jpg", (600, 900)),
        ("схема.png", photo("PNG"), "схема.jpg", (900, 600)),
        ("без имени", photo("WEBP"), "без имени.jpg", (900, 600)),
        ("я" * 200 + ".jpg", photo(size=(5000, 50)), "я" * 116 + ".jpg", (4000, 40)),
    ],
    ids=["heic", "turned", "png", "webp", "large"],
)
def test_a_picture_is_drawn_anew_upright_and_says_nothing_of_where_it_was_taken(
    sender: Sender, name: str, content: bytes, kept: str, size: tuple[int, int]
) -> None:
    file = sender.sent(name, content)
    assert (file["name"], file["kind"], (file["width"], file["height"])) == (kept, "picture", size)
    answer = sender.browser.get(file["href"])
    with Image.open(BytesIO(answer.content)) as image:
        assert (image.size, image.format, dict(image.getexif())) == (size, "JPEG", {})
    assert WHERE.encode() not in answer.content
    with Image.open(BytesIO(sender.browser.get(file["preview"]).content)) as small:
        assert (small.format, max(small.size)) == ("WEBP", min(720, max(size)))


def test_what_is_seen_through_stays_so(sender: Sender) -> None:
    written = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(written, "PNG")
    file = sender.sent("печать.png", written.getvalue())
    with Image.open(BytesIO(sender.browser.get(file["href"]).content)) as image:
        assert (image.format, image.mode) == ("PNG", "RGBA")


def test_a_scanner_sees_everything_before_it_is_kept(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    with scanning(most=5_000_000) as (address, scanner):
        setting(monkeypatch, clamav=address)
        sender.sent("чистый.pdf", PDF)
        assert scanner.seen == [PDF]
        refused = sender.send("заражённый.pdf", PDF + HARMFUL)
        assert (refused.status_code, "вредоносное" in refused.text) == (400, True)
        large = sender.send("фильм.mp4", MP4 + b"\0" * 6_000_000)
        assert (large.status_code, "такого большого" in large.text) == (400, True)
        assert (left(files), rows(FileUpload), rows(StoredFile)) == ([], 0, 1)


def test_without_the_scanners_word_nothing_is_kept_and_nothing_is_lost(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scanning() as (address, scanner):
        setting(monkeypatch, clamav=address)
        scanner.says = "stream: something else ERROR"
        key = sender.begin("план.pdf", len(PDF)).json()["key"]
        sender.part(key, 0, PDF)
        assert sender.finish(key).status_code == 503
    away = sender.finish(key)
    assert (away.status_code, "не отвечает" in away.text, rows(StoredFile)) == (503, True, 0)
    with scanning() as (address, _):
        setting(monkeypatch, clamav=address)
        assert sender.finish(key).status_code == 200


def test_the_same_bytes_lie_there_once(sender: Sender, files: Path) -> None:
    one, other = sender.sent("a.pdf", PDF), sender.sent("b.pdf", PDF)
    assert one["key"] != other["key"]
    assert len([file for file in (files / "store").rglob("*") if file.is_file()]) == 1


def test_a_form_of_another_site_begins_nothing(sender: Sender) -> None:
    told = {"Origin": "https://evil.example"}
    assert sender.browser.post("/files/upload?id=browser99&size=1", headers=told).status_code == 403
