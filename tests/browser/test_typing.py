"""What is typed is what stands, nothing typed is lost, and Back closes what floats: at both sizes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from ejournal import limits
from tests.browser.spread import Spread, asked, course_of
from tests.infra.browser import DESKTOP, PHONE, person, sign_in
from tests.infra.servers import LiveServer

DAY, TODAY, TOMORROW = "19\u00a0ноября", "20\u00a0ноября", "23\u00a0ноября"
SIZES: dict[str, dict[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(params=list(SIZES))
def context(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with person(browser, server.url, request.node, **SIZES[request.param]) as device:
        yield device


def journal(context: BrowserContext, server: LiveServer, login: str = "teacher") -> Spread:
    return Spread.of(context, login, course_of(server, "teacher", "Математика"))


def status(page: Page) -> Locator:
    """The one line that says how it stands with what was written."""
    return page.locator(".sj-saved")


def choose(page: Page, spread: Spread, day: str) -> Locator:
    """The facing page's homework of a lesson."""
    spread.cell("Лебедева Анна", day).click()
    if spread.is_phone:
        spread.leave()
    expect(page.locator(".journal-lesson-head")).to_contain_text(day)
    return page.get_by_label("Домашнее задание", exact=True)


def test_digits_that_make_no_mark_are_refused_in_words(desktop: BrowserContext, server: LiveServer) -> None:
    spread = journal(desktop, server)
    page = spread.page
    cell = spread.cell("Прохорова Арина", TODAY)
    stood = cell.inner_text()
    cell.click()
    page.keyboard.type("12")
    expect(cell).to_have_text("12")
    expect(status(page)).to_have_text("«12» нельзя поставить в этом журнале")
    page.keyboard.press("Enter")
    expect(cell).to_have_text(stood)
    expect(status(page)).to_contain_text("Прохорова Арина: не записано")
    page.keyboard.press("q")
    expect(status(page)).to_contain_text("Клавиша «q» здесь ничего не пишет. Пишут: 2–5")
    cell.click()
    page.keyboard.type("5 4")
    expect(cell).to_have_text("5/4")
    spread.expect_saved()
    page.keyboard.press("Delete")
    expect(cell).to_have_text(stood)
    spread.expect_saved()


def test_back_closes_what_is_open_and_then_leaves(context: BrowserContext, server: LiveServer) -> None:
    page = sign_in(context, "teacher")
    spread = Spread(page)
    spread.open(course_of(server, "teacher", "Математика"))
    address = page.url
    opened = {
        "dialog.sj-panel": lambda: spread.look_into("Лебедева Анна", DAY),
        "dialog.sj-roll": page.get_by_role("button", name="Перекличка").click,
        "dialog.dialog[open]": page.locator(".journal-remark-add button").click,
        ".menu:popover-open": page.get_by_role("button", name="Ещё", exact=True).first.click,
    }
    for shown, step in opened.items():
        choose(page, spread, TODAY)
        step()
        expect(page.locator(shown)).to_be_visible()
        page.go_back()
        expect(page.locator(shown)).to_have_count(0)
        assert page.url == address
    # Closed by its button, a sheet leaves nothing for Back to close: it goes to the page before.
    spread.look_into("Лебедева Анна", DAY)
    page.locator("dialog.sj-panel").get_by_role("button", name="Закрыть").click()
    page.go_back()
    expect(page.locator(".journal")).to_have_count(0)


def test_reload_while_typing_brings_the_words_back(context: BrowserContext, server: LiveServer) -> None:
    spread = journal(context, server)
    page = spread.page
    homework = choose(page, spread, TODAY)
    stood = homework.input_value()
    homework.fill("§ 14, упр. 7")
    page.reload()
    homework = choose(page, spread, TODAY)
    expect(homework).to_have_value("§ 14, упр. 7")
    restored = page.locator(".draft-restored")
    expect(restored).to_contain_text("Черновик восстановлен, ещё не сохранён")
    restored.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".journal-lesson-head")).to_contain_text("сохранено")
    expect(restored).to_have_count(0)
    page.reload()
    homework = choose(page, spread, TODAY)
    expect(homework).to_have_value("§ 14, упр. 7")
    expect(restored).to_have_count(0)
    # Without leaving the field: a pause saves too.
    homework.fill(stood)
    expect(page.locator(".journal-lesson-head")).to_contain_text("сохранено")


