"""Filling the rest: every hour placed, nobody in two places, what stands stays, one step to undo."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest
from sqlmodel import func, select

from ejournal.errors import DomainError
from ejournal.models import TimetableEntry, WeekParity
from ejournal.services.load.adding import CourseWish, add_course
from ejournal.services.load.changing import remove_course
from ejournal.services.placement.fill import accept, fill_rest
from ejournal.services.placement.problem import Rules
from ejournal.services.placement.search import PlacementProgress
from ejournal.services.rooms.editing import RoomFields, add_room, remove_room
from ejournal.services.timetable.board import Board, Where, open_board
from ejournal.services.timetable.conflicts import Index, Severity
from ejournal.services.timetable.editing import place_entry, undo
from ejournal.services.timetable.facts import Facts, Limit
from ejournal.services.timetable.rows import ClassPart, CourseInfo, Standing
from ejournal.services.timetable.versions import create_version
from tests.cast import DAY, Cast

# subject: hours a week, difficulty, taught in groups
PLAN = {
    "Русский язык": (5, 8, False), "Математика": (5, 9, False), "Литература": (3, 5, False),
    "Английский язык": (3, 8, True), "История": (2, 6, False), "География": (2, 5, False),
    "Биология": (2, 6, False), "Физкультура": (3, 2, False), "Музыка": (1, 2, False),
    "ИЗО": (1, 2, False), "Технология": (2, 3, True),
}  # fmt: skip


GYM, WORKSHOPS, LABORATORY = 1000, (1001, 1002), 1003
ROOMS = {at: f"{at}" for at in range(1, 15)} | {GYM: "зал", 1001: "м1", 1002: "м2", LABORATORY: "лаб."}
WITH_ROOMS = Facts(rooms=ROOMS, shared_rooms=frozenset({GYM}))


def school(classes: int, facts: Facts | None = None) -> Board:
    """An empty timetable: 29 hours a class, each subject's teachers have up to 25 hours.

    Both groups of technology have a workshop each, biology one laboratory, all the gym.
    """
    courses: dict[int, CourseInfo] = {}
    load: dict[int, int] = {}
    for number in range(classes):
        for subject, (hours, difficulty, split) in PLAN.items():
            for group in (1, 2) if split else (0,):
                place = list(PLAN).index(subject)
                teacher = _teacher(place, hours, load)
                group_id = 10_000 + number * 100 + place * 2 + group if group else None
                part = ClassPart(number, f"6 «{number}»", 7, group_id is None, room_id=number + 1)
                at = len(courses) + 1
                courses[at] = CourseInfo(
                    at, place, subject, subject, difficulty, teacher, f"Т{teacher}", False,
                    group_id, str(group), (part,), float(hours), room_id=_room(subject, group),
                )  # fmt: skip
    return Board(1, True, courses, [], facts or WITH_ROOMS)


def _room(subject: str, group: int) -> int | None:
    if subject == "Технология":
        return WORKSHOPS[group - 1]
    return {"Физкультура": GYM, "Биология": LABORATORY}.get(subject)


def _teacher(subject: int, hours: int, load: dict[int, int]) -> int:
    teacher = subject * 100
    while load.get(teacher, 0) + hours > 25:
        teacher += 1
    load[teacher] = load.get(teacher, 0) + hours
    return teacher


def errors(standings: list[Standing], facts: Facts = WITH_ROOMS) -> int:
    return sum(one.severity is Severity.ERROR for one in Index(standings, facts).all())


def test_a_school_of_12_classes_fills_from_empty_in_two_minutes_without_a_clash() -> None:
    board = school(12)
    seen: list[PlacementProgress] = []

    def watch(state: PlacementProgress) -> bool:
        seen.append(state)
        return state.placed < state.total  # the first whole timetable is enough here

    started = perf_counter()
    found = fill_rest(board, Rules(), watch, seconds=110)
    assert perf_counter() - started < 120
    assert not found.left
    assert errors(list(found.placed)) == 0
    assert len(found.placed) == sum(one.weekly_hours for one in board.courses.values())
    assert seen
    for one in found.placed:
        assert one.room_id is not None
        assert one.course.room_id in (None, one.room_id)


def test_a_class_is_in_its_own_room_unless_another_is_needed() -> None:
    found = fill_rest(school(2), seconds=20, progress=lambda state: state.placed < state.total)
    whole = [one for one in found.placed if one.course.group_id is None and one.course.room_id is None]
    assert all(one.room_id == one.course.classes[0].room_id for one in whole)


def test_a_room_that_several_must_have_is_given_to_one_at_a_time() -> None:
    """Two teachers with one laboratory of 30 hours: 30 of 32 hours have a place in a week of 30 lessons."""
    board = school(2)
    laboratory = [replace(board.courses[at], room_id=LABORATORY, weekly_hours=8.0) for at in (1, 2)]
    other = [replace(board.courses[at + 14], room_id=LABORATORY, weekly_hours=8.0) for at in (1, 2)]
    courses = {one.id: one for one in laboratory + other}
    board = Board(1, True, courses, [], WITH_ROOMS)
    found = fill_rest(board, Rules(last_number=6), seconds=8)
    assert {one.room_id for one in found.placed} == {LABORATORY}
    assert (len(found.placed), sum(one.hours for one in found.left)) == (30, 2)


def test_a_teachers_own_room_binds_and_a_standing_lesson_holds_its_room() -> None:
    board = school(1)
    teacher, other = board.courses[1].teacher_id, board.courses[2]
    facts = replace(WITH_ROOMS, own_rooms={teacher: 7})
    standing = Standing(77, other, 1, 1, WeekParity.EVERY, 7)
    board = Board(1, True, board.courses, [standing], facts)
    found = fill_rest(board, Rules(), lambda state: state.placed < state.total, seconds=20)
    mine = [one for one in found.placed if teacher in one.teacher_ids]
    assert {one.room_id for one in mine} == {7}
    assert (1, 1) not in {(one.weekday, one.number) for one in mine}
    assert errors([standing, *found.placed], facts) == 0


def test_no_more_lessons_at_once_than_there_are_rooms() -> None:
    """Two classes and two rooms: the class taught in two groups leaves no room for the other."""
    facts = Facts(rooms={1: "1", 2: "2"})
    board = school(2, facts)
    courses = {at: replace(one, room_id=None) for at, one in board.courses.items()}
    found = fill_rest(Board(1, True, courses, [], facts), Rules(), None, seconds=12)
    at_once = Counter((one.weekday, one.number) for one in found.placed)
    assert max(at_once.values()) == 2
    assert all(one.room_id for one in found.placed)
    assert errors(list(found.placed), facts) == 0


def test_fewer_rooms_than_classes_are_a_list_not_yet_whole() -> None:
    facts = Facts(rooms={1: "1"})
    board = school(2, facts)
    courses = {at: replace(one, room_id=None) for at, one in board.courses.items()}
    board = Board(1, True, courses, [], facts)
    found = fill_rest(board, Rules(), lambda state: state.placed < state.total, seconds=20)
    assert not found.left
    assert errors(list(found.placed), facts) == 0
    assert any(one.room_id is None for one in found.placed)


def test_the_search_is_heard_of_every_second_and_stopped_at_once() -> None:
    board, seen = school(12), list[PlacementProgress]()

    def watch(state: PlacementProgress) -> bool:
        seen.append(state)
        return state.seconds < 3 or state.placed == 0

    found = fill_rest(board, Rules(), watch, seconds=60)
    assert found.seconds < 30
    assert seen[-1].seconds >= 3
    assert len(seen) >= 3, "also when nothing better was found"


def test_what_stands_already_stays_and_is_not_clashed_with() -> None:
    board = school(2)
    standing = Standing(77, board.courses[1], 1, 1, room_id=None, parity=WeekParity.EVERY)
    board.index.add(standing)
    found = fill_rest(board, seconds=20, progress=lambda state: state.placed < state.total)
    assert errors([standing, *found.placed]) == 0
    assert len([one for one in found.placed if one.course.id == 1]) == 4


def test_a_teachers_free_day_is_kept() -> None:
    board = school(1)
    away = frozenset({(board.courses[1].teacher_id, 3, 0)})
    board = Board(1, True, board.courses, [], replace(WITH_ROOMS, unavailable=away))
    found = fill_rest(board, Rules(days=6), lambda state: state.placed < state.total, seconds=20)
    assert not found.left
    assert not [one for one in found.placed if one.course.id == 1 and one.weekday == 3]


def test_a_teachers_limit_of_lessons_a_day_is_kept() -> None:
    board = school(2)
    teacher = board.courses[1].teacher_id
    limited = replace(WITH_ROOMS, limits={teacher: Limit(teacher, "Т", 2)})
    board = Board(1, True, board.courses, [], limited)
    found = fill_rest(board, Rules(), lambda state: state.placed < state.total, seconds=20)
    days = Counter(one.weekday for one in found.placed if teacher in one.teacher_ids)
    assert not found.left
    assert set(days.values()) == {2}


def test_half_an_hour_a_week_stands_every_other_week() -> None:
    board = school(1)
    courses = {1: replace(board.courses[1], weekly_hours=1.5)}
    found = fill_rest(Board(1, True, courses, [], Facts()), seconds=10)
    assert sorted(one.parity.value for one in found.placed) == ["every", "odd"]


def test_the_first_grade_has_a_longer_day_once_a_week() -> None:
    """21 hours in five days of four lessons: one day has five."""
    part = ClassPart(1, "1 «А»", 1, True)
    course = school(1).courses[1]
    courses = {
        at: replace(
            course, id=at, subject_id=at, subject=str(at), classes=(part,), weekly_hours=hours, teacher_id=at
        )
        for at, hours in enumerate((5.0, 5.0, 5.0, 5.0, 1.0), 1)
    }
    found = fill_rest(Board(1, True, courses, [], Facts()), seconds=10)
    assert not found.left
    days = Counter(one.weekday for one in found.placed)
    assert sorted(days.values()) == [4, 4, 4, 4, 5]
    assert not Index(found.placed, Facts()).all()


def test_hours_that_do_not_fit_are_told() -> None:
    board = school(1)
    found = fill_rest(board, Rules(days=2), seconds=5)
    assert found.left
    assert errors(list(found.placed)) == 0


def test_a_solution_is_written_as_one_step_and_undone_as_one(cast: Cast) -> None:
    actor = cast.actor("deputy")
    version_id = create_version(cast.session, actor, cast.years["a"].id or 0, "Черновик", DAY)
    place_entry(cast.session, actor, version_id, cast.courses["maths"].id or 0, Where(1, 1))
    found = fill_rest(open_board(cast.session, actor, version_id), seconds=10)
    assert accept(cast.session, actor, found) == len(found.placed)
    board = open_board(cast.session, actor, version_id)
    assert not board.unplaced()
    assert not [one for one in board.conflicts() if one.severity is Severity.ERROR]
    assert undo(cast.session, actor, version_id).action == "fill"
    query = select(func.count()).select_from(TimetableEntry).where(TimetableEntry.version_id == version_id)
    assert cast.session.scalar(query) == 1


def test_a_solution_of_yesterday_is_not_written_over_todays_changes(cast: Cast) -> None:
    actor = cast.actor("deputy")
    version_id = create_version(cast.session, actor, cast.years["a"].id or 0, "Черновик", DAY)
    found = fill_rest(open_board(cast.session, actor, version_id), seconds=10)
    one = next(one for one in found.placed if one.course.id == cast.courses["maths"].id)
    where = Where(one.weekday, one.number)
    place_entry(cast.session, actor, version_id, cast.courses["russian"].id or 0, where)
    with pytest.raises(DomainError, match="has changed since"):
        accept(cast.session, actor, found)


@pytest.mark.parametrize("gone", ["course", "room"])
def test_a_solution_with_what_was_removed_meanwhile_is_refused(cast: Cast, gone: str) -> None:
    actor = cast.actor("deputy")
    version_id = create_version(cast.session, actor, cast.years["a"].id or 0, "Черновик", DAY)
    room = add_room(cast.session, actor, RoomFields("Чердак"))
    wish = CourseWish(
        class_ids=(cast.classes["6b"].id or 0,), subject_id=cast.courses["russian"].subject_id,
        teacher_id=cast.id_of("teacher"), weekly_hours=Decimal(1), group_name="Хор", room_id=None,
    )  # fmt: skip
    course = add_course(cast.session, actor, cast.years["a"].id or 0, wish)
    found = fill_rest(open_board(cast.session, actor, version_id), seconds=10)
    placed = tuple(
        replace(one, room_id=room if gone == "room" else None)
        for one in found.placed
        if one.course.id == course
    )
    assert placed
    if gone == "room":
        remove_room(cast.session, actor, room)
    else:
        remove_course(cast.session, actor, course)
    with pytest.raises(DomainError, match="has changed since"):
        accept(cast.session, actor, replace(found, placed=placed))
