"""The hand does not wait for the network: slow, cut off, deaf, or two hands in one cell."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.network import Network
from tests.browser.spread import Spread, asked, course_of
from tests.infra.browser import DESKTOP, person
from tests.infra.servers import LiveServer, wait_until

DAY, ISO = "20\u00a0ноября", "2026-11-20"
EACH_WAY_S = 0.5
SHOWN_WITHIN_MS = 100
SAVED_WITHIN_S = 30
PENDING = "is-pending"
# From the key to the frame in which the mark stands, and how the cell looks then.
TIME_TO_PAINT = """cell => new Promise(done => {
    const began = performance.now();
    const stands = () => done([performance.now() - began, cell.className]);
    const look = () => cell.textContent === '4' ? stands() : requestAnimationFrame(look);
    cell.dispatchEvent(new KeyboardEvent('keydown', {key: '4', code: 'Digit4', bubbles: true}));
    look();
})"""


@dataclass
class Desk:
    """A person before the mathematics journal, with a network of their own."""

    spread: Spread
    network: Network

    @property
    def page(self) -> Page:
        return self.spread.page


Sit = Callable[[str], Desk]


@pytest.fixture
def sit(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Sit]:
    """sit("teacher"): that person opens the mathematics journal."""
    with ExitStack() as stack:

        def come(login: str) -> Desk:
            network = stack.enter_context(Network(server.url).running())
            context = stack.enter_context(person(browser, network.url, request.node, **DESKTOP))
            return Desk(Spread.of(context, login, course_of(server, "teacher", "Математика")), network)

        yield come


OF_CELL = (
    " JOIN person p ON p.id = one.pupil_id JOIN lesson l ON l.id = one.lesson_id"
    " WHERE p.last_name = ? AND l.day = ? AND l.course_id = ?"
)


def mark(server: LiveServer, family_name: str) -> int:
    """The mark of the day that stands in the database; 0 for none."""
    course = course_of(server, "teacher", "Математика")
    question = "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM mark one" + OF_CELL
    return asked(server, question, family_name, ISO, course)


def traces(server: LiveServer, family_name: str) -> int:
    """How often the cell of the day was written."""
    course = course_of(server, "teacher", "Математика")
    return asked(server, "SELECT count(*) FROM audit_entry one" + OF_CELL, family_name, ISO, course)


def waits_for(server: LiveServer, marks: dict[str, int]) -> None:
    wait_until(lambda: {name: mark(server, name) for name in marks} == marks, SAVED_WITHIN_S, str(marks))


def test_a_typed_mark_shows_at_once_on_a_slow_network(sit: Sit, server: LiveServer) -> None:
    desk = sit("teacher")
    cell = desk.spread.cell("Кузнецова Кира", DAY)
    cell.click()
    desk.network.slow_down(EACH_WAY_S)
    took_ms, looks = cell.evaluate(TIME_TO_PAINT)
    assert took_ms < SHOWN_WITHIN_MS
    assert PENDING in looks
    desk.spread.expect_saved()
    waits_for(server, {"Кузнецова": 4})


def test_what_is_typed_while_cut_off_is_sent_when_the_network_is_back(sit: Sit, server: LiveServer) -> None:
    desk = sit("teacher")
    desk.network.cut()
    typed = {"Гончаренко": 3, "Давыдов": 4, "Зайцева": 5}
    for name, value in typed.items():
        desk.spread.set(name, DAY, str(value))
        expect(desk.spread.cell(name, DAY)).to_have_text(str(value))
    expect(desk.page.locator(".sj-saved")).to_contain_text("Нет связи. Ждут отправки: 3")
    expect(desk.page.locator(".reconnect")).to_be_visible()
    assert not any(mark(server, name) for name in typed)
    desk.network.mend()
    desk.spread.expect_saved()
    expect(desk.page.locator(".reconnect")).to_have_count(0)
    waits_for(server, typed)


def test_a_closed_page_keeps_what_it_could_not_send(sit: Sit, server: LiveServer) -> None:
    desk = sit("teacher")
    desk.network.cut()
    desk.spread.set("Зимин", DAY, "2")
    expect(desk.page.locator(".sj-saved")).to_contain_text("Ждут отправки: 1")
    context, address = desk.page.context, desk.page.url
    desk.page.close(run_before_unload=False)
    assert mark(server, "Зимин") == 0
    desk.network.mend()
    again = context.new_page()
    again.goto(address)
    waits_for(server, {"Зимин": 2})
    Spread(again).expect_saved()


def test_a_lost_answer_saves_nothing_twice(sit: Sit, server: LiveServer) -> None:
    desk = sit("teacher")
    before = traces(server, "Лебедева")
    desk.network.deafen()
    desk.spread.set("Лебедева", DAY, "5")
    waits_for(server, {"Лебедева": 5})
    assert PENDING in str(desk.spread.cell("Лебедева", DAY).get_attribute("class"))
    desk.network.mend()
    desk.spread.expect_saved()
    assert traces(server, "Лебедева") == before + 1


@pytest.fixture
def substituted(server: LiveServer) -> None:
    """The lesson of the day is given by the class teacher: two people write in it."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute(
            "UPDATE lesson SET substitute_id = (SELECT person_id FROM account WHERE login = 'classteacher')"
            " WHERE day = ? AND course_id = ?",
            (ISO, course_of(server, "teacher", "Математика")),
        )


@pytest.mark.parametrize(
    ("name", "answer", "stands"),
    [("Ковалёва", "Поставить мою", 5), ("Кравченко", "Оставить их отметку", 3)],
    ids=["mine", "theirs"],
)
def test_of_two_hands_in_one_cell_the_later_is_asked(
    sit: Sit, server: LiveServer, substituted: None, name: str, answer: str, stands: int
) -> None:
    late, quick = sit("teacher"), sit("classteacher")
    late.network.cut()
    late.spread.set(name, DAY, "5")
    quick.spread.set(name, DAY, "3")
    waits_for(server, {name: 3})
    late.network.mend()
    question = late.page.locator("dialog.sj-ask")
    expect(question).to_contain_text("Голубева")
    question.get_by_role("button", name=answer).click()
    for desk in (late, quick):
        expect(desk.spread.cell(name, DAY)).to_have_text(str(stands))
    late.spread.expect_saved()
    waits_for(server, {name: stands})


def test_what_one_writes_the_other_sees(sit: Sit, server: LiveServer, substituted: None) -> None:
    one, other = sit("teacher"), sit("classteacher")
    one.spread.set("Лукин", DAY, "4")
    expect(other.spread.cell("Лукин", DAY)).to_have_text("4")
    other.spread.set("Лукин", DAY, "5")
    expect(one.spread.cell("Лукин", DAY)).to_have_text("5")