def test_a_long_text_is_counted_and_never_cut(context: BrowserContext, server: LiveServer) -> None:
    spread = journal(context, server)
    page = spread.page
    choose(page, spread, TODAY)
    topic = page.get_by_label("Тема урока")
    stood = topic.input_value()
    topic.fill("т" * 460)
    expect(page.locator(".draft-count")).to_have_text("460 из 500 знаков")
    topic.fill("т" * 512)
    expect(topic).to_have_value("т" * 512)
    expect(page.locator(".draft-too-long")).to_contain_text("Длиннее на 12: не больше 500 знаков")
    page.reload()
    choose(page, spread, TODAY)
    expect(page.get_by_label("Тема урока")).to_have_value("т" * 512)
    page.get_by_role("button", name="Убрать черновик").click()
    expect(page.get_by_label("Тема урока")).to_have_value(stood)


def test_a_remark_half_written_is_found_again(context: BrowserContext, server: LiveServer) -> None:
    spread = journal(context, server)
    page = spread.page
    choose(page, spread, TODAY)
    page.locator(".journal-remark-add button").click()
    page.locator("#field-remark_text").press_sequentially("Помог товарищу")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Закрыть без сохранения").click()
    expect(page.locator("#field-remark_text")).to_have_count(0)
    page.locator(".journal-remark-add button").click()
    expect(page.locator("#field-remark_text")).to_have_value("Помог товарищу")
    page.locator("#field-remark_pupil").select_option(label="Лебедева Анна")
    page.get_by_role("button", name="Записать").click()
    expect(page.locator(".journal-remark", has_text="Помог товарищу").first).to_be_visible()
    page.locator(".journal-remark-add button").click()
    expect(page.locator("#field-remark_text")).to_have_value("")


def test_drafts_go_with_the_sign_out(context: BrowserContext, server: LiveServer) -> None:
    drafts = "() => Object.keys(localStorage).filter(key => key.startsWith('ejournal.draft:')).length"
    spread = journal(context, server)
    page = spread.page
    choose(page, spread, TODAY).fill("ж" * (limits.HOMEWORK + 1))  # too long to be saved meanwhile
    assert page.evaluate(drafts) == 1
    page.evaluate("document.querySelector('form[action$=\"/auth/logout\"]').requestSubmit()")
    page.wait_for_url("**/login**")
    assert page.evaluate(drafts) == 0


def test_pasted_lines_that_do_not_fit_are_named(context: BrowserContext, server: LiveServer) -> None:
    spread = journal(context, server)
    page = spread.page
    cell = spread.cell("Гончаренко Богдан", TODAY)
    stood = cell.inner_text()
    if spread.is_phone:
        cell.tap()
        spread.leave()
    else:
        cell.click()
    lines = ["Оценка", "5", "", "87,5", *["4"] * 22, "3"]
    cell.evaluate(PASTE, "\n".join(lines))
    note = page.locator(".sj-note")
    expect(note).to_contain_text("Пустых строк: 1")
    expect(note).to_contain_text("Заголовок «Оценка»")
    expect(note).to_contain_text("«87,5» — «87,5» нельзя поставить в этом журнале")
    expect(note).to_contain_text("«3» — ниже последнего ученика")
    expect(note).to_contain_text("строка 26")
    expect(status(page)).to_have_text("Принятое сохранено")
    note.get_by_role("button", name="Вернуть как было").click()
    expect(note).to_contain_text("Возвращено, как было")
    expect(cell).to_have_text(stood)
    spread.expect_saved()


