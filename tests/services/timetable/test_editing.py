"""The editor of the timetable: conflicts caught, steps undone, versions published without a loss."""

from dataclasses import replace
from datetime import date, time
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Lesson, Mark, TeacherUnavailability, TimetableEntry, WeekParity
from ejournal.services.calendar.year import BellPlan, BellTime, Calendar, YearSpan
from ejournal.services.timetable.board import Board, Where, open_board
from ejournal.services.timetable.conflicts import (
    ConflictKind,
    Index,
    Severity,
    overlap,
)
from ejournal.services.timetable.editing import (
    move_entry,
    place_entry,
    remove_entry,
    steps_to_undo,
    undo,
)
from ejournal.services.timetable.facts import Facts, Limit, overlapping_bells
from ejournal.services.timetable.rows import ClassPart, CourseInfo, Standing
from ejournal.services.timetable.versions import (
    conflicts,
    copy_version,
    create_version,
    delete_draft,
    list_versions,
    preview_publish,
    publish,
)
from tests.cast import DAY, Cast

NEXT_MONDAY = date(2026, 11, 23)


def draft(cast: Cast) -> int:
    return create_version(
        cast.session, cast.actor("deputy"), cast.years["a"].id or 0, "Черновик", NEXT_MONDAY
    )


def copied(cast: Cast) -> int:
    return copy_version(
        cast.session, cast.actor("deputy"), cast.versions["a"].id or 0, "С понедельника", NEXT_MONDAY
    )


def course(cast: Cast, name: str) -> int:
    return cast.courses[name].id or 0


def test_two_lessons_of_one_class_at_once_are_caught_before_they_are_placed(cast: Cast) -> None:
    board = open_board(cast.session, cast.actor("deputy"), copied(cast))
    wrong = board.check(course(cast, "russian"), Where(1, 2))
    assert {(one.severity, one.kind) for one in wrong} == {(Severity.ERROR, ConflictKind.CLASS)}
    assert not board.check(course(cast, "russian"), Where(2, 1))


def test_a_teacher_in_two_classes_at_once_is_caught(cast: Cast) -> None:
    board = open_board(cast.session, cast.actor("deputy"), copied(cast))
    (wrong,) = board.check(course(cast, "russian_v"), Where(1, 3))
    assert wrong.kind is ConflictKind.TEACHER
    assert "Соколов" in wrong.text("ru")


def test_two_groups_of_a_class_may_stand_at_once_but_not_with_a_pupil_in_both(cast: Cast) -> None:
    from ejournal.models import GroupMember

    version_id = copied(cast)
    actor = cast.actor("deputy")
    assert not [one for one in conflicts(cast.session, actor, version_id) if one.severity is Severity.ERROR]
    group = cast.groups["english2"]
    cast.session.add(
        GroupMember(
            school_id=group.school_id, group_id=group.id or 0, pupil_id=cast.id_of("pupil"), starts=DAY
        )
    )
    cast.session.flush()
    kinds = {one.kind for one in conflicts(cast.session, actor, version_id)}
    assert ConflictKind.PUPILS in kinds


def test_odd_and_even_weeks_do_not_clash(cast: Cast) -> None:
    version_id, actor = draft(cast), cast.actor("deputy")
    place_entry(cast.session, actor, version_id, course(cast, "maths"), Where(1, 1, WeekParity.ODD))
    board = open_board(cast.session, actor, version_id)
    assert not board.check(course(cast, "russian"), Where(1, 1, WeekParity.EVEN))
    assert board.check(course(cast, "russian"), Where(1, 1))


def test_a_taken_room_is_an_error_unless_it_is_shared(cast: Cast) -> None:
    version_id, actor, room = draft(cast), cast.actor("deputy"), cast.rooms["31"]
    place_entry(cast.session, actor, version_id, course(cast, "maths"), Where(1, 1, room_id=room.id))
    where = Where(1, 1, room_id=room.id)
    wrong = open_board(cast.session, actor, version_id).check(course(cast, "maths_v"), where)
    assert [one.kind for one in wrong] == [ConflictKind.ROOM]
    room.shared = True
    cast.session.add(room)
    cast.session.flush()
    assert not open_board(cast.session, actor, version_id).check(course(cast, "maths_v"), where)


