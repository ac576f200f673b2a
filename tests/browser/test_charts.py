"""Journeys through the charts: a head drills down to a pupil, a parent reads dynamics on a phone."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.infra.browser import assert_accessible, sign_in

SHARED = True


@pytest.fixture(params=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> BrowserContext:
    """A browser of either size."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


def test_a_head_opens_a_number_of_a_class_and_a_pupil_behind_it(screen: BrowserContext) -> None:
    page = sign_in(screen, "deputy")
    page.goto("/reports")
    page.get_by_role("link", name="Диаграммы").click()
    expect(page.locator("h1")).to_have_text("Диаграммы")
    whom = page.get_by_label("О ком", exact=True)
    expect(whom).to_be_visible()
    title = whom.locator("option[value^='class:']").filter(has_text="6 «").first.inner_text()
    whom.select_option(label=title)
    page.wait_for_url(re.compile(r"of=class"))
    expect(page.locator(".page-title p")).to_contain_text(title)
    bar = page.locator("button.chart-bar-row").first
    counted = int(bar.locator(".chart-bar-value").inner_text())
    bar.click()
    behind = page.locator(".chart-behind")
    expect(behind.locator("strong").first).to_have_text(re.compile(rf": {counted}$"))
    expect(behind.locator(".chart-facts > li")).to_have_count(counted)
    assert_accessible(page)
    name = behind.locator(".chart-facts a").first.inner_text()
    behind.locator(".chart-facts a").first.click()
    page.wait_for_url(re.compile(r"/diary/dynamics\?child=\d+"))
    expect(page.locator(".page-title p")).to_contain_text(name.split()[1])


def test_a_parent_reads_the_dynamics_and_what_a_number_counts(screen: BrowserContext) -> None:
    page = sign_in(screen, "parent")
    page.goto("/diary/marks")
    page.get_by_role("link", name="Динамика").click()
    expect(page.locator("h1")).to_have_text("Динамика")
    bar = page.locator("button.chart-bar-row").first
    expect(bar).to_be_visible()
    fits(page)
    bar.click()
    behind = page.locator(".chart-behind")
    expect(behind.locator(".chart-facts > li").first).to_be_visible()
    assert_accessible(page)
    behind.locator(".chart-facts a").first.click()
    page.wait_for_url(re.compile(r"/diary\?child=\d+&day="))
    expect(page.locator("h1")).to_contain_text("Неделя ")  # of the day that the fact names


def fits(page: Page) -> None:
    """Nothing makes the page wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
