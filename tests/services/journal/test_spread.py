"""What the journal's spread shows, to whom, and at what price."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ejournal.errors import NotAllowed, NotFound
from ejournal.models import Course, Exemption, LessonStatus, ScaleKind
from ejournal.services.courses.choice import courses_for, my_lessons_today, next_lesson
from ejournal.services.journal.history import cell_details
from ejournal.services.journal.ops import OpStatus
from ejournal.services.journal.spread import open_journal
from ejournal.services.journal.view import JournalView, PupilRow
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.services.journal_helpers import (
    MONDAY,
    NEXT_MONDAY,
    QueryCount,
    cell,
    enrol_many,
    join_classes,
    op,
    put,
    set_window,
)


def course_id(cast: Cast, name: str) -> int:
    return cast.courses[name].id or 0


def opened(cast: Cast, by: str = "class_teacher", course: str = "maths", term: int | None = 0) -> JournalView:
    return open_journal(cast.session, cast.actor(by), course_id(cast, course), term)


def row_of(cast: Cast, view: JournalView, pupil: str = "pupil") -> PupilRow:
    return next(row for row in view.rows if row.pupil_id == cast.id_of(pupil))


def foot(view: JournalView, day: date = DAY) -> Decimal | None:
    return next(column.average for column in view.columns if column.day == day)


def test_the_spread_has_pupils_down_and_lessons_across(cast: Cast) -> None:
    view = opened(cast)
    assert (view.subject, view.class_title, view.term_number) == ("Математика", "6 «Б»", 2)
    assert [row.name for row in view.rows] == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб"]
    assert [row.number for row in view.rows] == [1, 2, 3]
    assert [column.day for column in view.columns] == sorted(column.day for column in view.columns)
    assert len(view.columns) == 9
    assert all(len(row.cells) == 9 for row in view.rows)
    assert [column.day for column in view.columns if column.today] == [DAY]
    assert view.next_lesson_id == cast.lessons["maths"].id


def test_cells_before_arrival_and_after_leaving_are_closed(cast: Cast) -> None:
    view = opened(cast)
    arrived = row_of(cast, view, "arrived")
    closed = [column.day < date(2026, 11, 16) for column in view.columns]
    assert [text == "#" for text in arrived.cells] == closed
    assert cast.id_of("left") not in [row.pupil_id for row in view.rows]
    first_term = opened(cast, term=1)
    assert row_of(cast, first_term, "left").left


def test_a_group_s_journal_holds_its_members_only(cast: Cast) -> None:
    view = opened(cast, "substitute", "english2")
    assert {row.pupil_id for row in view.rows} == {cast.id_of("classmate"), cast.id_of("arrived")}
    assert view.group == "Английский, 2"
    assert row_of(cast, view, "arrived").cells[0] == "#"


def test_a_group_of_several_classes_has_a_journal_too(cast: Cast) -> None:
    join_classes(cast.session, cast)
    for reader in ("teacher_parent", "deputy"):
        view = opened(cast, reader, "english1")
        assert {row.pupil_id for row in view.rows} == {cast.id_of("pupil"), cast.id_of("other_pupil")}
        assert (view.class_title, view.term_number, view.seen) == ("", 2, None)


def test_a_class_teacher_sees_own_pupils_alone_in_a_group_of_several_classes(cast: Cast) -> None:
    join_classes(cast.session, cast)
    ours, theirs = (
        op(cast, value, pupil=who, course="english1") for who, value in (("pupil", "5"), ("other_pupil", "2"))
    )
    put(cast, ours, theirs, by="teacher_parent")
    assert [foot(opened(cast, who, "english1")) for who in ("teacher_parent", "class_teacher")] == [
        Decimal("3.50"),
        Decimal("5.00"),
    ]
    view = opened(cast, "class_teacher", "english1")
    assert [(row.pupil_id, row.average) for row in view.rows] == [(cast.id_of("pupil"), Decimal("5.00"))]
    year = opened(cast, "class_teacher", "english1", None)
    assert [row.pupil_id for row in year.rows] == [cast.id_of("pupil")]
    assert cell_details(cast.session, cast.actor("class_teacher"), ours.lesson_id, ours.pupil_id).marks
    with pytest.raises(NotFound):
        cell_details(cast.session, cast.actor("class_teacher"), theirs.lesson_id, theirs.pupil_id)


def test_a_class_teacher_who_stands_in_sees_the_other_pupils_in_that_lesson_alone(cast: Cast) -> None:
    join_classes(cast.session, cast)
    before = DAY - timedelta(days=7)
    entries = [op(cast, "2", pupil="other_pupil", course="english1", day=day) for day in (before, DAY)]
    put(cast, *entries, by="teacher_parent")
    cast.lesson("english1", DAY).substitute_id = cast.id_of("class_teacher")
    cast.session.flush()
    view = opened(cast, "class_teacher", "english1")
    foreign = row_of(cast, view, "other_pupil")
    shown = {column.day: text for column, text in zip(view.columns, foreign.cells, strict=True)}
    assert (shown[before], shown[DAY]) == ("#", "2")
    assert (foreign.average, {cell.proposal for cell in foreign.terms}) == (None, {""})
    outcome = put(cast, replace(entries[1], id="again", text="3"), by="class_teacher")
    assert (outcome.results[0].status, outcome.rows) == (OpStatus.OK, ())


def test_the_average_is_weighed_by_kind_of_work(cast: Cast) -> None:
    put(cast, op(cast, "5", day=MONDAY), op(cast, "3", kind_id=cast.kinds["test"].id))
    view = opened(cast)
    assert row_of(cast, view).average == Decimal("3.50")
    foot = next(column for column in view.columns if column.today)
    assert (foot.average, foot.absent) == (Decimal("3.00"), 0)


def test_absent_pupils_are_counted_in_the_foot(cast: Cast) -> None:
    put(cast, op(cast, "н"), op(cast, "б", pupil="classmate"), op(cast, "оп 5", pupil="arrived"))
    foot = next(column for column in opened(cast).columns if column.today)
    assert (foot.average, foot.absent) == (None, 2)


def test_a_comment_is_flagged(cast: Cast) -> None:
    put(cast, op(cast, "5/4", comment="у доски"))
    assert cell(cast) == "5/4*"


def test_lessons_are_open_within_the_edit_window_and_late_after_it(cast: Cast) -> None:
    set_window(cast, 3)
    by_day = {column.day: column for column in opened(cast).columns}
    assert by_day[DAY].open
    assert by_day[MONDAY].writable
    assert by_day[MONDAY].late
    assert not by_day[MONDAY].open
    assert by_day[NEXT_MONDAY].future


def test_a_cancelled_lesson_is_not_open(cast: Cast) -> None:
    cast.lessons["maths"].status = LessonStatus.CANCELLED
    cast.session.flush()
    column = next(column for column in opened(cast).columns if column.today)
    assert column.cancelled
    assert not column.open


def test_holidays_between_lessons_are_named(cast: Cast) -> None:
    cast.lesson("maths", date(2026, 11, 9)).day = date(2026, 11, 3)
    cast.session.flush()
    assert opened(cast).columns[1].after_break == "День народного единства"


def test_a_substitute_sees_the_substituted_lesson_only(cast: Cast) -> None:
    put(cast, op(cast, "5"))
    view = opened(cast, "substitute", "maths")
    assert [column.day for column in view.columns] == [SUBSTITUTED_DAY]
    assert view.seen == frozenset()
    assert view.term_columns == ()
    assert {row.average for row in view.rows} == {None}
    assert view.columns[0].writable
    assert opened(cast, "substitute", "maths", None).columns == ()


@pytest.mark.parametrize("who", ["deputy", "director", "class_teacher"])
def test_who_does_not_teach_the_course_reads_it(cast: Cast, who: str) -> None:
    view = opened(cast, who, "russian")
    assert view.seen is None
    assert not view.may_write
    assert not view.may_set_terms


@pytest.mark.parametrize("who", ["admin", "teacher", "pupil", "guardian", "teacher_b", "teacher_parent"])
def test_the_journal_does_not_exist_for_others(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        opened(cast, who, "maths_v" if who == "teacher" else "maths")


def test_an_unknown_term_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        opened(cast, term=9)
    with pytest.raises(NotFound):
        open_journal(cast.session, cast.actor("class_teacher"), 10**6)


def test_the_year_shows_every_term_s_marks(cast: Cast) -> None:
    put(cast, op(cast, "5"), op(cast, "4", day=MONDAY))
    view = opened(cast, term=None)
    assert view.term_number is None
    assert [column.key for column in view.term_columns] == ["1", "2", "3", "4", "year"]
    assert row_of(cast, view).average == Decimal("4.50")


def test_an_exempt_pupil_is_proposed_exempt(cast: Cast) -> None:
    course = cast.courses["maths"]
    cast.session.add(
        Exemption(
            school_id=course.school_id,
            course_id=course.id or 0,
            pupil_id=cast.id_of("pupil"),
            starts=date(2026, 9, 1),
        )
    )
    cast.session.flush()
    row = row_of(cast, opened(cast))
    assert row.exempt
    assert row.terms[0].proposal == "осв"


def test_a_course_s_own_scale_counts(cast: Cast) -> None:
    cast.courses["maths"].scale = ScaleKind.PASS
    cast.session.flush()
    assert opened(cast).marks == ("зач", "незач")
    assert opened(cast).failing == ("незач",)


def test_the_journal_takes_the_same_queries_for_5_and_for_40_pupils(cast: Cast) -> None:
    pupils = enrol_many(cast, 2)
    cast.session.commit()  # the calendar is kept in the process once it is committed
    actor, number = cast.actor("class_teacher"), course_id(cast, "maths")
    open_journal(cast.session, actor, number)
    with QueryCount(cast.session) as few:
        assert len(open_journal(cast.session, actor, number).rows) == 5
    pupils += enrol_many(cast, 35)
    put(cast, *(replace(op(cast, "4", comment="так"), pupil_id=pupil_id) for pupil_id in pupils))
    with QueryCount(cast.session) as many:
        assert len(open_journal(cast.session, actor, number).rows) == 40
    assert len(few) == len(many) <= 10


def test_who_was_moved_off_a_course_opens_it_for_the_lessons_still_in_the_window(cast: Cast) -> None:
    put(cast, op(cast, "5", course="russian"), by="teacher")
    cast.courses["russian"].teacher_id = cast.id_of("substitute")
    cast.session.flush()
    set_window(cast, 4)
    view = opened(cast, "teacher", "russian")
    assert [(column.day, column.writable) for column in view.columns] == [
        (day, True) for day in (MONDAY, DAY - timedelta(days=2), DAY)
    ]
    assert {row.average for row in view.rows} == {None}
    titles = [
        course.subject
        for choice in courses_for(cast.session, cast.actor("teacher"))
        for course in choice.courses
        if choice.title == "6 «Б»"
    ]
    assert titles == ["Русский язык"]
    set_window(cast, 1)
    with pytest.raises(NotFound):
        put(cast, op(cast, "4", course="russian", day=MONDAY, reason="Забыл"), by="teacher")


def test_own_classes_come_first_in_the_choice(cast: Cast) -> None:
    choices = courses_for(cast.session, cast.actor("substitute"))
    found = {
        (choice.title, course.subject, course.group): (course.own, course.substitute_only)
        for choice in choices
        for course in choice.courses
    }
    assert found == {
        ("6 «Б»", "Английский язык", "Английский, 2"): (True, False),
        ("6 «Б»", "Математика", ""): (False, True),
        ("6 «В»", "Математика", ""): (True, False),
    }


def test_a_class_teacher_chooses_among_all_subjects_of_the_class(cast: Cast) -> None:
    (choice,) = courses_for(cast.session, cast.actor("class_teacher"))
    assert choice.own
    assert [course.subject for course in choice.courses] == [
        "Математика",
        "Английский язык",
        "Английский язык",
        "Русский язык",
    ]


def test_every_journal_offered_can_be_opened_and_no_other(cast: Cast) -> None:
    every = [course.id or 0 for course in cast.courses.values()]
    for who in ("class_teacher", "teacher", "substitute", "deputy", "director", "teacher_b"):
        offered = {
            course.course_id
            for choice in courses_for(cast.session, cast.actor(who))
            for course in choice.courses
        }
        opens = {number for number in every if _opens(cast, who, number)}
        assert opens == offered


def _opens(cast: Cast, who: str, number: int) -> bool:
    try:
        open_journal(cast.session, cast.actor(who), number)
    except NotFound:
        return False
    return cast.session.get(Course, number) is not None


def test_who_has_no_journal_is_offered_none(cast: Cast) -> None:
    for who in ("pupil", "guardian", "admin"):
        with pytest.raises(NotAllowed):
            courses_for(cast.session, cast.actor(who))


def test_lessons_of_the_day_tell_own_and_substituted(cast: Cast) -> None:
    today = my_lessons_today(cast.session, cast.actor("class_teacher"))
    assert [(lesson.number, lesson.subject, lesson.class_title) for lesson in today] == [
        (3, "Математика", "6 «Б»")
    ]
    assert today[0].starts is not None
    (away,) = my_lessons_today(cast.session, cast.actor("class_teacher"), SUBSTITUTED_DAY)
    assert away.given_by == "О. Л. Миронова"
    instead = my_lessons_today(cast.session, cast.actor("substitute"), SUBSTITUTED_DAY)
    assert [lesson.substituting for lesson in instead] == [True]


def test_the_next_lesson_is_found_by_the_bells(cast: Cast) -> None:
    teacher = cast.actor("teacher")
    early = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 8:00 in Moscow, before the first bell
    first = next_lesson(cast.session, teacher, early)
    assert first is not None
    assert first.number == 2
    after = next_lesson(cast.session, teacher, early + timedelta(hours=3))
    assert after is not None
    assert after.number == 5
    sunday = replace(teacher, today=DAY + timedelta(days=2))
    monday = next_lesson(cast.session, sunday, early + timedelta(days=2))
    assert monday is not None
    assert monday.day == NEXT_MONDAY
