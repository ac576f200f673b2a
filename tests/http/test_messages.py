"""Who has got a message, as a spreadsheet and on paper: with the ways that it went, for its author."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.models import Account, PartKind
from ejournal.models.base import table
from ejournal.services.audience.parts import Part
from ejournal.services.delivery import planning, sending
from ejournal.services.messages import drafts, reading
from ejournal.services.messages.drafts import Filled
from ejournal.services.messages.sending import send
from ejournal.settings import settings
from tests.cast import Cast
from tests.infra.paper import text_of


@pytest.fixture
def number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> int:
    """A message to the parents of 6Б: one letter bounced, the other parent has no mail."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    with session_scope() as session:
        actor, now = cast.actor("class_teacher"), clock.now()
        who = table(Account).c.id == cast.accounts["guardian"].id
        values = {"email": "guardian@example.test", "email_confirmed_at": now}
        session.execute(update(table(Account)).where(who).values(**values))
        drafts.add_part(session, actor, Part(PartKind.CLASS, str(cast.classes["6b"].id)), now)
        draft = drafts.fill(session, actor, Filled("Собрание", "Ждём вас", urgent=True), now)
        found = send(session, actor, draft.id or 0, now).id or 0
    with session_scope() as session:
        planning.plan_due(session, "planner")
        for one in sending.claim(session, "one", 20):
            sending.note_refused(session, one, "one", "550 no", for_ever=True, of_recipient=True)
    return found


def lines(browser: TestClient, cast: Cast, number: int, who: str = "") -> list[list[Any]]:
    browser.cookies.set(COOKIE, cast.token("class_teacher"))
    content = browser.get(f"/print/message.xlsx?id={number}&who={who}").content
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_each_has_the_ways_by_which_it_came_or_did_not(browser: TestClient, cast: Cast, number: int) -> None:
    told = {str(one[0]).split()[0]: one for one in lines(browser, cast, number) if one[0]}
    assert told["Лебедева"][2] == "Не дошло"
    assert told["Лебедева"][6] == "По почте: такого адреса нет"
    assert (told["Зайцев"][2], told["Зайцев"][6]) == ("Только в журнале", "")
    with session_scope() as session:
        reading.mark_seen(session, cast.actor("guardian"), number, clock.now() + timedelta(minutes=1))
    missed = [str(one[0]).split()[0] for one in lines(browser, cast, number, "not-reached") if one[0]]
    assert "Зайцев" in missed
    assert "Лебедева" not in missed


def test_on_paper_stand_the_phones_of_those_whom_it_has_missed(
    browser: TestClient, cast: Cast, number: int
) -> None:
    browser.cookies.set(COOKIE, cast.token("class_teacher"))
    text = text_of(browser.get(f"/print/message-phones.pdf?id={number}").content)
    assert "Не дошло" in text
    assert "Только в журнале" in text
