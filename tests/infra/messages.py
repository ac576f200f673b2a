"""Messages never seen: over the run, which words that the program tells have been shown to anybody.

In tests of handlers and routes a message is shown when it is put into the person's language: services raise
ids, and only what answers a person turns them into words. In a browser it is shown when it is seen. With
--whole a message that nobody has seen fails the run; --messages tells what is unseen after a part.
"""

import json
import re
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from ejournal import i18n
from tests.infra.message_ids import Words, messages

ANSWERING = ("pages", "ui", "http", "access", "serve", "commands")
"""Layers whose tests run what answers a person, in their own process."""
TOLD = ".callout, .empty, [role=alert], [role=status], [data-sonner-toast], .field-error, .reconnect"
LONG = 30
"""Letters from which words cannot stand within others by chance."""
LOOKING = """selector => {
    const known = new Set()
    let waiting = false
    const look = () => {
        waiting = false
        for (const one of document.querySelectorAll(selector)) {
            const text = one.checkVisibility() ? one.innerText : ''
            if (text && !known.has(text)) { known.add(text); window.journalShows(text) }
        }
    }
    const soon = () => { if (!waiting) { waiting = true; setTimeout(look, 20) } }
    const changes = { childList: true, subtree: true, characterData: true }
    new MutationObserver(soon).observe(document, { ...changes, attributeFilter: ['open', 'hidden'] })
    for (const press of ['pointerdown', 'click', 'keydown']) addEventListener(press, look, true)
    window.journalLooks = look
    if (!location.protocol.startsWith('http')) return
    for (const text of JSON.parse(sessionStorage.getItem('journalShown') ?? '[]')) window.journalShows(text)
    sessionStorage.removeItem('journalShown')
    const keep = () => sessionStorage.setItem('journalShown', JSON.stringify([...known]))
    addEventListener('pagehide', () => { look(); keep() })
}"""
"""Tells each new text of what tells something, as a person sees it; also before a press that may end it.

What a page says as it is left is not always heard: the next page of the tab says it once more."""

shown: set[str] = set()
seen_texts: set[str] = set()
_COLLECTED = pytest.StashKey[set[str]]()


@contextmanager
def noted_when_put_into_words(layer: str) -> Iterator[None]:
    """While the block runs, what is put into a language counts as shown; in answering layers only."""
    if layer not in ANSWERING:
        yield
        return
    real = i18n.translations
    i18n.translations = _noting(real)  # type: ignore[assignment]
    try:
        yield
    finally:
        i18n.translations = real


def _noting(real: Callable[[str], Any]) -> Callable[[str], Any]:
    class Noting:
        def __init__(self, locale: str) -> None:
            self.known = real(locale)

        def gettext(self, message: str) -> str:
            _note(message)
            return str(self.known.gettext(message))

        def ngettext(self, one: str, many: str, n: int) -> str:
            _note(one)
            return str(self.known.ngettext(one, many, n))

    return cache(Noting)


def _note(message: str) -> None:
    # A page that is compiled holds all its words, whether anybody comes to see them or not.
    if sys._getframe(3).f_globals["__name__"] != "ejournal.ui.words.text":
        shown.add(message)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what each test shows."""
    parts = Path(item.nodeid.partition("::")[0]).parts
    with noted_when_put_into_words(parts[1] if len(parts) > 2 else ""):
        return (yield)


def watch(context: BrowserContext) -> None:
    """Let the messages that a browser's pages show be noted."""
    context.expose_binding("journalShows", lambda _source, text: seen_texts.add(str(text)))
    context.add_init_script(f"({LOOKING})({json.dumps(TOLD)})")


def look_once_more(context: BrowserContext) -> None:
    """Note what the pages show at last, before they are closed."""
    for page in context.pages:
        with suppress(PlaywrightError):  # a page that is just being loaded shows nothing
            page.evaluate("window.journalLooks?.()")


def of_texts(texts: set[str]) -> set[str]:
    """The ids of the messages that stand in texts seen on pages."""
    lines = {line.strip() for text in texts for line in text.splitlines()}
    whole = "\n".join(" ".join(text.split()) for text in texts)
    return {one.id for one in messages().values() if any(_stands(text, lines, whole) for text in one.texts)}


def _stands(text: str, lines: set[str], whole: str) -> bool:
    pattern = re.sub(r"\\{[^}]*\\}", ".+?", re.escape(" ".join(text.split())))
    if len(text) >= LONG:
        return re.search(pattern, whole) is not None
    return text in lines if "{" not in text else any(re.fullmatch(pattern, line) for line in lines)


def told_in(config: pytest.Config) -> set[str]:
    """The ids of all that the run has shown, in every process of it."""
    return config.stash[_COLLECTED] | shown | of_texts(seen_texts)


def never_shown(told: set[str], known: dict[str, Words]) -> list[str]:
    """The messages that no test has shown, each with its place."""
    return [f"{one.place}: no test shows {one.id!r}" for one in known.values() if one.id not in told]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option --messages for a part of the tests."""
    parser.addoption("--messages", action="store_true", help="tell which messages no test has shown")


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing shown."""
    config.stash[_COLLECTED] = set()


def pytest_testnodedown(node: Any) -> None:
    """Take over what a process of the run has noted."""
    node.config.stash[_COLLECTED].update(node.workeroutput.get("messages", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was noted to the process that reports, which fails the whole run by what nobody has seen."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["messages"] = sorted(shown | of_texts(seen_texts))
        return
    passed = session.config.getoption("whole") and session.exitstatus == pytest.ExitCode.OK
    if passed and never_shown(told_in(session.config), messages()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what nobody has seen."""
    config = terminalreporter.config
    if not (config.getoption("whole") or config.getoption("messages")):
        return
    never = never_shown(told_in(config), messages())
    terminalreporter.section("messages")
    terminalreporter.line(f"{len(messages())} in all, {len(never)} shown by no test")
    for line in never:
        terminalreporter.line(f"FAILED {line}" if config.getoption("whole") else line, red=True)
