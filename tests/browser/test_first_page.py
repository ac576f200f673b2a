"""The first page that anybody sees: it opens, fits, and can be used by everybody."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.infra.browser import assert_accessible, sign_in_by_form

SHARED = True


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_in_page(device: str, theme: str, request: pytest.FixtureRequest) -> None:
    context: BrowserContext = request.getfixturevalue(device)
    page = context.new_page()
    page.emulate_media(color_scheme=theme)
    page.goto("/login")
    expect(page.locator("input[name=login]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_nothing_is_asked_of_other_servers(desktop: BrowserContext) -> None:
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url))
    page = sign_in_by_form(desktop, "teacher")
    page.wait_for_load_state("networkidle")
    here = page.evaluate("location.host")
    assert [url for url in asked if here not in url and not url.startswith(("data:", "blob:"))] == []
