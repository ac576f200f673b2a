"""A pupil entered twice: found, both cards looked at, made one with the marks, parted again; at a desk."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.infra.browser import assert_accessible, sign_in


def test_a_pupil_entered_twice_is_made_one_and_parted_again(desktop: BrowserContext) -> None:
    page = sign_in(desktop, "deputy")
    page.goto("/people")
    page.get_by_role("link", name="Дубликаты").click()
    expect(page.get_by_role("heading", name="Дубликаты", level=1)).to_be_visible()
    pair = page.locator(".duplicates-pair").first
    expect(pair.get_by_text("Одинаковые имя и дата рождения")).to_be_visible()
    assert_accessible(page)
    pair.get_by_role("button", name="Это разные люди").click()
    expect(page.get_by_text("Похожих карточек нет")).to_be_visible()
    page.get_by_text("Отмечены как разные люди").click()
    page.get_by_role("button", name="Вернуть в список").click()
    pair.get_by_role("link", name="Сравнить").click()

    expect(page.get_by_role("heading", name="Объединение двух карточек", level=1)).to_be_visible()
    expect(page.get_by_text("Остаётся", exact=True)).to_be_visible()
    marks = page.get_by_role("listitem").filter(has_text=re.compile("^Отметки"))
    expect(marks).to_contain_text(re.compile(r"2 к имеющимся \d+"))
    assert_accessible(page)
    page.get_by_role("button", name="Объединить карточки").click()

    expect(page.get_by_text("Карточки объединены. Отменить можно на карточке")).to_be_visible()
    expect(page.get_by_text("Объединена с карточкой").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Отменить объединение").click()
    expect(page.get_by_text("Карточки снова разделены")).to_be_visible()
    expect(page.get_by_role("button", name="Отменить объединение")).to_have_count(0)
    page.goto("/people/duplicates")
    expect(page.locator(".duplicates-pair").first).to_be_visible()
    assert_accessible(page)
