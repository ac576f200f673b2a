"""Open pages show what is changed past them: by a route, a job, whatever runs in this process."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal import news
from ejournal.access.actor import COOKIE, Actor
from ejournal.access.permissions import Permission
from ejournal.database import session_scope
from ejournal.http.routes import answer
from ejournal.integrations.timetable_files import read_timetable
from ejournal.models import Course, Role, TeacherChange
from ejournal.models.base import table
from ejournal.news import News
from ejournal.pages.home.state import HomeState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.people.card_openings import CardOpeningsState
from ejournal.pages.people.card_state import PersonState
from ejournal.pages.people.merged_state import MergedState
from ejournal.pages.people.state import PeopleState
from ejournal.pages.rooms.state import RoomsState
from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.services.base.topics import class_topic, people_topic, schedule_topic
from ejournal.services.courses.teacher_changes import plan_change
from ejournal.services.exchange.importing import ImportOptions, apply_import, preview_import
from ejournal.services.grading.kinds import KindFields, change_kind
from ejournal.services.people.adding import add_staff
from ejournal.services.people.persons import Details
from ejournal.ui.runtime import live
from ejournal.ui.runtime.background import days
from tests.cast import DAY
from tests.pages.test_tab import Server, server  # noqa: F401 - a fixture
from tests.services.timetable_files import asc

MONDAY = date(2026, 11, 23)


@pytest.fixture
def school(server: Server) -> Server:  # noqa: F811
    """A server that hears what this process changes."""
    server.run(live.listen_here())
    return server


def take_in(_request: Request, session: Session, actor: Actor) -> Response:
    """An import of a timetable as a route does it."""
    apply_import(session, actor, read_timetable(asc()), ImportOptions(starts=MONDAY))
    return PlainTextResponse("ok")


def try_in(_request: Request, session: Session, actor: Actor) -> Response:
    """Its dry run."""
    preview_import(session, actor, read_timetable(asc()), ImportOptions(starts=MONDAY))
    return PlainTextResponse("ok")


def visit(server: Server, function: Callable[..., Response]) -> str:  # noqa: F811
    """What the function answers the deputy head as a route, in the threads of routes."""
    cookie = f"{COOKIE}={server.cast.token('deputy')}".encode()
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": [(b"cookie", cookie)]})
    permission = Permission.SCHEDULE_WRITE

    async def go() -> Response:
        found = await asyncio.to_thread(answer, function, request, permission, True)
        await shown()
        return found

    return bytes(server.run(go()).body).decode()


async def shown() -> None:
    """Return when the open pages have shown what they were told."""
    await asyncio.sleep(0)
    while live._tasks:
        await asyncio.gather(*live._tasks)


def open_schedule(server: Server) -> list[str]:  # noqa: F811
    """The subjects of 6 «Б» in the week from MONDAY on, as an open page of the deputy head has them."""
    class_id = server.cast.classes["6b"].id
    server.connect("tab", "deputy")
    address = f"/schedule?by=class&id={class_id}&day={MONDAY}"
    server.send("tab", "deputy", ScheduleState.load, address)
    return subjects(server)


def subjects(server: Server) -> list[str]:  # noqa: F811
    kept = server.kept("tab")
    return [name for name in ("Математика", "Русский язык", "Английский язык") if name in kept]


def test_a_timetable_taken_in_by_a_route_shows_in_an_open_schedule(school: Server) -> None:
    assert open_schedule(school) == ["Математика", "Русский язык", "Английский язык"]
    assert visit(school, take_in) == "ok"
    assert subjects(school) == []


def test_a_dry_run_repaints_nothing(school: Server) -> None:
    before = open_schedule(school)
    school.sent.clear()
    assert visit(school, try_in) == "ok"
    assert (subjects(school), school.sent) == (before, [])


def test_a_course_that_another_teaches_from_today_on_shows_so_in_its_open_journal(school: Server) -> None:
    cast = school.cast
    course_id = cast.courses["maths"].id or 0
    with session_scope() as session:
        course = session.get_one(Course, course_id)
        tomorrow = DAY + timedelta(days=1)
        plan_change(session, course, cast.id_of("substitute"), tomorrow, DAY)
    school.connect("tab", "deputy")
    school.send("tab", "deputy", JournalState.load, f"/journal?course={course_id}")
    assert "И. С. Котова" in school.kept("tab")
    with session_scope() as session:
        make_due(session, course_id)
    school.run(after_due())
    assert "О. Л. Миронова" in school.kept("tab")


async def after_due() -> None:
    await asyncio.to_thread(days.do_due)
    await shown()


def make_due(session: Session, course_id: int) -> None:
    """The day of the change has come."""
    changes = table(TeacherChange)
    session.execute(update(changes).where(changes.c.course_id == course_id).values(starts=DAY))


def test_a_kind_of_work_renamed_elsewhere_shows_so_in_every_open_journal(school: Server) -> None:
    cast = school.cast
    school.connect("tab", "deputy")
    address = f"/journal?course={cast.courses['maths'].id}"
    school.send("tab", "deputy", JournalState.load, address)
    assert "Зачётная работа" not in school.kept("tab")
    with session_scope() as session:
        fields = KindFields("Зачётная работа", "з/р", 3, is_test=True)
        change_kind(session, cast.actor("deputy"), cast.kinds["test"].id or 0, fields)
    school.run(shown())
    assert "Зачётная работа" in school.kept("tab")


def test_a_page_that_several_states_show_follows_what_each_of_them_does(school: Server) -> None:
    cast = school.cast
    school.connect("tab", "deputy")
    for loads in (PeopleState.load, PersonState.load, CardOpeningsState.load_openings, MergedState.load):
        school.send("tab", "deputy", loads, "/people?q=Ягодкин")
    assert "Ягодкин Ян" not in school.kept("tab")
    with session_scope() as session:
        add_staff(session, cast.actor("deputy"), Details("Ягодкин", "Ян"), [Role.TEACHER], DAY)
    school.run(shown())
    assert "Ягодкин Ян" in school.kept("tab")


def test_today_is_live_though_it_asks_for_consents_too(school: Server) -> None:
    school.connect("tab", "class_teacher")
    school.send("tab", "class_teacher", HomeState.load, "/")
    assert class_topic(school.cast.classes["6b"].id or 0) in live._tabs["tab"].topics
    assert live._tabs["tab"].shown_by(class_topic(school.cast.classes["6b"].id or 0)) == [HomeState]


def test_a_tab_that_goes_to_another_page_follows_the_former_no_more(school: Server) -> None:
    school.connect("tab", "deputy")
    school.send("tab", "deputy", PeopleState.load, "/people")
    people = people_topic(school.cast.schools["a"].id or 0)
    assert people in live._tabs["tab"].topics
    school.send("tab", "deputy", RoomsState.load, f"/rooms?day={DAY}&number=6")
    assert people not in live._tabs["tab"].topics
    assert people not in live._followers


def test_what_a_handler_changes_is_told_to_others_and_not_by_itself_too(
    school: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_itself: list[News] = []
    told: list[tuple[News, str]] = []

    async def tell(found: list[News], origin: str = "") -> None:
        told.extend((one, origin) for one in found)

    monkeypatch.setattr(news, "_tellers", [by_itself.extend])
    monkeypatch.setattr(live, "tell", tell)
    school.connect("tab", "deputy")
    school.send("tab", "deputy", RoomsState.load, f"/rooms?day={DAY}&number=6")
    school.send("tab", "deputy", RoomsState.begin_booking, "/rooms", str(school.cast.rooms["31"].id))
    told.clear()
    form = {"title": "Совещание", "from_number": "6", "to_number": "6", "booking_day": str(DAY)}
    school.send("tab", "deputy", RoomsState.book, "/rooms", form)
    topic = schedule_topic(school.cast.schools["a"].id or 0)
    assert told == [((topic, {"reload": True}), "tab")]
    assert by_itself == []
