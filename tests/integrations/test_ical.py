"""The personal calendar: secret link, right local times, the same lesson the same event."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import select

from ejournal.errors import NotFound
from ejournal.integrations.ical import write_calendar
from ejournal.integrations.time_zone import time_zone
from ejournal.models import CalendarFeed, CoTeacher, Guardianship, Lesson, RoleGrant
from ejournal.services.schedule.feeds import Feed, feeds, make_feed, open_feed, revoke_feed
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.substitutions.arranging import Papers, assign, cancel_lesson
from tests.cast import DAY, Cast

MONDAY = date(2026, 11, 23)


def events(cast: Cast, token: str) -> dict[str, icalendar.Event]:
    written = write_calendar(open_feed(cast.session, token))
    found = icalendar.Calendar.from_ical(written)
    assert not [part for part in found.walk() if getattr(part, "errors", None)]
    return {str(event["uid"]): event for event in found.walk("VEVENT")}


def test_a_pupils_link_gives_the_pupils_own_lessons(cast: Cast) -> None:
    found = events(cast, make_feed(cast.session, cast.actor("pupil")))
    names = {str(event["summary"]) for event in found.values()}
    assert names == {"2. Математика", "3. Математика", "2. Русский язык", "3. Русский язык",
                     "3. Английский язык", "4. Английский язык"}  # fmt: skip


def test_a_guardians_link_is_for_one_child_of_theirs(cast: Cast) -> None:
    actor = cast.actor("guardian")
    assert events(cast, make_feed(cast.session, actor, cast.id_of("brother")))
    with pytest.raises(NotFound):
        make_feed(cast.session, actor, cast.id_of("other_pupil"))


@pytest.mark.parametrize("name", ["class_teacher", "deputy", "director"])
def test_who_only_reads_a_diary_makes_no_link_to_the_pupils_lessons(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound):
        make_feed(cast.session, cast.actor(name), cast.id_of("pupil"))


def test_a_revoked_or_guessed_link_opens_nothing(cast: Cast) -> None:
    actor = cast.actor("pupil")
    token = make_feed(cast.session, actor)
    (info,) = feeds(cast.session, actor)
    with pytest.raises(NotFound):
        revoke_feed(cast.session, cast.actor("classmate"), info.id)
    revoke_feed(cast.session, actor, info.id)
    for wrong in (token, "", "x" * 43):
        with pytest.raises(NotFound):
            open_feed(cast.session, wrong)


def test_a_new_link_ends_the_older_one(cast: Cast) -> None:
    actor = cast.actor("pupil")
    old, new = make_feed(cast.session, actor), make_feed(cast.session, actor)
    assert open_feed(cast.session, new).lessons
    with pytest.raises(NotFound):
        open_feed(cast.session, old)


def test_a_blocked_accounts_link_opens_nothing(cast: Cast) -> None:
    token = make_feed(cast.session, cast.actor("pupil"))
    cast.accounts["pupil"].blocked = True
    cast.session.add(cast.accounts["pupil"])
    cast.session.flush()
    with pytest.raises(NotFound):
        open_feed(cast.session, token)


def test_the_token_is_not_stored(cast: Cast) -> None:
    token = make_feed(cast.session, cast.actor("pupil"))
    assert token not in str(cast.session.scalars(select(CalendarFeed)).one().model_dump())


def test_a_substitution_and_a_cancelled_lesson_keep_their_events(cast: Cast) -> None:
    token = make_feed(cast.session, cast.actor("pupil"))
    before = events(cast, token)
    deputy = cast.actor("deputy")
    given, fallen = cast.by_day["maths", MONDAY], cast.by_day["maths", date(2026, 11, 26)]
    assign(cast.session, deputy, given.id or 0, cast.id_of("teacher"))
    cancel_lesson(cast.session, deputy, fallen.id or 0, "Карантин")
    after = events(cast, token)
    assert after.keys() == before.keys()
    by_day = {
        event["dtstart"].dt.date(): event for event in after.values() if "атематика" in event["summary"]
    }
    assert "П. И. Соколов" in by_day[MONDAY]["description"]
    assert by_day[date(2026, 11, 26)]["status"] == "CANCELLED"


def of_lesson(cast: Cast, name: str, lesson: Lesson) -> icalendar.Event:
    """The lesson in the calendar of a member of the cast."""
    found = events(cast, make_feed(cast.session, cast.actor(name)))
    return next(event for uid, event in found.items() if uid.startswith(f"lesson-{lesson.id}@"))


def test_a_substituted_lesson_is_free_time_of_the_absent_and_named_to_the_substitute(cast: Cast) -> None:
    given = cast.by_day["maths", MONDAY]
    assign(cast.session, cast.actor("deputy"), given.id or 0, cast.id_of("teacher"))
    absent, substitute, pupil = (
        of_lesson(cast, name, given) for name in ("class_teacher", "teacher", "pupil")
    )
    assert (str(absent["summary"]), absent["transp"]) == ("Ведёт П. И. Соколов: 2. Математика", "TRANSPARENT")
    assert (str(substitute["summary"]), substitute["transp"]) == ("Замена: 2. Математика, 6 «Б»", "OPAQUE")
    assert (str(pupil["summary"]), pupil["transp"]) == ("2. Математика", "OPAQUE")
    assert all("П. И. Соколов" in str(one["description"]) for one in (absent, substitute, pupil))


def test_a_substituted_lesson_stays_busy_for_the_second_teacher(cast: Cast) -> None:
    given, second = cast.by_day["maths", MONDAY], cast.id_of("teacher_parent")
    cast.session.add(CoTeacher(school_id=given.school_id, course_id=given.course_id, teacher_id=second))
    assign(cast.session, cast.actor("deputy"), given.id or 0, cast.id_of("teacher"))
    event = of_lesson(cast, "teacher_parent", given)
    assert (str(event["summary"]), event["transp"]) == ("2. Математика", "OPAQUE")


def lesson(day: date) -> ScheduleLesson:
    return ScheduleLesson(
        1, 1, day, 1, time(8, 30), time(9, 10), "Алгебра", "Алг", "9 «А»", "", "И. С. Котова", 1, "", "31",
        (), False, "", "", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("zone", ["Europe/Moscow", "Asia/Yekaterinburg", "Europe/Berlin"])
def test_local_times_hold_across_a_change_of_clocks(zone: str) -> None:
    before, after = date(2026, 10, 23), date(2026, 10, 26)  # Berlin leaves summer time between them
    made = datetime(2026, 10, 1, tzinfo=UTC)
    feed = Feed("Школа", "a", "Анна", zone, "ru", (lesson(before), lesson(after)), made)
    text = write_calendar(feed)
    found = icalendar.Calendar.from_ical(text)
    assert [str(part["tzid"]) for part in found.walk("VTIMEZONE")] == [zone]
    offsets = set()
    # Computed from the file's own VTIMEZONE, as a calendar program without our zone names does.
    own = next(iter(found.walk("VTIMEZONE"))).to_tz()
    for event in found.walk("VEVENT"):
        starts = event["dtstart"].dt
        assert (starts.hour, starts.minute) == (8, 30)
        moment = starts.replace(tzinfo=None)
        offsets.add(own.utcoffset(moment))
        assert own.utcoffset(moment) == ZoneInfo(zone).utcoffset(moment)
    assert len(offsets) == (2 if zone == "Europe/Berlin" else 1)
    assert timedelta(hours=1) <= min(offsets) <= timedelta(hours=5)


ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc"))


@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 30)))
@example("Europe/Berlin", datetime(2027, 3, 28, 2, 59))
@example("America/New_York", datetime(2026, 3, 8, 3, 0))
@example("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 30))
def test_a_zones_rules_say_the_same_as_the_zone_at_every_local_time(name: str, at: datetime) -> None:
    zone = ZoneInfo(name)
    written = time_zone(zone, name, date(2025, 12, 1), date(2028, 1, 31))
    parts = sorted(written.subcomponents, key=lambda part: part["dtstart"].dt)
    begun = [part for part in parts if part["dtstart"].dt <= at][-1]
    # Of an hour that the clocks show twice or never either reading is right.
    assert begun["tzoffsetto"].td in {at.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}


def test_the_hour_of_looking_again_is_typed_as_the_standard_wants() -> None:
    feed = Feed("Школа", "a", "Анна", "Europe/Moscow", "ru", (), datetime(2026, 10, 1, tzinfo=UTC))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in write_calendar(feed)


def test_the_task_for_the_substitute_is_in_no_familys_calendar(cast: Cast) -> None:
    given = cast.by_day["maths", MONDAY]
    papers = Papers(task="Контрольная, вариант 2, ответы в столе")
    assign(cast.session, cast.actor("deputy"), given.id or 0, cast.id_of("teacher"), papers)
    for reader, child, told in (
        ("pupil", None, False),
        ("guardian", "pupil", False),
        ("teacher", None, True),
    ):
        token = make_feed(cast.session, cast.actor(reader), cast.id_of(child) if child else None)
        assert any("ответы" in str(one["description"]) for one in events(cast, token).values()) is told


@pytest.mark.parametrize("table", [Guardianship, RoleGrant])
def test_a_link_ends_with_the_guardian(cast: Cast, table: type[Guardianship] | type[RoleGrant]) -> None:
    token = make_feed(cast.session, cast.actor("guardian"), cast.id_of("pupil"))
    assert open_feed(cast.session, token).lessons
    person = table.guardian_id if table is Guardianship else table.person_id  # type: ignore[union-attr]
    for row in cast.session.scalars(select(table).where(person == cast.id_of("guardian"))):
        row.ends = DAY - timedelta(days=1)
        cast.session.add(row)
    cast.session.flush()
    with pytest.raises(NotFound):
        open_feed(cast.session, token)
