"""The import page: a file comes through the route, is checked, taken in, and read back lesson by lesson."""

import asyncio
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import Session, func, select
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, Actor, actor_of, token_hash
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.app import http_app
from ejournal.http.files_in.timetables import MEGABYTES
from ejournal.integrations.timetable_files import read_timetable
from ejournal.models import (
    Account,
    Lesson,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolSettings,
    SignInSession,
    TimetableVersion,
    VersionStatus,
)
from ejournal.pages.schedule_import.rows import some
from ejournal.pages.schedule_import.state import ScheduleImportState as State
from ejournal.services.exchange.file import Note, told
from ejournal.services.exchange.importing import preview_import
from ejournal.services.exchange.uploads import SHELF, busy
from tests.infra.tabs import Tab, said
from tests.services.exchange.test_importing import assert_same_weeks
from tests.services.timetable_files import asc, sheet

OWN = "http://testserver"
DEPUTY, SECOND = "a deputy", "another deputy"


@pytest.fixture
def new_school(database: str, files: Path) -> int:
    """A school with nothing but two deputy heads, who are signed in."""
    with session_scope() as session:
        school = School(code="new", name="Школа", short_name="Школа")
        session.add(school)
        session.flush()
        assert school.id is not None
        session.add(SchoolSettings(school_id=school.id))
        for token, last in ((DEPUTY, "Громова"), (SECOND, "Белова")):
            sign_in(session, school.id, token, last)
        return school.id


def sign_in(session: Session, school_id: int, token: str, last: str) -> None:
    person = Person(school_id=school_id, last_name=last, first_name="Елена")
    session.add(person)
    session.flush()
    assert person.id is not None
    now = clock.now()
    account = Account(
        school_id=school_id, person_id=person.id, login=last, password_hash="x", password_changed_at=now
    )
    session.add_all([account, RoleGrant(school_id=school_id, person_id=person.id, role=Role.DEPUTY)])
    session.flush()
    assert account.id is not None
    session.add(
        SignInSession(
            school_id=school_id, account_id=account.id, token_hash=token_hash(token), created_at=now,
            seen_at=now, expires_at=now.replace(year=now.year + 1),
        )
    )  # fmt: skip


