"""A child is found, moved to another class and back, a guardian limited: at a desk and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.infra.browser import assert_accessible, assert_toast_accessible, press, sign_in


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    """The deputy head's list of people."""
    context: Any = request.getfixturevalue(request.param)
    page = sign_in(context, "deputy", to="/people")
    expect(page.get_by_role("heading", name="Люди", level=1)).to_be_visible()
    return page


def find(page: Page, words: str) -> None:
    """Type into the search; the address holds the words once it has been answered."""
    page.get_by_label("Имя, класс, телефон или логин").fill(words)
    page.wait_for_url("**q=**")


def open_card(page: Page, words: str, name: str) -> None:
    """Find a person by the words and open the card."""
    find(page, words)
    page.locator(".rows").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name="История")).to_be_visible()


def test_a_child_moves_and_is_moved_back(page: Page) -> None:
    open_card(page, "kt,tltdf fyyf", "Лебедева Анна")
    assert_accessible(page)
    classes = page.get_by_role("region", name="Класс и группы")
    title = classes.get_by_role("rowheader").first.inner_text()
    here = classes.get_by_role("row").filter(has_text=title)
    expect(here).to_contain_text("сейчас")
    press(page, "Перевести")
    form = page.get_by_role("dialog", name="Перевод в другой класс")
    form.get_by_label("Первый день там").fill("2026-12-01")
    other = form.locator("option").filter(has_text="«", has_not_text=title).first.inner_text()
    form.get_by_label("В класс").select_option(label=other)
    expect(form.get_by_text(f"В {title} последний день — 30\u00a0ноября")).to_be_visible()
    assert_accessible(page)
    form.get_by_role("button", name="Перевести").click()
    expect(form).not_to_be_visible()
    expect(here).to_contain_text("30.11.2026")
    page.get_by_role("button", name="Отменить перевод").click()
    expect(here).to_contain_text("сейчас")
    expect(page.get_by_text("Перевод отменён").first).to_be_visible()


def test_a_form_with_a_mistake_keeps_what_is_typed(page: Page) -> None:
    page.get_by_role("button", name="Добавить ученика").click()
    form = page.get_by_role("dialog", name="Новый ученик")
    form.get_by_label("Фамилия").fill("Лебедева")
    form.get_by_label("Имя").fill("Анна")
    form.get_by_label("Телефон").fill("12")
    form.get_by_label("Класс", exact=True).select_option(label="6 «А»")
    form.get_by_role("button", name="Внести").click()
    expect(form.get_by_text("Такого номера телефона не бывает")).to_be_visible()
    expect(form.get_by_label("Фамилия")).to_have_value("Лебедева")
    form.get_by_label("Телефон").fill("")
    form.get_by_role("button", name="Внести").click()
    expect(form.get_by_role("link", name="Лебедева Анна")).to_be_in_viewport()
    assert_accessible(page)
    form.get_by_role("link", name="Лебедева Анна").first.click()
    expect(page.get_by_role("heading", name="Лебедева Анна", level=1)).to_be_visible()


def test_a_court_s_limit_stands_in_the_card_in_words(page: Page) -> None:
    open_card(page, "лебедева анна", "Лебедева Анна")
    guardians = page.locator(".people-relative").filter(has_text="мать")
    guardians.get_by_role("button", name="Изменить права").click()
    form = page.get_by_role("dialog", name="Что видит представитель")
    form.get_by_label("Права").select_option("none")
    form.get_by_role("button", name="Сохранить").click()
    expect(guardians.get_by_text("ничего не видит о ребёнке")).to_be_visible()
    assert_toast_accessible(page)
    assert_accessible(page)
    guardians.get_by_role("button", name="Изменить права").click()
    form.get_by_label("Права").select_option("full")
    form.get_by_role("button", name="Сохранить").click()
    expect(guardians.get_by_text("видит всё, подписывает")).to_be_visible()
