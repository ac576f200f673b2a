"""A school day end to end: teacher, deputy head, guardian and class teacher, on both sizes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.spread import Spread, course_of, pupil_of
from tests.infra.browser import DESKTOP, PHONE, person, sign_in
from tests.infra.servers import LiveServer

ANNA = "Лебедева Анна"
REASON = "Работа переписана на консультации"

NOTHING_IS_CUT = """box => {
    const edge = box.getBoundingClientRect().right;
    return [...box.querySelectorAll('*')].every(one => one.getBoundingClientRect().right <= edge);
}"""

Arrive = Callable[..., Page]


@dataclass(frozen=True)
class Plan:
    """One device and the cells that it writes: the two devices share a school."""

    device: dict[str, Any]
    day: str
    iso: str
    absent: str
    late_day: str
    late_iso: str


PLANS = {
    "desktop": Plan(
        DESKTOP, "20\u00a0ноября", "2026-11-20", "Зайцева Евгения", "5\u00a0ноября", "2026-11-05"
    ),
    "phone": Plan(PHONE, "10\u00a0ноября", "2026-11-10", "Зимин Артём", "3\u00a0ноября", "2026-11-03"),
}


@pytest.fixture(params=list(PLANS))
def plan(request: pytest.FixtureRequest) -> Plan:
    return PLANS[request.param]


@pytest.fixture
def arrive(
    browser: Browser, server: LiveServer, plan: Plan, request: pytest.FixtureRequest
) -> Iterator[Arrive]:
    """arrive("teacher", "/journal"): that person has signed in on a device of their own."""
    with ExitStack() as people:

        def come(login: str, to: str) -> Page:
            context = people.enter_context(person(browser, server.url, request.node, **plan.device))
            return sign_in(context, login, to=to)

        yield come


def diary_line(page: Page, iso: str, subject: str) -> Locator:
    """What the diary shows beside a subject on the page opened at the day."""
    day = page.locator(".diary-day-shown")
    return day.locator(".diary-lesson", has_text=subject).locator(".diary-results")


def stays_open(page: Page) -> Callable[[], bool]:
    """Whether the page has not been loaded again since this call."""
    page.evaluate("window.notReloaded = true")
    return lambda: bool(page.evaluate("window.notReloaded === true"))


def test_a_school_day(arrive: Arrive, plan: Plan, server: LiveServer) -> None:
    course, anna = course_of(server, "teacher", "Математика"), pupil_of(server)
    diary = arrive("parent", f"/diary?child={anna}&day={plan.iso}")
    expect(diary_line(diary, plan.iso, "Математика")).to_have_count(1)
    older = diary.context.new_page()
    older.goto(f"/diary?child={anna}&day={plan.late_iso}")
    expect(diary_line(older, plan.late_iso, "Математика")).to_have_count(1)
    same, older_same = stays_open(diary), stays_open(older)

    spread = Spread(arrive("teacher", f"/journal?course={course}"))
    spread.expect_open()
    marks_and_attendance(spread, plan)
    expect(diary_line(diary, plan.iso, "Математика")).to_have_text("5")

    asks_for_a_late_change(spread, plan)
    approves(arrive("deputy", "/late-changes"))
    expect(spread.cell(ANNA, plan.late_day)).to_have_text("4")
    expect(diary_line(older, plan.late_iso, "Математика")).to_have_text("4")

    diary.get_by_role("button", name="Прочитано").click()
    expect(diary.locator(".diary-read")).to_contain_text("Прочитано")
    expect(diary.get_by_role("button", name="Прочитано")).to_have_count(0)
    assert same()
    assert older_same()
    class_teacher = arrive("classteacher", f"/class?day={plan.iso}")
    expect(class_teacher.get_by_role("listitem").filter(has_text=ANNA)).to_contain_text("прочитано")


def marks_and_attendance(spread: Spread, plan: Plan) -> None:
    entries = {"Гончаренко Богдан": "3", "Давыдов Константин": "5/4", plan.absent: "н", ANNA: "5"}
    for pupil, text in entries.items():
        spread.set(pupil, plan.day, text)
        expect(spread.cell(pupil, plan.day)).to_contain_text(text)
    spread.expect_saved()
    spread.page.reload()
    for pupil, text in entries.items():
        expect(spread.cell(pupil, plan.day)).to_have_text(text)


def asks_for_a_late_change(spread: Spread, plan: Plan) -> None:
    spread.enter(ANNA, plan.late_day, "4")
    question = spread.page.locator("dialog.sj-ask")
    question.get_by_label("Причина для завуча").fill(REASON)
    assert question.evaluate(NOTHING_IS_CUT)
    question.get_by_role("button", name="Отправить на согласование").click()
    expect(question).to_be_hidden()
    spread.leave()
    expect(spread.cell(ANNA, plan.late_day)).to_contain_text("Ждёт")


def approves(deputy: Page) -> None:
    request = deputy.get_by_role("listitem").filter(has_text=ANNA).first
    expect(request).to_contain_text(REASON)
    request.get_by_role("button", name="Одобрить").click()
    expect(request).to_contain_text("одобрено")
    expect(request.get_by_role("button", name="Отменить")).to_be_visible()
