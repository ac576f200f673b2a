"""What is typed on a phone without a network waits where it is seen and goes in by itself, once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bench.network import Network
from tests.browser.spread import Spread, asked, course_of
from tests.infra.browser import PHONE, assert_accessible, person, sign_in
from tests.infra.servers import LiveServer, wait_until

TODAY, BEFORE = "20\u00a0ноября", "19\u00a0ноября"
WAITS = "Ждёт сети, сохранится само"
KEPT = "caches.open('kept').then(one => one.keys()).then(all => all.map(one => new URL(one.url).pathname))"
TEXTS = "SELECT count(*) FROM lesson WHERE course_id = ? AND ? IN (topic, homework)"
WRITTEN = "SELECT count(*) FROM audit_entry WHERE action = 'lesson.put' AND after LIKE ?"
NOTICES = "SELECT count(*) FROM absence_notice WHERE note = ?"


@pytest.fixture
def network(server: LiveServer) -> Iterator[Network]:
    """A network that can be cut off."""
    with Network(server.url).running() as found:
        yield found


@pytest.fixture
def app(browser: Browser, network: Network, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A phone with a network of its own."""
    with person(browser, network.url, request.node, **PHONE) as context:
        yield context


@pytest.fixture
def spread(app: BrowserContext, server: LiveServer) -> Spread:
    """The mathematics journal of the teacher, on the phone."""
    spread = Spread(sign_in(app, "teacher"))
    spread.open(course_of(server, "teacher", "Математика"))
    return spread


def lose(page: Page, network: Network) -> None:
    """The network goes: the browser knows it, and its socket is gone."""
    page.context.set_offline(True)
    network.cut()
    expect(page.locator(".reconnect.is-away")).to_be_visible()


def find(page: Page, network: Network) -> None:
    """The network is back."""
    network.mend()
    page.context.set_offline(False)


def choose(spread: Spread, day: str) -> None:
    spread.cell("Лебедева Анна", day).tap()
    spread.leave()
    expect(spread.page.locator(".journal-lesson-head")).to_contain_text(day)


