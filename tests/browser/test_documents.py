"""A deputy head publishes a document, a guardian is reminded and signs it on a phone, the register has it."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.infra.browser import assert_accessible, sign_in
from tests.infra.sent_files import PDF

FILE = "порядок.pdf"


def write(page: Page, title: str) -> None:
    """To all parents, signed with the password, with a file."""
    page.goto("/documents?view=school")
    page.get_by_role("button", name="Новый документ").click()
    expect(page.locator("h1")).to_have_text("Новый документ")
    page.get_by_role("combobox", name="Вся школа", exact=True).select_option(label="Все родители")
    expect(page.get_by_role("group", name="Выбраны").get_by_role("button")).to_have_text("Все родители")
    page.get_by_label("Название документа", exact=True).fill(title)
    page.get_by_label("Текст", exact=True).fill("Телефоны на уроках **убраны**.")
    page.get_by_label("Подпись паролем или кодом, а не кнопкой").check()
    page.get_by_label("Прикрепить файлы", exact=True).set_input_files(
        {"name": FILE, "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.locator(".chosen-file.is-done")).to_have_count(1)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_published_reminded_signed_and_in_the_register(size: str, request: pytest.FixtureRequest) -> None:
    keeper: BrowserContext = request.getfixturevalue(size)
    title = f"Порядок пользования телефонами, {size}"
    page = sign_in(keeper, "deputy")
    write(page, title)
    assert_accessible(page)
    page.get_by_role("button", name="Сохранить и посмотреть").click()
    expect(page.get_by_text(re.compile(r"На подпись: \d+ "))).to_be_visible()
    expect(page.locator(".document-text strong")).to_have_text("убраны")
    expect(page.get_by_role("link", name=FILE)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Опубликовать и спросить").click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.get_by_text(re.compile(r"^Опубликовано: спрошен"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^0 из \d+ подписей$"))).to_be_visible()
    page.get_by_role("button", name="Напомнить").click()
    expect(page.get_by_text(re.compile(r"^Напомнили \d+"))).to_be_visible()
    assert_accessible(page)
    _signed_by_the_mother(request, size, title)
    expect(page.get_by_text(re.compile(r"^2 из \d+ подписей$"))).to_be_visible()
    page.get_by_role("link", name="Реестр", exact=True).click()
    expect(page.get_by_role("button", name="Внести бумагу").first).to_be_visible()
    page.get_by_role("searchbox").fill("Лебедева Анна")
    lines = page.get_by_role("listitem").filter(has_text="подпись паролем")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("Лебедева Анна")
    assert_accessible(page)
    page.go_back()
    page.get_by_role("button", name="Отозвать").click()
    page.get_by_label("Почему", exact=True).fill("Вышел новый порядок")
    page.get_by_role("dialog").get_by_role("button", name="Отозвать").click()
    expect(page.get_by_text(re.compile(r"^Отозван .*Вышел новый порядок$"))).to_be_visible()


def _signed_by_the_mother(request: pytest.FixtureRequest, size: str, title: str) -> None:
    other: BrowserContext = request.getfixturevalue("phone" if size == "desktop" else "desktop")
    page = sign_in(other, "parent", to="/notices")
    page.get_by_role("link", name=re.compile(f"Ждёт ознакомления: {title}")).click()
    expect(page.locator("h1")).to_have_text(title)
    assert_accessible(page)
    expect(page.get_by_role("checkbox")).to_have_count(2)
    page.get_by_label("Ваш пароль или код из приложения").fill("demo")
    page.get_by_role("button", name="Ознакомлен(а)").click()
    expect(page.locator(".document-said")).to_have_text([re.compile("подпись паролем")] * 2)
    expect(page.get_by_role("button", name="Ознакомлен(а)")).to_have_count(0)
    assert_accessible(page)
    page.goto("/documents")
    expect(page.get_by_role("link", name=re.compile(title))).to_contain_text("ознакомлен(а)")
    assert_accessible(page)
