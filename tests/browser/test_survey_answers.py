"""A survey with pictures and branching is answered, on a phone too; its author reads results and paper."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_surveys_built import added, begin, question
from tests.infra.browser import assert_accessible, sign_in
from tests.infra.paper import text_of
from tests.infra.sent_files import photo

GOES, WHERE, ORDER = "Ваш ребёнок поедет?", "Куда поедем 18 декабря?", "Что добавить словами?"


def sent(page: Page, title: str) -> None:
    """The deputy head asks the families of the sixth grade."""
    begin(page)
    page.get_by_label("Название опроса").fill(title)
    added(page, "Да или нет").click()
    expect(question(page)).to_be_focused()
    question(page).fill(GOES)
    added(page, "Выбор картинки").click()
    expect(question(page)).to_have_value("")
    question(page).fill(WHERE)
    page.locator('.survey-open input[type="file"]').first.set_input_files(
        [
            {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(640, 480))}
            for name in ("Музей хлеба", "Лесная тропа")
        ]
    )
    expect(page.locator(".chosen-file.is-done")).to_have_count(2)
    page.get_by_role("button", name="Добавить картинки").click()
    expect(page.locator(".survey-tile")).to_have_count(2)
    page.get_by_role("button", name="Показывать не всем").click()
    dialog = page.get_by_role("dialog", name="Когда показывать вопрос?")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).not_to_be_visible()
    added(page, "Текст").click()
    expect(question(page)).to_have_value("")
    question(page).fill(ORDER)
    page.get_by_role("button", name="Изменить", exact=True).click()
    dialog = page.get_by_role("dialog", name="Кого и как спрашивает опрос")
    dialog.get_by_label("Параллель").select_option(label="6‑е классы")
    expect(dialog.get_by_role("group", name="Выбраны").get_by_role("button")).to_have_text("6‑е классы")
    dialog.get_by_role("button", name="Готово").click()
    expect(dialog).not_to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Отправить \d+ семь")).click()
    dialog = page.get_by_role("dialog", name="Отправить без описания?")
    dialog.get_by_role("button", name="Всё равно отправить").click()
    expect(page.get_by_text(re.compile("^Открыт с "))).to_be_visible()


def answers_on_a_phone(page: Page, title: str) -> None:
    """A question a screen: what is not asked does not come; what was typed outlives a loaded page."""
    page.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    heading = page.locator(".answering-question h2")
    expect(heading).to_contain_text(GOES)
    expect(page.get_by_text("Вопрос 1 из 2")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("radio", name="Нет").check()
    page.get_by_role("button", name="Дальше").click()
    expect(heading).to_contain_text(ORDER)
    page.get_by_role("button", name="Назад").click()
    expect(heading).to_contain_text(GOES)
    page.get_by_role("radio", name="Да").check()
    expect(page.get_by_text("Вопрос 1 из 3")).to_be_visible()
    page.get_by_role("button", name="Дальше").click()
    expect(heading).to_contain_text(WHERE)
    tiles = page.locator(".answering-tile.has-picture")
    expect(tiles).to_have_count(2)
    tiles.last.click()
    expect(tiles.last).to_have_class(re.compile("is-chosen"))
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    expect(page.get_by_text("Здесь снова ваши неотправленные ответы")).to_be_visible()
    page.get_by_role("button", name="Дальше").click()
    expect(tiles.last).to_have_class(re.compile("is-chosen"))
    page.get_by_role("button", name="Дальше").click()
    expect(heading).to_contain_text(ORDER)
    page.get_by_role("textbox").fill("Пусть едут на автобусе")
    page.get_by_role("button", name="Отправить ответ").click()
    expect(page.get_by_text("Спасибо, ваш ответ сохранён")).to_be_visible()
    assert_accessible(page)


def answers_at_a_desk(page: Page, title: str) -> None:
    """All on one page, by keys alone."""
    page.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    expect(page.locator(".answering-question")).to_have_count(2)
    page.get_by_role("radio", name="Нет").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Да")).to_be_checked()
    expect(page.locator(".answering-question")).to_have_count(3)
    page.get_by_role("radio", name="Лесная тропа").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Лесная тропа")).to_be_checked()
    assert_accessible(page)
    page.get_by_role("textbox").fill("Пусть едут на автобусе")
    page.get_by_role("button", name="Отправить ответ").click()
    expect(page.get_by_text("Спасибо, ваш ответ сохранён")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_survey_is_answered_and_its_results_are_read(size: str, request: pytest.FixtureRequest) -> None:
    author: BrowserContext = request.getfixturevalue("desktop" if size == "phone" else "phone")
    family: BrowserContext = request.getfixturevalue(size)
    title = f"Куда едем, {size}"
    page = sign_in(author, "deputy", to="/surveys")
    sent(page, title)
    mother = sign_in(family, "parent", to="/surveys")
    (answers_on_a_phone if size == "phone" else answers_at_a_desk)(mother, title)

    page.get_by_role("link", name="Итоги").click()
    expect(page.locator(".survey-turnout")).to_contain_text("Ответили 1 из")
    bars = page.locator(".survey-bars li")
    expect(bars.filter(has_text="Лесная тропа")).to_contain_text("100")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for view, words in (
        ("Сводная", "Всего ответили"),
        ("Словами", "Пусть едут на автобусе"),
        ("Участие", "По классам"),
    ):
        page.get_by_role("button", name=view, exact=True).click()
        expect(page.get_by_text(words).first).to_be_visible()
        assert_accessible(page)
    address = page.locator("#content").get_by_role("link", name="Печать").get_attribute("href")
    paper = author.request.get(str(address))
    assert paper.headers["content-type"] == "application/pdf"
    assert "Лесная тропа" in text_of(paper.body())
