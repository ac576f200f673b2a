"""The pages of one-time addresses: the secret is posted, kept from scripts, and tells strangers nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.http.first_start_pages import DOOR
from ejournal.http.new_password import DOOR as PASSWORD_DOOR
from ejournal.models import Role
from ejournal.services.setup.first_start import create_school, give_setup_link
from tests.cast import Cast
from tests.http.conftest import OWN
from tests.services.new_school import SCHOOL, SOMEBODY

PASSWORD = "тихий омут 7"
STEP_ONE = {"name": "Школа № 12", "short_name": "", "inn": "", "address": "", "time_zone": "Europe/Moscow"}
STEP_TWO = {
    "last_name": "Орлов", "first_name": "Дмитрий", "middle_name": "", "login": "orlov",
    "password": PASSWORD, "password_again": PASSWORD,
}  # fmt: skip


@pytest.fixture
def stranger(sqlite_database: str, pages: Path) -> Iterator[TestClient]:
    """A browser in front of an empty installation."""
    with TestClient(http_app(pages), base_url=OWN, headers={"Origin": OWN}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def token(stranger: TestClient) -> str:
    """The secret of the setup address."""
    with session_scope() as session:
        return give_setup_link(session)


@pytest.fixture
def let_in(stranger: TestClient, token: str) -> TestClient:
    """The browser that has opened the address."""
    assert stranger.post(DOOR.opens, data={"code": token}).status_code == 303
    return stranger


def test_from_the_address_to_a_signed_in_administrator(let_in: TestClient) -> None:
    assert "Какая это школа?" in let_in.get(DOOR.path).text
    assert let_in.post(f"{DOOR.path}/school", data=STEP_ONE).headers["location"] == DOOR.path
    assert "Кто ведёт журнал школы?" in let_in.get(DOOR.path).text
    answer = let_in.post(f"{DOOR.path}/administrator", data=STEP_TWO)
    assert (answer.status_code, answer.headers["location"]) == (303, "/setup")
    with session_scope(writing=False) as session:
        actor = actor_of(session, answer.cookies[COOKIE])
    assert actor is not None
    assert actor.roles == {Role.ADMINISTRATOR}
    assert DOOR.cookie not in let_in.cookies


def test_the_secret_is_kept_from_scripts_and_addresses(stranger: TestClient, token: str) -> None:
    answer = stranger.post(DOOR.opens, data={"code": f"http://school.ru{DOOR.path}#{token}"})
    told = answer.headers["set-cookie"]
    assert all(flag in told for flag in (token, "HttpOnly", f"Path={DOOR.path}", "Max-Age=86400"))
    assert token not in answer.headers["location"]
    page = stranger.get(DOOR.path)
    assert token not in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_stranger_is_told_the_same_with_and_without_a_school(stranger: TestClient) -> None:
    def seen() -> list[tuple[int, str]]:
        return [
            (answer.status_code, answer.text)
            for answer in (
                stranger.get(DOOR.path),
                stranger.post(DOOR.opens, data={"code": "guess"}),
                stranger.post(f"{DOOR.path}/school", data=STEP_ONE),
                stranger.post(f"{DOOR.path}/administrator", data=STEP_TWO),
                stranger.get(PASSWORD_DOOR.path),
                stranger.post(PASSWORD_DOOR.opens, data={"code": "guess"}),
            )
        ]

    before = seen()
    with session_scope() as session:
        create_school(session, SCHOOL, "", SOMEBODY)
    assert seen() == before


def test_a_used_address_says_so(let_in: TestClient, token: str) -> None:
    let_in.post(f"{DOOR.path}/school", data=STEP_ONE)
    let_in.post(f"{DOOR.path}/administrator", data=STEP_TWO)
    answer = let_in.post(DOOR.opens, data={"code": token})
    assert answer.status_code == 400
    assert "Этим адресом уже воспользовались" in answer.text
    assert "python -m ejournal setup-link" in answer.text


def test_a_former_address_and_one_of_yesterday_say_so(
    let_in: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope() as session:
        newer = give_setup_link(session)
    assert "Выдан новый адрес" in let_in.get(DOOR.path).text
    tomorrow = clock.now() + DOOR.lasts
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert "Срок этого адреса истёк" in let_in.post(DOOR.opens, data={"code": newer}).text


def test_the_administrator_comes_after_the_school(let_in: TestClient) -> None:
    answer = let_in.post(f"{DOOR.path}/administrator", data=STEP_TWO)
    assert answer.status_code == 400
    assert "Какая это школа?" in answer.text


@pytest.mark.parametrize(
    ("step", "wrong", "says"),
    [
        ("school", {"inn": "7707083894"}, "не сходятся контрольные цифры"),
        ("administrator", {"password_again": "другой"}, "Пароли не совпадают"),
        ("administrator", {"login": "ор лов"}, "без пробелов"),
        ("administrator", {"login": "ор"}, "От 3 до 80 знаков"),
        ("administrator", {"login": "12345"}, "хотя бы одна буква"),
        ("administrator", {"password": "1", "password_again": "1"}, "8"),
    ],
)
def test_a_refusal_stands_by_its_field_and_loses_nothing(
    let_in: TestClient, step: str, wrong: dict[str, str], says: str
) -> None:
    let_in.post(f"{DOOR.path}/school", data=STEP_ONE)
    form = (STEP_ONE | {"address": "Клин"} if step == "school" else STEP_TWO) | wrong
    answer = let_in.post(f"{DOOR.path}/{step}", data=form)
    assert answer.status_code == 400
    refusal = re.search(rf'id="error-{next(iter(wrong))}"[^>]*>(.*?)</p>', answer.text)
    assert refusal is not None
    assert says in refusal[1]
    for name, value in form.items():
        assert (f'value="{value}"' in answer.text) == (not name.startswith("password") and bool(value)) or (
            name == "time_zone" or not value
        )


def test_the_page_speaks_the_browsers_language(stranger: TestClient) -> None:
    stranger.headers["accept-language"] = "de, en-GB;q=0.8"
    assert "First start" in stranger.get(DOOR.path).text
    assert "Первый запуск" in stranger.get(f"{DOOR.path}?lang=ru").text


def test_what_is_typed_is_text(let_in: TestClient) -> None:
    let_in.post(f"{DOOR.path}/school", data=STEP_ONE | {"name": '"><script>alert(1)</script>'})
    assert "<script>alert" not in let_in.get(f"{DOOR.path}?step=school").text


def test_a_password_of_ones_own_ends_the_accounts_sign_ins(browser: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        token = create_school(session, SCHOOL, "", SOMEBODY)
    browser.post(PASSWORD_DOOR.opens, data={"code": token})
    assert "orlov" in browser.get(PASSWORD_DOOR.path).text
    given = {"password": PASSWORD, "password_again": PASSWORD}
    answer = browser.post(f"{PASSWORD_DOOR.path}/set", data=given)
    assert answer.headers["location"] == "/login?error=password"
    entered = browser.post("/auth/login", data={"login": "orlov", "password": PASSWORD})
    assert entered.headers["location"] == "/"
    again = browser.post(PASSWORD_DOOR.opens, data={"code": token})
    assert "уже воспользовались" in again.text
