"""The reports of the cast: who sees which figures, what is left out, what a draft is, absences and hours."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlmodel import col

from ejournal.errors import NotAllowed, NotFound
from ejournal.models import (
    AttendanceCode,
    Course,
    Lesson,
    LessonStatus,
    Person,
    ScaleKind,
    SchoolClass,
    TermMark,
    TermMarkScope,
)
from ejournal.services.grading.scales import EXEMPT
from ejournal.services.journal.term_sheet import read_sheet
from ejournal.services.reports.classes import class_report
from ejournal.services.reports.courses import courses_report
from ejournal.services.reports.formulas import Listed
from ejournal.services.reports.school import listed, school_report
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.reports.reports_helpers import FIRST_TERM, enlarge, give_marks, miss, set_term_marks

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
QUARTER = "{}.quarter.{}"


def key(cast: Cast, number: int) -> str:
    return QUARTER.format(cast.years["a"].id, number)


def test_a_head_sees_every_class_and_a_class_teacher_the_own_one(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    of_head = school_report(cast.session, cast.actor("deputy"), key(cast, 1))
    of_class = school_report(cast.session, cast.actor("class_teacher"), key(cast, 1))
    assert of_head is not None
    assert of_class is not None
    assert [line.title for line in of_head.classes] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert [line.title for line in of_class.classes] == ["6 «Б»"]
    assert of_head.whole.figures.counts[Listed.FAILING] == 1
    assert of_head.whole.figures.quality == Decimal("50.00")  # of four two: Анна and Лев


def test_namesakes_have_a_line_each(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    before = school_report(cast.session, cast.actor("deputy"), key(cast, 1))
    assert before is not None
    ids = {
        one.teacher_id for name, one in cast.courses.items() if name in {course for course, _ in FIRST_TERM}
    }
    names = {"last_name": "Котова", "first_name": "Ирина", "middle_name": "Сергеевна"}
    cast.session.execute(update(Person).where(col(Person.id).in_(ids)).values(**names))
    cast.session.expire_all()
    after = school_report(cast.session, cast.actor("deputy"), key(cast, 1))
    assert after is not None
    assert len(after.teachers) == len(before.teachers) > 1
    assert {one.title for one in after.teachers} == {"И. С. Котова"}


def test_the_latest_term_whose_marks_stand_is_shown_first_and_compared_with_the_one_before(
    cast: Cast,
) -> None:
    found = school_report(cast.session, cast.actor("deputy"))
    assert found is not None
    assert (found.period.number, found.compared) == (1, None)
    later = school_report(cast.session, cast.actor("deputy"), key(cast, 2))
    assert later is not None
    assert later.compared is not None
    assert later.compared.number == 1


def test_who_left_before_the_end_of_the_term_is_out(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    pupils = listed(cast.session, cast.actor("deputy"), key(cast, 1), Listed.FAILING).pupils
    assert [(one.name, one.why) for one in pupils] == [("Зайцев Илья", (("Математика", "2"),))]
    found = class_report(cast.session, cast.actor("class_teacher"), cast.classes["6b"].id or 0, key(cast, 1))
    assert (found.roll.at_start, found.roll.at_end, found.roll.left) == (3, 2, ("Сидоров Олег",))


def test_nobody_opens_the_class_or_the_courses_of_others(cast: Cast) -> None:
    foreign = cast.classes["6v"].id or 0
    for name in ("class_teacher", "teacher", "teacher_b"):
        with pytest.raises(NotFound):
            class_report(cast.session, cast.actor(name), foreign)
        with pytest.raises(NotFound):
            listed(cast.session, cast.actor(name), None, Listed.PUPILS, foreign)
    for name in ("pupil", "guardian", "admin"):
        with pytest.raises(NotAllowed):
            school_report(cast.session, cast.actor(name))
        with pytest.raises(NotAllowed):
            courses_report(cast.session, cast.actor(name))
    found = courses_report(cast.session, cast.actor("teacher"), key(cast, 1), cast.id_of("substitute"))
    assert found is not None
    assert found.lines == ()
    of_head = courses_report(cast.session, cast.actor("director"), key(cast, 1), cast.id_of("teacher"))
    assert of_head is not None
    assert {one.subject for one in of_head.lines} == {"Русский язык"}


def test_a_class_without_marks_is_left_out_and_named(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    cast.session.execute(
        update(SchoolClass).where(SchoolClass.id == cast.classes["2a"].id).values(scale=ScaleKind.NONE)  # type: ignore[arg-type]
    )
    cast.session.expire_all()
    found = school_report(cast.session, cast.actor("deputy"), key(cast, 1))
    assert found is not None
    assert [line.title for line in found.classes] == ["6 «Б»", "6 «В»"]
    assert found.without_marks == ("2 «А»",)


def test_a_period_that_nobody_has_is_not_found(cast: Cast) -> None:
    for wrong in ("9.quarter.9", "x", key(cast, 3)):
        with pytest.raises(NotFound):
            school_report(cast.session, cast.actor("deputy"), wrong)


def test_a_draft_is_what_the_journal_proposes(cast: Cast) -> None:
    days = [date(2026, 11, 9), date(2026, 11, 12), date(2026, 11, 13), MONDAY, date(2026, 11, 19), DAY]
    give_marks(cast, "maths", "pupil", "545445", days)
    give_marks(cast, "maths", "classmate", "22", days)
    give_marks(cast, "russian", "pupil", "33", [date(2026, 11, 9), MONDAY], "test")
    set_term_marks(cast, 2, {("russian", "classmate"): "4"})
    actor = cast.actor("class_teacher")
    for today in (DAY, cast.terms[1].ends):
        report = class_report(
            cast.session, replace(actor, today=today), cast.classes["6b"].id or 0, key(cast, 2)
        )
        names = [one.subject for one in report.subjects]
        for course in ("maths", "russian", "english1", "english2"):
            sheet = read_sheet(cast.session, actor.school_id, cast.courses[course].id or 0, lock=False)
            for line in report.pupils:
                if line.pupil_id not in sheet.pupils:
                    continue
                cell = next(one for one in sheet.cells(line.pupil_id, today) if one.key == "2")
                place = names.index(sheet.frame.subject)
                assert line.marks[place] == (cell.value or cell.proposal), (course, line.name)
                assert line.drafts[place] == (not cell.value and bool(cell.proposal))
    assert report.is_open


def test_marks_of_a_term_that_is_over_are_not_made_up(cast: Cast) -> None:
    set_term_marks(cast, 1, {("maths", "pupil"): "5"})
    found = school_report(cast.session, cast.actor("deputy"), key(cast, 1))
    assert found is not None
    assert not found.whole.is_draft
    assert found.whole.figures.marks.counted == 1
    assert found.not_set == 8  # of nine places one is filled


def test_absences_count_lessons_and_whole_days_of_the_own_timetable(cast: Cast) -> None:
    miss(cast, "maths", "pupil", MONDAY)
    miss(cast, "russian", "pupil", MONDAY, AttendanceCode.UNEXCUSED)
    miss(cast, "english1", "pupil", TUESDAY, AttendanceCode.ILL)
    miss(cast, "maths", "pupil", DAY)
    miss(cast, "maths", "classmate", DAY, AttendanceCode.LATE)
    report = class_report(cast.session, cast.actor("class_teacher"), cast.classes["6b"].id or 0, key(cast, 2))
    found = {one.pupil_id: one.absences for one in report.pupils}
    mine = found[cast.id_of("pupil")]
    assert (mine.lessons, mine.missed, mine.whole_days) == (16, 4, 2)
    assert mine.share == Decimal("25.00")
    assert mine.by_code == {
        AttendanceCode.ABSENT: 2, AttendanceCode.UNEXCUSED: 1, AttendanceCode.ILL: 1,
    }  # fmt: skip
    assert found[cast.id_of("classmate")].missed == 0
    assert found[cast.id_of("arrived")].lessons == 8  # since Monday


def test_hours_are_those_of_the_timetable_less_what_fell_out(cast: Cast) -> None:
    lesson = cast.lesson("russian", MONDAY)
    cast.session.execute(
        update(Lesson).where(Lesson.id == lesson.id).values(status=LessonStatus.CANCELLED)  # type: ignore[arg-type]
    )
    cast.session.execute(
        update(Lesson).where(Lesson.id == cast.lesson("russian", DAY).id).values(topic="Корень слова")  # type: ignore[arg-type]
    )
    found = courses_report(cast.session, cast.actor("teacher"), key(cast, 2))
    assert found is not None
    hours = {one.course_id: one.hours for one in found.lines}[cast.courses["russian"].id or 0]
    assert (hours.planned, hours.given, hours.cancelled) == (9, 5, 1)
    assert hours.untitled == 4


def test_the_report_of_a_second_year_reads_its_own_marks(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    cast.session.add(TermMark(
        school_id=cast.courses["maths"].school_id, course_id=cast.courses["maths"].id or 0,
        pupil_id=cast.id_of("pupil"), scope=TermMarkScope.YEAR, value="4", author_id=cast.id_of("deputy"),
        changed_at=cast.made_at,
    ))  # fmt: skip
    cast.session.flush()
    year = school_report(cast.session, cast.actor("deputy"), f"{cast.years['a'].id}.year")
    assert year is not None
    assert year.whole.figures.marks.counted == 1
    assert year.whole.figures.marks.average == Decimal("4.00")


def test_a_larger_school_takes_the_same_queries(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    actor, class_id = cast.actor("deputy"), cast.classes["6b"].id or 0

    def asked() -> tuple[int, ...]:
        found = []
        for ask in (
            lambda: school_report(cast.session, actor, key(cast, 2)),
            lambda: class_report(cast.session, actor, class_id, key(cast, 2)),
            lambda: courses_report(cast.session, actor, key(cast, 2), cast.id_of("class_teacher")),
            lambda: listed(cast.session, actor, key(cast, 2), Listed.PUPILS),
        ):
            with counted_queries(cast.session) as queries:
                ask()
            found.append(len(queries))
        return tuple(found)

    asked()  # the calendar is kept from here on
    before = asked()
    enlarge(cast)
    assert asked() == before
    assert max(before) <= 12


def test_exemptions_and_groups_are_as_the_journal_has_them(cast: Cast) -> None:
    set_term_marks(cast, 1, {("maths", "pupil"): EXEMPT, ("russian", "pupil"): "5"})
    found = class_report(cast.session, cast.actor("class_teacher"), cast.classes["6b"].id or 0, key(cast, 1))
    by_subject = {one.subject: one.figures for one in found.subjects}
    assert by_subject["Математика"].exempt == 1
    assert by_subject["Математика"].counted == 0
    english = next(one for one in found.subjects if one.subject == "Английский язык")
    assert english.teachers == "А. Ю. Зайцев, О. Л. Миронова"


def test_a_course_that_is_no_lesson_of_the_plan_is_not_counted(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    cast.session.execute(
        update(Course).where(Course.id == cast.courses["maths"].id).values(extracurricular=True)  # type: ignore[arg-type]
    )
    found = school_report(cast.session, cast.actor("deputy"), key(cast, 1))
    assert found is not None
    assert found.whole.figures.counts[Listed.FAILING] == 0
