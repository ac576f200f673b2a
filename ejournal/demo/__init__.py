"""The demo school: believable, and the same for the same seed and day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from ejournal import clock
from ejournal.database import session_scope
from ejournal.demo.absences import make_absences
from ejournal.demo.accounts import DEMO_LOGINS, DEMO_PASSWORD, add_accounts, password_hash
from ejournal.demo.chat import add_chat
from ejournal.demo.chat.to_many import add_messages
from ejournal.demo.class_page import add_class_page
from ejournal.demo.courses import add_courses
from ejournal.demo.documents import add_documents
from ejournal.demo.events import add_events
from ejournal.demo.forum import add_forum
from ejournal.demo.lessonbook import load_book
from ejournal.demo.names import NameBook
from ejournal.demo.news import add_news
from ejournal.demo.notices import add_notices
from ejournal.demo.people import Families, enrol, limit_guardians
from ejournal.demo.personal_data.consents import add_consents
from ejournal.demo.personal_data.duplicates import enter_twice
from ejournal.demo.personal_data.openings import add_openings
from ejournal.demo.personal_data.slips import add_slips
from ejournal.demo.personal_data.two_schools import join_family
from ejournal.demo.staff import give_offices, hire
from ejournal.demo.store import Store
from ejournal.demo.structure import add_classes, add_school
from ejournal.demo.substitutions import add_substitutions
from ejournal.demo.surveys import add_surveys
from ejournal.demo.teaching import teach
from ejournal.demo.terms import add_term_marks
from ejournal.demo.timetable import add_timetable
from ejournal.demo.traces import add_change_requests, add_diary_traces
from ejournal.demo.world import World, moment
from ejournal.services import audit
from ejournal.services.audit.seal import vouch
from ejournal.services.calendar.year import load_calendar
from ejournal.services.lessons.making import make_lessons

__all__ = ["DEMO_LOGINS", "DEMO_PASSWORD", "DemoReport", "make", "make_demo"]

TIME_ZONE = "Europe/Moscow"
NOON = 12


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was made: schools by number, and rows by table."""

    school_ids: tuple[int, ...]
    rows: dict[str, int]


def make_demo(
    session: Session,
    pupils: int = 300,
    schools: int = 1,
    seed: int = 1,
    today: date | None = None,
    full_year: bool = False,
    now: datetime | None = None,
) -> DemoReport:
    """Make the schools in the session, never commits; full_year fills the journals to the year's end.

    Otherwise nothing in them lies later than now: the clock's, or noon of the day that is given.
    """
    at = now or (moment(today, NOON) if today else clock.now())
    store = Store(session, None if full_year else at)
    hashed = password_hash(seed)
    made = [_make_school(store, seed, number, at, pupils, full_year, hashed) for number in range(schools)]
    store.finish()
    for world in made:
        school_id = world.school_id
        enter_twice(session, world)
        audit.record(session, school_id, None, audit.Change("demo made", "school", school_id))
        vouch(session, school_id)
        limit_guardians(session, world)
    join_family(session, made)
    return DemoReport(tuple(world.school_id for world in made), dict(store.counts))


def make(
    pupils: int = 300,
    schools: int = 1,
    seed: int = 1,
    today: date | None = None,
    full_year: bool = False,
    now: datetime | None = None,
) -> DemoReport:
    """Make the schools in the database of the settings and commit."""
    if today == clock.today(TIME_ZONE):
        now = now or clock.now()
    with session_scope() as session:
        return make_demo(session, pupils, schools, seed, today, full_year, now)


def _make_school(
    store: Store, seed: int, number: int, now: datetime, pupils: int, full_year: bool, hashed: str
) -> World:
    world = add_school(store, seed, number, now, full_year)
    sizes = add_classes(store, world, pupils)
    names = NameBook(world.rng("names"))
    staff = hire(store, world, names, sizes)
    Families(store, world, names, staff.teacher_parent).fill(sizes)
    enrol(store, world)
    add_courses(store, world, staff)
    give_offices(store, world)
    add_timetable(store, world)
    add_accounts(store, world, hashed)
    add_slips(store, world)
    store.flush()
    _teach(store, world)
    return world


def _teach(store: Store, world: World) -> None:
    made = make_lessons(store.session, world.school_id, world.year_id)
    store.counts["lesson"] = store.counts.get("lesson", 0) + made.added
    add_substitutions(store, world)
    calendar = load_calendar(store.session, world.school_id, world.year_id)
    assert calendar is not None
    book = load_book(store, world, calendar)
    away = make_absences(store, world, calendar)
    tallies = teach(store, world, book, away)
    add_term_marks(store, world, calendar, tallies)
    add_diary_traces(store, world)
    store.flush()
    add_change_requests(store, world)
    store.flush()
    add_notices(store, world)
    add_openings(store, world)
    add_consents(store, world)
    add_chat(store, world)
    add_messages(store, world)
    add_forum(store, world)
    add_class_page(store, world)
    add_news(store, world)
    add_surveys(store, world)
    add_documents(store, world)
    add_events(store, world)
