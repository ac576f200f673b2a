"""Every page as everybody who sees it: usable by all, in one language, nothing cut, nothing from outside."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from ejournal.demo.accounts import DEMO_LOGINS
from tests.browser.spread import Spread, course_of
from tests.infra.browser import SETTLED, assert_accessible, person, sign_in
from tests.infra.servers import LiveServer

SHARED = True
STRANGER = ""
PAGES = {
    STRANGER: ("/login", "/login?error=locked&wait=200", "/login?error=password", "/no-such-page"),
    "teacher": (
        "/",
        "/chat",
        "/forum",
        "/class-page",
        "/news",
        "/events",
        "/journal?course={course}",
        "/papers",
        "/schedule",
        "/schedule/rooms",
        "/absence",
    ),
    "classteacher": (
        *("/messages", "/messages/new", "/class-page", "/news", "/news?view=mine"),
        *("/surveys", "/surveys/edit?id=1", "/surveys/edit?id=3"),
        *("/surveys/results?id=1", "/surveys/results?id=3&view=people", "/surveys/results?id=1&view=texts"),
        *("/documents?view=school", "/documents/register?id=1"),
        *("/", "/class", "/class/people", "/newcomers", "/papers", "/reports", "/reports?view=courses"),
        *(
            "/reports/early",
            "/reports/use",
            "/reports/own",
            "/reports/charts?view=absences",
            "/reports/charts?view=homework",
        ),
    ),
    "deputy": (
        *(
            "/",
            "/late-changes",
            "/reports",
            "/reports?view=filling",
            "/reports/charts",
            "/reports/use",
            "/reports/own",
            "/reports/own?by=average&least=1000",
        ),
        *("/reports/charts?view=norms", "/reports/charts?view=papers"),
        *("/documents?view=school", "/documents/read?id=1", "/documents/write?id=3"),
        *("/documents/register?state=late", "/documents/register?id=1&state=gone"),
        *("/surveys/edit?id=2", "/surveys/results?id=2&view=cross", "/surveys/results?id=2&view=people"),
        *("/schedule/calendar", "/schedule/bells", "/schedule/import", "/papers", "/papers/archive"),
    ),
    "head": (
        *("/", "/settings", "/settings?section=marks", "/settings?section=classes"),
        *(
            "/settings?section=exemptions",
            "/settings?section=school",
            "/settings?section=notices",
            "/settings?section=chat",
            "/chat/reports",
            "/surveys",
            "/forum",
            "/forum/waiting",
            "/class-page",
            *("/news", "/news?view=mine", "/news/read?id=4", "/news/write?id=6"),
            *("/events", "/events?view=mine", "/events/read?id=1", "/events/write?id=2"),
            "/schedule/edit",
            "/substitutions",
            "/substitutions/journal",
        ),
    ),
    "parent": (
        "/",
        "/chat",
        "/forum",
        "/forum?section=1",
        "/forum/topic?topic=2",
        "/class-page",
        *("/news", "/news?view=archive", "/news/read?id=4", "/news/read?id=2"),
        *("/documents", "/documents/read?id=1"),
        *("/events", "/events?view=list", "/events/read?id=1", "/events/read?id=3"),
        "/diary",
        "/diary/marks",
        "/diary/dynamics",
        "/diary/absences",
        "/account",
        "/notices/choices",
        "/messages",
        "/surveys",
        *("/surveys/answer?id=1", "/surveys/answer?id=2", "/surveys/answer?id=3"),
    ),
    "pupil": ("/", "/chat", "/forum", "/class-page", "/news", "/documents", "/surveys"),
    "admin": (
        *(
            "/",
            "/accounts",
            "/delivery",
            "/people",
            "/people/openings",
            "/consents",
            "/consents/register",
            "/slips",
            "/schedule/calendar",
            "/setup?step=school",
            "/setup?step=year",
            "/setup?step=bells",
        ),
        *("/setup?step=weeks", "/setup?step=subjects", "/setup?step=classes", "/setup?step=people"),
    ),
}
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
NARROW = {"width": 360, "height": 740}

# Words in Latin letters that a Russian page may hold: names of keys and programs, the demo's password.
ALLOWED = {
    *("Eng", "English", "Enter", "F", "alt", "T", "Chrome", "HeadlessChrome", "Linux", "Android", "demo"),
    *("aSc", "Timetables", "XML", "xml", "xlsx", "pdf", "PNG", "JPEG", "WebP", "PDF", "A", "zip", "https"),
    *DEMO_LOGINS,
}
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
NO_WORD = re.compile(r"\S+@\S+|\b[a-z]+\.[a-z]+\d*\b|\b[IVX]+\b")  # an e-mail, a login, a Roman number
SEEN = """() => {
    const said = [document.body.innerText, document.title];
    const names = ['title', 'aria-label', 'placeholder', 'alt'];
    for (const one of document.querySelectorAll(names.map(name => `[${name}]`).join()))
        if (one.checkVisibility()) said.push(...names.map(name => one.getAttribute(name) || ''));
    return said.join('\\n');
}"""
# A school's own lessons may speak a foreign language.
OWN = ".diary-homework, .diary-details, .home-lessons, .journal-line, .journal-lesson"


@dataclass
class Heard:
    """What the browser has complained of, and asked of other servers."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext, home: str) -> None:
        """Note what goes wrong from now on."""
        context.on("console", self._note)
        context.on(
            "request",
            lambda request: (
                self.foreign.append(request.url)
                if not request.url.startswith((home, "data:", "blob:", home.replace("http", "ws", 1)))
                else None
            ),
        )

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            self.errors.append(message.text)


