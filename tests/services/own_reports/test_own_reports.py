"""Reports of one's own: whose rows stand in them, what is chosen, how they are kept and shared."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update
from sqlmodel import col

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.integrations.workbook.report import write_report
from ejournal.models import Audience, Enrolment, Lesson, RowKind, ScaleKind
from ejournal.services.own_reports import keeping
from ejournal.services.own_reports.choice import Choice, read_bound, read_choice
from ejournal.services.own_reports.columns import BY_KIND
from ejournal.services.own_reports.drawing import OwnTable, draw_table, own_filed
from ejournal.services.own_reports.keeping import delete_report, keep_report, kept_reports
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.reports.reports_helpers import FIRST_TERM, enlarge, miss, set_term_marks

ALL_OF_ONE = {kind: Choice(kind, tuple(BY_KIND[kind])) for kind in RowKind}


@pytest.fixture
def marked(cast: Cast) -> Cast:
    set_term_marks(cast, 1, FIRST_TERM)
    return cast


def drawn(cast: Cast, who: str, choice: Choice) -> OwnTable:
    found = draw_table(cast.session, cast.actor(who), choice)
    assert found is not None
    return found


def lines(found: OwnTable) -> list[tuple[object, ...]]:
    return [(one.title, *one.cells) for one in found.lines]


PUPILS = Choice(RowKind.PUPILS, ("class", "fives", "twos"))


def test_everybody_sees_the_rows_that_are_theirs(marked: Cast) -> None:
    assert lines(drawn(marked, "deputy", PUPILS)) == [
        ("Лебедев Лев", "2 «А»", 1, 0),
        ("Зайцев Илья", "6 «Б»", 0, 1),
        ("Лебедева Анна", "6 «Б»", 2, 0),
        ("Никитина Вера", "6 «В»", 0, 0),
    ]
    # The class teacher sees the own class in all subjects; the teacher of Russian both classes in that alone.
    assert lines(drawn(marked, "class_teacher", PUPILS)) == [
        ("Зайцев Илья", "6 «Б»", 0, 1),
        ("Лебедева Анна", "6 «Б»", 2, 0),
    ]
    assert lines(drawn(marked, "teacher", PUPILS)) == [
        ("Зайцев Илья", "6 «Б»", 0, 0),
        ("Лебедева Анна", "6 «Б»", 1, 0),
        ("Никитина Вера", "6 «В»", 0, 0),
    ]
    for name in ("admin", "guardian", "pupil"):
        with pytest.raises(NotAllowed):
            draw_table(marked.session, marked.actor(name), PUPILS)


def test_courses_classes_and_teachers_are_those_of_the_reader(marked: Cast) -> None:
    courses = Choice(RowKind.COURSES, ("whom", "teacher", "pupils"))
    assert [one[:2] for one in lines(drawn(marked, "class_teacher", courses))] == [
        ("Математика", "6 «Б»"),
        ("Русский язык", "6 «Б»"),
        ("Английский язык", "6 «Б», Английский, 1"),
        ("Английский язык", "6 «Б», Английский, 2"),
    ]
    assert [one[:2] for one in lines(drawn(marked, "teacher", courses))] == [
        ("Русский язык", "6 «Б»"),
        ("Русский язык", "6 «В»"),
    ]
    classes = Choice(RowKind.CLASSES, ("pupils", "quality"))
    assert lines(drawn(marked, "class_teacher", classes)) == [("6 «Б»", 2, Decimal("50.00"))]
    assert lines(drawn(marked, "teacher", classes)) == []
    teachers = Choice(RowKind.TEACHERS, ("courses", "average", "delay"))
    assert [one[:2] for one in lines(drawn(marked, "teacher", teachers))] == [("П. И. Соколов", 2)]
    found = drawn(marked, "teacher", teachers)
    assert [one.key for one in found.hidden] == ["delay"]
    assert len(lines(drawn(marked, "deputy", teachers))) > 3


def test_a_filter_counts_before_and_a_bound_leaves_lines_out(marked: Cast) -> None:
    six = replace(PUPILS, grade=6)
    assert len(drawn(marked, "deputy", six).lines) == 3
    assert [one.title for one in drawn(marked, "deputy", replace(six, letter="В")).lines] == ["Никитина Вера"]
    maths = replace(PUPILS, subject_id=marked.courses["maths"].subject_id)
    assert ("Лебедева Анна", "6 «Б»", 1, 0) in lines(drawn(marked, "deputy", maths))
    some = replace(PUPILS, bound_column="fives", bound=Decimal(1))
    assert [one.title for one in drawn(marked, "deputy", some).lines] == ["Лебедев Лев", "Лебедева Анна"]
    few = replace(some, at_least=False, bound=Decimal(0))
    assert [one.title for one in drawn(marked, "deputy", few).lines] == ["Зайцев Илья", "Никитина Вера"]
    ordered = replace(PUPILS, order_column="fives", descending=True)
    assert [one.title for one in drawn(marked, "deputy", ordered).lines][:2] == [
        "Лебедева Анна",
        "Лебедев Лев",
    ]


def test_what_has_no_figure_is_last_and_within_no_bound(marked: Cast) -> None:
    by_average = Choice(RowKind.PUPILS, ("average",), order_column="average")
    set_term_marks(marked, 2, {("maths", "pupil"): "4"})
    found = drawn(marked, "deputy", replace(by_average, period=f"{marked.years['a'].id}.quarter.2"))
    assert lines(found)[0] == ("Лебедева Анна", Decimal("4.00"))
    assert {one[1] for one in lines(found)[1:]} == {None}
    bound = replace(by_average, bound_column="average", bound=Decimal(0), period=found.period.key)
    assert len(drawn(marked, "deputy", bound).lines) == 1


def test_a_period_that_is_no_more_gives_way_to_the_latest_term(marked: Cast) -> None:
    assert drawn(marked, "deputy", replace(PUPILS, period="99.quarter.7")).period.number == 1


@given(
    rows=st.sampled_from(RowKind),
    data=st.data(),
    period=st.sampled_from(["", "7.quarter.2", "7.year"]),
    grade=st.sampled_from([None, 1, 11]),
    letter=st.sampled_from(["", "Б", "Инж"]),
    bound=st.one_of(st.none(), st.decimals(-999, 999, places=2)),
    at_least=st.booleans(),
    descending=st.booleans(),
)
def test_an_address_says_all_that_is_chosen(
    rows: RowKind, data: st.DataObject, period: str, grade: int | None, letter: str,
    bound: Decimal | None, at_least: bool, descending: bool,
) -> None:  # fmt: skip
    known = list(BY_KIND[rows])
    columns = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=5, unique=True))
    number = data.draw(st.sampled_from([key for key in known if BY_KIND[rows][key].is_number]))
    order = data.draw(st.sampled_from(["", *known]))
    choice = Choice(
        rows, tuple(columns), period, grade, letter if grade else "", data.draw(st.sampled_from([None, 12])),
        number if bound is not None else "", at_least or bound is None, bound,
        order, descending and bool(order),
    )  # fmt: skip
    assert read_choice(dict(parse_qsl(choice.address()))) == choice


def test_a_class_without_marks_stands_with_its_absences_and_hours(marked: Cast) -> None:
    row = marked.classes["2a"]
    row.scale = ScaleKind.NONE
    marked.session.add(row)
    miss(marked, "maths_2a", "brother", DAY)
    term = f"{marked.years['a'].id}.quarter.2"

    def of(rows: RowKind, *columns: str, **chosen: int | None) -> list[tuple[object, ...]]:
        choice = replace(Choice(rows, columns, term), **chosen)  # type: ignore[arg-type]
        return lines(drawn(marked, "deputy", choice))

    figures = ("fives", "average", "is_success", "missed")
    assert of(RowKind.PUPILS, *figures)[0] == ("Лебедев Лев", None, None, None, 1)
    assert of(RowKind.CLASSES, "pupils", "no_marks", "average", "missed")[0] == ("2 «А»", 1, None, None, 1)
    maths = marked.courses["maths"].subject_id
    assert of(RowKind.PUPILS, *figures, subject_id=maths)[0] == ("Лебедев Лев", None, None, None, 1)
    russian = marked.courses["russian"].subject_id
    assert "Лебедев Лев" not in {one[0] for one in of(RowKind.PUPILS, *figures, subject_id=russian)}
    [course] = of(RowKind.COURSES, "whom", "pupils", "fives", "given", "untitled", grade=2)
    assert course == ("Математика", "2 «А»", 1, None, 4, 4)
    [teacher] = of(RowKind.TEACHERS, "courses", "average", "lessons", grade=2)
    assert teacher == ("И. П. Дроздова", 1, None, 4)
    bound = Choice(RowKind.PUPILS, ("fives",), term, bound_column="fives", at_least=False, bound=Decimal(0))
    assert "Лебедев Лев" not in {one[0] for one in lines(drawn(marked, "deputy", bound))}


def test_a_course_in_which_nobody_sits_has_its_hours(marked: Cast) -> None:
    term = f"{marked.years['a'].id}.quarter.1"
    brother = col(Enrolment.pupil_id) == marked.id_of("brother")
    marked.session.delete(marked.session.scalars(select(Enrolment).where(brother)).one())
    marked.session.flush()
    choice = Choice(RowKind.COURSES, ("whom", "pupils", "average"), term, grade=2)
    assert lines(drawn(marked, "deputy", choice)) == [("Математика", "2 «А»", 0, None)]


def test_who_gives_lessons_without_a_course_of_the_own_stands_by_the_filling(marked: Cast) -> None:
    lesson = marked.lesson("russian", DAY)
    change = update(Lesson).where(col(Lesson.id) == lesson.id)
    marked.session.execute(change.values(substitute_id=marked.id_of("director")))
    choice = Choice(RowKind.TEACHERS, ("courses", "average", "lessons"), f"{marked.years['a'].id}.quarter.2")
    assert ("Н. А. Белова", 0, None, 1) in lines(drawn(marked, "deputy", choice))
    six = replace(choice, grade=6)
    assert "Н. А. Белова" not in {one[0] for one in lines(drawn(marked, "deputy", six))}


def test_the_paper_says_what_its_lines_are_chosen_by(marked: Cast) -> None:
    def facts(choice: Choice) -> tuple[str, ...]:
        return own_filed(drawn(marked, "deputy", choice), "Отчёт", "Завуч", "ru").facts

    assert facts(PUPILS) == ()
    few = replace(
        PUPILS, grade=6, letter="Б", subject_id=marked.courses["maths"].subject_id,
        bound_column="twos", bound=Decimal("1.50"),
    )  # fmt: skip
    assert facts(few) == ("Класс: 6 «Б»", "Предмет: Математика", "Только строки, где «2»: не меньше 1,5")
    assert facts(replace(few, letter="", subject_id=None, at_least=False)) == (
        "6‑е классы",
        "Только строки, где «2»: не больше 1,5",
    )


NAMES = ("rows", "columns", "class", "subject", "by", "least", "most", "order")


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_no_address_breaks_the_page(asked: dict[str, str]) -> None:
    choice = read_choice(asked)
    assert choice.shown
    assert read_choice(asked | {"by": "nothing"}).bound is None


@pytest.mark.parametrize("words", ["", "много", "1e9", "nan", "inf", "100000"])
def test_a_bound_is_a_number_of_some_size(words: str) -> None:
    with pytest.raises(DomainError, match="A number"):
        read_bound(words)
    assert read_bound(" 3,5 ") == Decimal("3.50")


def test_a_report_is_kept_shared_and_seen_by_the_roles_that_it_is_shared_with(marked: Cast) -> None:
    deputy = marked.actor("deputy")
    number = keep_report(marked.session, deputy, None, "Слабые места", PUPILS, Audience.NOBODY)
    readers = ("deputy", "director", "class_teacher", "teacher")

    def seen_by() -> list[str]:
        return [name for name in readers if kept_reports(marked.session, marked.actor(name))]

    assert seen_by() == ["deputy"]
    for audience, who in (
        (Audience.HEADS, ["deputy", "director"]),
        (Audience.CLASS_TEACHERS, ["deputy", "director", "class_teacher"]),
        (Audience.TEACHERS, list(readers)),
    ):
        assert keep_report(marked.session, deputy, number, "Слабые места", PUPILS, audience) == number
        assert seen_by() == who
    [found] = kept_reports(marked.session, marked.actor("teacher"))
    assert (found.owner, found.is_own, found.choice) == ("Е. В. Громова", False, PUPILS)
    with pytest.raises(NotFound):
        keep_report(marked.session, marked.actor("teacher"), number, "Моё", PUPILS, Audience.NOBODY)
    with pytest.raises(NotFound):
        delete_report(marked.session, marked.actor("teacher"), number)
    with pytest.raises(NotFound):
        keeping.kept_report(marked.session, marked.actor("teacher_b"), number)
    copied = keep_report(marked.session, marked.actor("teacher"), None, "Моё", found.choice, Audience.NOBODY)
    assert [one.title for one in kept_reports(marked.session, marked.actor("teacher"))] == [
        "Моё",
        "Слабые места",
    ]
    delete_report(marked.session, deputy, number)
    assert [one.id for one in kept_reports(marked.session, marked.actor("teacher"))] == [copied]


def test_what_cannot_be_kept_is_said_by_its_field(marked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    deputy = marked.actor("deputy")
    keep_report(marked.session, deputy, None, "Отчёт", PUPILS, Audience.NOBODY)
    for title, choice, words in (
        ("", PUPILS, "Give the report a name"),
        ("ОТЧЁТ", PUPILS, "You have a report of this name"),
        ("Другой", replace(PUPILS, columns=()), "Choose a column"),
    ):
        with pytest.raises(DomainError, match=words):
            keep_report(marked.session, deputy, None, title, choice, Audience.NOBODY)
    with pytest.raises(DomainError, match="Choose a column"):
        draw_table(marked.session, deputy, replace(PUPILS, columns=()))
    foreign = replace(PUPILS, subject_id=marked.courses["maths_b"].subject_id)
    with pytest.raises(NotFound):
        keep_report(marked.session, deputy, None, "Другой", foreign, Audience.NOBODY)
    monkeypatch.setattr(keeping, "MOST_KEPT", 1)
    with pytest.raises(DomainError, match="At most"):
        keep_report(marked.session, deputy, None, "Второй", PUPILS, Audience.NOBODY)


@pytest.mark.parametrize("kind", RowKind)
def test_a_larger_school_takes_the_same_queries(marked: Cast, kind: RowKind) -> None:
    counts = []
    drawn(marked, "deputy", ALL_OF_ONE[kind])  # the calendar is kept from here on
    for who in ("deputy", "class_teacher"):
        for _ in range(2):
            with counted_queries(marked.session) as queries:
                draw_table(marked.session, marked.actor(who), ALL_OF_ONE[kind])
            counts.append(len(queries))
            enlarge(marked)
    assert counts[0] == counts[1]
    assert counts[2] == counts[3]
    assert max(counts) <= 25


def test_the_spreadsheet_has_real_numbers(marked: Cast) -> None:
    found = drawn(marked, "deputy", Choice(RowKind.CLASSES, ("pupils", "quality", "average")))
    filed = own_filed(found, "Качество", "Завуч", "ru")
    rows = CalamineWorkbook.from_filelike(BytesIO(write_report(filed))).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Качество, I четверть 2026/2027"
    assert rows[2:4] == [["Класс", "Ученики", "Качество, %", "Средний балл"], ["2 «А»", 1, 100, 5]]
