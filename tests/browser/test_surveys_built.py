"""Surveys made in a browser: five questions in the time of a practised hand, pictures and a rule."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.infra.browser import assert_accessible, press, sign_in
from tests.infra.sent_files import photo

PRESS_S, KEY_S = 1.5, 0.2
"""Of a practised user: to point and press, and a key (Card, Moran, Newell: 1.1 + 0.2 and 0.12 to 0.28)."""
WITHIN_S = 90
FIVE = (
    ("Да или нет", "Ваш ребёнок поедет?", ""),
    ("Один из списка", "Куда поедем?", "Музей хлеба\nЛесная тропа\nПланетарий"),
    ("Несколько", "Кто может помочь?", "Мама\nПапа\nБабушка"),
    ("Шкала", "Как вам такие поездки?", ""),
    ("Текст", "Что ещё нам важно знать?", ""),
)


class Hand:
    """A hand at a page: what it does takes its time."""

    def __init__(self, page: Page) -> None:
        self.page, self.seconds, self.actions = page, 0.0, 0

    def press(self, what: Locator) -> None:
        """Point at it and press."""
        what.click()
        self.seconds, self.actions = self.seconds + PRESS_S, self.actions + 1

    def write(self, words: str) -> None:
        """Write where the cursor stands."""
        self.page.keyboard.type(words)
        self.seconds, self.actions = self.seconds + KEY_S * len(words), self.actions + 1


def begin(page: Page, template: str = "Пустой опрос") -> None:
    """A new survey, open in its builder."""
    page.get_by_role("button", name="Новый опрос").first.click()
    page.get_by_role("dialog").get_by_role("button", name=template).click()
    expect(page.get_by_label("Название опроса")).to_be_visible()


def added(page: Page, kind: str) -> Locator:
    """The button that puts in a question of the kind."""
    return page.get_by_role("group", name="Добавить вопрос").get_by_role("button", name=kind, exact=True)


def question(page: Page) -> Locator:
    """Where the open question's words are written."""
    return page.get_by_label("Вопрос", exact=True)


def test_five_questions_are_made_and_sent_in_the_time_of_a_practised_hand(
    desktop: BrowserContext,
) -> None:
    page = sign_in(desktop, "classteacher", to="/surveys")
    hand = Hand(page)
    hand.press(page.get_by_role("button", name="Новый опрос").first)
    hand.press(page.get_by_role("dialog").get_by_role("button", name="Пустой опрос"))
    hand.press(page.get_by_label("Название опроса"))
    hand.write("Поездка класса")
    for kind, title, lines in FIVE:
        hand.press(added(page, kind))
        expect(question(page)).to_be_focused()
        expect(question(page)).to_have_value("")
        hand.write(title)
        if lines:
            hand.press(page.get_by_label("Ответы, каждый с новой строки"))
            hand.write(lines)
    hand.press(page.get_by_role("button", name="Изменить", exact=True))
    dialog = page.get_by_role("dialog", name="Кого и как спрашивает опрос")
    hand.press(dialog.get_by_label("Без имён"))
    hand.press(dialog.get_by_role("button", name="Готово"))
    expect(dialog).not_to_be_visible()
    hand.press(page.get_by_role("button", name=re.compile(r"^Отправить \d+ семь")))
    expect(page.get_by_text(re.compile("^Открыт с "))).to_be_visible()
    expect(page.locator(".survey-question")).to_have_count(len(FIVE))
    assert hand.seconds <= WITHIN_S, f"{hand.seconds:.0f} s in {hand.actions} actions"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_survey_with_pictures_and_a_rule_is_made_and_sent(
    size: str, request: pytest.FixtureRequest
) -> None:
    context: BrowserContext = request.getfixturevalue(size)
    page = sign_in(context, "deputy", to="/surveys")
    begin(page)
    assert_accessible(page)
    page.get_by_label("Название опроса").fill(f"Поездка 6-х классов, {size}")
    added(page, "Да или нет").click()
    expect(question(page)).to_be_focused()
    question(page).fill("Ваш ребёнок поедет?")
    added(page, "Выбор картинки").click()
    expect(question(page)).to_have_value("")
    question(page).fill("Куда поедем 18 декабря?")
    page.locator('.survey-open input[type="file"]').first.set_input_files(
        [
            {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(640, 480))}
            for name in ("Музей хлеба", "Лесная тропа")
        ]
    )
    expect(page.locator(".chosen-file.is-done")).to_have_count(2)
    page.get_by_role("button", name="Добавить картинки").click()
    tiles = page.locator(".survey-tile")
    expect(tiles).to_have_count(2)
    expect(tiles.first.get_by_label("Подпись")).to_have_value("Музей хлеба")
    tiles.first.get_by_label("Что на картинке").fill("Дом с колоннами")
    tiles.first.get_by_label("Мест", exact=True).fill("28")
    tiles.last.get_by_label("Подпись").click()
    expect(tiles.first.get_by_text("добавьте описание")).to_have_count(0)
    expect(page.locator(".survey-phone")).to_contain_text("28 мест")

    page.get_by_role("button", name="Показывать не всем").click()
    dialog = page.get_by_role("dialog", name="Когда показывать вопрос?")
    assert_accessible(page)
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).not_to_be_visible()
    expect(page.locator(".survey-rule")).to_contain_text("Показать, если на вопрос 1 ответили «да»")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="Осталось сделать: 1").click()
    dialog = page.get_by_role("dialog", name="Кого и как спрашивает опрос")
    expect(dialog.get_by_text("Выберите, кого спрашивает опрос")).to_be_visible()
    dialog.get_by_label("Параллель").select_option(label="6‑е классы")
    expect(dialog.get_by_role("group", name="Выбраны").get_by_role("button")).to_have_text("6‑е классы")
    assert_accessible(page)
    dialog.get_by_role("button", name="Готово").click()
    expect(dialog).not_to_be_visible()
    expect(page.locator(".survey-facts")).to_contain_text("6‑е классы")
    page.get_by_role("button", name=re.compile(r"^Отправить \d+ семь")).click()
    dialog = page.get_by_role("dialog", name="Отправить без описания?")
    assert_accessible(page)
    dialog.get_by_role("button", name="Всё равно отправить").click()
    expect(page.get_by_text(re.compile("^Открыт с "))).to_be_visible()
    press(page, "Напомнить")
    expect(page.get_by_text(re.compile(r"^Напомнили \d+ людям$"))).to_be_visible()
    press(page, "Закрыть опрос")
    page.get_by_role("dialog", name="Закрыть опрос?").get_by_role("button", name="Закрыть опрос").click()
    expect(page.get_by_text(re.compile("^Закрыт "))).to_be_visible()
    assert_accessible(page)
