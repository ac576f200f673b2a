"""Marks of another journal laid on lessons: by name, date and number; what cannot lie is named."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from ejournal.errors import DomainError, NotFound
from ejournal.integrations.marks.reading import read_marks
from ejournal.models import (
    Attendance,
    AttendanceCode,
    AuditEntry,
    ChangeRequest,
    Exemption,
    Lesson,
    LessonStatus,
    Mark,
    MarksImport,
    OutboxNotice,
    TermMark,
)
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.marks_import.alone import Scope
from ejournal.services.marks_import.importing import Report, plan, take_in, try_in
from ejournal.services.marks_import.undoing import last_import, require_untouched, take_back
from tests.cast import DAY, YEAR_STARTS, Cast
from tests.services.journal_helpers import op, put
from tests.services.marks_files import grid, marks_list

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MONDAY, THURSDAY = DAY - timedelta(days=4), DAY - timedelta(days=1)
LEFT = "01.09.2026–16.10.2026"
ANNA, ILYA = "Лебедева Анна Олеговна", "Зайцев Илья Андреевич"


def planned(cast: Cast, data: bytes, choices: Mapping[Any, str] | None = None) -> Any:
    school = cast.schools["a"].id or 0
    return plan(cast.session, school, DAY, read_marks(data, YEAR_STARTS), choices)


def tried(cast: Cast, data: bytes, choices: Mapping[Any, str] | None = None) -> Report:
    return try_in(cast.session, planned(cast, data, choices), DAY, NOW)


def take(cast: Cast, data: bytes, choices: Mapping[Any, str] | None = None) -> Report:
    return take_in(scope_of(cast), planned(cast, data, choices), cast.id_of("admin"), DAY, NOW, "marks.xlsx")


def scope_of(cast: Cast) -> Scope:
    """The test's one transaction in place of many: each step is seen at once."""
    return lambda: nullcontext(cast.session)


def undo(cast: Cast, report: Report, school: str = "a", member: str = "admin") -> int:
    number, whose = report.import_id or 0, cast.schools[school].id or 0
    require_untouched(cast.session, whose, number, DAY, NOW)
    return take_back(scope_of(cast), whose, cast.id_of(member), number, DAY, NOW).rows


def told(report: Report, locale: str = "en") -> list[tuple[str, str, str]]:
    return [(f"{one.column}{one.row}", one.text(locale), one.suggestion) for one in report.faults]


