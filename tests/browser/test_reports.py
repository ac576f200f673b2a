"""Journeys through the reports: a head drills down to a pupil, a class teacher works on an early notice."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.infra.browser import assert_accessible, sign_in


@pytest.fixture(params=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> BrowserContext:
    """A browser of either size."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


def opened(page: Page, address: str, title: str) -> Page:
    page.goto(address)
    expect(page.locator("h1")).to_have_text(title)
    return page


def test_a_head_opens_quality_by_class_and_drills_down_to_a_pupil(screen: BrowserContext) -> None:
    page = opened(sign_in(screen, "deputy"), "/reports", "Успеваемость и качество")
    page.get_by_label("Период", exact=True).select_option(label="II четверть 2026/2027")
    expect(page.locator("#content")).to_contain_text("Черновик: где итоговая отметка не выставлена")
    expect(page.locator(".report-former").first).to_contain_text("было")
    page.get_by_label("Период", exact=True).select_option(label="I четверть 2026/2027")
    expect(page.locator("#content")).not_to_contain_text("Черновик")
    row = page.locator(".table-cards tbody tr").first
    quality = row.locator(".report-quality .report-number")
    expect(quality).to_have_text(re.compile(r"^\d+,\d$"))
    quality.click()
    behind = page.locator(".table-opened")
    expect(behind.locator("strong")).to_have_text(re.compile(r"^Только на «4» и «5»: \d+$"))
    said = int(behind.locator("strong").inner_text().rpartition(" ")[2])
    expect(behind.locator(".report-pupils > li")).to_have_count(said)
    assert_accessible(page)
    drills_down(page)


def drills_down(page: Page) -> None:
    behind = page.locator(".table-opened")
    pupil = behind.locator(".report-pupils a").first
    name = pupil.inner_text().split()[1]
    pupil.click()
    page.wait_for_url(re.compile(r"/diary/dynamics\?child=\d+"))
    expect(page.locator(".page-title p")).to_contain_text(name)


def test_a_class_teacher_works_through_an_early_notice(screen: BrowserContext) -> None:
    page = sign_in(screen, "classteacher")
    opened(page, "/reports", "Отчёт класса").get_by_role("link", name="Раннее предупреждение").click()
    expect(page.locator("h1")).to_have_text("Раннее предупреждение")
    rows = page.locator("#content .row")
    waiting = rows.filter(has_text="ещё не говорили").first  # the other size has worked through one, too
    facts = waiting.locator(".row-note > div").first.inner_text()
    first = rows.filter(has_text=waiting.locator("a").first.inner_text()).filter(has_text=facts)
    first.get_by_role("button", name="Поговорили с семьёй").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("О чём договорились").fill("Занимается дополнительно")
    assert_accessible(page)
    dialog.get_by_role("button", name="Записать").click()
    expect(first).to_contain_text("Занимается дополнительно")
    first.get_by_role("button", name="Итог").click()
    dialog.get_by_label("Чем кончилось").fill("Исправил")
    dialog.get_by_role("button", name="Записать").click()
    expect(first).to_contain_text("сделано")
