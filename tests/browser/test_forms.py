"""What is written in a form is not lost by a slip: Escape, Back and a reload, on both sizes."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ejournal import limits
from tests.infra.browser import assert_accessible, sign_in

SHARED = True
WORDS = "Едем к врачу в район, вернёмся к вечеру"
UNSAVED = "Написанное здесь ещё не сохранено"


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    """The parent's page of absences, on a desktop and on a phone."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return sign_in(context, "parent", to="/diary/absences")


def form_of(page: Page) -> Locator:
    """The form in which an absence is announced, opened."""
    page.get_by_role("button", name="Сообщить об отсутствии").first.click()
    form = page.get_by_role("dialog", name="Сообщить об отсутствии")
    expect(form).to_be_visible()
    return form


def test_a_slip_closes_no_form_in_which_something_is_written(page: Page) -> None:
    form = form_of(page)
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()

    form = form_of(page)
    note = form.get_by_label("Пояснение для классного руководителя")
    note.fill(WORDS)
    page.keyboard.press("Escape")
    question = form.get_by_role("alert").filter(has_text=UNSAVED)
    expect(question).to_be_visible()
    assert_accessible(page)
    question.get_by_role("button", name="Продолжить").click()
    expect(question).to_be_hidden()
    page.go_back()
    expect(question).to_be_visible()
    expect(note).to_have_value(WORDS)
    question.get_by_role("button", name="Закрыть без сохранения").click()
    expect(form).to_be_hidden()
    assert page.url.endswith("/diary/absences")


def test_a_reload_keeps_what_was_written_until_it_is_sent(page: Page) -> None:
    form_of(page).get_by_label("Пояснение для классного руководителя").fill(WORDS)
    page.reload()
    form = form_of(page)
    expect(form.get_by_label("Пояснение для классного руководителя")).to_have_value(WORDS)
    expect(form).to_contain_text("Черновик восстановлен")
    form.get_by_text("Болезнь", exact=True).click()
    form.get_by_role("button", name="Сообщить", exact=True).click()
    expect(page.get_by_text("Отсутствие записано")).to_be_visible()
    page.reload()
    expect(form_of(page).get_by_label("Пояснение для классного руководителя")).to_have_value("")


def test_a_long_paste_is_counted_and_refused_and_never_cut(page: Page) -> None:
    form = form_of(page)
    note, long = form.get_by_label("Пояснение для классного руководителя"), "ж" * (limits.NOTE + 7)
    note.fill(long)
    expect(form).to_contain_text(f"Длиннее на 7: не больше {limits.NOTE}")
    form.get_by_role("button", name="Сообщить", exact=True).click()
    expect(note).to_have_value(long)
    note.fill(long[7:])
    expect(form).to_contain_text(f"{limits.NOTE} из {limits.NOTE}")
