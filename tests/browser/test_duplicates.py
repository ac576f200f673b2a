"""A pupil entered twice: found, both cards looked at, made one with the marks, parted again; at a desk.

And two who cannot be made one: a guardian and the own child.
"""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.first_steps import says
from tests.browser.spread import asked, pupil_of
from tests.infra.browser import assert_accessible, sign_in
from tests.infra.servers import LiveServer

SHARED = True


def test_a_pupil_entered_twice_is_made_one_and_parted_again(
    desktop: BrowserContext, server: LiveServer
) -> None:
    page = sign_in(desktop, "deputy", to="/people")
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

    child = pupil_of(server)
    guardian = asked(server, "SELECT min(guardian_id) FROM guardianship WHERE pupil_id = ?", child)
    page.goto(f"/people/merge?first={guardian}&second={child}")
    says(page, "These two cards cannot be made one")
    says(page, "One of the two stands for the other: nobody is their own guardian")
    expect(page.get_by_role("button", name="Объединить карточки")).to_have_count(0)
    assert_accessible(page)
