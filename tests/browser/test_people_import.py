"""A list of people in a browser: sent with faults, put right in place, taken in, sent anew, taken back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.first_steps import button, says, shows_faults
from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person, sign_in
from tests.infra.servers import LiveServer
from tests.services.people_files import pupils

LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"


def many(prefix: str, number: int, faulty: int) -> bytes:
    """So many pupils of one class, the last of them with a class that is none."""
    rows = [
        (
            f"{prefix}{LETTERS[at % 28]}{LETTERS[at // 28]} Илья Петрович",
            f"{1 + at % 28:02}.{1 + at // 28 % 12:02}.{2012 + at // 336}",
            "6Б" if at < number - faulty else "6Z",
            f"{prefix}а{LETTERS[at % 28]}{LETTERS[at // 28]} Анна Ильинична",
            89160000000 + at,
        )
        for at in range(number)
    ]
    return pupils(*rows)


@pytest.mark.parametrize(
    ("device", "prefix", "number"), [(DESKTOP, "Новик", 600), (PHONE, "Лугов", 20)], ids=["desktop", "phone"]
)
def test_a_list_of_people(
    browser: Browser,
    server: LiveServer,
    request: pytest.FixtureRequest,
    device: dict[str, object],
    prefix: str,
    number: int,
) -> None:
    faulty = max(2, number // 20)
    with person(browser, server.url, request.node, **device) as context:
        page = sign_in(context, "deputy", to="about:blank")
        sends(page, many(prefix, number, faulty))
        shows_faults(page, faulty)
        assert_accessible(page)
        puts_right(page, faulty)
        shows(page, "новых", re.compile(f"{prefix}аа"))
        says_in(page, "изменятся", "Nothing changes")
        says_in(page, "без изменений", "They stay as they are")
        page.get_by_role("button", name=re.compile(r"^Загрузить \d+ человек")).click()
        says(page, "The list is taken in")
        assert_accessible(page)
        button(page, "Another list").click()
        expect(page.locator("input[type=file]")).to_be_attached()
        sends(page, many(prefix, number - faulty, 0))
        shows(page, "новых", re.compile("Новых нет"))
        says_in(page, "замечаний", "No faults")
        expect(button(page, "Take the list in")).to_be_disabled()
        takes_back(page)


def sends(page: Page, data: bytes) -> None:
    """In place of whichever list was sent before."""
    page.goto("/people/import")
    field = page.locator("input[type=file]")
    anew = button(page, "Another file").or_(button(page, "Another list"))
    expect(field.or_(anew)).to_be_attached()
    if anew.count():
        anew.click()
    field.set_input_files({"name": "список.csv", "mimeType": "text/csv", "buffer": data})
    says(page, "What is in which column")


def puts_right(page: Page, faulty: int) -> None:
    """One cell is written anew: there is a fault less."""
    fault = page.get_by_role("listitem").filter(has_text="6Z").first
    fault.get_by_role("button", name="Исправить").click()
    dialog = page.get_by_role("dialog").locator("visible=true")
    dialog.get_by_role("textbox").fill("6Б")
    assert_accessible(page)
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).to_have_count(0)
    shows_faults(page, faulty - 1)


def shows(page: Page, view: str, words: re.Pattern[str]) -> None:
    page.get_by_role("button", name=view).click()
    expect(page.get_by_text(words).first).to_be_visible()


def says_in(page: Page, view: str, message: str) -> None:
    page.get_by_role("button", name=view).click()
    says(page, message)


def takes_back(page: Page) -> None:
    """The last list goes as a whole."""
    button(page, "Another file").click()
    button(page, "Undo the import").click()
    page.get_by_role("dialog").locator("visible=true").get_by_role("button", name="Отменить загрузку").click()
    says(page, "The list was taken back")
