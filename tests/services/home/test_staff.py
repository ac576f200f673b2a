"""What each role is told to do now."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session

from ejournal import clock
from ejournal.errors import NotAllowed
from ejournal.models import Account, CoTeacher, Lesson, LessonStatus
from ejournal.services.courses.choice import my_lessons_today
from ejournal.services.home.staff import (
    Missing,
    accounts_overview,
    unfilled_journals,
    unfinished_lessons,
    unfinished_today,
)
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.services.diary_helpers import change_lesson, counted_queries, give_mark
from tests.services.journal_helpers import set_window

MONDAY = date(2026, 11, 16)


@pytest.fixture
def cast(session: Session, cast: Cast) -> Cast:
    """The cast with every topic written down."""
    session.execute(update(Lesson).values(topic="Тема"))
    return cast


def unfinished(cast: Cast, reader: str = "class_teacher") -> list[tuple[date, str, str, Missing]]:
    found = unfinished_lessons(cast.session, cast.actor(reader))
    return [(one.day, one.class_title, one.subject, one.missing) for one in found]


def test_a_lesson_that_is_over_asks_for_its_topic(cast: Cast) -> None:
    change_lesson(cast, "maths", MONDAY, topic="")
    assert unfinished(cast) == [(MONDAY, "6 «Б»", "Математика", Missing.TOPIC)]


def test_lessons_of_today_and_cancelled_ones_ask_nothing_yet(cast: Cast) -> None:
    change_lesson(cast, "maths", DAY, topic="")
    change_lesson(cast, "maths", MONDAY, topic="", status=LessonStatus.CANCELLED)
    assert unfinished(cast) == []


def test_a_substituted_lesson_asks_the_substitute(cast: Cast) -> None:
    change_lesson(cast, "maths", SUBSTITUTED_DAY, topic="")
    assert unfinished(cast) == []
    assert unfinished(cast, "substitute") == [(SUBSTITUTED_DAY, "6 «Б»", "Математика", Missing.TOPIC)]


def test_a_test_paper_asks_for_marks_after_three_days(cast: Cast) -> None:
    lesson = change_lesson(cast, "maths", MONDAY, kind_id=cast.kinds["test"].id)
    change_lesson(cast, "maths", SUBSTITUTED_DAY, kind_id=cast.kinds["test"].id)
    assert unfinished(cast) == [(MONDAY, "6 «Б»", "Математика", Missing.MARKS)]
    give_mark(cast, "pupil", lesson, "4", "test")
    assert unfinished(cast) == []


def test_the_deputy_sees_whose_journals_are_not_filled(cast: Cast) -> None:
    change_lesson(cast, "maths", MONDAY, topic="")
    change_lesson(cast, "maths", date(2026, 11, 9), kind_id=cast.kinds["test"].id)
    change_lesson(cast, "russian", MONDAY, topic="")
    found = unfilled_journals(cast.session, cast.actor("deputy"))
    assert [(one.teacher, one.without_topic, one.tests_without_marks, one.oldest) for one in found] == [
        ("И. С. Котова", 1, 1, date(2026, 11, 9)),
        ("П. И. Соколов", 1, 0, MONDAY),
    ]
    oldest = cast.lesson("maths", date(2026, 11, 9))
    assert (found[0].course_id, found[0].lesson_id) == (oldest.course_id, oldest.id)


def assist(cast: Cast, course: str, starts: date | None = None) -> None:
    """Зайцев is the course's second teacher."""
    cast.session.add(
        CoTeacher(
            school_id=cast.schools["a"].id or 0, course_id=cast.courses[course].id or 0,
            teacher_id=cast.id_of("teacher_parent"), starts=starts,
        )
    )  # fmt: skip
    cast.session.flush()