def test_a_course_out_of_the_room_it_must_be_in_is_warned_of(cast: Cast) -> None:
    maths = cast.courses["maths"]
    maths.room_id = cast.rooms["31"].id
    cast.session.add(maths)
    cast.session.flush()
    board = open_board(cast.session, cast.actor("deputy"), draft(cast))
    for room, kinds in ((None, [ConflictKind.ROOM_WISH]), ("12", [ConflictKind.ROOM_WISH]), ("31", [])):
        where = Where(1, 1, room_id=cast.rooms[room].id if room else None)
        assert [one.kind for one in board.check(maths.id or 0, where)] == kinds


def test_a_teachers_free_day_is_a_warning(cast: Cast) -> None:
    teacher = cast.id_of("teacher")
    year = cast.years["a"]
    cast.session.add(
        TeacherUnavailability(school_id=year.school_id, year_id=year.id or 0, teacher_id=teacher, weekday=2)
    )
    cast.session.flush()
    board = open_board(cast.session, cast.actor("deputy"), draft(cast))
    (wrong,) = board.check(course(cast, "russian"), Where(2, 4))
    assert (wrong.severity, wrong.kind) == (Severity.WARNING, ConflictKind.UNAVAILABLE)


def test_more_lessons_a_day_than_a_teacher_may_have_are_warned_of() -> None:
    facts = Facts(limits={1: Limit(1, "И. С. Котова", 2)})
    index = Index([in_shift(1, 1, 1), in_shift(2, 1, 2)], facts)
    assert not index.all()
    (wrong,) = index.check(in_shift(3, 1, 3))
    assert (wrong.severity, wrong.kind, wrong.weekday) == (Severity.WARNING, ConflictKind.TEACHER_DAY, 1)
    assert wrong.params == {"teacher": "И. С. Котова", "n": 3, "most": 2}
    assert not index.all(), "asking changes nothing"
    index.add(in_shift(3, 1, 3))
    assert [one.kind for one in index.all()] == [ConflictKind.TEACHER_DAY]
    index.remove(3)
    assert not index.all()


def test_odd_and_even_weeks_are_two_days_of_a_teacher() -> None:
    index = Index([in_shift(1, 1, 1)], Facts(limits={1: Limit(1, "И. С. Котова", 1)}))
    for at, week in ((2, WeekParity.ODD), (3, WeekParity.EVEN)):
        index.add(replace(in_shift(at, 1, 2), parity=week))
    assert index.load_of(1, 1) == 2
    index.remove(1)
    assert not index.all()


def test_the_daily_norm_of_the_grade_is_warned_of(cast: Cast) -> None:
    version_id, actor = draft(cast), cast.actor("deputy")
    for number in range(1, 7):
        place_entry(cast.session, actor, version_id, course(cast, "maths"), Where(1, number))
    board = open_board(cast.session, actor, version_id)
    (wrong,) = board.check(course(cast, "russian"), Where(1, 7))
    assert wrong.kind is ConflictKind.DAY_NORM
    assert wrong.params["norm"] == 6


def test_the_tray_holds_the_hours_not_yet_placed(cast: Cast) -> None:
    version_id, actor = draft(cast), cast.actor("deputy")
    place_entry(cast.session, actor, version_id, course(cast, "maths"), Where(1, 1))
    tray = {one.course.id: one.hours for one in open_board(cast.session, actor, version_id).unplaced()}
    assert tray[course(cast, "maths")] == 2
    assert tray[course(cast, "english1")] == 2


def test_suggested_places_are_free_and_without_gaps_first(cast: Cast) -> None:
    board = open_board(cast.session, cast.actor("deputy"), copied(cast))
    slots = board.suggest(course(cast, "maths"))
    assert slots
    assert all(
        one.severity is not Severity.ERROR
        for slot in slots
        for one in board.check(course(cast, "maths"), Where(slot.weekday, slot.number))
    )
    assert [slot.cost for slot in slots] == sorted(slot.cost for slot in slots)


def rows(cast: Cast, version_id: int) -> set[tuple[int, int, int, str]]:
    found = cast.session.execute(
        select(
            TimetableEntry.course_id, TimetableEntry.weekday, TimetableEntry.number, TimetableEntry.parity
        ).where(TimetableEntry.version_id == version_id)
    )
    return {tuple(row) for row in found}


