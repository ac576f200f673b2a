"""What a person notices of a handler that fails: nothing typed is lost, nothing half-done shows."""

import logging
import re
from typing import Any

import pytest
from sqlalchemy import text

from ejournal import database
from ejournal.database import session_scope
from ejournal.models import Lesson, SignInSession
from ejournal.pages.journal import state as journal_page
from ejournal.pages.journal.remark_state import RemarkState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.late_changes.state import LateChangesState
from ejournal.services.journal import lessons as columns
from ejournal.ui.frame.preferences import PreferencesState
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab


@pytest.fixture
def journal(cast: Cast, open_tab: OpenTab) -> Tab:
    """Котова's open journal of maths, today's lesson chosen."""
    tab = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}")
    tab.send(JournalState.load)
    tab.send(JournalState.choose_lesson, f"L{cast.lessons['maths'].id}")
    return tab


def test_an_error_of_a_field_stands_by_the_field_and_what_is_typed_stays(journal: Tab) -> None:
    journal.send(RemarkState.open_remark)
    assert journal.send(RemarkState.save_remark, {"remark_text": "   "}) == []
    state = journal.state(RemarkState)
    assert state.errors == {"text": "Заполните это поле"}
    assert state.remark_open
    journal.send(RemarkState.save_remark, {"remark_text": "я" * 1001})
    assert "1000" in state.errors["text"]
    assert state.remark_open
    journal.send(RemarkState.choose_remark_tone, "remark")
    assert state.errors == {}


def test_a_refused_text_leaves_the_one_before_it(open_tab: OpenTab) -> None:
    deputy = open_tab("deputy", "/late-changes")
    deputy.send(LateChangesState.write_note, "Начало")
    deputy.send(LateChangesState.write_note, "я" * 1001)
    state = deputy.state(LateChangesState)
    assert state.note == "Начало"
    assert "400" in state.errors["note"]


def test_an_unexpected_error_shows_a_code_that_the_log_has_and_changes_nothing(
    journal: Tab, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = journal.shown()

    def breaks(self: Any, work: Any, view: Any, *rest: Any) -> None:
        self.title, self.lines, self._seq = "чужое", [], 99
        raise ZeroDivisionError

    monkeypatch.setattr(journal_page, "optional_number", lambda _value: 20)
    monkeypatch.setattr(JournalState, "_write_lesson", breaks)
    [(kind, words)] = said(journal.send(JournalState.set_topic, f"L{cast.lessons['maths'].id}", "Дроби"))
    assert kind == "error"
    code = re.search("[0-9a-f]{8}", words)
    assert code is not None
    assert code[0] in caplog.text
    assert journal.shown() == before
    assert journal.state(JournalState)._seq != 99


def test_a_database_that_is_locked_for_long_is_told_as_busy_with_a_code_for_the_log(
    journal: Tab, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "PRAGMA busy_timeout=1"))
    monkeypatch.setattr(database, "BUSY_S", 0.001)
    database.engine().dispose()
    with session_scope() as session:
        session.execute(text("UPDATE lesson SET topic = topic"))
        [(kind, words)] = said(journal.send(JournalState.set_topic, f"L{cast.lessons['maths'].id}", "Дроби"))
    assert (kind, words.startswith("Сервер занят. Повторите через минуту. Код ")) == ("error", True)
    assert words[-8:] in caplog.text


def test_an_error_after_the_write_takes_the_write_back(
    journal: Tab, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = columns.set_lesson

    def writes_and_breaks(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise ZeroDivisionError

    monkeypatch.setattr(columns, "set_lesson", writes_and_breaks)
    caplog.set_level(logging.CRITICAL)
    journal.send(JournalState.set_topic, f"L{cast.lessons['maths'].id}", "Дроби")
    with session_scope(writing=False) as session:
        assert session.get_one(Lesson, cast.lessons["maths"].id).topic == ""


def test_a_page_that_is_not_for_the_person_says_that_it_is_not_there(cast: Cast, open_tab: OpenTab) -> None:
    for course in (cast.courses["maths_b"].id, 10**6, "abc"):
        tab = open_tab("teacher", f"/journal?course={course}")
        assert tab.send(JournalState.load) == []
        state = tab.state(JournalState)
        assert state.missing
        assert state.person_name == "Павел Игоревич Соколов"
        assert (state.ready, state.title, state.course_id) == (False, "", "")
        tab.go(f"/journal?course={cast.courses['russian'].id}")
        tab.send(JournalState.load)
        assert not state.missing
        assert state.title


def test_a_stranger_is_led_to_the_sign_in_page_and_back(open_tab: OpenTab) -> None:
    answer = open_tab("stranger", "/late-changes?from=mail").send(LateChangesState.load)
    assert said(answer) == [("redirect", "/login?next=%2Flate-changes%3Ffrom%3Dmail")]


def test_when_the_sign_in_has_ended_the_tab_is_emptied(journal: Tab, cast: Cast) -> None:
    with session_scope() as session:
        for row in session.query(SignInSession).where(
            SignInSession.account_id == cast.accounts["class_teacher"].id
        ):
            row.ended_at = row.created_at
            session.add(row)
    address = str(journal.state(JournalState).router.url.path)
    [(kind, target)] = said(journal.send(JournalState.undo))
    assert kind == "redirect"
    assert target.startswith(f"/login?next=%2F{address.strip('/')}")
    assert target.endswith("&error=ended")
    assert "Лебедева" not in journal.shown()
    assert not journal.state(SessionState).signed_in
    assert journal.state(JournalState)._tab_shows.course_id == 0


def test_a_language_that_could_not_be_kept_is_not_shown(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tab = open_tab("teacher")

    def breaks(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ejournal.ui.frame.preferences.accounts.set_locale", breaks)
    caplog.set_level(logging.CRITICAL)
    assert [kind for kind, _ in said(tab.send(PreferencesState.set_locale, "en"))] == ["error"]
    assert tab.state(SessionState).locale == "ru"
