"""Reminders by real letters: the address that stops them, the list on paper and as a spreadsheet."""

import asyncio
import re
from datetime import datetime, timedelta
from email.message import Message

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.http.by_mail.reminders import DOOR
from ejournal.integrations.workbook.reading import open_workbook
from ejournal.models import AuditEntry, Opening, OpeningKind, RegistrationReminder, Role, RoleGrant
from ejournal.services.openings.reading import openings_of
from ejournal.services.registration.codes import Whom, give_codes
from ejournal.settings import settings
from ejournal.ui.runtime.background import mails, reminders
from tests.cast import Cast, all_sign_in
from tests.infra.paper import text_of
from tests.infra.servers import Mailbox

NOON = datetime.fromisoformat("2026-11-20T09:00:00+00:00")


@pytest.fixture
def stop_secret(cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> str:
    """What stands behind «#» in the letter that went a week after Петров Глеб was given his slip."""
    for name, value in {
        "smtp_host": mailbox.host, "smtp_port": mailbox.port, "smtp_security": "none",
        "smtp_from": "journal@example.test", "public_url": "http://testserver",
    }.items():  # fmt: skip
        monkeypatch.setattr(settings(), name, value)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with session_scope() as session:
        all_sign_in(session, NOON)
        person = session.merge(cast.people["arrived"])
        person.email = "gleb@example.test"
        session.flush()
        actor = actor_of(session, cast.token("class_teacher"))
        assert actor is not None
        give_codes(session, actor, Whom.PUPILS, cast.classes["6b"].id)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=7))
    with session_scope() as session:
        all_sign_in(session, clock.now())
    for holder in ("one", "other"):
        reminders.remind_due(holder)
    asyncio.run(mails.send_due("test"))
    [letter] = mailbox.letters
    assert isinstance(letter, Message)
    assert letter["To"] == "gleb@example.test"
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    found = re.search(r"/reminders#(\S+)", payload.decode())
    assert found is not None
    return found[1]


def stopped() -> list[bool]:
    with session_scope(writing=False) as session:
        return [one.stopped_at is not None for one in session.scalars(select(RegistrationReminder))]


def test_the_address_stops_them_by_a_press_and_not_by_a_look(browser: TestClient, stop_secret: str) -> None:
    assert (
        browser.post(DOOR.opens, data={"code": f"http://testserver/reminders#{stop_secret}"}).status_code
        == 303
    )
    page = browser.get(DOOR.path).text
    assert "Школа № 7 напоминает вам" in page
    assert not any(name in page for name in ("Петров", "gleb", stop_secret))
    assert stopped() == [False]
    assert "Напоминаний больше не будет" in browser.post(f"{DOOR.path}/stop").text
    assert stopped() == [True]
    assert DOOR.cookie not in browser.cookies


def test_an_address_that_is_nobodys_stops_nothing(browser: TestClient, stop_secret: str) -> None:
    for code in ("", "guess", stop_secret[:-1], stop_secret + "0"):
        answer = browser.post(DOOR.opens, data={"code": code})
        assert (answer.status_code, "Скопируйте последний адрес" in answer.text) == (400, True)
    assert browser.post(f"{DOOR.path}/stop").status_code == 400
    browser.cookies.set(DOOR.cookie, "guess")
    assert browser.get(DOOR.path).status_code == 400
    assert stopped() == [False]


def test_the_list_is_printed_and_taken_away_and_written_down(
    browser: TestClient, cast: Cast, stop_secret: str
) -> None:
    browser.cookies.set(COOKIE, cast.token("class_teacher"))
    paper = text_of(browser.get(f"/print/newcomers.pdf?class={cast.classes['6b'].id}").content)
    assert "Кто ещё не пришёл" in paper
    assert "Петров Глеб Маратович" in paper
    assert "напоминаний: 1" in " ".join(paper.split())
    [sheet] = open_workbook(browser.get("/print/newcomers.xlsx").content)
    lines = [tuple(sheet.words(row, column) for column in (1, 3, 4)) for row in range(2, 10)]
    assert ("6 «Б»", "Зайцев Андрей Юрьевич", "Зайцев Илья Андреевич") in lines
    with session_scope(writing=False) as session:
        opened = [
            (one.kind, one.subject_id)
            for one in session.scalars(select(Opening))
            if one.kind != OpeningKind.SLIPS
        ]
        taken = session.scalars(select(AuditEntry).where(AuditEntry.action == "newcomers.download")).all()
    assert opened == [
        (OpeningKind.NEWCOMERS_TAKEN, cast.classes["6b"].id),
        (OpeningKind.NEWCOMERS_TAKEN, 0),
    ]
    assert [(one.actor_id, one.subject_id) for one in taken] == [
        (cast.id_of("class_teacher"), cast.classes["6b"].id), (cast.id_of("class_teacher"), None),
    ]  # fmt: skip


def test_who_of_the_staff_never_came_is_printed_and_written_down_for_the_staff(
    browser: TestClient, cast: Cast
) -> None:
    person = cast.people["primary_teacher"]
    with session_scope() as session:
        session.add(RoleGrant(school_id=person.school_id, person_id=person.id or 0, role=Role.TEACHER))
    browser.cookies.set(COOKIE, cast.token("deputy"))
    paper = text_of(browser.get("/print/newcomers.pdf?whom=staff").content)
    assert "Дроздова Инна" in paper
    assert "Петров Глеб" not in paper
    [sheet] = open_workbook(browser.get("/print/newcomers.xlsx?whom=staff").content)
    lines = [tuple(sheet.words(row, column) for column in (1, 3, 4)) for row in range(2, 20)]
    assert ("Сотрудники", person.full_name, "сотрудник") in lines
    with session_scope(writing=False) as session:
        reader = actor_of(session, cast.token("admin"))
        assert reader is not None
        of_staff = openings_of(session, reader, cast.id_of("teacher"))
        of_pupil = openings_of(session, reader, cast.id_of("pupil"))
    assert [one.kind for one in of_staff] == [OpeningKind.NEWCOMER_STAFF_TAKEN]
    assert of_pupil == ()
