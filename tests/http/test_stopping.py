"""Letters with notices stopped from a mail program: by the secret in the address, from no page of ours."""

from starlette.testclient import TestClient

from ejournal.database import session_scope
from ejournal.services.delivery.choices import own_choices, stop_token
from tests.cast import Cast

AS_MAIL_PROGRAMS_DO = {"List-Unsubscribe": "One-Click"}


def stopped(cast: Cast, name: str) -> bool:
    with session_scope(writing=False) as session:
        return own_choices(session, cast.actor(name)).stopped


def test_one_press_stops_the_letters_of_whose_address_it_is(cast: Cast, browser: TestClient) -> None:
    token = stop_token(cast.accounts["guardian"].id or 0)
    answer = browser.get(f"/mail/stop/{token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/notices/choices")
    assert not stopped(cast, "guardian")  # a preview stops nothing
    for _ in range(2):
        answer = browser.post(
            f"/mail/stop/{token}", data=AS_MAIL_PROGRAMS_DO, headers={"origin": "https://mail.example"}
        )
        assert (answer.status_code, answer.text) == (
            200, "Письма с уведомлениями больше не приходят, кроме обязательных для школы.",
        )  # fmt: skip
    assert stopped(cast, "guardian")
    assert not stopped(cast, "pupil")


def test_a_guess_stops_nobody(cast: Cast, browser: TestClient) -> None:
    answer = browser.post("/mail/stop/1-guess", data=AS_MAIL_PROGRAMS_DO)
    assert (answer.status_code, answer.text) == (404, "Этот адрес ничего не останавливает.")
