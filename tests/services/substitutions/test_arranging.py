"""A teacher falls ill: who can give the lesson, who is told, and what the journal of substitutions says."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from ejournal import clock
from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    AbsenceReason,
    AuditEntry,
    Bell,
    BellSchedule,
    Guardianship,
    Lesson,
    LessonStatus,
    Mark,
    OutboxNotice,
    Role,
    RoleGrant,
    Substitution,
    SubstitutionKind,
    TeacherAbsence,
    TimetableEntry,
)
from ejournal.services.courses.choice import my_lessons_today
from ejournal.services.journal.lessons import call_roll
from ejournal.services.journal.spread import open_journal
from ejournal.services.lessons.making import make_lessons
from ejournal.services.schedule.weeks import class_schedule, my_schedule
from ejournal.services.substitutions.absences import (
    absences,
    affected_lessons,
    decide_absence,
    enter_absence,
    report_own_absence,
)
from ejournal.services.substitutions.arranging import (
    Papers,
    arrangement,
    assign,
    cancel_lesson,
    move_lesson,
    restore,
)
from ejournal.services.substitutions.candidates import candidates
from ejournal.services.substitutions.journal import journal_of_substitutions, paid_hours
from ejournal.services.substitutions.tasks import leave_task
from tests.cast import DAY, SUBSTITUTED_DAY, Cast

MONDAY = date(2026, 11, 23)


def maths(cast: Cast, day: date = MONDAY) -> Lesson:
    return cast.by_day["maths", day]


def ill(cast: Cast, who: str = "class_teacher") -> int:
    return enter_absence(
        cast.session,
        cast.actor("deputy"),
        cast.id_of(who),
        MONDAY,
        date(2026, 11, 27),
        AbsenceReason.SICK_LEAVE,
    )


def notices(cast: Cast, name: str, kind: str) -> list[OutboxNotice]:
    rows = cast.session.scalars(
        select(OutboxNotice).where(OutboxNotice.recipient_id == cast.id_of(name), OutboxNotice.kind == kind)
    )
    return list(rows)


def test_an_absence_lists_the_lessons_of_its_days(cast: Cast) -> None:
    found = affected_lessons(cast.session, cast.actor("deputy"), ill(cast))
    assert [(one.lesson.day, one.lesson.number, one.settled) for one in found] == [
        (date(2026, 11, 23), 2, False),
        (date(2026, 11, 26), 3, False),
        (date(2026, 11, 27), 3, False),
    ]
    (info,) = absences(cast.session, cast.actor("deputy"), MONDAY, MONDAY)
    assert (info.lessons, info.settled, info.reason) == (3, 0, AbsenceReason.SICK_LEAVE)


def test_the_settled_lessons_of_an_absence_are_counted_by_index(cast: Cast) -> None:
    absence_id, actor, asked = ill(cast), cast.actor("deputy"), list[tuple[str, Any]]()
    assign(cast.session, actor, maths(cast).id or 0, cast.id_of("teacher"), Papers(absence_id), join=True)
    connection = cast.session.connection()

    def note(_: Any, __: Any, statement: str, values: Any, *more: Any) -> None:
        asked.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    (info,) = absences(cast.session, actor, MONDAY, MONDAY)
    event.remove(connection, "before_cursor_execute", note)
    assert (info.lessons, info.settled) == (3, 1)
    if connection.dialect.name == "sqlite":  # the planner of PostgreSQL scans a small table anyway
        statement, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        [by] = [row[-1] for row in plan if row[-1].startswith(("SEARCH substitution", "SCAN substitution"))]
        assert "(school_id=? AND lesson_id=?)" in by


def test_an_absence_may_be_a_few_lessons_of_a_day(cast: Cast) -> None:
    actor = cast.actor("deputy")
    absence_id = enter_absence(
        cast.session, actor, cast.id_of("class_teacher"), DAY, DAY, AbsenceReason.OTHER, from_number=4
    )
    assert not affected_lessons(cast.session, actor, absence_id)


def test_a_free_teacher_of_the_subject_comes_first_and_a_busy_one_after(cast: Cast) -> None:
    lesson = maths(cast, DAY)  # Friday, third lesson
    ranked = candidates(cast.session, cast.actor("deputy"), lesson.id or 0)
    assert ranked[0].teacher_id == cast.id_of("substitute")
    assert ranked[0].free
    assert ranked[0].same_subject
    assert cast.id_of("class_teacher") not in {one.teacher_id for one in ranked}
    assert "teaches this subject" in [note.text("en") for note in ranked[0].reasons]
    monday = {
        one.teacher_id: one for one in candidates(cast.session, cast.actor("deputy"), maths(cast).id or 0)
    }
    assert not monday[cast.id_of("substitute")].free  # has 6В at that number


def test_an_absent_teacher_is_no_candidate(cast: Cast) -> None:
    enter_absence(
        cast.session, cast.actor("deputy"), cast.id_of("substitute"), DAY, DAY, AbsenceReason.TRAINING
    )
    found = {
        one.teacher_id: one
        for one in candidates(cast.session, cast.actor("deputy"), maths(cast, DAY).id or 0)
    }
    assert found[cast.id_of("substitute")].away
    with pytest.raises(DomainError, match="is away"):
        assign(cast.session, cast.actor("deputy"), maths(cast, DAY).id or 0, cast.id_of("substitute"))


def test_the_substitute_may_write_in_that_lesson_only(cast: Cast) -> None:
    lesson, actor = maths(cast), cast.actor("teacher")
    with pytest.raises(NotFound):
        guard.get(cast.session, actor, Lesson, lesson.id or 0, Permission.JOURNAL_WRITE)
    assign(cast.session, cast.actor("deputy"), lesson.id or 0, cast.id_of("teacher"))
    assert guard.get(cast.session, actor, Lesson, lesson.id or 0, Permission.JOURNAL_WRITE)
    with pytest.raises(NotFound):
        guard.get(cast.session, actor, Lesson, maths(cast, DAY).id or 0, Permission.JOURNAL_WRITE)


def test_pupils_guardians_and_the_substitute_are_told(cast: Cast) -> None:
    papers = Papers(ill(cast), "Решить № 5–9", "12-з")
    assign(cast.session, cast.actor("deputy"), maths(cast).id or 0, cast.id_of("teacher"), papers)
    for name in ("pupil", "classmate", "guardian"):
        assert [one.payload["teacher"] for one in notices(cast, name, "substitution")] == ["П. И. Соколов"]
    assert not notices(cast, "other_pupil", "substitution")
    (told,) = notices(cast, "teacher", "substitution_given")
    assert (told.payload["gives"], told.payload["task"]) == (True, "Решить № 5–9")


def test_the_schedules_show_who_replaces_whom(cast: Cast) -> None:
    assign(cast.session, cast.actor("deputy"), maths(cast).id or 0, cast.id_of("teacher"))
    pupil = my_schedule(cast.session, cast.actor("pupil"), MONDAY, MONDAY)
    (changed,) = [one for one in pupil.lessons() if one.kind]
    assert (changed.teacher, changed.absent_teacher) == ("П. И. Соколов", "И. С. Котова")
    own = my_schedule(cast.session, cast.actor("teacher"), MONDAY, MONDAY)
    assert [one.number for one in own.lessons()] == [2, 3]


def test_a_busy_teacher_takes_the_lesson_only_by_joining(cast: Cast) -> None:
    lesson_id, actor = maths(cast).id or 0, cast.actor("deputy")
    with pytest.raises(DomainError, match="has a lesson"):
        assign(cast.session, actor, lesson_id, cast.id_of("substitute"))
    assign(cast.session, actor, lesson_id, cast.id_of("substitute"), join=True)
    row = cast.session.scalars(select(Substitution).where(Substitution.lesson_id == lesson_id)).one()
    assert row.kind is SubstitutionKind.JOINED


def test_a_lesson_falls_out_only_with_a_reason_and_comes_back(cast: Cast) -> None:
    lesson, actor = maths(cast), cast.actor("deputy")
    with pytest.raises(DomainError, match="Say why"):
        cancel_lesson(cast.session, actor, lesson.id or 0, " ")
    cancel_lesson(cast.session, actor, lesson.id or 0, "Карантин")
    assert lesson.status is LessonStatus.CANCELLED
    (seen,) = [
        one
        for one in class_schedule(cast.session, actor, cast.classes["6b"].id or 0, MONDAY, MONDAY).lessons()
        if one.cancelled
    ]
    assert seen.note == "Карантин"
    restore(cast.session, actor, lesson.id or 0)
    assert lesson.status is LessonStatus.PLANNED
    assert not cast.session.scalars(select(Substitution).where(Substitution.lesson_id == lesson.id)).all()


def test_a_lesson_with_a_mark_neither_falls_out_nor_moves(cast: Cast) -> None:
    lesson, actor, now = maths(cast, DAY), cast.actor("deputy"), clock.now()
    cast.session.add(
        Mark(
            school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=lesson.day,
            pupil_id=cast.id_of("pupil"), slot=0, value="5", kind_id=cast.kinds["answer"].id or 0,
            author_id=cast.id_of("class_teacher"), created_at=now, changed_at=now,
        )
    )  # fmt: skip
    cast.session.flush()
    with pytest.raises(DomainError, match="it was given"):
        cancel_lesson(cast.session, actor, lesson.id or 0, "Карантин")
    with pytest.raises(DomainError, match="it was given"):
        move_lesson(cast.session, actor, lesson.id or 0, MONDAY, 6)


def test_a_moved_lesson_stays_moved_when_lessons_are_made_again(cast: Cast) -> None:
    lesson, actor = maths(cast), cast.actor("deputy")
    for day, number, says in (
        (MONDAY, 3, "class has"),
        (date(2026, 11, 4), 1, "no lessons"),
        (date(2026, 7, 1), 1, "academic year"),
    ):
        with pytest.raises(DomainError, match=says):
            move_lesson(cast.session, actor, lesson.id or 0, day, number)
    move_lesson(cast.session, actor, lesson.id or 0, date(2026, 11, 25), 6)
    year = cast.years["a"]
    make_lessons(cast.session, year.school_id, year.id or 0, MONDAY, date(2026, 11, 27))
    cast.session.expire_all()
    days = cast.session.execute(
        select(Lesson.day, Lesson.number)
        .where(Lesson.course_id == lesson.course_id, Lesson.day >= MONDAY, Lesson.day <= date(2026, 11, 27))
        .order_by(col(Lesson.day))
    ).all()
    assert days == [(date(2026, 11, 25), 6), (date(2026, 11, 26), 3), (date(2026, 11, 27), 3)]
    restore(cast.session, actor, lesson.id or 0)
    assert (lesson.day, lesson.number) == (MONDAY, 2)


def test_a_lesson_that_fell_out_comes_back_only_to_a_free_place(cast: Cast) -> None:
    lesson, other, actor = maths(cast), cast.by_day["russian", MONDAY], cast.actor("deputy")
    cancel_lesson(cast.session, actor, lesson.id or 0, "Карантин")
    move_lesson(cast.session, actor, other.id or 0, MONDAY, lesson.number)
    with pytest.raises(DomainError, match="class has a lesson"):
        restore(cast.session, actor, lesson.id or 0)
    restore(cast.session, actor, other.id or 0)
    restore(cast.session, actor, lesson.id or 0)
    assert (lesson.status, lesson.number) == (LessonStatus.PLANNED, 2)


def test_a_moved_lesson_that_was_given_does_not_come_back(cast: Cast) -> None:
    lesson, actor = maths(cast), cast.actor("deputy")
    move_lesson(cast.session, actor, lesson.id or 0, DAY, 6)
    call_roll(cast.session, cast.actor("class_teacher"), lesson.id or 0)
    with pytest.raises(DomainError, match="it was given"):
        restore(cast.session, actor, lesson.id or 0)
    assert (lesson.day, lesson.number) == (DAY, 6)


def test_the_journal_of_substitutions_has_every_field_and_the_hours_to_pay(cast: Cast) -> None:
    actor, papers = cast.actor("deputy"), Papers(ill(cast), "Повторение", "12-з")
    assign(cast.session, actor, maths(cast).id or 0, cast.id_of("teacher"), papers)
    cancel_lesson(cast.session, actor, maths(cast, date(2026, 11, 26)).id or 0, "Карантин")
    line, fallen = journal_of_substitutions(cast.session, actor, MONDAY, date(2026, 11, 30))
    assert (line.day, line.classes, line.subject, line.number) == (MONDAY, "6 «Б»", "Математика", 2)
    assert (line.absent_teacher, line.substitute, line.reason) == (
        "И. С. Котова", "П. И. Соколов", AbsenceReason.SICK_LEAVE,
    )  # fmt: skip
    assert (line.order_number, line.paid_hours, fallen.paid_hours) == ("12-з", 1, 0)
    paid = paid_hours(cast.session, actor, date(2026, 11, 1), date(2026, 11, 30))
    assert {(one.teacher, one.hours) for one in paid} == {("П. И. Соколов", 1), ("О. Л. Миронова", 1)}


def test_a_teacher_reports_sick_leave_and_the_deputy_decides(cast: Cast) -> None:
    teacher, deputy = cast.actor("class_teacher"), cast.actor("deputy")
    absence_id = report_own_absence(cast.session, teacher, MONDAY, MONDAY, AbsenceReason.SICK_LEAVE, "Грипп")
    assert notices(cast, "deputy", "teacher_absence_reported")
    (mine,) = absences(cast.session, teacher, MONDAY, MONDAY)
    assert not mine.approved
    decide_absence(cast.session, deputy, absence_id, approve=True)
    assert cast.session.get_one(TeacherAbsence, absence_id).approved
    assert notices(cast, "class_teacher", "teacher_absence_decided")
    with pytest.raises(DomainError, match="decided already"):
        decide_absence(cast.session, deputy, absence_id, approve=False)


def test_a_former_deputy_is_not_told_who_is_ill(cast: Cast) -> None:
    for grant in cast.session.scalars(select(RoleGrant).where(col(RoleGrant.role) == Role.DEPUTY)):
        grant.ends = DAY - timedelta(days=1)
        cast.session.add(grant)
    cast.session.flush()
    report_own_absence(cast.session, cast.actor("class_teacher"), MONDAY, MONDAY, AbsenceReason.SICK_LEAVE)
    assert not notices(cast, "deputy", "teacher_absence_reported")


def test_the_absent_teacher_leaves_a_task_and_others_do_not(cast: Cast) -> None:
    lesson_id = maths(cast, SUBSTITUTED_DAY).id or 0
    leave_task(cast.session, cast.actor("class_teacher"), lesson_id, "Контурная карта")
    (told,) = notices(cast, "substitute", "substitution_given")
    assert told.payload["task"] == "Контурная карта"
    for name in ("teacher", "pupil", "teacher_b"):
        with pytest.raises(NotFound):
            leave_task(cast.session, cast.actor(name), lesson_id, "x")


def test_a_task_waits_for_whatever_is_arranged_later(cast: Cast) -> None:
    lesson_id = maths(cast).id or 0
    leave_task(cast.session, cast.actor("class_teacher"), lesson_id, " Контурная карта ")
    assert not notices(cast, "teacher", "substitution_given")
    found = arrangement(cast.session, cast.actor("deputy"), lesson_id)
    assert (found.task, found.mark) == ("Контурная карта", "")
    assign(cast.session, cast.actor("deputy"), lesson_id, cast.id_of("teacher"))
    (told,) = notices(cast, "teacher", "substitution_given")
    assert told.payload["task"] == "Контурная карта"
    restore(cast.session, cast.actor("deputy"), lesson_id)
    assert arrangement(cast.session, cast.actor("deputy"), lesson_id).task == "Контурная карта"
    assign(cast.session, cast.actor("deputy"), lesson_id, cast.id_of("teacher"), Papers(task="Решить № 5"))
    cast.session.expire_all()
    assert notices(cast, "teacher", "substitution_given")[0].payload["task"] == "Решить № 5"


def test_a_lesson_with_a_task_is_not_made_away_when_the_timetable_changes(cast: Cast) -> None:
    lesson, year = maths(cast), cast.years["a"]
    leave_task(cast.session, cast.actor("class_teacher"), lesson.id or 0, "Контурная карта")
    others = [maths(cast, date(2026, 11, 26)).id, maths(cast, date(2026, 11, 27)).id]
    for entry in cast.session.scalars(
        select(TimetableEntry).where(TimetableEntry.course_id == lesson.course_id)
    ):
        cast.session.delete(entry)
    cast.session.flush()
    make_lessons(cast.session, year.school_id, year.id or 0, MONDAY, date(2026, 11, 27))
    left = cast.session.scalars(select(Lesson.id).where(col(Lesson.id).in_([lesson.id, *others]))).all()
    assert left == [lesson.id]


def test_a_task_is_taken_back_by_an_empty_one_and_a_lesson_that_falls_out_has_none(cast: Cast) -> None:
    lesson_id, actor = maths(cast).id or 0, cast.actor("deputy")
    leave_task(cast.session, actor, lesson_id, "Контурная карта")
    leave_task(cast.session, actor, lesson_id, "  ")
    assert arrangement(cast.session, actor, lesson_id).task == ""
    cancel_lesson(cast.session, actor, lesson_id, "Карантин")
    with pytest.raises(DomainError, match="cancelled"):
        leave_task(cast.session, actor, lesson_id, "Контурная карта")


def test_the_substitute_finds_the_task_in_the_day_and_in_the_journal(cast: Cast) -> None:
    lesson = maths(cast)
    leave_task(cast.session, cast.actor("class_teacher"), lesson.id or 0, "Контурная карта")
    own = [one.task for one in my_lessons_today(cast.session, cast.actor("class_teacher"), MONDAY)]
    assert own == [""]  # it is for another
    assign(cast.session, cast.actor("deputy"), lesson.id or 0, cast.id_of("teacher"))
    told = [
        (one.task, one.task_by)
        for one in my_lessons_today(cast.session, cast.actor("teacher"), MONDAY)
        if one.lesson_id == lesson.id
    ]
    assert told == [("Контурная карта", "И. С. Котова")]
    for name in ("teacher", "class_teacher", "deputy"):
        view = open_journal(cast.session, cast.actor(name), lesson.course_id)
        columns = {one.lesson_id: (one.task, one.task_by) for one in view.columns}
        assert columns[lesson.id or 0] == ("Контурная карта", "И. С. Котова")
        assert columns.get(maths(cast, DAY).id or 0, ("", "")) == ("", "")


def test_what_another_head_has_settled_meanwhile_is_not_written_over(cast: Cast) -> None:
    actor, lesson_id = cast.actor("deputy"), maths(cast).id or 0
    before = arrangement(cast.session, actor, lesson_id).mark
    assign(cast.session, actor, lesson_id, cast.id_of("teacher"), Papers(seen=before))
    for again in (
        lambda: assign(cast.session, actor, lesson_id, cast.id_of("deputy"), Papers(seen=before)),
        lambda: cancel_lesson(cast.session, actor, lesson_id, "Карантин", Papers(seen=before)),
        lambda: move_lesson(cast.session, actor, lesson_id, DAY, 6, Papers(seen=before)),
    ):
        with pytest.raises(DomainError, match="Another head"):
            again()


def test_every_act_is_in_the_audit_trail(cast: Cast) -> None:
    actor, lesson_id = cast.actor("deputy"), maths(cast).id or 0
    assign(cast.session, actor, lesson_id, cast.id_of("teacher"))
    restore(cast.session, actor, lesson_id)
    rows = cast.session.scalars(select(AuditEntry).where(AuditEntry.lesson_id == lesson_id)).all()
    assert [row.action for row in rows] == ["substitution.substituted", "substitution.restore"]


@pytest.mark.parametrize("name", ["teacher", "pupil", "guardian", "admin", "class_teacher", "teacher_b"])
def test_only_who_leads_the_school_substitutes(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    with pytest.raises(NotFound):
        assign(cast.session, actor, maths(cast).id or 0, cast.id_of("teacher"))
    with pytest.raises(NotAllowed):
        enter_absence(cast.session, actor, cast.id_of("teacher"), DAY, DAY, AbsenceReason.OTHER)
    with pytest.raises(NotAllowed):
        journal_of_substitutions(cast.session, actor, DAY, DAY)


def test_another_schools_teacher_is_nobody_here(cast: Cast) -> None:
    with pytest.raises(NotFound):
        assign(cast.session, cast.actor("deputy"), maths(cast).id or 0, cast.id_of("teacher_b"))
    with pytest.raises(NotFound):
        enter_absence(
            cast.session, cast.actor("deputy"), cast.id_of("teacher_b"), DAY, DAY, AbsenceReason.OTHER
        )


def test_a_lesson_in_the_other_shift_does_not_make_a_teacher_busy(cast: Cast) -> None:
    second = cast.classes["6v"]
    year = cast.years["a"]
    bells = BellSchedule(school_id=year.school_id, year_id=year.id or 0, name="Вторая смена", shift=2)
    second.shift = 2
    cast.session.add_all([second, bells])
    cast.session.flush()
    for number in range(1, 8):
        cast.session.add(
            Bell(
                school_id=year.school_id, schedule_id=bells.id or 0, number=number,
                starts=time(13 + number, 45), ends=time(14 + number, 25),
            )
        )  # fmt: skip
    cast.session.flush()
    found = candidates(cast.session, cast.actor("deputy"), maths(cast).id or 0)
    assert {one.teacher_id: one.free for one in found}[cast.id_of("substitute")]


def test_parents_of_twins_are_told_of_each(cast: Cast) -> None:
    twin = Guardianship(
        school_id=cast.schools["a"].id or 0,
        guardian_id=cast.id_of("guardian"),
        pupil_id=cast.id_of("classmate"),
    )
    cast.session.add(twin)
    cast.session.flush()
    cancel_lesson(cast.session, cast.actor("deputy"), maths(cast).id or 0, "Карантин")
    told = notices(cast, "guardian", "substitution")
    assert {one.pupil_id for one in told} == {cast.id_of("pupil"), cast.id_of("classmate")}
