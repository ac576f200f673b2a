"""Secret links from outside: calendars for calendar programs, the screen in the hall, paper."""

from datetime import date, timedelta
from io import BytesIO

import icalendar
from pypdf import PdfReader
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.models import TimetableVersion, VersionStatus
from ejournal.services.rooms.occupancy import book_room
from ejournal.services.schedule import feeds
from ejournal.services.schedule import hall as kiosk
from ejournal.services.substitutions.arranging import cancel_lesson
from tests.cast import DAY, Cast

PUPILS = ("Лебедева", "Анна", "Зайцев Илья", "Илья", "Лебедев")


def _screen(cast: Cast) -> str:
    with session_scope() as session:
        return kiosk.make_screen(session, cast.actor("deputy"), "Холл")


def test_a_calendar_program_reads_the_lessons(browser: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        token = feeds.make_feed(session, cast.actor("pupil"))
    answer = browser.get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content)
    (maths,) = [
        one for one in found.walk("VEVENT") if one["uid"].startswith(f"lesson-{cast.lessons['maths'].id}@")
    ]
    assert maths["dtstart"].dt.isoformat() == "2026-11-20T10:20:00+03:00"


def test_a_change_shows_at_the_next_reading_under_the_same_uid(browser: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        token = feeds.make_feed(session, cast.actor("pupil"))
    before = {str(one["uid"]) for one in _events(browser, token)}
    with session_scope() as session:
        cancel_lesson(session, cast.actor("deputy"), cast.lessons["maths"].id or 0, "Карантин")
    after = _events(browser, token)
    assert {str(one["uid"]) for one in after} == before
    assert [str(one["status"]) for one in after].count("CANCELLED") == 1


def _events(browser: TestClient, token: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(browser.get(f"/calendar/{token}.ics").content).walk("VEVENT"))


def test_the_hall_sees_changes_and_no_pupil(browser: TestClient, cast: Cast) -> None:
    token = _screen(cast)
    with session_scope() as session:
        cancel_lesson(
            session, cast.actor("deputy"), cast.lessons["russian"].id or 0, "Болезнь <b>учителя</b>"
        )
    page = browser.get(f"/kiosk/{token}")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    for words in ("Школа № 7", "6 «Б»", "2‑й урок", "Русский язык", "урок отменён"):
        assert words in page.text, words
    assert "Болезнь" not in page.text
    assert not [name for name in PUPILS if name in page.text]
    part = browser.get(f"/kiosk/{token}?part=1&lang=en").text
    assert "the lesson is cancelled" in part
    assert "<html" not in part


def test_what_is_written_by_people_is_only_text_in_the_hall(browser: TestClient, cast: Cast) -> None:
    token = _screen(cast)
    with session_scope() as session:
        school = cast.schools["a"]
        school.name = "<script>alert(1)</script>"
        session.add(school)
    assert "<script>alert" not in browser.get(f"/kiosk/{token}").text


def test_links_are_read_without_the_lock_of_the_writers(browser: TestClient, cast: Cast) -> None:
    """A stranger asks as often as they like: whoever gives marks meanwhile must not wait for it."""
    with session_scope() as session:
        token = feeds.make_feed(session, cast.actor("pupil"))
    paths = (f"/calendar/{token}.ics", f"/kiosk/{_screen(cast)}", "/calendar/guessed.ics", "/kiosk/guessed")
    first = [browser.get(path).status_code for path in paths]
    with session_scope() as session:
        (feed,) = feeds.feeds(session, cast.actor("pupil"))
        (screen,) = kiosk.screens(session, cast.actor("deputy"))
        assert feed.read_at
        assert screen.read_at
        assert [browser.get(path).status_code for path in paths] == first == [200, 200, 404, 404]


def test_a_link_that_no_longer_works_says_so(browser: TestClient, cast: Cast) -> None:
    token = _screen(cast)
    with session_scope() as session:
        deputy = cast.actor("deputy")
        kiosk.revoke_screen(session, deputy, kiosk.screens(session, deputy)[0].id)
    for path in (f"/kiosk/{token}", "/kiosk/x", "/kiosk/%00"):
        answer = browser.get(path)
        assert (answer.status_code, "больше не действует" in answer.text) == (404, True)
    assert browser.get("/calendar/%00.ics").status_code == 404


def paper(browser: TestClient, cast: Cast, who: str, **query: object) -> PdfReader:
    browser.cookies.set(COOKIE, cast.token(who))
    answer = browser.get("/print/schedule", params={"day": DAY.isoformat(), **query})
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def test_paper_shows_what_the_page_shows(browser: TestClient, cast: Cast) -> None:
    text = paper(browser, cast, "guardian", by="child", child=cast.id_of("pupil")).pages[0].extract_text()
    for words in (
        "Лебедева Анна Олеговна",
        "Пятница, 20 ноября",
        "Английский язык",
        "Замена",
        "Школа № 7",
    ):
        assert words in text, words
    assert "Английский, 2" not in text
    room = paper(browser, cast, "teacher", by="room", id=cast.rooms["31"].id)
    assert "Кабинет 31" in room.pages[0].extract_text()


def test_the_paper_of_a_room_shows_what_it_is_booked_for(browser: TestClient, cast: Cast) -> None:
    with session_scope() as session:
        actor = actor_of(session, cast.token("teacher"))
        assert actor is not None
        book_room(session, actor, cast.rooms["31"].id or 0, DAY, 4, 5, "Олимпиада")
    room = paper(browser, cast, "teacher", by="room", id=cast.rooms["31"].id).pages[0].extract_text()
    assert room.count("Олимпиада") == 2
    assert "П. И. Соколов" in room


def test_the_poster_holds_every_class(browser: TestClient, cast: Cast) -> None:
    text = paper(browser, cast, "teacher", by="school").pages[0].extract_text()
    assert [name for name in ("2 «А»", "6 «Б»", "6 «В»", "Понедельник", "Основное") if name not in text] == []


def test_the_poster_is_of_the_timetable_of_the_day(browser: TestClient, cast: Cast) -> None:
    later = DAY + timedelta(days=14)
    with session_scope() as session:
        year = cast.years["a"]
        session.add(
            TimetableVersion(
                school_id=year.school_id, year_id=year.id or 0, name="Зимнее", starts=later,
                status=VersionStatus.PUBLISHED,
            )
        )  # fmt: skip
    now = paper(browser, cast, "teacher", by="school").pages[0].extract_text()
    then = paper(browser, cast, "teacher", by="school", day=later.isoformat()).pages[0].extract_text()
    assert ("Основное" in now, "Зимнее" in now) == (True, False)
    assert ("Основное" in then, "Зимнее" in then) == (False, True)
    assert "действует на 04.12.2026" in then


def test_days_that_are_none_are_today(browser: TestClient, cast: Cast) -> None:
    browser.cookies.set(COOKIE, cast.token("teacher"))
    assert browser.get("/print/schedule", params={"day": "завтра"}).status_code == 200
    assert browser.get("/print/schedule", params={"day": str(date.max)}).status_code == 200
