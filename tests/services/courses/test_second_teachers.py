"""A second teacher of a course writes as the first does, and is named where the first is, from–to."""

from datetime import date, timedelta

import pytest

from ejournal import clock
from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.access.standing import standing_of
from ejournal.errors import DomainError, NotFound
from ejournal.models import CoTeacher, Course, Lesson
from ejournal.pages.journal.rows import subtitle_of, why_closed
from ejournal.services.courses.choice import courses_for, my_lessons_today
from ejournal.services.diary.progress import marks_of_term
from ejournal.services.diary.week import open_week
from ejournal.services.home.staff import unfinished_lessons
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.spread import open_journal
from ejournal.services.load.second_teachers import end_second, second_lines
from ejournal.services.schedule.weeks import class_schedule, teacher_schedule
from ejournal.services.substitutions.arranging import assign, move_lesson
from ejournal.services.substitutions.candidates import candidates
from ejournal.services.timetable.board import Where, open_board
from tests.cast import DAY, YEAR_ENDS, YEAR_STARTS, Cast
from tests.services.diary_helpers import change_lesson
from tests.services.journal_helpers import MONDAY, NEXT_MONDAY, QueryCount, op, put, set_window

WHO, NAME = "teacher_parent", "А. Ю. Зайцев"
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
Span = tuple[date | None, date | None]


def assist(cast: Cast, starts: date | None = None, ends: date | None = None, course: str = "maths") -> None:
    """Зайцев is the course's second teacher."""
    cast.session.add(
        CoTeacher(
            school_id=cast.schools["a"].id or 0, course_id=course_id(cast, course),
            teacher_id=cast.id_of(WHO), starts=starts, ends=ends,
        )
    )  # fmt: skip
    cast.session.flush()


def course_id(cast: Cast, course: str = "maths") -> int:
    return cast.courses[course].id or 0


def writes(cast: Cast, lesson: Lesson) -> bool:
    return guard.may(cast.session, cast.actor(WHO), lesson, Permission.JOURNAL_WRITE)


def test_the_second_teacher_writes_as_the_first_does(cast: Cast) -> None:
    assist(cast, starts=MONDAY)
    assert put(cast, op(cast, "5"), by=WHO).results[0].status == "ok"
    view = open_journal(cast.session, cast.actor(WHO), course_id(cast))
    assert (view.may_write, view.may_set_terms, view.seen) == (True, True, None)
    assert {one.day for one in view.columns if not one.writable} == {
        one.day for one in view.columns if one.day < MONDAY
    }


@pytest.mark.parametrize("span", [(None, None), (DAY, DAY), (None, DAY), (DAY, None)])
def test_the_course_is_his_on_the_first_day_and_on_the_last(cast: Cast, span: Span) -> None:
    assist(cast, *span)
    own = [one for choice in courses_for(cast.session, cast.actor(WHO)) for one in choice.courses if one.own]
    maths = next(one for one in own if one.course_id == course_id(cast))
    assert maths.teacher == f"И. С. Котова, {NAME}"
    assert writes(cast, cast.lessons["maths"])
    today = my_lessons_today(cast.session, cast.actor(WHO))
    assert course_id(cast) in {one.course_id for one in today}


@pytest.mark.parametrize("span", [(TOMORROW, None), (None, DAY - timedelta(days=2))])
def test_outside_the_days_the_journal_is_as_closed_as_to_any_other(cast: Cast, span: Span) -> None:
    set_window(cast, 1)
    assist(cast, *span)
    assert not writes(cast, cast.lessons["maths"])
    with pytest.raises(NotFound):
        open_journal(cast.session, cast.actor(WHO), course_id(cast))
    today = my_lessons_today(cast.session, cast.actor(WHO))
    assert course_id(cast) not in {one.course_id for one in today}


def test_rights_are_asked_anew_when_the_days_begin_or_end(cast: Cast) -> None:
    def rights() -> str:
        found = standing_of(cast.session, cast.token(WHO))
        assert found is not None
        return found.rights

    before = rights()
    assist(cast)
    assert rights() != before


