"""The bell on both sizes: it rings without a reload and is read by looking; a double click decides once."""

import re
import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.spread import Spread, course_of, pupil_of
from tests.infra.browser import assert_accessible
from tests.infra.servers import LiveServer

ANNA = "Лебедева Анна"
DAYS = {"desktop": "17\u00a0ноября", "phone": "12\u00a0ноября"}
HOMEWORK = (
    "Смотри https://example.org/a?b=1&c=(2), и http://школа.рф/план. "
    "javascript:alert(1) data:text/html,x <a href='https://evil.example'>нет</a> ftp://a.example"
)
LINKS = [
    "https://example.org/a?b=1&c=(2)",
    "http://xn--80atdl2c.xn--p1ai/%D0%BF%D0%BB%D0%B0%D0%BD",
    "https://evil.example/",
]


def bell(page: Page) -> Any:
    return page.get_by_role("link", name="Уведомления").filter(visible=True)


def test_a_mark_rings_the_bell_and_looking_reads_it(people: Any, device: str, server: LiveServer) -> None:
    parent = people("parent")
    expect(bell(parent)).to_have_count(1)
    parent.evaluate("window.notReloaded = true")
    bell(parent).click()
    expect(parent.locator(".notice").first).to_be_visible()
    expect(bell(parent).locator(".counter")).to_have_count(0)
    parent.get_by_role("link", name="Сегодня").filter(visible=True).click()
    expect(parent).to_have_url(re.compile(r"/$"))
    course = course_of(server, "teacher", "Математика")
    spread = Spread(people("teacher", f"/journal?course={course}"))
    spread.expect_open()
    spread.set(ANNA, DAYS[device], "5")
    spread.expect_saved()
    expect(bell(parent).locator(".counter")).to_contain_text("1")
    assert parent.evaluate("window.notReloaded")
    bell(parent).click()
    notice = parent.locator(".notice").first
    expect(notice).to_contain_text("Математика: 5")
    expect(notice).to_have_class("notice notice-neutral notice-new")
    assert_accessible(parent)
    expect(bell(parent).locator(".counter")).to_have_count(0)
    notice.click()
    expect(parent.locator(".diary-day-shown")).to_contain_text("Математика")
    assert f"child={pupil_of(server)}" in parent.url


def test_addresses_in_homework_are_links_and_nothing_else_is(people: Any, server: LiveServer) -> None:
    path = server.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=20)) as database:
        database.execute(
            "UPDATE lesson SET homework = ? WHERE day IN ('2026-11-18', '2026-11-19') AND course_id IN"
            " (SELECT c.id FROM course c JOIN enrolment e ON e.class_id = c.class_id WHERE e.pupil_id = ?)",
            (HOMEWORK, pupil_of(server)),
        )
        database.commit()
    diary = people("parent", f"/diary?child={pupil_of(server)}&day=2026-11-20")
    expect(diary.locator("a.linked").first).to_be_attached()
    drawn = diary.locator(".diary-homework", has=diary.locator("a.linked")).first.locator("a.linked")
    found = [drawn.nth(number) for number in range(drawn.count())]
    assert [one.evaluate("link => link.href") for one in found] == LINKS
    assert {one.get_attribute("rel") for one in found} == {"noopener noreferrer nofollow"}
    assert {one.get_attribute("target") for one in found} == {"_blank"}


def test_two_clicks_at_one_place_decide_one_request(people: Any) -> None:
    deputy = people("deputy", "/late-changes")
    approve = deputy.get_by_role("button", name="Одобрить")
    expect(approve.first).to_be_visible()
    waiting = approve.count()
    box = approve.first.bounding_box()
    assert box is not None
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    deputy.mouse.click(*place)
    deputy.mouse.click(*place)
    expect(approve).to_have_count(waiting - 1)
    deputy.mouse.click(*place)
    expect(approve).to_have_count(waiting - 1)
    row = deputy.get_by_role("listitem").filter(has_text="одобрено").first
    row.get_by_role("button", name="Отменить").click()
    expect(approve).to_have_count(waiting)


def test_where_nothing_has_happened_the_page_says_what_will_stand_there(
    people: Any, server: LiveServer
) -> None:
    path = server.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=20)) as database:
        database.execute("DELETE FROM outbox_notice WHERE recipient_id = ?", (pupil_of(server),))
        database.commit()
    for login, words in (
        ("pupil", "Здесь появятся отметки, похвала, замены и пропуски."),
        ("admin", "Здесь появятся замены, отсутствия и решения, которые касаются вас."),
    ):
        page = people(login, "/notices")
        expect(page.locator(".empty")).to_contain_text("Пока тихо.")
        expect(page.locator(".empty")).to_contain_text(words)


def test_where_a_child_has_nothing_of_a_kind_another_can_be_chosen(people: Any) -> None:
    page = people("parent", "/notices?kind=talk")
    expect(page.locator(".empty")).to_have_count(0)
    page.get_by_role("navigation", name="Ребёнок").get_by_role("link").nth(1).click()
    expect(page.locator(".empty")).to_contain_text("Здесь пока ничего нет")
    expect(page.locator(".empty")).to_contain_text("Выберите другой вид или другого ребёнка.")
