"""From which to which day something holds, of one row and of many."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import CoTeacher, Enrolment
from ejournal.models.base import table
from ejournal.models.spans import Span, holds_on, lasts, meets
from tests.cast import Cast, make_cast
from tests.infra.databases import Engines, kept_for_examples

DAY = date(2026, 11, 20)
days = st.integers(-3, 3).map(lambda shift: DAY + timedelta(days=shift))
bounds = st.one_of(st.none(), days)
spans = st.builds(Span, bounds, bounds)


def days_of(span: Span) -> set[date]:
    """The days of the fortnight around that are in the span, one by one."""
    around = (DAY + timedelta(days=shift) for shift in range(-7, 8))
    return {day for day in around if (span.starts or day) <= day <= (span.ends or day)}


@given(one=spans, other=spans, day=days)
def test_a_span_is_its_days(one: Span, other: Span, day: date) -> None:
    assert one.holds_on(day) == (day in days_of(one))
    assert days_of(one.common(other)) == days_of(one) & days_of(other)
    assert one.is_empty == (not days_of(one))
    assert one.is_over(day) == (one.ends is not None and one.ends < day)
    assert one.lasts(day) == (not one.is_over(day))
    assert one.outlasts(day) == (one.ends is None or one.ends > day)
    if not one.is_empty and not other.is_empty:
        assert one.meets(other) == other.meets(one) == bool(days_of(one) & days_of(other))


@given(one=spans, first=days, last=days)
def test_a_span_covers_days_when_each_is_in_it(one: Span, first: date, last: date) -> None:
    asked = days_of(Span(first, last))
    if asked:
        assert one.covers(first, last) == (asked <= days_of(one))


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Callable[[str], Cast]]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_cast) as quick:
        yield quick


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(drawn=st.lists(spans, min_size=1, max_size=5), asked=spans, day=days)
@settings(max_examples=15, deadline=None)
def test_the_condition_on_rows_keeps_those_whose_span_has_such_a_day(
    quick: Callable[[str], Cast], kind: str, drawn: list[Span], asked: Span, day: date
) -> None:
    cast = quick(kind)
    course = cast.courses["maths"]
    trial = cast.session.begin_nested()
    try:
        rows = [
            CoTeacher(
                school_id=course.school_id, course_id=course.id or 0, teacher_id=cast.id_of("teacher"),
                starts=one.starts, ends=one.ends,
            )
            for one in drawn
        ]  # fmt: skip
        cast.session.add_all(rows)
        cast.session.flush()
        columns = table(CoTeacher).c
        held = {row.id for row in rows if Span.of(row).holds_on(day)}
        met = {row.id for row in rows if Span.of(row).meets(asked)}
        going_on = {row.id for row in rows if Span.of(row).lasts(day)}
        for named in (columns, CoTeacher):
            assert found(cast.session, lasts(named, day)) == going_on
            assert found(cast.session, holds_on(named, day)) == held
            assert found(cast.session, meets(named, asked.starts, asked.ends)) == met
    finally:
        trial.rollback()
        cast.session.expire_all()


def found(session: Session, condition: object) -> set[int | None]:
    """The rows of second teachers that the condition keeps."""
    return set(session.scalars(select(table(CoTeacher).c.id).where(condition)))  # type: ignore[arg-type]


def test_where_a_row_always_has_a_first_day_nothing_is_asked_about_its_absence() -> None:
    asked = str(holds_on(table(Enrolment).c, DAY))
    assert "starts IS NULL" not in asked
    assert "ends IS NULL" in asked
