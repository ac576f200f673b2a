"""The schedule: whose lessons, when, where; what is now; the bells; the rooms."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Lesson, MovedDay
from ejournal.services.rooms.occupancy import book_room, bookings, cancel_booking, free_rooms, who_is_where
from ejournal.services.schedule.bells import bell_schedule_today
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.schedule.views import View, open_week
from ejournal.services.schedule.weeks import (
    choices,
    class_schedule,
    my_schedule,
    pupil_schedule,
    room_schedule,
    teacher_schedule,
)
from tests.cast import ARRIVED_DAY, DAY, SUBSTITUTED_DAY, Cast

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)
At = Callable[[int, int], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the wall clock of DAY in Moscow."""

    def set_clock(hour: int, minute: int) -> None:
        moment = datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=UTC) - timedelta(hours=3)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


def line(lessons: Iterator[ScheduleLesson]) -> list[tuple[int, str, str]]:
    return [(one.number, one.subject, one.teacher) for one in lessons]


def test_a_pupil_sees_own_group_only(cast: Cast) -> None:
    found = my_schedule(cast.session, cast.actor("pupil"), DAY, DAY)
    assert line(iter(found.lessons())) == [
        (2, "Русский язык", "П. И. Соколов"),
        (3, "Математика", "И. С. Котова"),
        (4, "Английский язык", "А. Ю. Зайцев"),
    ]
    other = my_schedule(cast.session, cast.actor("classmate"), DAY, DAY)
    assert line(iter(other.lessons()))[2] == (4, "Английский язык", "О. Л. Миронова")


def test_a_pupil_who_came_later_has_no_lessons_before(cast: Cast) -> None:
    actor = cast.actor("deputy")
    found = pupil_schedule(cast.session, actor, cast.id_of("arrived"), date(2026, 11, 9), SATURDAY)
    assert min(one.day for one in found.lessons()) == ARRIVED_DAY


def test_a_guardian_sees_own_children_only(cast: Cast) -> None:
    actor = cast.actor("guardian")
    found = my_schedule(cast.session, actor, DAY, DAY, cast.id_of("brother"))
    assert [one.number for one in found.lessons()] == [1]
    with pytest.raises(NotFound):
        my_schedule(cast.session, actor, DAY, DAY, cast.id_of("other_pupil"))


def test_a_teacher_sees_own_and_substituted_lessons(cast: Cast) -> None:
    week = my_schedule(cast.session, cast.actor("substitute"), MONDAY, SATURDAY)
    taken = [one for one in week.lessons() if one.kind]
    assert [(one.day, one.absent_teacher) for one in taken] == [(SUBSTITUTED_DAY, "И. С. Котова")]
    assert len(list(week.lessons())) == 5


def test_a_class_sees_both_groups_at_once(cast: Cast) -> None:
    found = class_schedule(cast.session, cast.actor("teacher"), cast.classes["6b"].id or 0, DAY, DAY)
    assert [(one.number, one.group) for one in found.lessons()] == [
        (2, ""), (3, ""), (4, "Английский, 1"), (4, "Английский, 2"),
    ]  # fmt: skip
    assert found.numbers == (2, 3, 4)
    assert all(one.starts for one in found.lessons())


@pytest.mark.parametrize("name", ["pupil", "guardian"])
def test_families_do_not_look_at_others(cast: Cast, name: str) -> None:
    actor, session = cast.actor(name), cast.session
    for look in (
        lambda: class_schedule(session, actor, cast.classes["6b"].id or 0, DAY, DAY),
        lambda: teacher_schedule(session, actor, cast.id_of("teacher"), DAY, DAY),
        lambda: room_schedule(session, actor, cast.rooms["31"].id or 0, DAY, DAY),
        lambda: choices(session, actor, cast.years["a"].id or 0),
        lambda: who_is_where(session, actor, DAY, 1),
    ):
        with pytest.raises(NotFound):
            look()


def test_another_school_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        class_schedule(cast.session, cast.actor("deputy"), cast.classes["6b_b"].id or 0, DAY, DAY)
    with pytest.raises(NotFound):
        teacher_schedule(cast.session, cast.actor("deputy"), cast.id_of("teacher_b"), DAY, DAY)


def test_now_and_next_are_marked(cast: Cast, at: At) -> None:
    actor = cast.actor("pupil")
    for hour, minute, moments in (
        (9, 0, ["next", "later", "later"]),
        (9, 30, ["now", "next", "later"]),
        (10, 10, ["past", "next", "later"]),
        (11, 30, ["past", "past", "now"]),
        (15, 0, ["past", "past", "past"]),
    ):
        at(hour, minute)
        found = my_schedule(cast.session, actor, DAY, DAY)
        assert [one.moment for one in found.lessons()] == moments


def test_holidays_and_moved_days_are_named(cast: Cast) -> None:
    year = cast.years["a"]
    cast.session.add(
        MovedDay(
            school_id=year.school_id,
            year_id=year.id or 0,
            day=SATURDAY,
            follows_weekday=1,
            note="За 4 ноября",
        )
    )
    cast.session.flush()
    week = my_schedule(cast.session, cast.actor("pupil"), MONDAY, SATURDAY)
    assert (week.days[5].moved_weekday, week.days[5].moved_note) == (1, "За 4 ноября")
    november = my_schedule(cast.session, cast.actor("pupil"), date(2026, 11, 2), date(2026, 11, 7))
    assert [day.day_off for day in november.days[:3]] == ["Осенние каникулы", "", "День народного единства"]


