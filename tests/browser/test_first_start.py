"""From an empty database to a school with classes, in the browser of whoever starts it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person
from tests.infra.servers import LiveServer, running, wait_until

PASSWORD = "тихий омут 7"
ADDRESS = re.compile(r"http://\S+/setup/begin#\S+")


@pytest.fixture
def fresh(built_pages: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """A real school's start on an empty folder."""
    monkeypatch.delenv("EJOURNAL_TODAY")
    with running(tmp_path, f"sqlite:///{tmp_path}/school.db", demo="false") as server:
        wait_until(lambda: "Ctrl+C" in server.log.read_text(), 20, server.log.read_text)
        yield server


def setup_address(server: LiveServer) -> str:
    found = ADDRESS.search(server.log.read_text())
    assert found is not None
    return found[0]


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def sends(page: Page) -> None:
    page.locator("button.button-primary[type=submit]").click()


def heading(page: Page, words: str) -> None:
    expect(page.locator(".sheet h2, h1").filter(has_text=words).first).to_be_visible()


def becomes_administrator(page: Page, server: LiveServer) -> None:
    page.goto(setup_address(server))
    heading(page, "Какая это школа?")
    assert "#" not in page.url
    assert_accessible(page)
    fill(page, name="Средняя школа № 12", short_name="Школа № 12", inn="7707083894")
    sends(page)
    expect(page.get_by_role("alert")).to_contain_text("не сходятся контрольные цифры")
    fill(page, inn="7707083893")
    sends(page)
    heading(page, "Кто ведёт журнал школы?")
    assert_accessible(page)
    fill(page, last_name="Орлов", first_name="Дмитрий", login="orlov")
    fill(page, password=PASSWORD, password_again=PASSWORD)
    sends(page)


def sets_up(page: Page) -> None:
    heading(page, "Год и каникулы")
    page.goto("/setup?step=bells")
    expect(page.get_by_text("Этому шагу нужны его дни.")).to_be_visible()
    page.get_by_role("link", name="Год и каникулы").last.click()
    page.locator("[name=begins]").wait_for()
    sends(page)
    expect(page.get_by_text("Осенние каникулы")).to_be_visible()
    page.get_by_role("link", name="Дальше").click()
    heading(page, "Звонки")
    fill(page, lasts="40")
    page.get_by_role("button", name="Показать, что получится").click()
    expect(page.get_by_text("9:20–10:00")).to_be_visible()
    sends(page)
    heading(page, "Недели и шкалы")
    sends(page)
    heading(page, "Предметы")
    page.get_by_label("Химия").uncheck()
    fill(page, own="Шахматы")
    sends(page)
    heading(page, "Классы")
    entry = page.locator("[name=classes]")
    entry.fill("1А 6Z")
    expect(page.get_by_text("«Z» — не русская буква")).to_be_visible()
    entry.fill("1А 1Б 2А–В")
    page.get_by_role("button", name="Создать 5 классов").click()
    expect(page.get_by_text("2 «В»").first).to_be_visible()


def test_an_empty_database_becomes_a_school(
    browser: Browser, fresh: LiveServer, request: pytest.FixtureRequest
) -> None:
    with person(browser, fresh.url, request.node, **DESKTOP) as context:
        page = context.new_page()
        becomes_administrator(page, fresh)
        sets_up(page)
        assert_accessible(page)
        page.goto("/")
        missing = page.locator(".sheet").filter(has_text="До первого урока").get_by_role("listitem")
        expect(missing.first).to_contain_text("Учителя")
    with person(browser, fresh.url, request.node, **PHONE) as context:
        page = context.new_page()
        page.goto(setup_address(fresh))
        expect(page.get_by_role("alert")).to_contain_text("Этим адресом уже воспользовались")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
