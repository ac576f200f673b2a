"""What classes of a grade begin with: saved by itself, taken over while nothing is taught."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed
from ejournal.models import ScaleKind, SchoolClass, TermKind
from ejournal.services.courses.grade_rules import GradeFields, grade_rules, set_grade_rules
from ejournal.services.courses.new_classes import make_classes
from ejournal.services.school.year_beginning import YearWish, begin_first_year
from tests.cast import Cast
from tests.services.new_school import new_school

TERMS = {"primary": TermKind.QUARTER, "basic": TermKind.TRIMESTER, "upper": TermKind.HALF_YEAR}


def test_rules_are_kept_and_classes_without_courses_take_them_over(session: Session) -> None:
    admin = new_school(session)
    make_classes(session, admin, begin_first_year(session, admin, YearWish(2026, TERMS)), "5А 6А")
    rules = grade_rules(session, admin.school_id)
    assert rules[5].terms is TermKind.TRIMESTER
    six = replace(rules[6], days_per_week=6, scale=ScaleKind.TEN)
    assert set_grade_rules(session, admin, [six]) == 1
    assert grade_rules(session, admin.school_id)[6] == six
    classes = {one.grade: (one.days_per_week, one.scale) for one in session.exec(select(SchoolClass))}
    assert classes == {5: (5, ScaleKind.FIVE), 6: (6, ScaleKind.TEN)}


def test_a_class_with_courses_stays_as_it_is(cast: Cast) -> None:
    before = cast.classes["6b"].model_dump()
    rule = GradeFields(6, 6, ScaleKind.TEN)
    assert set_grade_rules(cast.session, cast.actor("admin"), [rule]) == 0
    cast.session.refresh(cast.classes["6b"])
    assert cast.classes["6b"].model_dump() == before


def test_only_weeks_of_five_or_six_days(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        set_grade_rules(cast.session, cast.actor("admin"), [GradeFields(6, 7)])
    assert refused.value.field == "days_6"
    with pytest.raises(NotAllowed):
        set_grade_rules(cast.session, cast.actor("teacher"), [GradeFields(6)])