def test_pasted_names_find_their_pupils(desktop: BrowserContext, server: LiveServer) -> None:
    spread = journal(desktop, server)
    page = spread.page
    spread.cell("Гончаренко Богдан", TODAY).click()
    cell, other = spread.cell("Лебедева Анна", TODAY), spread.cell("Зимин Артём", TODAY)
    stood = cell.inner_text(), other.inner_text()
    lines = "Лебедева Анна\t5\nСидоров Иван\t4\nЗимин А.\t3"
    cell.evaluate(PASTE, lines)
    expect(cell).to_have_text("5")
    expect(other).to_have_text("3")
    expect(page.locator(".sj-note")).to_contain_text("«4» — такого ученика здесь нет")
    expect(page.locator(".sj-note")).to_contain_text("Сидоров Иван, 20\u00a0ноября")
    page.keyboard.press("Control+z")
    expect(cell).to_have_text(stood[0])
    expect(other).to_have_text(stood[1])
    spread.expect_saved()


def test_what_changes_many_says_whom_and_is_taken_back_as_one(
    context: BrowserContext, server: LiveServer
) -> None:
    spread = journal(context, server)
    page = spread.page
    choose(page, spread, TODAY)
    for button, said in (("Выставить предложенные", "Идёт до"), ("Всем 2", "Потом можно вернуть")):
        page.get_by_role("button", name="Ещё", exact=True).first.click()
        page.get_by_role("button", name=button).click()
        question = page.locator("dialog.sj-ask")
        expect(question).to_contain_text("Изменится: ")
        expect(question).to_contain_text(said)
        expect(page.locator(".sj-cell.is-pending")).to_have_count(0)
        question.get_by_role("button", name="Поставить (").click()
        note = page.locator(".sj-note")
        expect(note).to_be_visible()
        expect(page.locator(".sj-cell.is-pending")).to_have_count(0)
        note.get_by_role("button", name="Вернуть как было").click()
        expect(note).to_contain_text("Возвращено, как было")
        expect(page.locator(".sj-cell.is-pending")).to_have_count(0)
        note.get_by_role("button", name="Закрыть").click()
    spread.expect_saved()


def test_no_roll_is_called_of_a_lesson_to_come(context: BrowserContext, server: LiveServer) -> None:
    spread = journal(context, server)
    page = spread.page
    choose(page, spread, TOMORROW)
    expect(page.get_by_role("button", name="Перекличка")).to_have_count(0)
    expect(page.locator(".journal-no-roll")).to_have_text("Перекличку проводят в день урока")
    choose(page, spread, TODAY)
    page.get_by_role("button", name="Перекличка").click()
    row = page.locator(".sj-roll-list li", has_text="Лебедева Анна")
    row.locator(".sj-roll-name").click()
    expect(row).to_contain_text("н")
    row.locator(".sj-roll-name").click()
    expect(row.locator("[data-kind=late]")).to_have_attribute("aria-pressed", "true")
    row.locator(".sj-roll-name").click()
    expect(row.locator("[data-kind=here]")).to_have_attribute("aria-pressed", "true")
    page.locator("dialog.sj-roll").get_by_role("button", name="Закрыть").click()
    spread.expect_saved()


def test_whoever_reads_is_told_so_and_invited_to_nothing(context: BrowserContext, server: LiveServer) -> None:
    spread = journal(context, server, "head")
    page = spread.page
    spread.cell("Лебедева Анна", DAY).click()
    if spread.is_phone:
        expect(page.locator("dialog.sj-panel")).to_contain_text("Только чтение: журнал ведёт")
        spread.leave()
    expect(status(page)).to_contain_text("Только чтение: журнал ведёт")
    lesson = page.locator(".journal-lesson")
    expect(lesson).to_contain_text("На этом уроке пишет")
    expect(lesson.locator("input, textarea, select")).to_have_count(0)
    expect(lesson).to_contain_text("Тема урока")
    if not spread.is_phone:
        page.keyboard.type("5")
        expect(status(page)).to_contain_text("Только чтение")


PRESS = """(cell, [key, code]) => {
    cell.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}));
}"""
# A comma or a point on the Latin, the Russian layout and the number pad.
FRACTIONS = [(",", "Comma"), (",", "Slash"), (".", "Period"), (".", "Slash"), (",", "NumpadDecimal")]


