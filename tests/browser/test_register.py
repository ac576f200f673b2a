"""A parent registers from a slip on a phone: consents given, refused, taken back, an e-mail confirmed.

Then the password is forgotten, a letter sets a new one, and what was not answered is asked again.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ejournal.services.registration.signs import read_code
from tests.infra.browser import assert_accessible
from tests.infra.paper import text_of
from tests.infra.servers import LiveServer, Mailbox, stop, wait_until

PASSWORD, NEW_PASSWORD = "тихий омут 7", "Снегирь на ветке 9"
EMAIL = "inna@example.test"
ARRIVES_WITHIN_S = 60.0


@pytest.fixture
def server(
    start_server: Callable[..., LiveServer], demo_database: Path, tmp_path: Path, mailbox: Mailbox
) -> Iterator[LiveServer]:
    """The journal with a demo school of its own, which sends its letters to the mailbox."""
    copy = tmp_path / "school.db"
    shutil.copyfile(demo_database, copy)
    live = start_server(
        f"sqlite:///{copy}", smtp_host=mailbox.host, smtp_port=str(mailbox.port), smtp_security="none",
        smtp_from="journal@example.test", public_url="http://127.0.0.1:PORT",
    )  # fmt: skip
    yield live
    stop(live.process)


def address_in_letter(mailbox: Mailbox, path: str) -> str:
    """The address of the page in the newest letter that has one, as soon as it has come."""

    def found() -> list[str]:
        texts = []
        for letter in list(mailbox.letters):
            assert isinstance(letter, Message)
            assert letter["To"] == EMAIL
            payload = letter.get_payload(decode=True)
            assert isinstance(payload, bytes)
            texts += re.findall(rf"http://127\.0\.0\.1:\d+({path}#\S+)", payload.decode())
        return texts

    wait_until(lambda: bool(found()), ARRIVES_WITHIN_S, f"no letter with {path}")
    return found()[-1]


def newcomer(server: LiveServer) -> int:
    """A guardian without an account for the pupil of the demo; the number of the pupil's class."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"))) as database, database:
        school_id, pupil_id, class_id = database.execute(
            "SELECT account.school_id, account.person_id, enrolment.class_id FROM account"
            " JOIN enrolment ON enrolment.pupil_id = account.person_id WHERE login = 'pupil'"
            " ORDER BY enrolment.starts DESC"
        ).fetchone()
        columns = "school_id, last_name, first_name, middle_name, phone, email, external_id, sought"
        made = database.execute(
            f"INSERT INTO person ({columns}) VALUES (?, 'Журавлёва', 'Инна', 'Павловна', '', '', '', ?)",
            (school_id, "журавлева инна павловна"),
        )
        database.execute(
            "INSERT INTO guardianship (school_id, guardian_id, pupil_id, relation, rights, contacts_hidden)"
            " VALUES (?, ?, ?, '', 'full', 0)",
            (school_id, made.lastrowid, pupil_id),
        )
        database.execute(
            "INSERT INTO role_grant (school_id, person_id, role) VALUES (?, ?, 'guardian')",
            (school_id, made.lastrowid),
        )
    return int(class_id)


def printed_code(staff: BrowserContext, server: LiveServer, class_id: int) -> str:
    """The code on the slip that the administrator prints."""
    origin = {"Origin": server.url}
    staff.request.post("/auth/login", form={"login": "admin", "password": "demo"}, headers=origin)
    answer = staff.request.post(f"/print/slips?whom=guardians&class={class_id}", headers=origin)
    words = text_of(answer.body()).split()
    return next(word for word in words if read_code(word))


def goes_on(page: Page, button: str) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name=button).tap()


def test_a_parent_registers_from_a_slip_confirms_the_e_mail_and_sets_a_forgotten_password_anew(
    desktop: BrowserContext, phone: BrowserContext, server: LiveServer, mailbox: Mailbox
) -> None:
    code = printed_code(desktop, server, newcomer(server))
    page = phone.new_page()
    page.goto(f"/register#{code}")
    expect(page.get_by_role("heading", name="Согласия")).to_be_visible()
    assert code not in page.url
    expect(page.get_by_text("Ж…а Инна П.")).to_be_visible()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.get_by_label("Согласен", exact=True).first.check()
    page.get_by_label("Не согласен").nth(1).check()
    goes_on(page, "Дальше")
    expect(page.get_by_label("Логин")).to_have_value(re.compile("zhuravleva"))
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_label("Пароль ещё раз").fill(PASSWORD)
    page.get_by_label("Электронная почта").fill(EMAIL)
    goes_on(page, "Зарегистрироваться и войти")
    page.wait_for_url(lambda address: "/register" not in address)
    page.goto("/diary")
    expect(page.locator(".diary-homework, .diary-details, .week, h1").first).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text("отказ", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("Согласие на обработку персональных данных")).tap()
    expect(page.get_by_text("Это отметка в реестре")).to_be_visible()
    page.get_by_role("button", name="Отозвать согласие").tap()
    expect(page.get_by_text("Согласие отозвано")).to_be_visible()
    page.get_by_role("button", name=re.compile("организаторам олимпиад")).tap()
    expect(page.get_by_text("Если не согласны")).to_be_visible()
    page.goto(address_in_letter(mailbox, "/email"))
    goes_on(page, "Это моя почта")
    expect(page.get_by_text(f"{EMAIL} подтверждена")).to_be_visible()
    forgets_the_password(page, mailbox)


def forgets_the_password(page: Page, mailbox: Mailbox) -> None:
    """From the sign-in page to a new password, by the letter."""
    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_role("link", name="Забыли пароль?").tap()
    page.get_by_label("Логин или почта").fill(EMAIL)
    goes_on(page, "Отправить письмо")
    expect(page.get_by_role("heading", name="Проверьте почту")).to_be_visible()
    page.goto(address_in_letter(mailbox, "/password"))
    page.locator("input[name=password]").fill(NEW_PASSWORD)
    page.locator("input[name=password_again]").fill(NEW_PASSWORD)
    page.locator("form.door-form button[type=submit]").tap()
    page.wait_for_url(lambda address: "/login" in address)
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(NEW_PASSWORD)
    page.locator("form button[type=submit]").tap()
    page.wait_for_url(lambda address: "/login" not in address)
    expect(page.get_by_role("group", name=re.compile("организаторам олимпиад"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Отвечу позже").tap()
    page.wait_for_url(lambda address: "/consents" not in address)
    page.goto("/")
    expect(page.get_by_text("Школа ждёт ответа о 1 согласии")).to_be_visible()