def write(page: Page, label: str, text: str) -> Locator:
    """Type into a field of the lesson and leave it."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()
    return field


def test_topic_and_homework_wait_by_their_fields_and_save_themselves(
    spread: Spread, network: Network, server: LiveServer
) -> None:
    page, course = spread.page, course_of(server, "teacher", "Математика")
    choose(spread, TODAY)
    lose(page, network)
    write(page, "Тема урока", "Дроби без сети")
    write(page, "Домашнее задание", "№ 12 без сети")
    waits = page.locator(".draft-waits")
    expect(waits).to_have_text([WAITS, WAITS])
    assert_accessible(page, ".journal-lesson")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not asked(server, TEXTS, course, "Дроби без сети")
    find(page, network)
    expect(waits).to_have_count(0)
    for text in ("Дроби без сети", "№ 12 без сети"):
        wait_until(lambda text=text: asked(server, TEXTS, course, text) == 1, 45, f"{text} is not saved")
    expect(page.locator(".draft-restored")).to_have_count(0)
    assert (
        asked(server, WRITTEN, "%\\u0414\\u0440\\u043e\\u0431\\u0438 \\u0431\\u0435\\u0437%")
        + asked(server, WRITTEN, "%Дроби без сети%")
        == 1
    )


def test_a_page_that_was_closed_saves_what_waited_when_it_is_opened_again(
    spread: Spread, network: Network, server: LiveServer
) -> None:
    page, course = spread.page, course_of(server, "teacher", "Математика")
    choose(spread, BEFORE)
    lose(page, network)
    write(page, "Тема урока", "Ждала закрытой")
    expect(page.locator(".draft-waits")).to_have_text(WAITS)
    context, address = page.context, page.url
    page.close(run_before_unload=False)
    network.mend()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)  # at another lesson
    wait_until(lambda: asked(server, TEXTS, course, "Ждала закрытой") == 1, 45, "not saved")
    expect(page.locator(".draft-waiting")).to_have_count(0)


def test_what_another_wrote_meanwhile_is_shown_and_the_hand_decides(
    spread: Spread, network: Network, server: LiveServer, desktop: BrowserContext
) -> None:
    page, course = spread.page, course_of(server, "teacher", "Математика")
    choose(spread, TODAY)
    lose(page, network)
    write(page, "Тема урока", "Моя тема")
    other = Spread(sign_in(desktop, "teacher"))
    other.open(course)
    other.cell("Лебедева Анна", TODAY).click()
    expect(other.page.locator(".journal-lesson-head")).to_contain_text(TODAY)
    write(other.page, "Тема урока", "Их тема")
    wait_until(lambda: asked(server, TEXTS, course, "Их тема") == 1, 45, "not saved")
    find(page, network)
    note = page.locator(".draft-restored")
    expect(note).to_contain_text("Тем временем здесь записали: Их тема")
    expect(page.get_by_label("Тема урока", exact=True)).to_have_value("Моя тема")
    assert asked(server, TEXTS, course, "Их тема") == 1
    note.get_by_role("button", name="Сохранить").click()
    wait_until(lambda: asked(server, TEXTS, course, "Моя тема") == 1, 45, "not saved")
    expect(note).to_have_count(0)


def announce(page: Page, note: str, day: str | None = None) -> None:
    """Fill in the form that stands without a network."""
    page.get_by_role("link", name="Сообщить об отсутствии").first.click()
    expect(page.get_by_role("heading", name="Сообщить об отсутствии")).to_be_visible()
    if day:
        page.get_by_label("Первый день").fill(day)
        page.get_by_label("Последний день").fill(day)
    page.get_by_label("Болезнь").check()
    page.get_by_label("Пояснение для классного руководителя").fill(note)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    page.get_by_role("button", name="Сообщить").click()


def at_home(app: BrowserContext) -> Page:
    """The parent's main page, kept on the phone."""
    page = sign_in(app, "parent")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # the next page is under its hand
    page.goto("/")
    wait_until(lambda: "/" in page.evaluate(KEPT), 45, "the main page is not kept")
    return page


def test_an_absence_waits_on_today_and_is_announced_once(
    app: BrowserContext, network: Network, server: LiveServer
) -> None:
    page = at_home(app)
    lose(page, network)
    announce(page, "Температура без сети", "2026-11-20")
    waits = page.locator(".offline-waits li")
    expect(waits).to_contain_text("Температура без сети — ждёт сети")
    assert_accessible(page)
    assert not asked(server, NOTICES, "Температура без сети")
    other = app.new_page()
    other.goto("/")
    expect(other.locator(".offline-waits li")).to_have_count(1)
    find(page, network)
    wait_until(lambda: asked(server, NOTICES, "Температура без сети") == 1, 45, "not announced")
    for one in (page, other):
        expect(one.locator(".home-lessons").first).to_be_visible()
        expect(one.locator(".offline-waits, .unsent")).to_have_count(0)
    page.reload()
    expect(page.locator(".home-lessons").first).to_be_visible()
    assert asked(server, NOTICES, "Температура без сети") == 1


def test_an_absence_that_is_refused_says_why_and_keeps_its_words(
    app: BrowserContext, network: Network, server: LiveServer
) -> None:
    page = at_home(app)
    lose(page, network)
    announce(page, "Давно болел", "2026-10-01")
    expect(page.locator(".offline-waits li")).to_contain_text("Давно болел")
    find(page, network)
    line = page.locator(".unsent li")
    expect(line).to_contain_text("Здесь можно сообщить об отсутствии не старше недели")
    assert_accessible(page)
    line.get_by_role("link", name="Исправить").click()
    expect(page.get_by_label("Пояснение для классного руководителя")).to_have_value("Давно болел")
    assert not asked(server, NOTICES, "Давно болел")
    page.goto("/")
    expect(page.locator(".home-lessons").first).to_be_visible()
    expect(page.locator(".unsent")).to_have_count(0)