@pytest.fixture
def run() -> Iterator[Callable[[Any], Any]]:
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def http(new_school: int, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(http_app(tmp_path), base_url=OWN, headers={"Origin": OWN}) as client:
        client.cookies.set(COOKIE, DEPUTY)
        yield client


def send(http: TestClient, data: bytes, name: str = "расписание.xml") -> tuple[int, str]:
    answer = http.post("/schedule/import/file", content=data, headers={"X-File-Name": quote(name)})
    return answer.status_code, answer.text


def page(run: Callable[[Any], Any], token: str = DEPUTY) -> Tab:
    tab = Tab(run, token, "/schedule/import")
    tab.send(State.event_handlers["load"])
    return tab


def do(tab: Tab, event: str, **payload: Any) -> State:
    """An event of the page, then the page loaded anew: what news would have shown."""
    events = said(tab.send(State.event_handlers[event], **payload))
    assert not [one for one in events if one[0] == "error"], events
    tab.send(State.event_handlers["load"])
    return tab.state(State)


def deputy(session: Session) -> Actor:
    found = actor_of(session, DEPUTY)
    assert found is not None
    return found


def kept(files: Path) -> list[str]:
    """What stands in the folder of files, but for locks."""
    return [one.name for one in files.rglob("*") if one.is_file() and one.suffix != ".lock"]


def lessons() -> int:
    with session_scope(writing=False) as session:
        return session.scalar(select(func.count()).select_from(Lesson)) or 0


CASES = [("small.xml", asc()), ("small.xlsx", sheet())]


@pytest.mark.parametrize(("name", "data"), CASES, ids=[name for name, _ in CASES])
def test_a_file_comes_through_the_screen_into_a_new_school(
    http: TestClient, run: Callable[[Any], Any], name: str, data: bytes
) -> None:
    assert send(http, data, name) == (200, "ok")
    tab = page(run)
    state = tab.state(State)
    assert (state.step, state.file_name, state.problem) == ("names", name.rpartition("/")[2], "")
    assert [fact.value for fact in state.facts][-1] == str(len(read_timetable(data).entries))
    state = do(tab, "check")
    assert (state.step, state.problem, state.busy.kind) == ("check", "", "")
    assert state.outcome.classes
    assert lessons() == 0
    state = do(tab, "take_in")
    assert (state.step, state.problem) == ("done", "")
    assert state.outcome.lessons.startswith("Уроки года: создано: ")
    with session_scope() as session:
        actor, file = deputy(session), read_timetable(data)
        assert not SHELF.file_of(actor).exists()
        report = preview_import(session, actor, file)
        assert not report.differences
        assert assert_same_weeks(session, actor, file, report) > 0


def test_each_step_is_found_again_after_leaving(http: TestClient, run: Callable[[Any], Any]) -> None:
    send(http, asc())
    do(page(run), "set_when", value="draft")
    do(page(run), "set_starts", value="2026-12-01")
    state = page(run).state(State)
    assert (state.step, state.when, state.starts) == ("names", "draft", "2026-12-01")
    do(page(run), "check")
    assert page(run).state(State).step == "check"
    assert do(page(run), "back").step == "names"
    do(page(run), "check")
    do(page(run), "take_in")
    assert page(run).state(State).step == "done"
    with session_scope(writing=False) as session:
        version = session.scalars(select(TimetableVersion)).one()
    assert (version.status, str(version.starts), lessons()) == (VersionStatus.DRAFT, "2026-12-01", 0)
    assert do(page(run), "throw_away").step == "file"


def test_a_name_is_given_to_what_the_school_has(http: TestClient, run: Callable[[Any], Any]) -> None:
    send(http, asc())
    do(page(run), "check")
    do(page(run), "take_in")
    send(http, asc(**{'name="Физкультура"': 'name="Физическая культура"'}))
    tab = page(run)
    do(tab, "choose_kind", value="subject")
    state = tab.state(State)
    (line,) = state.names
    assert (line.name, line.is_new) == ("Физическая культура", True)
    known = next(one.value for one in line.options if one.label == "Физкультура")
    tab.send(State.event_handlers["choose_name"], name=line.name, value="other")
    assert state.picking.name == line.name
    assert known in {one.value for one in state.picking.options}
    do(tab, "pick", value=known)
    assert do(tab, "check").outcome.classes == []
    do(tab, "take_in")
    send(http, asc(**{'name="Физкультура"': 'name="Физическая культура"'}))
    state = do(page(run), "choose_kind", value="subject")
    assert [(one.value, one.is_new) for one in state.names] == [(known, False)]


def test_what_changes_is_shown_by_class_and_what_is_written_stays(
    http: TestClient, run: Callable[[Any], Any]
) -> None:
    send(http, asc())
    do(page(run), "check")
    do(page(run), "take_in")
    with session_scope() as session:
        for lesson in session.scalars(select(Lesson)):
            lesson.topic = "Тема" if str(lesson.day) == "2026-12-15" else ""
            session.add(lesson)
    lesson = 'period="2" weeks="11" terms="1" days="01000"'
    send(http, asc(**{lesson: lesson.replace("2", "3", 1)}))
    tab = page(run)
    state = do(tab, "check")
    assert [(one.title, one.words) for one in state.outcome.classes] == [("9 «Б»", "добавлено: 1, убрано: 1")]
    tab.send(State.event_handlers["open_class"], title="9 «Б»")
    assert len(state.lines) == 2
    assert state.outcome.kept_words
    assert len(state.outcome.kept) >= 1
    assert "15\u00a0декабря" in state.outcome.kept[0]


def test_a_change_of_teacher_is_listed_with_its_first_day(
    http: TestClient, run: Callable[[Any], Any]
) -> None:
    send(http, asc())
    do(page(run), "check")
    do(page(run), "take_in")
    lesson = '<lesson id="L6" classids="C2" subjectid="S1" periodsperweek="3.0" teacherids="T1"'
    send(http, asc(**{lesson: lesson.replace("T1", "T2")}))
    do(page(run), "set_starts", value="2026-11-30")
    state = do(page(run), "check")
    assert state.outcome.teachers == ["Алгебра, 9 «Б»: В. Орлова → П. Белов, с 30.11.2026"]
    assert [one.title for one in state.outcome.classes] == ["9 «Б»"]


def odd_sheet() -> bytes:
    """A table whose classes have names of their own and whose sheet has another."""
    cells = {"A1": None, "C1": "Альфа", "E1": "Бета", "F1": None}
    return sheet(*cells.items(), title="Расписание")


def test_a_layout_that_is_not_found_is_pointed_at(http: TestClient, run: Callable[[Any], Any]) -> None:
    assert send(http, odd_sheet(), "наше.xlsx")[0] == 200
    tab = page(run)
    state = tab.state(State)
    assert (state.layout.is_sheet, state.layout.is_empty, state.layout.sample) == (True, True, [])
    assert state.layout.corner[1][3:4] == ["Альфа"]
    assert [one.label for one in state.layout.axes] == ["Где класс?", "Где день недели?", "Где номер урока?"]
    labels = [one.label for one in state.layout.axes[0].options]
    assert labels[:3] == ["найти само", "в названии листа", "в строке 1"]
    assert "в столбце B" in labels
    state = do(tab, "point", axis="class", place="row:1")
    assert (state.layout.is_empty, state.layout.axes[0].value) == (False, "row:1")
    assert state.layout.sample[0] == "Альфа, пн, 1‑й урок: Русский язык · 327"
    assert page(run).state(State).layout.axes[0].value == "row:1"
    assert do(tab, "check").step == "check"
    assert do(tab, "take_in").step == "done"


def test_no_place_of_a_sheet_is_refused_in_words(http: TestClient, run: Callable[[Any], Any]) -> None:
    send(http, sheet(), "наше.xlsx")
    tab = page(run)
    for axis, place in (("class", "row:0"), ("room", "title"), ("day", "../x")):
        told_ = said(tab.send(State.event_handlers["point"], axis=axis, place=place))
        assert told_[0] == ("error", "Выберите из списка, где это стоит")


BAD = {
    "broken": (asc()[:-40], "Строка"),
    "bomb": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><timetable>&b;</timetable>', "Строка"),
    "outside": (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><timetable>&b;</timetable>',
        "Строка",
    ),
    "encoding": (asc("cp1251").replace(b"cp1251", b"utf-8"), "Строка"),
    "empty": (b"", "файл"),
    "picture": (b"\x89PNG\r\n", ".xlsx"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
    "damaged": (sheet()[:300], "Excel"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_line_or_cell(
    http: TestClient, run: Callable[[Any], Any], files: Path, name: str
) -> None:
    data, words = BAD[name]
    status, told = send(http, data)
    assert status == 400
    assert words in told
    assert page(run).state(State).step == "file"
    assert kept(files) == []


def test_a_time_like_8_5_is_read_and_told(http: TestClient, run: Callable[[Any], Any]) -> None:
    assert send(http, asc(**{'starttime="8:30"': 'starttime="8:5"'}))[0] == 200
    assert any("8:5" in note for note in page(run).state(State).notes)


def test_what_could_not_be_taken_is_told_by_line(http: TestClient, run: Callable[[Any], Any]) -> None:
    no_class = 'classids="C2" subjectid="S1" periodsperweek="3.0" teacherids="T1" groupids="G4"'
    send(http, asc(**{no_class: no_class.replace("C2", "").replace("G4", ""), 'days="11000"': 'days="1x"'}))
    notes = page(run).state(State).notes
    assert any("Строка 42: урок без класса" in note for note in notes)
    assert any("нули и единицы" in note for note in notes)
    state = do(page(run), "check")
    assert any("Строка 42: урок без класса" in note for note in state.notes)
    assert do(page(run), "take_in").step == "done"


def test_lines_that_are_told_the_same_are_one_sentence() -> None:
    notes = [Note("Line {line}: the card stands nowhere in the week", {"line": line}) for line in (4, 9)]
    assert told(notes, "ru") == ["Строка 4, 9: карточка нигде не стоит в неделе"]


def test_a_long_list_says_how_much_more_there_is() -> None:
    assert some(["строка"] * 303, "ru")[-2:] == ["строка", "… и ещё: 3"]
    assert some(["строка"], "ru") == ["строка"]


def test_who_may_be_two_people_is_asked_and_never_guessed(
    http: TestClient, run: Callable[[Any], Any]
) -> None:
    send(http, asc())
    do(page(run), "check")
    do(page(run), "take_in")
    old = 'name="Белов Пётр" short="Бе" firstname="Пётр" lastname="Белов"'
    send(http, asc(**{old: 'name="Белов П." short="Б" firstname="П." lastname="Белов"'}))
    tab = page(run)
    state = do(tab, "choose_kind", value="teacher")
    asked = [one for one in state.names if one.how == "кто это?"]
    assert [one.name for one in asked] == ["Белов П.", "Белов Пётр"]
    assert asked[0].value == ""
    assert [option.label for option in asked[0].options][:3] == [
        "выберите, кто это…",
        "создать нового учителя",
        "Белов Пётр",
    ]
    state = do(tab, "check")
    assert "«Белов П.» — это может быть Белов Пётр, Белов Пётр" in state.problem
    do(tab, "choose_kind", value="teacher")
    tab.send(State.event_handlers["choose_name"], name="Белов П.", value="")
    for at, one in enumerate(asked):
        do(tab, "choose_name", name=one.name, value=one.options[2 + at].value)
    state = do(tab, "check")
    assert (state.step, state.problem) == ("check", "")


def test_a_huge_file_is_refused_before_it_is_read(http: TestClient, files: Path) -> None:
    status, told = send(http, b"<" + b" " * (MEGABYTES * 1024 * 1024))
    assert (status, str(MEGABYTES) in told) == (400, True)
    assert kept(files) == []


@pytest.mark.parametrize(
    ("token", "origin", "status"), [("", OWN, 404), (DEPUTY, "http://evil.example", 403)]
)
def test_strangers_and_other_peoples_pages_send_nothing(
    http: TestClient, files: Path, token: str, origin: str, status: int
) -> None:
    http.cookies.clear()
    http.cookies.set(COOKIE, token)
    answer = http.post("/schedule/import/file", content=asc(), headers={"Origin": origin})
    assert answer.status_code == status
    assert kept(files) == []


def test_the_second_deputy_is_told(http: TestClient, run: Callable[[Any], Any]) -> None:
    send(http, asc())
    http.cookies.set(COOKIE, SECOND)
    send(http, sheet(), "другое.xlsx")
    mine, other = page(run), page(run, SECOND)
    assert "Белова" in mine.state(State).others
    assert "Громова" in other.state(State).others
    do(mine, "check")
    do(other, "check")
    do(mine, "take_in")
    state = do(other, "take_in")
    assert (state.step, "изменилось" in state.problem) == ("names", True)
    with session_scope(writing=False) as session:
        assert len(session.scalars(select(TimetableVersion)).all()) == 1
        actor = deputy(session)
    with SHELF.only_import(actor, "Громова Елена", busy):
        do(other, "check")
        state = do(other, "take_in")
        assert "Громова Елена" in state.problem
        assert "Громова" in page(run, SECOND).state(State).others or state.step == "check"


def test_one_person_s_file_is_looked_at_once_at_a_time(http: TestClient, run: Callable[[Any], Any]) -> None:
    send(http, asc())
    with session_scope(writing=False) as session:
        turn = SHELF.claim_work(deputy(session))
    tab, other = page(run), page(run, SECOND)
    for event in ("check", "check", "take_in"):
        assert said(tab.send(State.event_handlers[event]))[0][0] == "error"
    assert tab.state(State).busy.kind == ""
    http.cookies.set(COOKIE, SECOND)
    send(http, asc())
    assert do(other, "check").step == "check"
    turn.close()
    assert do(tab, "check").step == "check"
    assert do(tab, "take_in").step == "done"


@pytest.mark.parametrize(
    "notes",
    [
        '{"name": "a.xml", "owner": "Громова", "when": "2026-01-01"}',
        '{"name": "a.xml", "owner": "Громова", "uploaded_at": "2026-01-01T00:00:00+00:00"}',
        '{"name": "a.xml", "owner": "Громова", "uploaded_at": "yesterday", "format": 1}',
        "[]",
        "{",
    ],
    ids=["other fields", "no format", "no date", "no notes", "cut off"],
)
def test_notes_of_another_version_stop_nobody(
    http: TestClient, run: Callable[[Any], Any], files: Path, notes: str
) -> None:
    send(http, asc())
    (kept_notes,) = files.rglob("*.json")
    kept_notes.write_text(notes, encoding="utf-8")
    assert page(run, SECOND).state(State).others == ""
    mine = page(run)
    assert mine.state(State).step == "file"
    assert said(mine.send(State.event_handlers["check"]))[0][0] == "error"
    send(http, asc())
    assert do(page(run), "check").step == "check"


def test_who_only_looks_stops_no_import(new_school: int) -> None:
    with session_scope(writing=False) as session:
        actor = deputy(session)
    with SHELF.only_import(actor, "Громова Елена", busy):
        assert SHELF.importing_now(actor) == "Громова Елена"
        with pytest.raises(DomainError), SHELF.only_import(actor, "Белова Елена", busy):
            pass
    assert SHELF.importing_now(actor) == ""
    with SHELF.only_import(actor, "Белова Елена", busy):
        assert SHELF.importing_now(actor) == "Белова Елена"


def test_a_file_of_one_is_no_file_of_another(http: TestClient, run: Callable[[Any], Any]) -> None:
    send(http, asc())
    other = page(run, SECOND)
    assert other.state(State).step == "file"
    assert said(other.send(State.event_handlers["check"]))[0][0] == "error"


def test_the_timetable_is_given_out_and_read_back(http: TestClient, run: Callable[[Any], Any]) -> None:
    assert http.get("/schedule/timetable.xlsx").status_code == 400
    send(http, asc())
    do(page(run), "check")
    do(page(run), "take_in")
    for ending in ("xml", "xlsx"):
        answer = http.get(f"/schedule/timetable.{ending}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert len(read_timetable(io.BytesIO(answer.content).getvalue()).entries) >= 8