def test_every_step_can_be_taken_back(cast: Cast) -> None:
    version_id, actor = copied(cast), cast.actor("deputy")
    states = [rows(cast, version_id)]
    entry_id = place_entry(cast.session, actor, version_id, course(cast, "maths"), Where(2, 5))
    states.append(rows(cast, version_id))
    move_entry(cast.session, actor, entry_id, Where(3, 6, WeekParity.ODD))
    states.append(rows(cast, version_id))
    remove_entry(cast.session, actor, entry_id)
    for state in reversed(states):
        assert undo(cast.session, actor, version_id)
        assert rows(cast, version_id) == state
        if steps_to_undo(cast.session, actor, version_id) == 0:
            break
    with pytest.raises(DomainError, match="nothing to undo"):
        undo(cast.session, actor, version_id)


def test_a_lesson_does_not_stand_twice_in_one_place(cast: Cast) -> None:
    with pytest.raises(DomainError, match="stands there already"):
        place_entry(cast.session, cast.actor("deputy"), copied(cast), course(cast, "maths"), Where(1, 2))


def test_a_published_timetable_is_not_edited(cast: Cast) -> None:
    actor, version_id = cast.actor("deputy"), cast.versions["a"].id or 0
    with pytest.raises(DomainError, match="not edited"):
        place_entry(cast.session, actor, version_id, course(cast, "maths"), Where(2, 5))
    with pytest.raises(DomainError, match="not deleted"):
        delete_draft(cast.session, actor, version_id)


def test_another_schools_timetable_does_not_exist(cast: Cast) -> None:
    actor = cast.actor("deputy")
    with pytest.raises(NotFound):
        open_board(cast.session, actor, cast.versions["b"].id or 0)
    with pytest.raises(NotFound):
        place_entry(cast.session, actor, copied(cast), course(cast, "maths_b"), Where(2, 5))


@pytest.mark.parametrize("name", ["teacher", "pupil", "guardian", "admin", "class_teacher"])
def test_only_who_leads_the_school_edits(cast: Cast, name: str) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        create_version(cast.session, cast.actor(name), cast.years["a"].id or 0, "x", NEXT_MONDAY)
    with pytest.raises(NotFound):
        open_board(cast.session, cast.actor(name), cast.versions["a"].id or 0)