def test_both_teachers_are_named_whose_journal_is_not_filled(cast: Cast) -> None:
    before = date(2026, 11, 9)
    assist(cast, "maths", starts=MONDAY)
    for course, day in (("maths", MONDAY), ("maths", before), ("russian", MONDAY)):
        change_lesson(cast, course, day, topic="")
    found = unfilled_journals(cast.session, cast.actor("deputy"))
    assert sorted((one.teacher, one.without_topic, one.oldest) for one in found) == [
        ("И. С. Котова", 1, before),
        ("И. С. Котова, А. Ю. Зайцев", 1, MONDAY),
        ("П. И. Соколов", 1, MONDAY),
    ]


def test_two_teachers_of_two_courses_are_one_line(cast: Cast) -> None:
    wednesday = date(2026, 11, 18)
    change_lesson(cast, "russian_v", wednesday, topic="", teacher_id=cast.id_of("class_teacher"))
    change_lesson(cast, "maths", MONDAY, topic="")
    for course in ("maths", "russian_v"):
        assist(cast, course)
    found = unfilled_journals(cast.session, cast.actor("deputy"))
    assert [(one.teacher, one.without_topic, one.oldest) for one in found] == [
        ("И. С. Котова, А. Ю. Зайцев", 2, MONDAY)
    ]


@pytest.mark.parametrize("reader", ["teacher", "class_teacher", "guardian", "pupil", "admin"])
def test_only_heads_see_journals_of_all(cast: Cast, reader: str) -> None:
    with pytest.raises(NotAllowed):
        unfilled_journals(cast.session, cast.actor(reader))


def today_lacks(cast: Cast, at: time) -> list[tuple[str, Missing]]:
    found = my_lessons_today(cast.session, cast.actor("class_teacher"))
    return [(one.subject, one.missing) for one in unfinished_today(found, at)]


def test_a_lesson_of_today_asks_for_topic_and_roll_call_once_it_is_over(cast: Cast) -> None:
    lesson = change_lesson(cast, "maths", DAY, topic="")
    assert today_lacks(cast, time(10, 40)) == []
    assert today_lacks(cast, time(12, 0)) == [("Математика", Missing.TOPIC)]
    change_lesson(cast, "maths", DAY, topic="Дроби")
    assert today_lacks(cast, time(12, 0)) == [("Математика", Missing.ROLL)]
    lesson.roll_called = True
    cast.session.flush()
    assert today_lacks(cast, time(12, 0)) == []
    change_lesson(cast, "maths", DAY, topic="", status=LessonStatus.CANCELLED)
    assert today_lacks(cast, time(12, 0)) == []


def test_the_administrator_sees_accounts_of_the_own_school(cast: Cast) -> None:
    own = Account.school_id == cast.schools["a"].id
    cast.session.execute(update(Account).where(own).values(last_seen_at=clock.now()))
    never = Account.login.in_(["pupil", "brother"])  # type: ignore[attr-defined]
    cast.session.execute(update(Account).where(never).values(last_seen_at=None))
    cast.session.execute(update(Account).where(Account.login == "teacher").values(blocked=True))
    found = accounts_overview(cast.session, cast.actor("admin"))
    assert (found.never_signed_in, found.blocked, found.families_without) == (2, 1, 0)
    with pytest.raises(NotAllowed):
        accounts_overview(cast.session, cast.actor("deputy"))


def test_who_was_moved_off_a_course_finishes_what_is_in_the_edit_window(cast: Cast) -> None:
    for day in (MONDAY, date(2026, 11, 11)):
        change_lesson(cast, "russian", day, topic="")
    set_window(cast, 6)
    assert [one[0] for one in unfinished(cast, "teacher")] == [MONDAY, date(2026, 11, 11)]
    cast.courses["russian"].teacher_id = cast.id_of("substitute")
    cast.session.flush()
    assert [one[0] for one in unfinished(cast, "teacher")] == [MONDAY]


def test_a_teachers_list_costs_two_queries(cast: Cast) -> None:
    actor = cast.actor("class_teacher")
    for days in range(14):
        day = DAY - timedelta(days=days)
        if ("maths", day) in cast.by_day:
            change_lesson(cast, "maths", day, topic="")
    with counted_queries(cast.session) as seen:
        assert len(unfinished_lessons(cast.session, actor)) > 2
    assert len(seen) == 2
