"""What a page shows is noted for the run, however soon the page is left."""

from playwright.sync_api import BrowserContext

from tests.infra.messages import seen_texts

SHARED = True
LEFT_AT_ONCE = """() => {
  const told = document.createElement('p');
  told.className = 'callout';
  told.textContent = 'Сказано перед самым уходом';
  document.body.append(told);
  location.assign('/status');
}"""


def test_what_a_page_says_last_is_noted_though_it_is_left_at_once(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto("/login")
    page.evaluate(LEFT_AT_ONCE)
    page.wait_for_url("**/status")
    page.goto("/login")
    assert "Сказано перед самым уходом" in seen_texts
