"""Charts of the staff: the usual term, who is left out, norms of who came late, limits of test papers."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from ejournal.models import Lesson
from ejournal.services.reports.charts.printed import charts_filed
from ejournal.services.reports.charts.shown import Charts, View, charts
from tests.cast import ARRIVED_DAY, DAY, Cast
from tests.services.reports.reports_helpers import give_marks, move_to_half_years
from tests.services.reports.test_charts import numbers

OTHERWISE = "Год делят иначе: {}. Здесь они не посчитаны"
SATURDAY = date(2026, 11, 14)


def read(cast: Cast, view: View, whose: str, today: date = DAY, period: str | None = None) -> Charts:
    actor = replace(cast.actor("deputy"), today=today)
    found = charts(cast.session, actor, view, whose, period, "ru")
    assert found is not None
    return found


def term_of(found: Charts) -> str:
    return found.period.name("ru").rpartition(" ")[0]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 9, 20), "I четверть"),
        (DAY, "II четверть"),
        (date(2027, 1, 20), "III четверть"),
        (date(2027, 4, 20), "IV четверть"),
    ],
)
@pytest.mark.parametrize("view", [View.ABSENCES, View.NORMS, View.HOMEWORK, View.PAPERS])
def test_the_usual_term_is_of_the_kind_that_most_classes_have(
    cast: Cast, view: View, today: date, words: str
) -> None:
    move_to_half_years(cast, "2a")
    found = read(cast, view, "school:0", today)
    assert (term_of(found), found.of_other_terms) == (words, ("2 «А»",))
    assert charts_filed(found, "ru").facts[0] == OTHERWISE.format("2 «А»")
    # Most of those that are meant, not of all.
    alone = read(cast, view, "grade:2", today)
    assert (term_of(alone)[-9:], alone.of_other_terms) == ("полугодие", ())


def test_where_most_have_half_years_the_others_are_named(cast: Cast) -> None:
    move_to_half_years(cast, "2a", "6v")
    found = read(cast, View.ABSENCES, "school:0")
    assert (term_of(found), found.of_other_terms) == ("1‑е полугодие", ("6 «Б»",))


def test_of_a_teacher_the_classes_taught_are_meant(cast: Cast) -> None:
    move_to_half_years(cast, "2a", "6v")
    found = read(cast, View.ABSENCES, f"teacher:{cast.id_of('teacher_parent')}")  # a group of 6Б alone
    assert (term_of(found), found.of_other_terms) == ("II четверть", ())
    both = read(cast, View.MARKS, f"teacher:{cast.id_of('teacher')}")
    assert both.of_other_terms == ("6 «В»",)


def add_papers(cast: Cast, course: str, days: list[date]) -> None:
    """Lessons of the course with test papers."""
    of = cast.courses[course]
    for day in days:
        cast.by_day[course, day] = Lesson(
            school_id=of.school_id, course_id=of.id or 0, day=day, number=4, teacher_id=of.teacher_id,
            kind_id=cast.kinds["test"].id,
        )  # fmt: skip
        cast.session.add(cast.by_day[course, day])
    cast.session.flush()


def test_a_share_of_test_papers_is_of_the_hours_of_the_year(cast: Cast) -> None:
    course = cast.courses["maths"]
    course.planned_hours = 34
    add_papers(cast, "maths", [DAY])

    def over() -> int | None:
        spot = numbers(read(cast, View.PAPERS, "school:0").grids[0])[str(cast.classes["6b"].id), "share"]
        assert spot.value is None or isinstance(spot.value, int)
        return spot.value

    assert over() == 0
    add_papers(cast, "maths", [cast.terms[0].starts + timedelta(n) for n in (1, 20)])
    assert over() == 0
    add_papers(cast, "maths", [cast.terms[0].starts + timedelta(40)])
    assert over() == 1  # the fourth of the year, the only one of the term
    course.planned_hours, course.weekly_hours = 0, Decimal(2)
    cast.session.flush()
    assert over() == 0
    heads = dict(read(cast, View.PAPERS, "school:0").grids[0].heads)
    assert heads["share"] == "Больше 10 % часов года"


def test_who_came_during_the_term_has_a_smaller_norm(cast: Cast) -> None:
    found = read(cast, View.NORMS, f"course:{cast.courses['russian'].id}", date(2026, 12, 29))
    spots = numbers(found.grids[0])
    key = str(cast.courses["russian"].id)
    facts = {one.name: one.value for one in spots[key, "pupils"].facts}
    whole, gone = 57, (date(2026, 12, 29) - ARRIVED_DAY).days + 1
    due = int(facts["Лебедева Анна"].rpartition(" ")[2])
    assert spots[key, "due"].value == due > 1
    assert facts["Петров Глеб"] == f"0 из {due * gone // whole}"
    assert found.grids[0].note.startswith("Кто пришёл в течение периода")
    alone = read(cast, View.NORMS, f"course:{cast.courses['russian_v'].id}", date(2026, 12, 29))
    assert alone.grids[0].note == ""


def test_who_has_just_come_is_not_short(cast: Cast) -> None:
    found = read(cast, View.NORMS, f"course:{cast.courses['russian'].id}", DAY)
    short = numbers(found.grids[0])[str(cast.courses["russian"].id), "short"]
    assert {one.name for one in short.facts} == {"Лебедева Анна", "Зайцев Илья"}


def test_weeks_go_up_to_saturday_where_there_are_lessons(cast: Cast) -> None:
    give_marks(cast, "maths", "pupil", "5", [date(2026, 11, 9)])
    lesson = cast.lesson("maths", date(2026, 11, 9))
    lesson.homework_minutes = 20
    whose = f"class:{cast.classes['6b'].id}"
    period = f"{cast.years['a'].id}.quarter.2"

    def words() -> tuple[str, str]:
        cast.session.flush()
        marks = {one.key: one for one in read(cast, View.MARKS, whose, period=period).grids}["weeks"]
        return marks.heads[0][1], read(cast, View.HOMEWORK, whose).grids[0].rows[0].title

    assert words() == ("9–13.11", "9–13.11")
    cast.classes["6b"].days_per_week = 6
    assert words() == ("9–13.11", "9–14.11")
    add_papers(cast, "maths", [SATURDAY])
    give_marks(cast, "maths", "pupil", "4", [SATURDAY])
    assert words() == ("9–14.11", "9–14.11")
