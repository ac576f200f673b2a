"""The journal as an app on a phone: installed, readable without a network, nobody else's."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from bench.network import Network
from tests.browser.spread import asked
from tests.infra.browser import PHONE, assert_accessible, person, sign_in, sign_in_by_form
from tests.infra.servers import LiveServer, wait_until

SHARED = True
BAR = ".offline-bar"
KEPT = "caches.open('kept').then(one => one.keys()).then(all => all.map(one => new URL(one.url).pathname))"


@pytest.fixture
def network(server: LiveServer) -> Iterator[Network]:
    """A network that can be cut off."""
    with Network(server.url).running() as found:
        yield found


@pytest.fixture
def app(browser: Browser, network: Network, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """The journal on a phone, with a network of its own."""
    with person(browser, network.url, request.node, **PHONE) as context:
        yield context


def seen(page: Page, *paths: str) -> None:
    """Look at the pages until they are kept."""
    for path in paths:
        page.goto(path)
        wait_until(lambda path=path: path in page.evaluate(KEPT), 45, f"{path} is not kept")


def words(page: Page) -> str:
    return page.locator("#content").inner_text()


def test_a_browser_takes_the_journal_for_an_app(phone: BrowserContext) -> None:
    page = sign_in(phone, "parent")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session = phone.new_cdp_session(page)

    def hinders() -> list[object]:
        found: list[object] = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        return found

    wait_until(lambda: not hinders(), 45, lambda: str(hinders()))
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert "Школьный журнал" in found["data"]


def test_what_was_seen_last_is_read_in_flight_mode_and_fresh_when_the_network_is_back(
    app: BrowserContext, network: Network
) -> None:
    page = sign_in(app, "parent", to="about:blank")
    seen(page, "/", "/diary/marks", "/schedule", "/diary")
    before = words(page)
    network.cut()
    fresh = app.new_page()
    page.close()
    fresh.goto("/diary")
    expect(fresh.locator(BAR)).to_have_text(re.compile(r"Нет сети\. Данные на \d+ .+ в \d\d:\d\d"))
    assert words(fresh) == before
    assert fresh.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(fresh)
    fresh.locator(".bottom a[href='/']").first.click()
    fresh.wait_for_url(lambda address: "/diary" not in address)
    expect(fresh.locator(BAR)).to_be_visible()
    fresh.goto("/notices")
    expect(fresh.get_by_role("heading", name="Нет сети")).to_be_visible()
    expect(fresh.get_by_text("Сейчас можно прочитать:")).to_be_visible()
    assert_accessible(fresh)
    fresh.get_by_role("link", name="Дневник").click()
    fresh.wait_for_url(lambda address: "/diary" in address)
    expect(fresh.locator(BAR)).to_be_visible()
    network.mend()
    expect(fresh.locator(BAR)).to_have_count(0)
    wait_until(lambda: words(fresh) == before, 45, lambda: words(fresh))


def test_nothing_kept_is_said_so(app: BrowserContext, network: Network) -> None:
    page = app.new_page()
    page.goto("/login")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    network.cut()
    page.goto("/diary")
    expect(page.get_by_text("На этом устройстве ещё ничего не сохранено")).to_be_visible()


def test_another_person_sees_nothing_of_the_one_before(app: BrowserContext, network: Network) -> None:
    page = sign_in(app, "parent", to="about:blank")
    seen(page, "/", "/diary")
    app.clear_cookies()
    page = sign_in_by_form(app, "pupil")
    wait_until(lambda: "/diary" not in page.evaluate(KEPT), 45, lambda: "kept for another")
    seen(page, "/")
    network.cut()
    page.goto("/diary")
    expect(page.get_by_role("heading", name="Нет сети")).to_be_visible()
    assert page.evaluate(KEPT).count("/diary") == 0


def test_who_signs_out_without_a_network_is_signed_out_here_at_once_and_there_later(
    app: BrowserContext, network: Network
) -> None:
    page = sign_in(app, "parent", to="about:blank")
    seen(page, "/diary", "/")
    network.cut()
    page.goto("/")
    page.get_by_role("button", name="Ещё").click()
    page.get_by_role("button", name="Выйти").last.click()
    expect(page.get_by_role("heading", name="Вы вышли на этом устройстве")).to_be_visible()
    assert page.evaluate(KEPT) == []
    page.goto("/diary")
    expect(page.get_by_role("heading", name="Вы вышли на этом устройстве")).to_be_visible()
    network.mend()
    expect(page.locator("input[name=login]")).to_be_visible()


def test_a_sign_in_that_ended_elsewhere_leaves_nothing(
    app: BrowserContext, browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    page = sign_in(app, "parent", to="about:blank")
    seen(page, "/diary", "/")
    app.clear_cookies()
    page.goto("/diary")
    expect(page.locator("input[name=login]")).to_be_visible()
    wait_until(lambda: page.evaluate(KEPT) == [], 45, lambda: "kept after the sign-in's end")


def sign_ins(server: LiveServer, login: str) -> int:
    """How many sign-ins of the person are alive."""
    return asked(
        server,
        "SELECT count(*) FROM sign_in_session s JOIN account a ON a.id = s.account_id"
        " WHERE a.login = ? AND s.ended_at IS NULL",
        login,
    )


@pytest.mark.parametrize("status", ["502 Bad Gateway", "500 Internal Server Error", "429 Too Many Requests"])
def test_a_sign_out_that_the_server_did_not_hear_is_told_it_later(
    status: str, app: BrowserContext, network: Network, server: LiveServer
) -> None:
    page = sign_in(app, "parent")
    alive = sign_ins(server, "parent")
    seen(page, "/")
    network.answer(status)
    page.get_by_role("button", name="Ещё").click()
    page.get_by_role("button", name="Выйти").last.click()
    expect(page.get_by_role("heading", name="Вы вышли на этом устройстве")).to_be_visible()
    page.goto("/diary")
    expect(page.get_by_role("heading", name="Вы вышли на этом устройстве")).to_be_visible()
    assert page.evaluate(KEPT) == []
    assert sign_ins(server, "parent") == alive
    network.mend()
    expect(page.locator("input[name=login]")).to_be_visible()
    assert sign_ins(server, "parent") == alive - 1


def test_a_sign_out_without_a_network_takes_what_was_typed_along(
    app: BrowserContext, network: Network
) -> None:
    page = sign_in(app, "parent")
    seen(page, "/")
    page.evaluate("localStorage.setItem('ejournal.draft:1:absence:1', '{}')")
    network.cut()
    page.goto("/")
    expect(page.locator(BAR)).to_be_visible()
    page.get_by_role("button", name="Ещё").click()
    page.get_by_role("button", name="Выйти").last.click()
    expect(page.get_by_role("heading", name="Вы вышли на этом устройстве")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ejournal.draft:'))") == []


def test_another_build_s_worker_takes_over_and_keeps_what_can_be_read(
    app: BrowserContext, network: Network
) -> None:
    page = sign_in(app, "parent")
    seen(page, "/diary", "/")
    shells = "caches.keys().then(all => all.filter(one => one.startsWith('shell-')))"
    [before] = page.evaluate(shells)
    build = before.removeprefix("shell-")
    network.put_in_place(f'"build": "{build}"'.encode(), f'"build": "{build[::-1]}"'.encode())
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update()).then(() => true)")
    expect(page.locator("#content")).to_be_visible()  # the open page goes on
    page.goto("/schedule")
    expect(page.locator("#content h1")).to_be_visible()

    def opened_anew() -> Page:
        # The worker of before serves until its last page has gone, which is a moment after the closing.
        for one in app.pages:
            one.close()
        found = app.new_page()
        found.goto("/")
        return found

    last: list[object] = []

    def is_taken_over() -> bool:
        last[:] = opened_anew().evaluate(shells)
        return last == [f"shell-{build[::-1]}"]

    wait_until(is_taken_over, 45, lambda: str(last))
    [page] = app.pages
    network.cut()
    page.goto("/diary")
    expect(page.locator(BAR)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.bottom')).position") == "fixed"


CHUNK = "**/assets/_diary_._index-*.js"


def test_a_tab_of_a_build_before_is_read_anew_where_its_scripts_are_gone(phone: BrowserContext) -> None:
    page = sign_in(phone, "parent")
    page.goto("/")
    expect(page.locator(".home-lessons").first).to_be_visible()
    # The scripts of the build before are there for nobody; the page that is read anew names others.
    phone.route(CHUNK, lambda route: route.fulfill(status=404, body="Not Found"))
    with page.expect_event("load"):
        page.locator(".bottom a[href^='/diary']").first.click()
    phone.unroute(CHUNK)
    expect(page.locator(".home-lessons").first).to_be_visible()
    page.locator(".bottom a[href^='/diary']").first.click()
    expect(page.locator(".day-strip")).to_be_visible()


def test_a_tab_of_a_build_before_says_so_calmly_and_goes_on(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    """It is read anew once; where that brought the same build again, a bar offers it."""
    with (
        Network(server.url).running() as network,
        person(browser, network.url, request.node, **PHONE, service_workers="block") as context,
    ):
        page = sign_in(context, "parent")
        expect(page.locator(".home-lessons").first).to_be_visible()
        known = page.evaluate(SCHEMA)
        context.route("**/assets/*.js", lambda route: of_another_build(route, known))
        page.goto("/")
        bar = page.locator("#reflex-new-version-banner")
        expect(bar).to_contain_text("Журнал обновился. Эта страница от прежней версии")
        expect(page.locator(".home-lessons").first).to_be_visible()
        page.locator(".bottom a[href^='/diary']").first.click()
        expect(page.locator(".day-strip")).to_be_visible()
        context.unroute("**/assets/*.js")
        with page.expect_event("load"):
            bar.get_by_role("button", name="Обновить страницу").click()


SCHEMA = """async () => {
  for (const { name } of performance.getEntriesByType('resource')) {
    if (!name.endsWith('.js')) continue;
    const found = /stateSchema[=:]\\s*[`'"](\\w+)[`'"]/.exec(await (await fetch(name)).text());
    if (found) return found[1];
  }
}"""


def of_another_build(route: Route, known: str) -> None:
    """A script in which the mark of the build's states is another."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(known, known[::-1]))
