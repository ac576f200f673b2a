"""Consents asked after the sign-in, and the register taken away: read back, and safe to open."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import load_workbook
from sqlmodel import select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.models import AuditEntry, Consent, ConsentAnswer, ConsentPurpose, Person
from ejournal.services.consents import register
from ejournal.services.consents.documents import text_hash
from ejournal.services.consents.giving import answer, asked_of
from ejournal.services.consents.publishing import DraftFields, publish, write_draft
from tests.cast import DAY, PASSWORD, Cast
from tests.consent_texts import publish_samples
from tests.infra.paper import text_of

HEADS = ["Класс", "За кого", "Кто", "Цель", "Версия", "Состояние", "Дата", "На бумаге"]


@pytest.fixture
def asking(cast: Cast, browser: TestClient) -> TestClient:
    """A browser of a school that asks by two documents."""
    with session_scope() as session:
        publish_samples(session, cast.people["guardian"].school_id)
    return browser


def sign_in(browser: TestClient, login: str, wanted: str = "/diary") -> str:
    answered = browser.post("/auth/login", data={"login": login, "password": PASSWORD, "next": wanted})
    assert answered.status_code == 303
    return str(answered.headers["location"])


def questions(page: str) -> list[str]:
    return list(dict.fromkeys(word for word in page.split('"') if word.startswith("consent-")))


def consents() -> list[tuple[str, int | None]]:
    with session_scope(writing=False) as session:
        return [(one.answer.value, one.pupil_id) for one in session.exec(select(Consent).order_by("id"))]


def test_who_signs_in_is_asked_first_and_then_led_on(asking: TestClient, cast: Cast) -> None:
    address = sign_in(asking, "guardian")
    assert urlsplit(address).path == "/consents/answer"
    assert parse_qs(urlsplit(address).query) == {"next": ["/diary"]}
    page = asking.get(address).text
    assert "checked" not in page
    assert all(
        words in page for words in ("Мария Петровна", "О ребёнке: Лев Л.", "Не согласен", "Отвечу позже")
    )
    names = questions(page)
    assert len(names) == 4
    said = {names[0]: "given", names[1]: "refused", names[2]: "возможно", "consent-99-99": "given"}
    saved = asking.post("/consents/answer/save", data=said | {"next": "/diary"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/diary")
    assert consents() == [("given", cast.id_of("brother")), ("refused", cast.id_of("brother"))]
    assert len(questions(asking.get(address).text)) == 2


def test_who_has_answered_all_is_not_stopped(asking: TestClient, cast: Cast) -> None:
    assert sign_in(asking, "pupil") == "/diary"
    address = sign_in(asking, "teacher", "/journal")
    names = questions(asking.get(address).text)
    asking.post("/consents/answer/save", data=dict.fromkeys(names, "refused") | {"next": "/journal"})
    assert sign_in(asking, "teacher", "/journal") == "/journal"
    assert "Вы ответили на всё" in asking.get("/consents/answer").text


def test_nobody_is_led_elsewhere_and_nothing_large_is_read(asking: TestClient) -> None:
    sign_in(asking, "guardian")
    assert "evil.example" not in asking.get("/consents/answer?next=https://evil.example/").text
    saved = asking.post("/consents/answer/save", data={"next": "//evil.example"})
    assert saved.headers["location"] == "/"
    assert asking.post("/consents/answer/save", data={"next": "x" * 20_000}).status_code == 413
    assert consents() == []


def test_of_a_new_version_the_page_says_what_has_changed(asking: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        mother = session.get_one(Person, cast.id_of("guardian"))
        answer(session, mother, {one.key: ConsentAnswer.GIVEN for one in asked_of(session, mother, DAY)}, DAY)
        director = cast.actor("director")
        purpose = session.exec(select(ConsentPurpose).order_by("id")).first()
        assert purpose is not None
        words = DraftFields("Журнал", "Совсем новый абзац.", "Ничего.", True, False, False)
        write_draft(session, director, purpose.id or 0, words)
        seen = text_hash(words.title, words.text, words.refusal)
        publish(session, director, purpose.id or 0, seen, keeps_former=True)
    page = asking.get(sign_in(asking, "guardian")).text
    assert len(questions(page)) == 2
    assert all(
        words in page for words in ("По сравнению с версией 1:", "новое: Совсем новый", "убрано: Цель:")
    )


def test_the_register_is_read_back_from_spreadsheet_and_paper(asking: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        mother = session.get_one(Person, cast.id_of("guardian"))
        mother.last_name = "=1+1"
        session.add(mother)
        keys = [one.key for one in asked_of(session, mother, DAY)]
        answer(session, mother, {keys[0]: ConsentAnswer.GIVEN}, DAY)
        answer(session, mother, {keys[3]: ConsentAnswer.REFUSED}, DAY, cast.id_of("deputy"), DAY)
    asking.cookies.set(COOKIE, cast.token("deputy"))
    answered = asking.get("/print/consents.xlsx?q=мария")
    rows = load_workbook(BytesIO(answered.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == HEADS
    assert rows[1] == [
        "2 «А»",
        "Лебедев Лев",
        "=1+1 Мария Петровна",
        "Электронный журнал",
        1,
        "дано",
        DAY,
        "",
    ]
    assert rows[4][-3:] == ["отказ", DAY, "бумага, 20.11.2026; внесено: Е. В. Громова"]
    text = text_of(asking.get("/print/consents.pdf?q=мария").content)
    expected = ("Реестр согласий на 20.11.2026", *HEADS, "=1+1 Мария Петровна", "отказ", "4 строки")
    assert [words for words in expected if words not in text] == []
    with session_scope(writing=False) as session:
        taken = [one.after for one in session.exec(select(AuditEntry)) if one.action == "consents.take"]
    assert taken == [{"as": "consent-sheet", "lines": 4}, {"as": "consent-paper", "lines": 4}]


def test_too_long_a_register_is_refused_in_words(
    asking: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "MOST_ON_PAPER", 3)
    asking.cookies.set(COOKIE, cast.token("deputy"))
    answered = asking.get("/print/consents.pdf")
    assert (answered.status_code, answered.text) == (400, "Больше 3 строк: выберите класс или цель")
