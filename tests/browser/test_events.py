"""Events on both sizes: planned with one place, two come for it, the one who waits moves up, it is moved."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from ejournal import clock
from tests.infra.browser import assert_accessible


def soon() -> date:
    """A day ahead, in any zone."""
    return clock.now().date() + timedelta(days=20)


def plan(page: Page, title: str) -> None:
    page.get_by_role("button", name="Создать событие").click()
    page.wait_for_url("**/events/write?id=*")
    for part in ("Все родители", "Учителя"):
        page.get_by_role("combobox", name="Вся школа").select_option(label=part)
        expect(page.get_by_role("group", name="Выбраны").get_by_role("button", name=part)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Приглаш")).to_be_visible()
    page.get_by_label("Заголовок").fill(title)
    page.get_by_label("День", exact=True).fill(soon().isoformat())
    page.get_by_label("С", exact=True).fill("18:00")
    page.get_by_label("Где", exact=True).fill("актовый зал")
    page.get_by_label("Кто отвечает").select_option(label="Каждый за себя")
    page.get_by_label("Мест", exact=True).fill("1")
    assert_accessible(page)
    page.get_by_role("button", name="Дальше: посмотреть").click()
    expect(page.get_by_text("Каждого спросят, придёт ли он")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Объявить", exact=True).click()


def come(page: Page, answer: str) -> None:
    page.get_by_role("button", name=answer, exact=True).click()


def test_two_come_for_the_last_place_and_who_waits_moves_up(people: Any, device: str) -> None:
    title = f"Мастер-класс, {device}"
    deputy = people("deputy", "/events", at_a_desk=True)
    plan(deputy, title)
    expect(deputy.get_by_role("heading", level=1)).to_have_text(title)
    expect(deputy.get_by_text("Пока никто не ответил")).to_be_visible()
    address = "/events/read?" + deputy.url.partition("?")[2]

    parent, other = people("parent", address), people("teacher", address)
    expect(parent.get_by_text("Осталось 1 место")).to_be_visible()
    come(parent, "да")
    expect(parent.get_by_text("Место есть")).to_be_visible()
    assert_accessible(parent)
    expect(deputy.get_by_text("Придут: 1")).to_be_visible()
    come(other, "да")
    expect(other.get_by_text("Ждёт места, 1\u2011й в очереди")).to_be_visible()
    expect(deputy.get_by_text("ждут места: 1")).to_be_visible()
    assert_accessible(other)

    deputy.get_by_role("button", name="Перенести…").click()
    dialog = deputy.get_by_role("dialog", name="Перенести")
    dialog.get_by_label("День").fill((soon() + timedelta(days=1)).isoformat())
    assert_accessible(deputy)
    dialog.get_by_role("button", name="Перенести", exact=True).click()
    expect(dialog).not_to_be_visible()
    expect(parent.get_by_text("День перенесли: ответьте заново")).to_be_visible()
    come(parent, "нет")
    expect(other.get_by_text("День перенесли: ответьте заново")).to_be_visible()
    come(other, "да")
    expect(other.get_by_text("Место есть")).to_be_visible()
    expect(deputy.get_by_text("Придут: 1, возможно: 0, не придут: 1, ждут места: 0")).to_be_visible()
    assert_accessible(deputy)
    parent.goto(parent.url.partition("/events")[0] + "/events?view=list")
    expect(parent.get_by_role("listitem").filter(has_text=title)).to_be_visible()
    assert_accessible(parent)
