"""What a person is told whose file has no room on the server's disk."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from tests.cast import Cast
from tests.test_disk import room_for

FULL = "На диске сервера нет места, ничего не изменено. Сообщите администратору"


@pytest.mark.parametrize("size", [1, 8192, 200_000, 3_000_000])
def test_an_upload_on_a_full_disk_is_refused_in_words_and_leaves_nothing(
    browser: TestClient, cast: Cast, files: Path, size: int
) -> None:
    browser.cookies.set(COOKIE, cast.token("deputy"))
    before = [one for one in files.rglob("*") if one.is_file()]
    with room_for(0 if size == 1 else size - 1):
        answer = browser.post("/schedule/import/file", content=b"x" * size)
    assert (answer.status_code, answer.text) == (507, FULL)
    assert [one for one in files.rglob("*") if one.is_file()] == before
