"""Journeys of paper: a class teacher issues the summary sheet, a stranger checks it by its number."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ejournal.services.issued.checking import checked
from tests.infra.browser import assert_accessible, sign_in


@pytest.fixture(params=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> BrowserContext:
    """A browser of either size."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


def test_a_paper_is_issued_listed_and_checked(screen: BrowserContext, tmp_path: Path) -> None:
    page = sign_in(screen, "classteacher")
    page.goto("/papers?what=summary&term=1")
    expect(page.locator("h1")).to_have_text("Печать")
    expect(page.get_by_role("button", name="Выдать и скачать")).to_be_visible()
    lines = page.locator("#content .row").filter(has_text="Сводная ведомость")
    before = lines.count()  # the other size has issued one, too
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Выдать и скачать").click()
    expect(lines).to_have_count(before + 1)  # the list hears of it by itself
    opened.value.close()
    expect(lines.first).to_contain_text("действует")
    file = tmp_path / "summary.pdf"
    file.write_bytes(issued_again(page))
    number = checked(file.read_bytes()).number
    expect(lines.first).to_contain_text(number)
    expect(lines.first).to_contain_text("Отличий нет")
    expect(lines.nth(1)).to_contain_text("действует")  # the same once more puts nothing out of date
    assert_accessible(page)
    checks(screen, number, file)


def issued_again(page: Page) -> bytes:
    """What the form is answered with."""
    form = page.locator("form[action*='save=1']")
    origin = page.evaluate("location.origin")
    answer = page.request.post(str(form.get_attribute("action")), headers={"Origin": origin})
    assert answer.ok, answer.text()
    return answer.body()


def checks(screen: BrowserContext, number: str, file: Path) -> None:
    """What a stranger with the number and the file sees."""
    screen.clear_cookies()
    page = screen.new_page()
    page.goto(f"/d/{number.lower()}")
    expect(page).to_have_url(re.compile(rf"/d/{number}$"))
    expect(page.locator("h1")).to_have_text("Сводная ведомость")
    expect(page.locator(".callout")).to_contain_text("Выдан школой")
    picks(page, file, "это тот самый файл, который выдан")
    other = file.with_name("other.pdf")
    other.write_bytes(file.read_bytes()[:-1] + b" ")
    picks(page, other, "это не тот файл, который выдан")
    assert_accessible(page)
    page.goto("/d/26-2222-2222-2222")
    field = page.get_by_label("Номер документа")
    expect(page.locator("h1")).to_have_text("Такого документа нет")
    field.fill(number.replace("-", " "))
    page.get_by_role("button", name="Проверить документ").click()
    expect(page).to_have_url(re.compile(rf"/d/{number}$"))


def picks(page: Page, file: Path, verdict: str) -> None:
    page.get_by_label("Выбрать PDF").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text=verdict)).to_be_visible()
