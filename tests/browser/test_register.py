"""A parent registers from a slip on a phone: the square, consents, a password, the child's diary."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import BrowserContext, Page, expect

from ejournal.services.registration.signs import read_code
from tests.infra.browser import assert_accessible
from tests.infra.paper import text_of
from tests.infra.servers import LiveServer

PASSWORD = "тихий омут 7"


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


def test_a_parent_registers_from_a_slip(
    desktop: BrowserContext, phone: BrowserContext, server: LiveServer
) -> None:
    code = printed_code(desktop, server, newcomer(server))
    page = phone.new_page()
    page.goto(f"/register#{code}")
    expect(page.get_by_role("heading", name="Согласия")).to_be_visible()
    assert code not in page.url
    expect(page.get_by_text("Ж…а Инна П.")).to_be_visible()
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)
    page.locator("input[type=checkbox]").first.check()
    goes_on(page, "Дальше")
    expect(page.get_by_label("Логин")).to_have_value(re.compile("zhuravleva"))
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_label("Пароль ещё раз").fill(PASSWORD)
    goes_on(page, "Зарегистрироваться и войти")
    page.wait_for_url(lambda address: "/register" not in address)
    page.goto("/diary")
    expect(page.locator(".diary-homework, .diary-details, .week, h1").first).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text("не дано").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Обработка персональных данных")).tap()
    page.get_by_role("button", name="Отозвать согласие").tap()
    expect(page.get_by_text("Согласие отозвано")).to_be_visible()
