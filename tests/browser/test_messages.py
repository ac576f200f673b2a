"""A class teacher asks the parents of the class, one of them answers on a phone, the teacher sees it live."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.infra.browser import assert_accessible, sign_in
from tests.infra.sent_files import PDF

TITLE, FILE = "Поездка в зоопарк", "памятка.pdf"
NAMED = re.compile(r"^Едем в субботу\. Отпустите ли вы [А-ЯЁ][а-яё]+( и [А-ЯЁ][а-яё]+)?$")


def write(page: Page, title: str) -> None:
    """To the own class, with a name in the text, to be answered."""
    page.goto("/messages/new")
    expect(page.locator("h1")).to_have_text("Новое сообщение")
    page.get_by_role("combobox", name="Класс", exact=True).select_option(index=1)
    expect(page.locator(".message-count")).to_contain_text(re.compile(r"Получат \d+ человек"))
    page.get_by_label("Заголовок", exact=True).fill(title)
    page.get_by_label("Текст", exact=True).fill("Едем в субботу. Отпустите ли вы ")
    page.get_by_text("Вставить имя, класс, дату").click()
    page.get_by_role("button", name="{про ребёнка}").click()
    expect(page.get_by_label("Текст", exact=True)).to_have_value(
        "Едем в субботу. Отпустите ли вы {про ребёнка}"
    )
    page.get_by_role("button", name="Выбрать ответ").click()
    expect(page.get_by_label("Ответы, каждый с новой строки")).to_have_value("Да\nНет")
    page.get_by_label("Прикрепить файлы", exact=True).set_input_files(
        {"name": FILE, "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.locator(".chosen-file.is-done")).to_have_count(1)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_asked_answered_on_a_phone_and_seen_live(size: str, request: pytest.FixtureRequest) -> None:
    teacher: BrowserContext = request.getfixturevalue(size)
    title = f"{TITLE}, {size}"
    page = sign_in(teacher, "classteacher")
    write(page, title)
    assert_accessible(page)
    page.get_by_role("button", name="Дальше: посмотреть").click()
    expect(page.get_by_text("Каждого спросят: Да / Нет")).to_be_visible()
    shown = page.locator(".message-words")
    expect(shown).to_have_text(NAMED)
    expect(page.get_by_role("link", name=FILE)).to_be_visible()
    first = shown.inner_text()
    page.get_by_label("Как прочтёт", exact=True).select_option(index=2)
    expect(shown).not_to_have_text(first)
    expect(shown).to_have_text(NAMED)
    assert_accessible(page)
    page.get_by_role("button", name="Вернуться к тексту").click()
    expect(page.get_by_role("group", name="Приложено").get_by_role("button")).to_have_text(
        f"Убрать файл {FILE}"
    )
    expect(page.locator(".chosen-file")).to_have_count(0)
    page.get_by_role("button", name="Дальше: посмотреть").click()
    page.get_by_role("button", name=re.compile(r"Отправить \d+ людям")).click()
    expect(page.locator("h1")).to_have_text(title)
    answered = page.locator(".message-figure").filter(has_text=re.compile(r"\dответили$"))
    expect(answered.locator("b")).to_have_text("0")
    assert_accessible(page)
    answered.click()
    expect(page.get_by_text("Таких нет")).to_be_visible()
    answers(request, size, title)
    expect(answered.locator("b")).to_have_text("1")
    expect(page.locator(".row .badge")).to_have_text("Да")
    page.get_by_role("button", name="Отозвать", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Отозвать", exact=True).click()
    expect(page.get_by_text("Сообщение отозвано")).to_be_visible()


def answers(request: pytest.FixtureRequest, size: str, title: str) -> None:
    """The mother opens it from the bell of her phone and answers."""
    other = "phone" if size == "desktop" else "desktop"
    mother: BrowserContext = request.getfixturevalue(other)
    page = sign_in(mother, "parent", to="/notices")
    page.get_by_text(title).first.click()
    expect(page.locator(".message-words")).to_have_text(NAMED)
    file = page.get_by_role("link", name=FILE)
    expect(file).to_be_visible()
    assert page.request.get(str(file.get_attribute("href"))).body() == PDF
    page.get_by_role("button", name="Да", exact=True).click()
    expect(page.get_by_text("Вы ответили; ответ можно изменить")).to_be_visible()
    assert_accessible(page)


def test_nothing_written_and_nothing_got_is_said(desktop: BrowserContext) -> None:
    page = sign_in(desktop, "head", to="/messages")
    expect(page.get_by_text("Пока ничего не написано")).to_be_visible()
    page.get_by_role("link", name="Полученные").click()
    expect(page.get_by_text("Сообщений пока нет")).to_be_visible()


def test_a_withdrawn_message_tells_its_readers_at_once(
    phone: BrowserContext, desktop: BrowserContext
) -> None:
    page = sign_in(desktop, "classteacher")
    write(page, "Отменённая поездка")
    page.get_by_role("button", name="Дальше: посмотреть").click()
    page.get_by_role("button", name=re.compile(r"Отправить \d+ людям")).click()
    expect(page.locator("h1")).to_have_text("Отменённая поездка")
    mother = sign_in(phone, "parent", to="/messages")
    mother.get_by_text("Отменённая поездка").click()
    expect(mother.locator(".message-words")).to_be_visible()
    expect(mother.get_by_role("link", name=FILE)).to_be_visible()
    page.get_by_role("button", name="Отозвать", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Отозвать", exact=True).click()
    expect(mother.get_by_text("Школа отозвала это сообщение: оно больше не действует.")).to_be_visible()
    expect(mother.locator(".message-options")).to_have_count(0)
    expect(mother.get_by_role("link", name=FILE)).to_have_count(0)
