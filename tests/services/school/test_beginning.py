"""A school's first year and bells, made ready from a few choices."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlmodel import Session

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import TermKind
from ejournal.services.calendar.year import load_calendar
from ejournal.services.school.bells import minutes
from ejournal.services.school.card import school_fields, set_school
from ejournal.services.school.usual_bells import BellNames, BellWish, add_usual_bells, bell_times
from ejournal.services.school.year_beginning import YearWish, begin_first_year
from ejournal.services.school.year_setup import calendar_setup
from tests.cast import Cast
from tests.services.new_school import SCHOOL, new_school

TERMS = {"primary": TermKind.QUARTER, "basic": TermKind.QUARTER, "upper": TermKind.HALF_YEAR}
NAMES = BellNames("Обычные", "Вторая смена", "1 классы до января", "1 классы с января")


def test_the_first_year_has_the_terms_of_each_stage_and_the_rest_of_grade_1(session: Session) -> None:
    admin = new_school(session)
    year_id = begin_first_year(session, admin, YearWish(2026, TERMS))
    setup = calendar_setup(session, admin, year_id)
    assert [one.kind for one in setup.schemes] == [TermKind.QUARTER, TermKind.HALF_YEAR]
    calendar = load_calendar(session, admin.school_id, year_id)
    assert calendar is not None
    february = date(2027, 2, 17)
    assert calendar.day_off(february, 1) is not None
    assert calendar.day_off(february, 2) is None


def test_two_who_make_the_first_year_make_one(session: Session) -> None:
    admin = new_school(session)
    begin_first_year(session, admin, YearWish(2026, TERMS))
    with pytest.raises(DomainError, match="made already"):
        begin_first_year(session, admin, YearWish(2027, TERMS))


def test_a_year_far_off_is_refused_by_the_field(session: Session) -> None:
    with pytest.raises(DomainError) as refused:
        begin_first_year(session, new_school(session), YearWish(1999, TERMS))
    assert refused.value.field == "begins"


def test_lessons_follow_one_another_with_their_breaks() -> None:
    times = bell_times(BellWish(), time(8, 30), 45)
    assert [f"{one.starts:%H:%M}–{one.ends:%H:%M}" for one in times[:4]] == [
        "08:30–09:15", "09:25–10:10", "10:30–11:15", "11:35–12:20",
    ]  # fmt: skip
    assert [one.number for one in times] == list(range(1, 9))


def test_grade_1_has_shorter_lessons_until_january(session: Session) -> None:
    admin = new_school(session)
    year_id = begin_first_year(session, admin, YearWish(2026, TERMS))
    add_usual_bells(session, admin, year_id, BellWish(second_begins=time(13, 30), lessons=5), NAMES)
    calendar = load_calendar(session, admin.school_id, year_id)
    assert calendar is not None
    autumn, spring = date(2026, 10, 1), date(2027, 4, 8)
    lengths = [
        minutes(calendar.bells(grade, 1, day)[0]) for grade, day in ((1, autumn), (1, spring), (5, autumn))
    ]
    assert lengths == [35, 40, 45]
    assert calendar.bells(5, 2, autumn)[0].starts == time(13, 30)
    assert [one.warnings for one in calendar_setup(session, admin).bells] == [()] * 4


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (BellWish(lasts=5), "lasts"),
        (BellWish(pause=-1), "pause"),
        (BellWish(long_pause=90), "long_pause"),
        (BellWish(lessons=0), "lessons"),
        (BellWish(long_after=(9,)), "long_after"),
        (BellWish(begins=time(20, 0)), "lessons"),
    ],
)
def test_bells_that_cannot_be_are_refused_by_the_field(cast: Cast, wish: BellWish, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        add_usual_bells(cast.session, cast.actor("admin"), cast.years["a"].id or 0, wish, NAMES)
    assert refused.value.field == field


def test_the_card_is_written_by_who_sets_the_school_up(cast: Cast) -> None:
    session, admin = cast.session, cast.actor("admin")
    assert set_school(session, admin, replace(SCHOOL, inn="7707 083 893"))
    assert school_fields(session, admin) == SCHOOL
    assert not set_school(session, admin, SCHOOL)
    with pytest.raises(NotAllowed):
        set_school(session, cast.actor("teacher"), SCHOOL)
    with pytest.raises((NotAllowed, NotFound)):
        begin_first_year(session, cast.actor("teacher"), YearWish(2026, TERMS))