@contextmanager
def visitor(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest, login: str, size: str
) -> Iterator[BrowserContext]:
    """A browser of that size, with that person signed in."""
    device: dict[str, object] = {"viewport": SIZES[size], "reduced_motion": "reduce"}
    if size == "phone":
        device |= {"has_touch": True, "is_mobile": True}
    with person(browser, server.url, request.node, **device) as context:
        if login != STRANGER:
            sign_in(context, login, to="about:blank").close()
        yield context


@pytest.mark.parametrize("login", list(PAGES), ids=lambda login: login or "stranger")
@pytest.mark.parametrize("size", list(SIZES))
def test_pages(
    login: str, size: str, browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    faults: list[str] = []
    heard = Heard()
    with visitor(browser, server, request, login, size) as context:
        heard.listen(context, server.url)
        page = context.new_page()
        for path in PAGES[login]:
            open_page(page, path.format(course=course_of(server, "teacher", "Математика")))
            faults += [f"{path}: {fault}" for fault in faults_of(page, size)]
    assert not faults, "\n".join(faults)
    assert heard.errors == []
    assert heard.foreign == []


@pytest.mark.parametrize("size", list(SIZES))
def test_what_opens_over_the_journal(
    size: str, browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with visitor(browser, server, request, "teacher", size) as context:
        page = context.new_page()
        open_page(page, f"/journal?course={course_of(server, 'teacher', 'Математика')}")
        spread = Spread(page)
        steps: dict[str, Callable[[], None]] = {
            ".sj-panel": lambda: spread.look_into("Лебедева Анна", "19\u00a0ноября"),
            ".sj-roll": page.get_by_role("button", name="Перекличка").click,
            "dialog.sj-ask": lambda: spread.enter("Лебедева Анна", "5\u00a0ноября", "5"),
        }
        faults: list[str] = []
        for shown, step in steps.items():
            step()
            expect(page.locator(shown)).to_be_visible()
            faults += [f"{shown}: {fault}" for fault in faults_of(page, size, shown)]
            page.locator(shown).get_by_role("button", name="Закрыть").click()
            expect(page.locator(shown)).to_be_hidden()
        assert not faults, "\n".join(faults)


def test_the_sheet_from_below_stays_under_the_finger(phone: BrowserContext, server: LiveServer) -> None:
    spread = Spread.of(phone, "teacher", course_of(server, "teacher", "Математика"))
    page = spread.page
    spread.look_into("Лебедева Анна", "20\u00a0ноября")
    panel = page.locator("dialog.sj-panel")
    close = panel.get_by_role("button", name="Закрыть")
    page.wait_for_function(SETTLED)
    stood = close.bounding_box()
    panel.locator(".sj-key").first.tap()
    expect(panel.locator(".sj-history li").first).to_be_attached()  # the history has come, folded
    spread.expect_saved()
    assert close.bounding_box() == stood
    panel.get_by_text("История").tap()
    expect(panel.locator(".sj-history li").first).to_be_visible()


# Who opens what, and the name that a screen reader says of it.
DIALOGS = {
    "teacher": [("/journal?course={course}", "Похвала или замечание", "Похвала или замечание")],
    "admin": [("/consents", "Опубликовать…", "Согласие на передачу данных для школьного питания")],
    "parent": [("/diary/absences", "Сообщить об отсутствии", "Сообщить об отсутствии")],
    "head": [
        ("/settings", "Добавить вид", "Новый вид работы"),
        ("/settings?section=exemptions", "Освободить ученика", "Освободить ученика"),
        ("/settings?section=classes", "9 «А»", "9 «А»"),
    ],
}


@pytest.mark.parametrize("login", list(DIALOGS))
def test_dialogs_say_what_they_are(
    login: str, browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with visitor(browser, server, request, login, "desktop") as context:
        page = context.new_page()
        for path, button, name in DIALOGS[login]:
            open_page(page, path.format(course=course_of(server, "teacher", "Математика")))
            opens = page.get_by_role("button", name=button).filter(visible=True).first
            more = page.get_by_role("button", name="Ещё").filter(visible=True).first
            expect(opens.or_(more).first).to_be_visible()
            if not opens.is_visible():
                more.click()
            opens.click()
            expect(page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
            assert not list(faults_of(page, "desktop", "dialog[open]"))


def open_page(page: Page, path: str) -> None:
    """Go to a page and wait until it is filled."""
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[aria-busy=true], .skeleton")).to_have_count(0)
    page.wait_for_function("document.fonts.status === 'loaded'")


def faults_of(page: Page, size: str, within: str | None = None) -> Iterator[str]:
    """What is wrong with the page at its size, in both colours."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function("theme => document.documentElement.classList.contains(theme)", arg=theme)
        page.wait_for_function(SETTLED)
        try:
            assert_accessible(page, within)
        except AssertionError as found:
            yield f"{theme}: {found}"
    if (lang := page.evaluate("document.documentElement.lang")) != "ru":
        yield f"the document's language is {lang}"
    yield from english_words(page)
    if size == "phone":
        page.set_viewport_size(NARROW)
        yield from overflow(page)
        page.set_viewport_size(SIZES[size])
    else:
        yield from overflow(page)


def english_words(page: Page) -> Iterator[str]:
    own = page.evaluate("css => [...document.querySelectorAll(css)].map(one => one.innerText).join(' ')", OWN)
    found = set(WORD.findall(NO_WORD.sub("", page.evaluate(SEEN)))) - set(WORD.findall(own)) - ALLOWED
    if found:
        yield f"words in Latin letters: {sorted(found)}"


def overflow(page: Page) -> Iterator[str]:
    if (beyond := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        yield f"scrolls sideways by {beyond} px at {page.viewport_size}"
