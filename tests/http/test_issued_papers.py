"""Papers issued over HTTP, and the page by which a stranger checks one."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlmodel import Session, col
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.papers import issuing
from ejournal.models import IssuedPaper, TermMark, TermMarkScope
from ejournal.models.base import table
from ejournal.services.issued import lookup
from ejournal.services.issued.checking import checked
from ejournal.services.issued.issue import Issue, Overtaken, keep, made
from ejournal.services.issued.signing import Signed
from ejournal.settings import settings
from tests.cast import Cast
from tests.infra.certificates import Authority, key_of, put_p12
from tests.infra.paper import text_of, words_outside
from tests.services.journal_helpers import join_classes

NAMES = ("Лебедева", "Анна", "Зайцев", "Котова", "Громова")
NUMBER = re.compile(r"\d\d-[2-9CHKMPTX]{4}-[2-9CHKMPTX]{4}-[2-9CHKMPTX]{4}")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")


@pytest.fixture
def deputy(browser: TestClient, cast: Cast) -> TestClient:
    browser.cookies.set(COOKIE, cast.token("deputy"))
    return browser


def stranger(browser: TestClient) -> TestClient:
    browser.cookies.clear()
    return browser


def paper(cast: Cast, what: str, **more: object) -> str:
    asked = {"class": cast.classes["6b"].id, "term": 1} | more
    return f"/print/{what}?" + "&".join(f"{name}={value}" for name, value in asked.items())


def issued(browser: TestClient, address: str) -> tuple[str, bytes]:
    answer = browser.post(address)
    assert answer.status_code == 200, answer.text
    number = NUMBER.search(answer.headers["content-disposition"])
    assert number
    return number[0], answer.content


def count() -> int:
    with session_scope(writing=False) as session:
        return session.scalar(select(func.count()).select_from(table(IssuedPaper))) or 0


WHATS = ("class-journal", "summary", "report-cards", "letters", "journal")


@pytest.mark.parametrize("what", WHATS)
def test_an_issued_paper_carries_its_number_and_is_signed(deputy: TestClient, cast: Cast, what: str) -> None:
    address = paper(cast, what, course=cast.courses["maths"].id)
    number, data = issued(deputy, address)
    found = checked(data)
    assert (found.fault, found.number) == (None, number)
    assert number in text_of(data)
    assert f"testserver/d/{number}" in text_of(data) or what in ("summary", "report-cards", "letters")
    assert words_outside(data) == []
    assert "attachment" in deputy.post(f"{address}&save=1").headers["content-disposition"]
    assert count() == 2


def test_a_report_is_issued_too(deputy: TestClient, cast: Cast) -> None:
    period = f"{cast.classes['6b'].year_id}.quarter.1"
    for view in ("school", "class", "courses"):
        address = f"/print/report.pdf?view={view}&class={cast.classes['6b'].id}&period={period}"
        looked = deputy.get(address)
        assert looked.status_code == 200
        if "Просмотр: документ не выдан" in text_of(looked.content):
            number, data = issued(deputy, address)
            assert checked(data).number == number
            page = stranger(deputy).get(f"/d/{number}").text
            assert "Отчёт" in page
            deputy.cookies.set(COOKIE, cast.token("deputy"))


def test_looking_issues_nothing_and_says_so(deputy: TestClient, cast: Cast) -> None:
    answer = deputy.get(paper(cast, "summary"))
    assert "Просмотр: документ не выдан" in text_of(answer.content)
    assert checked(answer.content).fault is not None
    assert count() == 0


def test_of_an_open_term_there_is_a_draft_alone(deputy: TestClient, cast: Cast) -> None:
    assert "ЧЕРНОВИК" in text_of(deputy.get(paper(cast, "summary", term=2)).content)
    refused = deputy.post(paper(cast, "summary", term=2))
    assert (refused.status_code, "есть только черновик" in refused.text) == (400, True)
    assert count() == 0


def test_printed_again_it_says_what_differs(deputy: TestClient, cast: Cast) -> None:
    first, _ = issued(deputy, paper(cast, "class-journal", term="1"))
    with session_scope() as session:
        session.execute(
            table(IssuedPaper).update().values(content=b"")  # as if nothing had stood in it
        )
    second, data = issued(deputy, paper(cast, "class-journal", term="1"))
    text = " ".join(text_of(data).split())
    assert f"Взамен № {first}" in text
    assert "Ученики: добавлено" in text
    third, data = issued(deputy, paper(cast, "class-journal", term="1"))
    assert f"Взамен № {second}" in text_of(data)
    assert "Отличий нет" in " ".join(text_of(data).split())
    assert len({first, second, third}) == 3


@pytest.mark.parametrize(("has_changed", "status"), [(False, 200), (True, 400)])
def test_of_two_who_issue_one_thing_at_once_neither_paper_says_what_is_not_so(
    deputy: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch, has_changed: bool, status: int
) -> None:
    begin, made_and_kept = issuing.begin, issuing.made_and_kept
    begun: list[Issue] = []

    def beginning(*given: Any) -> Issue:
        begun.append(begin(*given))
        return begun[-1]

    def another_first(issue: Issue, *rest: Any) -> Any:
        other = replace(issue, number="26-2222-2222-2222", content={} if has_changed else issue.content)
        made_and_kept(other, *rest)
        return made_and_kept(issue, *rest)

    monkeypatch.setattr(issuing, "begin", beginning)
    monkeypatch.setattr(issuing, "made_and_kept", another_first)
    answer = deputy.post(paper(cast, "summary"))
    assert (answer.status_code, count()) == (status, 1 if has_changed else 2)
    if has_changed:
        assert answer.text.startswith("Такую же бумагу в этот же момент выдал кто-то ещё")
    else:
        assert "Взамен № 26-2222-2222-2222" in " ".join(text_of(answer.content).split())
        assert "Отличий нет" in " ".join(text_of(answer.content).split())


def test_two_transactions_that_issue_one_thing_stand_one_behind_the_other(
    deputy: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[Issue, Signed]] = []

    def only_made(issue: Issue, draw: Any, _keep: Any) -> Signed:
        begun.append((issue, made(issue, draw)))
        return begun[0][1]

    monkeypatch.setattr(issuing, "made_and_kept", only_made)
    assert deputy.post(paper(cast, "summary")).status_code == 200
    overtaken: list[str] = []
    ((issue, signed),) = begun

    def second() -> None:
        try:
            with session_scope() as session:
                keep(session, replace(issue, number="26-2222-2222-2222"), signed)
        except Overtaken as error:
            overtaken.append(error.former.number)

    other = Thread(target=second)
    with session_scope() as session:
        keep(session, issue, signed)
        other.start()
    other.join()
    assert (overtaken, count()) == ([issue.number], 1)


def test_anybody_with_the_number_sees_what_it_is_and_no_person(deputy: TestClient, cast: Cast) -> None:
    number, data = issued(deputy, paper(cast, "class-journal"))
    page = stranger(deputy).get(f"/d/{number}")
    assert page.status_code == 200
    assert page.headers["x-robots-tag"] == "noindex"
    for words in ("Классный журнал", "6 «Б»", "I четверть, 2026/2027 учебный год", number, "новым не заменён",
                  "не квалифицированная подпись"):  # fmt: skip
        assert words in page.text
    assert not [name for name in NAMES if name in page.text]
    fingerprint = hashlib.sha256(data).hexdigest()
    assert f'data-paper="{fingerprint}"' in page.text
    assert all(f"<span>{fingerprint[at : at + 4]}</span>" in page.text for at in range(0, 64, 4))
    english = deputy.get(f"/d/{number}?lang=en").text
    assert "Issued by the school; nothing has replaced it" in english


def test_of_one_pupil_neither_name_nor_class_is_told(deputy: TestClient, cast: Cast) -> None:
    for what, words in (
        ("report-cards", "Табель одного ученика"),
        ("letters", "Письмо родителям одного ученика"),
    ):
        number, _ = issued(deputy, paper(cast, what, pupil=cast.id_of("pupil")))
        page = deputy.get(f"/d/{number}").text
        assert words in page
        assert "6 «Б»" not in page
        assert not [name for name in NAMES if name in page]


def test_a_replaced_paper_says_so(deputy: TestClient, cast: Cast) -> None:
    first, _ = issued(deputy, paper(cast, "summary"))
    with session_scope() as session:
        set_term_mark(session, cast, "4")
    second, _ = issued(deputy, paper(cast, "summary"))
    page = deputy.get(f"/d/{first}").text
    assert "Устарел: такой же документ выдан заново" in page
    assert second not in page
    assert "новым не заменён" in deputy.get(f"/d/{second}").text


def test_the_same_issued_once_more_puts_nothing_out_of_date(deputy: TestClient, cast: Cast) -> None:
    numbers = [issued(deputy, paper(cast, "summary"))[0] for _ in range(2)]
    assert ["новым не заменён" in deputy.get(f"/d/{number}").text for number in numbers] == [True, True]


def test_who_sees_a_part_of_a_group_issues_no_journal_of_it(deputy: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        join_classes(session, cast)
    of_group = f"/print/journal?course={cast.courses['english1'].id}&term=1"
    issued(deputy, of_group)
    deputy.cookies.set(COOKIE, cast.token("class_teacher"))
    answer = deputy.post(of_group)
    assert (answer.status_code, "выдаёт его учитель, завуч или директор" in answer.text) == (400, True)
    assert (deputy.get(of_group).status_code, count()) == (200, 1)


def test_nobody_issues_without_end(deputy: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "AT_ONCE", replace(issuing.AT_ONCE, free=2))
    for _ in range(2):
        issued(deputy, paper(cast, "summary"))
    answer = deputy.post(paper(cast, "summary"))
    assert (answer.status_code, "Слишком много документов за час" in answer.text) == (400, True)
    assert count() == 2


@pytest.mark.parametrize(
    "number",
    ["26-2222-2222-2222", "abc", "<script>alert(1)</script>", "26-2222-2222-222%00", "%D0%B6" * 300,
     "..%2f..", "26-2222-2222-2222'--"],
)  # fmt: skip
def test_an_unknown_number_gets_the_same_kind_of_page(browser: TestClient, number: str) -> None:
    answer = browser.get(f"/d/{number}")
    if answer.status_code == 303:
        answer = browser.get(answer.headers["location"])
    assert answer.status_code == 404
    assert "Такого документа нет" in answer.text
    assert "<script>alert" not in answer.text


def test_a_number_is_typed_and_found(deputy: TestClient, cast: Cast) -> None:
    number, _ = issued(deputy, paper(cast, "summary"))
    assert "Номер документа" in deputy.get("/d").text
    led = deputy.get("/d", params={"number": number.lower().replace("-", " "), "lang": "en"})
    assert (led.status_code, led.headers["location"]) == (303, f"/d/{number}?lang=en")
    assert deputy.get(f"/d/{number.lower()}").headers["location"] == f"/d/{number}"
    wrong = deputy.get("/d", params={"number": "12"})
    assert (wrong.status_code, "Сверьте номер с бумагой" in wrong.text) == (404, True)


def test_who_guesses_numbers_has_to_wait(browser: TestClient) -> None:
    for at in range(lookup.TRIES.free):
        assert browser.get(f"/d/26-2222-2222-2{at // 8 + 2}2{at % 8 + 2}").status_code == 404
    answer = browser.get("/d/26-2222-2222-2222")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Слишком много попыток" in answer.text


def test_behind_the_address_of_who_guesses_others_see_theirs(deputy: TestClient, cast: Cast) -> None:
    number, _ = issued(deputy, paper(cast, "summary"))
    for at in range(lookup.TRIES.free):
        deputy.get(f"/d/26-2222-2222-2{at // 8 + 2}2{at % 8 + 2}")
    assert (deputy.get("/d/26-2222-2222-2222").status_code, deputy.get(f"/d/{number}").status_code) == (
        429,
        200,
    )


def test_the_key_is_at_no_address(deputy: TestClient, cast: Cast) -> None:
    issued(deputy, paper(cast, "summary"))
    file = next((settings().data_folder / "signing").iterdir())
    for path in (f"/signing/{file.name}", f"/data/signing/{file.name}", f"/d/..%2fsigning%2f{file.name}",
                 f"/files/{file.name}"):  # fmt: skip
        answer = deputy.get(path)
        assert file.read_bytes() not in answer.content
        assert answer.status_code in (404, 303)


Spoil = Callable[[Path, pytest.MonkeyPatch], None]


def absent(_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "signing_file", "/absent/school.p12")


def given(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str = "ec", **more: Any) -> None:
    key = key_of(kind)
    path = put_p12(folder / "a.p12", key, Authority().gives("Школа", key, **more), password="пароль")
    monkeypatch.setattr(settings(), "signing_file", str(path))
    monkeypatch.setattr(settings(), "signing_password", SecretStr("пароль"))


def expired(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(folder, monkeypatch, ends=clock.now() - timedelta(days=1))


def early(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(folder, monkeypatch, starts=clock.now() + timedelta(days=1))


def of_another_kind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(folder, monkeypatch, "ed25519")


def of_another_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(folder, monkeypatch)
    monkeypatch.setattr(settings(), "signing_password", SecretStr("иной"))


def no_certificate(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.p12").write_text("не сертификат")
    monkeypatch.setattr(settings(), "signing_file", str(folder / "a.p12"))


def silent(_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "timestamp_url", "http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (absent, "не читается"),
        (silent, "Служба меток времени не отвечает"),
        (expired, "Сертификат школы действовал до"),
        (early, "Сертификат школы действует только с"),
        (of_another_kind, "проверить нельзя"),
        (of_another_password, "Пароль к сертификату школы не подходит"),
        (no_certificate, "нет сертификата с ключом для подписи"),
    ],
)
def test_what_cannot_be_signed_is_told_and_leaves_nothing(
    deputy: TestClient, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, words: str
) -> None:
    spoil(tmp_path, monkeypatch)
    answer = deputy.post(paper(cast, "summary"))
    assert (answer.status_code, words in answer.text) == (400, True)
    assert count() == 0


def test_marks_that_came_are_counted(deputy: TestClient, cast: Cast) -> None:
    issued(deputy, paper(cast, "summary"))
    for value, words in (("4", "Итоговые отметки: добавлено 1"), ("5", "Итоговые отметки: изменено 1")):
        with session_scope() as session:
            set_term_mark(session, cast, value)
        _, data = issued(deputy, paper(cast, "summary"))
        assert words in " ".join(text_of(data).split())


def set_term_mark(session: Session, cast: Cast, value: str) -> None:
    course = cast.courses["maths"]
    row = session.scalar(select(TermMark).where(col(TermMark.course_id) == course.id)) or TermMark(
        school_id=course.school_id, course_id=course.id, pupil_id=cast.id_of("pupil"),
        scope=TermMarkScope.TERM, term_number=1, value="", author_id=cast.id_of("deputy"),
        changed_at=cast.made_at,
    )  # fmt: skip
    row.value = value
    session.add(row)