def test_the_second_teacher_is_told_of_lessons_not_finished(cast: Cast) -> None:
    change_lesson(cast, "maths", MONDAY, topic="")
    assert MONDAY not in {one.day for one in unfinished_lessons(cast.session, cast.actor(WHO))}
    set_window(cast, 1)
    assist(cast, starts=MONDAY)
    assert MONDAY in {one.day for one in unfinished_lessons(cast.session, cast.actor(WHO))}


def test_the_lesson_stays_the_second_teachers_when_another_gives_it_for_the_first(cast: Cast) -> None:
    assist(cast)
    assign(
        cast.session, cast.actor("deputy"), cast.lesson("maths", NEXT_MONDAY).id or 0, cast.id_of("teacher")
    )
    of_day = my_lessons_today(cast.session, cast.actor(WHO), NEXT_MONDAY)
    assert [one.given_by for one in of_day if one.course_id == course_id(cast)] == [""]


def test_the_second_teacher_is_named_where_the_first_is_within_the_days(cast: Cast) -> None:
    assist(cast, starts=DAY)
    actor, both = cast.actor("pupil"), f"И. С. Котова, {NAME}"
    view = open_journal(cast.session, cast.actor("director"), course_id(cast))
    assert subtitle_of(view, "ru").endswith(both.replace(" ", "\u00a0"))
    told = {one.day: why_closed(one, view, "ru") for one in view.columns}
    assert told[DAY] == f"На этом уроке пишет {both}"
    assert told[MONDAY] == "На этом уроке пишет И. С. Котова"
    week = open_week(cast.session, actor, actor.person_id, DAY)
    diary = {day.day: one.teacher for day in week.days for one in day.lessons if one.subject == "Математика"}
    assert (diary[MONDAY], diary[DAY]) == ("И. С. Котова", both)
    progress = marks_of_term(cast.session, actor, actor.person_id)
    assert next(one.teacher for one in progress.subjects if one.subject == "Математика") == both
    found = class_schedule(cast.session, cast.actor("deputy"), cast.classes["6b"].id or 0, MONDAY, DAY)
    shown = {one.day: one.teacher for one in found.lessons() if one.subject == "Математика"}
    assert (shown[MONDAY], shown[DAY]) == ("И. С. Котова", both)
    own = teacher_schedule(cast.session, cast.actor("deputy"), cast.id_of(WHO), MONDAY, DAY)
    assert [one.day for one in own.lessons() if one.subject == "Математика"] == [DAY]


def test_nobody_is_named_twice_who_gives_the_lesson_and_is_its_second_teacher(cast: Cast) -> None:
    assist(cast)
    assign(cast.session, cast.actor("deputy"), cast.lesson("maths", NEXT_MONDAY).id or 0, cast.id_of(WHO))
    found = class_schedule(
        cast.session, cast.actor("deputy"), cast.classes["6b"].id or 0, NEXT_MONDAY, NEXT_MONDAY
    )
    assert [one.teacher for one in found.lessons() if one.subject == "Математика"] == [NAME]


@pytest.mark.parametrize(
    ("span", "busy"),
    [((None, None), True), ((DAY, DAY), True), ((None, YESTERDAY), False), ((TOMORROW, None), True)],
)
def test_the_timetable_counts_the_second_teacher_busy_in_the_days_to_come(
    cast: Cast, span: Span, busy: bool
) -> None:
    assist(cast, *span, course="maths")
    board = open_board(cast.session, cast.actor("deputy"), cast.versions["a"].id or 0)
    assert (cast.id_of(WHO) in board.courses[course_id(cast)].teacher_ids) == busy
    wrong = board.check(course_id(cast, "english1"), Where(1, 2))
    assert any(NAME in str(one.params) for one in wrong) == busy


def test_second_teachers_cost_no_query(cast: Cast) -> None:
    cast.session.commit()
    first, entry = cast.actor("class_teacher"), op(cast, "5")
    put(cast, entry)
    counts: list[tuple[int, int]] = []
    for span in ((YEAR_STARTS, YESTERDAY), (DAY, YEAR_ENDS)):
        with QueryCount(cast.session) as opening:
            open_journal(cast.session, first, course_id(cast))
            courses_for(cast.session, first)
        with QueryCount(cast.session) as saving:
            put(cast, op(cast, str(3 + len(counts))))
        counts.append((len(opening), len(saving)))
        assist(cast, *span)
    assert counts[0] == counts[1]
    guard.get(cast.session, cast.actor(WHO), Course, course_id(cast), Permission.JOURNAL_READ)


