"""Every figure of the reports is what a second count of the raw rows gives, on drawn schools."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

import pytest
from hypothesis import given, settings

from ejournal.models import TermKind
from ejournal.services.reports.courses import courses_report
from ejournal.services.reports.formulas import Figures, Listed
from ejournal.services.reports.periods import periods_of
from ejournal.services.reports.school import NO_COMPARISON, listed, school_report
from tests.infra.databases import Engines, kept_for_examples
from tests.services.reports.drawn import YEARS, Drawn, Frame, drawn, head, levels, make_frame, planted

Quick = Callable[[str], Frame]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
Levels = list[list[str]]


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_frame) as quick:
        yield quick


def per_cent(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def holds(what: Listed, pupil: list[str]) -> bool:
    """The sentence, said anew."""
    marks = [one for one in pupil if one in ("5", "4", "3", "2", "н/а")]
    bad = "2" in marks or "н/а" in marks
    return {
        Listed.PUPILS: True,
        Listed.NO_MARKS: not marks,
        Listed.COUNTED: len(marks) > 0,
        Listed.SUCCESS: len(marks) > 0 and not bad,
        Listed.QUALITY: len(marks) > 0 and set(marks) <= {"4", "5"},
        Listed.FIVES: set(marks) == {"5"},
        Listed.FOURS: "4" in marks and set(marks) <= {"4", "5"},
        Listed.ONE_FOUR: sorted(marks)[:1] == ["4"] and marks.count("4") == 1 and set(marks) == {"4", "5"},
        Listed.ONE_THREE: marks.count("3") == 1 and not bad,
        Listed.FAILING: "2" in marks,
        Listed.NOT_ATTESTED: "н/а" in marks,
    }[what]


def same(found: Figures, pupils: Levels) -> None:
    counted = sum(holds(Listed.COUNTED, one) for one in pupils)
    assert found.counts == {what: sum(holds(what, one) for one in pupils) for what in Listed}
    assert found.success == per_cent(100 * found.counts[Listed.SUCCESS], counted)
    assert found.quality == per_cent(100 * found.counts[Listed.QUALITY], counted)
    marks = [one for one in chain.from_iterable(pupils) if one in ("5", "4", "3", "2", "н/а")]
    worth = {"5": 100, "4": 64, "3": 36, "2": 16, "н/а": 7}
    assert found.marks.sou == per_cent(sum(worth[one] for one in marks), len(marks))
    numbers = [int(one) for one in marks if one != "н/а"]
    assert found.marks.average == per_cent(sum(numbers), len(numbers))
    assert found.marks.counted == len(marks)


@both_databases
@given(drawn=drawn)
@settings(max_examples=12, deadline=None)
def test_the_school_s_figures_are_those_of_a_second_count(quick: Quick, kind: str, drawn: Drawn) -> None:
    frame = quick(kind)
    with planted(frame, drawn) as today:
        actor = head(frame, today)
        periods = periods_of(frame.session, frame.school_id, today)
        for period in periods:
            found = school_report(frame.session, actor, period.key, NO_COMPARISON)
            assert found is not None
            year = frame.years.index(period.year.id)
            expected = levels(frame, today, year, period.kind, period.number)
            same(found.whole.figures, [one for of_class in expected.values() for one in of_class.values()])
            assert [line.id for line in found.classes] == [one for one in frame.classes if one in expected]
            for line in found.classes:
                same(line.figures, list(expected[line.id].values()))
                for what in Listed:
                    names = [
                        one.pupil_id for one in listed(frame.session, actor, period.key, what, line.id).pupils
                    ]
                    counts = [key for key, one in expected[line.id].items() if holds(what, one)]
                    assert sorted(names) == sorted(counts), what
                    assert len(names) == line.figures.counts[what]
            for what in Listed:
                every = listed(frame.session, actor, period.key, what)
                assert len(every.pupils) == found.whole.figures.counts[what]
            lines = courses_report(frame.session, actor, period.key)
            assert lines is not None
            assert sum(one.pupils for one in lines.lines) == sum(
                len(one) for of_class in expected.values() for one in of_class.values()
            )


@both_databases
@given(drawn=drawn)
@settings(max_examples=8, deadline=None)
def test_what_stands_beside_a_figure_is_that_of_the_earlier_period(
    quick: Quick, kind: str, drawn: Drawn
) -> None:
    frame = quick(kind)
    with planted(frame, drawn):
        today = YEARS[1][0] + timedelta(200)
        actor = head(frame, today)
        of_kind = [
            one
            for one in periods_of(frame.session, frame.school_id, today)
            if one.kind is TermKind.QUARTER and one.year.id == frame.years[1]
        ]
        found = school_report(frame.session, actor, of_kind[1].key, of_kind[0].key)
        alone = school_report(frame.session, actor, of_kind[0].key, NO_COMPARISON)
        assert found is not None
        assert alone is not None
        former = {line.id: line.figures for line in alone.classes}
        assert {line.id: line.former for line in found.classes if line.former} == {
            key: value for key, value in former.items() if key in {line.id for line in found.classes}
        }
        assert (found.whole.former or alone.whole.figures) == alone.whole.figures
        terms = [one for one in found.trend if one.period.key == of_kind[0].key]
        assert [one.figures for one in terms] == [
            alone.whole.figures for _ in terms if alone.whole.figures.counts[Listed.COUNTED]
        ]
