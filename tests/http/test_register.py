"""Registration by a slip: from the code to a signed-in person, and what a stranger is told."""

import asyncio
import re
from email.message import Message

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.http.registration.pages import DOOR
from ejournal.models import Account, Consent, Guardianship
from ejournal.services.registration.codes import Whom, give_codes
from ejournal.settings import settings
from ejournal.ui.runtime.background import mails
from tests.cast import Cast
from tests.consent_texts import publish_samples
from tests.infra.servers import Mailbox

PASSWORD = "тихий омут 7"
ACCOUNT = {"login": "drozdova", "password": PASSWORD, "password_again": PASSWORD, "email": ""}


@pytest.fixture
def code(cast: Cast, browser: TestClient) -> str:
    """The code of Дроздова, who is the guardian of Петров Глеб and has no account."""
    with session_scope() as session:
        school_id = cast.people["arrived"].school_id
        publish_samples(session, school_id)
        session.add(
            Guardianship(
                school_id=school_id,
                guardian_id=cast.id_of("primary_teacher"),
                pupil_id=cast.id_of("arrived"),
            )
        )
        session.flush()
        actor = actor_of(session, cast.token("class_teacher"))
        assert actor is not None
        return give_codes(session, actor, Whom.GUARDIANS, cast.classes["6b"].id)[1][0].code


@pytest.fixture
def let_in(browser: TestClient, code: str) -> TestClient:
    """The browser that has opened the square's address."""
    answer = browser.post(DOOR.opens, data={"code": f"http://testserver/register#{code}"})
    assert (answer.status_code, answer.headers["location"]) == (303, DOOR.path)
    return browser


def consents() -> list[Consent]:
    with session_scope(writing=False) as session:
        return list(session.exec(select(Consent)).all())


def questions(page: str) -> list[str]:
    """The names of the questions' fields, each once."""
    return list(dict.fromkeys(word for word in page.split('"') if word.startswith("consent-")))