@pytest.mark.parametrize(("starts", "left"), [(None, [DAY]), (DAY, [DAY]), (TOMORROW, [])])
def test_ended_today_a_span_keeps_its_days_and_one_not_begun_is_forgotten(
    cast: Cast, starts: date | None, left: list[date]
) -> None:
    assist(cast, starts=starts)
    deputy = cast.actor("deputy")
    [line] = second_lines(cast.session, deputy, course_id(cast))
    end_second(cast.session, deputy, course_id(cast), line.id)
    assert [one.wish.ends for one in second_lines(cast.session, deputy, course_id(cast))] == left


def give_at(cast: Cast, course: str, day: date, number: int) -> Lesson:
    """The course's lesson of the day, put at that number."""
    lesson = cast.lesson(course, day)
    lesson.number = number
    cast.session.flush()
    return lesson


@pytest.mark.parametrize(
    ("span", "free"),
    [((None, None), False), ((DAY, DAY), False), ((None, YESTERDAY), True), ((TOMORROW, None), True)],
)
def test_who_assists_at_that_time_is_not_free_to_substitute(cast: Cast, span: Span, free: bool) -> None:
    number = cast.lessons["maths"].number
    assist(cast, *span)
    wanted = give_at(cast, "russian_v", DAY, number)
    found = candidates(cast.session, cast.actor("deputy"), wanted.id or 0)
    assisting = next(one for one in found if one.teacher_id == cast.id_of(WHO))
    assert assisting.free is free
    if free:
        assign(cast.session, cast.actor("deputy"), wanted.id or 0, cast.id_of(WHO))
    else:
        with pytest.raises(DomainError, match="has a lesson at that time"):
            assign(cast.session, cast.actor("deputy"), wanted.id or 0, cast.id_of(WHO))


def test_lessons_assisted_are_counted_once_with_those_given(cast: Cast) -> None:
    def load() -> tuple[int, int, bool, bool]:
        found = candidates(cast.session, cast.actor("deputy"), cast.lessons["maths_v"].id or 0)
        own = next(one for one in found if one.teacher_id == cast.id_of(WHO))
        return own.lessons_that_day, own.lessons_that_week, own.same_subject, own.free

    before = load()
    assist(cast)
    assign(cast.session, cast.actor("deputy"), cast.lessons["maths"].id or 0, cast.id_of(WHO))
    assert before == (1, 2, False, True)
    assert load() == (2, 5, True, True)


def test_the_second_teacher_of_the_lesson_itself_is_free_to_give_it(cast: Cast) -> None:
    assist(cast)
    found = candidates(cast.session, cast.actor("deputy"), cast.lessons["maths"].id or 0)
    assert next(one.free for one in found if one.teacher_id == cast.id_of(WHO))


def test_no_lesson_is_moved_to_a_time_at_which_its_teacher_assists(cast: Cast) -> None:
    assist(cast, course="russian_v")
    own = cast.lesson("english1", NEXT_MONDAY + timedelta(days=1))
    at = cast.lessons["russian_v"]
    with pytest.raises(DomainError, match="The teacher has a lesson at that time"):
        move_lesson(cast.session, cast.actor("deputy"), own.id or 0, DAY, at.number)


@pytest.mark.parametrize("ends", [None, YESTERDAY])
def test_a_second_teacher_writes_into_many_lessons_at_the_price_of_one(cast: Cast, ends: date | None) -> None:
    assist(cast, ends=ends)
    days = (MONDAY, MONDAY + timedelta(days=3), date(2026, 11, 9), date(2026, 11, 12))
    one, many = ([op(cast, text, day=day) for day in some] for text, some in (("4", days[:1]), ("5", days)))
    put(cast, *[op(cast, "3", day=day) for day in days], by=WHO)
    actor = cast.actor(WHO)
    with QueryCount(cast.session) as few:
        put_cells(cast.session, actor, one, clock.now())
    with QueryCount(cast.session) as all_of_them:
        outcome = put_cells(cast.session, actor, many, clock.now())
    assert [result.status for result in outcome.results] == ["ok"] * len(days)
    assert len(few) == len(all_of_them)
