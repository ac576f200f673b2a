"""Pages of letters: a forgotten password asked for, an e-mail confirmed; strangers are all told the same."""

import asyncio
import re
from email.message import Message

import pytest
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.database import session_scope
from ejournal.http.by_mail.forgotten import PATH
from ejournal.http.by_mail.former_email import DOOR as FORMER
from ejournal.http.by_mail.own_email import DOOR
from ejournal.http.new_password import DOOR as PASSWORD_DOOR
from ejournal.models import Account
from ejournal.services.accounts import own_email
from ejournal.settings import settings
from ejournal.ui.runtime.background import mails
from tests.cast import PASSWORD, Cast
from tests.infra.servers import Mailbox

STRONG = "Снегирь на ветке 9"


@pytest.fixture
def with_mail(cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """An installation that sends to the mailbox; the teacher's e-mail is confirmed."""
    for name, value in {
        "smtp_host": mailbox.host, "smtp_port": mailbox.port, "smtp_security": "none",
        "smtp_from": "journal@example.test", "public_url": "http://testserver",
    }.items():  # fmt: skip
        monkeypatch.setattr(settings(), name, value)
    with session_scope() as session:
        account = session.get(Account, cast.accounts["teacher"].id)
        assert account is not None
        account.email_confirmed_at = clock.now()
        session.add(account)
    return mailbox


def secret_of(mailbox: Mailbox) -> str:
    """What the newest letter's address holds behind «#», after all that is due was sent."""
    asyncio.run(mails.send_due("test"))
    letter = mailbox.letters[-1]
    assert isinstance(letter, Message)
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    found = re.search(r"#(\S+)", payload.decode())
    assert found is not None
    return found[1]


def test_from_the_forgotten_password_to_a_new_one_by_a_real_letter(
    browser: TestClient, with_mail: Mailbox
) -> None:
    assert browser.get("/auth/mail").status_code == 204
    assert "Логин или почта" in browser.get(PATH).text
    assert "Проверьте почту" in browser.post(f"{PATH}/letter", data={"login": "teacher"}).text
    token = secret_of(with_mail)
    assert browser.post(PASSWORD_DOOR.opens, data={"code": token}).status_code == 303
    form = {"password": STRONG, "password_again": STRONG}
    answer = browser.post(f"{PASSWORD_DOOR.path}/set", data=form)
    assert answer.headers["location"] == "/login?error=password"
    assert (
        browser.post("/auth/login", data={"login": "teacher", "password": STRONG}).headers["location"] == "/"
    )
    answer = browser.post(PASSWORD_DOOR.opens, data={"code": token})
    assert (answer.status_code, "воспользовались" in answer.text) == (400, True)


def test_a_stranger_is_answered_the_same_for_every_name(browser: TestClient, with_mail: Mailbox) -> None:
    answers = {
        (answer.status_code, answer.text)
        for name in ("teacher", "teacher@example.test", "nobody", "nobody@example.test")
        for answer in (browser.post(f"{PATH}/letter", data={"login": name}),)
    }
    assert len(answers) == 1


def test_whoever_asks_too_often_is_told_to_wait_by_the_field(browser: TestClient, with_mail: Mailbox) -> None:
    for _ in range(5):
        browser.post(f"{PATH}/letter", data={"login": "nobody"})
    answer = browser.post(f"{PATH}/letter", data={"login": "nobody"})
    assert answer.status_code == 400
    assert "Слишком много попыток" in answer.text


def test_nothing_typed_is_said_by_the_field(browser: TestClient, with_mail: Mailbox) -> None:
    answer = browser.post(f"{PATH}/letter", data={"login": " "})
    assert (answer.status_code, 'id="error-login"' in answer.text) == (400, True)


def test_where_no_mail_is_sent_it_says_whom_to_ask(browser: TestClient, cast: Cast) -> None:
    assert browser.get("/auth/mail").status_code == 404
    for page in (browser.get(PATH), browser.post(f"{PATH}/letter", data={"login": "teacher"})):
        assert "администратор школы" in page.text
        assert "<form" not in page.text


def test_an_e_mail_is_confirmed_by_a_press_and_not_by_a_look(
    browser: TestClient, cast: Cast, with_mail: Mailbox
) -> None:
    with session_scope() as session:
        own_email.name_email(session, cast.actor("deputy"), PASSWORD, "new@example.test")
    token = secret_of(with_mail)
    assert browser.post(DOOR.opens, data={"code": token}).status_code == 303
    page = browser.get(DOOR.path)
    assert "new@example.test" in page.text
    assert token not in page.text
    assert _email(cast) == "deputy@example.test"
    assert "подтверждена" in browser.post(f"{DOOR.path}/confirm").text
    assert _email(cast) == "new@example.test"
    assert DOOR.cookie not in browser.cookies
    answer = browser.post(DOOR.opens, data={"code": token})
    assert answer.status_code == 400
    assert "Укажите почту ещё раз" in answer.text


def _email(cast: Cast) -> str | None:
    with session_scope(writing=False) as session:
        account = session.get(Account, cast.accounts["deputy"].id)
        assert account is not None
        return account.email


@pytest.mark.parametrize(
    ("answer", "says"), [("agree", "Теперь подтвердите n…@example.test"), ("stop", "Почта осталась прежней")]
)
def test_the_former_e_mail_agrees_or_stops_by_a_press_and_not_by_a_look(
    answer: str, says: str, browser: TestClient, cast: Cast, with_mail: Mailbox
) -> None:
    with session_scope() as session:
        own_email.name_email(session, cast.actor("teacher"), PASSWORD, "new@example.test")
    secrets = secrets_of(with_mail)
    former = secrets["teacher@example.test"]
    assert browser.post(FORMER.opens, data={"code": former}).status_code == 303
    page = browser.get(FORMER.path).text
    assert all(words in page for words in ("n…@example.test", "Да, это я", "Это не я"))
    assert former not in page
    assert says in browser.post(f"{FORMER.path}/{answer}").text
    refused = browser.post(FORMER.opens, data={"code": former})
    assert (refused.status_code, "Укажите почту ещё раз" in refused.text) == (400, True)
    browser.post(DOOR.opens, data={"code": secrets["new@example.test"]})
    confirmed = browser.post(f"{DOOR.path}/confirm")
    assert ("подтверждена" in confirmed.text) == (answer == "agree")


def test_the_new_e_mail_says_that_it_waits_for_the_former(
    browser: TestClient, cast: Cast, with_mail: Mailbox
) -> None:
    with session_scope() as session:
        own_email.name_email(session, cast.actor("teacher"), PASSWORD, "new@example.test")
    secrets = secrets_of(with_mail)
    browser.post(DOOR.opens, data={"code": secrets["new@example.test"]})
    assert "как только вы ответите на письмо" in browser.post(f"{DOOR.path}/confirm").text
    browser.post(FORMER.opens, data={"code": secrets["teacher@example.test"]})
    assert "Теперь письма приходят на n…@example.test" in browser.post(f"{FORMER.path}/agree").text
    assert browser.post(f"{FORMER.path}/agree").status_code == 400
    assert browser.get(FORMER.path).status_code == 200


def secrets_of(mailbox: Mailbox) -> dict[str, str]:
    """Of each address that was written to, the secret of its newest letter."""
    asyncio.run(mails.send_due("test"))
    found = {}
    for letter in mailbox.letters:
        assert isinstance(letter, Message)
        payload = letter.get_payload(decode=True)
        assert isinstance(payload, bytes)
        secret = re.search(r"#(\S+)", payload.decode())
        if secret:
            found[str(letter["To"])] = secret[1]
    return found