@pytest.fixture
def hundred(server: LiveServer) -> int:
    """A course of the teacher with a lesson today, marked from 0 to 100."""
    course = asked(
        server,
        "SELECT max(l.course_id) FROM lesson l JOIN account a ON a.person_id = l.teacher_id"
        " WHERE a.login = 'teacher' AND l.day = '2026-11-20'",
    )
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("DELETE FROM mark WHERE course_id = ?", (course,))
        connection.execute("DELETE FROM attendance WHERE course_id = ?", (course,))
        connection.execute("UPDATE course SET scale = 'hundred' WHERE id = ?", (course,))
    return course


def press(cell: Locator, keys: list[tuple[str, str]]) -> None:
    for key in keys:
        cell.evaluate(PRESS, list(key))


def digits(text: str) -> list[tuple[str, str]]:
    return [(digit, f"Digit{digit}") for digit in text]


def test_on_a_long_scale_a_fraction_is_no_mark_on_any_layout(
    desktop: BrowserContext, server: LiveServer, hundred: int
) -> None:
    spread = Spread.of(desktop, "teacher", hundred)
    page = spread.page
    cell = page.locator(".sj-row").first.locator("td.is-today").first
    for key, code in FRACTIONS:
        cell.click()
        press(cell, [*digits("87"), (key, code), *digits("5")])
        expect(cell).to_have_text(f"87{key}5")
        expect(status(page)).to_contain_text(
            "не отметка: отметки – целые числа, две пишут через дробь: 100/99"
        )
        page.keyboard.press("Escape")
        expect(cell).to_have_text("")
    press(cell, digits("875"))
    expect(status(page)).to_contain_text("«875» нельзя поставить")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("")
    cell.click()
    press(cell, digits("87"))
    page.keyboard.press("Enter")
    expect(cell).to_have_text("87")
    spread.expect_saved()
    cell.evaluate(PASTE, "87,5")
    expect(page.locator(".sj-note")).to_contain_text("не отметка")
    expect(cell).to_have_text("87")


def test_on_screen_a_fraction_is_no_mark_either(
    phone: BrowserContext, server: LiveServer, hundred: int
) -> None:
    spread = Spread.of(phone, "teacher", hundred)
    page = spread.page
    cell = page.locator(".sj-row").nth(1).locator("td.is-today").first
    cell.tap()
    panel = page.locator("dialog.sj-panel")
    field = panel.get_by_label("Отметка", exact=True)
    for refused, why in (("87,5", "не отметка"), ("875", "«875» нельзя поставить"), ("101", "«101» нельзя")):
        field.fill(refused)
        panel.get_by_role("button", name="Поставить").tap()
        expect(panel.get_by_role("alert")).to_contain_text(why)
        expect(field).to_have_value(refused)
    field.fill("87")
    panel.get_by_role("button", name="Поставить").tap()
    spread.leave()
    expect(cell).to_have_text("87")
    spread.expect_saved()


INITIALS_IN_SIGHT = """rows => rows.every(row => {
    const [name, initial] = [row.querySelector('th'), row.querySelector('.sj-short > b')];
    const [box, letter] = [name.getBoundingClientRect(), initial.getBoundingClientRect()];
    return letter.width > 0 && letter.right <= box.right;
})"""


def test_on_a_phone_initial_average_and_term_mark_stay_in_sight(
    phone: BrowserContext, server: LiveServer
) -> None:
    spread = journal(phone, server)
    page = spread.page
    assert page.locator(".sj-row").evaluate_all(INITIALS_IN_SIGHT)
    name = page.locator(".sj-row th", has_text="Лебедева")
    expect(name.locator(".sj-sum")).to_contain_text(",")
    name.tap()
    panel = page.locator("dialog.sj-panel")
    expect(panel.get_by_role("button", name="н/а")).to_be_visible()
    page.go_back()
    expect(panel).to_be_hidden()
