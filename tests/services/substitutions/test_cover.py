"""«Settled» is counted from what is so: a substitute who falls ill leaves the lesson open again."""

from datetime import date, timedelta

import pytest

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AbsenceReason, Lesson, OutboxNotice, TeacherAbsence
from ejournal.services.home.heads import count_reports, lessons_without_teacher, reports
from ejournal.services.substitutions.absences import (
    absences,
    affected_lessons,
    decide_absence,
    enter_absence,
    own_absent_lessons,
    reopen_absence,
    report_own_absence,
)
from ejournal.services.substitutions.arranging import Papers, assign, cancel_lesson, move_lesson
from ejournal.services.substitutions.best import cover, plan_cover, uncover
from tests.cast import DAY, Cast

MONDAY, THURSDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 27)


def ill(cast: Cast, who: str = "class_teacher", first: date = MONDAY, last: date = FRIDAY) -> int:
    about = (cast.id_of(who), first, last, AbsenceReason.SICK_LEAVE)
    return enter_absence(cast.session, cast.actor("deputy"), *about)


def counts(cast: Cast, absence_id: int) -> tuple[int, int]:
    """Lessons and settled ones by the list of absences; the rows of its lessons say the same."""
    deputy = cast.actor("deputy")
    [info] = [one for one in absences(cast.session, deputy, MONDAY, FRIDAY) if one.id == absence_id]
    rows = affected_lessons(cast.session, deputy, absence_id)
    assert (info.lessons, info.settled) == (len(rows), sum(one.settled for one in rows))
    return info.lessons, info.settled


def give(cast: Cast, absence_id: int, to: str, day: date = MONDAY, course: str = "maths") -> int:
    lesson = cast.lesson(course, day).id or 0
    assign(cast.session, cast.actor("deputy"), lesson, cast.id_of(to), Papers(absence_id))
    return lesson


def test_a_substitute_who_falls_ill_leaves_the_lesson_open(cast: Cast) -> None:
    absence_id = ill(cast)
    give(cast, absence_id, "teacher_parent")
    assert counts(cast, absence_id) == (3, 1)
    later = ill(cast, "teacher_parent", MONDAY, MONDAY)
    assert counts(cast, absence_id) == (3, 0)
    rows = affected_lessons(cast.session, cast.actor("deputy"), absence_id)
    assert [one.substitute_away for one in rows] == [True, False, False]
    # The lesson taken over stands in the substitute's own absence, too: no row is without its count.
    assert counts(cast, later) == (1, 0)
    give(cast, later, "primary_teacher")
    assert counts(cast, absence_id) == (3, 1)


def test_only_the_hours_of_the_substitutes_absence_count(cast: Cast) -> None:
    absence_id = ill(cast)
    give(cast, absence_id, "teacher_parent")
    enter_absence(
        cast.session, cast.actor("deputy"), cast.id_of("teacher_parent"), MONDAY, MONDAY, AbsenceReason.OTHER,
        from_number=5,
    )  # fmt: skip
    assert counts(cast, absence_id) == (3, 1)
    report_own_absence(cast.session, cast.actor("teacher_parent"), MONDAY, MONDAY, AbsenceReason.LEAVE)
    assert counts(cast, absence_id) == (3, 1), "a report that nobody has accepted is no absence"


def test_cancelled_is_settled_and_moved_into_the_absence_is_not(cast: Cast) -> None:
    absence_id, deputy = ill(cast), cast.actor("deputy")
    cancel_lesson(cast.session, deputy, cast.lesson("maths", MONDAY).id or 0, "Карантин")
    assert counts(cast, absence_id) == (3, 1)
    move_lesson(cast.session, deputy, cast.lesson("maths", THURSDAY).id or 0, date(2026, 11, 25), 6)
    assert counts(cast, absence_id) == (3, 1)


def test_the_absent_teacher_sees_the_same(cast: Cast) -> None:
    absence_id = ill(cast)
    give(cast, absence_id, "teacher_parent")
    ill(cast, "teacher_parent", MONDAY, MONDAY)
    mine = own_absent_lessons(cast.session, cast.actor("class_teacher"), FRIDAY)
    assert [one.settled for one in mine] == [False, False, False]


def test_lessons_without_a_teacher_are_named_until_they_begin(cast: Cast) -> None:
    absence_id, deputy = ill(cast), cast.actor("deputy")
    found = lessons_without_teacher(cast.session, deputy)
    assert [(one.day, one.number, one.subject, one.teacher) for one in found] == [
        (MONDAY, 2, "Математика", "И. С. Котова"),
        (THURSDAY, 3, "Математика", "И. С. Котова"),
        (FRIDAY, 3, "Математика", "И. С. Котова"),
    ]
    give(cast, absence_id, "teacher_parent")
    cancel_lesson(cast.session, deputy, cast.lesson("maths", THURSDAY).id or 0, "Карантин")
    assert [one.day for one in lessons_without_teacher(cast.session, deputy)] == [FRIDAY]
    for who in ("teacher", "guardian", "admin"):
        with pytest.raises(NotAllowed):
            lessons_without_teacher(cast.session, cast.actor(who))


