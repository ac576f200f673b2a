"""Figures of charts as columns: of each line the numbers that the charts show, and what has changed since."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from ejournal.models import RowKind, ScaleKind
from ejournal.services.own_reports.choice import Choice
from ejournal.services.own_reports.drawing import draw_table, own_filed
from ejournal.services.own_reports.lines import Cell
from ejournal.services.reports.charts.shown import View, charts
from ejournal.services.reports.grid import Spot
from ejournal.services.reports.periods import comparable, periods_of
from tests.cast import Cast
from tests.infra.databases import Engines, kept_for_examples
from tests.services.own_reports.test_figures import cells
from tests.services.own_reports.test_own_reports import drawn as table_of
from tests.services.own_reports.test_own_reports import lines
from tests.services.reports.drawn import Drawn, Frame, drawn, head, make_frame, planted
from tests.services.reports.drawn_lessons import DrawnLessons, drawn_lessons, planted_with_lessons, quarter_of
from tests.services.reports.reports_helpers import FIRST_TERM, give_marks, set_term_marks
from tests.services.reports.test_charts import numbers, share

Quick = Callable[[str], Frame]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
GIVEN = ("lesson_marks", "lesson_average", "lesson_mean", "short")
PAPERS = {"papers": "all", "papers_two": "two", "papers_edge": "edge", "papers_often": "often",
          "papers_share": "share"}  # fmt: skip
CHANGES = {"average": "average_change", "success": "success_change", "quality": "quality_change"}


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_frame) as quick:
        yield quick


def table(frame: Frame, today: date, choice: Choice) -> list[tuple[int, dict[str, Cell]]]:
    found = draw_table(frame.session, head(frame, today), choice)
    assert found is not None
    return cells(found)


def chart(frame: Frame, today: date, view: View, period: str) -> dict[tuple[str, str], Spot]:
    found = charts(frame.session, head(frame, today), view, "school:0", period, "ru")
    assert found is not None
    return numbers(found.grids[0])


def total(lines: list[tuple[int, dict[str, Cell]]], key: str) -> int:
    return sum(int(str(line[key] or 0)) for _, line in lines)


@both_databases
@given(drawn=drawn, lessons=drawn_lessons)
@settings(max_examples=10, deadline=None)
def test_the_columns_are_the_numbers_of_the_charts(
    quick: Quick, kind: str, drawn: Drawn, lessons: DrawnLessons
) -> None:
    frame = quick(kind)
    with planted_with_lessons(frame, drawn, lessons) as today:
        number, *_ = quarter_of(today)
        period = f"{frame.years[1]}.quarter.{number}"
        asked = (*GIVEN, "home_mean", "home_over", *PAPERS)
        classes = table(frame, today, Choice(RowKind.CLASSES, asked, period))
        norms = chart(frame, today, View.NORMS, period)
        homework = chart(frame, today, View.HOMEWORK, period)
        papers = chart(frame, today, View.PAPERS, period)
        for class_id, line in classes:
            key = str(class_id)
            mean, short = (norms.get((key, name), Spot(None)).value for name in ("mean", "short"))
            assert (line["lesson_mean"], line["short"]) == (mean, short)
            over = homework.get((key, "over"))
            assert line["home_over"] == (over.value if over else 0)
            facts = [one for (row, head), spot in homework.items() if row == key and head != "over"
                     for one in spot.facts]  # fmt: skip
            days = {one.day for one in facts}
            assert line["home_mean"] == share(sum(int(one.value) for one in facts), len(days))
            for name, limit in PAPERS.items():
                assert line[name] == (papers[key, limit].value if (key, limit) in papers else 0)
        for rows in (RowKind.PUPILS, RowKind.COURSES, RowKind.TEACHERS):
            others = table(frame, today, Choice(rows, GIVEN, period))
            for name in ("lesson_marks", "short"):
                assert total(others, name) == total(classes, name)


@both_databases
@given(drawn=drawn)
@settings(max_examples=10, deadline=None)
def test_a_change_is_the_difference_from_the_period_before(quick: Quick, kind: str, drawn: Drawn) -> None:
    frame = quick(kind)
    with planted(frame, drawn) as today:
        periods = periods_of(frame.session, frame.school_id, today)
        for period in periods:
            before = next(iter(comparable(periods, period)), None)
            for rows in RowKind:
                names = ("average",) if rows is RowKind.PUPILS else tuple(CHANGES)
                choice = Choice(rows, (*names, *(CHANGES[one] for one in names)), period.key)
                now = table(frame, today, choice)
                then = table(frame, today, replace(choice, period=before.key)) if before else []
                for key, line in now:
                    # A pupil may stand in two classes at once: any of the lines may be the one before.
                    for name in names:
                        known = [other[name] for at, other in then if at == key]
                        value, change = line[name], line[CHANGES[name]]
                        expected = [
                            value - one if isinstance(value, Decimal) and isinstance(one, Decimal) else None
                            for one in known
                        ]
                        assert change in (expected or [None])


def test_the_average_in_lessons_is_of_courses_on_five_points(cast: Cast) -> None:
    give_marks(cast, "maths", "pupil", "543", [date(2026, 11, day) for day in (9, 12, 13)])
    choice = Choice(RowKind.PUPILS, GIVEN, f"{cast.years['a'].id}.quarter.2")
    found = {one[0]: one[1:3] for one in lines(table_of(cast, "deputy", choice))}
    assert found["Лебедева Анна"] == (3, Decimal("4.00"))
    cast.courses["maths"].scale = ScaleKind.TEN
    cast.session.flush()
    found = {one[0]: one[1:3] for one in lines(table_of(cast, "deputy", choice))}
    assert found["Лебедева Анна"] == (3, None)


def test_paper_and_page_say_with_what_the_period_is_compared(cast: Cast) -> None:
    set_term_marks(cast, 1, FIRST_TERM)
    year = cast.years["a"].id
    choice = Choice(RowKind.PUPILS, ("average", "average_change"), f"{year}.quarter.2")
    found = table_of(cast, "deputy", choice)
    assert own_filed(found, "Отчёт", "Завуч", "ru").facts == (
        "Средний, изменение: по сравнению с «I четверть 2026/2027»",
    )
    first = table_of(cast, "deputy", replace(choice, period=f"{year}.quarter.1"))
    assert own_filed(first, "Отчёт", "Завуч", "ru").facts == (
        "Более раннего такого же периода нет, сравнить не с чем: Средний, изменение",
    )
