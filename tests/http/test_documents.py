"""The register of documents taken away: a spreadsheet, and a sheet of acknowledgement with its number."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.models import PartKind, Role, RoleGrant
from ejournal.services.audience.parts import Part
from ejournal.services.documents import drafts, publishing, register, signing
from ejournal.services.documents.drafts import Filled
from ejournal.services.issued.checking import checked
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.infra.paper import text_of, words_outside

HOSTILE = '=HYPERLINK("http://evil")'
NUMBER = re.compile(r"\d\d-[2-9CHKMPTX]{4}-[2-9CHKMPTX]{4}-[2-9CHKMPTX]{4}")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")


@pytest.fixture
def number(cast: Cast) -> int:
    """A document for both sixth classes, acknowledged by one mother."""
    with session_scope() as session:
        deputy, now = cast.actor("deputy"), clock.now()
        found = drafts.begin(session, deputy, now)
        for name in ("6b", "6v"):
            drafts.add_part(session, deputy, found, Part(PartKind.CLASS, str(cast.classes[name].id)))
        drafts.fill(session, deputy, found, Filled(HOSTILE, "Слова", number="12-о"), now)
        seen = publishing.check(session, deputy, found).seen
        publishing.publish(session, deputy, found, seen, now)
        signing.acknowledge(session, cast.actor("guardian"), found, 1, [cast.id_of("pupil")], "", now)
    return found


def as_(browser: TestClient, cast: Cast, who: str) -> TestClient:
    browser.cookies.set(COOKIE, cast.token(who))
    return browser


def test_the_spreadsheet_has_each_line_and_no_formula(browser: TestClient, cast: Cast, number: int) -> None:
    content = as_(browser, cast, "deputy").get(f"/print/documents.xlsx?id={number}").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Класс", "За кого", "Кто", "Документ"]
    [mother] = [one for one in rows if str(one[2]).startswith("Лебедева")]
    assert (mother[1], mother[3], mother[4]) == ("Лебедева Анна", HOSTILE, "ознакомлен(а)")
    assert len(str(mother[7])) == 64
    own = as_(browser, cast, "class_teacher").get(f"/print/documents.xlsx?id={number}").content
    shown = CalamineWorkbook.from_filelike(BytesIO(own)).get_sheet_by_index(0).to_python()
    assert {one[0] for one in shown[1:]} == {"6 «Б»"}
    assert len(shown) < len(rows)


def test_too_much_at_once_is_refused(
    browser: TestClient, cast: Cast, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "MOST_ON_PAPER", 1)
    answer = as_(browser, cast, "deputy").get("/print/documents.xlsx")
    assert "выберите класс или документ" in answer.text


def test_the_sheet_of_acknowledgement_is_issued_with_a_number(
    browser: TestClient, cast: Cast, number: int
) -> None:
    address = f"/print/document-sheet.pdf?id={number}"
    look = as_(browser, cast, "deputy").get(address)
    assert "Просмотр" in text_of(look.content)
    issued = browser.post(address)
    found = NUMBER.search(issued.headers["content-disposition"])
    assert found
    assert (checked(issued.content).fault, checked(issued.content).number) == (None, found[0])
    text = text_of(issued.content)
    for words in ("Лист ознакомления", "№ 12-о", "Лебедева Мария Петровна", "кнопкой"):
        assert words in text, words
    assert words_outside(issued.content) == []
    browser.cookies.clear()
    public = browser.get(f"/d/{found[0]}").text
    assert "Лист ознакомления" in public
    assert "№ 12-о" in public.replace("\xa0", " ")
    for hidden in (HOSTILE, "HYPERLINK", "Лебедева"):
        assert hidden not in public


def test_a_class_teacher_issues_the_sheet_of_the_own_class(
    browser: TestClient, cast: Cast, number: int
) -> None:
    issued = as_(browser, cast, "class_teacher").post(f"/print/document-sheet.pdf?id={number}")
    assert "Лебедева Анна" in text_of(issued.content)
    assert "Никитина" not in text_of(issued.content)
    with session_scope() as session:
        school = cast.schools["a"].id or 0
        of_two = {"role": Role.CLASS_TEACHER, "class_id": cast.classes["2a"].id, "starts": DAY}
        session.add(RoleGrant(school_id=school, person_id=cast.id_of("class_teacher"), **of_two))
    asked = browser.get(f"/print/document-sheet.pdf?id={number}")
    assert "Сначала выберите класс" in asked.text
    other = f"/print/document-sheet.pdf?id={number}&class={cast.classes['6v'].id}"
    assert browser.get(other).status_code == 404
    assert as_(browser, cast, "guardian").get(other).status_code in (403, 404)