def test_a_new_version_from_monday_keeps_the_past_and_every_mark(cast: Cast) -> None:
    actor, session = cast.actor("deputy"), cast.session
    lesson = cast.by_day["maths", date(2026, 11, 23)]
    session.add(
        Mark(
            school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=lesson.day,
            pupil_id=cast.id_of("pupil"), slot=0, value="5", kind_id=cast.kinds["answer"].id or 0,
            author_id=cast.id_of("class_teacher"), created_at=clock.now(), changed_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    past = set(session.execute(select(Lesson.id, Lesson.number).where(Lesson.day < NEXT_MONDAY)).all())
    version_id = copied(cast)
    entry = session.scalars(
        select(TimetableEntry).where(
            TimetableEntry.version_id == version_id,
            TimetableEntry.course_id == course(cast, "maths"),
            TimetableEntry.weekday == 1,
        )
    ).one()
    move_entry(session, actor, entry.id or 0, Where(2, 5))
    preview = preview_publish(session, actor, version_id)
    assert (preview.kept, bool(preview.added)) == (1, True)
    assert {one.slot.number for one in preview.differences} == {2, 5}
    report = publish(session, actor, version_id)
    assert report.added == preview.added
    assert [one.key.day for one in report.kept_because_used] == [date(2026, 11, 23)]
    assert session.scalar(select(func.count()).select_from(Mark)) == 1
    assert (
        set(session.execute(select(Lesson.id, Lesson.number).where(Lesson.day < NEXT_MONDAY)).all()) == past
    )


def test_a_timetable_with_conflicts_is_published_only_by_an_override(cast: Cast) -> None:
    version_id, actor = copied(cast), cast.actor("deputy")
    place_entry(cast.session, actor, version_id, course(cast, "russian"), Where(1, 2))
    with pytest.raises(DomainError, match="Conflicts"):
        publish(cast.session, actor, version_id)
    assert publish(cast.session, actor, version_id, override=True).added


def test_drafts_are_seen_only_by_who_writes_them(cast: Cast) -> None:
    copied(cast)
    year = cast.years["a"].id or 0
    assert len(list_versions(cast.session, cast.actor("deputy"), year)) == 2
    (only,) = list_versions(cast.session, cast.actor("teacher"), year)
    assert only.in_force


def info(course_id: int, teacher: int, class_id: int, group: int | None) -> CourseInfo:
    part = ClassPart(class_id, f"9 «{class_id}»", 9, group is None)
    return CourseInfo(course_id, 1, "Предмет", "Пр", 5, teacher, "Т", False, group, "г", (part,), 2.0)


PLACED = st.builds(
    lambda at, teacher, class_id, group, weekday, number, parity, room: Standing(
        at, info(at, teacher, class_id, group and class_id * 10 + group), weekday, number, parity, room
    ),
    st.integers(1, 10_000), st.integers(1, 4), st.integers(1, 3), st.sampled_from([None, 1, 2]),
    st.integers(1, 2), st.integers(1, 2), st.sampled_from(list(WeekParity)), st.sampled_from([None, 1, 2]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PLACED, max_size=12, unique_by=lambda one: one.id))
def test_a_timetable_without_errors_has_nobody_in_two_places(standings: list[Standing]) -> None:
    index = Index(standings, Facts())
    errors = {one.entry_ids for one in index.all() if one.severity is Severity.ERROR}
    for one in standings:
        for other in standings:
            together = (one.weekday, one.number) == (other.weekday, other.number)
            if one.id >= other.id or not together or not overlap(one.parity, other.parity):
                continue
            same_class = one.course.classes[0].id == other.course.classes[0].id
            groups = {one.course.group_id, other.course.group_id}
            twice = (
                bool(one.teacher_ids & other.teacher_ids)
                or bool(set(one.room_ids) & set(other.room_ids))
                or (same_class and (None in groups or len(groups) == 1))
            )
            assert twice == ((one.id, other.id) in errors)


def test_one_drag_is_checked_within_50_milliseconds() -> None:
    courses = {at: info(at, at % 90, at % 45, None) for at in range(1, 1500)}
    standings = [
        Standing(at, courses[at], at % 5 + 1, at // 5 % 7 + 1, WeekParity.EVERY, at % 70) for at in courses
    ]
    board = Board(1, True, courses, standings, Facts())
    started = perf_counter()
    for at in range(100):
        board.check(at + 1, Where(at % 5 + 1, at % 7 + 1), at + 1)
    assert (perf_counter() - started) / 100 < 0.05


def in_shift(at: int, shift: int, number: int, teacher: int = 1) -> Standing:
    part = ClassPart(at, f"9 «{at}»", 9, True, shift)
    course = CourseInfo(at, 1, "Предмет", "Пр", 5, teacher, "Т", False, None, "", (part,), 2.0)
    return Standing(at, course, 1, number, WeekParity.EVERY, None)


def two_shifts(second_from: int) -> Facts:
    """Bells of two shifts: the first from 8:00, the second from the hour given, seven lessons of an hour."""
    plans = tuple(
        BellPlan(
            shift, str(shift),
            tuple(BellTime(at + 1, time(hour + at), time(hour + at, 45)) for at in range(7)), shift=shift,
        )
        for shift, hour in ((1, 8), (2, second_from))
    )  # fmt: skip
    year = YearSpan(1, "2026/2027", date(2026, 9, 1), date(2027, 5, 31))
    return Facts(at_once=overlapping_bells(Calendar(1, year, bell_plans=plans)))


def test_the_same_number_in_two_shifts_is_not_the_same_time() -> None:
    first, second = in_shift(1, 1, 1), in_shift(2, 2, 1)
    assert not Index([first, second], two_shifts(15)).all()
    (wrong,) = Index([first, second], Facts()).all()  # without bells the number is all that is known
    assert wrong.kind is ConflictKind.TEACHER


def test_the_end_of_one_shift_and_the_beginning_of_the_other_clash_when_they_overlap() -> None:
    last, first = in_shift(1, 1, 7), in_shift(2, 2, 1)
    assert [one.kind for one in Index([last, first], two_shifts(14)).all()] == [ConflictKind.TEACHER]
    assert [one.kind for one in Index([first], two_shifts(14)).check(last)] == [ConflictKind.TEACHER]
    assert not Index([last, first], two_shifts(15)).all()
