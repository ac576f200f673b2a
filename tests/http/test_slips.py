"""Slips on paper: printed by the form's own post, never by a link that a browser may open twice."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.registration import slips
from ejournal.models import OneTimeLink
from ejournal.services.registration.signs import read_code
from tests.cast import Cast
from tests.infra.paper import text_of


def test_a_class_teacher_prints_the_slips_of_the_class(browser: TestClient, cast: Cast) -> None:
    browser.cookies.set(COOKIE, cast.token("class_teacher"))
    address = f"/print/slips?whom=pupils&class={cast.classes['6b'].id}&each=4"
    assert browser.get(address).status_code == 405
    answer = browser.post(address)
    text = text_of(answer.content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert "Петров Глеб Маратович" in text
    assert "testserver/register" in text
    assert any(read_code(word) for word in text.split())
    with session_scope(writing=False) as session:
        assert len(session.exec(select(OneTimeLink)).all()) == 1


def test_paper_is_drawn_when_the_transaction_is_over(
    browser: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_meanwhile = []

    def draw(*_: object) -> bytes:
        with session_scope() as another:  # its turn to write has come
            kept_meanwhile.append(len(another.exec(select(OneTimeLink)).all()))
        return b"%PDF"

    monkeypatch.setattr(slips, "draw_slips", draw)
    browser.cookies.set(COOKIE, cast.token("admin"))
    assert browser.post("/print/slips?whom=pupils").content == b"%PDF"
    assert kept_meanwhile == [1]
