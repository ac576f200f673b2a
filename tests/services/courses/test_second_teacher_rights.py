"""Who is a second teacher of a course, drawn: the rule of one row and the lists of many say the same."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.models import CoTeacher
from ejournal.services.courses.choice import courses_for, open_courses
from ejournal.services.journal.spread import open_journal
from tests.cast import DAY, Cast, make_cast
from tests.infra.databases import Engines, kept_for_examples
from tests.services.journal_helpers import set_window

WHO = "teacher_parent"
Span = tuple[date | None, date | None]


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Callable[[str], Cast]]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make_cast) as quick:
        yield quick


bounds = st.one_of(st.none(), st.integers(-16, 12).map(lambda days: DAY + timedelta(days=days)))
spans = st.lists(st.tuples(bounds, bounds), max_size=2)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(spans=spans, window=st.sampled_from((0, 1, 4, 8, 14)), who=st.sampled_from((WHO, "pupil", "admin")))
@settings(max_examples=25, deadline=None)
def test_the_rule_of_a_row_and_the_lists_agree(
    quick: Callable[[str], Cast], kind: str, spans: list[Span], window: int, who: str
) -> None:
    cast = quick(kind)
    trial = cast.session.begin_nested()
    try:
        rules_agree(cast, spans, window, who)
    finally:
        trial.rollback()
        cast.session.expire_all()


def rules_agree(cast: Cast, spans: list[Span], window: int, who: str) -> None:
    course = cast.courses["maths"]
    for starts, ends in spans:
        cast.session.add(
            CoTeacher(
                school_id=cast.schools["a"].id or 0, course_id=(course.id or 0), teacher_id=cast.id_of(who),
                starts=starts, ends=ends,
            )
        )  # fmt: skip
    set_window(cast, window)
    session, actor = cast.session, cast.actor(who)
    reads = guard.may(session, actor, course, Permission.JOURNAL_READ)
    written = {
        one.id for one in cast.by_day.values() if guard.may(session, actor, one, Permission.JOURNAL_WRITE)
    }
    of_course = {one.id: one.day for (name, _), one in cast.by_day.items() if name == "maths"}
    assert written & set(of_course) == {
        key for key, day in of_course.items() if who == WHO and any(is_his(one, day, window) for one in spans)
    }
    assert reads or not written & set(of_course)
    if not actor.may(Permission.JOURNAL_READ):
        assert not reads
        return
    listed = {one.course_id: one for choice in courses_for(session, actor) for one in choice.courses}
    assert (course.id in listed) == (course.id in open_courses(session, actor, [(course.id or 0)])) == reads
    sets_terms = guard.may(session, actor, course, Permission.TERM_MARK_WRITE)
    if reads:
        view = open_journal(session, actor, (course.id or 0))
        assert {one.lesson_id for one in view.columns if one.writable} == written & set(of_course)
        assert view.may_set_terms == listed[(course.id or 0)].own == sets_terms


def is_his(span: Span, day: date, window: int) -> bool:
    """The rule, said anew: within the span, begun by today; when it is over, within the edit window."""
    starts, ends = span[0] or date.min, span[1] or date.max
    return starts <= day <= ends and starts <= DAY and (ends >= DAY or (DAY - day).days <= window)
