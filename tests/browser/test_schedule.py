"""Looking at the schedule: a phone at 360 px, the screen in the hall, a calendar's address, a week turned."""

import re
import sqlite3

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.infra.browser import DESKTOP, PHONE, person, sign_in
from tests.infra.servers import LiveServer

SHARED = True
NARROW = PHONE | {"viewport": {"width": 360, "height": 740}}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_pupil_reads_today_and_tomorrow_on_a_narrow_phone(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with person(browser, server.url, request.node, **NARROW) as context:
        page = sign_in(context, "pupil")
        page.get_by_role("link", name="Расписание").last.click()
        shown = page.locator(".schedule-day:visible")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("Пятница, 20\u00a0ноября")
        assert shown.locator(".schedule-lesson").count() >= 4
        assert fits(page)
        page.get_by_label("Понедельник, 16\u00a0ноября", exact=True).first.click()
        expect(shown).to_contain_text("Понедельник, 16\u00a0ноября")
        page.get_by_role("link", name="Вся неделя").click()
        expect(shown).to_have_count(5)
        assert fits(page)


def test_staff_look_at_a_class_and_turn_the_week(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with person(browser, server.url, request.node, **DESKTOP) as context:
        page = sign_in(context, "teacher", to="/schedule?by=class")
        expect(page.locator(".schedule-week")).to_be_visible()
        page.get_by_role("combobox", name="Класс").select_option(label="6 «А»")
        expect(page.locator(".page-title")).to_contain_text("6 «А» класс")
        expect(page.locator(".schedule-day:visible")).to_have_count(5)
        first, second = (page.locator(f".schedule-line >> nth={at}").bounding_box() for at in (0, 1))
        assert first
        assert second
        assert second["y"] > first["y"]
        page.get_by_role("link", name="Следующая неделя").click()
        expect(page.locator(".week-dates")).to_have_text("23–27\u00a0ноября")
        page.reload()
        expect(page.locator(".page-title")).to_contain_text("6 «А» класс")
        expect(page.locator(".week-dates")).to_have_text("23–27\u00a0ноября")


def test_the_screen_in_the_hall_shows_a_substitution_without_a_reload_until_its_link_ends(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with (
        person(browser, server.url, request.node, **DESKTOP) as office,
        person(browser, server.url, request.node, **DESKTOP) as hall,
    ):
        desk = sign_in(office, "deputy", to="/schedule")
        desk.get_by_role("button", name="Ещё").locator("visible=true").click()
        desk.get_by_role("button", name="Экран в холле").locator("visible=true").click()
        desk.get_by_label("Где стоит экран").fill("Холл")
        desk.get_by_role("button", name="Получить адрес").click()
        expect(desk.locator(".secret-address input")).to_have_value(re.compile("/kiosk/"))
        screen = hall.new_page()
        screen.clock.install()
        screen.goto(desk.locator(".secret-address input").input_value())
        expect(screen.locator("h2").first).to_contain_text("Сегодня")
        before = screen.locator(".days section").first.locator(".cancelled").count()
        _cancel_a_lesson_today(server)
        screen.clock.fast_forward(31_000)
        expect(screen.locator(".days section").first.locator(".cancelled")).to_have_count(before + 1)
        desk.get_by_role("button", name="Отключить").first.click()
        expect(desk.get_by_text("Ссылка больше не действует")).to_be_visible()
        screen.clock.fast_forward(31_000)
        expect(screen.locator("body")).to_contain_text("Эта ссылка больше не действует")


def _cancel_a_lesson_today(server: LiveServer) -> None:
    """What another desk may do meanwhile."""
    with sqlite3.connect(server.database.removeprefix("sqlite:///"), timeout=20) as database:
        changed = database.execute(
            "UPDATE lesson SET status = 'cancelled' WHERE id = (SELECT id FROM lesson "
            "WHERE day = '2026-11-20' AND status = 'planned' AND substitute_id IS NULL LIMIT 1)"
        )
        assert changed.rowcount == 1


def test_a_parent_puts_the_schedule_into_a_calendar(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with person(browser, server.url, request.node, **PHONE) as context:
        page = sign_in(context, "parent", to="/schedule")
        page.locator(".page-title").get_by_role("button", name="Ещё").locator("visible=true").click()
        page.get_by_role("button", name="В мой календарь").locator("visible=true").click()
        page.get_by_role("button", name="Получить адрес").click()
        field = page.locator(".secret-address input")
        expect(field).to_have_value(re.compile(r"\.ics$"))
        link = page.get_by_role("link", name="Открыть в календаре")
        assert (link.get_attribute("href") or "").startswith("webcal://")
        answer = context.request.get(field.input_value())
        assert "BEGIN:VEVENT" in answer.text()
