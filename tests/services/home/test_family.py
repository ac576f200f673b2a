"""A child's day on the main page, and which classes have an overview for whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ejournal.errors import NotAllowed, NotFound
from ejournal.services.absences.classes import classes_for
from ejournal.services.home.family import ChildNow, child_now
from tests.cast import DAY, Cast

SUNDAY, NEXT_MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def now(cast: Cast, today: date = DAY, reader: str = "guardian") -> ChildNow:
    return child_now(cast.session, replace(cast.actor(reader), today=today), cast.id_of("pupil"))


def test_on_a_friday_the_next_day_with_lessons_is_monday(cast: Cast) -> None:
    found = now(cast)
    assert found.today is not None
    assert found.coming is not None
    assert (found.today.day, found.coming.day) == (DAY, NEXT_MONDAY)


def test_on_a_sunday_there_is_only_what_comes(cast: Cast) -> None:
    found = now(cast, SUNDAY)
    assert found.today is None
    assert found.coming is not None
    assert found.coming.day == NEXT_MONDAY


def test_in_the_holidays_there_may_be_neither(cast: Cast) -> None:
    found = now(cast, DAY + timedelta(days=200))
    assert (found.today, found.coming) == (None, None)


def test_the_child_of_another_is_not_shown(cast: Cast) -> None:
    with pytest.raises(NotFound):
        now(cast, reader="other_guardian")


def test_a_class_teacher_has_the_own_class_and_heads_have_all(cast: Cast) -> None:
    assert [one.title for one in classes_for(cast.session, cast.actor("class_teacher"))] == ["6 «Б»"]
    titles = [one.title for one in classes_for(cast.session, cast.actor("deputy"))]
    assert titles == ["2 «А»", "6 «Б»", "6 «В»"]


@pytest.mark.parametrize("reader", ["teacher", "guardian", "pupil", "admin"])
def test_others_have_no_class_overview(cast: Cast, reader: str) -> None:
    with pytest.raises(NotAllowed):
        classes_for(cast.session, cast.actor(reader))
