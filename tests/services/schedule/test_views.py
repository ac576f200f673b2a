"""Whose schedule is looked at: who may see what, the week's days, words of changes, what the hall sees."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import BellSchedule, Substitution, SubstitutionKind, TimetableEntry, WeekParity
from ejournal.services.schedule import bells, feeds, views
from ejournal.services.schedule import hall as kiosk
from ejournal.services.schedule import words as schedule_words
from ejournal.services.schedule.views import View, open_week, ways
from ejournal.services.substitutions.arranging import cancel_lesson
from tests.cast import DAY, SUBSTITUTED_DAY, Cast

MONDAY = date(2026, 11, 16)
HOUR = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("pupil", ("child",)),
        ("guardian", ("child",)),
        ("teacher", ("own", "class", "teacher", "room")),
        ("teacher_parent", ("own", "child", "class", "teacher", "room")),
        ("deputy", ("class", "teacher", "room")),
    ],
)
def test_the_ways_fit_the_person(cast: Cast, who: str, expected: tuple[str, ...]) -> None:
    assert ways(cast.actor(who)) == expected


@pytest.mark.parametrize("who", ["pupil", "guardian"])
@pytest.mark.parametrize("by", ["class", "teacher", "room", "own", "nonsense", ""])
def test_families_see_nobody_elses_schedule(cast: Cast, who: str, by: str) -> None:
    targets = {"class": cast.classes["6b"].id, "teacher": cast.id_of("teacher"), "room": cast.rooms["31"].id}
    with pytest.raises(NotFound):
        open_week(cast.session, cast.actor(who), View(by, targets.get(by) or 1), DAY)


def test_a_guardian_sees_the_own_child_only(cast: Cast) -> None:
    actor = cast.actor("guardian")
    found = open_week(cast.session, actor, View("child", cast.id_of("brother")), DAY)
    assert {lesson.subject for lesson in found.lessons()} == {"Математика"}
    for foreign in ("other_pupil", "pupil_b", "teacher"):
        with pytest.raises(NotFound):
            open_week(cast.session, actor, View("child", cast.id_of(foreign)), DAY)


@pytest.mark.parametrize("by", ["class", "teacher", "room"])
def test_staff_see_their_own_school_only(cast: Cast, by: str) -> None:
    targets = {"class": cast.classes["6b"].id, "teacher": cast.id_of("teacher"), "room": cast.rooms["31"].id}
    view = View(by, targets[by] or 0)
    assert open_week(cast.session, cast.actor("teacher"), view, DAY).days
    stranger = cast.actor("teacher_b")
    with pytest.raises(NotFound):
        open_week(cast.session, stranger, view, DAY)


def test_the_week_ends_with_friday_unless_there_are_lessons_beyond(cast: Cast) -> None:
    actor, view = cast.actor("teacher"), View("class", cast.classes["6b"].id or 0)
    week = open_week(cast.session, actor, view, DAY)
    assert [day.day.isoweekday() for day in week.days] == [1, 2, 3, 4, 5]
    lesson = cast.lessons["maths"]
    lesson.day = DAY + timedelta(days=1)
    cast.session.add(lesson)
    cast.session.flush()
    assert len(open_week(cast.session, actor, view, DAY).days) == 6


def test_parallel_groups_stand_under_one_number(cast: Cast) -> None:
    found = open_week(cast.session, cast.actor("deputy"), View("class", cast.classes["6b"].id or 0), DAY)
    friday = next(day for day in found.days if day.day == DAY)
    assert [lesson.group for lesson in friday.lessons if lesson.number == 4] == [
        "Английский, 1",
        "Английский, 2",
    ]


def test_words_say_who_replaces_whom(cast: Cast) -> None:
    found = open_week(cast.session, cast.actor("pupil"), View("child", cast.id_of("pupil")), DAY)
    (lesson,) = [one for one in found.lessons() if one.day == SUBSTITUTED_DAY]
    assert schedule_words.kind_of(lesson) == "substituted"
    assert (
        schedule_words.change_words(lesson, "ru")
        == "О.\u00a0Л.\u00a0Миронова (по расписанию И.\u00a0С.\u00a0Котова)"
    )
    assert schedule_words.about(lesson, "pupil") == ("", "")


def test_words_of_a_moved_lesson_say_where_it_stood(cast: Cast) -> None:
    lesson = cast.lessons["russian"]
    cast.session.add(
        Substitution(
            school_id=lesson.school_id, lesson_id=lesson.id or 0, absent_teacher_id=lesson.teacher_id,
            kind=SubstitutionKind.MOVED, moved_from_day=date(2026, 11, 18), moved_from_number=2,
            created_at=clock.now(), created_by_id=cast.id_of("deputy"),
        )
    )  # fmt: skip
    cast.session.flush()
    found = open_week(cast.session, cast.actor("pupil"), View("child", cast.id_of("pupil")), DAY)
    (moved,) = [one for one in found.lessons() if one.moved_from_day]
    assert schedule_words.change_words(moved, "ru") == "с 18\u00a0ноября, 2‑й урок"


def test_first_choices(cast: Cast) -> None:
    teacher = cast.actor("class_teacher")
    offered = views.choices_of(cast.session, teacher, "class", DAY)
    assert views.first_choice(teacher, "class", offered) == cast.classes["6b"].id
    offered = views.choices_of(cast.session, teacher, "teacher", DAY)
    assert views.first_choice(teacher, "teacher", offered) == cast.id_of("class_teacher")
    assert views.first_choice(teacher, "room", ()) == 0


def test_odd_and_even_weeks_are_named_only_where_there_are_any(cast: Cast) -> None:
    school = cast.schools["a"].id or 0
    assert not views.has_odd_and_even_weeks(cast.session, school, DAY)
    entry = cast.session.get_one(TimetableEntry, cast.lessons["maths"].entry_id)
    entry.parity = WeekParity.ODD
    cast.session.add(entry)
    cast.session.flush()
    assert views.has_odd_and_even_weeks(cast.session, school, DAY)
    assert not views.has_odd_and_even_weeks(cast.session, cast.schools["b"].id or 0, DAY)


# --------------------------------------------------------------------------------------- bells and the hall


def at(hour: int, minute: int) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=HOUR)


def test_the_hall_sees_substitutions_of_today_and_of_the_next_school_day(cast: Cast) -> None:
    lesson = cast.lesson("russian", date(2026, 11, 23))
    cancel_lesson(cast.session, cast.actor("deputy"), lesson.id or 0, "Болезнь учителя")
    thursday = datetime(2026, 11, 19, 9, 25, tzinfo=HOUR)
    board = kiosk.board(cast.session, cast.schools["a"], thursday)
    assert [(one.classes, one.teacher) for one in board.today.lessons] == [("6 «Б»", "О. Л. Миронова")]
    assert board.next_day is not None
    assert (board.next_day.day, board.next_day.lessons) == (DAY, ())
    friday = kiosk.board(cast.session, cast.schools["a"], at(9, 25))
    assert friday.today.lessons == ()
    assert friday.next_day is not None
    assert [one.cancelled for one in friday.next_day.lessons] == [True]
    assert [line.number for line in friday.bells[0].lines if line.moment == "now"] == [2]


def test_a_screen_is_opened_by_its_link_until_it_is_revoked(cast: Cast) -> None:
    deputy = cast.actor("deputy")
    token = kiosk.make_screen(cast.session, deputy, "Холл")
    assert kiosk.open_board(cast.session, token).school == "Школа № 7"
    (screen,) = kiosk.screens(cast.session, cast.actor("director"))
    assert (screen.title, screen.read_at) == ("Холл", None)
    kiosk.revoke_screen(cast.session, cast.actor("director"), screen.id)
    with pytest.raises(NotFound):
        kiosk.open_board(cast.session, token)
    with pytest.raises(NotFound):
        kiosk.revoke_screen(cast.session, deputy, screen.id)


def test_a_screen_has_a_place_and_a_deputy(cast: Cast) -> None:
    with pytest.raises(DomainError):
        kiosk.make_screen(cast.session, cast.actor("deputy"), "  ")
    with pytest.raises(NotAllowed):
        kiosk.make_screen(cast.session, cast.actor("teacher"), "Холл")


def test_a_screens_link_opens_no_calendar_and_the_other_way_round(cast: Cast) -> None:
    screen = kiosk.make_screen(cast.session, cast.actor("deputy"), "Холл")
    calendar = feeds.make_feed(cast.session, cast.actor("deputy"))
    with pytest.raises(NotFound):
        feeds.open_feed(cast.session, screen)
    with pytest.raises(NotFound):
        kiosk.open_board(cast.session, calendar)
    assert len(feeds.feeds(cast.session, cast.actor("deputy"))) == 1


def test_short_days_are_told_ahead_and_ring_instead(cast: Cast) -> None:
    year = cast.years["a"].id or 0
    short = BellSchedule(
        school_id=cast.schools["a"].id or 0, year_id=year, name="Сокращённый день", day=date(2026, 12, 29)
    )
    cast.session.add(short)
    cast.session.flush()
    actor = cast.actor("pupil")
    (told,) = bells.special_days(cast.session, actor)
    assert (told.day, told.name) == (date(2026, 12, 29), "Сокращённый день")
    (ringing,) = bells.bell_schedule_today(cast.session, actor, date(2026, 12, 29))
    assert (ringing.name, ringing.special) == ("Сокращённый день", True)
    assert bells.bell_schedule_today(cast.session, actor, date(2026, 11, 22)) == []