def test_from_the_slip_to_a_signed_in_guardian(let_in: TestClient, cast: Cast) -> None:
    page = let_in.get(DOOR.path).text
    assert "Д…а Инна П." in page
    assert "О ребёнке: Глеб П." in page
    assert "checked" not in page
    [first, second] = questions(page)
    said = {first: "given", second: "refused"}
    page = let_in.post(f"{DOOR.path}/consents", data=said).text
    assert all(f'name="{name}" value="{word}"' in page for name, word in said.items())
    answer = let_in.post(f"{DOOR.path}/account", data=ACCOUNT | said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    with session_scope(writing=False) as session:
        actor = actor_of(session, answer.cookies[COOKIE])
    assert actor is not None
    assert actor.person_id == cast.id_of("primary_teacher")
    assert [(one.pupil_id, one.answer.value) for one in consents()] == [
        (cast.id_of("arrived"), "given"),
        (cast.id_of("arrived"), "refused"),
    ]
    assert DOOR.cookie not in let_in.cookies


def test_the_e_mail_of_the_registration_is_confirmed_by_a_letter(
    let_in: TestClient, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "smtp_host": mailbox.host, "smtp_port": mailbox.port, "smtp_security": "none",
        "smtp_from": "journal@example.test", "public_url": "http://testserver",
    }.items():  # fmt: skip
        monkeypatch.setattr(settings(), name, value)
    assert "Придёт письмо с адресом" in let_in.post(f"{DOOR.path}/consents", data={}).text
    assert let_in.post(f"{DOOR.path}/account", data={**ACCOUNT, "email": "i@example.test"}).status_code == 303
    assert own_email() is None
    asyncio.run(mails.send_due("test"))
    [letter] = mailbox.letters
    assert isinstance(letter, Message)
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    secret = payload.decode().partition("/email#")[2].split()[0]
    let_in.post("/email/open", data={"code": secret})
    assert "i@example.test подтверждена" in let_in.post("/email/confirm").text
    assert own_email() == "i@example.test"


def own_email() -> str | None:
    with session_scope(writing=False) as session:
        return session.exec(select(Account.email).where(Account.login == "drozdova")).one()


def test_who_answers_nothing_registers_all_the_same(let_in: TestClient) -> None:
    assert let_in.post(f"{DOOR.path}/consents", data={}).status_code == 200
    assert let_in.post(f"{DOOR.path}/account", data=ACCOUNT).status_code == 303
    assert consents() == []


def test_a_mistake_keeps_what_was_typed_and_agreed_to_but_no_password(let_in: TestClient) -> None:
    [key, _] = questions(let_in.get(DOOR.path).text)
    typed = {**ACCOUNT, "login": "teacher", "email": "a@example.test", key: "given"}
    answer = let_in.post(f"{DOOR.path}/account", data=typed)
    assert answer.status_code == 400
    assert "Этот логин занят" in answer.text
    assert all(kept in answer.text for kept in ('value="teacher"', "a@example.test", key))
    assert PASSWORD not in answer.text
    differ = let_in.post(f"{DOOR.path}/account", data={**ACCOUNT, "password_again": "другой 77"})
    assert differ.status_code == 400
    assert consents() == []


def test_the_code_is_kept_from_scripts_and_addresses(browser: TestClient, code: str) -> None:
    answer = browser.post(DOOR.opens, data={"code": code})
    assert all(flag in answer.headers["set-cookie"] for flag in ("HttpOnly", f"Path={DOOR.path}"))
    assert code.replace("-", "") not in answer.headers["location"]
    page = browser.get(DOOR.path)
    assert code.replace("-", "") not in page.text
    assert page.headers["cache-control"] == "no-store"


def test_used_and_invented_codes_get_the_same_page(let_in: TestClient, code: str) -> None:
    let_in.post(f"{DOOR.path}/account", data=ACCOUNT)
    let_in.cookies.clear()
    told = []
    for typed in (code, "C9HKM-PT23X"):
        answer = let_in.post(DOOR.opens, data={"code": typed})
        assert (answer.status_code, f'value="{typed}"' in answer.text) == (400, True)
        told.append(answer.text.replace(typed, ""))
    assert told[0] == told[1]
    assert "Этот код не подходит" in told[0]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("7КС4М-Х29ТО", "В кодах нет «О»: только цифры 2–9 и буквы C, H, K, M, P, T, X"),
        ("7KC4M-X29T0", "В кодах нет «0»"),
        ("7KC4l-XI9T1", "В кодах нет «l», «I», «1»"),
        ("7KC4M-X29T", "В коде 10 знаков, а здесь 9"),
        ("", "Заполните"),
    ],
)
def test_what_stands_in_no_code_is_said_by_the_field_which_keeps_it(
    browser: TestClient, typed: str, words: str
) -> None:
    answer = browser.post(DOOR.opens, data={"code": typed})
    assert answer.status_code == 400
    assert f'value="{typed}"' in answer.text
    [said] = re.findall(r'id="error-code" role="alert"><span>([^<]*)', answer.text)
    assert said.startswith(words)


def test_a_forged_cookie_is_taken_away(browser: TestClient, code: str) -> None:
    browser.cookies.set(DOOR.cookie, code.replace("-", "") + "." + "0" * 40)
    for answer in (browser.get(DOOR.path), browser.post(f"{DOOR.path}/account", data=ACCOUNT)):
        assert answer.status_code == 400
        assert "Этот код не подходит" in answer.text


def test_who_has_an_account_signs_in_instead(let_in: TestClient, cast: Cast) -> None:
    assert (
        let_in.get(f"{DOOR.path}/mine", headers={"Accept": "text/html"})
        .headers["location"]
        .startswith("/login?next=%2Fregister%2Fmine")
    )
    let_in.cookies.set(COOKIE, cast.token("guardian"))
    page = let_in.get(f"{DOOR.path}/mine").text
    assert "Вы вошли как Лебедева Мария Петровна" in page
    assert "школа их объединит" not in page
    let_in.cookies.delete(DOOR.cookie)
    assert "школа их объединит" in let_in.get(f"{DOOR.path}/mine").text


def test_too_large_a_form_is_refused(let_in: TestClient) -> None:
    for path in ("consents", "account"):
        assert let_in.post(f"{DOOR.path}/{path}", data={"login": "x" * 20_000}).status_code == 413
