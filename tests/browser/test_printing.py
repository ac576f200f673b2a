"""A class teacher's journey through printing: the term's journal, report cards, a list, a pupil's week."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.infra.browser import assert_accessible, sign_in
from tests.infra.paper import text_of, words_outside

SHARED = True


@pytest.fixture(params=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> BrowserContext:
    """A browser of either size."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


def taken(page: Page, title: str, address: str) -> str:
    """The words of the paper that the link opens, once the page tells of this paper and leads to it."""
    expect(page.locator("#content h2").first).to_have_text(re.compile(title))
    button = page.locator("#content a[target=_blank]").first
    expect(button).to_have_attribute("href", re.compile(address))
    answer = page.request.get(str(button.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert words_outside(answer.body()) == []
    return " ".join(text_of(answer.body()).split())


def test_a_class_teacher_prints_the_term_s_journal_and_report_cards(screen: BrowserContext) -> None:
    page = sign_in(screen, "classteacher")
    page.goto("/papers")
    expect(page.locator("h1")).to_have_text("Печать")
    kinds = page.get_by_label("Что печатать", exact=True).and_(page.locator("select"))
    kinds.select_option(label="Классный журнал")
    expect(page).to_have_url(re.compile("what=journal"))
    page.get_by_role("button", name="I ч.", exact=True).click()
    expect(page).to_have_url(re.compile("term=1"))
    journal = taken(page, "Классный журнал", r"^/print/class-journal\?.*term=1$")
    for words in ("Оглавление", "Сводная ведомость", "Сведения о занятиях в кружках", "пронумеровано"):
        assert words in journal, words
    assert "ЧЕРНОВИК" not in journal
    assert_accessible(page)
    kinds.select_option(label="Табели успеваемости")
    expect(page).to_have_url(re.compile("what=report-cards"))
    cards = taken(page, "Табели успеваемости", r"^/print/report-cards\?.*term=1$")
    assert cards.count("Подпись родителя") == cards.count("Пропущено дней") > 20
    kinds.select_option(label="Список класса")
    expect(page).to_have_url(re.compile("what=class-list"))
    names = taken(page, "Список класса", r"^/print/class-list\?")
    kinds.select_option(label="Неделя дневника")
    expect(page).to_have_url(re.compile("what=diary"))
    pupils = page.get_by_label("Ученик", exact=True).and_(page.locator("select"))
    chosen = pupils.locator("option").nth(1).inner_text()
    assert chosen in names
    pupils.select_option(label=chosen)
    expect(page).to_have_url(re.compile(r"pupil=\d+"))
    number = page.url.rpartition("pupil=")[2]
    assert f"Дневник: {chosen}" in taken(page, "Неделя дневника", rf"^/print/diary-week\?child={number}$")
    assert_accessible(page)
