"""An administrator looks with another's eyes: a reason, a red banner, read only, told and ended."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.spread import Spread, course_of
from tests.infra.browser import DESKTOP, assert_accessible, person, sign_in
from tests.infra.servers import LiveServer, wait_until

SHARED = True
REASON = "Не открывается журнал"
CHANGES = """async () => {
  const body = new URLSearchParams({person_id: '1', reason: 'и ещё'});
  const answer = await fetch('/auth/as/begin', {method: 'POST', body});
  return [answer.status, await answer.text()];
}"""
"""An act that somebody who only looks is refused."""


@pytest.fixture
def people(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Any]:
    """people("teacher"): that person signs in on a desktop of their own."""
    with ExitStack() as all_of_them:

        def come(login: str, to: str = "/") -> Page:
            of_device = person(browser, server.url, request.node, **DESKTOP)
            return sign_in(all_of_them.enter_context(of_device), login, to=to)

        yield come


def open_card(page: Page, login: str) -> None:
    """The card of whoever signs in by the login."""
    page.goto(f"/accounts?q={login}")
    page.locator(".content button.row").filter(has_text=f"· {login}").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_look_needs_a_reason_is_red_everywhere_reads_only_is_told_and_ends(
    people: Any, server: LiveServer
) -> None:
    teacher, admin = people("teacher"), people("admin")
    course = course_of(server, "teacher", "Математика")

    open_card(admin, "teacher")
    admin.get_by_role("button", name="Что видит этот человек").click()
    expect(admin.get_by_role("dialog")).to_contain_text("изменить ничего не можете")
    admin.get_by_label("Зачем").fill(REASON)
    assert_accessible(admin)
    admin.get_by_role("button", name="Посмотреть", exact=True).click()
    banner = admin.locator(".looking")
    expect(banner).to_be_visible()  # the browser's own form has been answered
    for place in ("/", "/schedule", f"/journal?course={course}"):
        admin.goto(place)
        expect(banner).to_contain_text("Вы смотрите как")
        expect(banner).to_contain_text("Изменять нельзя")
    assert_accessible(admin)

    spread = Spread(admin)
    spread.open(course)
    cells = admin.locator("td[data-c]")
    before = cells.all_inner_texts()
    assert before
    cells.first.click()
    admin.keyboard.press("5")
    status, words = admin.evaluate(CHANGES)
    assert (status, "Вы смотрите как" in words, "изменять нельзя" in words) == (403, True, True)
    spread.open(course)
    wait_until(lambda: cells.all_inner_texts() == before, 45, "the journal is another than before")

    teacher.goto("/account")
    expect(teacher.get_by_text("Администратор смотрит вашими глазами, только чтение")).to_be_visible()
    assert_accessible(teacher)
    teacher.goto("/notices")
    told = teacher.locator(".notice", has_text="смотрит от вашего имени")
    expect(told).to_contain_text(REASON)

    other = people("admin")
    open_card(other, "teacher")
    expect(other.get_by_role("dialog")).to_contain_text("администратор смотрит его глазами, только чтение")

    banner.get_by_role("button", name="Закончить").click()
    expect(admin).to_have_url(re.compile("/accounts"))
    expect(banner).to_have_count(0)
    teacher.goto("/account")
    expect(teacher.get_by_text("Где выполнен вход")).to_be_visible()
    expect(teacher.get_by_text("Администратор смотрит вашими глазами")).to_have_count(0)
