"""From an empty database to the first mark, in the browsers of whoever starts the school and of a teacher."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ejournal.services.registration.signs import read_code
from tests.browser import new_school
from tests.browser.first_steps import imports_whole, says, shows_faults
from tests.browser.spread import Spread, asked
from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person
from tests.infra.paper import text_of
from tests.infra.servers import LiveServer, running, stop, wait_until
from tools.moment import Moment, environment

PASSWORD = "тихий омут 7"
ADDRESS = re.compile(r"http://\S+/setup/begin#\S+")


AUGUST, SEPTEMBER = (Moment(datetime(2026, *at, tzinfo=UTC), "") for at in ((8, 27, 8), (9, 8, 9)))
"""When the school is set up, and the Tuesday of its second week."""

Start = Callable[[Moment], LiveServer]


@pytest.fixture
def start(built_pages: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """start(moment): the program of a real school at that moment, on one folder that was empty."""
    monkeypatch.delenv("EJOURNAL_TODAY")
    clocks = {at: environment(at) for at in (AUGUST, SEPTEMBER)}  # by this process's own, before it is moved
    with ExitStack() as servers:

        def begin(moment: Moment) -> LiveServer:
            for name, value in clocks[moment].items():
                monkeypatch.setenv(name, value)
            database = f"sqlite:///{tmp_path}/school.db"
            folder = str(tmp_path / "data")
            server = servers.enter_context(running(tmp_path, database, demo="false", data_folder=folder))
            wait_until(lambda: "Ctrl+C" in server.log.read_text(), 20, server.log.read_text)
            return server

        yield begin


def setup_address(server: LiveServer) -> str:
    found = ADDRESS.search(server.log.read_text())
    assert found is not None
    return found[0]


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def sends(page: Page) -> None:
    page.locator("button.button-primary[type=submit]").click()


def heading(page: Page, words: str) -> None:
    expect(page.locator(".sheet h2, h1").filter(has_text=words).first).to_be_visible()


def becomes_administrator(page: Page, server: LiveServer) -> None:
    page.goto(setup_address(server))
    heading(page, "Какая это школа?")
    assert "#" not in page.url
    assert_accessible(page)
    fill(page, name="Средняя школа № 12", short_name="Школа № 12", inn="7707083894")
    sends(page)
    expect(page.get_by_role("alert")).to_contain_text("не сходятся контрольные цифры")
    fill(page, inn="7707083893")
    sends(page)
    heading(page, "Кто ведёт журнал школы?")
    assert_accessible(page)
    fill(page, last_name="Гордеев", first_name="Дмитрий", login="gordeev")
    fill(page, password=PASSWORD, password_again=PASSWORD)
    page.get_by_label("Я ещё и завуч").check()
    sends(page)


def sets_up(page: Page) -> None:
    heading(page, "Год и каникулы")
    page.goto("/setup?step=bells")
    expect(page.get_by_text("Этому шагу нужны его дни.")).to_be_visible()
    page.get_by_role("link", name="Год и каникулы").last.click()
    page.locator("[name=begins]").wait_for()
    sends(page)
    expect(page.get_by_text("Осенние каникулы")).to_be_visible()
    page.get_by_role("link", name="Дальше").click()
    heading(page, "Звонки")
    fill(page, lasts="40")
    page.get_by_role("button", name="Показать, что получится").click()
    expect(page.get_by_text("9:20–10:00")).to_be_visible()
    sends(page)
    heading(page, "Недели и шкалы")
    sends(page)
    heading(page, "Предметы")
    page.get_by_label("Химия").uncheck()
    fill(page, own="Шахматы")
    sends(page)
    heading(page, "Классы")
    entry = page.locator("[name=classes]")
    entry.fill("1А 6Z")
    expect(page.get_by_text("«Z» — не русская буква")).to_be_visible()
    entry.fill("9А–В")
    page.get_by_role("button", name="Создать 3 класса").click()
    expect(page.get_by_text("9 «В»").first).to_be_visible()


def brings_people(page: Page) -> None:
    """600 people from a workbook; each of its faults is named in one pass, the rest comes in."""
    page.goto("/people/import")
    page.locator("input[type=file]").set_input_files(
        {"name": "школа.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": new_school.everybody()}
    )
    shows_faults(page, new_school.FAULTS)
    page.get_by_role("button", name=re.compile(r"^Загрузить \d+ человек")).click()
    says(page, "The list is taken in")


def missing(page: Page) -> Locator:
    """What the administrator's «Сегодня» says is still missing for a first lesson."""
    page.goto("/")
    page.locator(".sheet").first.wait_for()
    return page.locator(".sheet").filter(has_text="До первого урока").get_by_role("listitem")


def slip_of_a_teacher(page: Page, server: LiveServer, name: str) -> str:
    """The code on the teacher's slip."""
    teacher = asked(server, "SELECT id FROM person WHERE last_name = ?", name.split()[0])
    answer = page.request.post(f"/print/slips?whom=staff&person={teacher}", headers={"Origin": server.url})
    return next(word for word in text_of(answer.body()).split() if read_code(word))


def registers(page: Page, code: str) -> None:
    page.goto(f"/register#{code}")
    fill(page, password=PASSWORD, password_again=PASSWORD)
    sends(page)
    page.wait_for_url(lambda address: "/register" not in address)


def gives_the_first_mark(page: Page, course: int) -> None:
    spread = Spread(page)
    spread.open(course)
    first = page.locator(".sj-row th[title]").nth(0).get_attribute("title") or ""
    spread.set(first, "7\u00a0сентября", "5")
    spread.expect_saved()
    page.reload()
    expect(spread.cell(first, "7\u00a0сентября")).to_have_text("5")


def test_an_empty_database_becomes_a_school_that_gives_marks(
    browser: Browser, start: Start, request: pytest.FixtureRequest
) -> None:
    server = start(AUGUST)
    with person(browser, server.url, request.node, **DESKTOP) as context:
        page = context.new_page()
        becomes_administrator(page, server)
        sets_up(page)
        page.reload()  # what was told of the classes fades away
        heading(page, "Классы")
        assert_accessible(page)
        expect(missing(page).first).to_contain_text("Учителя")
        brings_people(page)
        imports_whole(page, new_school.timetable())
        expect(missing(page)).to_have_count(1)  # consents, which the school is to read first
        expect(missing(page)).to_contain_text("Согласия")
        code = slip_of_a_teacher(page, server, "Орлова Вера")
    with person(browser, server.url, request.node, **PHONE) as context:
        page = context.new_page()
        page.goto(setup_address(server))
        expect(page.get_by_role("alert")).to_contain_text("Этим адресом уже воспользовались")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    stop(server.process)
    server = start(SEPTEMBER)
    with person(browser, server.url, request.node, **DESKTOP) as context:
        page = context.new_page()
        registers(page, code)
        course = asked(server, "SELECT course_id FROM lesson WHERE day = '2026-09-07' AND number = 1")
        gives_the_first_mark(page, course)
