"""The first text of a page in a browser: the same as what React shows, gone without a jump, nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ejournal.access.actor import COOKIE
from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person, sign_in
from tests.infra.servers import LiveServer, wait_until

SHARED = True
STAND, OWN = "#first-text > .shell", "body > .shell"
FAMILY = ("/", "/diary", "/diary/marks", "/schedule")
SEEN_BY = {
    "parent": (*FAMILY, "/schedule?view=week"),
    "pupil": FAMILY,
    "teacher": ("/", "/schedule", "/schedule?by=class"),
    "classteacher": ("/", "/schedule"),
    "deputy": ("/", "/schedule", "/schedule?by=teacher"),
    "head": ("/", "/schedule?by=room"),
    "admin": ("/",),
}
# What a person can see or hear of a page, element by element; the clock to the next bell ticks meanwhile.
TOLD = """(root) => {
  const told = [];
  const texts = (one) => [...one.childNodes].filter((node) => node.nodeType === 3);
  const own = (one) => texts(one).map((node) => node.data).join('');
  for (const one of document.querySelector(root).querySelectorAll('*')) {
    if (one.closest('svg, dialog, noscript, .bell-clock')) continue;
    const names = [...one.classList].filter((name) => !name.startsWith('css-')).join(' ');
    const said = ['href', 'title', 'aria-label', 'aria-current', 'aria-pressed', 'role', 'action', 'value']
      .map((name) => one.getAttribute(name) ?? '');
    if (said[0].startsWith('#')) said[0] = location.pathname + said[0];
    if (one.matches('select, input')) said[7] = one.value;
    const href = said[0].replace(/^\\/(diary\\/marks|diary|schedule|journal)\\/#/, '/$1#');
    told.push([one.tagName, names, own(one), href, ...said.slice(1), Boolean(one.open)].join('|'));
  }
  return told;
}"""
TEXT = """(root) => {
  const shown = document.querySelector(root);
  const clock = shown.querySelector('.bell-clock')?.innerText;
  return clock ? shown.innerText.replace(clock, 'clock') : shown.innerText;
}"""
SCRIPTS = "**/assets/entry.client-*.js"
SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.shifted += one.value)))
    .observe({ type: 'layout-shift', buffered: true });
}"""
SIZES = (DESKTOP["viewport"], PHONE["viewport"])


# A service worker would hand out the scripts that a test holds back.
OF_THE_SERVER: dict[str, Any] = {"first_text": True, "service_workers": "block"}


@pytest.fixture
def desktop(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A person at a desk, with the first text of each page."""
    with person(browser, server.url, request.node, **OF_THE_SERVER, **DESKTOP) as context:
        yield context


@pytest.fixture
def phone(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A person with a phone, with the first text of each page."""
    with person(browser, server.url, request.node, **OF_THE_SERVER, **PHONE) as context:
        yield context


@contextmanager
def without_scripts(browser: Browser, of: BrowserContext, url: str) -> Iterator[BrowserContext]:
    """The same sign-in in a browser in which no script runs."""
    context = browser.new_context(base_url=url, locale="ru-RU", java_script_enabled=False, **DESKTOP)
    context.add_cookies([one for one in of.cookies() if one["name"] == COOKIE])  # type: ignore[misc]
    try:
        yield context
    finally:
        context.close()


def its_own(page: Page) -> None:
    """Wait until React has taken the page over."""
    expect(page.locator("#first-text")).to_have_count(0)
    expect(page.locator(f"{OWN} .content > .skeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def are_same(other: Page, page: Page, script: str, part: str = "") -> None:
    """The first text says what React shows, once nothing more is on its way to it."""

    def both() -> tuple[Any, Any]:
        return other.evaluate(script, STAND + part), page.evaluate(script, OWN + part)

    def are() -> bool:
        first, own = both()
        return bool(first == own)

    with suppress(AssertionError):  # below it is said in what they differ
        wait_until(are, 20)
    first, own = both()
    assert first == own, page.url


class Held:
    """React's scripts on their way: from the beginning they wait, so that the first text stands meanwhile."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: list[Route] = []
        page.route(SCRIPTS, lambda route: self._waiting.append(route))

    def let_go(self) -> None:
        """Let them come, and wait until React has taken the page over."""
        for route in self._waiting:
            route.continue_()
        self._page.unroute(SCRIPTS)
        its_own(self._page)


@pytest.mark.parametrize("login", SEEN_BY)
def test_it_is_what_the_page_shows(
    login: str, browser: Browser, desktop: BrowserContext, server: LiveServer
) -> None:
    page = sign_in(desktop, login, to="about:blank")
    with without_scripts(browser, desktop, server.url) as plain:
        other = plain.new_page()
        for address in SEEN_BY[login]:
            other.goto(address)
            page.goto(address)
            its_own(page)
            are_same(other, page, TOLD)
            for size in SIZES:
                for one in (page, other):
                    one.set_viewport_size(size)
                are_same(other, page, TEXT)


def test_the_journals_frame(browser: Browser, desktop: BrowserContext, server: LiveServer) -> None:
    page = sign_in(desktop, "teacher", to="about:blank")
    with without_scripts(browser, desktop, server.url) as plain:
        other = plain.new_page()
        other.goto("/journal")
        page.goto("/journal")
        its_own(page)
        for part in (".side", ".bottom"):
            are_same(other, page, TOLD, f" {part}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_without_scripts_it_can_be_read(
    theme: Any, browser: Browser, phone: BrowserContext, server: LiveServer
) -> None:
    sign_in(phone, "parent", to="about:blank").close()
    with without_scripts(browser, phone, server.url) as plain:
        other = plain.new_page()
        other.set_viewport_size(PHONE["viewport"])
        other.emulate_media(color_scheme=theme)
        other.goto("/diary")
        expect(other.locator(".diary-day-shown .diary-lesson").first).to_be_visible()
        remark = other.evaluate("document.querySelector('#first-text noscript').textContent")
        assert "Для всего остального включите JavaScript" in remark
        expect(other.locator(OWN)).to_be_hidden()
        assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_goes_without_a_jump_and_keeps_what_was_opened(phone: BrowserContext) -> None:
    page = sign_in(phone, "parent", to="about:blank")
    held = Held(page)
    page.add_init_script(f"({SHIFTS})()")
    page.goto("/diary", wait_until="commit")
    expect(page.locator(f"{STAND} .day-tab").last).to_be_visible()
    lesson = page.locator(f"{STAND} .diary-day-shown details").first
    if lesson.count():
        lesson.locator("summary").click()
    tab = page.locator(f"{STAND} .day-tab").nth(1)
    tab.focus()
    words = tab.get_attribute("aria-label")
    assert_accessible(page, "#first-text")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    shifted = page.evaluate("window.shifted")
    opened = page.locator(f"{STAND} details[open]").count()
    held.let_go()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == words
    assert page.locator(f"{OWN} details[open]").count() == opened
    assert page.evaluate("window.shifted") - shifted < 0.01


def test_links_and_the_sheet_of_places_work_before_react(phone: BrowserContext) -> None:
    page = sign_in(phone, "parent", to="about:blank")
    held = Held(page)
    page.goto("/", wait_until="commit")
    page.locator(f"{STAND} .bottom-more").click()
    expect(page.locator(f"{STAND} #more")).to_be_visible()
    held.let_go()
    expect(page.locator(f"{OWN} #more")).to_be_visible()
    page.keyboard.press("Escape")
    held = Held(page)
    page.goto("/", wait_until="commit")
    page.locator(f"{STAND} .bottom a[href='/diary']").click()
    page.wait_for_url("**/diary*")
    held.let_go()
    expect(page.locator(".day-strip")).to_be_visible()


def test_after_signing_out_nothing_of_it_comes_back(phone: BrowserContext) -> None:
    page = sign_in(phone, "parent")
    page.goto("/diary")
    its_own(page)
    name = page.locator(f"{OWN} .page-title p").inner_text().split(",")[0]
    page.goto("/diary/marks")
    its_own(page)
    other = phone.new_page()
    other.goto("/")
    its_own(other)
    page.locator(f"{OWN} .bottom-more").click()
    page.locator(f"{OWN} .more .sign-out").click()
    page.wait_for_url("**/login*")
    heard: list[str] = []
    page.on("response", lambda answer: heard.append(answer.url))
    for turn in (page.go_back, page.go_forward, page.go_back, page.reload):
        turn(wait_until="commit")
        page.wait_for_url("**/login*")
        assert name not in page.locator("body").inner_text()
    other.wait_for_url("**/login*")
    other.goto("/diary", wait_until="commit")
    assert other.locator("#first-text").count() == 0
    other.wait_for_url("**/login*")


def test_another_person_in_the_same_browser_sees_their_own(phone: BrowserContext) -> None:
    names = []
    for login in ("parent", "teacher"):
        page = sign_in(phone, login, to="about:blank")
        held = Held(page)
        page.goto("/", wait_until="commit")
        names.append(page.locator(f"{STAND} .more .account-name").text_content())
        held.let_go()
        expect(page.locator(f"{OWN} .more .account-name")).to_have_text(names[-1] or "no name")
        page.locator(f"{OWN} .bottom-more").click()
        page.locator(f"{OWN} .more .sign-out").click()
        page.wait_for_url("**/login*")
        page.close()
    assert names[0] != names[1]


def test_a_reload_keeps_the_place_on_the_page(phone: BrowserContext) -> None:
    page = sign_in(phone, "parent", to="/diary/marks")
    its_own(page)
    page.evaluate("scrollTo(0, 200)")
    page.wait_for_function("() => scrollY > 100")
    page.reload()
    its_own(page)
    page.wait_for_function("() => scrollY > 100")
