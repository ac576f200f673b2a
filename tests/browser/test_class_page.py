"""The class page on both sizes: news with a file, a guardian let write, what was hidden with its reason."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.infra.browser import assert_accessible

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def item(page: Page, title: str) -> Any:
    return page.locator(".class-item").filter(has_text=title)


def add(page: Page, what: str) -> Any:
    page.get_by_role("button", name=what, exact=True).click()
    dialog = page.get_by_role("dialog").filter(visible=True)
    expect(dialog.get_by_label("Заголовок")).to_be_visible()
    return dialog


def test_the_teacher_publishes_a_guardian_writes_and_is_hidden(people: Any, device: str) -> None:
    news, fair = f"Экскурсия, {device}", f"Ярмарка поделок, {device}"
    teacher = people("classteacher", "/class-page")
    dialog = add(teacher, "Добавить новость")
    dialog.get_by_label("Заголовок").fill(news)
    dialog.get_by_label("Текст").fill("Едем **в пятницу** <b>нет</b>")
    dialog.locator('input[type="file"]').first.set_input_files(
        {"name": "программа.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(dialog.locator(".chosen-file.is-done")).to_have_count(1)
    assert_accessible(teacher)
    dialog.get_by_role("button", name="Опубликовать").click()
    expect(dialog).not_to_be_visible()
    expect(item(teacher, news).get_by_role("link", name="программа.pdf")).to_be_visible()

    name = teacher.get_by_role("heading", level=1).inner_text()
    parent = people("parent", "/class-page")
    heading = parent.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("^Класс "))
    if heading.inner_text() != name:
        parent.get_by_label("Класс", exact=True).select_option(label=name.removeprefix("Класс "))
    expect(heading).to_have_text(name)
    expect(item(parent, news).locator("strong")).to_have_text("в пятницу")
    expect(item(parent, news).locator("b", has_text="нет")).to_have_count(0)
    assert_accessible(parent)
    dialog = add(parent, "Добавить новость")
    dialog.get_by_label("Заголовок").fill(fair)
    dialog.get_by_label("Текст").fill("Покупайте у нас")
    dialog.get_by_role("button", name="Опубликовать").click()

    item(teacher, fair).get_by_role("button", name="Скрыть…").click()
    dialog = teacher.get_by_role("dialog", name="Скрыть от других")
    dialog.get_by_label("Почему").fill("Реклама")
    dialog.get_by_role("button", name="Скрыть", exact=True).click()
    expect(dialog).not_to_be_visible()
    expect(item(parent, fair).get_by_text("Скрыто от других: Реклама")).to_be_visible()

    teacher.get_by_role("button", name="Кто здесь пишет").click()
    dialog = teacher.get_by_role("dialog", name="Кто здесь пишет")
    expect(dialog.get_by_role("button", name="Больше не пишет")).to_have_count(1)
    assert_accessible(teacher)