def count(session: Session, model: type[SQLModel]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def cells(cast: Cast) -> dict[tuple[date, int, int], str]:
    mark = table(Mark).c
    rows = cast.session.execute(select(mark.day, mark.pupil_id, mark.slot, mark.value).order_by(mark.id))
    return {(day, pupil, slot): value for day, pupil, slot, value in rows}


def row(
    pupil: str, day: str, mark: str, *more: str, place: str = "6Б", subject: str = "Математика"
) -> Sequence[str]:
    return (place, pupil, subject, day, mark, *more)


def holds(cast: Cast) -> list[str]:
    school = cast.schools["a"].id or 0
    return [*filter(None, [audit.first_fault(cast.session, school)]), *faults_of_tables(cast.session, school)]


def test_a_list_is_laid_on_its_lessons_with_kinds_comments_and_absences(cast: Cast) -> None:
    report = take(
        cast,
        marks_list(
            row("Лебедева Анна", "16.11.2026", "5", "Контрольная работа", "3", "молодец"),
            row("Лебедева Анна", "16.11.2026", "4", "отв"),
            row("Зайцев И.А.", "16.11", "н"),
            row("Илья Зайцев", "20.11.2026", "оп 10"),
        ),
    )
    assert (dict(report.made), report.faults) == ({"marks": 2, "absences": 2, "term_marks": 0}, ())
    anna = cast.id_of("pupil")
    assert cells(cast) == {(MONDAY, anna, 1): "5", (MONDAY, anna, 2): "4"}
    marks = cast.session.scalars(select(Mark).order_by(table(Mark).c.slot)).all()
    assert [(one.kind_id, one.comment) for one in marks] == [
        (cast.kinds["test"].id, "молодец"),
        (cast.kinds["answer"].id, ""),
    ]
    absences = cast.session.scalars(select(Attendance).order_by(table(Attendance).c.day)).all()
    assert [(one.code, one.minutes) for one in absences] == [
        (AttendanceCode.ABSENT, None),
        (AttendanceCode.LATE, 10),
    ]
    assert {one.author_id for one in marks} == {cast.id_of("class_teacher")}


def test_history_is_written_past_the_edit_window_without_a_word_to_families(cast: Cast) -> None:
    late = plan(
        cast.session,
        cast.schools["a"].id or 0,
        date(2027, 3, 1),
        read_marks(marks_list(row(ANNA, "16.11.2026", "5")), YEAR_STARTS),
    )
    report = take_in(scope_of(cast), late, None, date(2027, 3, 1), NOW, "marks.xlsx")
    assert report.made["marks"] == 1
    assert count(cast.session, ChangeRequest) == count(cast.session, OutboxNotice) == 0
    entry = cast.session.scalars(select(AuditEntry).where(table(AuditEntry).c.action == "cell.put")).one()
    assert entry.actor_id is None
    assert entry.after is not None
    assert (entry.after["origin"], entry.after["author"]) == ("import", cast.id_of("class_teacher"))
    assert holds(cast) == []


def test_the_same_file_once_more_changes_nothing_and_a_dry_run_writes_nothing(cast: Cast) -> None:
    data = grid(["16.11", "19.11"], {ANNA: [5, "4/н", "", 5], ILYA: ["н", "", "", 4]})
    before = tried(cast, data)
    assert count(cast.session, Mark) == count(cast.session, MarksImport) == 0
    report = take(cast, data)
    assert dict(report.made) == dict(before.made) == {"marks": 2, "absences": 2, "term_marks": 2}
    kept = [count(cast.session, one) for one in (Mark, Attendance, TermMark, AuditEntry, MarksImport)]
    again = take(cast, data)
    assert again.changes_nothing
    assert dict(again.unchanged) == dict(report.made)
    assert [count(cast.session, one) for one in (Mark, Attendance, TermMark, AuditEntry, MarksImport)] == kept
    assert holds(cast) == []


MATHS = "Математика"
NOBODY = "There is no “Лебедева Аня” in 6 «Б»"
ELSEWHERE = "“Никитина Вера” is a pupil of 6 «В», not of 6 «Б»"
NOT_YET = "Петров Глеб Маратович was not in 6 «Б» on 13.11.2026"
AHEAD = "This lesson is still to come: only an absence can be entered ahead"
REFUSED: tuple[tuple[Sequence[str], str, str, str], ...] = (
    (
        row(ANNA, "15.11", "5"),
        "D2",
        f"There is no lesson of “{MATHS}” in 6 «Б» on 15.11.2026",
        "12.11, 13.11, 16.11",
    ),
    (row(ANNA, "04.11", "5"), "D2", "On 04.11.2026 there are no lessons: День народного единства", ""),
    (row(ANNA, "20.11.2025", "5"), "D2", "The academic year is from 01.09.2026 to 31.05.2027", ""),
    (row("Петров Глеб", "13.11", "5"), "B2", NOT_YET, "16.11.2026–…"),
    (row("Никитина Вера", "16.11", "5"), "B2", ELSEWHERE, "6 «В»"),
    (row("Лебедева Аня", "16.11", "5"), "B2", NOBODY, ANNA),
    (row(ANNA, "16.11", "5", place="6Г"), "A2", "There is no class “6Г” this year", "6 «Б»"),
    (row(ANNA, "16.11", "5", subject="Матем."), "C2", "There is no subject “Матем.” here", MATHS),
    (row(ANNA, "16.11", "54"), "E2", "“54” cannot stand in a cell of this journal", "5/4"),
    (row(ANNA, "16.11", "7"), "E2", "“7” cannot stand in a cell of this journal", ""),
    (
        row(ANNA, "16.11", "5", "", "", "", "4"),
        "I2",
        f"On 16.11.2026 there is no lesson 4 of “{MATHS}”",
        "2",
    ),
    (row(ANNA, "23.11", "5"), "E2", AHEAD, ""),
    (row("Сидоров О.", "16.11", "5"), "B2", "Сидоров Олег Янович was not in 6 «Б» on 16.11.2026", LEFT),
)


@pytest.mark.parametrize(("line", "place", "words", "suggestion"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_lie_is_named_by_its_cell_with_what_would_be_right(
    cast: Cast, line: Sequence[str], place: str, words: str, suggestion: str
) -> None:
    report = take(cast, marks_list(line))
    assert told(report) == [(place, words, suggestion)]
    assert report.changes_nothing
    assert count(cast.session, Mark) == 0


def test_another_mark_in_the_cell_is_a_difference_and_taken_only_when_told_so(cast: Cast) -> None:
    put(cast, op(cast, "3", day=MONDAY))
    data = marks_list(row(ANNA, "16.11.2026", "5"))
    report = take(cast, data)
    assert told(report) == [("E2", "The journal has “3” here, the file “5”: the journal’s stays", "5")]
    assert [one.value for one in cast.session.scalars(select(Mark))] == ["3"]
    [fault] = report.faults
    kept = take(cast, data, {(fault.asked, fault.name): "keep"})
    assert (kept.faults, kept.changes_nothing) == ((), True)
    taken = take(cast, data, {(fault.asked, fault.name): "take"})
    assert (taken.changed["marks"], taken.faults) == (1, ())
    assert [one.value for one in cast.session.scalars(select(Mark))] == ["5"]
    assert holds(cast) == []
    undo(cast, taken)
    [mark] = cast.session.scalars(select(Mark)).all()
    cast.session.refresh(mark)
    assert (mark.value, mark.author_id) == ("3", cast.id_of("class_teacher"))
    assert holds(cast) == []


def test_what_a_teacher_writes_after_the_file_was_laid_is_a_difference(cast: Cast) -> None:
    laid = planned(cast, marks_list(row(ANNA, "16.11.2026", "5"), row(ILYA, "16.11.2026", "4")))
    put(cast, op(cast, "3", day=MONDAY))
    report = take_in(scope_of(cast), laid, cast.id_of("admin"), DAY, NOW, "marks.csv")
    assert told(report) == [("E2", "The journal has “3” here, the file “5”: the journal’s stays", "5")]
    assert report.made["marks"] == 1
    assert holds(cast) == []


def test_a_term_mark_that_is_set_stays_unless_it_is_told_to_go(cast: Cast) -> None:
    take(cast, grid(["16.11"], {ANNA: ["", "", 4]}))
    report = take(cast, grid(["16.11"], {ANNA: ["", "", 5]}))
    words = "The term mark is “4” already, the file says “5”: the journal’s stays"
    assert told(report)[-1] == ("E6", words, "5")
    taken = take(cast, grid(["16.11"], {ANNA: ["", "", 5]}), {("cell", "*"): "take"})
    assert taken.changed["term_marks"] == 1
    assert holds(cast) == []


def test_a_group_has_its_own_lessons_and_who_is_exempt_gets_no_mark(cast: Cast) -> None:
    course, anna = cast.courses["maths"], cast.id_of("pupil")
    exempt = Exemption(
        school_id=course.school_id, course_id=course.id or 0, pupil_id=anna, starts=YEAR_STARTS
    )
    cast.session.add(exempt)
    cast.session.flush()
    report = take(
        cast,
        marks_list(
            row(ANNA, "17.11.2026", "5", subject="Английский язык"),
            row(ILYA, "17.11.2026", "4", subject="английский язык"),
            row(ANNA, "16.11.2026", "5"),
        ),
    )
    assert told(report) == [("E4", "Лебедева Анна is exempt from this subject", "")]
    marks = {one.pupil_id: one.course_id for one in cast.session.scalars(select(Mark))}
    assert marks == {anna: cast.courses["english1"].id, cast.id_of("classmate"): cast.courses["english2"].id}


def test_of_two_lessons_of_a_day_the_order_decides_and_that_is_told(cast: Cast) -> None:
    lesson = cast.lesson("maths", MONDAY)
    second = Lesson(
        school_id=lesson.school_id,
        course_id=lesson.course_id,
        day=MONDAY,
        number=6,
        teacher_id=lesson.teacher_id,
    )
    cast.session.add(second)
    cast.session.flush()
    report = take(cast, grid(["16.11", "16.11"], {ANNA: [5, 4]}))
    words = "There are 2 lessons on 16.11.2026 and no numbers: laid in their order"
    assert told(report)[-2:] == [("C6", words, ""), ("D6", words, "")]
    marks = {one.lesson_id: one.value for one in cast.session.scalars(select(Mark))}
    assert marks == {lesson.id: "5", second.id: "4"}
    numbered = take(cast, marks_list(row(ILYA, "16.11.2026", "3", "", "", "", "6")))
    assert (numbered.faults, numbered.made["marks"]) == ((), 1)
    alone = take(cast, marks_list(row("Петров Глеб", "16.11.2026", "3")))
    words = "There are 2 lessons on 16.11.2026 and no number: taken as of the first"
    assert told(alone) == [("I2", words, "")]


def test_a_cancelled_lesson_takes_no_mark(cast: Cast) -> None:
    cast.lesson("maths", MONDAY).status = LessonStatus.CANCELLED
    cast.session.flush()
    report = take(cast, marks_list(row(ANNA, "16.11.2026", "5")))
    assert told(report) == [("D2", "The lesson of “Математика” on 16.11.2026 was cancelled", "")]


def test_what_says_the_same_twice_is_taken_once_and_a_third_mark_is_refused(cast: Cast) -> None:
    report = take(
        cast, marks_list(*(row(ANNA, "16.11.2026", mark) for mark in ("5", "5", "4", "3", "н", "б")))
    )
    assert told(report) == [
        ("E3", "The same stands in row 2 already: it is taken once", ""),
        ("E5", "At most two marks stand in a cell", ""),
        ("E7", "One attendance code stands in a cell", ""),
    ]
    assert (report.made["marks"], report.made["absences"]) == (2, 1)


def test_what_is_chosen_once_holds_for_all_rows_that_say_so(cast: Cast) -> None:
    data = grid(["16.11", "19.11"], {"Лебедева Аня": [5, "54"]}, about=[["6Г"], ["Предмет: Матем."]], sums=())
    choices = {
        ("class", "6Г"): str(cast.classes["6b"].id),
        ("subject", "Матем."): str(cast.courses["maths"].subject_id),
        ("pupil", "6 «Б»: Лебедева Аня"): str(cast.id_of("pupil")),
        ("text", "54"): "5/4",
    }
    report = take(cast, data, choices)
    assert (told(report), report.made["marks"]) == ([], 3)
    left = take(cast, data, choices | {("pupil", "6 «Б»: Лебедева Аня"): "-"})
    assert (left.faults, left.changes_nothing, sum(left.unchanged.values())) == ((), True, 0)


def test_a_choice_of_somebody_elses_row_is_no_choice(cast: Cast) -> None:
    data = marks_list(row("Лебедева Аня", "16.11.2026", "5"))
    report = tried(cast, data, {("pupil", "6 «Б»: Лебедева Аня"): str(cast.id_of("pupil_b"))})
    assert told(report) == [("B2", "There is no “Лебедева Аня” in 6 «Б»", ANNA)]


def test_unknown_kinds_weights_and_teachers_are_told_once_and_stop_nothing(cast: Cast) -> None:
    header = ("Класс", "Ученик", "Предмет", "Дата", "Отметка", "Тип работы", "Вес", "Учитель")
    report = take(
        cast,
        marks_list(
            (*row(ANNA, "16.11", "5"), "Диктант", "2", "Соколов П.И."),
            (*row(ILYA, "16.11", "4"), "Диктант", "2", "Соколов П.И."),
            (*row(ANNA, "19.11", "4"), "Контрольная работа", "5", "Неведомый А. А."),
            header=header,
        ),
    )
    assert [words for _, words, _ in told(report)] == [
        "There is no kind of work “Диктант”: the mark is taken as of the lesson’s own kind",
        "Here “Контрольная работа” weighs 3, not 5: by that the marks count",
        "There is no teacher “Неведомый А. А.” here: the mark is the course’s own teacher’s",
    ]
    by_day = {(one.day, one.author_id) for one in cast.session.scalars(select(Mark))}
    assert by_day == {(MONDAY, cast.id_of("teacher")), (THURSDAY, cast.id_of("class_teacher"))}
    assert holds(cast) == []


def test_an_import_is_undone_until_somebody_touches_what_it_wrote(cast: Cast) -> None:
    school = cast.schools["a"].id or 0
    report = take(cast, grid(["16.11", "19.11"], {ANNA: [5, "н", "", 5], ILYA: [4, "", "", ""]}))
    put(cast, op(cast, "3", day=MONDAY, pupil="classmate", base="4"))
    with pytest.raises(DomainError) as refused:
        undo(cast, report)
    assert refused.value.params == {"names": ILYA}
    put(cast, op(cast, "4", day=MONDAY, pupil="classmate", base="3"))
    assert undo(cast, report) == 4
    assert count(cast.session, Mark) == count(cast.session, Attendance) == count(cast.session, TermMark) == 0
    assert last_import(cast.session, school) is None
    with pytest.raises(NotFound):
        undo(cast, report)
    assert holds(cast) == []


def test_the_import_of_another_school_is_not_found(cast: Cast) -> None:
    report = take(cast, marks_list(row(ANNA, "16.11.2026", "5")))
    with pytest.raises(NotFound):
        undo(cast, report, "b")


def test_a_school_without_a_year_takes_no_marks(session: Session) -> None:
    with pytest.raises(DomainError):
        plan(session, 1, DAY, read_marks(marks_list(), YEAR_STARTS))
