"""Slips on paper: printed by the form's own post, never by a link that a browser may open twice."""

from sqlmodel import select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
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
