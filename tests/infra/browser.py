"""A real Chromium for tests: a desktop and a phone, and accessibility by axe."""

import asyncio
import re
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ejournal.settings import ROOT
from tests.infra import messages
from tests.infra.moments import script_of_the_moment
from tests.infra.servers import LiveServer
from tools import install_chromium
from tools.moment import machine_clock

PICTURES = ROOT / "test-results"
SETTLED = """document.getAnimations().every(
  one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity
)"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DEVICES = {"desktop": DESKTOP, "phone": PHONE}
ACTS_WITHIN_MS = 45_000
NO_FIRST_TEXT = """new MutationObserver((_, watch) => {
  const stand = document.getElementById('first-text');
  if (stand) stand.remove();
  if (stand || document.readyState !== 'loading') watch.disconnect();
}).observe(document, { childList: true, subtree: true });"""
TOASTS = "[data-sonner-toaster]"
SERIOUS = ["serious", "critical"]
# Of what is well axe tells one node each: a grid has a thousand.
VIOLATIONS = """([within, serious]) => axe.run(within, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.filter(({ impact }) => serious.includes(impact)))"""
FAILED = pytest.StashKey[bool]()
TAKEN = pytest.StashKey[int]()
_homes: dict[BrowserContext, str] = {}
"""The journal's address for each browser of a person."""

expect.set_options(timeout=ACTS_WITHIN_MS)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for the picture its browser leaves."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Playwright leaves the thread with a running loop; a test without a browser begins with none."""
    if "browser" in item.path.parts:
        return (yield)
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(running)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for each test process."""
    with machine_clock():
        path = install_chromium.find()
    assert path is not None, "no Chromium: run tools/install_chromium.py"
    with ExitStack() as stack:
        with machine_clock():
            playwright = stack.enter_context(sync_playwright())
            chromium = playwright.chromium.launch(
                executable_path=path, args=FLAGS, env=dict(install_chromium.environment(path))
            )
        loop = asyncio.get_running_loop()
        yield chromium
        asyncio._set_running_loop(loop)  # whichever test was the last
        chromium.close()


@pytest.fixture
def desktop(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A person at a desk: 1440×900, Russian, Moscow time, own cookies."""
    with person(browser, server.url, request.node, **DESKTOP) as context:
        yield context


@pytest.fixture
def phone(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A person with a phone: 390×844, touch, own cookies."""
    with person(browser, server.url, request.node, **PHONE) as context:
        yield context


@contextmanager
def person(
    browser: Browser, url: str, test: pytest.Item, *, first_text: bool = False, **device: Any
) -> Iterator[BrowserContext]:
    """A browser of one's own; pictures are kept when the test fails, and a script's error fails it.

    first_text: the first text of a page stands until React takes it over, as for everybody. Without it a test
    has the page from the beginning as React draws it: whatever it looks for is there once.
    """
    context = browser.new_context(base_url=url, locale="ru-RU", timezone_id="Europe/Moscow", **device)
    _homes[context] = url
    context.set_default_timeout(ACTS_WITHIN_MS)
    messages.watch(context)
    context.add_init_script(script_of_the_moment())
    if not first_text:
        context.add_init_script(NO_FIRST_TEXT)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    try:
        yield context
    finally:
        if test.stash.get(FAILED, False):
            _take_pictures(context, test)
        messages.look_once_more(context)
        context.close()
        del _homes[context]
    assert not errors, f"errors in the browser: {errors}"


def sign_in(context: BrowserContext, login: str, password: str = "demo", *, to: str = "/") -> Page:
    """A page at the address, of a person who has signed in before it was opened."""
    form: dict[str, str | float | bool] = {"login": login, "password": password}
    origin = {"Origin": _homes[context]}
    answer = context.request.post("/auth/login", form=form, headers=origin, max_redirects=0)
    assert answer.status == 303, answer.text()
    assert not answer.headers["location"].startswith("/login"), answer.headers["location"]
    page = context.new_page()
    page.goto(to)
    return page


def sign_in_by_form(context: BrowserContext, login: str, password: str = "demo") -> Page:
    """Sign in through the page as a person does; gives the page that follows."""
    page = context.new_page()
    page.goto("/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(lambda address: "/login" not in address)
    return page


@cache
def _axe() -> str:
    return str(Axe().axe_script)


def press(page: Page, name: str) -> None:
    """Press an action of the page's title: on a phone the rarer ones stand behind «Ещё»."""
    title = page.locator(".page-title")
    button = title.get_by_role("button", name=name, exact=True)
    more = title.get_by_role("button", name="Ещё", exact=True)
    expect(button.or_(more).first).to_be_visible()
    if not button.count():
        more.click()
    button.click()


def assert_accessible(page: Page, within: str | None = None) -> None:
    """AssertionError naming each serious or critical violation that axe finds, and where.

    Once what floats has come to rest: half-way in, words are paler than they will be. Toasts come and go
    while axe looks: they are looked at where they stand still, in `assert_toast_accessible`.
    """
    page.wait_for_function(SETTLED)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_axe())
    violations = page.evaluate(VIOLATIONS, [within or {"exclude": [[TOASTS]]}, SERIOUS])
    found = [
        f"{violation['id']}: {violation['help']} — {node['html'][:160]} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, f"{len(found)} at {page.url}:\n" + "\n".join(found)


def assert_toast_accessible(page: Page) -> None:
    """The same of the toast that has just come, held still by the pointer."""
    toast = page.locator(f"{TOASTS} [data-mounted=true]").first
    toast.hover()
    assert_accessible(page, TOASTS)


def _take_pictures(context: BrowserContext, test: pytest.Item) -> None:
    """Of each page, numbered through all browsers of the test."""
    PICTURES.mkdir(exist_ok=True)
    for page in context.pages:
        number = test.stash[TAKEN] = test.stash.get(TAKEN, -1) + 1
        file = Path(re.sub(r"[^\w-]+", "_", test.name) + f"_{number}.png")
        page.screenshot(path=PICTURES / file)