def test_a_week_is_read_in_a_fixed_number_of_queries(cast: Cast) -> None:
    count = 0

    def counting(*_: object) -> None:
        nonlocal count
        count += 1

    actor, klass = cast.actor("teacher"), cast.classes["6b"].id or 0
    bind = cast.session.get_bind()
    class_schedule(cast.session, actor, klass, MONDAY, MONDAY)
    event.listen(bind, "before_cursor_execute", counting)
    try:
        class_schedule(cast.session, actor, klass, MONDAY, MONDAY)
        one_day, count = count, 0
        class_schedule(cast.session, actor, klass, date(2026, 11, 9), date(2026, 11, 28))
    finally:
        event.remove(bind, "before_cursor_execute", counting)
    assert count <= max(one_day, 10)


def test_the_bells_count_down_to_the_next(cast: Cast, at: At) -> None:
    at(9, 30)
    (found,) = bell_schedule_today(cast.session, cast.actor("pupil"))
    assert found.classes == "2А, 6Б, 6В"
    assert [one.moment for one in found.lines[:3]] == ["past", "now", "next"]
    assert (found.seconds_left, found.in_lesson) == (30 * 60, True)
    assert found.lines[0].break_minutes == 10


def test_after_the_last_bell_nothing_is_counted(cast: Cast, at: At) -> None:
    at(20, 0)
    (found,) = bell_schedule_today(cast.session, cast.actor("pupil"))
    assert found.seconds_left is None
    (tomorrow,) = bell_schedule_today(cast.session, cast.actor("pupil"), DAY + timedelta(days=3))
    assert {one.moment for one in tomorrow.lines} == {"later"}


def in_room(cast: Cast) -> Lesson:
    lesson = cast.lessons["maths"]
    lesson.room_id = cast.rooms["31"].id
    cast.session.add(lesson)
    cast.session.flush()
    return lesson


def test_who_is_where_and_which_rooms_are_free(cast: Cast) -> None:
    in_room(cast)
    actor = cast.actor("teacher")
    where = {
        one.room: [lesson.subject for lesson in one.lessons]
        for one in who_is_where(cast.session, actor, DAY, 3)
    }
    assert where == {"12": [], "31": ["Математика"]}
    assert [one.room for one in free_rooms(cast.session, actor, DAY, 2, 3)] == ["12"]
    found = room_schedule(cast.session, actor, cast.rooms["31"].id or 0, DAY, DAY)
    assert [one.number for one in found.lessons()] == [3]


def test_a_room_is_booked_once(cast: Cast) -> None:
    in_room(cast)
    actor, room = cast.actor("teacher"), cast.rooms["31"].id or 0
    with pytest.raises(DomainError, match="is taken"):
        book_room(cast.session, actor, room, DAY, 2, 4, "Олимпиада")
    booking_id = book_room(cast.session, actor, room, DAY, 4, 5, "Олимпиада")
    with pytest.raises(DomainError, match="is taken"):
        book_room(cast.session, cast.actor("substitute"), room, DAY, 5, 5, "Кружок")
    with pytest.raises(NotAllowed):
        cancel_booking(cast.session, cast.actor("substitute"), booking_id)
    cancel_booking(cast.session, cast.actor("deputy"), booking_id)
    assert not bookings(cast.session, actor, DAY, DAY)


def test_what_a_room_is_booked_for_stands_in_its_schedule(cast: Cast) -> None:
    in_room(cast)
    actor, room = cast.actor("teacher"), cast.rooms["31"].id or 0
    book_room(cast.session, actor, room, DAY, 5, 6, "Олимпиада")
    book_room(cast.session, actor, cast.rooms["12"].id or 0, DAY, 1, 1, "Кружок")
    found = room_schedule(cast.session, actor, room, DAY, DAY)
    assert [(one.title, list(one.numbers)) for one in found.days[0].bookings] == [("Олимпиада", [5, 6])]
    assert found.numbers == (3, 5, 6)
    assert not class_schedule(cast.session, actor, cast.classes["6b"].id or 0, DAY, DAY).days[0].bookings


def test_an_event_of_the_weekend_makes_the_rooms_week_longer(cast: Cast) -> None:
    actor, room = cast.actor("teacher"), cast.rooms["31"].id or 0
    sunday = DAY + timedelta(days=2)
    view = View("room", room)
    assert open_week(cast.session, actor, view, DAY).last == DAY
    book_room(cast.session, actor, room, sunday, 1, 2, "Олимпиада")
    assert open_week(cast.session, actor, view, DAY).last == sunday


def test_a_room_of_another_school_is_not_booked(cast: Cast) -> None:
    with pytest.raises(NotFound):
        book_room(cast.session, cast.actor("teacher_b"), cast.rooms["31"].id or 0, DAY, 1, 1, "x")


def test_a_school_without_a_year_has_an_empty_schedule(cast: Cast) -> None:
    actor = replace(cast.actor("teacher_parent"), today=date(2020, 1, 1))
    found = my_schedule(cast.session, actor, date(2020, 1, 6), date(2020, 1, 11))
    assert not list(found.lessons())


@pytest.mark.parametrize("name", ["guardian", "pupil", "left"])
def test_the_name_of_a_family_is_not_read_off_a_teachers_schedule(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound):
        teacher_schedule(cast.session, cast.actor("teacher"), cast.id_of(name), DAY, DAY)
