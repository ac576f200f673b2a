"""The journal's spread as a hand finds it: a cell by pupil and day, keys on a desktop, taps on a phone."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.infra.browser import sign_in
from tests.infra.servers import LiveServer

KEYS = {"н": "KeyY", "б": "Comma", "о": "KeyJ", "/": "Slash"}
PHONE_WIDTH = 700


@dataclass
class Spread:
    """An open journal on a page of any size."""

    page: Page

    @property
    def is_phone(self) -> bool:
        size = self.page.viewport_size
        return bool(size and size["width"] < PHONE_WIDTH)

    @classmethod
    def of(cls, context: BrowserContext, login: str, course: int) -> "Spread":
        """The journal of a course before a person who has signed in."""
        spread = cls(sign_in(context, login, to=f"/journal?course={course}"))
        spread.expect_open()
        return spread

    def open(self, course: int) -> None:
        """Go to the journal of a course and wait until it stands there."""
        self.page.goto(f"/journal?course={course}")
        self.expect_open()

    def expect_open(self) -> None:
        """Wait until the journal stands there."""
        expect(self.page.locator(".sj-row").first).to_be_visible()

    def cell(self, pupil: str, day: str) -> Locator:
        """The cell of a pupil («Лебедева Анна») on a day («20 ноября»)."""
        row = self.page.locator(".sj-row", has=self.page.locator(f"th[title^='{pupil}']"))
        column = self.page.locator(f"th[data-head][title^='{day}']").first.get_attribute("data-head")
        return row.locator(f"td[data-c='{column}']")

    def set(self, pupil: str, day: str, text: str) -> None:
        """Enter a text into a cell, and on a phone leave the sheet from below."""
        self.enter(pupil, day, text)
        self.leave()

    def look_into(self, pupil: str, day: str) -> None:
        """Open the details of a cell."""
        cell = self.cell(pupil, day)
        cell.tap() if self.is_phone else cell.dblclick()

    def enter(self, pupil: str, day: str, text: str) -> None:
        """Enter a text into a cell: by keys, or by the sheet from below on a phone, which stays open."""
        cell = self.cell(pupil, day)
        if not self.is_phone:
            cell.click()
            for letter in text:
                self.page.keyboard.press(KEYS.get(letter, letter))
            return
        cell.tap()
        panel = self.page.locator("dialog.sj-panel")
        for letter in text:
            if letter == "/":
                panel.get_by_role("button", name="Ещё…").tap()
                panel.locator(".sj-key", has_text="/…").tap()
            else:
                panel.locator(".sj-key", has_text=re.compile(f"^{letter}")).first.tap()

    def leave(self) -> None:
        """Close the sheet from below, where there is one."""
        if not self.is_phone:
            return
        panel = self.page.locator("dialog.sj-panel")
        panel.get_by_role("button", name="Закрыть").tap()
        expect(panel).to_be_hidden()

    def expect_saved(self) -> None:
        """Wait until nothing is unconfirmed."""
        expect(self.page.locator(".sj-cell.is-pending")).to_have_count(0)
        expect(self.page.locator(".sj-saved")).to_have_class("sj-saved is-saved")


def asked(server: LiveServer, question: str, *values: object) -> int:
    """The number that answers an SQL question to the server's SQLite file."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"))) as connection:
        (found,) = connection.execute(question, values).fetchone()
    return int(found)


def course_of(server: LiveServer, login: str, subject: str) -> int:
    """The first course that a person of the demo teaches in a subject."""
    return asked(
        server,
        "SELECT min(c.id) FROM course c JOIN subject s ON s.id = c.subject_id"
        " JOIN account a ON a.person_id = c.teacher_id WHERE a.login = ? AND s.name = ?",
        login,
        subject,
    )


def pupil_of(server: LiveServer, login: str = "pupil") -> int:
    """The pupil who signs in with the login."""
    return asked(server, "SELECT person_id FROM account WHERE login = ?", login)