def reported(cast: Cast) -> int:
    return report_own_absence(cast.session, cast.actor("teacher"), MONDAY, FRIDAY, AbsenceReason.TRAINING)


def test_reports_wait_until_they_are_decided(cast: Cast) -> None:
    deputy = cast.actor("deputy")
    number = reported(cast)
    assert [(one.id, one.teacher) for one in reports(cast.session, deputy)] == [(number, "П. И. Соколов")]
    assert [count_reports(cast.session, cast.actor(who)) for who in ("deputy", "director", "teacher")] == [
        1,
        1,
        0,
    ]
    decide_absence(cast.session, deputy, number, False)
    assert (reports(cast.session, deputy), count_reports(cast.session, deputy)) == ([], 0)


def test_a_decision_is_taken_back_while_nothing_is_settled_for_it(cast: Cast) -> None:
    number, deputy = reported(cast), cast.actor("deputy")
    with pytest.raises(DomainError):
        reopen_absence(cast.session, deputy, number)
    for approve in (True, False):
        decide_absence(cast.session, deputy, number, approve)
        reopen_absence(cast.session, deputy, number)
        row = cast.session.get_one(TeacherAbsence, number)
        assert (row.approved, row.declined, count_reports(cast.session, deputy)) == (False, False, 1)
    decide_absence(cast.session, deputy, number, True)
    lesson = cast.lesson("russian", MONDAY).id or 0
    assign(cast.session, deputy, lesson, cast.id_of("teacher_parent"), Papers(number))
    with pytest.raises(DomainError, match="settled already"):
        reopen_absence(cast.session, deputy, number)
    with pytest.raises(DomainError):
        reopen_absence(cast.session, deputy, ill(cast))
    for who in ("teacher", "teacher_b", "guardian"):
        with pytest.raises((NotAllowed, NotFound)):
            reopen_absence(cast.session, cast.actor(who), number)


def test_who_has_read_a_decision_is_told_that_it_is_taken_back(cast: Cast) -> None:
    number, deputy = reported(cast), cast.actor("deputy")
    decide_absence(cast.session, deputy, number, True)
    key = f"absence-decided:{number}"
    [told] = cast.session.query(OutboxNotice).filter_by(key=key).all()
    told.read_at = told.created_at
    cast.session.flush()
    reopen_absence(cast.session, deputy, number)
    cast.session.refresh(told)
    assert (told.read_at, told.payload["reopened"]) == (None, True)


def test_the_best_for_all_lessons_are_shown_set_in_one_act_and_taken_back_in_one(cast: Cast) -> None:
    absence_id, deputy = ill(cast), cast.actor("deputy")
    plan = plan_cover(cast.session, deputy, absence_id)
    assert [one.lesson.day for one in plan.choices] == [MONDAY, THURSDAY, FRIDAY]
    assert len(plan.chosen) == 3
    assert counts(cast, absence_id) == (3, 0), "a look sets nothing"
    done = cover(cast.session, deputy, absence_id, plan.mark)
    assert counts(cast, absence_id) == (3, 3)
    given = [cast.session.get_one(Lesson, lesson_id).substitute_id for lesson_id in done]
    assert list(zip(done, given, strict=True)) == list(plan.chosen)
    assert plan_cover(cast.session, deputy, absence_id).choices == ()
    uncover(cast.session, deputy, done)
    assert counts(cast, absence_id) == (3, 0)


def test_nobody_is_taken_for_two_lessons_at_once(cast: Cast) -> None:
    ill(cast), ill(cast, "teacher"), ill(cast, "teacher_parent")
    absence_id = ill(cast, "substitute", MONDAY, FRIDAY + timedelta(days=7))
    plan = plan_cover(cast.session, cast.actor("deputy"), absence_id)
    busy = [(one.lesson.day, one.lesson.number, one.best.teacher_id) for one in plan.choices if one.best]
    assert len(busy) == len(set(busy))
    away = {cast.id_of(name) for name in ("class_teacher", "teacher", "teacher_parent", "substitute")}
    assert not away & {one.best.teacher_id for one in plan.choices if one.best and one.lesson.day <= FRIDAY}


def test_a_plan_that_is_out_of_date_is_not_carried_out(cast: Cast) -> None:
    absence_id, deputy = ill(cast), cast.actor("deputy")
    plan = plan_cover(cast.session, deputy, absence_id)
    ill_one = next(one.best.teacher_id for one in plan.choices if one.best)
    enter_absence(cast.session, deputy, ill_one, MONDAY, FRIDAY, AbsenceReason.SICK_LEAVE)
    for mark in (plan.mark, ""):
        with pytest.raises(DomainError, match="look at the list again"):
            cover(cast.session, deputy, absence_id, mark)
    assert counts(cast, absence_id) == (3, 0)
    for who in ("teacher", "teacher_b", "guardian"):
        with pytest.raises((NotAllowed, NotFound)):
            plan_cover(cast.session, cast.actor(who), absence_id)


def test_days_that_are_over_are_left_alone(cast: Cast) -> None:
    absence_id = ill(cast, first=date(2026, 11, 16), last=DAY - timedelta(days=1))
    assert plan_cover(cast.session, cast.actor("deputy"), absence_id).choices == ()
