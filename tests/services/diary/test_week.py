"""The diary's week: whose it is, what stands in it, and at what price."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.models import (
    AbsenceNotice,
    AcademicYear,
    AttendanceCode,
    Enrolment,
    LessonStatus,
    MovedDay,
    Remark,
    RemarkTone,
    Role,
    SchoolClass,
    SchoolSettings,
)
from ejournal.services.diary.progress import marks_of_term
from ejournal.services.diary.week import DiaryLesson, DiaryWeek, children, open_week
from ejournal.services.reports.charts.pupil import dynamics
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.services.diary_helpers import change_lesson, counted_queries, give_mark, note_absence

MONDAY, TUESDAY, THURSDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 19)


def week(cast: Cast, reader: str = "guardian", pupil: str = "pupil", day: date = DAY) -> DiaryWeek:
    return open_week(cast.session, cast.actor(reader), cast.id_of(pupil), day)


def lessons(cast: Cast, day: date = DAY, **asked: str) -> dict[str, DiaryLesson]:
    found = week(cast, day=day, **asked).day(day)
    assert found is not None
    return {lesson.subject: lesson for lesson in found.lessons}


def test_a_guardian_has_own_children_the_elder_first(cast: Cast) -> None:
    found = children(cast.session, cast.actor("guardian"))
    assert [(child.first_name, child.class_title) for child in found] == [("Анна", "6 «Б»"), ("Лев", "2 «А»")]


def test_a_pupil_has_the_own_diary(cast: Cast) -> None:
    assert [child.id for child in children(cast.session, cast.actor("pupil"))] == [cast.id_of("pupil")]


def test_a_class_teacher_has_no_children_at_home(cast: Cast) -> None:
    assert children(cast.session, cast.actor("class_teacher")) == []


@pytest.mark.parametrize("reader", ["guardian", "pupil", "class_teacher", "deputy", "director"])
def test_family_class_teacher_and_heads_open_the_diary(cast: Cast, reader: str) -> None:
    assert week(cast, reader).first_name == "Анна"


@pytest.mark.parametrize(
    "reader", ["other_guardian", "classmate", "teacher", "substitute", "teacher_parent", "admin", "teacher_b"]
)
def test_for_anybody_else_the_diary_does_not_exist(cast: Cast, reader: str) -> None:
    with pytest.raises(NotFound):
        week(cast, reader)


def test_a_teacher_has_no_diary_even_of_oneself(cast: Cast) -> None:
    with pytest.raises(NotFound):
        week(cast, "class_teacher", "teacher")


def test_the_week_begins_on_monday_and_has_the_days_of_the_class(cast: Cast) -> None:
    found = week(cast)
    assert found.monday == MONDAY
    assert [day.day.isoweekday() for day in found.days] == [1, 2, 3, 4, 5]
    assert found.class_title == "6 «Б»"
    assert found.term is not None
    assert found.term.number == 2


def test_a_lesson_has_number_bell_subject_teacher(cast: Cast) -> None:
    lesson = lessons(cast)["Русский язык"]
    assert (lesson.number, lesson.starts, lesson.ends) == (2, time(9, 20), time(10, 0))
    assert (lesson.teacher, lesson.is_substituted) == ("П. И. Соколов", False)


def test_a_substitution_names_who_gives_the_lesson(cast: Cast) -> None:
    lesson = lessons(cast, SUBSTITUTED_DAY)["Математика"]
    assert (lesson.teacher, lesson.is_substituted) == ("О. Л. Миронова", True)


def test_a_cancelled_lesson_stands_as_cancelled_and_asks_no_homework(cast: Cast) -> None:
    change_lesson(cast, "maths", THURSDAY, homework="№ 5")
    change_lesson(cast, "maths", DAY, status=LessonStatus.CANCELLED)
    lesson = lessons(cast)["Математика"]
    assert (lesson.is_cancelled, lesson.homework) == (True, "")


def test_homework_stands_on_the_day_it_is_due_with_the_day_it_was_given(cast: Cast) -> None:
    change_lesson(cast, "maths", MONDAY, homework="№ 401", homework_minutes=20)
    change_lesson(cast, "maths", THURSDAY, homework="")
    due = lessons(cast, THURSDAY)["Математика"]
    assert (due.homework, due.homework_from, due.homework_minutes) == ("№ 401", MONDAY, 20)
    assert lessons(cast, MONDAY)["Математика"].homework == ""
    assert lessons(cast)["Математика"].homework == ""


def test_homework_passes_over_a_cancelled_lesson_to_the_next(cast: Cast) -> None:
    change_lesson(cast, "maths", MONDAY, homework="№ 401")
    change_lesson(cast, "maths", THURSDAY, status=LessonStatus.CANCELLED)
    assert lessons(cast)["Математика"].homework == "№ 401"


def test_homework_of_the_week_before_is_due_in_this_one(cast: Cast) -> None:
    change_lesson(cast, "english1", date(2026, 11, 13), homework="Слова урока 7")
    assert lessons(cast, TUESDAY)["Английский язык"].homework == "Слова урока 7"


def test_marks_have_kind_weight_and_comment_and_stand_in_order(cast: Cast) -> None:
    give_mark(cast, "pupil", cast.lessons["maths"], "4", "test", slot=2)
    give_mark(cast, "pupil", cast.lessons["maths"], "5", comment="У доски")
    marks = lessons(cast)["Математика"].marks
    assert [(mark.value, mark.kind, mark.weight, mark.comment) for mark in marks] == [
        ("5", "Ответ", 1, "У доски"),
        ("4", "Контрольная работа", 3, ""),
    ]


def test_the_marks_of_classmates_stay_unseen(cast: Cast) -> None:
    give_mark(cast, "classmate", cast.lessons["maths"], "2")
    note_absence(cast, "classmate", cast.lessons["russian"])
    found = lessons(cast)
    assert (found["Математика"].marks, found["Русский язык"].absence) == ((), None)


def test_an_absence_and_late_minutes_show(cast: Cast) -> None:
    note_absence(cast, "pupil", cast.lessons["maths"], AttendanceCode.LATE, 7)
    lesson = lessons(cast)["Математика"]
    assert (lesson.absence, lesson.late_minutes) == (AttendanceCode.LATE, 7)


def test_a_group_course_stands_only_in_the_diaries_of_its_members(cast: Cast) -> None:
    assert lessons(cast)["Английский язык"].teacher == "А. Ю. Зайцев"
    other = lessons(cast, reader="classmate", pupil="classmate")["Английский язык"]
    assert (other.teacher, other.group) == ("О. Л. Миронова", "Английский, 2")


def test_a_pupil_who_arrived_has_no_lessons_before(cast: Cast) -> None:
    before = week(cast, "class_teacher", "arrived", MONDAY - timedelta(days=7))
    assert not any(day.is_enrolled or day.lessons for day in before.days)
    assert all(day.is_enrolled and day.lessons for day in week(cast, "class_teacher", "arrived").days[:2])


def test_a_pupil_who_left_has_no_lessons_after(cast: Cast) -> None:
    after = week(cast, "class_teacher", "left")
    assert after.class_title == "6 «Б»"
    assert not any(day.is_enrolled or day.lessons for day in after.days)


def test_who_left_this_year_is_not_back_in_a_place_that_nobody_closed(cast: Cast) -> None:
    school_id, now = cast.schools["a"].id or 0, cast.classes["6b"]
    year = AcademicYear(
        school_id=school_id, name="2025/2026", starts=date(2025, 9, 1), ends=date(2026, 5, 31)
    )
    cast.session.add(year)
    cast.session.flush()
    kept = now.model_dump(exclude={"id", "year_id", "grade"})
    former = SchoolClass(**kept, year_id=year.id, grade=5)
    cast.session.add(former)
    cast.session.flush()
    cast.session.add(
        Enrolment(
            school_id=school_id, pupil_id=cast.id_of("left"), class_id=former.id or 0, starts=year.starts
        )
    )
    cast.session.flush()
    after = week(cast, "class_teacher", "left")
    assert after.class_title == "6 «Б»"
    assert not any(day.is_enrolled or day.lessons for day in after.days)
    gone = replace(cast.actor("pupil"), person_id=cast.id_of("left"))
    assert [child.class_title for child in children(cast.session, gone)] == [""]
    assert week(cast, "class_teacher", "left", date(2026, 4, 15)).class_title == "5 «Б»"
    charts = dynamics(cast.session, cast.actor("class_teacher"), cast.id_of("left"), None, "ru")
    assert charts.term is not None
    assert charts.term.starts >= cast.years["a"].starts
    assert marks_of_term(cast.session, cast.actor("class_teacher"), cast.id_of("left")).term == charts.term


def test_holidays_are_named(cast: Cast) -> None:
    found = week(cast, day=date(2026, 11, 4))
    names = {day.day.day: day.day_off for day in found.days}
    assert (names[2], names[3], names[4]) == ("Осенние каникулы", "", "День народного единства")


def test_a_moved_day_says_which_weekday_it_follows(cast: Cast) -> None:
    year = cast.years["a"]
    cast.session.add(MovedDay(school_id=year.school_id, year_id=year.id or 0, day=DAY, follows_weekday=1))
    cast.session.flush()
    found = week(cast).day(DAY)
    assert found is not None
    assert found.follows_weekday == 1


def test_remarks_stand_at_their_lesson_or_at_their_day(cast: Cast) -> None:
    _remark(cast, cast.lessons["maths"].id, "Не готова к уроку")
    _remark(cast, None, "Помогла убрать класс", RemarkTone.PRAISE)
    day = week(cast).day(DAY)
    assert day is not None
    assert [(one.text, one.is_praise, one.author) for one in day.remarks] == [
        ("Помогла убрать класс", True, "И. С. Котова")
    ]
    at_lesson = [lesson.remarks for lesson in day.lessons if lesson.remarks]
    assert [[one.text for one in remarks] for remarks in at_lesson] == [["Не готова к уроку"]]


def test_where_the_school_hides_remarks_only_staff_sees_them(cast: Cast) -> None:
    _remark(cast, None, "Разговор с психологом")
    own = SchoolSettings.school_id == cast.schools["a"].id
    cast.session.execute(update(SchoolSettings).where(own).values(remark_visible=False))
    for reader, seen in (("guardian", 0), ("pupil", 0), ("class_teacher", 1)):
        day = week(cast, reader).day(DAY)
        assert day is not None
        assert len(day.remarks) == seen


def test_a_class_teacher_of_another_class_is_a_parent_at_home(cast: Cast) -> None:
    _remark(cast, None, "Разговор с психологом")
    own = SchoolSettings.school_id == cast.schools["a"].id
    cast.session.execute(update(SchoolSettings).where(own).values(remark_visible=False))
    at_home = cast.actor("guardian")
    at_work = replace(
        at_home,
        roles=at_home.roles | {Role.CLASS_TEACHER},
        class_ids=frozenset({cast.classes["6v"].id or 0}),
    )
    day = open_week(cast.session, at_work, cast.id_of("pupil"), DAY).day(DAY)
    assert day is not None
    assert day.remarks == ()


def test_an_announced_absence_stands_on_its_days(cast: Cast) -> None:
    notice = AbsenceNotice(
        school_id=cast.schools["a"].id or 0,
        pupil_id=cast.id_of("pupil"),
        starts=THURSDAY,
        ends=DAY + timedelta(days=5),
        code=AttendanceCode.ILL,
        note="Простуда",
        announced_by_id=cast.id_of("guardian"),
        announced_at=cast.accounts["guardian"].password_changed_at,
    )
    cast.session.add(notice)
    cast.session.flush()
    notices = {day.day.isoweekday(): day.notice for day in week(cast).days}
    assert notices == {1: None, 2: None, 3: None, 4: AttendanceCode.ILL, 5: AttendanceCode.ILL}


def test_only_a_guardian_may_acknowledge(cast: Cast) -> None:
    readers = ("guardian", "pupil", "class_teacher", "deputy")
    assert [week(cast, reader).may_acknowledge for reader in readers] == [True, False, False, False]


def test_a_week_costs_three_queries_however_full_it_is(cast: Cast) -> None:
    cast.session.commit()
    actor = cast.actor("guardian")
    open_week(cast.session, actor, cast.id_of("pupil"), DAY)  # the calendar is read once and kept
    assert _cost(cast, actor) == 3
    for course in ("maths", "russian", "english1"):
        give_mark(cast, "pupil", cast.lessons[course], "5")
        _remark(cast, cast.lessons[course].id, "Молодец")
    assert _cost(cast, actor) == 3


def _cost(cast: Cast, actor: Actor) -> int:
    cast.session.expunge_all()
    with counted_queries(cast.session) as seen:
        open_week(cast.session, actor, cast.id_of("pupil"), DAY)
    return len(seen)


def _remark(cast: Cast, lesson_id: int | None, text: str, tone: RemarkTone = RemarkTone.REMARK) -> None:
    remark = Remark(
        school_id=cast.schools["a"].id or 0,
        pupil_id=cast.id_of("pupil"),
        lesson_id=lesson_id,
        day=DAY,
        tone=tone,
        text=text,
        author_id=cast.id_of("class_teacher"),
        created_at=cast.accounts["class_teacher"].password_changed_at,
    )
    cast.session.add(remark)
    cast.session.flush()
